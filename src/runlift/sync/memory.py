"""What earlier syncs left behind: all that a calendar cannot say of itself.

It may be lost at any time: then the calendars' own markers tell what is ours, and only declines are forgotten.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from runlift.domain.feedback import Feedback
from runlift.domain.kinds import Intensity
from runlift.domain.sessions import Declined
from runlift.sync.identity import Fingerprints
from runlift.sync.standing import EventRef

TargetId = NewType("TargetId", str)
"""A target for good: its type and its place, whatever the config calls it."""

SourceId = NewType("SourceId", str)
"""A source for good: its type and its place."""


class Presence(StrEnum):
    """Where a session that we wrote was when we last looked.

    STANDING: in its target. GONE: the runner deleted it. ELSEWHERE: in another of the runner's calendars.
    """

    STANDING = "standing"
    GONE = "gone"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One session in one target, as the last sync left it.

    Attributes:
        sent: the managed fields as we sent them; None where an event of ours was met without a marker.
        seen: the managed fields as the calendar showed them at the end of the last sync, the runner's edits included;
            None where that is not known.
        echoed: the managed fields as the server made them of what we sent; None where that is not known.
        start: when it began then.
        feedback: what the runner's notes on it said then; a session with guests counts as pinned.
    """

    target: TargetId
    key: str
    ref: EventRef
    intensity: Intensity
    start: datetime
    end: datetime
    presence: Presence = Presence.STANDING
    sent: Fingerprints | None = None
    echoed: Fingerprints | None = None
    seen: Fingerprints | None = None
    feedback: Feedback = field(default_factory=Feedback)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What earlier syncs left behind.

    Attributes:
        sessions: what we wrote, one for each target and key; what we deleted ourselves is not among them.
        declined: sessions that the runner did not want.
        deleting: deletes that were begun and of which the outcome is unknown.
        creating: creates that were begun and of which the outcome is unknown.
        numbered: every key that was ever given, so that no number is used twice.
        written: targets that were ever written to.
        sighted: keys that a source showed at the end of the last sync, as our own output does when it is subscribed to.
    """

    sessions: tuple[Remembered, ...] = ()
    declined: tuple[Declined, ...] = ()
    deleting: frozenset[tuple[TargetId, str]] = frozenset()
    creating: frozenset[tuple[TargetId, str]] = frozenset()
    numbered: frozenset[str] = frozenset()
    sighted: frozenset[tuple[SourceId, str]] = frozenset()
    written: frozenset[TargetId] = frozenset()
