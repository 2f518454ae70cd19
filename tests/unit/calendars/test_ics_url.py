"""A feed behind an address: what it costs, what it is refused for, and what the runner is told."""

import socket
from dataclasses import dataclass, field, replace
from itertools import repeat

import pytest

from runlift.calendars.base import Reading, Source
from runlift.calendars.feed import Patience
from runlift.calendars.feed_address import http_address
from runlift.calendars.ics_url import CachedFeed, IcsUrlSource
from runlift.calendars.watch import is_public
from runlift.errors import CalendarError, NotACalendar, Unreachable
from tests.feed_server import Asked, Reply, serving
from tests.ics_texts import YEAR_2026, a_calendar

CALENDAR = a_calendar("UID:1\nDTSTART:20260504\nSUMMARY:Easy • 5 km")
COPY = "copy the feed's secret address again from the app"
HASTY = Patience(connect=1, read=0.3, overall=1, retry_after=0, retries=0)


@dataclass
class MemoryCache:
    kept: dict[str, CachedFeed] = field(default_factory=dict)

    def get(self, url: str) -> CachedFeed | None:
        return self.kept.get(url)

    def put(self, url: str, feed: CachedFeed) -> None:
        self.kept[url] = feed


def a_source(url: str, cache: MemoryCache | None = None, patience: Patience = HASTY) -> Source:
    return IcsUrlSource(url, cache=cache or MemoryCache(), allow_private=True, patience=patience)


def titles(reading: Reading) -> list[str]:
    return [event.summary for event in reading.events]


def refusal(url: str, patience: Patience = HASTY) -> str:
    with pytest.raises(CalendarError) as refused:
        a_source(url, patience=patience).read(YEAR_2026)
    sentence = str(refused.value)
    assert "secret" not in sentence.replace("secret address", "")
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    return sentence.removeprefix("http://127.0.0.1 ")


def test_feed_is_read_as_utf_8_whatever_the_server_says() -> None:
    with serving(Reply.of(CALENDAR, content_type="text/calendar; charset=iso-8859-1")) as server:
        reading = a_source(server.url).read(YEAR_2026)

    assert titles(reading) == ["Easy • 5 km"]
    assert (reading.requests, reading.received) == (1, len(CALENDAR))
    assert server.asked[0].headers["user-agent"].startswith("runlift/")


def test_gzipped_feed_is_read_and_counted_as_it_came() -> None:
    with serving(Reply.gzipped(CALENDAR * 50)) as server:
        reading = a_source(server.url).read(YEAR_2026)

    assert titles(reading) == ["Easy • 5 km"]
    assert 0 < reading.received < len(CALENDAR * 50) / 10
    assert server.asked[0].headers["accept-encoding"] == "gzip"


def test_unchanged_feed_costs_a_304_and_reads_the_same() -> None:
    def answer(asked: Asked) -> Reply:
        known = asked.headers.get("if-none-match") == '"v1"' and "if-modified-since" in asked.headers
        return (
            Reply(status=304)
            if known
            else Reply.of(CALENDAR, etag='"v1"', last_modified="Mon, 04 May 2026 07:00:00 GMT")
        )

    with serving(answer=answer) as server:
        source = a_source(server.url)
        first, second, third = (source.read(YEAR_2026) for _ in range(3))

    assert first.events == second.events == third.events
    assert (second.requests, second.received) == (third.requests, third.received) == (1, 0)


@pytest.mark.parametrize(
    "bad",
    [
        Reply.of(b"<html>Sign in</html>"),
        Reply.of(b""),
        Reply.of(CALENDAR[:-20]),
        Reply.of(status=500),
        Reply.of(status=404),
    ],
    ids=["a page", "nothing", "half", "an error", "not found"],
)
def test_failed_answer_never_takes_the_place_of_a_good_one(bad: Reply) -> None:
    cache = MemoryCache()
    with serving(Reply.of(CALENDAR, etag='"v1"'), bad, Reply(status=304)) as server:
        source = a_source(server.url, cache)
        source.read(YEAR_2026)
        kept = dict(cache.kept)
        with pytest.raises(CalendarError):
            source.read(YEAR_2026)

        assert cache.kept == kept
        assert titles(source.read(YEAR_2026)) == ["Easy • 5 km"]


