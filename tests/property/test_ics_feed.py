"""Laws of the .ics file, and what readers that are not ours make of it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from runlift.domain.events import Timed
from runlift.domain.kinds import Intensity
from runlift.formats.ics_feed import is_our_feed, read_feed, rewrite_feed
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Change
from runlift.sync.identity import plain
from runlift.sync.marker import Marker
from runlift.sync.notes import DIVIDER
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests.changes import a_create, a_delete, an_update
from tests.ics_lint import lint

# Neither ships types.
ics: Any = import_module("ics")
vobject: Any = import_module("vobject")

ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Africa/Casablanca",
        "UTC",
    )
]
LOOK = CalendarLook(name="Strength, by runlift", alarm_minutes=30)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)

minutes_from_now = st.integers(24 * 60, 2 * 365 * 24 * 60)
instants = st.builds(
    lambda minutes, zone: (NOW + timedelta(minutes=minutes)).astimezone(zone), minutes_from_now, st.sampled_from(ZONES)
)
any_text = st.text(max_size=200) | st.text(alphabet='\\nN,;:" \t\n\r\u2028\x07a·×—😀', max_size=200)
coach_text = st.text(alphabet="abc XYZ019 ,;:.\\\"'×–·%#()\n•—⚠😀é", max_size=300).map(str.strip)


@st.composite
def feed_events(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> list[SessionEvent]:
    events = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        start = draw(instants)
        minutes = draw(st.integers(20, 60))
        events.append(
            SessionEvent(
                profile="k3v9",
                key=f"2026-W28/{number}",
                start=start,
                end=(start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo),
                intensity=draw(st.sampled_from(Intensity)),
                title=draw(texts),
                text=f"{DIVIDER}\n\n{draw(texts)}",
            )
        )
    return events


def written(events: list[SessionEvent]) -> bytes:
    return rewritten(b"", *map(a_create, events))


def rewritten(body: bytes, *changes: Change, now: datetime = NOW) -> bytes:
    return rewrite_feed(body, changes, profile="k3v9", look=LOOK, now=now).body


def standing(body: bytes) -> dict[str, StandingEvent]:
    return {found.uid: found for found in read_feed(body)}


def told(found: StandingEvent) -> tuple[datetime, datetime, str, str]:
    assert isinstance(found.when, Timed)
    return found.when.start.astimezone(UTC), found.when.end.astimezone(UTC), found.title, found.description


@given(feed_events(any_text))
def test_every_file_is_clean_and_ours(events: list[SessionEvent]) -> None:
    body = written(events)
    assert lint(body) == []
    assert is_our_feed(body)


@given(feed_events(any_text))
def test_whatever_is_written_reads_back(events: list[SessionEvent]) -> None:
    expected = {
        event.uid: (event.start.astimezone(UTC), event.end.astimezone(UTC), plain(event.title), plain(event.text))
        for event in events
    }
    assert expected == {uid: told(found) for uid, found in standing(written(events)).items()}


@given(feed_events(any_text))
def test_whatever_is_written_bears_the_marks_of_what_is_read_back(events: list[SessionEvent]) -> None:
    for found in read_feed(written(events)):
        assert isinstance(found.marker, Marker)
        assert found.fingerprints == found.marker.marks


@given(st.text(alphabet='ab,;:\\"n ·é', min_size=1, max_size=20).map(str.strip).filter(bool))
def test_profile_of_any_spelling_reads_back(profile: str) -> None:
    event = SessionEvent(
        profile=profile,
        key="2026-W28/1",
        start=NOW + timedelta(days=1),
        end=NOW + timedelta(days=1, hours=1),
        intensity=Intensity.LIGHT,
        title="Light lift",
        text="rest",
    )
    (found,) = read_feed(written([event]))
    assert isinstance(found.marker, Marker)
    assert found.marker.profile == profile


@given(feed_events(any_text))
def test_second_write_changes_no_byte(events: list[SessionEvent]) -> None:
    first = written(events)
    updates = [an_update(standing(first)[event.uid], event) for event in events]
    assert rewritten(first, now=NOW + timedelta(hours=1)) == first
    assert rewritten(first, *updates, now=NOW + timedelta(hours=1)) == first


@given(feed_events(coach_text), st.integers(0, 3), st.integers(1, 90))
def test_moving_one_session_changes_only_its_own_event(events: list[SessionEvent], which: int, minutes: int) -> None:
    moved = events[which % len(events)]
    shift = timedelta(minutes=minutes)
    first = written(events)
    update = an_update(standing(first)[moved.uid], replace(moved, start=moved.start + shift, end=moved.end + shift))
    before, after = blocks(first), blocks(rewritten(first, update, now=NOW + timedelta(hours=1)))
    assert {uid for uid in before if before[uid] != after[uid]} == {moved.uid}


@given(feed_events(any_text), st.integers(0, 3))
def test_a_session_that_comes_and_goes_leaves_no_trace(events: list[SessionEvent], which: int) -> None:
    gone = events[which % len(events)]
    with_it, without_it = written(events), written([event for event in events if event is not gone])
    assert rewritten(with_it, a_delete(standing(with_it)[gone.uid]), now=NOW + timedelta(hours=1)) == without_it
    assert rewritten(without_it, a_create(gone)) == with_it


def blocks(body: bytes) -> dict[str, bytes]:
    """Return each VEVENT of a file by its UID."""
    found = {}
    for block in body.split(b"BEGIN:VEVENT")[1:]:
        uid = block.split(b"UID:")[1].split(b"\r\n")[0].decode()
        found[uid] = block.split(b"END:VEVENT", maxsplit=1)[0]
    return found


@given(feed_events(coach_text), st.permutations(range(4)))
def test_order_of_the_plan_does_not_show(events: list[SessionEvent], order: list[int]) -> None:
    shuffled = [events[number] for number in order if number < len(events)]
    assert written(shuffled) == written(events)


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone.key != "UTC"], ids=lambda zone: zone.key)
def test_zone_definition_tells_every_hour_of_the_years_rightly(zone: ZoneInfo) -> None:
    """Read by dateutil, which goes by the file's own VTIMEZONE and by nothing else."""
    start = datetime(2026, 3, 1, 12, tzinfo=zone)
    event = SessionEvent(
        profile="k3v9",
        key="2026-W09/1",
        start=start,
        end=start.replace(year=2027),
        intensity=Intensity.HEAVY,
        title="Heavy lift",
        text="",
    )
    published = tzical(io.StringIO(written([event]).decode())).get(zone.key)
    hours = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=30) * n for n in range(2 * 24 * 365 * 2))
    shown = (moment.astimezone(zone) for moment in hours)
    wrong = [wall for wall in shown if not wall.fold and wall.replace(tzinfo=published).utcoffset() != wall.utcoffset()]
    assert wrong == []


