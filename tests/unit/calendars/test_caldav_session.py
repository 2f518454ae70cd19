"""The conversation with a CalDAV server: bounded, counted, and careful with the runner's password."""

import gzip
import logging
import re
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from runlift.calendars.caldav_place import CalDavPlace, may_follow, shows_password
from runlift.calendars.caldav_session import CalDavSession
from runlift.calendars.feed import Patience
from runlift.errors import CalendarError, NotACalendar, SignInNeeded, Unreachable
from runlift.formats.refusals import SIZE_LIMIT
from tests.caldav_servers import CalDavServer, radicale
from tests.fake_caldav import FakeCalDav, fake_caldav
from tests.feed_server import Reply
from tests.unit.calendars.caldav_desk import HASTY

KEY = "sésame ’opens’"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalDavServer]:
    with radicale(tmp_path_factory.mktemp("server")) as running:
        running.new_calendar("strength")
        yield running


def a_session(url: str, patience: Patience = HASTY, *, username: str | None = None, key: str = KEY) -> CalDavSession:
    place = CalDavPlace(url=url, username=username)
    return CalDavSession(place, patience=patience, find_password=lambda _: key if username else None)


def refusal(session: CalDavSession, kind: type[CalendarError] = Unreachable, method: str = "PROPFIND") -> str:
    with pytest.raises(kind) as refused:
        session.ask(method, session.place.url)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    return str(refused.value)


WRONG = (
    "does not accept the username and password; check both, "
    "and where you sign in with a second factor make an app password"
)


@pytest.mark.parametrize(
    ("username", "advice"),
    [
        (None, "asks for a sign-in; add username and password_command to its table"),
        ("runner", WRONG),
        ("somebody else", WRONG),
    ],
)
def test_refused_sign_in_says_what_to_do_and_no_password(
    server: CalDavServer, username: str | None, advice: str
) -> None:
    session = a_session(f"{server.home}strength/", username=username)
    sentence = refusal(session, SignInNeeded)
    assert sentence == f"strength on 127.0.0.1 {advice}"
    assert session.traffic.requests == 1
    assert KEY not in repr(session.place)


def test_sign_in_is_handed_over_at_once_whatever_letters_it_has(server: CalDavServer) -> None:
    assert server.password is not None
    assert not server.password.isascii()
    session = a_session(f"{server.home}strength/", username=server.username, key=server.password)
    assert session.ask("PROPFIND", session.place.url, "", {"Depth": "0"}).status == 207
    assert session.traffic.requests == 1


def test_password_is_looked_for_once_and_only_when_it_is_needed() -> None:
    looked: list[CalDavPlace] = []

    def find(place: CalDavPlace) -> str:
        looked.append(place)
        return KEY

    with fake_caldav() as server:
        place = CalDavPlace(url=server.url, username="jo")
        session = CalDavSession(place, patience=HASTY, find_password=find)
        assert looked == []
        for _ in range(3):
            session.ask("PROPFIND", server.url)
        assert looked == [place]


class Digesting(FakeCalDav):
    """A server that takes no password as it is."""

    def answer(self, method: str, path: str, body: str, headers: dict[str, str]) -> Reply:
        if re.match(r'Digest username="jo".*response="\w{32}"', headers.get("authorization", "")):
            return super().answer(method, path, body, headers)
        self.asked.append("401")
        return Reply.of(status=401, www_authenticate='Digest realm="dav", nonce="n1", qop="auth", algorithm=MD5')


def test_server_that_wants_a_digest_gets_one() -> None:
    with fake_caldav(make=Digesting) as server:
        session = a_session(server.url, username="jo", key="plain")
        for _ in range(2):
            assert session.ask("PROPFIND", server.url, "", {"Depth": "0"}).status == 207
        assert server.asked.count("401") <= 3


class Closed(FakeCalDav):
    """A server that accepts nobody."""

    def answer(self, method: str, path: str, body: str, headers: dict[str, str]) -> Reply:
        del method, path, body, headers
        self.asked.append("401")
        return Reply.of(status=401, www_authenticate='Digest realm="dav", nonce="n1", qop="auth", algorithm=MD5')


def test_server_that_accepts_no_digest_either_is_asked_no_further() -> None:
    with fake_caldav(make=Closed) as server:
        assert refusal(a_session(server.url, username="jo", key="x"), SignInNeeded) == f"strength on 127.0.0.1 {WRONG}"
        assert server.asked.count("401") <= 4


@pytest.mark.parametrize(
    ("home", "url", "may"),
    [
        ("https://caldav.icloud.com/", "https://p34-caldav.icloud.com:443/1/calendars/", True),
        ("https://dav.example.com/", "https://dav.example.com/other/", True),
        ("https://example.com/", "https://caldav.example.com/", True),
        ("http://nas/", "https://nas/", True),
        ("https://dav.example.com/", "http://dav.example.com/", False),
        ("https://dav.example.com/", "https://dav.example.com:8443/", False),
        ("https://dav.example.com/", "https://example.org/", False),
        ("https://dav.example.com/", "https://evilexample.com/", False),
        ("https://runners.co.uk/", "https://others.co.uk/", False),
        ("https://runners.com.au/", "https://others.com.au/", False),
        ("https://example.com/", "https://other.com/", False),
        ("https://192.168.10.5/", "https://192.168.10.6/", False),
        ("http://127.0.0.1:1/", "http://127.0.0.1:2/", False),
        ("https://dav.example.com/", "ftp://dav.example.com/", False),
    ],
)
def test_password_stays_with_the_server_that_the_runner_named(home: str, url: str, *, may: bool) -> None:
    assert may_follow(home, url) is may


