"""What every source must do. A provider's tests inherit it and hand it an empty calendar.

Each clause is a test of its own, named as the sentence that it is.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from runlift.calendars.base import Source
from runlift.domain.events import AllDay, Event, ReadingWindow, Timed
from runlift.errors import CalendarError
from runlift.sync.marker import Marker, read_marker
from tests.builders import BERLIN, a_moment, later
from tests.changes import PROFILE, SUMMER, a_session_event
from tests.contract.entry import Entry
from tests.contract.hand import SourceAtHand

RUN = Entry(uid="run-1@example.com", when=Timed(start=a_moment("2026-07-07 06:30"), end=a_moment("2026-07-07 07:30")))
AUTUMN = ReadingWindow(start=a_moment("2026-10-01 00:00"), end=a_moment("2026-12-01 00:00"), zone=BERLIN)


def a_run(start: str, *, minutes: float = 60, uid: str = RUN.uid, zone: ZoneInfo = BERLIN) -> Entry:
    begins = a_moment(start, zone=zone)
    return replace(RUN, uid=uid, when=Timed(start=begins, end=later(begins, minutes)))


def read(calendar: SourceAtHand, *entries: Entry, window: ReadingWindow = SUMMER) -> tuple[Event, ...]:
    for entry in entries:
        calendar.add(entry)
    return calendar.open().read(window).events


def instants(event: Event) -> tuple[datetime, datetime]:
    assert isinstance(event.when, Timed)
    return event.when.start.astimezone(UTC), event.when.end.astimezone(UTC)


class SourceContract:
    """The clauses.

    Attributes:
        unchanged_requests: what reading a calendar again costs that has not changed.
        unchanged_is_free: no event comes over the wire then.
    """

    unchanged_requests: ClassVar[int]
    unchanged_is_free: ClassVar[bool]

    def test_it_says_who_it_is(self, calendar: SourceAtHand) -> None:
        assert calendar.open().name

    def test_empty_calendar_gives_an_empty_reading(self, calendar: SourceAtHand) -> None:
        assert read(calendar) == ()

    def test_event_is_read_with_its_texts_its_time_and_its_uid(self, calendar: SourceAtHand) -> None:
        title, notes = "🏃 Läufe, 3 × 8 km; 'easy' \\ so", "one, two;\n\nthree · " + "four " * 800 + "five"
        (event,) = read(calendar, replace(RUN, title=title, description=notes))
        assert (event.uid, event.summary, event.description) == (RUN.uid, title, notes)
        assert instants(event) == (RUN.when.start, RUN.when.end)
        assert not event.cancelled
        assert not event.series

    @pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu", "UTC"])
    def test_time_of_another_zone_is_the_same_instant(self, calendar: SourceAtHand, zone: str) -> None:
        entry = a_run("2026-07-07 06:30", zone=ZoneInfo(zone))
        (event,) = read(calendar, entry)
        assert instants(event) == (entry.when.start, entry.when.end)

    def test_event_of_whole_days_has_no_hour(self, calendar: SourceAtHand) -> None:
        when = AllDay(start=date(2026, 7, 7), end=date(2026, 7, 9))
        (event,) = read(calendar, replace(RUN, when=when))
        assert event.when == when

    def test_series_is_read_as_its_occurrences_at_the_same_hour_of_the_clock(self, calendar: SourceAtHand) -> None:
        events = read(calendar, replace(a_run("2026-10-18 07:00"), weeks=3), window=AUTUMN)
        starts = [instants(event)[0] for event in events]
        assert starts == [a_moment(f"2026-{day} 07:00").astimezone(UTC) for day in ("10-18", "10-25", "11-01")]
        assert {(event.uid, event.series) for event in events} == {(RUN.uid, True)}

    def test_series_gives_only_what_lies_in_the_window(self, calendar: SourceAtHand) -> None:
        window = ReadingWindow(start=a_moment("2026-07-14 00:00"), end=a_moment("2026-07-21 00:00"), zone=BERLIN)
        (event,) = read(calendar, replace(RUN, weeks=5), window=window)
        assert instants(event)[0] == a_moment("2026-07-14 06:30")

    def test_event_that_was_called_off_is_marked_and_not_left_out(self, calendar: SourceAtHand) -> None:
        (event,) = read(calendar, replace(RUN, cancelled=True))
        assert event.cancelled

    def test_session_of_ours_is_read_with_its_marker(self, calendar: SourceAtHand) -> None:
        ours = a_session_event()
        marker = Marker(profile=PROFILE, key=ours.key, intensity=ours.intensity, marks=ours.fingerprints)
        (event,) = read(calendar, replace(RUN, uid=ours.uid, properties=marker.properties()))
        assert event.uid == ours.uid
        assert read_marker(event.property_value) == marker

    @pytest.mark.parametrize(
        ("start", "minutes", "inside"),
        [
            ("2026-07-06 23:00", 60, False),
            ("2026-07-06 23:00", 61, True),
            ("2026-07-07 00:00", 10, True),
            ("2026-07-07 23:59", 60, True),
            ("2026-07-08 00:00", 60, False),
            ("2026-07-06 12:00", 48 * 60, True),
        ],
        ids=["ends with it", "ends in it", "starts with it", "starts in it", "starts after it", "spans it"],
    )
    def test_window_holds_what_touches_it(
        self, calendar: SourceAtHand, start: str, minutes: float, *, inside: bool
    ) -> None:
        window = ReadingWindow(start=a_moment("2026-07-07 00:00"), end=a_moment("2026-07-08 00:00"), zone=BERLIN)
        assert len(read(calendar, a_run(start, minutes=minutes), window=window)) == inside

    @pytest.mark.parametrize(("day", "inside"), [(6, False), (7, True), (8, False)])
    def test_window_holds_whole_days_in_its_own_zone(self, calendar: SourceAtHand, day: int, *, inside: bool) -> None:
        window = ReadingWindow(start=a_moment("2026-07-07 00:00"), end=a_moment("2026-07-08 00:00"), zone=BERLIN)
        when = AllDay(start=date(2026, 7, day), end=date(2026, 7, day + 1))
        assert len(read(calendar, replace(RUN, when=when), window=window)) == inside

    def test_reading_an_unchanged_calendar_again_gives_the_same_at_the_promised_price(
        self, calendar: SourceAtHand
    ) -> None:
        calendar.add(RUN)
        calendar.add(a_run("2026-07-09 06:30", uid="run-2@example.com"))
        first = calendar.open().read(SUMMER)
        second = calendar.open().read(SUMMER)
        assert second.events == first.events
        assert len(first.events) == 2
        assert second.requests == self.unchanged_requests
        if self.unchanged_is_free:
            assert second.received == 0

    def test_stamp_is_the_same_until_something_changes(self, calendar: SourceAtHand) -> None:
        calendar.add(RUN)
        stamp = calendar.open().read(SUMMER).stamp
        assert stamp
        assert calendar.open().read(SUMMER).stamp == stamp
        calendar.delete(RUN.uid)
        assert calendar.open().read(SUMMER).stamp != stamp

    def test_what_changed_meanwhile_is_read(self, calendar: SourceAtHand) -> None:
        read(calendar, RUN, a_run("2026-07-09 06:30", uid="run-2@example.com"))
        calendar.delete("run-2@example.com")
        calendar.add(a_run("2026-07-10 06:30", uid="run-3@example.com"))
        calendar.add(replace(RUN, title="Long run"))
        found = {event.uid: event.summary for event in calendar.open().read(SUMMER).events}
        assert found == {RUN.uid: "Long run", "run-3@example.com": "Easy run"}

    def test_another_window_is_read_anew(self, calendar: SourceAtHand) -> None:
        wide = replace(SUMMER, start=a_moment("2026-01-01 00:00"))
        read(calendar, RUN, a_run("2026-03-01 06:30", uid="run-2@example.com"))
        assert len(calendar.open().read(wide).events) == 2
        assert [event.uid for event in calendar.open().read(SUMMER).events] == [RUN.uid]


class FailingSourceContract:
    """The clause for sources that can fail: `failing_source` is one that does, in each of the ways that there are."""

    def test_failure_is_an_error_and_no_empty_reading(self, failing_source: Source) -> None:
        with pytest.raises(CalendarError) as refused:
            failing_source.read(SUMMER)
        sentence = str(refused.value)
        assert not sentence.endswith(".")
        assert len(sentence.splitlines()) == 1
