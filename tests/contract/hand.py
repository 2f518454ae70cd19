"""A calendar under contract: what runlift opens, and what others do to it by hand meanwhile."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from runlift.calendars.base import Source, Target
from tests.contract.entry import Entry


class Keepsake(StrEnum):
    """What a runner may add to an event of ours."""

    NOTE = "note"
    GUEST = "guest"
    REMINDER = "reminder"
    PROPERTY = "property"


NOTE = "felt strong, #sore 4"


class TargetAtHand(Protocol):
    """A calendar that is empty at first; events are named by their UID."""

    def open(self) -> Target:
        """Return the calendar as runlift opens it anew."""
        ...

    def holdings(self) -> Mapping[str, object]:
        """Return every event as the calendar holds it, to the byte where it can be told."""
        ...

    def add(self, uid: str, *, start: datetime, marker: Mapping[str, str] | None = None) -> None:
        """Save an event of an hour that runlift did not write, with whatever marker."""
        ...

    def retitle(self, uid: str, title: str) -> None:
        """Give an event another title."""
        ...

    def make_all_day(self, uid: str, day: date) -> None:
        """Let an event take a whole day."""
        ...

    def repeat(self, uid: str) -> None:
        """Make a weekly series of an event."""
        ...

    def enrich(self, uid: str) -> None:
        """Add one keepsake of each kind to an event."""
        ...

    def keepsakes(self, uid: str) -> frozenset[Keepsake]:
        """Return those that are still there."""
        ...

    def copy(self, uid: str, new_uid: str) -> None:
        """Paste an event; what programs have put into it goes along."""
        ...

    def delete(self, uid: str) -> None:
        """Delete an event."""
        ...


class SourceAtHand(Protocol):
    """A calendar that is empty at first; events are named by their UID."""

    def open(self) -> Source:
        """Return the calendar as runlift opens it anew."""
        ...

    def add(self, entry: Entry) -> None:
        """Save an event, new or in place of the one with its UID."""
        ...

    def delete(self, uid: str) -> None:
        """Delete an event."""
        ...
