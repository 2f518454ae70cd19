"""H1, H2, H3: what races ask for."""

from datetime import date, timedelta

import pytest

from tests import builders as given
from tests.builders import SUN
from tests.unit.breaches import broken_rules

RACE_DAY = date(2026, 10, 18)


@pytest.mark.parametrize(("intensity", "hours"), [("light", 72), ("moderate", 72), ("heavy", 96)])
def test_race_shield(intensity: str, hours: int) -> None:
    race = given.a_race(on="2026-07-19", km=5, goal=False)
    far_goal = given.a_race(on="2026-11-15", km=42.2)
    situation = given.a_situation(race, far_goal)
    last = given.later(race.start, -60 * hours - 45)
    for minutes, broken in ((0, []), (1, ["H1"])):
        session = given.a_session(intensity, start=given.later(last, minutes), minutes=45)
        assert broken_rules(situation, session) == broken


DISTANCES = [None, 5.5, 5.6, 10.5, 10.6, 21.5, 21.6, 43, 43.1, 100, 100.1]


@pytest.mark.parametrize(
    ("intensity", "last_days"),
    [("moderate", [7, 5, 5, 5, 7, 7, 7, 7, 7, 7, 7]), ("heavy", [8, 7, 7, 7, 8, 8, 10, 10, 10, 10, 10])],
)
def test_goal_countdown(intensity: str, last_days: list[int]) -> None:
    for km, last in zip(DISTANCES, last_days, strict=True):
        situation = given.a_situation(given.a_race(on=RACE_DAY.isoformat(), km=km))
        for days, broken in ((last, []), (last - 1, ["H2"])):
            session = given.a_session(intensity, start=f"{RACE_DAY - timedelta(days=days)} 10:00")
            assert broken_rules(situation, session) == broken


def test_light_session_has_no_countdown() -> None:
    situation = given.a_situation(given.MARATHON)
    assert broken_rules(situation, given.a_session("light", start="2026-10-15 07:00")) == []


@pytest.mark.parametrize(
    ("intensity", "goal", "first_days"),
    [
        ("light", True, [4, 2, 3, 3, 4, 4, 8, 8, 11, 11, 15]),
        ("moderate", True, [7, 2, 4, 4, 7, 7, 14, 14, 21, 21, 21]),
        ("heavy", True, [13, 3, 6, 6, 13, 13, 26, 26, 28, 28, 35]),
        ("light", False, [4, 2, 3, 3, 4, 4, 8, 8, 11, 11, 15]),
        ("moderate", False, [7, 2, 4, 4, 7, 7, 14, 14, 21, 21, 21]),
        ("heavy", False, [7, 3, 6, 6, 7, 7, 26, 26, 28, 28, 35]),
    ],
)
def test_first_day_after_a_race(intensity: str, *, goal: bool, first_days: list[int]) -> None:
    goal_ahead = given.a_race(on="2027-06-20", km=42.2)
    for km, first in zip(DISTANCES, first_days, strict=True):
        race = given.a_race(on=RACE_DAY.isoformat(), km=km, goal=goal, minutes=60)
        situation = given.a_situation(race, goal_ahead)
        for days, broken in ((first, []), (first - 1, ["H3"])):
            session = given.a_session(intensity, start=f"{RACE_DAY + timedelta(days=days)} 18:00")
            assert broken_rules(situation, session) == broken


def test_evening_of_a_race_is_closed() -> None:
    situation = given.a_situation(given.MARATHON)
    assert broken_rules(situation, given.a_session("light", start="2026-10-18 18:00")) == ["H3", "H7"]


def test_morning_of_a_race_is_not_after_it() -> None:
    situation = given.a_situation(given.a_race(on=SUN, at="20:00", km=5, goal=False), given.MARATHON)
    for start in ("10:00", "19:35"):
        session = given.a_session("light", start=f"{SUN} {start}", minutes=25)
        assert [rule for rule in broken_rules(situation, session) if rule != "H12"] == ["H1", "H7"]


@pytest.mark.parametrize(
    ("first_km", "second_km", "goal"),
    [(10, 21.1, 1), (21.1, 10, 0), (None, 10, 0), (10, None, 1), (None, 42.2, 1), (10, 10, 1)],
)
def test_race_without_a_flag_is_the_goal_if_it_is_the_longest_or_the_later_of_two(
    first_km: float | None, second_km: float | None, goal: int
) -> None:
    first = given.a_race(on="2026-08-02", km=first_km, minutes=30, goal=False)
    second = given.a_race(on="2026-10-04", km=second_km, minutes=30, goal=False)
    for races in ((first, second), (second, first)):
        for n, race in enumerate((first, second)):
            session = given.a_session("heavy", start=f"{race.day - timedelta(days=6)} 10:00")
            assert broken_rules(given.a_situation(*races), session) == (["H2"] if n == goal else [])


def test_flagged_race_is_the_goal_before_a_longer_one() -> None:
    longer = given.a_race(on="2026-08-16", km=42.2, goal=False)
    situation = given.a_situation(longer, given.a_race(on="2026-09-20", km=10))
    assert broken_rules(situation, given.a_session("heavy", start="2026-08-10 10:00")) == []
    assert broken_rules(situation, given.a_session("heavy", start="2026-09-14 10:00")) == ["H2"]


@pytest.mark.parametrize(("goal_day", "broken"), [("2026-07-05", ["H2"]), ("2026-07-06", [])])
def test_goal_that_was_run_gives_way_to_the_next_race_ahead(goal_day: str, broken: list[str]) -> None:
    goal, ahead = given.a_race(on=goal_day, km=5), given.a_race(on="2026-08-16", km=10, goal=False)
    situation = given.a_situation(goal, ahead, now="2026-07-06 00:00")
    assert broken_rules(situation, given.a_session("heavy", start="2026-08-10 10:00")) == broken


@pytest.mark.parametrize(("far_day", "goal_day"), [("2026-11-22", "2026-11-22"), ("2026-11-23", "2026-08-16")])
def test_longest_race_is_looked_for_in_the_next_twenty_weeks(far_day: str, goal_day: str) -> None:
    near, far = given.a_race(on="2026-08-16", km=5, goal=False), given.a_race(on=far_day, km=10, goal=False)
    situation = given.a_situation(near, far, now="2026-07-05 08:00")
    for race in (near, far):
        session = given.a_session("heavy", start=f"{race.day - timedelta(days=6)} 06:00")
        assert broken_rules(situation, session) == (["H2"] if str(race.day) == goal_day else [])


@pytest.mark.parametrize(("long_day", "broken"), [("2026-07-05", ["H2"]), ("2026-07-06", [])])
def test_longest_race_is_looked_for_from_today_on(long_day: str, broken: list[str]) -> None:
    longer = given.a_race(on=long_day, km=42.2, goal=False)
    shorter = given.a_race(on="2026-08-16", km=5, goal=False)
    situation = given.a_situation(longer, shorter, now="2026-07-06 18:00")
    assert broken_rules(situation, given.a_session("heavy", start="2026-08-10 10:00")) == broken
