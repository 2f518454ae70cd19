"""What the calendar as a whole tells of an event that says little itself."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from runlift.domain.classify.finding import RUNS
from runlift.domain.kinds import EventKind

TRAINING_SHARE = 0.5
FEWEST_EVENTS = 5
_ACTIVITIES = (EventKind.EASY, EventKind.CROSS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The calendar around an event.

    Attributes:
        training: most of its events are about training, so that hints count.
        usual: what most of its outdoor trainings are: EASY for runs, or CROSS; gym work is always named.
    """

    training: bool = False
    usual: EventKind = EventKind.EASY


def context_of(kinds: Iterable[EventKind]) -> Context:
    """Return what the events that speak for themselves make of the calendar."""
    counts = Counter(EventKind.EASY if kind in RUNS else kind for kind in kinds)
    total, other = counts.total(), counts[EventKind.OTHER]
    if total < FEWEST_EVENTS or total - other < TRAINING_SHARE * total:
        return Context()
    usual = max(_ACTIVITIES, key=lambda kind: counts[kind])
    return Context(training=True, usual=usual)
