"""A run that holds gym work too, from the calendar to the plan."""

from pathlib import Path

import pytest

from tests.system.desk import WEEK, Answer, Desk, a_desk, calendar


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return a_desk(tmp_path, capsys)


def plan_with(desk: Desk, title: str, minutes: int) -> Answer:
    """Return the plan of the build week with another run on its Wednesday morning."""
    desk.runs(calendar([run if run[0] != "20260708" else ("20260708", "063000", minutes, title) for run in WEEK]))
    return desk.do("plan", "--json")


def test_run_with_gym_work_counts_as_one_of_the_weeks_sessions(desk: Desk) -> None:
    shape = plan_with(desk, "Easy 5 km + gym", 90).json

    assert [session["intensity"] for session in shape["sessions"]] == ["heavy"]
    assert (shape["unplaced"], shape["violations"]) == ([], [])
    (wednesday,) = [run for run in shape["runs"] if run["start"].startswith("2026-07-08")]
    assert wednesday["end"].startswith("2026-07-08T07:05")


def test_short_gym_work_beside_a_run_leaves_the_week_its_sessions(desk: Desk) -> None:
    shape = plan_with(desk, "Easy 5 km + 20 min gym", 60).json

    assert [session["intensity"] for session in shape["sessions"]] == ["moderate", "heavy"]


def test_explain_tells_that_a_run_holds_gym_work(desk: Desk) -> None:
    plan_with(desk, "Easy 5 km + gym", 90)

    assert "it holds strength work too" in desk.do("explain", "Easy 5 km + gym").out
