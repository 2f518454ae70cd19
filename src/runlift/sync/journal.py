"""What runlift did to the runner's calendars, and why: enough to tell it, and to take it back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from runlift.domain.events import AllDay, Timed
from runlift.domain.kinds import Intensity
from runlift.domain.reasons import Because
from runlift.sync.changes import Action
from runlift.sync.memory import TargetId


class Occasion(StrEnum):
    """Which command changed the calendars."""

    SYNC = "sync"
    UNDO = "undo"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How an event of ours looked.

    Attributes:
        description: the whole of it where it stood in a calendar, our block alone where it was wanted.
        intensity: None where the event did not say.
    """

    when: Timed | AllDay
    title: str
    description: str
    intensity: Intensity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One change to one event.

    Attributes:
        before: how the event stood; None for a create, and where the disk has spoilt it.
        after: how it was wanted; None for a delete, for an update that takes our marker off, and as above.
        result: what became of it, as the calendar told (`done`, `conflict`, `refused`); None where it never told.
        detail: one sentence where it was refused.
        at: when it was done; where that was never told, when it was begun.
    """

    number: int
    target: TargetId
    key: str
    action: Action
    because: Because
    before: Look | None
    after: Look | None
    result: str | None
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRun:
    """One command's changes, in the order in which they were made.

    Attributes:
        closed: when it ended; None where it was interrupted.
    """

    number: int
    occasion: Occasion
    at: datetime
    closed: datetime | None
    summary: str
    entries: tuple[JournalEntry, ...]
