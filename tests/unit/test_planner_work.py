"""What a plan takes to work out grows with its weeks and no faster; in calls, since a clock counts the machine too."""

import sys
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from types import FrameType

import pytest

from runlift.domain.plan import Situation
from runlift.domain.planner import plan
from tests import builders as given

MONDAY = date(2026, 1, 5)
HOURS = given.an_availability(at=given.windows("12:00-13:30 17:00-21:00", "07:00-19:00"), prefer=None)
EASY, HARD, LONG = ("easy 07:00 45", "easy 17:30 30", "easy 06:30 60"), ("hard 18:00 60",), ("long 08:00 120",)
WEEKS = {
    "seven running days with one long run": (EASY, EASY, EASY, EASY, EASY, EASY, LONG),
    "five days off": ((), EASY, (), EASY, (), (), LONG),
    "two hard runs": ((), HARD, EASY, HARD, EASY, EASY, LONG),
    "runs on hard days only": (HARD, HARD, HARD, HARD, HARD, (), LONG),
}
KINDS_OF_WEEK = pytest.mark.parametrize("days", WEEKS.values(), ids=WEEKS)


def a_season(weeks: int, days: tuple[tuple[str, ...], ...], *, session_bias: int = 0) -> Situation:
    """Return a season without a race in which the hours of the runs change from week to week."""
    runs = []
    for number in range(7 * (weeks + 1)):
        if choices := days[number % 7]:
            kind, at, minutes = choices[number * number % len(choices)].split()
            runs.append(given.a_run(kind, on=str(MONDAY + timedelta(number)), at=at, minutes=int(minutes)))
    runner = replace(given.a_runner("advanced"), session_bias=session_bias)
    return given.a_situation(
        *runs, now=f"{MONDAY} 00:00", horizon_days=7 * weeks - 1, runner=runner, availability=HOURS
    )


def calls_to_plan(situation: Situation) -> int:
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        plan(situation)
    finally:
        sys.setprofile(before)
    return calls


def peak_of_plan(situation: Situation) -> int:
    tracemalloc.start()
    try:
        plan(situation)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@KINDS_OF_WEEK
def test_thrice_the_weeks_take_thrice_the_work(days: tuple[tuple[str, ...], ...]) -> None:
    assert calls_to_plan(a_season(12, days)) <= 3.3 * calls_to_plan(a_season(4, days))


@KINDS_OF_WEEK
def test_a_week_of_four_sessions_takes_bounded_work(days: tuple[tuple[str, ...], ...]) -> None:
    assert calls_to_plan(a_season(4, days, session_bias=1)) <= 4 * 20_000


@KINDS_OF_WEEK
def test_a_week_takes_little_memory(days: tuple[tuple[str, ...], ...]) -> None:
    assert peak_of_plan(a_season(12, days, session_bias=1)) <= 12 * 200_000
