"""A planner as one would write it first: week by week, the heaviest session first, each to its cheapest legal slot."""

from collections.abc import Sequence
from itertools import pairwise

from runlift.domain.weeks import Week
from tests.bench_planner.reading import Reading
from tests.oracle.bills import closeness, has_room, keeps_rest, moves, shortfall
from tests.oracle.scene import Lift, Slot, at


def greedy(reading: Reading) -> list[Slot]:
    """Return what such a planner chooses; it never looks ahead, and takes back nothing."""
    chosen: list[Slot] = []
    for week in reading.weeks:
        of_week: list[Slot] = []
        for wish in reading.scene.request[week]:
            fitting = [
                slot
                for slot in reading.slots[week]
                if slot.intensity.rank <= wish.rank and _may_join(reading, week, of_week, chosen, slot)
            ]
            if fitting:
                of_week.append(min(fitting, key=lambda slot: (_price(reading, week, [*of_week, slot]), slot.distance)))
        chosen += of_week
    return chosen


def _may_join(reading: Reading, week: Week, of_week: Sequence[Slot], before: Sequence[Slot], slot: Slot) -> bool:
    scene, new = reading.scene, [*of_week, slot]
    if not (
        has_room(scene, week, [other.intensity for other in new])
        and keeps_rest(scene, week, [other.day for other in new])
        and all(scene.keep_apart(slot, other) for other in (*before[-4:], *of_week))
    ):
        return False
    if not any(few.sessions for few in (*scene.past.novel, *scene.past.gentle)):
        return True
    lifts: list[Lift] = [*scene.coming, *before, *new]
    return not any(
        (scene.is_novel(other, lifts) and not other.novel_too) or scene.is_too_hard(other, lifts) for other in new
    )


def _price(reading: Reading, week: Week, new: Sequence[Slot]) -> int:
    scene = reading.scene
    lifts: list[Lift] = sorted((*scene.standing[week], *new), key=at)
    return (
        sum(slot.cost for slot in new)
        + sum(closeness(scene, one, other) for one, other in pairwise(lifts))
        + shortfall(scene, week, [slot.intensity for slot in new])
        + moves(scene, week, [slot.at for slot in new])
    )
