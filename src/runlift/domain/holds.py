"""Days on which the runner asked for no strength: ill, injured, on hold, or very sore (H16)."""

from collections.abc import Iterable
from datetime import date, timedelta

from runlift.domain import rules
from runlift.domain.events import AllDay, Event, Timed
from runlift.domain.feedback import Feedback, SessionNote, read_feedback
from runlift.domain.runner import Clock

_SORE_HOLDS_DAYS = 3
_LONG_HOLD_DAYS = 3
_DAY = timedelta(days=1)


def held_days(events: Iterable[Event], clock: Clock) -> frozenset[date]:
    """Return the days that tags in titles or notes put on hold; soreness of 6 or more holds 72 hours."""
    held: set[date] = set()
    for event in events:
        if not event.cancelled:
            told = read_feedback(f"{event.summary}\n{event.description}")
            first, days = _days_of(event, clock)
            held.update(_held(told, first, days, at_an_hour=isinstance(event.when, Timed)))
    return frozenset(held)


def held_by_notes(notes: Iterable[SessionNote], clock: Clock) -> frozenset[date]:
    """Return the days that the notes on sessions put on hold, as they would on any other event."""
    return frozenset(
        day for note in notes for day in _held(note.feedback, clock.local(note.start).date(), 1, at_an_hour=True)
    )


def returns_from(held: Iterable[date]) -> list[date]:
    """Return the first days after holds of three days or more, on which lifting begins again gently."""
    days = sorted(held)
    starts = [day for day in days if day - _DAY not in set(days)]
    ends = [day + _DAY for day in days if day + _DAY not in set(days)]
    return [end for start, end in zip(starts, ends, strict=True) if (end - start).days >= _LONG_HOLD_DAYS]


def _held(told: Feedback, first: date, days: int, *, at_an_hour: bool) -> set[date]:
    held = {first + n * _DAY for n in range(days)} if told.hold else set()
    if told.sore is not None and told.sore >= rules.VERY_SORE:
        # 72 hours from an hour of the day reach into a fourth day, which is held whole: the safe side.
        held |= {first + n * _DAY for n in range(_SORE_HOLDS_DAYS + at_an_hour)}
    return held


def _days_of(event: Event, clock: Clock) -> tuple[date, int]:
    if isinstance(event.when, AllDay):
        return event.when.start, event.when.days
    return clock.local(event.when.start).date(), 1
