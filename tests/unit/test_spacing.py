"""How far apart sessions stand, and what closeness costs."""

import pytest

from runlift.domain.kinds import Intensity
from runlift.domain.spacing import least_gap, pair_cost

HEAVY, MODERATE, LIGHT = Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT


@pytest.mark.parametrize(
    ("first", "second", "hours"),
    [(HEAVY, HEAVY, 48), (HEAVY, MODERATE, 36), (MODERATE, MODERATE, 36), (HEAVY, LIGHT, 20), (LIGHT, LIGHT, 20)],
)
def test_the_least_gap_follows_from_both_intensities(first: Intensity, second: Intensity, hours: int) -> None:
    assert least_gap(first, second, slow_recovery=False) == hours * 60
    assert least_gap(second, first, slow_recovery=False) == hours * 60


def test_slow_recovery_keeps_heavy_sessions_three_days_apart() -> None:
    assert least_gap(HEAVY, HEAVY, slow_recovery=True) == 72 * 60
    assert least_gap(HEAVY, MODERATE, slow_recovery=True) == 36 * 60


@pytest.mark.parametrize(
    ("hours", "minutes", "of_two", "of_more"),
    [(47, 59, 6, 6), (48, 0, 3, 0), (59, 59, 3, 0), (60, 0, 0, 0)],
)
def test_closeness_costs_less_the_farther_apart_two_sessions_are(
    hours: int, minutes: int, of_two: int, of_more: int
) -> None:
    gap = hours * 60 + minutes

    assert (pair_cost(gap, two_requested=True), pair_cost(gap, two_requested=False)) == (of_two, of_more)
