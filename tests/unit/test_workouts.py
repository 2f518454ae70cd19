"""What stands in a workout, line by line (C1 to C4, C10)."""

import pytest

from runlift.domain import rules
from runlift.domain.exercises import HARDER_JUMPS, JUMPS
from runlift.domain.kinds import Experience, Intensity
from runlift.domain.runner import Runner
from runlift.domain.sessions import Prescription, Step
from runlift.domain.workouts import Variant, write_workout

HEAVY, MODERATE, LIGHT = Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT
SEEDS_FIVE = [
    "Single-leg deadlift",
    "Single-leg deficit squat",
    "Single-leg calf raise, knee straight",
    "Single-leg calf raise, knee bent",
    "Dumbbell march",
    "Side plank crunch",
]


def a_workout(
    intensity: Intensity = HEAVY,
    *,
    sets: int = 3,
    warm_up: int = 8,
    plyo: int = 8,
    load: float | None = 0.20,
    variant: Variant = "A",
    jumping: bool = True,
    experience: Experience = Experience.INTERMEDIATE,
    plan_week: int = 7,
    body_weight_kg: float | None = 70,
    dumbbells_kg: tuple[float, ...] | None = None,
) -> dict[str, Step]:
    prescription = Prescription(intensity=intensity, sets=sets, warm_up=warm_up, plyo=plyo, minutes=55, load=load)
    runner = Runner(experience=experience, body_weight_kg=body_weight_kg, dumbbells_kg=dumbbells_kg)
    steps = write_workout(prescription, variant=variant, jumping=jumping, runner=runner, plan_week=plan_week)
    return {step.name: step for step in steps}


def test_heavy_session_has_its_parts_in_the_order_of_c1() -> None:
    assert list(a_workout()) == ["Warm-up", "Plyometrics", *SEEDS_FIVE, "Easy breathing"]


def test_light_session_has_no_jumps() -> None:
    assert list(a_workout(LIGHT, sets=2, warm_up=5, plyo=0)) == ["Warm-up", *SEEDS_FIVE, "Easy breathing"]


def test_nothing_in_variant_a_goes_beyond_the_seed() -> None:
    assert not any(step.beyond_seed for step in a_workout().values())


HEAVY_DOSES = {
    "Single-leg deadlift": "3 × 8 per side · 14 kg · 2 reps in reserve · 2 min rest",
    "Single-leg deficit squat": "3 × 8–10 per side · 8 kg · 2 reps in reserve · 2 min rest",
    "Single-leg calf raise, knee straight": "3 × 10 per side · 14 kg · 2 reps in reserve · 30 s rest",
    "Single-leg calf raise, knee bent": "3 × 10 per side · 14 kg · 2 reps in reserve · 30 s rest",
    "Dumbbell march": "3 × 30 s · 7 kg in each hand · 30 s rest",
    "Side plank crunch": "3 × 30 s per side · 30 s rest",
}
MODERATE_DOSES = {
    "Single-leg deadlift": "3 × 8–10 per side · 10 kg · 3–4 reps in reserve · 1 min rest",
    "Single-leg deficit squat": "3 × 10 per side · 6 kg · 3–4 reps in reserve · 1 min rest",
    "Single-leg calf raise, knee straight": "3 × 10 per side · 10 kg · 3–4 reps in reserve · 30 s rest",
    "Single-leg calf raise, knee bent": "3 × 10 per side · 10 kg · 3–4 reps in reserve · 30 s rest",
    "Dumbbell march": "3 × 30 s · 7 kg in each hand · 30 s rest",
    "Side plank crunch": "3 × 20–30 s per side · 30 s rest",
}
LIGHT_DOSES = {
    "Single-leg deadlift": "2 × 10 per side · 7 kg · 5 or more reps in reserve · 30 s rest",
    "Single-leg deficit squat": "2 × 8 per side · body weight · 5 or more reps in reserve · 30 s rest",
    "Single-leg calf raise, knee straight": "2 × 10 per side · body weight · 5 or more reps in reserve · 30 s rest",
    "Single-leg calf raise, knee bent": "2 × 10 per side · body weight · 5 or more reps in reserve · 30 s rest",
    "Dumbbell march": "2 × 30 s · 3 kg in each hand · 30 s rest",
    "Side plank crunch": "2 × 20 s per side · 30 s rest",
}


@pytest.mark.parametrize(
    ("intensity", "sets", "load", "doses"),
    [(HEAVY, 3, 0.20, HEAVY_DOSES), (MODERATE, 3, 0.16, MODERATE_DOSES), (LIGHT, 2, 0.10, LIGHT_DOSES)],
)
def test_doses_of_a_70_kg_intermediate_in_week_7(
    intensity: Intensity, sets: int, load: float, doses: dict[str, str]
) -> None:
    steps = a_workout(intensity, sets=sets, load=load)
    assert {name: steps[name].dose for name in SEEDS_FIVE} == doses


def test_kilograms_and_sets_are_told_as_numbers_too() -> None:
    steps = a_workout()
    assert [(steps[name].sets, steps[name].kg) for name in SEEDS_FIVE] == [
        (3, 14),
        (3, 8),
        (3, 14),
        (3, 14),
        (3, 7),
        (3, None),
    ]


def test_advanced_runner_lifts_six_in_a_heavy_deadlift() -> None:
    assert a_workout(experience=Experience.ADVANCED)["Single-leg deadlift"].dose.startswith("3 × 6 per side")


