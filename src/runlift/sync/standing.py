"""An event of ours as a calendar holds it, with whatever the runner has made of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from runlift.domain.events import AllDay, EventUid, Timed
from runlift.sync import identity
from runlift.sync.identity import Fingerprints
from runlift.sync.marker import Flaw, Marker

EventRef = NewType("EventRef", str)
"""Where an event stands in its calendar: an href, or an event id."""

Etag = NewType("Etag", str)
"""The version of an event, as its server names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingEvent:
    """An event that carries our marker, or whose UID is at our domain.

    Attributes:
        etag: None where the calendar has no versions.
        description: the whole of it, the runner's notes included.
        marker: a flaw where it cannot be relied on; None where there is none any more.
        modified: when it last changed (LAST-MODIFIED), where the calendar says so.
        has_guests: the runner invited somebody.
        repeats: the runner made a series of it.
        again: when else that series takes place, in the window that was read at least.
    """

    ref: EventRef
    etag: Etag | None
    uid: EventUid
    when: Timed | AllDay
    title: str
    description: str
    marker: Marker | Flaw | None
    modified: datetime | None = None
    has_guests: bool = False
    repeats: bool = False
    again: tuple[Timed | AllDay, ...] = ()

    @property
    def fingerprints(self) -> Fingerprints:
        """The fingerprints of the managed fields as they stand."""
        return identity.fingerprints(when=self.when, title=self.title, text=self.description)
