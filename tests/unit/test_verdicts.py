"""Verdicts on single sessions, to the minute, and on the worked weeks as a whole."""

import pytest

from runlift.domain.kinds import Phase, Policy
from runlift.domain.plan import Situation
from runlift.domain.runner import Runner
from runlift.domain.sessions import Session
from tests import builders as given
from tests.unit.breaches import broken_rules
from tests.unit.worked_weeks import WORKED_WEEKS, Expected, WorkedWeek

HARD_DAYS_HARD = given.a_runner(policy=Policy.HARD_DAYS_HARD)
BEGINNER = given.a_runner("beginner")
TUE, WED, FRI, SAT, SUN = (f"2026-07-{day:02}" for day in (7, 8, 10, 11, 12))


def in_the_build_week(runner: Runner | None = None) -> Situation:
    return given.a_situation(*given.W3_RUNS, given.MARATHON, runner=runner)


@pytest.mark.parametrize(
    ("intensity", "start", "minutes", "broken"),
    [
        # Saturday, the eve of the long run, after 50 easy minutes until 08:50
        ("heavy", f"{SAT} 10:00", 55, {"H4", "H5", "H8"}),
        ("heavy", f"{SAT} 11:49", 55, {"H4", "H5", "H8"}),
        ("heavy", f"{SAT} 11:50", 55, {"H4", "H8"}),
        ("moderate", f"{SAT} 18:00", 45, {"H4", "H8"}),
        ("light", f"{SAT} 18:00", 25, set()),
        ("light", f"{SAT} 18:00", 30, set()),
        ("light", f"{SAT} 18:00", 31, {"H8"}),
        ("light", f"{SAT} 09:00", 25, set()),
        ("light", f"{SAT} 08:59", 25, {"H5", "H12"}),
        # Tuesday, after a hard run until 07:30
        ("heavy", f"{TUE} 18:00", 55, {"H4", "H7"}),
        ("heavy", f"{TUE} 17:30", 55, {"H7"}),
        ("moderate", f"{TUE} 09:30", 45, {"H5"}),
        ("moderate", f"{TUE} 10:29", 45, {"H5"}),
        ("moderate", f"{TUE} 10:30", 45, set()),
        # Wednesday, easy, but the next morning is hard
        ("heavy", f"{WED} 18:00", 55, {"H4"}),
        ("moderate", f"{WED} 09:45", 45, set()),
        ("moderate", f"{WED} 09:46", 45, {"H4"}),
        ("moderate", f"{WED} 06:45", 45, {"H12"}),
        # Friday, 45 easy minutes until 07:15, two nights before the long run
        ("heavy", f"{FRI} 05:00", 55, {"H4", "H6"}),
        ("moderate", f"{FRI} 05:00", 45, set()),
        ("moderate", f"{FRI} 05:30", 45, set()),
        ("moderate", f"{FRI} 05:31", 45, {"H4", "H12"}),
        ("heavy", f"{FRI} 07:25", 50, set()),
        ("heavy", f"{FRI} 07:24", 50, {"H5", "H12"}),
        ("heavy", f"{FRI} 18:35", 55, set()),
        ("heavy", f"{FRI} 18:36", 55, {"H4"}),
        ("heavy", f"{FRI} 21:00", 55, {"H4", "H13"}),
        ("light", f"{FRI} 20:35", 25, set()),
        ("light", f"{FRI} 20:36", 25, {"H13"}),
        # Sunday, after the long run until 09:30
        ("moderate", f"{SUN} 18:00", 45, {"H5", "H7"}),
        ("light", f"{SUN} 17:30", 25, set()),
        ("light", f"{SUN} 15:30", 25, set()),
        ("light", f"{SUN} 15:29", 25, {"H5"}),
    ],
)
def test_session_in_the_build_week(intensity: str, start: str, minutes: int, broken: set[str]) -> None:
    session = given.a_session(intensity, start=start, minutes=minutes)
    assert set(broken_rules(in_the_build_week(), session)) == broken


