"""What the rules look at: everything that stands, in order, and what takes time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from runlift.domain.check.goals import goal_races
from runlift.domain.check.novelty import novel_lifts
from runlift.domain.check.spans import Lift, Span
from runlift.domain.plan import Situation
from runlift.domain.runs import Busy, Run
from runlift.domain.weeks import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that a rule may look at.

    Attributes:
        lifts: all strength, by start.
        requests: H14, how many sessions a week asks for.
        goals: the races that the season is built towards.
        novel: the lifts that are new to the runner's legs (E26).
        held: all days on hold.
        by_day: the runs by the day that they belong to.
        runs, busy: what takes time, with when.
    """

    situation: Situation
    lifts: tuple[Lift, ...]
    requests: Mapping[Week, int]
    goals: tuple[Run, ...]
    novel: tuple[Lift, ...]
    held: frozenset[date]
    by_day: Mapping[date, Sequence[Run]]
    runs: Sequence[tuple[Run, Span]]
    busy: Sequence[tuple[Busy, Span]]

    def runs_on(self, day: date) -> Sequence[Run]:
        """Return the runs that belong to the day."""
        return self.by_day.get(day, ())

    def lifts_in(self, week: Week) -> list[Lift]:
        """Return the strength sessions that stand in the week."""
        return [lift for lift in self.lifts if Week.of(lift.day) == week]


def scene_of(sessions: Sequence[Lift], situation: Situation, requests: Mapping[Week, int]) -> Scene:
    """Return the scene of the sessions and the fixed ones that are not among them."""
    keys = {lift.key for lift in sessions if lift.key}
    others = [lift for lift in situation.fixed if lift not in sessions and lift.key not in keys]
    by_day: dict[date, list[Run]] = {}
    for run in situation.runs:
        by_day.setdefault(run.day, []).append(run)
    lifts = tuple(sorted((*sessions, *others), key=_order))
    return Scene(
        situation=situation,
        lifts=lifts,
        requests=requests,
        goals=goal_races(situation),
        novel=novel_lifts(lifts, situation),
        held=situation.on_hold,
        by_day=by_day,
        runs=[(run, Span.of(run)) for run in situation.runs],
        busy=[(busy, Span.of(busy)) for busy in situation.busy],
    )


def _order(lift: Lift) -> tuple[float, float, str, str]:
    return lift.start.timestamp(), lift.end.timestamp(), lift.intensity, lift.key or ""
