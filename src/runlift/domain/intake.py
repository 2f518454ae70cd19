"""From classified events to what a plan is made around: runs, busy time, the runner's own strength, days on hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from runlift.domain import rules
from runlift.domain.classification import Classification
from runlift.domain.copies import merge_copies
from runlift.domain.events import AllDay, Event, EventUid, Timed
from runlift.domain.holds import held_days
from runlift.domain.kinds import RUNS, EventKind, Intensity, Role, RunKind, Status
from runlift.domain.reasons import Reason
from runlift.domain.run_hours import RunHours, default_minutes
from runlift.domain.runner import Availability
from runlift.domain.runs import Busy, Run
from runlift.domain.sessions import FixedSession
from runlift.domain.weeks import Week

_OWN_STRENGTH_AT = time(18)
_OWN_STRENGTH_MINUTES = 45
_OWN_STRENGTH_COUNTS_ABOVE = 25
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The race that the config names."""

    day: date
    distance_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifiedSource:
    """One source's events with what the classifier made of them.

    Attributes:
        role: what the source is read for; a busy one never yields runs.
        counts_strength: the runner's own strength in it counts toward the week.
        classified: pairs of event and classification.
    """

    name: str
    role: Role
    counts_strength: bool
    classified: tuple[tuple[Event, Classification], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a plan is made around.

    Attributes:
        runs: by start; other sports are among them, marked as such.
        strength: what the runner lifts without us.
        held: days on which no session may stand.
    """

    runs: tuple[Run, ...]
    busy: tuple[Busy, ...]
    strength: tuple[FixedSession, ...]
    held: frozenset[date]


def take_in(
    sources: Sequence[ClassifiedSource], *, availability: Availability, goal: Goal | None, now: datetime
) -> Intake:
    """Sort the events of all sources into runs, busy time, strength and holds."""
    running = [source for source in sources if source.role is not Role.BUSY]
    found = [run for source in running for run in _runs(source, availability)]
    hours = RunHours.learn([run for run, timed in found if timed and run.start < now], availability)
    runs = hours.place(merge_copies(found))
    events = [event for source in sources for event, _ in source.classified]
    return Intake(
        runs=tuple(sorted(_with_goal(runs, goal, hours), key=lambda run: run.start)),
        busy=tuple(busy for source in sources for busy in _busy(source, availability)),
        strength=tuple(session for source in running for session in _strength(source, availability, now)),
        held=held_days(events, availability.clock),
    )


def _runs(source: ClassifiedSource, availability: Availability) -> Iterator[tuple[Run, bool]]:
    """Yield each run, and whether its hour is known; one without an hour stands at midnight for the time being."""
    for event, found in source.classified:
        if event.cancelled or (found.kind not in RUNS and found.kind is not EventKind.CROSS):
            continue
        cross = found.kind is EventKind.CROSS
        kind = RunKind.EASY if cross else RunKind(found.kind)
        if cross and found.hard:
            kind = RunKind.HARD
        start, minutes = _time_of(event, found, kind, availability)
        run = Run(
            uid=event.uid,
            summary=event.summary,
            start=start,
            end=availability.clock.local(start + timedelta(minutes=minutes)),
            kind=kind,
            distance_km=found.distance_km,
            cross=cross,
            because=found.because,
        )
        yield run, isinstance(event.when, Timed)


def _time_of(event: Event, found: Classification, kind: RunKind, availability: Availability) -> tuple[datetime, float]:
    """Return a run's start and minutes: as written, but at least six minutes a kilometre (one-hour placeholders)."""
    by_distance = default_minutes(kind, found.distance_km)
    if isinstance(event.when, Timed):
        start = availability.clock.local(event.when.start)
        minutes = (event.when.end.timestamp() - event.when.start.timestamp()) / 60
        if found.also_strength:
            lifting = timedelta(minutes=_strength_minutes(found)) + _change(availability)
            return start, max(minutes - lifting.total_seconds() / 60, by_distance)
        return start, max(minutes, by_distance if found.distance_km else 0) or by_distance
    start = availability.clock.at(event.when.start, time(0))
    stated = event.duration.total_seconds() / 60 if event.duration else found.minutes
    return start, max(stated or 0, by_distance if found.distance_km or not stated else 0)


def _with_goal(runs: Sequence[Run], goal: Goal | None, hours: RunHours) -> list[Run]:
    """Mark the goal race; without an event that day the goal itself counts as a race."""
    if goal is None:
        return list(runs)
    that_day = [run for run in runs if run.day == goal.day and not run.cross]
    if not that_day:
        race = hours.race(EventUid(f"goal-{goal.day}"), "goal race", goal.day, goal.distance_km)
        return [*runs, replace(race, because=(Reason("goal", "the goal that your config names"),))]
    race = max(that_day, key=lambda run: (run.kind is RunKind.RACE, run.minutes))
    flagged = replace(race, kind=RunKind.RACE, goal=True, distance_km=goal.distance_km or race.distance_km)
    return [flagged if run is race else run for run in runs]


def _busy(source: ClassifiedSource, availability: Availability) -> Iterator[Busy]:
    if source.role is Role.RUNS:
        return
    clock = availability.clock
    for event, found in source.classified:
        read_otherwise = source.role is Role.BOTH and (
            found.kind in RUNS or found.kind in {EventKind.CROSS, EventKind.STRENGTH}
        )
        if event.cancelled or event.transparent or read_otherwise:
            continue
        if isinstance(event.when, Timed):
            start, end = clock.local(event.when.start), clock.local(event.when.end)
        elif event.out_of_office:
            start, end = clock.at(event.when.start, time(0)), clock.at(event.when.end, time(0))
        else:
            continue
        if start < end:
            yield Busy(start=start, end=end, summary=event.summary)


def _strength(source: ClassifiedSource, availability: Availability, now: datetime) -> Iterator[FixedSession]:
    """Yield the runner's own strength, also that which stands beside a run in one event; it counts as moderate."""
    if not source.counts_strength:
        return
    for event, found in source.classified:
        alone = found.kind is EventKind.STRENGTH and found.full_strength
        if event.cancelled or not (alone or (found.also_strength and found.kind in RUNS)):
            continue
        start, minutes = (_strength_time if alone else _time_behind_the_run)(event, found, availability)
        if minutes <= _OWN_STRENGTH_COUNTS_ABOVE:
            continue
        yield FixedSession(
            start=start,
            end=availability.clock.local(start + timedelta(minutes=minutes)),
            intensity=Intensity.MODERATE,
            week=Week.of(start.date()),
            status=Status.DONE if start <= now else Status.PINNED,
            summary=event.summary,
        )


def _strength_time(event: Event, found: Classification, availability: Availability) -> tuple[datetime, float]:
    if isinstance(event.when, AllDay):
        start = availability.clock.at(event.when.start, _OWN_STRENGTH_AT)
        stated = event.duration.total_seconds() / 60 if event.duration else found.minutes
        return start, stated or _OWN_STRENGTH_MINUTES
    return availability.clock.local(event.when.start), (event.when.end - event.when.start).total_seconds() / 60


def _time_behind_the_run(event: Event, found: Classification, availability: Availability) -> tuple[datetime, float]:
    """Return when the strength work beside a run is done: right behind it, or in the evening of a day without hour."""
    if isinstance(event.when, AllDay):
        return availability.clock.at(event.when.start, _OWN_STRENGTH_AT), _strength_minutes(found)
    start, minutes = _time_of(event, found, RunKind(found.kind), availability)
    start += timedelta(minutes=minutes) + _change(availability)
    return availability.clock.local(start), _strength_minutes(found)


def _change(availability: Availability) -> timedelta:
    """Return the time between a run and the strength work behind it that H12 asks for."""
    return max(timedelta(minutes=rules.AFTER_RUN_MIN), availability.travel)


def _strength_minutes(found: Classification) -> float:
    return found.strength_minutes or _OWN_STRENGTH_MINUTES
