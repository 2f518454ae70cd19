"""The checker of the hard rules: what is a violation, what is excused, and what it says."""

from dataclasses import replace
from itertools import permutations

import pytest

from runlift.domain.check import check
from runlift.domain.kinds import Status
from runlift.domain.plan import Violation
from tests import builders as given
from tests.builders import FRI, MON, SAT, THIS_WEEK, TUE, WED
from tests.unit.breaches import broken_rules, the_breach


def test_no_sessions_break_nothing() -> None:
    assert check([], given.a_situation(*given.W3_RUNS)) == []


def test_violation_names_the_rule_the_session_and_the_numbers() -> None:
    session = given.a_session("heavy", start=f"{WED} 18:00", key="2026-W28/2")
    assert the_breach(given.a_situation(*given.W3_RUNS), session) == Violation(
        rule="H4",
        week=THIS_WEEK,
        text="HEAVY ends 11 h 35 before Thursday's hard run; 36 h are needed",
        key="2026-W28/2",
        start=session.start,
    )


def test_violations_come_by_week_then_hour_then_rule() -> None:
    sessions = [
        given.a_session("heavy", start="2026-07-14 07:40"),
        given.a_session("heavy", start=f"{SAT} 09:00"),
        given.a_session("heavy", start=f"{WED} 18:00", minutes=61),
    ]
    found = check(sessions, given.a_situation(*given.W3_RUNS), requests={THIS_WEEK: 1})
    assert [(str(violation.week), violation.rule) for violation in found] == [
        ("2026-W28", "H4"),
        ("2026-W28", "H18"),
        ("2026-W28", "H4"),
        ("2026-W28", "H5"),
        ("2026-W28", "H8"),
        ("2026-W28", "H14"),
        ("2026-W29", "H5"),
        ("2026-W29", "H7"),
    ]


def test_report_does_not_depend_on_the_order_of_sessions_at_one_hour() -> None:
    sessions = [
        given.a_session(intensity, start=f"{MON} 18:00", minutes=30, key=key)
        for intensity, key in (("heavy", "2026-W28/1"), ("heavy", "2026-W28/2"), ("light", None), ("moderate", None))
    ]
    reports = {tuple(check(order, given.a_situation())) for order in permutations(sessions)}
    assert len(reports) == 1


@pytest.mark.parametrize(
    ("session", "text"),
    [
        (("light", "2026-10-15 09:35", 25), "LIGHT ends 71 h before Sunday's race; 72 h are needed"),
        (("heavy", "2026-10-09 18:00", 55), "HEAVY stands 9 days before the goal race; 10 are needed"),
        (("light", "2026-10-19 18:00", 25), "LIGHT stands 1 day after Sunday's race; 8 are needed"),
        (("light", "2026-10-25 18:00", 25), "LIGHT stands 7 days after Sunday's race; 8 are needed"),
        (("moderate", f"{TUE} 08:30", 45), "MODERATE starts 1 h after Tuesday's hard run; 3 h are needed"),
        (("heavy", f"{TUE} 17:00", 55), "HEAVY stands on the day of a hard run; MODERATE is the most"),
        (("light", f"{SAT} 18:00", 35), "35 min stand on the eve of Sunday's long run; 30 min are the most"),
        (("moderate", f"{WED} 06:45", 45), "it overlaps Wednesday's easy run at 06:30"),
        (("light", f"{FRI} 06:00", 20), "it ends 10 min before Friday's easy run at 06:30; 15 min are needed"),
        (("light", f"{FRI} 06:10", 20), "it ends 0 min before Friday's easy run at 06:30; 15 min are needed"),
        (("light", f"{FRI} 07:15", 20), "it starts 0 min after Friday's easy run until 07:15; 10 min are needed"),
        (("light", f"{FRI} 07:20", 20), "it starts 5 min after Friday's easy run until 07:15; 10 min are needed"),
        (("light", f"{MON} 20:55", 20), "it ends at 21:15; 60 min to 22:00 are needed"),
        (("light", f"{MON} 18:00", 61), "it lasts 61 minutes; 20 to 60 are allowed"),
    ],
)
def test_text_tells_what_is_and_what_is_needed(session: tuple[str, str, int], text: str) -> None:
    intensity, start, minutes = session
    lift = given.a_session(intensity, start=start, minutes=minutes, plan_week=20)
    found = check([lift], given.a_situation(*given.W3_RUNS, given.MARATHON))
    assert text in [violation.text for violation in found]


