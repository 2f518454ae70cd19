"""The worked weeks through the front door: a calendar file and a config in, the known sessions out."""

from pathlib import Path

import pytest

from runlift.domain.plan import Situation
from tests.system.desk import Desk, a_desk, calendar
from tests.unit.worked_weeks import WORKED_WEEKS, WorkedWeek

_TITLES = {"easy": "Easy run", "hard": "Intervals", "long": "Long run", "race": "Marathon race"}


def as_calendar(situation: Situation) -> str:
    return calendar(
        (f"{run.start:%Y%m%d}", f"{run.start:%H%M%S}", run.minutes, _TITLES[run.kind.value]) for run in situation.runs
    )


def as_config(situation: Situation) -> str:
    runner = situation.runner
    return f"""
[runner]
timezone = "Europe/Berlin"
experience = "{runner.experience}"
strength_since = {runner.strength_since}
bedtime = "22:00"

[goal]
date = 2026-10-18
distance_km = 42.2

[timing]
policy = "{runner.policy}"
prefer = "18:00"
horizon_days = {situation.horizon_days}
windows.weekday = ["12:00-13:30", "17:00-21:00"]
windows.weekend = ["07:00-19:00"]

[[source]]
type = "ics"
path = "runs.ics"
"""


@pytest.mark.parametrize("worked", WORKED_WEEKS, ids=lambda worked: worked.name)
def test_a_worked_week_comes_out_of_plan_to_the_minute(
    worked: WorkedWeek, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk: Desk = a_desk(tmp_path, capsys)
    desk.runs(as_calendar(worked.situation))
    desk.config(as_config(worked.situation))

    shape = desk.do("plan", "--json", now=worked.situation.now.isoformat()).json

    assert [
        (session["start"], session["end"], session["intensity"], session["sets"]) for session in shape["sessions"]
    ] == [
        (expected.start.isoformat(), expected.end.isoformat(), expected.intensity.value, expected.sets)
        for expected in worked.expected
    ]
    assert (shape["cost"], shape["violations"]) == (worked.cost, [])
