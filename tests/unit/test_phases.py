"""Where a day stands in the season, and what its week asks for."""

from datetime import date, timedelta

import pytest

from runlift.domain.kinds import Intensity, Phase
from runlift.domain.phases import Season, weekly_request
from runlift.domain.runs import Run
from runlift.domain.weeks import Week
from tests import builders as given

RACE_DAY = date(2026, 10, 18)
LETTERS = {"H": Intensity.HEAVY, "M": Intensity.MODERATE, "L": Intensity.LIGHT}


def a_season(*races: Run, today: str = "2026-01-05") -> Season:
    return Season.of(races, date.fromisoformat(today))


def letters(request: tuple[Intensity, ...]) -> str:
    return "".join(letter for intensity in request for letter, meaning in LETTERS.items() if meaning is intensity)


@pytest.mark.parametrize(
    ("km", "edges"),
    [
        (5, {0: Phase.RACE_WEEK, 6: Phase.RACE_WEEK, 7: Phase.PEAK, 20: Phase.PEAK, 21: Phase.BUILD, 56: Phase.BASE}),
        (10, {6: Phase.RACE_WEEK, 7: Phase.TAPER, 10: Phase.TAPER, 11: Phase.PEAK, 24: Phase.PEAK, 25: Phase.BUILD}),
        (21.1, {7: Phase.TAPER, 13: Phase.TAPER, 14: Phase.PEAK, 34: Phase.PEAK, 35: Phase.BUILD, 84: Phase.BASE}),
        (42.2, {7: Phase.TAPER, 20: Phase.TAPER, 21: Phase.PEAK, 48: Phase.PEAK, 49: Phase.BUILD, 111: Phase.BUILD}),
        (80, {20: Phase.TAPER, 21: Phase.PEAK, 111: Phase.BUILD, 112: Phase.BASE}),
    ],
)
def test_a_day_has_the_phase_of_its_distance_from_the_goal_race(km: float, edges: dict[int, Phase]) -> None:
    season = a_season(given.a_race(on=RACE_DAY.isoformat(), km=km))

    assert {days: season.phase_on(RACE_DAY - timedelta(days=days)) for days in edges} == edges


@pytest.mark.parametrize(("km", "last_day_of_recovery"), [(5, 2), (10, 5), (21.1, 12), (42.2, 25), (80, 27), (160, 34)])
def test_recovery_lasts_until_heavy_is_allowed_again(km: float, last_day_of_recovery: int) -> None:
    season = a_season(given.a_race(on=RACE_DAY.isoformat(), km=km))
    last = RACE_DAY + timedelta(days=last_day_of_recovery)

    assert (season.phase_on(last), season.phase_on(last + timedelta(days=1))) == (Phase.RECOVERY, Phase.BASE)


def test_without_a_race_every_day_is_base() -> None:
    assert a_season().phase_on(RACE_DAY) is Phase.BASE


def test_without_a_flag_the_longest_race_of_the_next_twenty_weeks_is_the_goal() -> None:
    ten = given.a_race(on="2026-03-01", km=10, goal=False)
    half = given.a_race(on="2026-04-12", km=21.1, goal=False)
    too_far = given.a_race(on="2026-10-18", km=42.2, goal=False)

    season = a_season(ten, half, too_far)

    assert next(race.day for race in season.goals) == half.day


def test_of_two_races_of_one_length_the_later_is_the_goal() -> None:
    first, second = (given.a_race(on=day, km=10, goal=False) for day in ("2026-03-01", "2026-04-12"))

    goal = a_season(first, second).next_goal(date(2026, 1, 5))

    assert goal is not None
    assert goal.day == second.day


def test_a_flag_decides_against_a_longer_race() -> None:
    flagged = given.a_race(on="2026-03-01", km=10)
    longer = given.a_race(on="2026-02-01", km=42.2, goal=False)

    goal = a_season(flagged, longer).next_goal(date(2026, 1, 5))

    assert goal is not None
    assert goal.day == flagged.day


