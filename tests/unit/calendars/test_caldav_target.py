"""A CalDAV calendar is written under conditions, and says what became of each write."""

from dataclasses import replace
from pathlib import Path

import pytest

from runlift.calendars.base import Outcome, Result
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.caldav_target import CalDavTarget
from runlift.errors import CalendarError, NotACalendar
from runlift.sync.changes import Change, Field
from runlift.sync.standing import StandingEvent
from tests.caldav_servers import radicale
from tests.fake_caldav import CALENDAR, FakeCalDav, Oddities, fake_caldav, multistatus, response
from tests.feed_server import Reply
from tests.ics_texts import YEAR_2026
from tests.unit.calendars.caldav_desk import (
    HASTY,
    LOOK,
    NOW,
    KeptReplica,
    a_run_body,
    a_session,
    creating,
    deleting,
    open_target,
    releasing,
    updating,
)

MOVED = a_session(hour=7, title="Light lift · 25 min")


def apply(target: CalDavTarget, *changes: Change) -> list[Outcome]:
    return list(target.apply(changes, now=NOW))


def results(target: CalDavTarget, *changes: Change) -> list[Result]:
    return [outcome.result for outcome in apply(target, *changes)]


def with_a_session(server: FakeCalDav, kept: KeptReplica) -> tuple[CalDavTarget, StandingEvent]:
    """Create a session, and open the calendar anew as a later sync does."""
    first = open_target(server.url, kept)
    first.existing(YEAR_2026)
    assert results(first, creating(a_session())) == [Result.DONE]
    first.settle()
    later = open_target(server.url, kept)
    (event,) = later.existing(YEAR_2026)
    return later, event


@pytest.mark.parametrize(
    "odd",
    [
        Oddities(),
        Oddities(etag_of_put=False),
        Oddities(etags="weak"),
        Oddities(etags="none"),
        Oddities(sync=False),
        Oddities(sync=False, ctag=False, etags="none"),
        Oddities(sync="ignored"),
        Oddities(multiget=False),
        Oddities(hrefs="escaped"),
        Oddities(hrefs="absolute"),
    ],
)
def test_session_is_created_moved_released_and_deleted_on_every_server(odd: Oddities) -> None:
    with fake_caldav(odd) as server:
        kept = KeptReplica()
        target, event = with_a_session(server, kept)
        assert event.fingerprints == a_session().fingerprints

        assert results(target, updating(event, MOVED)) == [Result.DONE]
        (moved,) = target.settle()
        assert (moved.ref, moved.fingerprints) == (event.ref, MOVED.fingerprints)
        assert open_target(server.url, kept).existing(YEAR_2026) == (moved,)

        assert results(target, releasing(moved)) == [Result.DONE]
        (released,) = target.settle()
        assert released.marker is None

        assert results(target, deleting(released)) == [Result.DONE]
        assert target.settle() == ()
        assert open_target(server.url, kept).existing(YEAR_2026) == ()
        assert server.bodies == {}


def test_writing_costs_one_request_a_change_and_two_to_settle_and_the_next_look_one() -> None:
    with fake_caldav() as server:
        kept = KeptReplica()
        target = open_target(server.url, kept)
        target.existing(YEAR_2026)
        before = len(server.asked)
        apply(target, *(creating(a_session(number, day=10 + number)) for number in (1, 2, 3)))
        target.settle()
        assert server.requests_since(before) == ["PUT"] * 3 + ["sync-collection", "calendar-multiget"]
        assert target.traffic.requests == len(server.asked)

        before = len(server.asked)
        assert len(target.existing(YEAR_2026)) == 3
        assert server.requests_since(before) == ["sync-collection"]

        before = len(server.asked)
        later = open_target(server.url, kept)
        assert len(later.existing(YEAR_2026)) == 3
        assert later.settle() == ()
        assert server.requests_since(before) == ["sync-collection"]


def test_writes_are_conditional() -> None:
    with fake_caldav() as server:
        target, event = with_a_session(server, KeptReplica())
        apply(target, updating(event, MOVED))
        (moved,) = target.settle()
        apply(target, deleting(moved))
        conditions = [
            (asked, headers.get("if-none-match"), headers.get("if-match"))
            for asked, headers in zip(server.asked, server.headers, strict=True)
            if asked in {"PUT", "DELETE"}
        ]
        assert conditions == [("PUT", "*", None), ("PUT", None, event.etag), ("DELETE", None, moved.etag)]


def test_address_of_an_event_derives_from_its_uid() -> None:
    with fake_caldav() as server:
        _, event = with_a_session(server, KeptReplica())
        assert event.ref == f"{CALENDAR}{event.uid.removesuffix('@runlift')}.ics"


