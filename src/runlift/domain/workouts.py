"""The lines of a session, in the order in which they are done (C1), as a coach would write them."""

from typing import Literal

from runlift.domain import exercises, rules
from runlift.domain.exercises import Exercise
from runlift.domain.kinds import Experience, Intensity
from runlift.domain.progression import is_learning, round_load
from runlift.domain.runner import Runner
from runlift.domain.sessions import Prescription, Step

Variant = Literal["A", "B"]


def write_workout(
    prescription: Prescription, *, variant: Variant, jumping: bool, runner: Runner, plan_week: int
) -> tuple[Step, ...]:
    """Write the workout of one session.

    Args:
        prescription: how much of everything.
        variant: B changes the squat and adds two optional lines that the source article does not have.
        jumping: C10 allows plyometrics here; otherwise their minutes go to the warm-up.
        runner: whose body weight, dumbbells and experience decide loads and doses.
        plan_week: counted from 1.
    """
    steps = _opening(prescription, jumping=jumping, runner=runner, plan_week=plan_week)
    steps += [_step(exercise, prescription, runner) for exercise in _main_part(prescription, variant, runner)]
    if variant == "B" and prescription.intensity is not Intensity.LIGHT:
        extras = (exercises.HIP_THRUST, exercises.ONE_ARM_ROW)
        steps += [_step(exercise, prescription, runner, optional=True) for exercise in extras]
    steps.append(_block("Easy breathing", rules.BREATHING_MIN, cue=exercises.BREATHING_CUE))
    return tuple(steps)


def _opening(prescription: Prescription, *, jumping: bool, runner: Runner, plan_week: int) -> list[Step]:
    jumps = prescription.plyo if jumping else 0
    after_run = prescription.warm_up == rules.WARM_UP_AFTER_RUN_MIN
    cue = exercises.WARM_UP_AFTER_RUN_CUE if after_run else exercises.WARM_UP_CUE
    steps = [_block("Warm-up", prescription.warm_up + prescription.plyo - jumps, cue=cue)]
    if is_learning(runner.experience, plan_week):
        steps.append(_block("Learn the moves", rules.LEARNING_MIN, cue=exercises.LEARNING_CUE))
    if jumps:
        fewest, most = rules.CONTACTS[runner.experience]
        harder = plan_week >= rules.HARDER_JUMPS_FROM_WEEK[runner.experience]
        drills = exercises.HARDER_JUMPS if harder else exercises.JUMPS
        steps.append(
            _block(
                "Plyometrics",
                jumps,
                f"{fewest}–{most} contacts",
                "30–60 s rest",
                cue=f"our choice of drills: {drills}; {exercises.JUMPS_CUE}",
            )
        )
    return steps


def _main_part(prescription: Prescription, variant: Variant, runner: Runner) -> tuple[Exercise, ...]:
    squat = exercises.DEFICIT_SQUAT
    if variant == "B":
        squat = exercises.squat_of_b(prescription.intensity, runner.experience)
    return (
        exercises.DEADLIFT,
        squat,
        exercises.CALF_RAISE_STRAIGHT,
        exercises.CALF_RAISE_BENT,
        exercises.MARCH,
        exercises.SIDE_PLANK_CRUNCH,
    )


def _block(name: str, minutes: int, *details: str, cue: str) -> Step:
    return Step(name=name, dose=" · ".join((f"{minutes} min", *details)), cue=cue, minutes=minutes)


def _step(exercise: Exercise, prescription: Prescription, runner: Runner, *, optional: bool = False) -> Step:
    intensity = prescription.intensity
    kg, load = _load(exercise, prescription, runner)
    advanced_heavy = intensity is Intensity.HEAVY and runner.experience is Experience.ADVANCED
    amount = (advanced_heavy and exercise.advanced_heavy) or exercise.amount[intensity]
    details = (
        "optional" if optional else "",
        f"{prescription.sets} × {amount}",
        load,
        "" if exercise.for_time else f"{exercises.RESERVE[intensity]} reps in reserve",
        f"{_span(exercise.rest_s[intensity])} rest",
    )
    hold = exercise.unloaded if load == _BODY_WEIGHT else exercise.loaded
    return Step(
        name=exercise.name,
        dose=" · ".join(filter(None, details)),
        cue="; ".join(filter(None, (hold, exercise.cue))),
        sets=prescription.sets,
        kg=kg,
        beyond_seed=exercise.beyond_seed,
    )


def _span(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min"


_BODY_WEIGHT = "body weight"


def _load(exercise: Exercise, prescription: Prescription, runner: Runner) -> tuple[float | None, str]:
    """Return the kilograms, where they can be known, and how the load is told (C4)."""
    share = _share(exercise, prescription)
    if not exercise.load:
        return None, ""
    if not share or runner.dumbbells_kg == ():
        return None, _BODY_WEIGHT
    each = " in each hand" if exercise.both_hands else ""
    if runner.body_weight_kg is None:
        return None, f"about {max(1, round(100 * share))} % of your body weight{each}"
    kg = _kilograms(exercise, prescription, runner, runner.body_weight_kg)
    return kg, _BODY_WEIGHT if kg is None else f"{kg:g} kg{each}"


def _share(exercise: Exercise, prescription: Prescription) -> float:
    """Return the wished load as a share of body weight, in each hand that holds one."""
    light = prescription.intensity is Intensity.LIGHT
    if light and not exercise.loaded_when_light:
        return 0
    deadlift = prescription.load or 0
    if not exercise.both_hands:
        return exercise.load * deadlift
    # C4 gives the march half the progression's load in any class; C3 wants a light pair on a light day.
    full = deadlift if light else deadlift / rules.LOAD_SHARE[prescription.intensity]
    return max(rules.MARCH_LOAD_MIN, exercise.load * full)


def _kilograms(exercise: Exercise, prescription: Prescription, runner: Runner, body_weight: float) -> float | None:
    wished = _share(exercise, prescription) * body_weight
    if not exercise.both_hands:
        # C4: the other lifts take their share of the kilograms that the deadlift really uses.
        wished = exercise.load * (round_load((prescription.load or 0) * body_weight, runner.dumbbells_kg) or 0)
    return round_load(wished, runner.dumbbells_kg)
