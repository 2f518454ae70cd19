"""How calm plans are: a run moves by a day, and this many sessions move with it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from runlift.domain.check import check
from runlift.domain.kinds import RunKind, Status
from runlift.domain.plan import Plan, Situation
from runlift.domain.planner import plan
from runlift.domain.runs import Run
from runlift.domain.sessions import PublishedSession
from tests.bench_planner.seasons import season
from tests.builders import later

DAY = timedelta(days=1)
CHANGES_A_SEASON = 5


@dataclass(frozen=True, slots=True)
class Change:
    """What one run that moves by a day does to the sessions that stand.

    Attributes:
        forced: those that would break a hard rule where they stand.
        others: those that move all the same.
        afresh: those that would move if nothing had stood, the forced ones left out.
    """

    forced: int
    others: int
    afresh: int


def changes(seed: int) -> list[Change]:
    """Return some random changes of the season that a number draws."""
    situation, chance = replace(season(seed), published=()), Random(seed)
    standing = plan(situation)
    until = situation.now + timedelta(days=situation.horizon_days)
    movable = [
        run for run in situation.runs if run.kind is not RunKind.RACE and situation.now + DAY < run.start < until
    ]
    chosen = chance.sample(movable, min(CHANGES_A_SEASON, len(movable)))
    return [
        _change(replace(situation, runs=_moved(situation, run, chance.choice((-1, 1)))), standing) for run in chosen
    ]


def _moved(situation: Situation, moved: Run, days: int) -> tuple[Run, ...]:
    """Return the runs, one of them a day earlier or later at the same hour."""
    start = situation.availability.clock.at(moved.day + days * DAY, moved.start.time())
    end = later(start, moved.minutes)
    return tuple(replace(run, start=start, end=end) if run is moved else run for run in situation.runs)


def _change(situation: Situation, standing: Plan) -> Change:
    ours = [lift for lift in standing.sessions if lift.status is Status.PLANNED]
    published = tuple(
        PublishedSession(key=f"{lift.week}/{n}", start=lift.start, end=lift.end, intensity=lift.intensity)
        for n, lift in enumerate(ours, start=1)
    )
    forced = {found.start for found in check(ours, situation)} - {None}
    moved, afresh = (
        {lift.start for lift in ours} - {lift.start for lift in found.sessions}
        for found in (plan(replace(situation, published=published)), plan(situation))
    )
    return Change(len(forced & moved), len(moved - forced), len(afresh - forced))
