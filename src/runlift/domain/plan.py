"""What the planner is given and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from runlift.domain.feedback import SessionNote
from runlift.domain.holds import held_by_notes
from runlift.domain.kinds import Intensity, Phase
from runlift.domain.reasons import Because, Reason
from runlift.domain.runner import Availability, Runner
from runlift.domain.runs import Busy, Run
from runlift.domain.sessions import Declined, FixedSession, PublishedSession, Session
from runlift.domain.weeks import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that a plan depends on.

    Attributes:
        now: the instant of planning.
        horizon_days: planned is through the Sunday of the week that holds now plus so many days.
        runs: all known runs, past ones included, for gaps, recovery and phases.
        busy: time that is taken otherwise.
        fixed: strength that stands and may not change, past sessions included.
        published: our own future sessions that may still move.
        held: days on which no session may stand (H16); those that notes hold need not be among them.
        declined: sessions that the runner deleted or skipped.
        notes: what the runner noted on our sessions.
    """

    now: datetime
    horizon_days: int
    runner: Runner
    availability: Availability
    runs: tuple[Run, ...]
    busy: tuple[Busy, ...] = ()
    fixed: tuple[FixedSession, ...] = ()
    published: tuple[PublishedSession, ...] = ()
    held: frozenset[date] = frozenset()
    declined: tuple[Declined, ...] = ()
    notes: tuple[SessionNote, ...] = ()

    @property
    def on_hold(self) -> frozenset[date]:
        """All days on which no session may stand: those of `held`, and those that notes hold."""
        return self.held | held_by_notes(self.notes, self.availability.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A requested session that has no legal place."""

    week: Week
    intensity: Intensity
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A hard rule that a session breaks.

    Attributes:
        key: the session's key, or None while it has none.
        start: the session's start; None where the whole week is at fault.
    """

    rule: str
    week: Week
    text: str
    key: str | None = None
    start: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that the runner should know about a week."""

    week: Week
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOutline:
    """What a planned week asks for.

    Attributes:
        request: the intensities that the season asks for, heaviest first (F1), less those that were declined.
    """

    week: Week
    phase: Phase
    plan_week: int
    request: tuple[Intensity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The cheapest plan that breaks no hard rule.

    Attributes:
        displaced: why a published session cannot stay where it stands, by key; those that can are not among them.
        cost: the sum of the soft costs (P1 to P14).
    """

    weeks: tuple[WeekOutline, ...]
    sessions: tuple[Session, ...]
    unplaced: tuple[Unplaced, ...] = ()
    warnings: tuple[Notice, ...] = ()
    displaced: Mapping[str, Reason] = field(default_factory=dict)
    cost: int = 0
