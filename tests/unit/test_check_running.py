"""H4 to H8: what runs ask of the strength around them."""

import itertools

import pytest

from runlift.domain.kinds import Policy
from tests import builders as given
from tests.builders import FRI, MON, SAT, SUN, THU, TUE, WED
from tests.unit.breaches import broken_rules, the_breach


def test_every_later_run_counts_not_only_the_next() -> None:
    easy, hard = given.a_run("easy", on=TUE, at="06:30"), given.a_run("hard", on=TUE, at="17:00")
    session = given.a_session("heavy", start=f"{MON} 17:00")
    assert broken_rules(given.a_situation(easy, hard), session) == ["H4"]


def test_slow_recovery_needs_twelve_hours_more_before_a_key_run() -> None:
    slow = given.a_runner(slow_recovery=True)
    for kind, hours in (("hard", 48), ("long", 48), ("easy", 10)):
        situation = given.a_situation(given.a_run(kind, on=FRI, at="12:00"), runner=slow)
        run = situation.runs[0]
        for minutes, broken in ((0, []), (1, ["H4"])):
            start = given.later(run.start, minutes - 60 * hours - 55)
            session = given.a_session("heavy", start=start)
            assert [rule for rule in broken_rules(situation, session) if rule == "H4"] == broken
    situation = given.a_situation(given.a_run("hard", on=FRI, at="12:00"), runner=slow)
    assert broken_rules(situation, given.a_session("moderate", start=f"{THU} 15:15")) == []


@pytest.mark.parametrize(("intensity", "hours"), [("light", 18), ("moderate", 24), ("heavy", 36)])
def test_second_of_two_long_days_needs_longer(intensity: str, hours: int) -> None:
    first, second = (given.a_run("long", on=day, at="08:00", minutes=120) for day in (SAT, SUN))
    alone = given.a_run("long", on=WED, at="08:00", minutes=120)
    for runs, minutes, broken in (((first, second), 0, []), ((first, second), -1, ["H5"]), ((alone, second), -1, [])):
        start = given.later(second.end, 60 * hours + minutes)
        situation = given.a_situation(*runs, availability=given.an_availability(bedtime="08:00"))
        assert broken_rules(situation, given.a_session(intensity, start=start)) == broken


def test_nothing_stands_between_two_long_days() -> None:
    weekend = [given.a_run("long", on=day, at="07:00", minutes=120) for day in (SAT, SUN)]
    session = given.a_session("light", start=f"{SAT} 17:00")
    found = the_breach(given.a_situation(*weekend), session)
    assert (found.rule, found.text) == ("H5", "LIGHT stands between the long runs of Saturday and Sunday")
    assert broken_rules(given.a_situation(weekend[0]), session) == []


@pytest.mark.parametrize(
    ("start", "broken"),
    [
        (f"{SAT} 06:39", ["H4", "H12"]),
        (f"{SAT} 09:00", ["H5", "H5", "H12"]),
        (f"{SAT} 18:00", ["H5"]),
        (f"{SUN} 00:00", ["H4", "H5"]),
        (f"{SUN} 06:40", ["H4", "H5", "H12"]),
        (f"{SUN} 18:00", ["H5"]),
    ],
)
def test_between_two_long_days_reaches_from_the_end_of_one_to_the_start_of_the_other(
    start: str, broken: list[str]
) -> None:
    weekend = [given.a_run("long", on=day, at="07:00", minutes=120) for day in (SAT, SUN)]
    assert broken_rules(given.a_situation(*weekend), given.a_session("light", start=start, minutes=20)) == broken


def test_before_and_after_two_long_days_is_not_between() -> None:
    weekend = [given.a_run("long", on=day, at="12:00", minutes=120) for day in (SAT, SUN)]
    before = given.a_session("light", start=f"{SAT} 01:35")
    after = given.a_session("light", start="2026-07-13 08:00")
    assert broken_rules(given.a_situation(*weekend), before, after) == []


def test_session_that_touches_a_run_is_before_or_after_it() -> None:
    situation = given.a_situation(given.a_run("easy", on=MON, at="12:00", minutes=30))
    assert broken_rules(situation, given.a_session("heavy", start=f"{MON} 11:05", minutes=55)) == ["H4", "H6", "H12"]
    assert broken_rules(situation, given.a_session("heavy", start=f"{MON} 12:30", minutes=55)) == ["H5", "H12"]


def test_heavy_before_a_run_of_the_same_day_breaks_even_at_ten_hours() -> None:
    evening = given.a_run("easy", on=MON, at="20:00")
    assert broken_rules(given.a_situation(evening), given.a_session("heavy", start=f"{MON} 06:00")) == ["H6"]
    assert broken_rules(given.a_situation(evening), given.a_session("moderate", start=f"{MON} 06:00")) == []


@pytest.mark.parametrize(
    ("stronger", "weaker", "intensity"),
    [("race", "long", "light"), ("long", "hard", "moderate"), ("hard", "easy", "heavy")],
)
def test_strongest_run_of_a_day_caps_it(stronger: str, weaker: str, intensity: str) -> None:
    runs = [given.a_run(kind, on=MON, at=at, minutes=30) for kind, at in ((stronger, "05:00"), (weaker, "06:00"))]
    session = given.a_session(intensity, start=f"{MON} 18:00")
    for order in itertools.permutations(runs):
        assert "H7" in broken_rules(given.a_situation(*order), session)


@pytest.mark.parametrize(
    ("kind", "forbidden", "forbidden_if_hard_days_are_hard"),
    [
        (None, [], []),
        ("easy", [], []),
        ("hard", ["heavy"], []),
        ("long", ["moderate", "heavy"], ["moderate", "heavy"]),
        ("race", ["light", "moderate", "heavy"], ["light", "moderate", "heavy"]),
    ],
)
def test_day_caps(kind: str | None, forbidden: list[str], forbidden_if_hard_days_are_hard: list[str]) -> None:
    runs = [] if kind is None else [given.a_run(kind, on=MON, at="05:00", km=10)]
    for policy, expected in (
        (Policy.LIGHT_RUN_HEAVY_LIFT, forbidden),
        (Policy.HARD_DAYS_HARD, forbidden_if_hard_days_are_hard),
    ):
        situation = given.a_situation(*runs, runner=given.a_runner(policy=policy))
        for intensity in ("light", "moderate", "heavy"):
            found = broken_rules(situation, given.a_session(intensity, start=f"{MON} 18:00"))
            assert ("H7" in found) == (intensity in expected)
