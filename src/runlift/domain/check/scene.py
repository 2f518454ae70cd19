"""What the rules look at: everything that stands, in order, and the time between things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from runlift.domain.check.goals import goal_races
from runlift.domain.kinds import RunKind
from runlift.domain.plan import Situation
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, Session
from runlift.domain.weeks import Week

Lift = Session | FixedSession
"""A strength session, whoever planned it."""

HOUR, MINUTE = 3600, 60
BREAK = timedelta(weeks=3)
NOVEL_SESSIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that a rule may look at.

    Attributes:
        lifts: all strength, by start.
        requests: H14, how many sessions a week asks for.
        goals: the races that the season is built towards.
        novel: the lifts that are new to the runner's legs (E26).
        runs: the runs by the day that they belong to.
    """

    situation: Situation
    lifts: tuple[Lift, ...]
    requests: Mapping[Week, int]
    goals: tuple[Run, ...]
    novel: tuple[Lift, ...]
    runs: Mapping[date, Sequence[Run]]

    def runs_on(self, day: date) -> Sequence[Run]:
        """Return the runs that belong to the day."""
        return self.runs.get(day, ())

    def lifts_in(self, week: Week) -> list[Lift]:
        """Return the strength sessions that stand in the week."""
        return [lift for lift in self.lifts if Week.of(lift.day) == week]


def scene_of(sessions: Sequence[Lift], situation: Situation, requests: Mapping[Week, int]) -> Scene:
    """Return the scene of the sessions and the fixed ones that are not among them."""
    keys = {lift.key for lift in sessions if lift.key}
    others = [lift for lift in situation.fixed if lift not in sessions and lift.key not in keys]
    runs: dict[date, list[Run]] = {}
    for run in situation.runs:
        runs.setdefault(run.day, []).append(run)
    lifts = tuple(sorted((*sessions, *others), key=lambda lift: (lift.start.timestamp(), lift.end.timestamp())))
    return Scene(
        situation=situation,
        lifts=lifts,
        requests=requests,
        goals=goal_races(situation),
        novel=_novel(lifts, situation),
        runs=runs,
    )


def seconds(earlier: datetime, later: datetime) -> float:
    """Return the elapsed seconds; subtracting within one zone would miss a change of its clocks."""
    return later.timestamp() - earlier.timestamp()


def span(elapsed: float) -> str:
    """Return a stretch of seconds as a runner says it: 36 h, 11 h 35, 15 min."""
    hours, minutes = divmod(int(elapsed // MINUTE), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02}" if minutes else f"{hours} h"


def days(count: int) -> str:
    """Return a number of days in words."""
    return f"{count} day" if count == 1 else f"{count} days"


def named(run: Run) -> str:
    """Return what a sentence calls the run."""
    return f"{run.day:%A}'s race" if run.kind is RunKind.RACE else f"{run.day:%A}'s {run.kind} run"


def _novel(lifts: Sequence[Lift], situation: Situation) -> tuple[Lift, ...]:
    since = situation.runner.strength_since
    ours = [
        lift
        for lift in lifts
        if (isinstance(lift, Session) or lift.key) and (since is None or Week.of(lift.day) >= Week.of(since))
    ]
    known = bool(ours) and ours[0].start.timestamp() < situation.now.timestamp()
    novel = ours[:NOVEL_SESSIONS] if _from_the_first(ours, situation, known=known) else []
    if known:
        for n, (earlier, later) in enumerate(pairwise(ours), start=1):
            if later.day - earlier.day >= BREAK:
                novel += ours[n : n + NOVEL_SESSIONS]
    return tuple(novel)


def _from_the_first(ours: Sequence[Lift], situation: Situation, *, known: bool) -> bool:
    """Tell whether the first of them is the first of all: later sight of a lifter says nothing about his start."""
    since = situation.runner.strength_since
    if since is None or not ours:
        return True
    first = ours[0]
    if known:
        return Week.of(first.day) == Week.of(since)
    today = situation.availability.clock.local(situation.now).date()
    return Week.of(since) >= Week.of(today) or (isinstance(first, Session) and first.plan_week == 1)
