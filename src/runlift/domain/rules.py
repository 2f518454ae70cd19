"""The numbers of the rulebook, as data; rule ids as in docs/rules.md.

Hours before a run count from the end of the session to the start of the run, hours after a run from its end to the
start of the session. All are elapsed hours, so that a night of clock change is as long as it really is.
"""

from dataclasses import dataclass

from runlift.domain.kinds import DayKind, Intensity, Phase, Policy, RunKind

LIGHT, MODERATE, HEAVY = Intensity.LIGHT, Intensity.MODERATE, Intensity.HEAVY

BEFORE_RUN_H: dict[Intensity, dict[RunKind, float]] = {
    HEAVY: {RunKind.EASY: 10, RunKind.HARD: 36, RunKind.LONG: 36, RunKind.RACE: 96},
    MODERATE: {RunKind.EASY: 0.25, RunKind.HARD: 20, RunKind.LONG: 24, RunKind.RACE: 72},
    LIGHT: {RunKind.EASY: 0.25, RunKind.HARD: 6, RunKind.LONG: 10, RunKind.RACE: 72},
}
"""H4, and H1 in its last column: hours from session to run."""

AFTER_EASY_H: dict[Intensity, float] = {HEAVY: 3, MODERATE: 0, LIGHT: 0}
AFTER_HARD_H: dict[Intensity, float] = {HEAVY: 6, MODERATE: 3, LIGHT: 3}
AFTER_LONG_H: dict[Intensity, float] = {HEAVY: 24, MODERATE: 18, LIGHT: 6}
AFTER_SECOND_LONG_H: dict[Intensity, float] = {HEAVY: 36, MODERATE: 24, LIGHT: 18}
"""H5: hours from run to session; ten minutes apply after every run."""

AFTER_RUN_MIN = 10
BEFORE_NEXT_MIN = 15
BEFORE_BED_MIN = 60
"""H12 and H13."""

EASY_SHORT_MIN = 45
"""An easy run of at most this length is a warm-up (S49): no gap is asked after it but the ten minutes."""

