"""The same choice as a constraint program: one truth value for each slot, the rules as clauses, the costs as a sum.

Nothing of it is taken from the planner; a solver that knows nothing of running proves the least cost.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from ortools.sat.python import cp_model

from runlift.domain.kinds import Intensity
from runlift.domain.sessions import FixedSession
from runlift.domain.weeks import Week
from tests.bench_planner.reading import Reading
from tests.oracle.bills import closeness_of, has_room, moves, shortfall
from tests.oracle.past import few_on
from tests.oracle.races import H, L, M
from tests.oracle.scene import HOUR, Slot, at

REACH = 5
"""Days over which sessions look at each other: 72 hours, and what a trip over the date line adds."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the solver found.

    Attributes:
        cost: of the best choice that it found; None: none in time.
        bound: no choice costs less.
    """

    cost: int | None
    bound: int

    @property
    def is_complete(self) -> bool:
        """Whether the best choice is proved to be the cheapest."""
        return self.cost == self.bound


def cheapest(reading: Reading, *, seconds: float, processes: int = 1) -> Proof:
    """Return the least cost of a season, or what is known of it after so many seconds."""
    program = _Program(reading)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = processes
    # The rules are nearly all cliques: a linear relaxation makes the most of them, and there is little to simplify.
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_presolve = False
    status = solver.solve(program.model)
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    bound = round(solver.best_objective_bound)
    return Proof(round(solver.objective_value) if found else None, bound)


class _Program:
    """The constraint program of one season."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.scene = reading, reading.scene
        self.model = cp_model.CpModel()
        self.chosen: dict[date, list[tuple[Slot, cp_model.IntVar]]] = {}
        self.costs: list[cp_model.LinearExprT] = []
        for week, slots in reading.slots.items():
            for slot in slots:
                wanted = self.model.new_bool_var("")
                self.chosen.setdefault(slot.day, []).append((slot, wanted))
                self.costs.append(slot.cost * wanted)
            self._one_a_day(week)
            self._request(week)
            self._rest(week)
            self._moves(week)
        self._distances()
        self._first_ones()
        self.model.minimize(sum(self.costs))

    def on(self, day: date) -> list[cp_model.IntVar]:
        """Return the truth values of a day's slots."""
        return [wanted for _, wanted in self.chosen.get(day, [])]

    def in_week(self, week: Week) -> list[tuple[Slot, cp_model.IntVar]]:
        return [pair for day in week.days for pair in self.chosen.get(day, [])]

    def _one_a_day(self, week: Week) -> None:
        for day in week.days:
            self.model.add_at_most_one(self.on(day))

    def _request(self, week: Week) -> None:
        """H14, P1 and P2: of every mix of classes it is known whether the week has room for it, and what it lacks."""
        slots = self.in_week(week)
        mixes = {mix: [*[H] * mix[0], *[M] * mix[1], *[L] * mix[2]] for mix in product(range(5), repeat=3)}
        fitting = {mix: held for mix, held in mixes.items() if len(held) <= 4 and has_room(self.scene, week, held)}
        taken = {mix: self.model.new_bool_var("") for mix in fitting}
        self.model.add_exactly_one(taken.values())
        for n, intensity in enumerate((H, M, L)):
            number = sum(mix[n] * wanted for mix, wanted in taken.items())
            self.model.add(sum(wanted for slot, wanted in slots if slot.intensity is intensity) == number)
        self.costs += [shortfall(self.scene, week, held) * taken[mix] for mix, held in fitting.items()]

    def _rest(self, week: Week) -> None:
        """H10: what stands there already may leave no day off, but then nothing new takes one."""
        standing, days_off = {lift.day for lift in self.scene.standing[week]}, self.scene.days_off[week]
        if days_off:
            days, most = days_off - standing, max(0, len(days_off - standing) - 1)
        else:
            days, most = set(week.days) - standing, max(0, 4 - len(standing))
        self.model.add(sum(wanted for day in days for wanted in self.on(day)) <= most)
        for day in days_off & standing:
            self.model.add(sum(self.on(day)) == 0)

    def _moves(self, week: Week) -> None:
        """P14: of every way to keep some of what stands it is known what the moves of the others cost."""
        slots = self.in_week(week)
        standing = sorted({lift.start.timestamp() for lift in self.scene.movable if lift.week == week})
        if not standing or not slots:
            return
        kept = [self.model.new_bool_var("") for _ in standing]
        number, price = self.model.new_int_var(0, 4, ""), self.model.new_int_var(0, 25 * len(standing), "")
        self.model.add(sum(wanted for _, wanted in slots) == number)
        for start, stay in zip(standing, kept, strict=True):
            self.model.add(sum(wanted for slot, wanted in slots if slot.at == start) == stay)
        ways = []
        for way in product((0, 1), repeat=len(standing)):
            where = [start for start, stays in zip(standing, way, strict=True) if stays]
            ways += [
                (*way, new, moves(self.scene, week, [*where, *range(new - len(where))])) for new in range(len(where), 5)
            ]
        self.model.add_allowed_assignments([*kept, number, price], ways)
        self.costs.append(price)

    def _distances(self) -> None:
        """H9 between new sessions, and P13 between two that follow each other, of which one may stand already."""
        standing: dict[date, list[FixedSession]] = {}
        for lift in self.scene.fixed:
            standing.setdefault(lift.day, []).append(lift)
        days = sorted({*self.chosen, *standing})
        for n, day in enumerate(days):
            near = [other for other in days[n + 1 :] if (other - day).days <= REACH]
            for other in near:
                self._keep_apart(day, other)
            # Beyond the next day on which something stands nobody follows this one.
            seen = next((m for m, other in enumerate(near) if other in standing), len(near))
            for m, other in enumerate(near[: seen + 1]):
                between = [wanted for middle in near[:m] for wanted in self.on(middle)]
                if other in standing or day in standing:
                    self._close_to_standing(standing, day, other, between)
                else:
                    self._close(day, other, between)

    def _keep_apart(self, day: date, other: date) -> None:
        heavy = 72 if self.scene.runner.slow_recovery else 48
        for classes, hours in (({H, M, L}, 20), ({H, M}, 36), ({H}, heavy)):
            for group in self._too_close(day, other, classes, hours * HOUR):
                self.model.add_at_most_one(group)

    def _close(self, day: date, other: date, between: Sequence[cp_model.IntVar]) -> None:
        for hours in (48, 60):
            step = self._step(day, other, hours)
            groups = list(self._too_close(day, other, {H, M, L}, hours * HOUR)) if step else []
            if not groups:
                continue
            close = self.model.new_bool_var("")
            self.costs.append(step * close)
            for group in groups:
                self.model.add(sum(group) - sum(between) <= 1 + close)

    def _too_close(
        self, day: date, other: date, classes: Collection[Intensity], gap: float
    ) -> Iterator[list[cp_model.IntVar]]:
        """Yield slots of two days of which no two are far enough apart; every close pair is in some group."""
        early, late = (
            [pair for pair in self.chosen.get(on, []) if pair[0].intensity in classes] for on in (day, other)
        )
        last = 0
        for first, (slot, _) in enumerate(early):
            close = bisect_left(late, slot.at + gap, key=lambda pair: pair[0].at)
            if close > last:
                last = close
                yield [wanted for _, wanted in (*early[first:], *late[:close])]

    def _close_to_standing(
        self, standing: dict[date, list[FixedSession]], day: date, other: date, between: Sequence[cp_model.IntVar]
    ) -> None:
        if day in standing and other in standing:
            return
        fixed = at(standing[day][-1]) if day in standing else at(standing[other][0])
        new = other if day in standing else day
        for slot, wanted in self.chosen[new]:
            if price := closeness_of(self.scene, day, other, abs(slot.at - fixed)):
                close = self.model.new_bool_var("")
                self.costs.append(price * close)
                self.model.add(wanted - sum(between) <= close)

    def _step(self, day: date, other: date, hours: int) -> int:
        """Return what it adds to the cost to be closer than so many hours."""
        inside, outside = (closeness_of(self.scene, day, other, gap) for gap in (hours * HOUR - 1, hours * HOUR))
        return inside - outside

    def _first_ones(self) -> None:
        """E26 and H16: what comes first, ever, after a break or after a hold, is special."""
        for day, options in self.chosen.items():
            few = few_on(self.scene.past.novel, day)
            some = [wanted for slot, wanted in options if not slot.novel_too]
            self._only_after(few.since, day, few.sessions, some)
            few = few_on(self.scene.past.gentle, day)
            for rank in (1, 2):
                harder = [wanted for slot, wanted in options if slot.intensity.rank >= rank]
                self._only_after(few.since, day, few.sessions - 2 + rank, harder)

    def _only_after(self, since: date, day: date, needed: int, some: Sequence[cp_model.IntVar]) -> None:
        """Let some of a day's slots be chosen only once so many of our sessions stand before it."""
        needed -= sum(since <= lift.day < day for lift in self.scene.coming)
        if needed > 0 and some:
            before = [wanted for other in self.chosen if since <= other < day for wanted in self.on(other)]
            self.model.add(sum(before) >= needed * sum(some))
