"""The seam between runlift and calendars.

Glossary
    Event     one occurrence of what a calendar holds (`domain.events`)
    Source    a calendar that is read from
    Target    a calendar that sessions are kept in
    ReadingWindow    the instants between which events are wanted
    Reading   what one look at a source gave
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from runlift.domain.events import Event, ReadingWindow
from runlift.sync.changes import Change
from runlift.sync.session_event import SessionEvent

__all__ = ["Reading", "ReadingWindow", "Source", "Written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one look at a source gave.

    Attributes:
        events: every occurrence inside the window, in the order of the calendar.
        notes: what could not be read as written, one sentence each; the rest is read all the same.
        requests: requests that were made.
        received: bytes that came in.
    """

    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()
    requests: int = 0
    received: int = 0


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

    def last_good(self, window: ReadingWindow) -> Reading | None:
        """Return what the last good answer says, where one was kept: what stays in force while the calendar fails."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What one write to a target came to.

    Attributes:
        changed: False when the target already held just this.
    """

    changed: bool
    requests: int = 0
    sent: int = 0


class Target(Protocol):
    """A calendar that sessions are kept in.

    It must
        - tell every session of ours that it holds, past ones included;
        - apply changes so that what stood before stands on when it fails half-way.

    It must not
        - touch anything that runlift did not write;
        - decide what changes.
    """

    name: str

    def existing(self) -> tuple[SessionEvent, ...]:
        """Read the sessions of this profile.

        Raises:
            CalendarError: the target cannot be read.
            NotOurFile: it holds something that runlift did not write.
        """
        ...

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Written:
        """Make the target hold what the changes want.

        Raises:
            CalendarError: the target cannot be written.
        """
        ...
