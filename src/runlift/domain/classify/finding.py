"""What one piece of evidence says of an event."""

from typing import NamedTuple

from runlift.domain.kinds import EventKind
from runlift.domain.reasons import Reason

RUNS = frozenset({EventKind.EASY, EventKind.LONG, EventKind.HARD, EventKind.RACE})


class Finding(NamedTuple):
    """One piece of evidence.

    Attributes:
        kind: what the event is; None for a run whose kind stays open.
        confidence: 0 to 1, as in `Classification`.
        reason: the evidence, for the runner.
        also_strength: a run that holds strength work too.
    """

    kind: EventKind | None
    confidence: float
    reason: Reason
    also_strength: bool = False
