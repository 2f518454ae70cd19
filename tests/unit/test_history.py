"""What the past says about the plan week and about whether lifting is new to the legs."""

from datetime import date

import pytest

from runlift.domain.history import History
from runlift.domain.kinds import Status
from runlift.domain.sessions import FixedSession
from runlift.domain.weeks import Week
from tests import builders as given

TODAY = date(2026, 7, 6)


def done_on(*days: str) -> list[FixedSession]:
    return [
        given.a_fixed_session(
            "moderate", start=f"{day} 18:00", status=Status.DONE, key=f"{Week.of(date.fromisoformat(day))}/1"
        )
        for day in days
    ]


def a_history(since: str | None, *days: str) -> History:
    return History(None if since is None else date.fromisoformat(since), done_on(*days), TODAY)


@pytest.mark.parametrize(
    ("monday", "plan_week"), [("2026-05-25", 1), ("2026-07-06", 7), ("2026-07-13", 8), ("2026-05-18", 0)]
)
def test_the_plan_week_counts_from_the_first_week_of_strength(monday: str, plan_week: int) -> None:
    assert a_history("2026-05-27").plan_week(Week(date.fromisoformat(monday))) == plan_week


def test_without_a_first_week_the_first_known_session_is_the_beginning() -> None:
    assert a_history(None, "2026-06-23").plan_week(Week.of(TODAY)) == 3


def test_without_a_first_week_and_without_a_session_it_begins_now() -> None:
    assert a_history(None).plan_week(Week.of(TODAY)) == 1


def test_a_break_of_three_weeks_sets_the_plan_week_back_by_four() -> None:
    broken = a_history("2026-03-30", "2026-06-01", "2026-06-30")

    # 2026-06-30 would be plan week 14.
    assert [broken.plan_week(Week(date(2026, 6, day))) for day in (22, 29)] == [13, 10]
    assert broken.plan_week(Week.of(TODAY)) == 11


def test_a_break_never_sets_it_back_before_the_beginning() -> None:
    assert a_history("2026-06-01", "2026-06-02", "2026-06-30").plan_week(Week(date(2026, 6, 29))) == 1


def test_a_break_that_still_lasts_sets_this_week_back() -> None:
    assert a_history("2026-03-30", "2026-06-01").plan_week(Week.of(TODAY)) == 11


def test_twenty_days_are_no_break() -> None:
    assert a_history("2026-03-30", "2026-06-16").plan_week(Week.of(TODAY)) == 15


def test_a_gap_before_the_first_known_session_is_no_break() -> None:
    assert a_history("2026-03-30", "2026-07-02").plan_week(Week.of(TODAY)) == 15


def test_sessions_before_the_first_week_and_the_runners_own_do_not_count() -> None:
    early = done_on("2026-06-23")
    own = [given.a_fixed_session("moderate", start="2026-07-01 18:00", status=Status.DONE)]

    assert History(date(2026, 6, 29), [*early, *own], TODAY).known == []


@pytest.mark.parametrize(
    ("since", "days", "novel"),
    [
        ("2026-07-06", (), 2),
        ("2026-07-13", (), 2),
        ("2026-06-29", (), 0),
        ("2026-06-29", ("2026-06-30",), 1),
        ("2026-06-29", ("2026-06-30", "2026-07-02"), 0),
        ("2026-03-30", ("2026-07-01",), 0),
        ("2026-03-30", ("2026-06-01",), 2),
        ("2026-03-30", ("2026-06-01", "2026-07-01"), 1),
    ],
)
def test_the_first_two_sessions_ever_or_after_a_break_are_novel(since: str, days: tuple[str, ...], novel: int) -> None:
    assert a_history(since, *days).novel_sessions == novel
