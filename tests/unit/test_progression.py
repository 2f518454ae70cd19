"""Sets, load and length of a session, against the tables of docs/rules.md."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlift.domain import rules
from runlift.domain.kinds import Experience, Intensity, Phase
from runlift.domain.progression import load_for, prescribe, round_load, sets_for
from runlift.domain.sessions import Prescription

HEAVY, MODERATE, LIGHT = Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT
BEGINNER, INTERMEDIATE, ADVANCED = Experience.BEGINNER, Experience.INTERMEDIATE, Experience.ADVANCED
BASE, BUILD, PEAK, TAPER, RACE_WEEK, RECOVERY = Phase


def a_prescription(
    intensity: Intensity = HEAVY,
    *,
    phase: Phase = BASE,
    plan_week: int = 6,
    days_to_goal: int | None = None,
    experience: Experience = INTERMEDIATE,
    after_easy_run: bool = False,
    held_from_week: int | None = None,
) -> Prescription:
    return prescribe(
        intensity,
        phase=phase,
        plan_week=plan_week,
        days_to_goal=days_to_goal,
        experience=experience,
        after_easy_run=after_easy_run,
        held_from_week=held_from_week,
    )


Cell = tuple[Phase, int, int | None, Experience, Intensity, int, int, int]

TEMPLATES: list[Cell] = [
    # phase, plan week, days to the race, experience, class, sets, minutes of jumping, minutes in all
    (BASE, 1, None, BEGINNER, MODERATE, 1, 0, 25),
    (BASE, 1, None, BEGINNER, LIGHT, 1, 0, 25),
    (BASE, 6, None, BEGINNER, MODERATE, 2, 4, 35),
    (BASE, 6, None, BEGINNER, LIGHT, 2, 0, 25),
    (BASE, 6, None, INTERMEDIATE, HEAVY, 3, 6, 55),
    (BASE, 6, None, INTERMEDIATE, MODERATE, 3, 4, 45),
    (BASE, 6, None, INTERMEDIATE, LIGHT, 2, 0, 25),
    (BASE, 6, None, ADVANCED, HEAVY, 3, 6, 55),
    (BASE, 6, None, ADVANCED, MODERATE, 3, 4, 45),
    (BASE, 6, None, ADVANCED, LIGHT, 2, 0, 25),
    (BUILD, 9, 90, BEGINNER, HEAVY, 3, 5, 55),
    (BUILD, 9, 90, BEGINNER, MODERATE, 3, 4, 45),
    (BUILD, 9, 90, BEGINNER, LIGHT, 2, 0, 25),
    (BUILD, 7, 90, INTERMEDIATE, HEAVY, 3, 8, 55),
    (BUILD, 7, 90, INTERMEDIATE, MODERATE, 3, 4, 45),
    (BUILD, 7, 90, INTERMEDIATE, LIGHT, 2, 0, 25),
    (BUILD, 7, 90, ADVANCED, HEAVY, 3, 8, 55),
    (BUILD, 7, 90, ADVANCED, MODERATE, 3, 4, 45),
    (BUILD, 7, 90, ADVANCED, LIGHT, 2, 0, 25),
    (BUILD, 12, 80, BEGINNER, HEAVY, 2, 5, 40),
    (BUILD, 12, 80, BEGINNER, MODERATE, 2, 4, 35),
    (BUILD, 12, 80, BEGINNER, LIGHT, 2, 0, 25),
    (BUILD, 8, 80, INTERMEDIATE, HEAVY, 2, 8, 45),
    (BUILD, 8, 80, INTERMEDIATE, MODERATE, 2, 4, 35),
    (BUILD, 8, 80, INTERMEDIATE, LIGHT, 2, 0, 25),
    (BUILD, 8, 80, ADVANCED, HEAVY, 2, 8, 45),
    (BUILD, 8, 80, ADVANCED, MODERATE, 2, 4, 35),
    (BUILD, 8, 80, ADVANCED, LIGHT, 2, 0, 25),
    (PEAK, 14, 35, BEGINNER, HEAVY, 2, 5, 40),
    (PEAK, 14, 35, BEGINNER, MODERATE, 2, 4, 35),
    (PEAK, 14, 35, BEGINNER, LIGHT, 2, 0, 25),
    (PEAK, 14, 35, INTERMEDIATE, HEAVY, 2, 8, 45),
    (PEAK, 14, 35, INTERMEDIATE, MODERATE, 2, 4, 35),
    (PEAK, 14, 35, INTERMEDIATE, LIGHT, 2, 0, 25),
    (PEAK, 14, 35, ADVANCED, HEAVY, 3, 8, 55),
    (PEAK, 14, 35, ADVANCED, MODERATE, 3, 4, 45),
    (PEAK, 14, 35, ADVANCED, LIGHT, 2, 0, 25),
    *((TAPER, 17, days, who, HEAVY, 2, 4, 40) for days in (14, 20) for who in Experience),
    *((TAPER, 17, days, who, MODERATE, 2, 4, 35) for days in (14, 20) for who in Experience),
    *((TAPER, 17, days, who, LIGHT, 2, 0, 25) for days in (14, 20) for who in Experience),
    *((TAPER, 18, days, who, MODERATE, 1, 4, 25) for days in (7, 13) for who in (BEGINNER, INTERMEDIATE)),
    *((TAPER, 18, days, who, LIGHT, 1, 0, 20) for days in (7, 13) for who in (BEGINNER, INTERMEDIATE)),
    *((TAPER, 18, days, ADVANCED, MODERATE, 2, 4, 35) for days in (7, 13)),
    *((TAPER, 18, days, ADVANCED, LIGHT, 2, 0, 25) for days in (7, 13)),
    *((RACE_WEEK, 19, 5, who, LIGHT, 1, 0, 20) for who in Experience),
    *((RECOVERY, 22, None, who, MODERATE, 1, 0, 20) for who in Experience),
    *((RECOVERY, 22, None, who, LIGHT, 1, 0, 20) for who in Experience),
]


@pytest.mark.parametrize("cell", TEMPLATES, ids=lambda cell: "-".join(str(part) for part in cell[:5]))
def test_template_of_the_rulebook_comes_out_as_written(cell: Cell) -> None:
    phase, plan_week, days_to_goal, experience, intensity, sets, plyo, minutes = cell
    got = a_prescription(intensity, phase=phase, plan_week=plan_week, days_to_goal=days_to_goal, experience=experience)
    assert (got.intensity, got.sets, got.plyo, got.minutes) == (intensity, sets, plyo, minutes)


@pytest.mark.parametrize(
    ("experience", "sets_by_week"),
    [
        (BEGINNER, {1: 1, 2: 1, 3: 2, 4: 1, 5: 2, 6: 2, 7: 3, 8: 2, 9: 3, 12: 2}),
        (INTERMEDIATE, {1: 2, 2: 2, 3: 3, 4: 2, 5: 3, 8: 2, 9: 3}),
        (ADVANCED, {1: 3, 2: 3, 4: 2, 5: 3, 8: 2}),
    ],
)
def test_sets_grow_with_the_weeks_and_shrink_every_fourth(experience: Experience, sets_by_week: dict[int, int]) -> None:
    got = {
        week: sets_for(intensity=HEAVY, phase=BUILD, plan_week=week, days_to_goal=None, experience=experience)
        for week in sets_by_week
    }
    assert got == sets_by_week


def test_peak_knows_no_deload_week() -> None:
    assert a_prescription(phase=PEAK, plan_week=16, days_to_goal=30, experience=ADVANCED).sets == 3


@pytest.mark.parametrize(
    ("experience", "plan_week", "share"),
    [
        (BEGINNER, 1, 0.0),
        (BEGINNER, 3, 0.025),
        (BEGINNER, 4, 0.025),
        (BEGINNER, 9, 0.125),
        (BEGINNER, 15, 0.25),
        (BEGINNER, 60, 0.25),
        (INTERMEDIATE, 1, 0.10),
        (INTERMEDIATE, 7, 0.20),
        (INTERMEDIATE, 8, 0.20),
        (INTERMEDIATE, 11, 0.26),
        (INTERMEDIATE, 14, 0.30),
        (INTERMEDIATE, 60, 0.30),
        (ADVANCED, 1, 0.15),
        (ADVANCED, 7, 0.25),
        (ADVANCED, 13, 0.33),
        (ADVANCED, 60, 0.33),
    ],
)
def test_load_has_the_check_values_of_c6(experience: Experience, plan_week: int, share: float) -> None:
    assert load_for(experience=experience, plan_week=plan_week) == share


@pytest.mark.parametrize(("intensity", "share"), [(HEAVY, 0.20), (MODERATE, 0.16), (LIGHT, 0.10)])
def test_each_class_lifts_its_share_of_the_load(intensity: Intensity, share: float) -> None:
    assert a_prescription(intensity, phase=BUILD, plan_week=7).load == share


def test_beginner_starts_with_body_weight() -> None:
    assert a_prescription(MODERATE, plan_week=1, experience=BEGINNER).load is None


def test_load_is_held_from_the_week_in_which_the_peak_began() -> None:
    assert a_prescription(phase=TAPER, plan_week=14, days_to_goal=16, held_from_week=7).load == 0.20


def test_held_load_does_not_outlive_a_break() -> None:
    assert a_prescription(phase=PEAK, plan_week=7, days_to_goal=30, held_from_week=11).load == 0.20


@pytest.mark.parametrize(("intensity", "warm_up", "after_a_run"), [(HEAVY, 8, 3), (MODERATE, 6, 3), (LIGHT, 5, 3)])
def test_easy_run_just_before_shortens_the_warm_up(intensity: Intensity, warm_up: int, after_a_run: int) -> None:
    assert a_prescription(intensity).warm_up == warm_up
    assert a_prescription(intensity, after_easy_run=True).warm_up == after_a_run


def test_heavy_session_right_after_a_short_easy_run_takes_50_minutes() -> None:
    assert a_prescription(phase=BUILD, plan_week=7, days_to_goal=100, after_easy_run=True).minutes == 50


def test_first_session_of_a_beginner_after_a_run_takes_25_minutes() -> None:
    assert a_prescription(MODERATE, plan_week=1, experience=BEGINNER, after_easy_run=True).minutes == 25


@pytest.mark.parametrize(("experience", "last_week_without"), [(BEGINNER, 4), (INTERMEDIATE, 2), (ADVANCED, 0)])
def test_jumping_waits_for_its_first_week(experience: Experience, last_week_without: int) -> None:
    weeks = [week for week in range(1, 10) if not a_prescription(plan_week=week, experience=experience).plyo]
    assert weeks == list(range(1, last_week_without + 1))


def test_every_prescription_lasts_20_to_60_minutes_in_steps_of_5() -> None:
    cases = itertools.product(Intensity, Phase, range(1, 30), (None, 3, 10, 16, 40), Experience, (False, True))
    lengths = {
        a_prescription(
            intensity, phase=phase, plan_week=week, days_to_goal=days, experience=who, after_easy_run=after
        ).minutes
        for intensity, phase, week, days, who, after in cases
    }
    assert lengths <= set(range(rules.MIN_MINUTES, rules.MAX_MINUTES + 1, 5))


@pytest.mark.parametrize(
    ("kg", "dumbbells", "picked"),
    [
        (14.0, None, 14),
        (70 * 0.16, None, 10),
        (9.9, None, 9),
        (10.0, None, 10),
        (11.99, None, 10),
        (23.1, None, 22),
        (1.75, None, 1),
        (0.9, None, None),
        ((0.1 + 0.7) * 10, None, 8),  # 7.999999999999999
        ((0.1 + 0.7) * 10, (8,), 8),
        (11.2, (4, 6, 8, 10, 12, 16), 10),
        (12.0, (16, 12, 4), 12),
        (3.9, (4, 6), None),
        (30.0, (4, 6), 6),
        (30.0, (), None),
    ],
)
def test_load_rounds_down_to_a_dumbbell(kg: float, dumbbells: tuple[float, ...] | None, picked: float | None) -> None:
    assert round_load(kg, dumbbells) == picked


@given(kg=st.floats(0, 60), owned=st.none() | st.lists(st.floats(0.5, 40), max_size=6).map(tuple))
def test_picked_load_is_never_above_the_wish(kg: float, owned: tuple[float, ...] | None) -> None:
    picked = round_load(kg, owned)
    assert picked is None or 0 < picked <= kg + 1e-6
