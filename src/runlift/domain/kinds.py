"""The closed vocabularies of the domain: what events are, how hard a session is, where a season stands."""

from enum import StrEnum


class EventKind(StrEnum):
    """What the classifier makes of an event; the first four are runs."""

    EASY = "easy"
    LONG = "long"
    HARD = "hard"
    RACE = "race"
    REST = "rest"
    STRENGTH = "strength"
    CROSS = "cross"
    OTHER = "other"


class RunKind(StrEnum):
    """What kind of run a run is (docs/rules.md)."""

    EASY = "easy"
    LONG = "long"
    HARD = "hard"
    RACE = "race"


class DayKind(StrEnum):
    """The strongest run of a day; NONE is a day without a run."""

    NONE = "none"
    EASY = "easy"
    HARD = "hard"
    LONG = "long"
    RACE = "race"


class Intensity(StrEnum):
    """How hard a strength session is."""

    LIGHT = "light"
    MODERATE = "moderate"
    HEAVY = "heavy"

    @property
    def rank(self) -> int:
        """0 for light, 1 for moderate, 2 for heavy."""
        return _RANKS[self]


_RANKS = {Intensity.LIGHT: 0, Intensity.MODERATE: 1, Intensity.HEAVY: 2}


class Experience(StrEnum):
    """How long the runner has been lifting (docs/rules.md)."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Policy(StrEnum):
    """Which days carry the heavy lifts (docs/rules.md, the dispute)."""

    LIGHT_RUN_HEAVY_LIFT = "light_run_heavy_lift"
    HARD_DAYS_HARD = "hard_days_hard"


class Phase(StrEnum):
    """Where a day stands before or after the goal race (docs/rules.md)."""

    BASE = "base"
    BUILD = "build"
    PEAK = "peak"
    TAPER = "taper"
    RACE_WEEK = "race_week"
    RECOVERY = "recovery"


class Status(StrEnum):
    """How firmly a session stands: only planned ones may move."""

    PLANNED = "planned"
    PINNED = "pinned"
    FROZEN = "frozen"
    DONE = "done"


class Role(StrEnum):
    """What a source is read for."""

    RUNS = "runs"
    BUSY = "busy"
    BOTH = "both"


RUNS = frozenset({EventKind.EASY, EventKind.LONG, EventKind.HARD, EventKind.RACE})
"""The kinds of event that are runs."""
