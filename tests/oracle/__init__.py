"""The cheapest plan of one or two weeks, found by trying every legal set of sessions: slow, and written from the rules.

It shares no code with the planner. How long a session is it asks `prescribe`, and which sessions a changed calendar
thaws (H19) `check`, neither of which searches; every other rule, number and cost is spelt out here again.
Breaks that a plan itself makes are not looked for, and notes are not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from runlift.domain.kinds import Intensity
from runlift.domain.plan import Situation
from runlift.domain.weeks import Week
from tests.oracle.alone import slots as slots_of
from tests.oracle.bills import closeness, has_room, keeps_rest, moves, shortfall
from tests.oracle.pins import is_open, with_pins_settled
from tests.oracle.scene import DAY, Lift, Scene, Slot, at


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """New sessions, by start, and what they and the requests that they leave open cost."""

    slots: tuple[Slot, ...]
    cost: int

    @property
    def order(self) -> tuple[int, int, list[float], list[int]]:
        """The cheapest come first, then ties as they are broken."""
        return (
            self.cost,
            sum(slot.distance for slot in self.slots),
            [slot.at for slot in self.slots],
            [-slot.intensity.rank for slot in self.slots],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheapest:
    """The cheapest legal plan: what it costs, and its sessions together with those that are frozen or pinned."""

    cost: int
    sessions: tuple[tuple[datetime, Intensity], ...]


def cheapest(situation: Situation) -> Cheapest:
    """Return the cheapest plan that breaks no hard rule; of several the one to which the tie goes."""
    scene = Scene(situation)
    scene.settle(with_pins_settled(scene))
    weeks = Weeks(scene)
    firsts, seconds = (weeks.sorted_choices(week) for week in scene.weeks)
    best: Choice | None = None
    for first in firsts:
        for second in seconds:
            if best and first.cost + second.cost > best.cost:
                break  # all later ones cost at least as much
            slots = (*first.slots, *second.slots)
            cost = first.cost + second.cost + weeks.cost_between_weeks(first.slots, second.slots)
            joined = Choice(slots=slots, cost=cost)
            if (not best or joined.order < best.order) and weeks.may_follow(first.slots, second.slots):
                best = joined
    assert best
    standing: list[Lift] = [*scene.frozen, *(lift for lift in scene.fixed if is_open(scene, lift))]
    sessions = [(lift.start, lift.intensity) for lift in [*best.slots, *standing]]
    return Cheapest(cost=best.cost, sessions=tuple(sorted(sessions)))


class Weeks:
    """What weeks may hold, and what that costs."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def sorted_choices(self, week: Week) -> list[Choice]:
        """Return what the week may hold, the cheapest first; of those that other weeks cannot tell apart, the best."""
        best: dict[object, Choice] = {}
        for slots in self.sets(week):
            choice = Choice(slots=slots, cost=self.cost_of_week(week, slots))
            # No rule and no cost reaches over more than 72 hours, but for who is among the first two.
            near = tuple(slot for slot in slots if self.is_near_the_edge(slot, week))
            novel_too = tuple(slot.novel_too for slot in slots[:2])
            seen = slots if self.scene.coming else (near, len(slots), novel_too)
            best[seen] = min(best.get(seen, choice), choice, key=lambda choice: choice.order)
        return sorted(best.values(), key=lambda choice: choice.order)

    def is_near_the_edge(self, slot: Slot, week: Week) -> bool:
        """Tell whether the slot may lie within 72 hours of the edge between the two weeks."""
        thursday = week.monday + 3 * DAY
        return slot.day >= thursday if week == self.scene.weeks[0] else slot.day <= thursday

    def sets(self, week: Week) -> Iterator[tuple[Slot, ...]]:
        """Yield every legal set of new sessions that serve the week."""
        slots = slots_of(self.scene, week) if self.scene.request[week] else []
        beside = {
            (slot.at, slot.intensity): {id(other) for other in slots if self.scene.keep_apart(slot, other)}
            for slot in slots
        }

        def grown(chosen: tuple[Slot, ...], others: Sequence[Slot]) -> Iterator[tuple[Slot, ...]]:
            yield chosen
            for n, slot in enumerate(others):
                if self.week_holds(week, (*chosen, slot)):
                    near = beside[slot.at, slot.intensity]
                    yield from grown((*chosen, slot), [later for later in others[n + 1 :] if id(later) in near])

        yield from grown((), slots)

    def week_holds(self, week: Week, new: tuple[Slot, ...]) -> bool:
        """F1, H10 and H14: whatever holds more of the week is illegal too once one of them is broken."""
        intensities, days = [slot.intensity for slot in new], [slot.day for slot in new]
        return has_room(self.scene, week, intensities) and keeps_rest(self.scene, week, days)

    def cost_of_week(self, week: Week, new: tuple[Slot, ...]) -> int:
        """P1 to P12 and P14 of the week, and P13 up to the edge of the other week."""
        if week > self.scene.last:
            return 0
        cost = sum(slot.cost for slot in new)
        cost += shortfall(self.scene, week, [slot.intensity for slot in new])
        cost += moves(self.scene, week, [slot.at for slot in new])
        lifts: list[Lift] = sorted((*self.scene.standing[week], *new), key=at)
        if week == self.scene.weeks[0]:
            lifts = [*(lift for lift in self.scene.fixed if lift.day < week.monday), *lifts]
        else:
            lifts = [*lifts, *(lift for lift in self.scene.fixed if lift.day > week.sunday)]
        return cost + sum(closeness(self.scene, *pair) for pair in pairwise(lifts))

    def cost_between_weeks(self, first: tuple[Slot, ...], second: tuple[Slot, ...]) -> int:
        """P13 for the last session of one week and the first of the next."""
        lifts: list[list[Lift]] = [
            sorted((*new, *self.scene.standing[week]), key=at)
            for week, new in zip(self.scene.weeks, (first, second), strict=True)
        ]
        return closeness(self.scene, lifts[0][-1], lifts[1][0]) if all(lifts) else 0

    def may_follow(self, first: tuple[Slot, ...], second: tuple[Slot, ...]) -> bool:
        """H9 over the edge of the weeks, and what the first sessions ever, or after a hold, have to keep."""
        new = (*first, *second)
        lifts: list[Lift] = [*self.scene.coming, *new]
        return all(self.scene.keep_apart(one, other) for one in first for other in second) and not any(
            (not lift.novel_too and self.scene.is_novel(lift, lifts)) or self.scene.is_too_hard(lift, lifts)
            for lift in new
        )