def test_changed_feed_takes_the_place_of_the_old_one() -> None:
    cache = MemoryCache()
    with serving(Reply.of(CALENDAR, etag='"v1"'), Reply.of(a_calendar(), etag='"v2"')) as server:
        source = a_source(server.url, cache)
        source.read(YEAR_2026)
        source.read(YEAR_2026)

    assert cache.kept == {server.url: ('"v2"', None, a_calendar())}


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, f"refuses access (401), since the address has expired or is private; {COPY}"),
        (403, f"refuses access (403), since the address has expired or is private; {COPY}"),
        (404, f"has no calendar at this address (404); {COPY}"),
        (410, f"has no calendar at this address any more (410); {COPY}"),
        (429, "has been asked too often (429); try again later"),
        (500, "has trouble of its own (500); try again later"),
        (503, "has trouble of its own (503); try again later"),
        (304, "answers with the status 304; check the address"),
        (418, "answers with the status 418; check the address"),
    ],
)
def test_answer_that_says_no_is_told_with_what_to_do(status: int, sentence: str) -> None:
    with serving(Reply(status=status)) as server:
        assert refusal(server.url) == sentence


def test_page_in_place_of_a_calendar_is_refused() -> None:
    with serving(Reply.of(b"<html>Sign in</html>")) as server:
        assert refusal(server.url).startswith("is a web page and no calendar, probably a login page")


@pytest.mark.parametrize("status", [429, 503])
def test_server_that_asks_for_a_moment_gets_it(status: int) -> None:
    patient = replace(HASTY, retries=2, overall=3)
    with serving(Reply.of(status=status, retry_after="3600"), Reply.of(CALENDAR)) as server:
        reading = a_source(server.url, patience=patient).read(YEAR_2026)

    assert (titles(reading), reading.requests) == (["Easy • 5 km"], 2)


def test_server_that_stays_in_trouble_is_given_up() -> None:
    with serving(Reply.of(status=500)) as server:
        assert refusal(server.url, patience=replace(HASTY, retries=2, overall=10)).startswith("has trouble")

    assert len(server.asked) == 3


def test_redirects_are_followed() -> None:
    def answer(asked: Asked) -> Reply:
        return Reply.of(CALENDAR) if asked.path == "/here" else Reply.of(status=302, location="/here")

    with serving(answer=answer) as server:
        reading = a_source(server.url).read(YEAR_2026)

    assert (titles(reading), reading.requests) == (["Easy • 5 km"], 2)


def test_redirects_without_end_are_not() -> None:
    with serving(Reply.of(status=301, location="/secret-token/again")) as server:
        assert refusal(server.url) == "redirects more than 5 times; copy the feed's address again"

    assert len(server.asked) == 6


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/secret", "javascript:secret"])
def test_redirect_out_of_the_web_is_refused(location: str) -> None:
    with serving(Reply.of(status=302, location=location)) as server:
        assert refusal(server.url) == "leads to an address that is no web address; copy the feed's address again"


def test_answer_of_32_mib_is_refused_without_reading_on() -> None:
    with serving(Reply(pieces=repeat(bytes(2**20)), promised=2**40)) as server:
        sentence = refusal(server.url, patience=replace(HASTY, overall=5))

    assert sentence == "has 32 MiB or more, too much to read; export a calendar with fewer years in it"


def test_answer_that_swells_to_32_mib_is_refused() -> None:
    with serving(Reply.gzipped(bytes(40 * 2**20))) as server:
        sentence = refusal(server.url, patience=replace(HASTY, overall=20))

    assert sentence.startswith("has 32 MiB or more")


