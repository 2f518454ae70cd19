"""Titles of runners' and of other people's calendars, each read alone."""

import tomllib
from pathlib import Path

import pytest

from tests.unit.classify.calendars import an_event, verdict

TITLES = tomllib.loads(Path(__file__).parents[2].joinpath("fixtures/titles.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "kind"), [(language, kind) for language in TITLES for kind in TITLES[language]])
def test_title_alone_tells_the_kind(language: str, kind: str) -> None:
    titles = TITLES[language][kind]
    assert {title: verdict(an_event(title)).kind.value for title in titles} == dict.fromkeys(titles, kind)


@pytest.mark.parametrize(
    ("title", "rule", "text"),
    [
        ("Tempo Run 8 km", "title", 'the title says "tempo run"'),
        ("6x800m", "structure", "the title tells of repetitions"),
        ("Sortie longue", "title", 'the title says "sortie longue"'),
        ("8 mi at 90% 5k", "structure", "the title tells of 90 % of a fast pace"),
        ("Dentist", "title", 'the title says "dentist"'),
        ("Zebra", "assumed", "nothing in it speaks of training"),
    ],
)
def test_first_reason_names_what_decided(title: str, rule: str, text: str) -> None:
    reason = verdict(an_event(title)).because[0]
    assert (reason.rule, reason.text) == (rule, text)


@pytest.mark.parametrize("title", ["Long Run", "Tempo Run", "Easy Run", "Race Day", "Rest Day", "Ruhetag", "Gym"])
def test_explicit_word_is_sure(title: str) -> None:
    assert verdict(an_event(title)).confidence >= 0.95


def test_run_of_unknown_kind_counts_as_hard_and_says_that_it_is_a_guess() -> None:
    found = verdict(an_event("🏃 Gradual Zebra • 5km"))
    assert (found.kind, found.because[0].rule) == ("hard", "assumed")
    assert found.confidence <= 0.5


def test_plain_run_without_a_sign_of_speed_is_easy() -> None:
    found = verdict(an_event("Morning Run"))
    assert (found.kind, found.because[0].rule) == ("easy", "assumed")


@pytest.mark.parametrize(
    ("title", "also_strength"),
    [
        ("Easy 5 km + gym", True),
        ("Krafttraining + 6 km locker", True),
        ("Gym or easy 5 km", False),
        ("5 km", False),
        ("Easy 5 km, heavy legs", False),
        ("Easy 5 km + core", False),
        ("长距离 20 km (核心)", False),
    ],
)
def test_run_with_gym_work_counts_as_strength_too(title: str, *, also_strength: bool) -> None:
    assert verdict(an_event(title)).also_strength is also_strength


@pytest.mark.parametrize(
    ("title", "minutes"),
    [
        ("Easy 5 km + 20 min gym", 20),
        ("Krafttraining 45' / 6 km locker", 45),
        ("Footing 40 min, renfo 30 min", 30),
        ("Easy 5 km + gym", None),
        ("Gym 3 km warm-up run + weights", None),
        ("Easy run and gym 60 min", None),
    ],
)
def test_length_of_the_gym_work_beside_a_run_is_its_own(title: str, minutes: float | None) -> None:
    assert verdict(an_event(title)).strength_minutes == minutes


def test_notes_on_gym_work_do_not_make_a_run_count_as_strength() -> None:
    assert not verdict(an_event("5 km", notes="easy run, gym tomorrow")).also_strength


def test_run_of_no_distance_is_a_run_of_unknown_size() -> None:
    assert verdict(an_event("Easy run 0 km, 30 min")).distance_km is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Easy run, no intervals", "easy"),
        ("Easy 6 km before tomorrow's long run", "easy"),
        ("Easy 8 km (yesterday's intervals in the legs)", "easy"),
        ("Easy 10 km with 8x20s strides", "easy"),
        ("Long intervals 5x2 km", "hard"),
        ("Intervalle lang", "hard"),
        ("Comfortable pace 8 km run", "easy"),
        ("5 miles at 9:40 pace, easy", "easy"),
        ("Marathon session 12 km", "easy"),
        ("8 x 400 with easy jogs", "hard"),
        ("Long run with 3x3 km at marathon pace", "long"),
        ("Run 10 min, walk 1 min, 4 times", "easy"),
        ("Strength: lower body", "strength"),
        ("Bike + easy run", "easy"),
        ("🏃 Core and plank", "strength"),
        ("Rest day (long run tomorrow)", "rest"),
        ("Run/walk 8 x (2 min / 1 min)", "easy"),
        ("Marche/course 8 x (2'/1')", "easy"),
        ("20 x 400 w/ 200 jog", "hard"),
        ("20 x 400 w", "cross"),
        ("2E + 3T + 1E", "hard"),
        ("HR 140 - 10 km", "easy"),
        ("Week 5 - 50 km", "other"),
        ("Warm-up 2 km", "easy"),
        ("40' à 70% FCM footing", "easy"),
        ("Strength: 3x2 mi @ MP-10", "hard"),
        ("Hotel treadmill 5k", "easy"),
        ("Run the washing machine", "other"),
        ("Interval 45/15 x 20", "hard"),
        ("Rest + gym", "strength"),
        ("Rest + stretching", "rest"),
        ("Rest or 5 km easy", "rest"),
        ("5 km easy or rest", "easy"),
    ],
)
def test_words_weigh_on_each_other(title: str, kind: str) -> None:
    assert verdict(an_event(title)).kind == kind


def test_capital_letters_and_typography_make_no_difference() -> None:
    assert verdict(an_event("LONG–RUN — 18 KM")).kind == "long"
