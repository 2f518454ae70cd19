"""A strength session, whoever planned it, and elapsed time."""

from dataclasses import dataclass

from runlift.domain.runs import Busy, Run
from runlift.domain.sessions import FixedSession, Session

Lift = Session | FixedSession

HOUR, MINUTE = 3600, 60


@dataclass(frozen=True, slots=True)
class Span:
    """Start and end in elapsed seconds; subtracting within one zone would miss a change of its clocks."""

    start: float
    end: float

    @classmethod
    def of(cls, timed: Lift | Run | Busy) -> "Span":
        """Return the span from start to end."""
        return cls(timed.start.timestamp(), timed.end.timestamp())

    @property
    def length(self) -> float:
        """Seconds from start to end."""
        return self.end - self.start
