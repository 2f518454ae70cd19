"""Whole seasons, read a second time without the planner; which plan is the cheapest `scripts/bench-planner` proves."""

import pytest

from runlift.domain.planner import plan
from tests.bench_planner.greedy import greedy
from tests.bench_planner.reading import breaches, judge
from tests.bench_planner.seasons import season


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_costs_what_the_rules_say_and_no_more_than_a_greedy_one(seed: int) -> None:
    situation = season(seed, 4 + seed % 7)
    found = plan(situation)
    judged = judge(found, situation)
    assert judged.faults == ()
    assert judged.cost == found.cost <= judged.reading.cost(greedy(judged.reading))
    assert breaches(found, situation) == ()
