"""A season read by the rules without the planner: every slot there is, and what a choice of them costs or breaks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations, pairwise

from runlift.domain.check import check
from runlift.domain.kinds import Status
from runlift.domain.plan import Plan, Situation
from runlift.domain.weeks import Week
from tests.oracle.alone import slots
from tests.oracle.bills import closeness, has_room, keeps_rest, moves, shortfall
from tests.oracle.past import THREE_WEEKS, ends_of_breaks
from tests.oracle.pins import is_open, with_pins_settled
from tests.oracle.scene import Lift, Scene, Slot, at


@dataclass(frozen=True, slots=True)
class Reading:
    """A season before anything is chosen.

    Attributes:
        slots: what could be chosen in each planned week, by start.
    """

    scene: Scene
    slots: dict[Week, list[Slot]]

    @property
    def weeks(self) -> list[Week]:
        """The weeks that are planned."""
        return list(self.slots)

    def cost(self, chosen: Iterable[Slot]) -> int:
        """Return what a choice costs, P1 to P14."""
        new = sorted(chosen, key=at)
        lifts: list[Lift] = sorted((*self.scene.fixed, *new), key=at)
        cost = sum(slot.cost for slot in new) + sum(closeness(self.scene, *pair) for pair in pairwise(lifts))
        for week in self.weeks:
            of_week = [slot for slot in new if slot.day in week.days]
            cost += shortfall(self.scene, week, [slot.intensity for slot in of_week])
            cost += moves(self.scene, week, [slot.at for slot in of_week])
        return cost

    def faults(self, chosen: Iterable[Slot]) -> list[str]:
        """Return which rules a choice breaks by what its sessions are to each other."""
        new = sorted(chosen, key=at)
        lifts: list[Lift] = sorted((*self.scene.coming, *new), key=at)
        found = [
            f"H9: {one.start} and {other.start}" for one, other in pairs(new) if not self.scene.keep_apart(one, other)
        ]
        for week in self.weeks:
            of_week = [slot for slot in new if slot.day in week.days]
            if not has_room(self.scene, week, [slot.intensity for slot in of_week]):
                found.append(f"H14: {week}")
            if not keeps_rest(self.scene, week, [slot.day for slot in of_week]):
                found.append(f"H10: {week}")
        for slot in new:
            if not slot.novel_too and self.scene.is_novel(slot, lifts):
                found.append(f"H4: {slot.start}, being new")
            if self.scene.is_too_hard(slot, lifts):
                found.append(f"H16: {slot.start}, after a hold")
        return found


def pairs(new: Sequence[Slot]) -> Iterable[tuple[Slot, Slot]]:
    """Yield the pairs that may be too close."""
    return ((one, other) for one, other in combinations(new, 2) if (other.day - one.day).days <= 7)


def read(situation: Situation, resumed: Iterable[date] = ()) -> Reading:
    """Read a season.

    Args:
        resumed: days on which the plan itself takes up lifting again after a break.
    """
    scene = Scene(situation, sorted(resumed))
    scene.settle(with_pins_settled(scene))
    weeks = [week for week in scene.weeks if week <= scene.last]
    return Reading(scene, {week: slots(scene, week) if scene.request[week] else [] for week in weeks})


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan, read.

    Attributes:
        cost: what it costs as the rules are read here; None where it holds what the rules do not allow.
        faults: what the rules do not allow.
    """

    reading: Reading
    cost: int | None
    faults: tuple[str, ...]


def judge(plan: Plan, situation: Situation) -> Judged:
    """Read a plan: the season with the plan's own breaks, and the plan's sessions in it."""
    reading = read(situation, own_breaks(plan, situation))
    scene = reading.scene
    known = {(slot.at, slot.intensity): slot for slots in reading.slots.values() for slot in slots}
    standing = {(at(lift), lift.intensity) for lift in scene.fixed if is_open(scene, lift) or lift in scene.frozen}
    wanted = {(session.start.timestamp(), session.intensity) for session in plan.sessions}
    faults = [f"stands elsewhere: {intensity} at {start}" for start, intensity in standing - wanted]
    faults += [
        f"no slot: {datetime.fromtimestamp(start, UTC)} {intensity}"
        for start, intensity in wanted - standing - known.keys()
    ]
    new = [known[start] for start in sorted(wanted - standing) if start in known]
    faults += reading.faults(new)
    return Judged(reading, None if faults else reading.cost(new), tuple(faults))


def own_breaks(plan: Plan, situation: Situation) -> list[date]:
    """Return the days on which a plan takes up lifting after a break of its own: of a runner known to have lifted."""
    past, coming = Scene(situation).past, Scene(situation).coming
    if not past.known:
        return []
    ahead = sorted({session.day for session in plan.sessions} | {lift.day for lift in coming})
    # A break that lasts already ends in the current week, whenever the next session stands.
    last = max(past.known)
    return ends_of_breaks(ahead if past.today - last >= THREE_WEEKS else [last, *ahead])


def breaches(planned: Plan, situation: Situation) -> tuple[str, ...]:
    """Return the rules that new sessions break; those that stand answer for nothing here."""
    requests = {outline.week: len(outline.request) for outline in planned.weeks}
    standing = {lift.start for lift in situation.fixed}
    standing |= {lift.start for lift in planned.sessions if lift.status is not Status.PLANNED}
    found = check(planned.sessions, situation, requests=requests)
    return tuple(
        f"{fault.rule} {fault.start or fault.week}: {fault.text}" for fault in found if fault.start not in standing
    )
