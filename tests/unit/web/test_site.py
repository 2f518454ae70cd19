"""What the server answers over a real connection."""

import gzip
import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from runlift.errors import UsageError
from runlift.web.server import listen, serving
from runlift.web.site import site
from tests.unit.web.scenes import TOKEN, APublication, Page, a_scene

FEED = b"BEGIN:VCALENDAR\r\n" + b"X-COMMENT:a calendar that is worth packing\r\n" * 40 + b"END:VCALENDAR\r\n"
PATHS = [f"/{TOKEN}/", f"/{TOKEN}/strength.ics", f"/{TOKEN}/page.css", f"/{TOKEN}/page.js", f"/{TOKEN}/icon.svg"]
SECRETS_KEPT = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass
class Answer:
    """What came back, header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Served:
    """A site that runs, and what it publishes."""

    port: int
    publications: list[APublication]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=named)
            reply = connection.getresponse()
            return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def say(self, raw: bytes) -> bytes:
        """Send bytes as they are and return all that comes back until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(raw)
            return b"".join(iter(lambda: connection.recv(65536), b""))


@contextmanager
def a_site(*publications: APublication) -> Iterator[Served]:
    published = list(publications)
    with listen("127.0.0.1", 0) as door:
        app = site(lambda: published, hosts=["127.0.0.1", "lift.example.com"])
        with serving(app, door):
            yield Served(door.getsockname()[1], published)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with a_site(APublication(body=FEED, shown=a_scene())) as running:
        yield running


def test_the_feed_is_the_calendar_byte_for_byte(served: Served) -> None:
    answer = served.ask(f"/{TOKEN}/strength.ics")
    assert (answer.status, answer.body) == (200, FEED)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"


def test_the_page_is_served_beside_it(served: Served) -> None:
    answer = served.ask(f"/{TOKEN}/")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert Page(answer.body.decode()).texts("h1") == ["Strength"]


def test_everything_that_the_page_fetches_is_there(served: Served) -> None:
    page = Page(served.ask(f"/{TOKEN}/").body.decode())
    links = [element.attrs.get("src") or element.attrs.get("href") for element in page.all("link, script")]
    kinds = {link: served.ask(f"/{TOKEN}/{link}").headers["content-type"].partition(";")[0] for link in links if link}
    assert kinds == {"icon.svg": "image/svg+xml", "page.css": "text/css", "page.js": "text/javascript"}


@pytest.mark.parametrize("path", PATHS)
def test_what_has_not_changed_is_not_sent_again(served: Served, path: str) -> None:
    first = served.ask(path)
    again = served.ask(path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert first.headers["cache-control"] == again.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ('"another"', 200),
        ('"another", {etag}', 304),
        ("*", 304),
        ("{strong}", 304),
        ("{bare}", 200),
        ("", 200),
    ],
)
def test_conditions_are_read_as_http_means_them(served: Served, condition: str, status: int) -> None:
    etag = served.ask(PATHS[1]).headers["etag"]
    strong = etag.removeprefix("W/")
    given = condition.format(etag=etag, strong=strong, bare=strong.strip('"'))
    assert served.ask(PATHS[1], If_None_Match=given).status == status


def test_another_calendar_has_another_etag() -> None:
    publication = APublication(body=FEED)
    with a_site(publication) as served:
        before = served.ask(PATHS[1]).headers["etag"]
        publication.body = FEED.replace(b"packing", b"telling")
        after = served.ask(PATHS[1], If_None_Match=before)
        assert (after.status, after.body) == (200, publication.body)
        assert after.headers["etag"] != before


@pytest.mark.parametrize("path", PATHS[:-1])  # the icon is too small to be worth it
def test_whoever_takes_gzip_gets_it(served: Served, path: str) -> None:
    plain, packed = served.ask(path), served.ask(path, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)
    assert packed.headers["etag"] == plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    again = served.ask(path, Accept_Encoding="gzip", If_None_Match=packed.headers["etag"])
    assert (again.status, again.headers["vary"]) == (304, "Accept-Encoding")


