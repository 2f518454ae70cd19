"""How long a decision stays what it is if nothing but time passes.

A decision compares the present instant with instants of the situation, straight or so many hours ahead. Each such
comparison turns at an instant that is known beforehand. Whoever compares with the present instant anew, in planning or
in reconciling, adds what it is compared with here; `tests/property/test_standstill.py` finds what is missing.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from runlift.app.decide import Decision
from runlift.domain import rules
from runlift.domain.events import Timed
from runlift.domain.kinds import RUNS
from runlift.domain.landscape import Landscape
from runlift.domain.slots import DayPlan

_DAY, _MINUTE, _INSTANT = timedelta(days=1), timedelta(minutes=1), timedelta(microseconds=1)
_NEW = timedelta(hours=rules.NEW_SESSION_AHEAD_H)
_OURS = (timedelta(0), timedelta(hours=rules.FREEZE_H), timedelta(days=rules.MOVE_SOON_DAYS))
"""How far ahead of a session its start is looked at: it has begun, is frozen, is better left where it is."""


def same_until(decision: Decision) -> datetime:
    """Return the first instant after the decision's own at which the same calendars may lead to another one."""
    now = decision.now.astimezone(UTC)
    compared = (*_midnights(decision), *_others(decision), *_ours(decision), *_places(decision))
    turns = (turn for instant in compared for turn in _turns(instant.astimezone(UTC)))
    return min(turn for turn in turns if turn > now)


def _turns(instant: datetime) -> Iterator[datetime]:
    """Yield when a comparison with an instant may turn: there or right after, and in planning at whole minutes."""
    minute = instant.replace(second=0, microsecond=0)
    yield from (instant, instant + _INSTANT, minute, minute + _MINUTE)


def _midnights(decision: Decision) -> Iterator[datetime]:
    """Yield when the day ends: days, weeks and all that is read are counted from it."""
    clock = decision.situation.availability.clock
    for zone in {clock.home, *(trip.zone for trip in clock.trips)}:
        today = decision.now.astimezone(zone).date()
        yield datetime.combine(today + _DAY, time(0), zone)


def _others(decision: Decision) -> Iterator[datetime]:
    """Yield when runs begin and end."""
    for source in decision.sources:
        for event, found in source.classified:
            if found.kind in RUNS and isinstance(event.when, Timed):
                yield event.when.start
    for run in decision.situation.runs:
        yield from (run.start, run.end)


def _ours(decision: Decision) -> Iterator[datetime]:
    """Yield when a session begins, and when it draws near; the runner's own strength is among them."""
    situation, observed = decision.situation, decision.observed
    standing = [seen.event.when for entries in observed.standing.values() for seen in entries.values()]
    starts = {
        *(fixed.start for fixed in situation.fixed),
        *(published.start for published in situation.published),
        *(session.start for session in decision.sessions),
        *(note.start for note in situation.notes),
        *(kept.start for kept in observed.sessions.values()),
        *(start for kept in observed.sessions.values() for start, _ in kept.again),
        *(row.start for row in observed.remembered),
        *(when.start for when in standing if isinstance(when, Timed)),
    }
    yield from (start.astimezone(UTC) - ahead for start in starts for ahead in _OURS)


def _places(decision: Decision) -> Iterator[datetime]:
    """Yield when a start that is considered for a new session comes too near, and when a window closes."""
    landscape = Landscape(decision.situation)
    also = [int(session.start.timestamp()) // 60 for session in decision.situation.published]
    for ahead in range(-1, 3):
        day = landscape.today + ahead * _DAY
        for window in landscape.windows_on(day):
            yield datetime.fromtimestamp(window.end * 60, UTC)
        for opening in DayPlan(landscape, day, plan_week=1, held_from_week=None).openings(also):
            yield from (datetime.fromtimestamp(start * 60, UTC) - _NEW for start in opening.starts)
