"""What the classifier says of one event."""

from dataclasses import dataclass

from runlift.domain.kinds import EventKind
from runlift.domain.reasons import Because

UNSURE = 0.5
"""At this confidence and below, a kind is a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What one event is, how sure that is, and why.

    Attributes:
        kind: what the event is.
        confidence: 0 to 1; from 0.95 on the event says so itself, at 0.5 and below it is a guess.
        because: the evidence, what decided first.
        distance_km: the whole run's kilometres, where the texts tell them.
        minutes: the whole event's length, where its texts or its times tell it.
        also_strength: a run that holds strength work too.
        strength_minutes: how long that strength work takes, where the title tells.
        full_strength: strength that counts toward the week: not work for the core alone.
        hard: another sport that says it is hard.
    """

    kind: EventKind
    confidence: float
    because: Because
    distance_km: float | None = None
    minutes: float | None = None
    also_strength: bool = False
    strength_minutes: float | None = None
    full_strength: bool = True
    hard: bool = False

    @property
    def is_unsure(self) -> bool:
        """Whether the kind is a guess, so that the runner should say what it is."""
        return self.confidence <= UNSURE
