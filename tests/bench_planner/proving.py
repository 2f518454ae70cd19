"""One season measured: its plan beside the cheapest there is and beside a greedy one, and what it breaks."""

import time
import tracemalloc
from dataclasses import dataclass
from enum import StrEnum

from runlift.domain.plan import Plan, Situation
from runlift.domain.planner import plan
from tests.bench_planner.greedy import greedy
from tests.bench_planner.model import cheapest
from tests.bench_planner.reading import breaches, judge
from tests.bench_planner.seasons import season


class Verdict(StrEnum):
    """What a comparison came to; UNPROVED: the solver ran out of time."""

    EQUAL = "equal"
    UNEQUAL = "unequal"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A season's plan, and what it took.

    Attributes:
        seconds: of one processor.
        breaches: hard rules that its sessions break.
    """

    seed: int
    weeks: int
    sessions: int
    seconds: float
    breaches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A season's plan beside others.

    Attributes:
        cost: what the plan says that it costs.
        least: the least cost that the solver found, and what it proved that no plan can beat.
        greedy: what a greedy plan costs.
        told: what is wrong, where something is.
    """

    planned: Planned
    verdict: Verdict
    cost: int
    least: tuple[int | None, int]
    greedy: int
    told: str


def planned(seed: int) -> Planned:
    """Plan the short season that a number draws."""
    return _planned(seed, season(seed, 4 + seed % 5))[0]


def _planned(seed: int, situation: Situation) -> tuple[Planned, Plan]:
    began = time.process_time()
    found = plan(situation)
    seconds = time.process_time() - began
    measured = Planned(
        seed=seed,
        weeks=len(found.weeks),
        sessions=len(found.sessions),
        seconds=seconds,
        breaches=breaches(found, situation),
    )
    return measured, found


def proved(seed: int, seconds: float) -> Proved:
    """Hold the plan of a season against the cheapest there is, for which the solver has so many seconds."""
    situation = season(seed)
    measured, found = _planned(seed, situation)
    judged = judge(found, situation)
    least = cheapest(judged.reading, seconds=seconds)
    wrong = [*judged.faults]
    if judged.cost not in {None, found.cost}:
        wrong.append(f"says {found.cost}, costs {judged.cost}")
    if least.bound > found.cost or (least.cost is not None and least.cost < found.cost):
        wrong.append(f"costs {found.cost}; the cheapest costs {least.cost}, no less than {least.bound}")
    compared = Verdict.EQUAL if least.bound == found.cost else Verdict.UNPROVED
    return Proved(
        planned=measured,
        verdict=Verdict.UNEQUAL if wrong else compared,
        cost=found.cost,
        least=(least.cost, least.bound),
        greedy=judged.reading.cost(greedy(judged.reading)),
        told="; ".join(wrong),
    )


def memory(seed: int, weeks: int) -> int:
    """Return the bytes that planning a season takes at its peak."""
    situation = season(seed, weeks)
    tracemalloc.start()
    try:
        plan(situation)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
