"""The seam between runlift and calendars.

Glossary
    Event     one occurrence of what a calendar holds (`domain.events`)
    Source    a calendar that is read from
    Target    a calendar that sessions are kept in
    ReadingWindow    the instants between which events are wanted
    Reading   what one look at a source gave
    Change    what happens to one event in one target (`sync.changes`)
    Outcome   what became of a change
    Replica   a local copy of a server's calendar (`calendars.replica`)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from runlift.domain.events import Event, ReadingWindow
from runlift.sync.changes import Change
from runlift.sync.standing import EventRef, StandingEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one look at a source gave.

    Attributes:
        events: every occurrence inside the window, in the order of the calendar.
        notes: what could not be read as written, one sentence each; the rest is read all the same.
        requests: requests that were made.
        received: bytes that came in.
        stamp: a digest of all that it comes from (`calendars.glance`); empty where a glance would not tell it.
    """

    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()
    requests: int = 0
    received: int = 0
    stamp: str = ""


class Source(Protocol):
    """A calendar that is read from.

    It must
        - return every occurrence that touches the window, series expanded, cancelled ones marked;
        - read a calendar's oddities as its author meant them, and note what it had to leave out;
        - raise a `CalendarError` when the calendar cannot be reached or what came back is no calendar.

    It must not
        - give back an empty reading in place of an error;
        - write, classify, or leave out an event for what it says;
        - look at the clock or at the machine's zone.
    """

    @property
    def name(self) -> str:
        """What the calendar is called in messages; it holds no secret."""
        ...

    def read(self, window: ReadingWindow) -> Reading:
        """Read the events inside the window.

        Raises:
            CalendarError: nothing that can be trusted came back.
        """
        ...


class Result(StrEnum):
    """What became of one change."""

    DONE = "done"
    CONFLICT = "conflict"
    """Another hand was faster, or an event with that UID stands there already: nothing was written; read again."""
    REFUSED = "refused"
    """The calendar will not have it; trying again as it is would not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one change.

    Attributes:
        ref: where the event stands now; None where nothing was written.
        detail: one sentence where it was refused.
        binned: a conflict with an event of ours that somebody has deleted; its calendar keeps it in a bin.
    """

    change: Change
    result: Result
    ref: EventRef | None = None
    detail: str = ""
    binned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What a calendar has cost so far."""

    requests: int = 0
    sent: int = 0
    received: int = 0


class Target(Protocol):
    """A calendar that sessions are kept in.

    It must
        - tell every event of ours that it holds, past ones since the given day included;
        - write conditionally: a create only where nothing stands, an update and a delete only while the event is as it
          was read; whatever stands otherwise is a conflict and stays;
        - write only the fields that a change names and our marker; whatever else an event holds, it keeps;
        - tell each outcome as soon as it is known, and leave every write whole or undone.

    It must not
        - touch anything that does not carry our marker or a UID at our domain;
        - decide what changes, or look at the clock.

    Attributes:
        name: what messages call it; it holds no secret.
        is_output: others only read it, so that what differs in it is never the runner's word.
    """

    name: str
    is_output: bool

    @property
    def traffic(self) -> Traffic:
        """What it has cost since it was opened."""
        ...

    @property
    def stamp(self) -> str:
        """A digest of all that it held when it was last read (`calendars.glance`); empty where a glance tells none."""
        ...

    def existing(self, window: ReadingWindow) -> tuple[StandingEvent, ...]:
        """Read every event inside the window that carries our marker or has a UID at our domain.

        Those of other profiles are among them, and those with a marker that cannot be relied on.

        Raises:
            CalendarError: the target cannot be read.
            NotOurFile: it holds something that runlift did not write.
        """
        ...

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        """Make the changes, one after the other, and tell the outcome of each; keeps are not among them.

        Raises:
            CalendarError: the target cannot be written any more; what was told until then is done.
        """
        ...

    def settle(self) -> tuple[StandingEvent, ...]:
        """Return what was written since the target was opened, as the calendar shows it now.

        A server may rewrite what it is sent; what it made of it is not an edit of the runner's.
        """
        ...