def test_advanced_runner_lifts_the_usual_reps_in_a_moderate_deadlift() -> None:
    steps = a_workout(MODERATE, load=0.16, experience=Experience.ADVANCED)
    assert steps["Single-leg deadlift"].dose.startswith("3 × 8–10 per side")


def test_unknown_body_weight_is_told_as_a_share() -> None:
    steps = a_workout(body_weight_kg=None)
    assert [steps[name].dose.split(" · ")[1] for name in SEEDS_FIVE[:5]] == [
        "about 20 % of your body weight",
        "about 12 % of your body weight",
        "about 20 % of your body weight",
        "about 20 % of your body weight",
        "about 10 % of your body weight in each hand",
    ]
    assert all(step.kg is None for step in steps.values())


def test_squat_takes_its_share_of_the_weight_that_is_really_lifted() -> None:
    assert a_workout(body_weight_kg=75)["Single-leg deficit squat"].kg == 8  # 0.6 × 14, not 0.6 × 15


def test_loads_round_down_to_the_dumbbells_owned() -> None:
    steps = a_workout(dumbbells_kg=(5, 12.5))
    assert [steps[name].kg for name in SEEDS_FIVE[:5]] == [12.5, 5, 12.5, 12.5, 5]


@pytest.mark.parametrize("dumbbells", [(), (40.0,)], ids=["none owned", "none light enough"])
def test_runner_without_a_fitting_dumbbell_works_with_body_weight(dumbbells: tuple[float, ...]) -> None:
    steps = a_workout(dumbbells_kg=dumbbells)
    assert {steps[name].dose.split(" · ")[1] for name in SEEDS_FIVE[:5]} == {"body weight"}
    assert not any("weight in" in step.cue or "weight on" in step.cue for step in steps.values())


def test_runner_without_dumbbells_is_told_no_share_of_body_weight() -> None:
    assert not any("%" in step.dose for step in a_workout(dumbbells_kg=(), body_weight_kg=None).values())


def test_beginner_who_lifts_nothing_yet_still_marches_with_a_twentieth_in_each_hand() -> None:
    steps = a_workout(MODERATE, load=None, experience=Experience.BEGINNER, plan_week=1)
    assert [steps[name].kg for name in SEEDS_FIVE[:5]] == [None, None, None, None, 3]


def test_minutes_of_forbidden_jumps_go_to_the_warm_up() -> None:
    steps = a_workout(jumping=False)
    assert "Plyometrics" not in steps
    assert (steps["Warm-up"].minutes, steps["Warm-up"].dose) == (16, "16 min")


@pytest.mark.parametrize(
    ("experience", "contacts"),
    [(Experience.BEGINNER, "30–40"), (Experience.INTERMEDIATE, "40–60"), (Experience.ADVANCED, "60–80")],
)
def test_jumps_are_counted_by_experience(experience: Experience, contacts: str) -> None:
    assert a_workout(experience=experience)["Plyometrics"].dose == f"8 min · {contacts} contacts · 30–60 s rest"


@pytest.mark.parametrize(
    ("experience", "plan_week", "drills"),
    [
        (Experience.BEGINNER, 16, JUMPS),
        (Experience.INTERMEDIATE, 8, JUMPS),
        (Experience.INTERMEDIATE, 9, HARDER_JUMPS),
        (Experience.ADVANCED, 1, HARDER_JUMPS),
    ],
)
def test_single_leg_jumps_join_later(experience: Experience, plan_week: int, drills: str) -> None:
    assert drills in a_workout(experience=experience, plan_week=plan_week)["Plyometrics"].cue


def test_run_just_before_is_named_as_the_warm_up() -> None:
    assert "the run has warmed you up" in a_workout(warm_up=rules.WARM_UP_AFTER_RUN_MIN)["Warm-up"].cue


def test_beginner_learns_the_moves_in_the_first_four_weeks() -> None:
    weeks = [
        week
        for week in range(1, 8)
        if "Learn the moves" in a_workout(experience=Experience.BEGINNER, plan_week=week, plyo=0)
    ]
    assert weeks == [1, 2, 3, 4]
    assert "Learn the moves" not in a_workout(plan_week=1)


@pytest.mark.parametrize(
    ("experience", "squat"),
    [(Experience.BEGINNER, "Step-up"), (Experience.ADVANCED, "Rear-foot-elevated split squat")],
)
def test_variant_b_changes_the_squat_and_adds_two_optional_lines(experience: Experience, squat: str) -> None:
    steps = a_workout(variant="B", experience=experience)
    assert [name for name, step in steps.items() if step.beyond_seed] == [squat, "Hip thrust", "One-arm row"]
    assert "Single-leg deficit squat" not in steps
    assert steps[squat].dose == "3 × 8 per side · 8 kg · 2 reps in reserve · 2 min rest"
    assert steps["Hip thrust"].dose == "optional · 3 × 8–10 · 14 kg · 2 reps in reserve · 2 min rest"
    assert steps["One-arm row"].dose == "optional · 3 × 10 per side · 14 kg · 2 reps in reserve · 2 min rest"


def test_light_variant_b_stays_short() -> None:
    steps = a_workout(LIGHT, sets=2, plyo=0, load=0.10, variant="B")
    assert [name for name, step in steps.items() if step.beyond_seed] == ["Step-up"]
    assert steps["Step-up"].dose == "2 × 8 per side · body weight · 5 or more reps in reserve · 30 s rest"


def test_every_line_says_how_it_is_done() -> None:
    for variant in ("A", "B"):
        for step in a_workout(variant=variant, experience=Experience.BEGINNER, plan_week=1).values():
            assert step.cue
            assert "\n" not in step.cue