@pytest.mark.parametrize(
    ("url", "shows"),
    [
        ("https://dav.example.com/", False),
        ("http://dav.example.com/", True),
        ("http://8.8.8.8/", True),
        ("http://127.0.0.1:5232/", False),
        ("http://[::1]:5232/", False),
        ("http://10.0.0.7/", False),
        ("http://nas.local/", False),
        ("http://nas.local.example.com/", True),
    ],
)
def test_password_leaves_the_home_network_only_by_tls(url: str, *, shows: bool) -> None:
    assert shows_password(url) is shows


def test_password_is_not_even_looked_for_where_it_would_be_seen() -> None:
    def blow_up(_: CalDavPlace) -> str:
        pytest.fail("the password was asked for")

    place = CalDavPlace(url="http://dav.example.com/strength/", username="jo")
    sentence = refusal(CalDavSession(place, find_password=blow_up), SignInNeeded)
    assert sentence == "strength on dav.example.com would get your password unencrypted; write its url with https://"


@pytest.mark.parametrize(
    ("base", "href", "url"),
    [
        ("https://dav.example/jo/", "/jo/a/", "https://dav.example/jo/a/"),
        ("https://dav.example:8443/jo/", "http://dav.example/jo/a/", "https://dav.example:8443/jo/a/"),
        ("https://dav.example/jo/", "https://p1.dav.example/a/", "https://p1.dav.example/a/"),
        ("https://dav.example/jo/", "a/", "https://dav.example/jo/a/"),
    ],
)
def test_addresses_are_resolved_as_the_server_means_them(base: str, href: str, url: str) -> None:
    assert a_session("https://dav.example/").resolve(base, href) == url


def test_server_without_tls_behind_https_is_told() -> None:
    with fake_caldav() as server:
        session = a_session(server.url.replace("http://", "https://"))
        assert refusal(session) == (
            "strength on 127.0.0.1 does not prove who it is, since TLS failed; "
            "check the address, and the clock of this machine"
        )


def test_server_that_is_down_is_told() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        session = a_session(f"http://127.0.0.1:{nobody.getsockname()[1]}/strength/")
        assert refusal(session).startswith("strength on 127.0.0.1 takes no connections; check the address")


def test_answer_that_does_not_come_is_not_waited_for() -> None:
    with fake_caldav() as server:
        server.instead["PROPFIND"] = [Reply(pieces=[b"x"], pause=2)]
        assert refusal(a_session(server.url)).endswith("does not answer in time; try again later")


def test_answer_that_comes_bit_by_bit_is_cut_off_and_the_next_request_has_its_own_time() -> None:
    with fake_caldav() as server:
        server.instead["PROPFIND"] = [Reply(pieces=[b"x"] * 100, pause=0.05)]
        session = a_session(server.url, replace(HASTY, overall=0.4))
        assert refusal(session).endswith("took longer than 0.4 seconds; try again later")
        assert session.ask("PROPFIND", server.url).status == 207


def test_answer_larger_than_any_calendar_is_refused() -> None:
    bomb = gzip.compress(bytes(SIZE_LIMIT + 1))
    with fake_caldav() as server:
        server.instead["PROPFIND"] = [Reply.of(bomb, status=207, content_encoding="gzip")]
        assert "has 32 MiB or more, too much to read" in refusal(a_session(server.url), NotACalendar)


def test_compressed_answer_is_read_and_counted_as_it_came() -> None:
    page = b'<multistatus xmlns="DAV:">' + b" " * 10_000 + b"</multistatus>"
    with fake_caldav() as server:
        server.instead["PROPFIND"] = [
            Reply.of(gzip.compress(page), status=207, content_encoding="gzip", content_type="text/xml")
        ]
        session = a_session(server.url)
        assert session.ask("PROPFIND", server.url, "<x/>").tree.tag == "{DAV:}multistatus"
        assert (session.traffic.requests, session.traffic.sent) == (1, 4)
        assert 0 < session.traffic.received < 1000


def test_reading_is_tried_again_and_writing_is_not() -> None:
    patient = replace(HASTY, retries=2)
    with fake_caldav() as server:
        server.instead = {"PROPFIND": [Reply.of(status=503, retry_after="0")] * 2, "PUT": [Reply.of(status=503)]}
        session = a_session(server.url, patient)
        assert session.ask("PROPFIND", server.url).status == 207
        assert session.traffic.requests == 3
        assert session.ask("PUT", server.url, "x").status == 503
        assert server.asked == ["PROPFIND"] * 3 + ["PUT"]


def test_server_does_not_decide_how_long_it_is_waited_for() -> None:
    with fake_caldav() as server:
        server.instead["PROPFIND"] = [Reply.of(status=503, retry_after="3600")]
        assert a_session(server.url, replace(HASTY, retries=1)).ask("PROPFIND", server.url).status == 207


def test_library_prints_nothing_of_what_comes(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), fake_caldav() as server:
        server.instead["PROPFIND"] = [Reply.of(b"<html>secret<br></html>", status=207, content_type="text/html")]
        a_session(server.url).ask("PROPFIND", server.url)
    assert caplog.records == []


def test_every_request_says_who_asks() -> None:
    with fake_caldav() as server:
        a_session(server.url).ask("PROPFIND", server.url)
        assert server.headers[0]["user-agent"].startswith("runlift/")
