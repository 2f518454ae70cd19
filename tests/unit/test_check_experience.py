"""H11, and H4 for sessions that are new to the legs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from runlift.domain.kinds import Status
from runlift.domain.plan import Situation
from tests import builders as given
from tests.builders import FRI, MON, THU, TUE, WED
from tests.unit.breaches import broken_rules, the_breach

RACE_DAY = date(2026, 10, 18)


@pytest.mark.parametrize(("experience", "first"), [("beginner", 9), ("intermediate", 3)])
def test_heavy_is_learnt_first(experience: str, first: int) -> None:
    situation = given.a_situation(runner=given.a_runner(experience))
    for plan_week, broken in ((first, []), (first - 1, ["H11"])):
        session = given.a_session("heavy", start=f"{MON} 18:00", plan_week=plan_week)
        assert broken_rules(situation, session) == broken
    assert broken_rules(situation, given.a_session("moderate", start=f"{MON} 18:00", plan_week=1)) == []


def test_advanced_lifts_heavy_from_the_first_week() -> None:
    situation = given.a_situation(runner=given.a_runner("advanced"))
    assert broken_rules(situation, given.a_session("heavy", start=f"{MON} 18:00", plan_week=1)) == []


@pytest.mark.parametrize(
    ("km", "first", "last"), [(5, 20, 7), (10, 24, 7), (21.1, 34, 8), (42.2, 48, 10), (60, 48, 10), (120, 48, 10)]
)
def test_nothing_new_in_peak_and_taper(km: float, first: int, last: int) -> None:
    situation = given.a_situation(
        given.a_race(on=RACE_DAY.isoformat(), km=km), runner=given.a_runner("advanced"), now="2026-08-03 00:00"
    )
    for days, plan_week, broken in (
        (first + 1, 5, []),
        (first, 5, ["H11"]),
        (first, 6, []),
        (last, 5, ["H11"]),
        (last, 6, []),
        (6, 5, ["H2"]),
    ):
        session = given.a_session("heavy", start=f"{RACE_DAY - timedelta(days=days)} 07:00", plan_week=plan_week)
        assert broken_rules(situation, session) == broken


def test_peak_is_that_of_the_next_goal() -> None:
    goals = [given.a_race(on=day, km=10) for day in ("2026-07-05", "2026-07-26", "2026-12-06")]
    situation = given.a_situation(*goals, runner=given.a_runner("advanced"))
    session = given.a_session("heavy", start="2026-07-13 18:00", plan_week=5)
    assert broken_rules(situation, session) == ["H11"]


def test_fixed_session_knows_no_plan_week() -> None:
    situation = given.a_situation(runner=given.a_runner("beginner", since=MON))
    assert broken_rules(situation, given.a_fixed_session("heavy", start=f"{MON} 18:00")) == []


HARD_ON_FRIDAY = given.a_run("hard", on=FRI, at="12:00")
THURSDAY = given.a_session("moderate", start=f"{THU} 06:15", minutes=45)
OURS = [
    given.a_fixed_session("light", start=f"{day} 18:00", status=Status.DONE, key=key)
    for day, key in (("2026-06-15", "2026-W25/1"), ("2026-06-17", "2026-W25/2"), ("2026-07-01", "2026-W27/1"))
]


@pytest.mark.parametrize(
    ("situation", "new_to_the_legs"),
    [
        pytest.param(given.a_situation(runner=given.a_runner(since=MON)), True, id="the first week, nothing before"),
        pytest.param(given.a_situation(runner=given.a_runner(since=THU)), True, id="a first week that starts today"),
        pytest.param(given.a_situation(runner=given.a_runner(since=None)), True, id="nothing said, nothing before"),
        pytest.param(
            given.a_situation(runner=given.a_runner(since="2026-06-29")),
            False,
            id="second week, nothing seen of the first",
        ),
        pytest.param(
            given.a_situation(runner=given.a_runner(since="2026-06-29"), fixed=OURS[2:]),
            True,
            id="one session in week one",
        ),
        pytest.param(
            given.a_situation(runner=given.a_runner(since="2026-06-22"), fixed=OURS[2:]),
            False,
            id="first seen in week two",
        ),
        pytest.param(
            given.a_situation(runner=given.a_runner(since="2026-06-15"), fixed=OURS[:2]),
            True,
            id="two sessions, then a break",
        ),
        pytest.param(
            given.a_situation(runner=given.a_runner(since="2026-06-15"), fixed=OURS),
            False,
            id="three sessions, no break",
        ),
        pytest.param(
            given.a_situation(runner=given.a_runner(since="2026-06-29"), fixed=OURS[:2]),
            False,
            id="sessions before the first week do not count",
        ),
        pytest.param(
            given.a_situation(runner=given.a_runner(since=None), fixed=OURS[1:]), False, id="nothing said, two before"
        ),
    ],
)
def test_first_two_sessions_count_one_class_heavier_before_runs(situation: Situation, *, new_to_the_legs: bool) -> None:
    situation = replace(situation, runs=(HARD_ON_FRIDAY,))
    assert broken_rules(situation, THURSDAY) == (["H4"] if new_to_the_legs else [])


def test_text_says_that_a_session_is_new_to_the_legs() -> None:
    situation = given.a_situation(HARD_ON_FRIDAY, runner=given.a_runner(since=MON))
    found = the_breach(situation, THURSDAY)
    assert found.text == "MODERATE, being new to you, ends 29 h before Friday's hard run; 36 h are needed"


def test_third_session_is_no_longer_new() -> None:
    situation = given.a_situation(HARD_ON_FRIDAY, runner=given.a_runner(since=MON))
    first, second = (given.a_session("light", start=f"{day} 06:15") for day in (MON, TUE))
    assert broken_rules(situation, first, THURSDAY) == ["H4"]
    assert broken_rules(situation, first, second, THURSDAY) == []


def test_first_session_in_a_first_plan_week_is_new_whatever_the_date() -> None:
    situation = given.a_situation(HARD_ON_FRIDAY, runner=given.a_runner(since="2026-06-22"))
    assert broken_rules(situation, replace(THURSDAY, plan_week=1)) == ["H4"]


@pytest.mark.parametrize(
    ("intensity", "hours", "heavier_hours"), [("light", 6, 20), ("moderate", 20, 36), ("heavy", 36, 36)]
)
def test_new_session_uses_the_row_one_class_heavier(intensity: str, hours: int, heavier_hours: int) -> None:
    run = given.a_run("hard", on=FRI, at="23:00")
    new, known = given.a_runner("advanced", since=MON), given.a_runner("advanced")
    for runner, needed in ((known, hours), (new, heavier_hours)):
        for minutes, broken in ((0, []), (1, ["H4"])):
            start = given.later(run.start, minutes - 60 * needed - 45)
            session = given.a_session(intensity, start=start, minutes=45)
            assert broken_rules(given.a_situation(run, runner=runner), session) == broken


def test_new_moderate_session_keeps_four_days_before_a_race() -> None:
    race = given.a_race(on=FRI, at="12:00", km=5, goal=False)
    goal = given.a_race(on="2026-11-15")
    situation = given.a_situation(race, goal, runner=given.a_runner(since=MON))
    session = given.a_session("moderate", start=f"{MON} 11:16", minutes=45)
    assert broken_rules(situation, session) == ["H4"]
    assert broken_rules(situation, given.a_session("moderate", start=f"{MON} 11:15", minutes=45)) == []


@pytest.mark.parametrize(
    ("last_known", "before", "broken"),
    [
        ("2026-06-18", [], ["H4"]),
        ("2026-06-19", [], []),
        ("2026-06-15", [MON], ["H4"]),
        ("2026-06-16", [MON], []),
        ("2026-06-15", [MON, TUE], []),
    ],
)
def test_break_of_three_weeks_makes_two_sessions_new_again(
    last_known: str, before: list[str], broken: list[str]
) -> None:
    known = [
        given.a_fixed_session("light", start=f"{day} 18:00", status=Status.DONE, key=key)
        for day, key in (("2026-06-10", "2026-W24/1"), (last_known, "2026-W25/1"))
    ]
    situation = given.a_situation(HARD_ON_FRIDAY, runner=given.a_runner(since="2026-06-01"), fixed=known)
    lighter = [given.a_session("light", start=f"{day} 06:15") for day in before]
    assert broken_rules(situation, *lighter, THURSDAY) == broken


def test_break_in_the_plan_counts_only_after_a_known_session() -> None:
    run = given.a_run("hard", on="2026-08-07", at="12:00")
    evening_before = given.a_session("moderate", start="2026-08-06 06:15")
    sessions = (*(given.a_session("light", start=f"{day} 18:00") for day in (MON, WED)), evening_before)
    known = given.a_fixed_session("light", start="2026-06-29 18:00", status=Status.DONE, key="2026-W27/1")
    assert broken_rules(given.a_situation(run), *sessions) == []
    assert broken_rules(given.a_situation(run, fixed=[known]), *sessions) == ["H4"]


def test_strength_of_the_runner_is_no_session_of_ours() -> None:
    gym = [given.a_fixed_session("light", start=f"{day} 06:15") for day in (MON, TUE)]
    situation = given.a_situation(HARD_ON_FRIDAY, runner=given.a_runner(since=MON), fixed=gym)
    assert broken_rules(situation, THURSDAY) == ["H4"]
