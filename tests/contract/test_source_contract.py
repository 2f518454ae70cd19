"""The contract of sources catches what it is there for: sources that are broken in one way each fail it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

import pytest

from runlift.calendars.base import Reading
from runlift.calendars.memory import MemoryCalendar, MemorySource
from runlift.domain.events import AllDay, Event, EventUid, ReadingWindow, Timed
from tests.builders import BERLIN
from tests.contract import test_memory
from tests.contract.clauses import clauses, failed_clauses
from tests.contract.source_contract import FailingSourceContract
from tests.contract.target_contract import YEAR

Events = tuple[Event, ...]
SOME_TIME = timedelta(hours=1)


def same(_: ReadingWindow, events: Events) -> Events:
    return events


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakage:
    """What a source does wrongly.

    Attributes:
        reads: what it makes of what is there, given the window that was asked for.
        name: what it calls itself.
        window: what it reads whatever is asked for.
        once: it never looks again.
        stamps: what it makes of the stamp.
        requests: what a reading costs.
    """

    reads: Callable[[ReadingWindow, Events], Events] = same
    name: str = "broken"
    window: ReadingWindow | None = None
    once: bool = False
    stamps: Callable[[str], str] = str
    requests: int = 1
    received: int = 0


@dataclass
class BrokenFeed(test_memory.MemoryFeed):
    """A calendar whose source is broken."""

    breakage: Breakage
    calendar: MemoryCalendar = field(default_factory=MemoryCalendar)
    first: Reading | None = None

    def open(self) -> MemorySource:
        return BrokenSource(self)


class BrokenSource(MemorySource):
    def __init__(self, feed: BrokenFeed) -> None:
        super().__init__(feed.calendar, name=feed.breakage.name)
        self._feed = feed

    def read(self, window: ReadingWindow) -> Reading:
        breakage = self._feed.breakage
        found = super().read(breakage.window or window)
        reading = Reading(
            events=breakage.reads(window, found.events),
            requests=breakage.requests,
            received=breakage.received,
            stamp=breakage.stamps(found.stamp),
        )
        self._feed.first = self._feed.first or reading
        return self._feed.first if breakage.once else reading


def each(edit: Callable[[Event], Event | None]) -> Callable[[ReadingWindow, Events], Events]:
    return lambda _, events: tuple(edited for event in events if (edited := edit(event)))


def in_berlin(event: Event) -> Event:
    if isinstance(event.when, AllDay):
        return event
    start, end = (instant.replace(tzinfo=BERLIN) for instant in (event.when.start, event.when.end))
    return replace(event, when=Timed(start=start, end=end))


def at_a_fixed_offset(_: ReadingWindow, events: Events) -> Events:
    """Return series at the hour that they have in UTC."""
    if not events or not isinstance(events[0].when, Timed):
        return events
    hour = events[0].when.start.astimezone(UTC).time()
    return tuple(
        replace(event, when=_lasting(datetime.combine(event.day, hour, UTC))) if event.series else event
        for event in events
    )


def at_midnight(event: Event) -> Event:
    if isinstance(event.when, Timed):
        return event
    return replace(event, when=_lasting(datetime.combine(event.when.start, time.min, BERLIN)))


def _lasting(start: datetime) -> Timed:
    return Timed(start=start, end=start + SOME_TIME)


def what_starts_inside(window: ReadingWindow, events: Events) -> Events:
    return tuple(
        event for event in events if isinstance(event.when, AllDay) or window.start <= event.when.start < window.end
    )


def days_in_utc(window: ReadingWindow, events: Events) -> Events:
    return tuple(
        event for event in events if isinstance(event.when, Timed) or replace(window, zone=UTC).holds(event.when)
    )


def with_the_first(window: ReadingWindow, events: Events) -> Events:
    """Return what the window holds, and the first of each series wherever it is."""
    series = {event.uid for event in events if event.series and window.holds(event.when)}
    first = {event.uid: event for event in reversed(events)}
    return tuple(e for e in events if window.holds(e.when) or (e.uid in series and first[e.uid] == e))


AN_EVENT = Event(uid=EventUid("1"), when=_lasting(datetime(2026, 7, 7, tzinfo=BERLIN)), summary="")
BREAKAGES: dict[str, tuple[Breakage, str]] = {
    "has no name": (Breakage(name=""), "test_it_says_who_it_is"),
    "invents": (
        Breakage(reads=lambda _, events: events or (AN_EVENT,)),
        "test_empty_calendar_gives_an_empty_reading",
    ),
    "knows ASCII": (
        Breakage(reads=each(lambda event: replace(event, summary=ascii(event.summary)))),
        "test_event_is_read_with_its_texts_its_time_and_its_uid",
    ),
    "cuts notes": (
        Breakage(reads=each(lambda event: replace(event, description=event.description[:1000]))),
        "test_event_is_read_with_its_texts_its_time_and_its_uid",
    ),
    "knows Berlin": (Breakage(reads=each(in_berlin)), "test_time_of_another_zone_is_the_same_instant"),
    "does not know all-day": (Breakage(reads=each(at_midnight)), "test_event_of_whole_days_has_no_hour"),
    "does not know summer time": (
        Breakage(reads=at_a_fixed_offset),
        "test_series_is_read_as_its_occurrences_at_the_same_hour_of_the_clock",
    ),
    "does not know series": (
        Breakage(reads=lambda _, events: events[:1]),
        "test_series_is_read_as_its_occurrences_at_the_same_hour_of_the_clock",
    ),
    "hides that it is a series": (
        Breakage(reads=each(lambda event: replace(event, series=False))),
        "test_series_is_read_as_its_occurrences_at_the_same_hour_of_the_clock",
    ),
    "reads series from their start": (
        Breakage(reads=with_the_first, window=YEAR),
        "test_series_gives_only_what_lies_in_the_window",
    ),
    "leaves out what was called off": (
        Breakage(reads=each(lambda event: None if event.cancelled else event)),
        "test_event_that_was_called_off_is_marked_and_not_left_out",
    ),
    "takes place anyway": (
        Breakage(reads=each(lambda event: replace(event, cancelled=False))),
        "test_event_that_was_called_off_is_marked_and_not_left_out",
    ),
    "loses properties": (
        Breakage(reads=each(lambda event: replace(event, properties=()))),
        "test_session_of_ours_is_read_with_its_marker",
    ),
    "reads what starts in the window": (Breakage(reads=what_starts_inside), "test_window_holds_what_touches_it"),
    "knows no window": (Breakage(window=YEAR), "test_window_holds_what_touches_it"),
    "takes days in UTC": (
        Breakage(reads=days_in_utc, window=YEAR),
        "test_window_holds_whole_days_in_its_own_zone",
    ),
    "asks twice": (
        Breakage(requests=2),
        "test_reading_an_unchanged_calendar_again_gives_the_same_at_the_promised_price",
    ),
    "fetches all anew": (
        Breakage(received=100),
        "test_reading_an_unchanged_calendar_again_gives_the_same_at_the_promised_price",
    ),
    "gives one stamp to all": (
        Breakage(stamps=lambda _: "the same"),
        "test_stamp_is_the_same_until_something_changes",
    ),
    "never looks again": (Breakage(once=True), "test_what_changed_meanwhile_is_read"),
    "keeps its first window": (Breakage(once=True), "test_another_window_is_read_anew"),
}


def test_sound_source_fails_no_clause() -> None:
    assert failed_clauses(test_memory.TestMemorySource, "calendar", lambda: BrokenFeed(Breakage())) == set()


@pytest.mark.parametrize(("breakage", "clause"), BREAKAGES.values(), ids=BREAKAGES)
def test_broken_source_fails_the_clause_that_forbids_it(breakage: Breakage, clause: str) -> None:
    assert clause in failed_clauses(test_memory.TestMemorySource, "calendar", lambda: BrokenFeed(breakage))


def test_every_clause_is_failed_by_a_source_that_breaks_it() -> None:
    assert {name for name, _ in clauses(test_memory.TestMemorySource)} == {clause for _, clause in BREAKAGES.values()}


def test_source_that_reads_nothing_when_it_fails_is_caught() -> None:
    assert failed_clauses(FailingSourceContract, "failing_source", lambda: MemorySource(MemoryCalendar()))
