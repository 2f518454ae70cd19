"""What the sessions of a week may be together, and what they cost together; `new` are those not standing there yet."""

from collections.abc import Collection, Sequence
from datetime import date

from runlift.domain.kinds import Intensity
from runlift.domain.sessions import FixedSession
from runlift.domain.weeks import Week
from tests.oracle.scene import HOUR, Lift, Scene, at, heaviest_first


def has_room(scene: Scene, week: Week, new: Sequence[Intensity]) -> bool:
    """F1 and H14: never more, nor heavier, than the week asks for."""
    placed = [lift.intensity.rank for lift in scene.serving[week]] + [intensity.rank for intensity in new]
    asked = [intensity.rank for intensity in scene.request[week]]
    for rank in range(max((intensity.rank for intensity in new), default=-1) + 1):
        if sum(other >= rank for other in placed) > sum(other >= rank for other in asked):
            return False
    most = min(4, scene.runner.session_cap or 4, len(scene.full[week]))
    return not new or len(scene.standing[week]) + len(new) <= most


def keeps_rest(scene: Scene, week: Week, new: Collection[date]) -> bool:
    """H10: one day without a run stays free; with runs on all seven, three days are free of strength."""
    taken, days_off = {*new, *(lift.day for lift in scene.standing[week])}, scene.days_off[week]
    if not days_off:
        return not new or len(taken) <= 4
    return not days_off <= taken or days_off.isdisjoint(new)


def shortfall(scene: Scene, week: Week, new: Sequence[Intensity]) -> int:
    """P1 and P2: what is missing, and what is lighter than asked for."""
    request = scene.request[week]
    placed = sorted((*(lift.intensity for lift in scene.serving[week]), *new), key=heaviest_first)
    steps = sum(max(0, asked.rank - got.rank) for asked, got in zip(request, placed, strict=False))
    return 100 * max(0, len(request) - len(placed)) + 20 * steps


def moves(scene: Scene, week: Week, new: Collection[float]) -> int:
    """P14: what stands elsewhere now, as far as it is still planned; `new` are starts."""
    published = [lift.start.timestamp() for lift in scene.movable if lift.week == week]
    unkept = [start for start in published if start not in new]
    moved = min(len(new), len(published)) - (len(published) - len(unkept))
    return sum(sorted(25 if start < scene.now + 7 * 24 * HOUR else 3 for start in unkept)[:moved])


def closeness(scene: Scene, one: Lift, other: Lift) -> int:
    """P13 for two consecutive sessions; the runner's own doings cost nothing."""
    if isinstance(one, FixedSession) and isinstance(other, FixedSession):
        return 0
    return closeness_of(scene, one.day, other.day, at(other) - at(one))


def closeness_of(scene: Scene, day: date, next_day: date, gap: float) -> int:
    """P13 for a gap in seconds between two consecutive sessions."""
    week = Week.of(day)
    two = week == Week.of(next_day) and len(scene.request.get(week, ())) == 2
    return 6 if gap < 48 * HOUR else 3 if two and gap < 60 * HOUR else 0
