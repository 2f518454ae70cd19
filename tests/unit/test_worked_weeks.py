"""The worked weeks come out of the planner to the minute, at the price that they are known to have."""

import pytest

from runlift.domain.check import check
from runlift.domain.planner import plan
from tests.unit.worked_weeks import WORKED_WEEKS, Expected, WorkedWeek

each_week = pytest.mark.parametrize("worked", WORKED_WEEKS, ids=lambda worked: worked.name)


@each_week
def test_a_worked_week_gets_its_sessions_to_the_minute(worked: WorkedWeek) -> None:
    sessions = plan(worked.situation).sessions

    assert worked.expected == tuple(
        Expected(
            start=session.start,
            end=session.end,
            intensity=session.intensity,
            sets=session.prescription.sets,
        )
        for session in sessions
    )


@each_week
def test_a_worked_week_costs_what_it_is_known_to_cost(worked: WorkedWeek) -> None:
    assert plan(worked.situation).cost == worked.cost


@each_week
def test_a_worked_week_asks_for_what_its_phase_asks(worked: WorkedWeek) -> None:
    outline = plan(worked.situation).weeks[0]

    assert (outline.request, outline.plan_week) == (worked.request, worked.plan_week)


@each_week
def test_a_worked_week_breaks_no_rule(worked: WorkedWeek) -> None:
    planned = plan(worked.situation)

    assert check(planned.sessions, worked.situation) == []


@each_week
def test_only_a_week_with_seven_running_days_is_told_that_it_has_no_rest_day(worked: WorkedWeek) -> None:
    warnings = [notice.text for notice in plan(worked.situation).warnings]

    assert any("no full rest day" in text for text in warnings) is not worked.full_rest_day


@each_week
def test_every_session_says_why_in_at_most_three_short_sentences(worked: WorkedWeek) -> None:
    for session in plan(worked.situation).sessions:
        assert 1 <= len(session.because) <= 3
        assert all(len(reason.text) <= 110 for reason in session.because)