@pytest.mark.parametrize("etags", ["strong", "weak", "none"])
def test_edit_of_the_runner_is_a_conflict_and_stays(etags: str) -> None:
    with fake_caldav(Oddities(etags=etags)) as server:
        target, event = with_a_session(server, KeptReplica())
        edited = server.bodies[event.ref].replace("SUMMARY:Heavy", "SUMMARY:My own heavy")
        server.bodies[event.ref] = edited
        server.log.append(event.ref)

        assert results(target, updating(event, MOVED), deleting(event)) == [Result.CONFLICT, Result.CONFLICT]
        assert server.bodies[event.ref] == edited

        (again,) = target.existing(YEAR_2026)
        assert again.title == "My own heavy lift · 55 min"
        assert results(target, updating(again, MOVED)) == [Result.DONE]


@pytest.mark.parametrize("etags", ["strong", "none"])
def test_change_that_was_made_for_an_older_reading_is_a_conflict(etags: str) -> None:
    with fake_caldav(Oddities(etags=etags)) as server:
        target, event = with_a_session(server, KeptReplica())
        edited = server.bodies[event.ref].replace("SUMMARY:Heavy", "SUMMARY:My own heavy")
        server.put(event.ref.rpartition("/")[2], edited)
        target.existing(YEAR_2026)

        assert results(target, updating(event, MOVED), deleting(event)) == [Result.CONFLICT, Result.CONFLICT]
        assert server.bodies[event.ref] == edited


CTAG = '<S:getctag xmlns:S="http://calendarserver.org/ns/">1</S:getctag>'


@pytest.mark.parametrize(
    ("odd", "late"),
    [
        (Oddities(), {"sync-collection": [multistatus("<D:sync-token>1</D:sync-token>")]}),
        (Oddities(sync=False), {"PROPFIND": [multistatus(response(CALENDAR, CTAG))]}),
    ],
)
def test_write_that_the_server_is_slow_to_tell_of_settles_all_the_same(
    odd: Oddities, late: dict[str, list[Reply]]
) -> None:
    with fake_caldav(odd) as server:
        target, event = with_a_session(server, KeptReplica())
        server.instead = {name: list(replies) for name, replies in late.items()}
        apply(target, updating(event, MOVED))
        assert [settled.fingerprints for settled in target.settle()] == [MOVED.fingerprints]
        assert [found.fingerprints for found in target.existing(YEAR_2026)] == [MOVED.fingerprints]


def test_second_create_is_a_conflict_whoever_made_the_first() -> None:
    with fake_caldav() as server:
        target = open_target(server.url)
        target.existing(YEAR_2026)
        server.put(f"{a_session().uid.removesuffix('@runlift')}.ics", a_run_body("other", "Not ours"))
        before = dict(server.bodies)
        assert results(target, creating(a_session())) == [Result.CONFLICT]
        assert server.bodies == before


def test_uid_that_stands_at_another_address_is_not_created_again() -> None:
    with fake_caldav() as server:
        server.put("elsewhere.ics", a_run_body(a_session().uid, "Moved there by an app"))
        target = open_target(server.url)
        target.existing(YEAR_2026)
        assert results(target, creating(a_session())) == [Result.CONFLICT]
        assert list(server.bodies) == [f"{CALENDAR}elsewhere.ics"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply.of(status=409),
        Reply.of(status=412),
        Reply.of(
            b'<error xmlns="DAV:"><no-uid-conflict xmlns="urn:ietf:params:xml:ns:caldav"/></error>',
            status=403,
            content_type="application/xml",
        ),
    ],
)
def test_uid_that_the_server_knows_elsewhere_is_a_conflict(reply: Reply) -> None:
    with fake_caldav() as server:
        target = open_target(server.url)
        target.existing(YEAR_2026)
        server.instead["PUT"] = [reply]
        assert results(target, creating(a_session())) == [Result.CONFLICT]


@pytest.mark.parametrize(
    ("status", "detail"),
    [
        (403, "it may not be written (403); ask for the right to write it, or choose a calendar of your own"),
        (405, "it may not be written (405); choose a calendar of your own as the target"),
        (413, "the event is too large for it (413); choose another calendar as the target"),
        (507, "it is full (507); make room in it, or choose another calendar as the target"),
        (415, "it does not take the event (415); choose another calendar as the target"),
    ],
)
def test_refusal_is_told_with_what_to_do_and_the_others_go_on(status: int, detail: str) -> None:
    with fake_caldav() as server:
        target = open_target(server.url)
        target.existing(YEAR_2026)
        server.instead["PUT"] = [Reply.of(status=status)]
        first, second = apply(target, creating(a_session(1)), creating(a_session(2, day=14)))
        assert (first.result, first.ref, second.result) == (Result.REFUSED, None, Result.DONE)
        assert first.detail.startswith(f"strength on 127.0.0.1: {detail}")
        assert [event.key for event in [second.change]] == ["2026-W20/2"]
        assert len(target.settle()) == 1