SLOW_RECOVERY_BEFORE_KEY_H = 12
"""H4 under slow recovery: so many more hours from HEAVY to a hard or long run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceRules:
    """What one class of race distance asks for, in days.

    Attributes:
        limit_km: the longest race of the class.
        first_day_after: H3, the race's day being 0.
        heavy_after_b_race: H3, HEAVY after a race that is not the goal.
        last_day_before: H2, the smallest number of days before the goal race.
        taper, peak, block: the phases' outer limits, in days before the race (section 4).
    """

    limit_km: float
    first_day_after: dict[Intensity, int]
    heavy_after_b_race: int
    last_day_before: dict[Intensity, int]
    taper: int
    peak: int
    block: int


RACES: tuple[RaceRules, ...] = (
    RaceRules(
        limit_km=5.5,
        first_day_after={LIGHT: 2, MODERATE: 2, HEAVY: 3},
        heavy_after_b_race=3,
        last_day_before={HEAVY: 7, MODERATE: 5},
        taper=7,
        peak=21,
        block=56,
    ),
    RaceRules(
        limit_km=10.5,
        first_day_after={LIGHT: 3, MODERATE: 4, HEAVY: 6},
        heavy_after_b_race=6,
        last_day_before={HEAVY: 7, MODERATE: 5},
        taper=11,
        peak=25,
        block=56,
    ),
    RaceRules(
        limit_km=21.5,
        first_day_after={LIGHT: 4, MODERATE: 7, HEAVY: 13},
        heavy_after_b_race=7,
        last_day_before={HEAVY: 8, MODERATE: 7},
        taper=14,
        peak=35,
        block=84,
    ),
    RaceRules(
        limit_km=43,
        first_day_after={LIGHT: 8, MODERATE: 14, HEAVY: 26},
        heavy_after_b_race=26,
        last_day_before={HEAVY: 10, MODERATE: 7},
        taper=21,
        peak=49,
        block=112,
    ),
    RaceRules(
        limit_km=100,
        first_day_after={LIGHT: 11, MODERATE: 21, HEAVY: 28},
        heavy_after_b_race=28,
        last_day_before={HEAVY: 10, MODERATE: 7},
        taper=21,
        peak=49,
        block=112,
    ),
    RaceRules(
        limit_km=float("inf"),
        first_day_after={LIGHT: 15, MODERATE: 21, HEAVY: 35},
        heavy_after_b_race=35,
        last_day_before={HEAVY: 10, MODERATE: 7},
        taper=21,
        peak=49,
        block=112,
    ),
)
RACE_WEEK_DAYS = 7
UNKNOWN_RACE_KM = 21.1


def race_rules(distance_km: float | None) -> RaceRules:
    """Return the rules for a race; one of unknown distance counts as a half marathon (docs/rules.md)."""
    km = UNKNOWN_RACE_KM if distance_km is None else distance_km
    return next(rules for rules in RACES if km <= rules.limit_km)


DAY_CAP: dict[Policy, dict[DayKind, Intensity | None]] = {
    Policy.LIGHT_RUN_HEAVY_LIFT: {
        DayKind.RACE: None,
        DayKind.LONG: LIGHT,
        DayKind.HARD: MODERATE,
        DayKind.EASY: HEAVY,
        DayKind.NONE: HEAVY,
    },
    Policy.HARD_DAYS_HARD: {
        DayKind.RACE: None,
        DayKind.LONG: LIGHT,
        DayKind.HARD: HEAVY,
        DayKind.EASY: HEAVY,
        DayKind.NONE: HEAVY,
    },
}
"""H7."""

EVE_OF_LONG_MAX_MIN = 30
"""H8."""

SPACING_HEAVY_HEAVY_H = 48
SPACING_HEAVY_HEAVY_SLOW_H = 72
SPACING_NON_LIGHT_H = 36
SPACING_ANY_H = 20
"""H9, start to start."""

STRENGTH_FREE_DAYS_WITHOUT_REST_DAY = 3
"""H10 in a week with runs on all seven days."""

HEAVY_FROM_WEEK: dict[str, int] = {"beginner": 9, "intermediate": 3, "advanced": 1}
HEAVY_NEAR_RACE_FROM_WEEK = 6
"""H11."""

MAX_PER_WEEK = 4
MIN_MINUTES, MAX_MINUTES = 20, 60
"""H14 and H18."""

FREEZE_H = 24
NEW_SESSION_AHEAD_H = 12
"""H19, and how far ahead of now a new session stands at least."""

# Soft costs (docs/rules.md).
MISSING = 100
CLASS_STEP = 20
PAIRING: dict[Policy, dict[DayKind, dict[Intensity, int]]] = {
    Policy.LIGHT_RUN_HEAVY_LIFT: {
        DayKind.EASY: {HEAVY: 0, MODERATE: 2, LIGHT: 4},
        DayKind.NONE: {HEAVY: 4, MODERATE: 4, LIGHT: 6},
        DayKind.HARD: {HEAVY: 0, MODERATE: 6, LIGHT: 6},
        DayKind.LONG: {HEAVY: 0, MODERATE: 0, LIGHT: 30},
    },
    Policy.HARD_DAYS_HARD: {
        DayKind.EASY: {HEAVY: 10, MODERATE: 8, LIGHT: 2},
        DayKind.NONE: {HEAVY: 12, MODERATE: 12, LIGHT: 8},
        DayKind.HARD: {HEAVY: 0, MODERATE: 0, LIGHT: 4},
        DayKind.LONG: {HEAVY: 0, MODERATE: 0, LIGHT: 30},
    },
}
"""P3; where H7 forbids the pair its cost is never read."""
DAY_OFF_SCARCE, DAY_OFF, SCARCE_DAYS_OFF = 10, 2, 2
"""P4: the first while the week has at most so many days off."""
EVE_LONG = 8
EVE_HARD: dict[Intensity, int] = {LIGHT: 3, MODERATE: 6, HEAVY: 6}
HEAVY_UNDER_48H, HEAVY_KEY_H = 10, 48
GAP_EASY, GAP_EASY_FROM_MIN, GAP_EASY_TO_MIN = 4, 30, 180
GAP_HARD, GAP_HARD_FROM_MIN, GAP_HARD_TO_MIN = 5, 180, 360
LIFT_BEFORE_RUN = 15
AFTER_LONG: dict[Intensity, int] = {HEAVY: 6, MODERATE: 3, LIGHT: 0}
DOUBLE_RUN = 6
RACE_UNDER_96H, RACE_NEAR_H = 10, 96
PER_HOUR_OFF, PER_HOUR_OFF_MAX = 1, 6
CLOSE_PAIR, CLOSE_PAIR_H = 6, 48
CLOSE_PAIR_OF_TWO, CLOSE_PAIR_OF_TWO_H = 3, 60
MOVE, MOVE_SOON, MOVE_SOON_DAYS = 3, 25, 7

# Content (docs/rules.md).
DELOAD_EVERY = 4
WARM_UP_MIN: dict[Intensity, int] = {HEAVY: 8, MODERATE: 6, LIGHT: 5}
WARM_UP_AFTER_RUN_MIN = 3
WARM_UP_RUN_MIN, WARM_UP_RUN_WITHIN_MIN = 15, 30
PLYO_MIN: dict[Phase, int] = {
    Phase.BASE: 6,
    Phase.BUILD: 8,
    Phase.PEAK: 8,
    Phase.TAPER: 4,
    Phase.RACE_WEEK: 0,
    Phase.RECOVERY: 0,
}
PLYO_MODERATE_MAX, PLYO_BEGINNER_MAX = 4, 5
PLYO_FROM_WEEK: dict[str, int] = {"beginner": 5, "intermediate": 3, "advanced": 1}
PLYO_SESSIONS_A_WEEK = 2
LOAD_TARGET: dict[str, float] = {"beginner": 0.25, "intermediate": 0.30, "advanced": 0.33}
LOAD_START: dict[str, float] = {"beginner": -0.025, "intermediate": 0.10, "advanced": 0.15}
LOAD_STEP: dict[str, float] = {"beginner": 0.025, "intermediate": 0.02, "advanced": 0.02}
LOAD_SHARE: dict[Intensity, float] = {HEAVY: 1, MODERATE: 0.8, LIGHT: 0.5}
"""C6 and C4: shares of body weight; a class's share is taken of the progression's load."""
HEAVIER, LIGHTER, LOAD_MOST = 1.10, 0.95, 0.33
"""C6b: what feedback makes of the load, and how far: the source's upper end, whatever the experience."""
SORE, VERY_SORE = 4, 6
"""C9: from here on the load does not grow, and from here on lifting stops for 72 h."""
MISSED_WEEKS, MISSED_LOAD = 2, 0.9
"""After so many weeks in a row without a session done: one week with less load and a set fewer."""

