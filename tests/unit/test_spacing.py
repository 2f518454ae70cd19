"""How far apart sessions stand, and what closeness costs."""

from itertools import product

import pytest

from runlift.domain.kinds import Intensity
from runlift.domain.spacing import HEAVY as HEAVY_LEVEL
from runlift.domain.spacing import LEVELS, NOTHING, Last, Spacing, least_gap, pair_cost

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


HOUR = 60
FOUR_SESSIONS = list(product(range(len(LEVELS)), repeat=4))


@pytest.mark.parametrize("slow_recovery", [False, True])
@pytest.mark.parametrize("levels", FOUR_SESSIONS, ids=lambda value: "".join("HML"[level] for level in value))
def test_the_last_session_and_the_last_heavy_one_say_how_far_all_before_them_keep_the_next_away(
    levels: tuple[int, ...], *, slow_recovery: bool
) -> None:
    spacing, last = Spacing(slow_recovery=slow_recovery), NOTHING
    starts: list[int] = []
    for level in levels:
        gaps = [
            start + least_gap(LEVELS[before], LEVELS[level], slow_recovery=slow_recovery)
            for start, before in zip(starts, levels, strict=False)
        ]
        assert not gaps or spacing.earliest(last, level) == max(gaps)
        starts.append(max([*gaps, 0]))  # as close as can be
        last = last.followed_by(starts[-1], level)


@pytest.mark.parametrize(
    ("lighter", "heavier"),
    [
        (Last(start=10 * HOUR, level=1), Last(start=11 * HOUR, level=1)),
        (Last(start=10 * HOUR, level=2), Last(start=10 * HOUR, level=1)),
        (Last(start=10 * HOUR, level=2), Last(start=10 * HOUR, level=2, heavy=-20 * HOUR)),
        (Last(start=10 * HOUR, fixed=True), Last(start=10 * HOUR, fixed=False)),
        (NOTHING, Last(start=10 * HOUR)),
    ],
)
def test_a_session_weighs_less_the_earlier_and_the_lighter_it_was(lighter: Last, heavier: Last) -> None:
    assert lighter.weighs_no_more_than(heavier)
    assert not heavier.weighs_no_more_than(lighter)


def test_what_is_earlier_but_heavier_weighs_neither_less_nor_more() -> None:
    earlier, lighter = Last(start=10 * HOUR, level=HEAVY_LEVEL, heavy=10 * HOUR), Last(start=11 * HOUR)
    assert not earlier.weighs_no_more_than(lighter)
    assert not lighter.weighs_no_more_than(earlier)