@pytest.mark.parametrize(
    ("start", "broken"),
    [
        (f"{TUE} 17:30", set()),
        (f"{TUE} 17:35", set()),
        (f"{TUE} 17:36", {"H4"}),
        (f"{TUE} 13:30", set()),
        (f"{TUE} 13:29", {"H5"}),
    ],
)
def test_heavy_on_a_hard_day_when_hard_days_are_hard(start: str, broken: set[str]) -> None:
    session = given.a_session("heavy", start=start, minutes=55)
    assert set(broken_rules(in_the_build_week(HARD_DAYS_HARD), session)) == broken


@pytest.mark.parametrize(("plan_week", "broken"), [(5, {"H11"}), (8, {"H11"}), (9, set())])
def test_heavy_of_a_beginner(plan_week: int, broken: set[str]) -> None:
    session = given.a_session("heavy", start=f"{FRI} 18:00", plan_week=plan_week)
    assert set(broken_rules(in_the_build_week(BEGINNER), session)) == broken


@pytest.mark.parametrize(
    ("intensity", "start", "minutes", "broken"),
    [
        # three days before the start on Sunday 18 October at 09:00
        ("light", "2026-10-15 08:35", 25, set()),
        ("light", "2026-10-15 08:36", 25, {"H1"}),
        ("light", "2026-10-15 09:35", 25, {"H1"}),
        # the last heavy day is the tenth before, the last moderate one the seventh
        ("heavy", "2026-10-08 18:00", 55, set()),
        ("heavy", "2026-10-09 18:00", 55, {"H2"}),
        ("moderate", "2026-10-11 18:00", 45, set()),
        ("moderate", "2026-10-12 18:00", 45, {"H2"}),
        # and the first days afterwards
        ("light", "2026-10-25 18:00", 25, {"H3"}),
        ("light", "2026-10-26 18:00", 25, set()),
        ("moderate", "2026-10-31 18:00", 45, {"H3"}),
        ("moderate", "2026-11-01 18:00", 45, set()),
        ("heavy", "2026-11-12 18:00", 55, {"H3"}),
        ("heavy", "2026-11-13 18:00", 55, set()),
    ],
)
def test_session_around_the_marathon(intensity: str, start: str, minutes: int, broken: set[str]) -> None:
    session = given.a_session(intensity, start=start, minutes=minutes, plan_week=20, phase=Phase.TAPER)
    assert set(broken_rules(given.a_situation(given.MARATHON), session)) == broken


@pytest.mark.parametrize(
    ("first", "second", "second_start", "broken"),
    [
        ("heavy", "heavy", f"{WED} 17:45", {"H9"}),
        ("heavy", "heavy", f"{WED} 17:59", {"H9"}),
        ("heavy", "heavy", f"{WED} 18:00", set()),
        ("moderate", "moderate", f"{TUE} 18:00", {"H9"}),
        ("moderate", "moderate", f"{WED} 05:59", {"H9"}),
        ("moderate", "moderate", f"{WED} 06:00", set()),
        ("moderate", "light", f"{TUE} 18:00", set()),
        ("moderate", "light", f"{TUE} 14:00", set()),
        ("moderate", "light", f"{TUE} 13:59", {"H9"}),
    ],
)
def test_pair_of_sessions_from_monday_evening(first: str, second: str, second_start: str, broken: set[str]) -> None:
    earlier = given.a_session(first, start="2026-07-06 18:00")
    later = given.a_session(second, start=second_start)
    assert set(broken_rules(given.a_situation(), earlier, later)) == broken


def _session(worked: WorkedWeek, expected: Expected) -> Session:
    return given.a_session(
        expected.intensity,
        start=expected.start,
        minutes=(expected.end - expected.start).total_seconds() / 60,
        plan_week=worked.plan_week,
    )


@pytest.mark.parametrize("worked", WORKED_WEEKS, ids=lambda worked: worked.name)
def test_worked_week_breaks_no_rule(worked: WorkedWeek) -> None:
    sessions = [_session(worked, expected) for expected in worked.expected]
    assert broken_rules(worked.situation, *sessions, requests={worked.week: len(worked.request)}) == []