def test_answer_that_drips_is_cut_off() -> None:
    with serving(Reply(pieces=(b" ",) * 100, pause=0.1)) as server:
        assert refusal(server.url) == "took longer than 1 seconds; try again later"


def test_answer_that_does_not_come_is_not_waited_for() -> None:
    with serving(Reply(pieces=(CALENDAR,), pause=0.8)) as server:
        assert refusal(server.url) == "does not answer in time; try again later"


def test_answer_that_breaks_off_is_refused() -> None:
    with serving(Reply(pieces=(CALENDAR,), promised=len(CALENDAR) + 1)) as server:
        assert refusal(server.url) == "breaks off in the middle of its answer; try again later"


def test_answer_that_cannot_be_decompressed_is_refused() -> None:
    with serving(Reply.of(CALENDAR, content_encoding="gzip")) as server:
        assert refusal(server.url) == "sends an answer that cannot be decompressed; try again later"


def test_server_that_is_not_there_is_told() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        sentence = refusal(f"http://127.0.0.1:{nobody.getsockname()[1]}/secret")

    assert sentence == "takes no connections; check the address and the internet connection"


def test_server_without_tls_is_told() -> None:
    with serving(Reply.of(CALENDAR)) as server:
        sentence = refusal(server.url.replace("http:", "https:"))

    assert sentence == (
        "https://127.0.0.1 does not prove who it is, since TLS failed; check the address, and the clock of this machine"
    )


def test_name_that_does_not_exist_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert refusal("https://feeds.example/secret") == (
        "https://feeds.example cannot be found; check the address and the internet connection"
    )


@pytest.mark.parametrize("url", ["http://[::1/secret", "http://:80:80/secret", "https://exa mple/\x00secret"])
def test_malformed_address_is_told(url: str) -> None:
    assert "malformed" in refusal(url)


def test_address_inside_the_home_network_is_refused_before_anything_is_asked() -> None:
    with serving(Reply.of(CALENDAR)) as server:
        source = IcsUrlSource(server.url, cache=MemoryCache(), patience=HASTY)
        with pytest.raises(Unreachable) as refused:
            source.read(YEAR_2026)

    assert str(refused.value) == (
        "http://127.0.0.1 leads to an address inside the home network; "
        "set allow_private = true for this source if that is meant"
    )
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("192.168.178.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.1.2.3", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:192.168.0.1", False),
    ],
)
def test_only_addresses_of_the_internet_are_public(address: str, *, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("offered", "fetched"),
    [
        ("webcal://plan.example/feed", "https://plan.example/feed"),
        ("webcals://plan.example/feed", "https://plan.example/feed"),
        ("WEBCAL://127.0.0.1:8765/feed", "http://127.0.0.1:8765/feed"),
        ("webcal://192.168.1.5/feed", "http://192.168.1.5/feed"),
        ("webcal://localhost/feed", "http://localhost/feed"),
        ("webcal://nas.local/feed", "http://nas.local/feed"),
        ("https://plan.example/feed", "https://plan.example/feed"),
    ],
)
def test_webcal_stands_for_a_web_address(offered: str, fetched: str) -> None:
    assert http_address(offered) == fetched


def test_feed_is_read_by_webcal() -> None:
    with serving(Reply.of(CALENDAR)) as server:
        assert titles(a_source(server.url.replace("http:", "webcal:")).read(YEAR_2026)) == ["Easy • 5 km"]


def test_neither_name_nor_repr_tells_the_secret() -> None:
    source = a_source("https://runner:secret@plan.example:8443/secret/feed.ics?secret")

    assert source.name == "https://plan.example"
    assert "secret" not in repr(source)


def test_what_is_no_calendar_is_no_failed_connection() -> None:
    with serving(Reply.of(b"{}")) as server, pytest.raises(NotACalendar):
        a_source(server.url).read(YEAR_2026)
