"""What the page shows: one plan, and what it was made around."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from runlift.domain.phases import Season
from runlift.domain.plan import Plan, Violation
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, Session, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One plan, and what it was made around; all instants are told on the runner's clock.

    Attributes:
        name: what the calendar of sessions is called.
        now: when the plan was made.
        runs: all known runs, other sports among them.
        sessions: the plan's sessions, with their keys.
        done: our sessions that have started, are over, or were noted as done.
        own: the runner's own strength.
        workouts: what the sessions of `done` asked for, by key, as far as it is known.
        held: days on which no session may stand.
        violations: the hard rules that sessions break where the runner has put them.
        troubles: what could not be read, one sentence each.
    """

    name: str
    now: datetime
    plan: Plan
    runs: tuple[Run, ...]
    sessions: tuple[Session, ...]
    done: tuple[FixedSession, ...] = ()
    own: tuple[FixedSession, ...] = ()
    workouts: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    held: frozenset[date] = frozenset()
    violations: tuple[Violation, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def season(self) -> Season:
        """The races that shape the season."""
        return Season.of(self.runs, self.now.date())
