"""A run as the planner sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from runlift.domain.events import EventUid
from runlift.domain.kinds import RunKind
from runlift.domain.reasons import Because


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What the runner does: one event read as a run.

    Attributes:
        start: aware, in the zone in which the runner spends that day.
        end: aware; later than `start`.
        assumed: the calendar gave no hour, so that `start` is a guess.
        distance_km: kilometres, where known.
        goal: the race that the season is built towards.
        cross: another sport, which counts as a run for gaps and for the kind of its day.
        because: why it is that kind, and where its hour comes from.
    """

    uid: EventUid
    summary: str
    start: datetime
    end: datetime
    kind: RunKind
    assumed: bool = False
    distance_km: float | None = None
    goal: bool = False
    cross: bool = False
    because: Because = ()

    @property
    def day(self) -> date:
        """The day that the run belongs to: the one on which it starts (docs/rules.md)."""
        return self.start.date()

    @property
    def minutes(self) -> int:
        """Elapsed minutes from start to end."""
        return round((self.end.timestamp() - self.start.timestamp()) / 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Time that is taken by something other than a run."""

    start: datetime
    end: datetime
    summary: str = ""