@pytest.mark.parametrize("path", [*PATHS, "/nothing/"])
def test_head_tells_what_get_would(served: Served, path: str) -> None:
    full, head = served.ask(path), served.ask(path, "HEAD")
    assert (head.status, head.body) == (full.status, b"")
    unstable = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in unstable} == {
        k: v for k, v in full.headers.items() if k not in unstable
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "TRACE"])
@pytest.mark.parametrize("path", [f"/{TOKEN}/", f"/{TOKEN}/strength.ics", "/nothing/", "/"])
def test_nothing_can_be_written(served: Served, method: str, path: str) -> None:
    answer = served.ask(path, method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


WRONG = [
    "/",
    "/favicon.ico",
    "/strength.ics",
    f"/{TOKEN[:-1]}/",
    f"/{TOKEN}k/",
    f"/{TOKEN.upper()}/",
    f"/{TOKEN[:-1]}/strength.ics",
    f"/{TOKEN[:-1]}",
    "//",
    f"//{TOKEN}/",
    f"/{TOKEN}/../../etc/passwd",
    f"/{TOKEN}/..%2f..%2fetc%2fpasswd",
    f"/{TOKEN}/static/",
    f"/{TOKEN}/page.py",
    f"/{TOKEN}/page.css/",
    f"/{TOKEN}/strength.ics/",
    f"/{TOKEN}/STRENGTH.ICS",
    "/%00/",
    "/%ff%fe/",
    "/%F0%9F%8F%83/strength.ics",
]


@pytest.mark.parametrize("path", WRONG)
def test_a_wrong_address_learns_nothing(served: Served, path: str) -> None:
    answer, unknown = served.ask(path), served.ask("/unknown")
    assert (answer.status, answer.body) == (404, b"not found\n")
    assert {**answer.headers, "date": ""} == {**unknown.headers, "date": ""}


def test_without_its_slash_the_page_is_still_found(served: Served) -> None:
    answer = served.ask(f"/{TOKEN}")
    assert (answer.status, answer.headers["location"]) == (307, f"{TOKEN}/")


def test_every_token_opens_its_own_and_no_other() -> None:
    other = "m" * 43
    with a_site(APublication(body=FEED), APublication(token=other, body=b"BEGIN:VCALENDAR the other")) as served:
        assert served.ask(f"/{TOKEN}/strength.ics").body == FEED
        assert served.ask(f"/{other}/strength.ics").body == b"BEGIN:VCALENDAR the other"


@pytest.mark.parametrize("path", [*PATHS, "/nothing/", f"/{TOKEN}"])
def test_every_answer_keeps_the_address_to_itself(served: Served, path: str) -> None:
    headers = served.ask(path).headers
    assert {name: headers[name] for name in SECRETS_KEPT} == SECRETS_KEPT
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert "server" not in headers


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "@", "a b"]
)
def test_a_name_that_is_none_of_ours_is_refused(served: Served, host: str) -> None:
    answer = served.ask(f"/{TOKEN}/", Host=host)
    assert answer.status == 400
    assert b"Strength" not in answer.body


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:1", "LIFT.example.com", "lift.example.com:443"])
def test_names_of_ours_are_answered_whatever_their_port(served: Served, host: str) -> None:
    assert served.ask(f"/{TOKEN}/", Host=host).status == 200


def test_links_lead_to_where_the_page_was_asked_for(served: Served) -> None:
    page = Page(served.ask(f"/{TOKEN}/", Host="lift.example.com:81").body.decode())
    assert page.one("a.first").attrs["href"] == f"webcal://lift.example.com:81/{TOKEN}/strength.ics"


def test_a_public_address_wins_over_the_one_that_was_asked_for() -> None:
    with a_site(APublication(shown=a_scene(), address="https://lift.example.com/jo")) as served:
        page = Page(served.ask(f"/{TOKEN}/").body.decode())
        assert page.one("a.first").attrs["href"] == f"webcal://lift.example.com/jo/{TOKEN}/strength.ics"


@pytest.mark.parametrize("path", [f"/{'a' * 600}", f"/{TOKEN}/{'%41' * 200}"])
def test_long_paths_are_refused(served: Served, path: str) -> None:
    assert served.ask(path).status == 414


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX: " + b"x" * 50_000 + b"\r\n\r\n", b"431"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"400"),  # a browser that was told https
    ],
    ids=["no request", "no host", "two hosts", "a long line", "a long header", "tls"],
)
def test_what_is_no_request_is_refused_and_the_server_goes_on(served: Served, raw: bytes, status: bytes) -> None:
    assert served.say(raw).split(b"\r\n")[0].split(b" ")[:2] == [b"HTTP/1.1", status]
    assert served.ask(PATHS[1]).status == 200


def test_before_the_first_calendar_nobody_is_given_an_empty_one() -> None:
    with a_site(APublication(body=None, shown=None)) as served:
        for path in (f"/{TOKEN}/", f"/{TOKEN}/strength.ics"):
            answer = served.ask(path)
            assert answer.status == 503
            assert int(answer.headers["retry-after"]) > 0


def test_publications_come_and_go_while_it_runs() -> None:
    with a_site() as served:
        assert served.ask(PATHS[1]).status == 404
        served.publications.append(APublication(body=FEED))
        assert served.ask(PATHS[1]).status == 200
        served.publications.clear()
        assert served.ask(PATHS[1]).status == 404


def test_a_calendar_full_of_broken_letters_is_still_shown() -> None:
    with a_site(APublication(shown=a_scene(name="half an emoji \ud83c"))) as served:
        assert Page(served.ask(f"/{TOKEN}/").body.decode()).texts("h1") == ["half an emoji ?"]


def test_a_fault_of_ours_is_told_in_one_line_and_the_server_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    with a_site(APublication(body=FEED, shown=a_scene(), at="no time at all")) as served:
        answer = served.ask(PATHS[0])
        assert (answer.status, answer.body) == (500, b"something went wrong here\n")
        assert served.ask(PATHS[1]).status == 200
    assert [record.exc_info for record in caplog.records] == [None]
    assert caplog.messages[0].startswith("our fault, please report it: ValueError")
    assert TOKEN not in caplog.text


def test_stopping_lets_go_of_the_port() -> None:
    with a_site(APublication(body=FEED)) as served:
        assert served.ask(PATHS[1]).status == 200
    with pytest.raises(OSError, match="refused"):
        served.ask(PATHS[1])


def test_a_port_that_is_taken_says_so() -> None:
    with listen("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        with pytest.raises(UsageError, match=rf"cannot listen on 127.0.0.1:{port} \(Address already in use\); choose"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "999.1.1.1"])
def test_an_address_of_another_machine_says_so(host: str) -> None:
    with pytest.raises((UsageError, pytest.fail.Exception), match=r"cannot listen|may not use the network"):
        listen(host, 0)