Told = list[tuple[datetime, datetime, str, str]]


def as_vobject_reads(body: bytes) -> Told:
    for zone in ZONES[:-1]:  # vobject keeps what the first file of the process said of a zone
        vobject.icalendar.registerTzid(zone.key, None)
    calendar = vobject.readOne(body.decode())
    assert calendar.validate(raiseException=True)
    events = calendar.vevent_list
    return [(e.dtstart.value, e.dtend.value, e.summary.value, e.description.value) for e in events]


def as_ics_reads(body: bytes) -> Told:
    events = ics.Calendar(body.decode()).events
    return [(e.begin.datetime, e.end.datetime, e.name, e.description) for e in events]


def as_ical_reads(body: bytes) -> Told:
    events = IcsCalendarStream.calendar_from_ics(body.decode()).events
    return [(moment(e.dtstart), moment(e.dtend), e.summary or "", e.description or "") for e in events]


def moment(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value


def as_icalendar_reads(body: bytes) -> Told:
    calendar = Calendar.from_ical(body)
    assert [component.errors for component in calendar.walk() if component.errors] == []
    events = calendar.walk("VEVENT")
    return [(e.decoded("DTSTART"), e.decoded("DTEND"), str(e["SUMMARY"]), str(e["DESCRIPTION"])) for e in events]


@pytest.mark.parametrize("read", [as_vobject_reads, as_ics_reads, as_ical_reads, as_icalendar_reads])
@settings(max_examples=25)  # two of the readers take their time
@given(events=feed_events(coach_text))
def test_independent_reader_sees_what_we_mean(read: Callable[[bytes], Told], events: list[SessionEvent]) -> None:
    expected = sorted((e.start.astimezone(UTC), e.end.astimezone(UTC), plain(e.title), plain(e.text)) for e in events)
    seen = read(written(events))
    assert sorted((start.astimezone(UTC), end.astimezone(UTC), *texts) for start, end, *texts in seen) == expected
