"""What the last sync of a profile came to, in short: what `status` shows, and what messages are made of."""

from dataclasses import dataclass
from datetime import date, datetime

from runlift.domain.kinds import Intensity, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that keeps sessions from being right, for as long as it lasts.

    Attributes:
        place: tells it from every other trouble of the profile.
        name: what messages call that place.
        code: the exit code that it is worth.
        since: the first sync that met it.
        pressing: only the runner can mend it, so that it is told at once.
        told: a message has told it.
    """

    place: str
    name: str
    text: str
    code: int
    since: datetime
    pressing: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRead:
    """When a source gave its last answer; None: it never has."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAhead:
    """A session to come, on the runner's clock."""

    key: str
    start: datetime
    end: datetime
    intensity: Intensity
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingSession:
    """A session that a week asks for and that has no legal place."""

    week: str
    intensity: Intensity
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclinedSession:
    """A session of the weeks ahead that the runner did not want."""

    key: str
    day: date
    intensity: Intensity


@dataclass(frozen=True, slots=True, kw_only=True)
class SoreLegs:
    """How sore the legs were after a session, from 0 to 10."""

    key: str
    day: date
    sore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRule:
    """A hard rule that a session breaks where the runner has put it, or that a week breaks."""

    rule: str
    week: str
    key: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the last sync of a profile came to; where it failed, the rest is what the one before it saw.

    Attributes:
        at: when it was.
        sore: the latest note, while it is fresh.
        untold: messages that nobody has taken yet.
    """

    at: datetime
    sources: tuple[LastRead, ...] = ()
    sessions: tuple[SessionAhead, ...] = ()
    unplaced: tuple[MissingSession, ...] = ()
    declined: tuple[DeclinedSession, ...] = ()
    sore: SoreLegs | None = None
    violations: tuple[BrokenRule, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    untold: tuple[str, ...] = ()
