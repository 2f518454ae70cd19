"""Days on which the runner asked for no strength: ill, injured, on hold, or very sore (H16)."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from runlift.domain.events import AllDay, Event, Timed
from runlift.domain.runner import Clock

_HOLD = re.compile(r"(?<!\w)#(?:sick|injured|hold)\b", re.IGNORECASE)
_SORE = re.compile(r"(?<!\w)#sore\s*(\d+)", re.IGNORECASE)
_VERY_SORE = 6
_SORE_HOLDS_DAYS = 3
_LONG_HOLD_DAYS = 3
_DAY = timedelta(days=1)


def held_days(events: Iterable[Event], clock: Clock) -> frozenset[date]:
    """Return the days that tags in titles or notes put on hold; soreness of 6 or more holds 72 hours."""
    held: set[date] = set()
    for event in events:
        if event.cancelled:
            continue
        text = f"{event.summary}\n{event.description}"
        first, days = _days_of(event, clock)
        if _HOLD.search(text):
            held.update(first + timedelta(days=n) for n in range(days))
        if any(int(sore) >= _VERY_SORE for sore in _SORE.findall(text)):
            # 72 hours from an hour of the day reach into a fourth day, which is held whole: the safe side.
            reaches = _SORE_HOLDS_DAYS + isinstance(event.when, Timed)
            held.update(first + timedelta(days=n) for n in range(reaches))
    return frozenset(held)


def returns_from(held: Iterable[date]) -> list[date]:
    """Return the first days after holds of three days or more, on which lifting begins again gently."""
    days = sorted(held)
    starts = [day for day in days if day - _DAY not in set(days)]
    ends = [day + _DAY for day in days if day + _DAY not in set(days)]
    return [end for start, end in zip(starts, ends, strict=True) if (end - start).days >= _LONG_HOLD_DAYS]


def _days_of(event: Event, clock: Clock) -> tuple[date, int]:
    if isinstance(event.when, AllDay):
        return event.when.start, event.when.days
    return clock.local(event.when.start).date(), 1
