"""What is said to a runner whose weeks have no place for a heavy session."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import time

import pytest

from runlift.domain.advice import Advice, advise
from runlift.domain.kinds import Intensity, Policy
from runlift.domain.plan import Situation
from runlift.domain.planner import plan
from runlift.domain.runner import Window
from runlift.domain.weeks import Week
from tests import builders as given

HARD_AND_LONG = ("Mon hard 06:30 60", "Wed hard 06:30 60", "Fri hard 06:30 60", "Sun long 08:00 120")
EASY_ON_FRIDAY = ("Tue hard 06:30 60", "Thu hard 06:30 60", "Fri easy 07:00 40", "Sun long 08:00 120")
EVENINGS, EARLY = given.windows("18:00-20:00"), given.windows("06:00-07:00")


def weeks_of(
    *runs: str, weeks: int = 4, at: Mapping[int, tuple[Window, ...]] = EVENINGS, policy: str = "light_run_heavy_lift"
) -> Situation:
    """Return a situation with the same runs in each week from 6 July on; the second is a lighter one."""
    mondays = ("2026-07-06", "2026-07-13", "2026-07-20", "2026-07-27", "2026-08-03")
    return given.a_situation(
        *(run for monday in mondays for run in given.runs_in_week(monday, *runs)),
        given.MARATHON,
        horizon_days=7 * weeks - 1,
        runner=given.a_runner(policy=Policy(policy)),
        availability=given.an_availability(at=at, prefer=None),
    )


def advice(situation: Situation) -> tuple[Advice, ...]:
    return advise(situation, plan(situation))


def names(weeks: Iterable[Week]) -> list[str]:
    return [str(week) for week in weeks]


def heavy_weeks(situation: Situation) -> set[str]:
    return {str(session.week) for session in plan(situation).sessions if session.intensity is Intensity.HEAVY}


def test_runner_with_hard_days_only_hears_of_the_other_policy() -> None:
    situation = weeks_of(*HARD_AND_LONG)

    (policy,) = advice(situation)

    assert policy.text == (
        'policy = "hard_days_hard", heavy on the days of hard runs, would make room for a heavy session '
        "in each of the 3 weeks that have none"
    )
    assert names(policy.opens) == names(policy.weeks) == ["2026-W28", "2026-W30", "2026-W31"]
    assert heavy_weeks(situation) == set()
    assert heavy_weeks(weeks_of(*HARD_AND_LONG, policy="hard_days_hard")) == set(names(policy.opens))


def test_runner_who_can_lift_early_only_hears_of_the_hour_that_would_do() -> None:
    situation = weeks_of(*EASY_ON_FRIDAY, at=EARLY)

    (window,) = advice(situation)

    assert window.text.startswith("time to lift on Fridays from 10:45 to 11:45 would make room for a heavy session")
    assert heavy_weeks(situation) == set()
    friday = {**EARLY, 4: (*EARLY[4], Window(start=time(10, 45), end=time(11, 45)))}
    assert heavy_weeks(weeks_of(*EASY_ON_FRIDAY, at=friday)) >= set(names(window.opens))


def test_window_that_needs_little_more_time_goes_before_one_that_needs_more() -> None:
    just_too_short = {**EARLY, 4: (Window(start=time(17), end=time(17, 45)),)}

    (window,) = advice(weeks_of(*EASY_ON_FRIDAY, at=just_too_short))

    assert window.text.startswith("time to lift on Fridays from 16:45 to 17:45")


@pytest.mark.parametrize(
    "situation",
    [
        weeks_of(*EASY_ON_FRIDAY),
        weeks_of(*HARD_AND_LONG, weeks=2),
        weeks_of(),
        replace(weeks_of(*HARD_AND_LONG), runner=given.a_runner("beginner", since="2026-07-06")),
    ],
    ids=["a heavy session stands", "one week only", "no runs", "too early for heavy work"],
)
def test_nothing_is_said_where_no_two_weeks_miss_a_heavy_session(situation: Situation) -> None:
    assert advice(situation) == ()


def test_runner_who_has_chosen_the_other_policy_already_does_not_hear_of_it() -> None:
    nothing_open = given.windows("")

    found = advice(weeks_of(*HARD_AND_LONG, policy="hard_days_hard", at=nothing_open))

    assert [entry.text.partition(" on ")[0] for entry in found] == ["time to lift"]


def test_nothing_is_said_of_what_would_not_help() -> None:
    away = given.a_busy_time(start="2026-07-06 00:00", minutes=5 * 7 * 24 * 60)

    assert advice(replace(weeks_of(*HARD_AND_LONG), busy=(away,))) == ()