SETS_FROM_WEEK: dict[str, tuple[int, ...]] = {"beginner": (1, 3, 7), "intermediate": (1, 1, 3), "advanced": (1, 1, 1)}
"""C5: the plan weeks from which there is one set, two, three."""
LIGHT_SETS_MAX = 2
PEAK_SETS_MAX: dict[str, int] = {"beginner": 2, "intermediate": 2, "advanced": 3}
LATE_TAPER_DAYS = 14
TAPER_SETS_EARLY, TAPER_SETS_LATE = 0.6, 0.4
"""C7 and C8: shares of the peak's sets, the late ones below so many days to the race."""

REST_S: dict[Intensity, int] = {HEAVY: 120, MODERATE: 60, LIGHT: 30}
LIFT_S, CALF_S, CALF_REST_S, MARCH_S, MARCH_REST_S, PLANK_S, PLANK_REST_S = 72, 48, 30, 30, 30, 60, 30
"""Seconds of one set, both sides, and of the rest after it; the deadlift and the squat share the first and `REST_S`."""
BREATHING_MIN = 3
LEARNING_MIN, LEARNING_WEEKS = 5, 4
LENGTH_STEP_MIN = 5
"""Minutes for a beginner to learn the moves in the first plan weeks; lengths are rounded up to whole steps."""
FINE_STEPS_BELOW_KG = 10
FINE_STEP_KG, COARSE_STEP_KG = 1, 2
"""C4: the dumbbells that are assumed where none are named."""
SQUAT_LOAD, MARCH_LOAD, MARCH_LOAD_MIN = 0.6, 0.5, 0.05
"""C4: the squat's share of the deadlift's kilograms; each hand's share of C6's load in the march, and of the body."""
CONTACTS: dict[str, tuple[int, int]] = {"beginner": (30, 40), "intermediate": (40, 60), "advanced": (60, 80)}
HARDER_JUMPS_FROM_WEEK: dict[str, int] = {"beginner": 17, "intermediate": 9, "advanced": 1}
"""C10: foot contacts a session, and the plan week from which single-leg and box jumps join."""
