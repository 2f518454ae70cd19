"""One new session: where it may stand by itself, and what that costs."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from runlift.domain.kinds import Intensity, Policy, RunKind
from runlift.domain.weeks import Week
from tests.builders import later
from tests.oracle.legal import EASY, HARD, LONG, ONE_ROW_HEAVIER, RACE, Day
from tests.oracle.races import H, L, M
from tests.oracle.scene import HOUR, MINUTE, Scene, Slot, at

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


def slots(scene: Scene, week: Week) -> list[Slot]:
    """Return every session of the week that could stand alone, by start."""
    days = [Day(scene, day) for day in week.days]
    found = {
        (start.timestamp(), intensity): slot
        for day in days
        for start in _starts(day)
        if start.timestamp() >= scene.now + 12 * HOUR and scene.is_open(day.day, start)
        for intensity in (H, M, L)
        if (slot := _slot(day, start, intensity))
    }
    return sorted(found.values(), key=at)


def _starts(day: Day) -> Iterator[datetime]:
    """Windows' beginnings, the quarter hours in them, ten minutes after each run, and where sessions stand."""
    clock = day.scene.clock
    for window in day.scene.hours.windows.get(day.day.weekday(), ()):
        yield clock.at(day.day, window.start)
        for quarter in range(96):
            wall = time(quarter // 4, quarter % 4 * 15)
            if window.start <= wall and (wall < window.end or window.end == time(0)):
                start = clock.at(day.day, wall)
                if start.astimezone(UTC).astimezone(start.tzinfo).time() == wall:
                    yield start
    others = [later(near.run.end, 10) for near in day.runs] + [lift.start for lift in day.scene.movable]
    for start in others:
        local = start.astimezone(clock.zone_on(day.day))
        if local.date() == day.day:
            yield local


def _slot(day: Day, start: datetime, intensity: Intensity) -> Slot | None:
    """Return the session if it keeps every hard rule by itself and beside what is fixed."""
    if not day.allows(intensity):
        return None
    begin = start.timestamp()
    end = begin + MINUTE * day.minutes(intensity, warm=day.follows_easy(begin))
    if not day.is_free(begin, end) or not day.keeps_from_runs(intensity, begin, end):
        return None
    slot = Slot(
        at=begin,
        day=day.day,
        start=start,
        intensity=intensity,
        cost=_cost_alone(day, intensity, begin, end),
        distance=_distance(day, begin),
        novel_too=day.keeps_h4(ONE_ROW_HEAVIER[intensity], end),
    )
    return slot if all(day.scene.keep_apart(slot, lift) for lift in day.scene.fixed) else None


def _cost_alone(day: Day, intensity: Intensity, start: float, end: float) -> int:
    """P3 to P12."""
    cost = PAIRING[day.scene.runner.policy][day.kind].get(intensity, 0)
    if not day.today:
        cost += 10 if len(day.scene.days_off[day.week]) <= 2 else 2
    if day.before_long:
        cost += 8
    elif day.before_hard:
        cost += 3 if intensity is L else 6
    until = [(near.kind, near.start - end) for near in day.runs if near.start >= end]
    cost += 10 * (intensity is H and any(kind is not EASY and gap < 48 * HOUR for kind, gap in until))
    for near in day.today:
        gap = start - near.end
        cost += 4 * (near.kind is EASY and 30 * MINUTE <= gap < 3 * HOUR)
        cost += 5 * (near.kind is HARD and 3 * HOUR <= gap < 6 * HOUR)
    cost += 15 * any(end <= near.start for near in day.today)
    cost += {H: 6, M: 3, L: 0}[intensity] * day.after_long
    cost += 6 * (len(day.own) >= 2)
    cost += 10 * any(kind is RACE and gap < 96 * HOUR for kind, gap in until)
    return cost + min(6, _distance(day, start) // 60)


def _distance(day: Day, start: float) -> int:
    """Return the minutes to the preferred time, or to the band of preferred times."""
    hours = day.scene.hours
    if hours.prefer is None and day.today:
        last_run = max(near.end for near in day.today)
        first, last = (last_run + gap * HOUR for gap in hours.gap_hours)
    else:
        wish = hours.prefer or (time(18) if day.day.weekday() < 5 else time(10))
        first = last = day.scene.clock.at(day.day, wish).timestamp()
    return round(max(first - start, start - last, 0) / MINUTE)
