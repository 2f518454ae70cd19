"""The exercises, as data: what to do, how much of it in each class, and one line on how (C1, C3, C10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from runlift.domain import rules
from runlift.domain.kinds import Experience, Intensity

HEAVY, MODERATE, LIGHT = Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise that is done in sets.

    Attributes:
        amount: what one set is, by class.
        advanced_heavy: what it is for an advanced runner in a heavy session, where that differs.
        cue: how to do it, in one line.
        loaded: how the weight is held; told before the cue when there is one.
        unloaded: what is told in its place when there is none.
        load: share of the deadlift's load, or with `both_hands` of the progression's; 0: never loaded.
        loaded_when_light: it keeps a weight in a light session.
        both_hands: a weight in each hand.
        for_time: done for time, so that no reps are kept in reserve.
        rest_s: seconds of rest after a set, by class.
        beyond_seed: the source article does not have it (E8).
    """

    name: str
    amount: Mapping[Intensity, str]
    advanced_heavy: str = ""
    cue: str
    loaded: str = ""
    unloaded: str = ""
    load: float = 1
    loaded_when_light: bool = False
    both_hands: bool = False
    for_time: bool = False
    rest_s: Mapping[Intensity, int]
    beyond_seed: bool = False


_CALF_REST: Mapping[Intensity, int] = dict.fromkeys(Intensity, rules.CALF_REST_S)

DEADLIFT = Exercise(
    name="Single-leg deadlift",
    amount={HEAVY: "8 per side", MODERATE: "8–10 per side", LIGHT: "10 per side"},
    advanced_heavy="6 per side",
    loaded="weight in the hand opposite the standing leg",
    cue="soft knee, push the hips back until your chest faces the floor, free leg long behind, hips level; "
    "come up slowly",
    loaded_when_light=True,
    rest_s=rules.REST_S,
)
DEFICIT_SQUAT = Exercise(
    name="Single-leg deficit squat",
    amount={HEAVY: "8–10 per side", MODERATE: "10 per side", LIGHT: "8 per side"},
    loaded="weight in both hands at the chest",
    cue="stand on a step with the other foot off its edge, sit back and down, "
    "pause at your lowest steady point, drive up through the mid-foot",
    load=rules.SQUAT_LOAD,
    rest_s=rules.REST_S,
)

CALF_RAISE_STRAIGHT = Exercise(
    name="Single-leg calf raise, knee straight",
    amount=dict.fromkeys(Intensity, "10 per side"),
    loaded="weight on the side of the working leg, other hand on a wall",
    unloaded="one hand on a wall",
    cue="ball of the foot on a step, rise over the big toe, hold the top for 1 s, sink slowly below the edge",
    rest_s=_CALF_REST,
)

CALF_RAISE_BENT = Exercise(
    name="Single-leg calf raise, knee bent",
    amount=dict.fromkeys(Intensity, "10 per side"),
    cue="the same again with the knee kept bent: 1 s at the top, slowly down",
    rest_s=_CALF_REST,
)

MARCH = Exercise(
    name="Dumbbell march",
    amount=dict.fromkeys(Intensity, "30 s"),
    loaded="arms long at your sides",
    unloaded="no weight at hand: a band around both feet makes it work",
    cue="tall and braced, raise one knee slowly to hip height without leaning or dropping the hip, "
    "set it down softly, change legs",
    load=rules.MARCH_LOAD,
    loaded_when_light=True,
    both_hands=True,
    for_time=True,
    rest_s=dict.fromkeys(Intensity, rules.MARCH_REST_S),
)

SIDE_PLANK_CRUNCH = Exercise(
    name="Side plank crunch",
    amount={HEAVY: "30 s per side", MODERATE: "20–30 s per side", LIGHT: "20 s per side"},
    cue="on one forearm, elbow under the shoulder; top arm overhead and top leg lifted, "
    "bring elbow and knee together, then reach long again",
    load=0,
    for_time=True,
    rest_s=dict.fromkeys(Intensity, rules.PLANK_REST_S),
)

SPLIT_SQUAT = Exercise(
    name="Rear-foot-elevated split squat",
    amount=dict.fromkeys(Intensity, "8 per side"),
    loaded="weight in both hands at the chest",
    cue="back foot on a bench, lower until the front thigh is level, push up through the whole front foot",
    load=rules.SQUAT_LOAD,
    rest_s=rules.REST_S,
    beyond_seed=True,
)

STEP_UP = Exercise(
    name="Step-up",
    amount=dict.fromkeys(Intensity, "8 per side"),
    loaded="weight in both hands at the chest",
    cue="whole foot on a knee-high box, stand up without pushing off below, take three seconds on the way down",
    load=rules.SQUAT_LOAD,
    rest_s=rules.REST_S,
    beyond_seed=True,
)

HIP_THRUST = Exercise(
    name="Hip thrust",
    amount=dict.fromkeys(Intensity, "8–10"),
    loaded="weight across the hips",
    cue="shoulders on a bench, drive the hips up to one line from knees to chin; two legs bear more than one, "
    "so take more if you have it: the single-leg lifts stay below what studies call heavy",
    rest_s=rules.REST_S,
    beyond_seed=True,
)

ONE_ARM_ROW = Exercise(
    name="One-arm row",
    amount=dict.fromkeys(Intensity, "10 per side"),
    loaded="free hand on a bench",
    unloaded="no weight at hand: pull on a band or a full rucksack",
    cue="flat back, pull the elbow to the hip, lower all the way",
    rest_s=rules.REST_S,
    beyond_seed=True,
)

RESERVE: Mapping[Intensity, str] = {HEAVY: "2", MODERATE: "3–4", LIGHT: "5 or more"}
"""Repetitions that could still be done when a set ends."""

WARM_UP_CUE = (
    "brisk march or jog, leg swings, then hinges, squats and calf raises without weight, "
    "last an easy set of the first lift"
)
WARM_UP_AFTER_RUN_CUE = (
    "the run has warmed you up: leg swings, a few hinges and calf raises, an easy set of the first lift"
)
LEARNING_CUE = "walk through each move below once, slowly and without weight, and set out your step and weights"
BREATHING_CUE = "lie down or stroll, long breaths out; keep a cold plunge at least 6 h away, it may blunt the gain"

JUMPS = "pogo hops, ankle skips, squat jumps with a still landing"
HARDER_JUMPS = "pogo hops on both legs, then on one, squat jumps with a still landing, box jumps"
JUMPS_CUE = "few and crisp, each at full effort; leave them out if you are sore at 4 of 10 or more"


def squat_of_b(intensity: Intensity, experience: Experience) -> Exercise:
    """Return what variant B has for the deficit squat: the gentler step-up for beginners and light days."""
    simple = intensity is Intensity.LIGHT or experience is Experience.BEGINNER
    return STEP_UP if simple else SPLIT_SQUAT
