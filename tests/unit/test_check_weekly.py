"""H9, H10, H14 and H17: what sessions leave to each other and to the week."""

from dataclasses import replace
from datetime import date

import pytest

from runlift.domain.kinds import Status
from runlift.domain.plan import Situation
from runlift.domain.sessions import Session
from runlift.domain.weeks import Week
from tests import builders as given
from tests.builders import FRI, MON, SAT, SUN, THIS_WEEK, THU, TUE, WED
from tests.unit.breaches import broken_rules, the_breach


def test_slow_recovery_needs_three_days_between_heavy_sessions() -> None:
    slow = given.a_situation(runner=given.a_runner(slow_recovery=True))
    first = given.a_session("heavy", start=f"{MON} 18:00")
    assert broken_rules(slow, first, given.a_session("heavy", start=f"{THU} 17:59")) == ["H9"]
    assert broken_rules(slow, first, given.a_session("heavy", start=f"{THU} 18:00")) == []
    assert broken_rules(slow, first, given.a_session("moderate", start=f"{WED} 06:00")) == []


def test_every_pair_counts_across_weeks() -> None:
    sunday = given.a_session("heavy", start=f"{SUN} 18:00")
    monday = given.a_session("moderate", start="2026-07-13 18:00")
    found = the_breach(given.a_situation(), monday, sunday)
    assert (found.rule, str(found.week), found.start) == ("H9", "2026-W29", monday.start)
    assert found.text == "MODERATE starts 24 h after HEAVY has started; 36 h are needed"


def running_on(*days: str) -> tuple[Situation, list[Session]]:
    """Return a week of short morning runs, and light sessions on the remaining days."""
    runs = [given.a_run("easy", on=day, at="05:00", minutes=30) for day in days]
    free = [day.isoformat() for day in THIS_WEEK.days if day.isoformat() not in days]
    return given.a_situation(*runs), [given.a_session("light", start=f"{day} 18:00") for day in free]


def test_one_day_without_a_run_stays_free() -> None:
    situation, on_days_off = running_on(MON, TUE, WED, THU, FRI)
    assert broken_rules(situation, on_days_off[0]) == []
    found = the_breach(situation, *on_days_off)
    assert (found.rule, found.week, found.key, found.start) == ("H10", THIS_WEEK, None, None)


def test_standing_sessions_that_take_every_day_off_leave_only_days_with_runs() -> None:
    situation, _ = running_on(MON, TUE, WED, THU, FRI)
    fixed = [given.a_fixed_session("light", start=f"{day} 10:00") for day in (SAT, SUN)]
    situation = replace(situation, fixed=tuple(fixed))
    assert broken_rules(situation, given.a_session("light", start=f"{WED} 18:00")) == []
    assert set(broken_rules(situation, given.a_session("light", start=f"{SUN} 18:00"))) == {"H9", "H10", "H17"}


def test_standing_session_counts_as_taking_a_day_off() -> None:
    situation, (_, sunday) = running_on(MON, TUE, WED, THU, FRI)
    fixed = given.a_fixed_session("light", start=f"{SAT} 18:00", status=Status.DONE)
    assert broken_rules(replace(situation, fixed=(fixed,)), sunday) == ["H10"]


def test_seven_running_days_keep_three_days_without_strength() -> None:
    situation, _ = running_on(*(day.isoformat() for day in THIS_WEEK.days))
    fixed = [given.a_fixed_session("light", start=f"{day} 18:00") for day in (MON, TUE, WED, THU)]
    planned = given.a_session("light", start=f"{FRI} 18:00")
    assert broken_rules(replace(situation, fixed=tuple(fixed[:3])), planned) == []
    assert broken_rules(replace(situation, fixed=tuple(fixed)), planned) == ["H10", "H14"]


def test_week_is_that_of_the_date_and_not_of_the_key() -> None:
    situation, (saturday, _) = running_on(MON, TUE, WED, THU, FRI)
    stray = replace(
        given.a_fixed_session("light", start=f"{SUN} 18:00", key="2026-W30/1"), week=Week(date(2026, 7, 20))
    )
    assert broken_rules(replace(situation, fixed=(stray,)), replace(saturday, week=stray.week)) == ["H10"]


@pytest.mark.parametrize(
    ("asked", "cap", "count", "broken"),
    [
        (2, None, 2, []),
        (2, None, 3, ["H14"]),
        (None, None, 4, []),
        (None, None, 5, ["H14"]),
        (6, None, 4, []),
        (6, None, 5, ["H14"]),
        (3, 1, 1, []),
        (3, 1, 2, ["H14"]),
        (0, None, 1, ["H14"]),
    ],
)
def test_week_holds_no_more_than_it_asks_for(asked: int | None, cap: int | None, count: int, broken: list[str]) -> None:
    sessions = [given.a_session("light", start=f"{day} 18:00") for day in THIS_WEEK.days[:count]]
    situation = given.a_situation(runner=given.a_runner(session_cap=cap))
    requests = {} if asked is None else {THIS_WEEK: asked}
    assert broken_rules(situation, *sessions, requests=requests) == broken


def test_standing_sessions_count_toward_the_week() -> None:
    done = given.a_fixed_session("light", start=f"{MON} 18:00", status=Status.DONE)
    situation = given.a_situation(fixed=[done])
    planned = given.a_session("light", start=f"{WED} 18:00")
    assert broken_rules(situation, planned, requests={THIS_WEEK: 2}) == []
    found = the_breach(situation, planned, requests={THIS_WEEK: 1})
    assert (found.rule, found.text) == ("H14", "2 sessions stand in the week; the most is 1")


def test_one_session_a_day() -> None:
    sessions = [given.a_session("light", start=f"{MON} {hour}", minutes=20) for hour in ("00:10", "20:30")]
    assert broken_rules(given.a_situation(), *sessions) == ["H17"]