def test_series_keeps_its_time_and_says_why() -> None:
    with fake_caldav() as server:
        kept = KeptReplica()
        _, event = with_a_session(server, kept)
        body = server.bodies[event.ref].replace("SEQUENCE:0", "SEQUENCE:1\nRRULE:FREQ=WEEKLY;COUNT=2")
        server.put(event.ref.rpartition("/")[2], body)
        target = open_target(server.url, kept)
        (series,) = target.existing(YEAR_2026)
        (outcome,) = apply(target, updating(series, MOVED))
        assert (outcome.result, outcome.detail) == (
            Result.REFUSED,
            "strength on 127.0.0.1: its time cannot be changed, since it repeats",
        )
        assert results(target, updating(series, MOVED, frozenset({Field.TITLE}))) == [Result.DONE]


@pytest.mark.parametrize("trouble", [Reply.of(status=500), Reply.of(status=503, retry_after="1"), Reply(status=0)])
@pytest.mark.parametrize("written", [False, True])
def test_lost_answer_is_an_error_and_the_next_look_tells_what_was_written(*, written: bool, trouble: Reply) -> None:
    with fake_caldav() as server:
        kept = KeptReplica()
        target, event = with_a_session(server, kept)
        (server.afterwards if written else server.instead)["PUT"] = [trouble]
        with pytest.raises(CalendarError):
            apply(target, updating(event, MOVED), creating(a_session(2, day=14)))
        assert server.asked.count("PUT") == 2  # the one that made the session, and one that was not repeated

        wanted = MOVED if written else a_session()
        (later,) = open_target(server.url, kept).existing(YEAR_2026)
        (again,) = target.existing(YEAR_2026)
        assert later.fingerprints == again.fingerprints == wanted.fingerprints
        assert results(target, updating(again, replace(MOVED, title="Third"))) == [Result.DONE]


def test_outcomes_before_a_failure_are_told() -> None:
    with fake_caldav() as server:
        target = open_target(server.url)
        target.existing(YEAR_2026)
        outcomes = target.apply([creating(a_session(1)), creating(a_session(2, day=14))], now=NOW)
        assert next(outcomes).result is Result.DONE
        server.instead["PUT"] = [Reply.of(status=500)]
        with pytest.raises(CalendarError, match="has trouble of its own"):
            next(outcomes)


def test_what_the_server_makes_of_an_event_is_what_settles() -> None:
    with fake_caldav() as server:
        target = open_target(server.url)
        target.existing(YEAR_2026)
        apply(target, creating(a_session()))
        path = next(iter(server.bodies))
        server.put(path.rpartition("/")[2], server.bodies[path].replace("SUMMARY:Heavy", "SUMMARY:HEAVY"))
        (event,) = target.settle()
        assert event.title == "HEAVY lift · 55 min"
        assert target.existing(YEAR_2026) == (event,)


def test_only_events_of_ours_inside_the_window_are_told() -> None:
    with fake_caldav() as server:
        server.put("run.ics", a_run_body("run", "Easy run"))
        server.put("old.ics", a_run_body("old@runlift", "Ours, long ago", on="20250504"))
        server.put("new.ics", a_run_body("new@runlift", "Ours"))
        assert [event.title for event in open_target(server.url).existing(YEAR_2026)] == ["Ours"]


@pytest.mark.parametrize(
    ("privileges", "may"),
    [("all", True), ("read write", True), ("read write-content bind", True), ("read", False), (None, None)],
)
def test_server_says_whether_the_runner_may_write(*, privileges: str | None, may: bool | None) -> None:
    with fake_caldav(Oddities(privileges=privileges)) as server:
        target = open_target(server.url)
        target.existing(YEAR_2026)
        assert target.can_write() is may


def test_calendar_that_can_only_be_read_says_so_and_stays(tmp_path: Path) -> None:
    with radicale(tmp_path / "server") as server:
        place = CalDavPlace(url=server.read_only or "", username=server.username)
        target = CalDavTarget(
            place, look=LOOK, replica=KeptReplica(), patience=HASTY, find_password=lambda _: server.password
        )
        assert target.existing(YEAR_2026) == ()
        assert target.can_write() is False
        (outcome,) = apply(target, creating(a_session()))
        assert outcome.result is Result.REFUSED
        assert outcome.detail.startswith("read-only on 127.0.0.1: it may not be written (403); ask for the right")
        assert target.settle() == ()


def test_writing_before_reading_is_refused() -> None:
    with fake_caldav() as server:
        target = open_target(server.url)
        with pytest.raises(CalendarError, match=r"strength on 127\.0\.0\.1 was not read yet; sync again"):
            apply(target, creating(a_session()))
        assert server.asked == []


def test_session_that_comes_cut_short_is_an_error_and_not_a_gap() -> None:
    with fake_caldav() as server:
        kept = KeptReplica()
        _, event = with_a_session(server, kept)
        server.put(event.ref.rpartition("/")[2], "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:cut sh")
        with pytest.raises(NotACalendar, match="gives half of a session only"):
            open_target(server.url, kept).existing(YEAR_2026)