def test_after_the_goal_the_next_one_is_chosen_anew() -> None:
    first = given.a_race(on="2026-03-01", km=42.2, goal=False)
    second = given.a_race(on="2026-06-07", km=21.1, goal=False)

    goal = a_season(first, second).next_goal(date(2026, 3, 2))

    assert goal is not None
    assert goal.day == second.day


def test_a_marathon_that_was_run_last_week_is_still_recovered_from() -> None:
    run = given.a_race(on="2026-10-18", km=42.2, goal=False)

    assert a_season(run, today="2026-10-26").phase_on(date(2026, 10, 28)) is Phase.RECOVERY


@pytest.mark.parametrize(
    ("experience", "plan_week", "request_"),
    [
        ("beginner", 1, "MM"),
        ("beginner", 5, "MML"),
        ("beginner", 9, "HML"),
        ("intermediate", 2, "MMM"),
        ("intermediate", 3, "HHM"),
        ("intermediate", 4, "HMM"),
        ("advanced", 1, "HHM"),
        ("advanced", 8, "HMM"),
        ("advanced", 0, ""),
    ],
)
def test_a_base_week_asks_for_what_the_runner_can_take(experience: str, plan_week: int, request_: str) -> None:
    week = Week(date(2026, 3, 2))
    asked = weekly_request(week, season=a_season(), plan_week=plan_week, runner=given.a_runner(experience))

    assert letters(asked) == request_


@pytest.mark.parametrize(
    ("monday", "experience", "plan_week", "request_"),
    [
        ("2026-07-06", "beginner", 8, "MM"),
        ("2026-07-06", "beginner", 9, "HM"),
        ("2026-07-06", "intermediate", 7, "HM"),
        ("2026-07-06", "intermediate", 8, "MM"),
        ("2026-07-06", "advanced", 7, "HH"),
        ("2026-07-06", "advanced", 8, "HM"),
        ("2026-09-07", "beginner", 12, "M"),
        ("2026-09-07", "intermediate", 12, "H"),
        ("2026-09-28", "advanced", 17, "H"),
        ("2026-09-28", "beginner", 17, "M"),
        ("2026-10-05", "advanced", 18, "M"),
        ("2026-10-12", "advanced", 19, "L"),
        ("2026-10-19", "advanced", 20, ""),
        ("2026-10-26", "advanced", 21, "L"),
        ("2026-11-02", "advanced", 22, "ML"),
        ("2026-11-16", "advanced", 23, "HHM"),
    ],
)
def test_a_week_asks_for_what_the_phase_of_its_thursday_asks(
    monday: str, experience: str, plan_week: int, request_: str
) -> None:
    week = Week(date.fromisoformat(monday))
    asked = weekly_request(
        week, season=a_season(given.MARATHON), plan_week=plan_week, runner=given.a_runner(experience)
    )

    assert letters(asked) == request_


@pytest.mark.parametrize(
    ("monday", "cap", "bias", "request_"),
    [
        ("2026-03-02", None, 1, "HHMM"),
        ("2026-07-06", None, 1, "HMM"),
        ("2026-09-07", None, 1, "HM"),
        ("2026-09-28", None, 1, "H"),
        ("2026-03-02", None, -1, "HH"),
        ("2026-10-12", None, -1, ""),
        ("2026-03-02", 2, 0, "HH"),
        ("2026-09-07", 4, 0, "H"),
    ],
)
def test_the_runner_may_ask_for_one_more_one_less_or_a_cap(
    monday: str, cap: int | None, bias: int, request_: str
) -> None:
    runner = given.a_runner(session_cap=cap, session_bias=bias)
    week = Week(date.fromisoformat(monday))
    asked = weekly_request(week, season=a_season(given.MARATHON), plan_week=7, runner=runner)

    assert letters(asked) == request_


def test_the_session_of_race_week_can_be_switched_off() -> None:
    runner = given.a_runner(race_week_session=False)
    week = Week(date(2026, 10, 12))

    assert weekly_request(week, season=a_season(given.MARATHON), plan_week=7, runner=runner) == ()