def test_done_session_is_never_at_fault() -> None:
    done = given.a_fixed_session("heavy", start=f"{WED} 18:00", status=Status.DONE)
    assert broken_rules(given.a_situation(*given.W3_RUNS, held=[WED]), done) == []


def test_pinned_session_is_told_what_it_does_to_a_run() -> None:
    pinned = replace(given.a_fixed_session("heavy", start=f"{WED} 18:00", key="2026-W29/1"), week=THIS_WEEK.next())
    found = the_breach(given.a_situation(*given.W3_RUNS), pinned)
    assert (found.rule, found.key, found.week) == ("H4", "2026-W29/1", THIS_WEEK)


def test_fixed_session_of_the_situation_needs_not_be_passed_again() -> None:
    pinned = given.a_fixed_session("heavy", start=f"{WED} 18:00")
    assert broken_rules(given.a_situation(*given.W3_RUNS, fixed=[pinned]), pinned) == ["H4"]
    assert broken_rules(given.a_situation(*given.W3_RUNS, fixed=[pinned])) == ["H4"]


def test_pinned_session_with_its_new_content_takes_the_place_of_the_fixed_one() -> None:
    pinned = given.a_fixed_session("heavy", start=f"{SAT} 18:00", key="2026-W28/1")
    lighter = given.a_session("light", start=f"{SAT} 18:00", status=Status.PINNED, key="2026-W28/1")
    assert broken_rules(given.a_situation(*given.W3_RUNS, fixed=[pinned]), lighter) == []


@pytest.mark.parametrize("status", [Status.PINNED, Status.FROZEN])
def test_standing_session_keeps_its_hour_and_length(status: Status) -> None:
    standing = given.a_session("light", start=f"{MON} 21:30", minutes=70, status=status)
    no_windows = given.an_availability(at=given.windows(""))
    assert broken_rules(given.a_situation(availability=no_windows), standing) == []


def test_pinned_session_over_an_event_is_the_choice_of_the_runner() -> None:
    meeting = given.a_busy_time(start=f"{MON} 18:00")
    pinned = given.a_session("light", start=f"{MON} 18:15", status=Status.PINNED)
    frozen = replace(pinned, status=Status.FROZEN)
    assert broken_rules(given.a_situation(busy=[meeting]), pinned) == []
    assert broken_rules(given.a_situation(busy=[meeting]), frozen) == ["H12"]


def test_standing_sessions_may_crowd_each_other() -> None:
    crowd = [
        given.a_fixed_session("heavy", start=f"{day} {hour}") for day in THIS_WEEK.days for hour in ("10:00", "17:00")
    ]
    assert broken_rules(given.a_situation(fixed=crowd)) == []


@pytest.mark.parametrize("status", [Status.PINNED, Status.DONE])
@pytest.mark.parametrize("fixed_day", [MON, WED])
def test_planned_session_answers_for_its_distance_to_a_standing_one(fixed_day: str, status: Status) -> None:
    standing = given.a_fixed_session("heavy", start=f"{fixed_day} 18:00", status=status)
    planned = given.a_session("heavy", start=f"{TUE} 18:00")
    found = the_breach(given.a_situation(fixed=[standing]), planned)
    assert (found.rule, found.start) == ("H9", planned.start)


def test_night_of_the_change_to_summer_time_is_an_hour_shorter() -> None:
    session = given.a_session("heavy", start="2026-03-28 17:35", minutes=55)  # until 18:30
    for hour, broken in (("07:29", ["H4"]), ("07:30", [])):
        assert broken_rules(given.a_situation(given.a_run("hard", on="2026-03-30", at=hour)), session) == broken


def test_night_of_the_change_to_winter_time_is_an_hour_longer() -> None:
    saturday = given.a_session("moderate", start="2026-10-24 18:00")
    for hour, broken in (("04:59", ["H9"]), ("05:00", [])):
        assert (
            broken_rules(given.a_situation(), saturday, given.a_session("moderate", start=f"2026-10-26 {hour}"))
            == broken
        )


def test_run_past_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    situation = given.a_situation(given.a_run("hard", on=MON, at="23:30", minutes=60))
    assert broken_rules(situation, given.a_session("heavy", start=f"{TUE} 18:00")) == []
    assert broken_rules(situation, given.a_session("moderate", start=f"{TUE} 03:30")) == []
    assert broken_rules(situation, given.a_session("moderate", start=f"{TUE} 03:29")) == ["H5"]
