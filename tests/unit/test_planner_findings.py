"""Seasons on which a plan was not the cheapest or broke a rule, each cut down to what was wrong about it."""

from datetime import timedelta

from runlift.domain.check import check
from runlift.domain.kinds import Intensity, Status
from runlift.domain.planner import plan
from runlift.domain.sessions import FixedSession
from tests import builders as given

ON_WEDNESDAY = given.an_availability(at={**given.windows(""), 2: given.windows("18:00-19:00")[2]})
ON_THURSDAY_EVENING = given.runs_in_week("2026-07-06", "Thu hard 18:30 60")
"""A hard run a day after the only window: a moderate session may come before it, but not while it is new."""
THIS_MONDAY = given.THIS_WEEK.monday
MONDAYS = [str(THIS_MONDAY + timedelta(weeks=n)) for n in range(6)]
SINCE_JANUARY = given.a_runner("intermediate", since="2026-01-05")


def done(start: str) -> FixedSession:
    return given.a_fixed_session("moderate", start=start, status=Status.DONE, key=f"{start[:4]}-W23/1")


def test_a_break_that_still_lasts_sets_the_plan_week_back_once() -> None:
    situation = given.a_situation(*ON_THURSDAY_EVENING, runner=SINCE_JANUARY, fixed=[done("2026-06-01 18:00")])
    (week,) = plan(situation).weeks
    assert week.plan_week == 27 - 4


def test_the_first_session_after_a_break_that_still_lasts_is_new_to_the_legs() -> None:
    situation = given.a_situation(
        *ON_THURSDAY_EVENING, runner=SINCE_JANUARY, availability=ON_WEDNESDAY, fixed=[done("2026-06-01 18:00")]
    )
    planned = plan(situation)
    assert [session.intensity for session in planned.sessions] == [Intensity.LIGHT]
    assert check(planned.sessions, situation) == []


def test_the_first_session_after_a_break_that_ends_in_this_week_is_new_to_the_legs() -> None:
    """The last session is 20 days past on Monday, and 22 on the only day with a window."""
    situation = given.a_situation(
        *ON_THURSDAY_EVENING, runner=SINCE_JANUARY, availability=ON_WEDNESDAY, fixed=[done("2026-06-16 18:00")]
    )
    planned = plan(situation)
    assert [session.intensity for session in planned.sessions] == [Intensity.LIGHT]
    assert check(planned.sessions, situation) == []


def test_a_break_that_lasts_on_into_the_plan_is_still_one_break() -> None:
    """Nine weeks lie between the last session and the first one after the hold: one gap, which counts once."""
    runs = [run for monday in MONDAYS for run in given.runs_in_week(monday, "Tue easy 07:00 30")]
    held = [str(THIS_MONDAY + timedelta(days=n)) for n in range(28)]
    situation = given.a_situation(
        *runs, horizon_days=41, runner=SINCE_JANUARY, fixed=[done("2026-06-01 18:00")], held=held
    )
    assert [week.plan_week for week in plan(situation).weeks] == [23, 24, 25, 26, 27, 28]
