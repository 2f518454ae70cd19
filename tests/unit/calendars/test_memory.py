"""The calendar in memory: what its owner does by hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from runlift.calendars.memory import MemoryCalendar, MemoryEvent, MemorySource, MemoryTarget
from runlift.domain.events import AllDay, EventUid, Timed
from runlift.sync.marker import Marker
from runlift.sync.notes import notes_of
from tests.builders import a_moment
from tests.changes import SUMMER, a_create, a_delete, a_session_event

NOW, LATER = a_moment("2026-07-05 20:00"), a_moment("2026-07-06 08:00")
SESSION = a_session_event("2026-07-10 18:00", minutes=55)
UID, COPY = SESSION.uid, EventUid("copy@example.com")
FRIDAY, SATURDAY = date(2026, 7, 10), date(2026, 7, 11)


def a_calendar() -> MemoryCalendar:
    calendar = MemoryCalendar()
    list(MemoryTarget(calendar).apply([a_create(SESSION)], now=NOW))
    return calendar


def times(start: str, end: str) -> Timed:
    return Timed(start=a_moment(start), end=a_moment(end))


def standing(calendar: MemoryCalendar) -> list[EventUid]:
    return [event.uid for event in MemoryTarget(calendar).existing(SUMMER)]


def test_new_session_blocks_no_time_and_reminds_of_nothing() -> None:
    event = a_calendar().events[UID]
    assert (event.transparent, event.alarms, event.guests) == (True, (), ())


def test_whatever_is_saved_has_a_version_of_its_own_and_the_instant() -> None:
    calendar = a_calendar()
    first = calendar.events[UID]
    calendar.put(first, now=LATER)
    second = calendar.events[UID]
    assert first.etag != second.etag
    assert (first.modified, second.modified) == (NOW, LATER)


def test_moved_event_takes_as_long_as_before() -> None:
    calendar = a_calendar()
    calendar.move(UID, a_moment("2026-07-11 09:00"), now=LATER)
    assert calendar.events[UID].when == times("2026-07-11 09:00", "2026-07-11 09:55")


def test_event_without_an_hour_that_is_given_one_takes_an_hour() -> None:
    calendar = a_calendar()
    calendar.make_all_day(UID, SATURDAY, now=LATER)
    assert calendar.events[UID].when == AllDay(start=SATURDAY, end=date(2026, 7, 12))
    calendar.move(UID, a_moment("2026-07-11 09:00"), now=LATER)
    assert calendar.events[UID].when == times("2026-07-11 09:00", "2026-07-11 10:00")


def test_resized_event_ends_at_another_time() -> None:
    calendar = a_calendar()
    calendar.resize(UID, timedelta(minutes=-25), now=LATER)
    assert calendar.events[UID].when == times("2026-07-10 18:00", "2026-07-10 18:30")


def test_notes_stand_above_the_block_and_later_ones_below_earlier_ones() -> None:
    calendar = a_calendar()
    calendar.annotate(UID, "#done", now=LATER)
    calendar.annotate(UID, "sore 3", now=LATER)
    description = calendar.events[UID].description
    assert notes_of(description) == "#done\nsore 3"
    assert description.endswith(SESSION.text)


def test_notes_on_what_is_not_ours_are_all_there_is() -> None:
    calendar = MemoryCalendar()
    calendar.put(MemoryEvent(uid=COPY, when=times("2026-07-10 18:00", "2026-07-10 19:00"), title="Yoga"), now=NOW)
    calendar.annotate(COPY, "bring a mat", now=LATER)
    assert calendar.events[COPY].description == "bring a mat"


def test_deleted_event_is_in_the_bin_until_it_is_restored() -> None:
    calendar = a_calendar()
    before = calendar.events[UID]
    calendar.delete(UID)
    assert (standing(calendar), calendar.bin) == ([], {UID: before})
    calendar.restore(UID, now=LATER)
    assert (standing(calendar), calendar.bin) == ([UID], {})
    assert calendar.events[UID].etag != before.etag


def test_what_runlift_deletes_is_in_the_bin_too() -> None:
    calendar = a_calendar()
    target = MemoryTarget(calendar)
    (there,) = target.existing(SUMMER)
    list(target.apply([a_delete(there)], now=LATER))
    assert UID in calendar.bin


def test_copy_carries_the_marker_under_a_uid_of_its_own() -> None:
    calendar = a_calendar()
    calendar.copy(UID, COPY, a_moment("2026-07-12 18:00"), now=LATER)
    first, second = MemoryTarget(calendar).existing(SUMMER)
    assert (first.uid, second.uid) == (UID, COPY)
    assert isinstance(second.marker, Marker)
    assert first.marker == second.marker
    assert second.when == times("2026-07-12 18:00", "2026-07-12 18:55")


def test_session_that_was_called_off_stands_no_more() -> None:
    calendar = a_calendar()
    calendar.put(MemoryEvent(uid=UID, when=calendar.events[UID].when, title="", cancelled=True), now=LATER)
    assert standing(calendar) == []


@pytest.mark.parametrize(("weeks", "days"), [(1, [10]), (3, [10, 17, 24])])
def test_series_takes_place_each_week(weeks: int, days: list[int]) -> None:
    calendar = a_calendar()
    calendar.repeat(UID, weeks, now=LATER)
    starts = [when.start for when in calendar.events[UID].occurrences]
    assert starts == [datetime(2026, 7, day, 18, tzinfo=SESSION.start.tzinfo) for day in days]


def test_series_of_whole_days_takes_place_each_week() -> None:
    calendar = a_calendar()
    calendar.make_all_day(UID, FRIDAY, now=LATER)
    calendar.repeat(UID, 2, now=LATER)
    assert [when.start for when in calendar.events[UID].occurrences] == [FRIDAY, date(2026, 7, 17)]


def test_source_tells_what_blocks_no_time() -> None:
    calendar = a_calendar()
    (event,) = MemorySource(calendar).read(SUMMER).events
    assert event.transparent
    calendar.put(replace(calendar.events[UID], transparent=False), now=LATER)
    (event,) = MemorySource(calendar).read(SUMMER).events
    assert not event.transparent
