"""How much of everything: sets, load and length from the phase and the plan week (docs/rules.md).

A prescription depends on nothing but its arguments, so that the planner may ask for every candidate slot.
"""

from dataclasses import replace
from functools import lru_cache
from math import ceil

from runlift.domain import rules
from runlift.domain.kinds import Experience, Intensity, Phase
from runlift.domain.sessions import Prescription

_DELOADING = frozenset({Phase.BASE, Phase.BUILD})


def sets_for(
    *, intensity: Intensity, phase: Phase, plan_week: int, days_to_goal: int | None, experience: Experience
) -> int:
    """Return the sets of each exercise (C5, C7, C8).

    Args:
        days_to_goal: whole days from the session to the goal race; None: no goal is known.
    """
    sets = _sets_of_phase(phase, plan_week, days_to_goal, experience)
    return min(sets, rules.LIGHT_SETS_MAX) if intensity is Intensity.LIGHT else sets


def _sets_of_phase(phase: Phase, plan_week: int, days_to_goal: int | None, experience: Experience) -> int:
    full = sum(first <= plan_week for first in rules.SETS_FROM_WEEK[experience])
    if phase in _DELOADING:
        return max(1, full - 1) if plan_week % rules.DELOAD_EVERY == 0 else full
    peak = min(full, rules.PEAK_SETS_MAX[experience])
    if phase is Phase.PEAK:
        return peak
    if phase is Phase.TAPER:
        late = days_to_goal is not None and days_to_goal < rules.LATE_TAPER_DAYS
        return ceil(peak * (rules.TAPER_SETS_LATE if late else rules.TAPER_SETS_EARLY))
    return 1


def load_for(*, experience: Experience, plan_week: int) -> float:
    """Return the load of a heavy session as a share of body weight (C6); deload weeks do not advance it."""
    steps = plan_week - 1 - plan_week // rules.DELOAD_EVERY
    grown = rules.LOAD_START[experience] + rules.LOAD_STEP[experience] * steps
    return round(min(rules.LOAD_TARGET[experience], max(0.0, grown)), 4)


def prescribe(
    intensity: Intensity,
    *,
    phase: Phase,
    plan_week: int,
    days_to_goal: int | None,
    experience: Experience,
    after_easy_run: bool,
    held_from_week: int | None = None,
) -> Prescription:
    """Return what a session asks for.

    Args:
        intensity: its class.
        phase: that of the session's own date (F0).
        plan_week: counted from 1.
        days_to_goal: whole days from the session to the goal race; None: no goal is known.
        experience: the runner's.
        after_easy_run: an easy run of at least 15 minutes ends within the 30 minutes before it (C2).
        held_from_week: the plan week in which the peak began, from which the load is held (C7, C8); None: it grows.
    """
    sets = sets_for(
        intensity=intensity, phase=phase, plan_week=plan_week, days_to_goal=days_to_goal, experience=experience
    )
    # A break sets the plan week back, and the held load with it.
    load_week = plan_week if held_from_week is None else min(plan_week, held_from_week)
    return _prescription(intensity, sets, phase, plan_week, load_week, experience, after_easy_run=after_easy_run)


@lru_cache(maxsize=1024)
def _prescription(
    intensity: Intensity,
    sets: int,
    phase: Phase,
    plan_week: int,
    load_week: int,
    experience: Experience,
    *,
    after_easy_run: bool,
) -> Prescription:
    """Return what a session asks for; the days of a week share it."""
    warm_up = rules.WARM_UP_AFTER_RUN_MIN if after_easy_run else rules.WARM_UP_MIN[intensity]
    plyo = _plyo_for(intensity, phase, plan_week, experience)
    load = round(rules.LOAD_SHARE[intensity] * load_for(experience=experience, plan_week=load_week), 4)
    return Prescription(
        intensity=intensity,
        sets=sets,
        warm_up=warm_up,
        plyo=plyo,
        minutes=_minutes(intensity, sets, warm_up + plyo, learning=is_learning(experience, plan_week)),
        load=load or None,
    )


def is_learning(experience: Experience, plan_week: int) -> bool:
    """Say whether a session keeps some minutes for learning the moves."""
    return experience is Experience.BEGINNER and plan_week <= rules.LEARNING_WEEKS


def one_set_fewer(prescription: Prescription, *, learning: bool) -> Prescription:
    """Return a session with a set less of each exercise, and as much shorter; one set remains."""
    sets, before = max(1, prescription.sets - 1), prescription.warm_up + prescription.plyo
    return replace(prescription, sets=sets, minutes=_minutes(prescription.intensity, sets, before, learning=learning))


def _minutes(intensity: Intensity, sets: int, before: int, *, learning: bool) -> int:
    """Return how long a session takes.

    Args:
        before: minutes of warm-up and plyometrics.
    """
    extras = before + rules.BREATHING_MIN + (rules.LEARNING_MIN if learning else 0)
    exact = extras + sets * _set_seconds(intensity) / 60
    return max(rules.MIN_MINUTES, rules.LENGTH_STEP_MIN * ceil(exact / rules.LENGTH_STEP_MIN))


def _plyo_for(intensity: Intensity, phase: Phase, plan_week: int, experience: Experience) -> int:
    """Return the minutes that C10 gives to jumping, as far as they decide the session's length."""
    if intensity is Intensity.LIGHT or plan_week < rules.PLYO_FROM_WEEK[experience]:
        return 0
    minutes = rules.PLYO_MIN[phase]
    if intensity is Intensity.MODERATE:
        minutes = min(minutes, rules.PLYO_MODERATE_MAX)
    return min(minutes, rules.PLYO_BEGINNER_MAX) if experience is Experience.BEGINNER else minutes


def _set_seconds(intensity: Intensity) -> int:
    """Return the seconds of one set of every exercise with its rests: two lifts, two calf raises, march, plank."""
    return (
        2 * (rules.LIFT_S + rules.REST_S[intensity])
        + 2 * (rules.CALF_S + rules.CALF_REST_S)
        + (rules.MARCH_S + rules.MARCH_REST_S)
        + (rules.PLANK_S + rules.PLANK_REST_S)
    )


def round_load(kg: float, dumbbells: tuple[float, ...] | None) -> float | None:
    """Return the load that can be picked up, rounded down; None stands for body weight.

    Args:
        kg: the wished load.
        dumbbells: the weights owned; None: a full rack, in steps of 1 kg below 10 kg and of 2 kg from there.
    """
    # A load that is a whole number of kilograms but for the last bit of a float keeps its dumbbell.
    wished = kg + 1e-9
    if dumbbells is not None:
        return max((owned for owned in dumbbells if 0 < owned <= wished), default=None)
    step = rules.FINE_STEP_KG if wished < rules.FINE_STEPS_BELOW_KG else rules.COARSE_STEP_KG
    return float(wished // step * step) or None
