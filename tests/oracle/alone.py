"""One new session: where it may stand by itself, and what that costs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from runlift.domain.check import check
from runlift.domain.kinds import Intensity, Policy, RunKind
from runlift.domain.progression import prescribe
from runlift.domain.sessions import Session
from runlift.domain.weeks import Week
from tests.builders import later
from tests.oracle.scene import DAY, HOUR, MINUTE, H, L, M, Scene, Slot, at

EASY, HARD, LONG, RACE = RunKind.EASY, RunKind.HARD, RunKind.LONG, RunKind.RACE

BEFORE_RUN_H: dict[Intensity, dict[RunKind, float]] = {
    H: {EASY: 10, HARD: 36, LONG: 36, RACE: 96},
    M: {EASY: 0.25, HARD: 20, LONG: 24, RACE: 72},
    L: {EASY: 0.25, HARD: 6, LONG: 10, RACE: 72},
}
ONE_ROW_HEAVIER = {L: M, M: H, H: H}
PAIRING: dict[Policy, dict[RunKind | None, dict[Intensity, int]]] = {
    Policy.LIGHT_RUN_HEAVY_LIFT: {
        EASY: {H: 0, M: 2, L: 4},
        None: {H: 4, M: 4, L: 6},
        HARD: {M: 6, L: 6},
        LONG: {L: 30},
    },
    Policy.HARD_DAYS_HARD: {
        EASY: {H: 10, M: 8, L: 2},
        None: {H: 12, M: 12, L: 8},
        HARD: {H: 0, M: 0, L: 4},
        LONG: {L: 30},
    },
}


def _starts(scene: Scene, day: date) -> Iterator[datetime]:
    """Windows' beginnings, the quarter hours in them, ten minutes after each run, and where sessions stand."""
    for window in scene.hours.windows.get(day.weekday(), ()):
        yield scene.clock.at(day, window.start)
        for quarter in range(96):
            wall = time(quarter // 4, quarter % 4 * 15)
            start = scene.clock.at(day, wall)
            exists = start.astimezone(UTC).astimezone(start.tzinfo).time() == wall
            if exists and window.start <= wall and (wall < window.end or window.end == time(0)):
                yield start
    others = [later(run.end, 10) for run in scene.situation.runs] + [lift.start for lift in scene.movable]
    for start in others:
        local = start.astimezone(scene.clock.zone_on(day))
        if local.date() == day:
            yield local


def slots(scene: Scene, week: Week) -> list[Slot]:
    """Return every session of the week that could stand alone, by start."""
    found = {
        (start.timestamp(), intensity): slot
        for day in week.days
        for start in _starts(scene, day)
        if start.timestamp() >= scene.now + 12 * HOUR and scene.is_open(day, start)
        for intensity in (H, M, L)
        if (slot := _slot(scene, start, intensity, week))
    }
    return sorted(found.values(), key=at)


def _slot(scene: Scene, start: datetime, intensity: Intensity, week: Week) -> Slot | None:
    """Return the session if it keeps every hard rule by itself and beside what is fixed."""
    session = session_at(scene, start, intensity, week)
    end = session.end.timestamp()
    # Whether it is among the first two ever is known only of whole plans, so that H4 is read here.
    broken = {found.rule for found in check([session], replace(scene.situation, fixed=()))}
    if not broken <= {"H4"} or not keeps_h4(scene, intensity, end):
        return None
    slot = Slot(
        at=start.timestamp(),
        day=start.date(),
        start=start,
        intensity=intensity,
        cost=_cost_alone(scene, session),
        distance=_distance(scene, start),
        novel_too=keeps_h4(scene, ONE_ROW_HEAVIER[intensity], end),
    )
    return slot if all(scene.keep_apart(slot, lift) for lift in scene.fixed) else None


def session_at(scene: Scene, start: datetime, intensity: Intensity, week: Week) -> Session:
    """Return the session as long as it is prescribed for its day."""
    day = start.date()
    p = max(1, scene.plan_week(Week.of(day)))
    warm = any(
        run.kind is EASY and run.minutes >= 15 and 0 <= start.timestamp() - run.end.timestamp() <= 30 * MINUTE
        for run in scene.own_runs(day)
    )
    prescription = prescribe(
        intensity,
        phase=scene.phase(day),
        plan_week=p,
        days_to_goal=scene.days_to_goal(day),
        experience=scene.runner.experience,
        after_easy_run=warm,
    )
    return Session(
        start=start,
        end=later(start, prescription.minutes),
        intensity=intensity,
        week=week,
        phase=scene.phase(day),
        plan_week=p,
        prescription=prescription,
    )


def keeps_h4(scene: Scene, row: Intensity, end: float) -> bool:
    """H4 in one row, for every later run."""
    for run in scene.situation.runs:
        hours = BEFORE_RUN_H[row][run.kind]
        if scene.runner.slow_recovery and row is H and run.kind in {HARD, LONG}:
            hours += 12
        if 0 <= run.start.timestamp() - end < hours * HOUR:
            return False
    return True


def _cost_alone(scene: Scene, session: Session) -> int:
    """P3 to P12."""
    intensity, start, end = session.intensity, session.start.timestamp(), session.end.timestamp()
    today, tomorrow, yesterday = (scene.kinds(session.day + n * DAY) for n in (0, 1, -1))
    runs = scene.by_day.get(session.day, [])
    cost = PAIRING[scene.runner.policy][_strongest(today)].get(intensity, 0)
    if not runs:
        cost += 10 if len(scene.days_off[session.week]) <= 2 else 2
    if LONG in tomorrow:
        cost += 8
    elif HARD in tomorrow:
        cost += 3 if intensity is L else 6
    until = [(run.kind, run.start.timestamp() - end) for run in scene.situation.runs]
    cost += 10 * (intensity is H and any(kind is not EASY and 0 <= gap < 48 * HOUR for kind, gap in until))
    for run in runs:
        gap = start - run.end.timestamp()
        cost += 4 * (run.kind is EASY and 30 * MINUTE <= gap < 3 * HOUR)
        cost += 5 * (run.kind is HARD and 3 * HOUR <= gap < 6 * HOUR)
    cost += 15 * any(end <= run.start.timestamp() for run in runs)
    cost += {H: 6, M: 3, L: 0}[intensity] * (LONG in yesterday)
    cost += 6 * (len(scene.own_runs(session.day)) >= 2)
    cost += 10 * any(kind is RACE and 0 <= gap < 96 * HOUR for kind, gap in until)
    return cost + min(6, _distance(scene, session.start) // 60)


def _distance(scene: Scene, start: datetime) -> int:
    """Return the minutes to the preferred time, or to the band of preferred times."""
    day, at = start.date(), start.timestamp()
    prefer, ends = scene.hours.prefer, [run.end.timestamp() for run in scene.by_day.get(day, [])]
    if prefer is None and ends:
        first, last = (max(ends) + hours * HOUR for hours in scene.hours.gap_hours)
    else:
        first = last = scene.clock.at(day, prefer or (time(18) if day.weekday() < 5 else time(10))).timestamp()
    return round(max(first - at, at - last, 0) / MINUTE)


def _strongest(kinds: set[RunKind]) -> RunKind | None:
    return next((kind for kind in (RACE, LONG, HARD, EASY) if kind in kinds), None)
