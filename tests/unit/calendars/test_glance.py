"""A glance tells whether a calendar still holds what was read, and reads nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from runlift.calendars import feed_glance
from runlift.calendars.caldav_glance import glance_at_calendar
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.feed_glance import glance_at_feed
from runlift.calendars.glance import NO_STAMP, UnsavedReplica, glance_at_file, stamp_of_replica
from runlift.calendars.ics_file import IcsFileSource
from runlift.calendars.ics_target import IcsFileTarget
from runlift.calendars.ics_url import IcsUrlSource
from runlift.calendars.replica import Replica, Resource
from runlift.errors import CalendarError, Unreachable
from runlift.state.feed_cache import FileFeedCache
from runlift.sync.calendar_look import CalendarLook
from tests.changes import SUMMER, a_create, a_session_event
from tests.fake_caldav import Oddities, fake_caldav
from tests.feed_server import Asked, FeedServer, Reply, serving
from tests.google_desk import RUNNER, Desk
from tests.ics_texts import YEAR_2026, a_calendar
from tests.unit.calendars.caldav_desk import NOW, KeptReplica, a_run_body, open_source, open_target
from tests.unit.state.test_replicas import a_replica

ONE, TWO = a_calendar("UID:1\nDTSTART:20260504"), a_calendar("UID:1\nDTSTART:20260505")


def test_file_has_the_stamp_of_its_reading_while_it_holds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "runs.ics"
    path.write_bytes(ONE)
    stamp = IcsFileSource(path).read(YEAR_2026).stamp
    assert glance_at_file(path).stamp == stamp
    path.write_bytes(TWO)
    assert glance_at_file(path).stamp != stamp


def test_target_that_was_written_has_the_stamp_of_what_it_holds_then(tmp_path: Path) -> None:
    path = tmp_path / "strength.ics"
    target = IcsFileTarget(path=path, profile="jo", look=CalendarLook(name="Strength"))
    list(target.apply([a_create(a_session_event())], now=NOW))
    target.existing(SUMMER)
    assert glance_at_file(path).stamp == target.stamp


def test_file_that_is_gone_has_none(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="cannot be read"):
        glance_at_file(tmp_path / "runs.ics")


@contextmanager
def feed(bodies: list[bytes], validator: str = "ETag") -> Iterator[FeedServer]:
    """Serve the first of the bodies that are left, as a server does that knows what it has sent."""

    def answer(asked: Asked) -> Reply:
        body = bodies[0]
        mark = f'"{sha256(body).hexdigest()[:8]}"'
        has_it = mark in {asked.headers.get("if-none-match"), asked.headers.get("if-modified-since")}
        if has_it:
            return Reply.of(status=304)
        return Reply(headers={validator: mark} if validator else {}, pieces=[body])

    with serving(answer=answer) as server:
        yield server


@pytest.fixture(params=["plain", "through the HTTP library"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param != "plain":
        monkeypatch.setattr(feed_glance, "_is_plain", lambda _: False)


def read(url: str, cache: FileFeedCache) -> str:
    return IcsUrlSource(url, cache=cache, allow_private=True).read(YEAR_2026).stamp


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_feed_has_the_stamp_of_its_reading_while_the_server_says_so(tmp_path: Path, validator: str) -> None:
    cache, bodies = FileFeedCache(tmp_path), [ONE, TWO]
    with feed(bodies, validator) as server:
        stamp = read(server.url, cache)
        assert stamp
        glance = glance_at_feed(server.url, cache, allow_private=True)
        assert (glance.stamp, glance.requests) == (stamp, 1)
        assert read(server.url, cache) == stamp

        bodies.pop(0)
        assert glance_at_feed(server.url, cache, allow_private=True).stamp == NO_STAMP
        assert read(server.url, cache) not in {stamp, NO_STAMP}


def test_glance_asks_as_a_reading_does(tmp_path: Path) -> None:
    cache = FileFeedCache(tmp_path)
    with feed([ONE]) as server:
        read(server.url, cache)
        read(server.url, cache)
        glance_at_feed(server.url, cache, allow_private=True)
    reading, glance = server.asked[1:]
    told = ("accept", "accept-encoding", "user-agent", "if-none-match")
    assert [glance.headers[name] for name in told] == [reading.headers[name] for name in told]
    assert glance.path == reading.path


def test_server_that_cannot_tell_what_is_new_is_not_asked_twice(tmp_path: Path) -> None:
    cache = FileFeedCache(tmp_path)
    with feed([ONE], validator="") as server:
        assert read(server.url, cache) == NO_STAMP
        assert glance_at_feed(server.url, cache, allow_private=True).stamp == NO_STAMP
    assert len(server.asked) == 1


def test_feed_that_is_reached_in_several_requests_has_no_stamp(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        there = asked.path == "/there"
        return Reply.of(ONE, etag='"1"') if there else Reply.of(status=302, location="/there")

    with serving(answer=answer) as server:
        assert read(server.url, FileFeedCache(tmp_path)) == NO_STAMP


@pytest.mark.usefixtures("_way")
def test_glance_goes_nowhere_that_a_reading_would_not(tmp_path: Path) -> None:
    cache = FileFeedCache(tmp_path)
    with feed([ONE]) as server:
        read(server.url, cache)
        with pytest.raises(Unreachable, match="home network"):
            glance_at_feed(server.url, cache, allow_private=False)
    assert len(server.asked) == 1


@pytest.mark.usefixtures("_way")
def test_server_that_is_away_is_no_stamp_and_no_secret(tmp_path: Path) -> None:
    cache = FileFeedCache(tmp_path)
    with feed([ONE]) as server:
        read(server.url, cache)
    with pytest.raises(Unreachable) as refused:
        glance_at_feed(server.url, cache, allow_private=True)
    assert "secret" not in str(refused.value)
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("odd", [Oddities(), Oddities(sync=False), Oddities(sync=False, ctag=False)])
def test_server_calendar_has_the_stamp_of_its_reading_while_it_holds_the_same(odd: Oddities) -> None:
    with fake_caldav(odd) as server:
        server.put("run-a.ics", a_run_body("a", "Run a"))
        kept = KeptReplica()
        stamp = open_source(server.url, kept).read(YEAR_2026).stamp
        saved = kept.saved

        glance = glance_at_calendar(CalDavPlace(url=server.url), kept)
        assert (glance.stamp, glance.requests) == (stamp, 1)

        server.put("run-a.ics", a_run_body("a", "Run a, longer"))
        assert glance_at_calendar(CalDavPlace(url=server.url), kept).stamp not in {stamp, NO_STAMP}
        assert kept.saved == saved


def test_target_on_a_server_has_a_stamp_too() -> None:
    with fake_caldav(Oddities()) as server:
        kept = KeptReplica()
        target = open_target(server.url, kept)
        assert target.stamp == NO_STAMP
        target.existing(SUMMER)
        assert target.stamp
        assert glance_at_calendar(CalDavPlace(url=server.url), kept).stamp == target.stamp


def test_calendar_at_google_has_the_stamp_of_its_reading_while_it_holds_the_same(desk: Desk) -> None:
    desk.sign_in("calendar.events.readonly")
    times = {"start": {"dateTime": "2026-07-07T06:30:00Z"}, "end": {"dateTime": "2026-07-07T07:30:00Z"}}
    desk.google.add_event(RUNNER, {"summary": "Easy run", **times})
    stamp = desk.source().read(SUMMER).stamp
    glance = desk.source().glance()
    assert (glance.stamp, glance.requests) == (stamp, 1)
    assert desk.source("another@example.com").glance().stamp == NO_STAMP
    desk.google.add_event(RUNNER, {"summary": "Long run", **times})
    assert desk.source().glance().stamp not in {stamp, NO_STAMP}


def test_calendar_that_was_never_read_has_no_stamp() -> None:
    with fake_caldav(Oddities()) as server, pytest.raises(CalendarError):
        glance_at_calendar(CalDavPlace(url=server.url), KeptReplica())


ONE_AND_TWO = {"a": Resource(etag="1", body="one"), "b": Resource(etag="2", body="two")}
REPLICA = a_replica(ONE_AND_TWO)


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (a_replica(ONE_AND_TWO, state="state 2"), True),
        (a_replica({name: ONE_AND_TWO[name] for name in ("b", "a")}), True),
        (replace(REPLICA, place="/work/"), False),
        (a_replica({"a": ONE_AND_TWO["a"]}), False),
        (a_replica({**ONE_AND_TWO, "c": Resource(etag=None, body="")}), False),
        (a_replica({**ONE_AND_TWO, "b": Resource(etag="2", body="too")}), False),
    ],
    ids=["another token", "another order", "another place", "one less", "one more", "another body"],
)
def test_stamp_tells_all_that_a_reading_comes_from(changed: Replica, *, same: bool) -> None:
    assert (stamp_of_replica(changed) == stamp_of_replica(REPLICA)) is same


def test_what_is_only_looked_at_is_not_kept() -> None:
    kept = KeptReplica(REPLICA)
    unsaved = UnsavedReplica(kept)
    unsaved.save(a_replica({}))
    assert unsaved.load() == kept.replica == REPLICA
