"""What a look at the targets shows of our sessions, and what it says about the runner's wishes, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from runlift.domain.events import AllDay, EventUid, ReadingWindow, Timed
from runlift.domain.feedback import Feedback, read_feedback
from runlift.domain.kinds import Intensity
from runlift.domain.sessions import Declined
from runlift.sync import identity
from runlift.sync.changes import Field
from runlift.sync.identity import Fingerprints
from runlift.sync.memory import Remembered, SourceId, TargetId
from runlift.sync.notes import notes_of
from runlift.sync.standing import StandingEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLook:
    """What one target shows.

    Attributes:
        is_output: others only read it.
        window: what was read of it.
    """

    target: TargetId
    is_output: bool
    events: tuple[StandingEvent, ...]
    window: ReadingWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A session of ours that a source shows."""

    source: SourceId
    key: str
    when: Timed | AllDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The event that stands for a key in one target.

    Attributes:
        marks: the managed fields as we last sent them; None where that is not known.
        edited: the fields that the runner has edited.
        feedback: what the runner's notes on it say; a session with guests counts as pinned.
        hands_off: why we never write it; empty where we do.
        fresh: it was moved since the last sync.
    """

    target: TargetId
    key: str
    event: StandingEvent
    intensity: Intensity
    marks: Fingerprints | None
    edited: frozenset[Field]
    is_output: bool
    feedback: Feedback
    hands_off: str = ""
    fresh: bool = False

    @property
    def notes(self) -> str:
        """The runner's notes on it."""
        return "" if self.is_output else notes_of(self.event.description)

    @property
    def has_words(self) -> bool:
        """Whether it holds what would be lost with it: words or guests of the runner's; a time alone is none."""
        written = self.edited - {Field.TIME}
        return bool(written or self.notes or self.event.has_guests or self.hands_off)

    @property
    def is_untouched(self) -> bool:
        """Whether there is nothing of the runner's in it."""
        return not (self.edited or self.has_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A session as the runner left it, in whichever target.

    Attributes:
        start: aware, in whatever zone its calendar has it.
        pinned: the runner has chosen the time; the day alone where it was made all-day.
        time: the fingerprint of that time.
        planned: the fingerprint of the time that we had chosen; None where it is not known.
        hands_off: why we never write it; empty where we do.
        elsewhere: the targets out of which the runner took it into a calendar that is read.
        again: starts and ends of what else there is of it, where the runner made a series of it.
    """

    key: str
    start: datetime
    end: datetime
    intensity: Intensity
    title: str
    pinned: bool
    time: str | None
    planned: str | None
    feedback: Feedback
    hands_off: str = ""
    elsewhere: frozenset[TargetId] = frozenset()
    again: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def hour(self) -> str:
        """The fingerprint of its time as it is told where the day alone would not do."""
        return identity.fingerprints(when=Timed(start=self.start, end=self.end), title="", text="").time


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What the runner has done to our sessions.

    Attributes:
        sessions: every session that stands somewhere, by key; declined ones are among them while they stand.
        standing: the event of each key in each target.
        copies: events that carry the marker of a session that another event stands for.
        declined: every session that is declined now, by key.
        revoked: keys that are declined no longer.
        taken: UIDs that events of the runner's bear in each target, so that no session of ours can have them there.
        remembered: what is to be remembered of the sessions.
        forgotten: what need not be remembered any more, since we deleted it.
        missing: sessions ahead that we know of and that their target does not show, by target.
        known: how many sessions ahead we know of, by target.
        notices: what the runner should be told once.
    """

    sessions: Mapping[str, Kept]
    standing: Mapping[TargetId, Mapping[str, Seen]]
    copies: tuple[Seen, ...]
    declined: Mapping[str, Declined]
    revoked: frozenset[str]
    taken: Mapping[TargetId, frozenset[EventUid]]
    remembered: tuple[Remembered, ...]
    forgotten: tuple[tuple[TargetId, str], ...]
    missing: Mapping[TargetId, int]
    known: Mapping[TargetId, int]
    notices: tuple[str, ...]


def feedback_of(event: StandingEvent) -> Feedback:
    """Return what the runner says on an event; whoever invites somebody has chosen its hour."""
    told = read_feedback(notes_of(event.description))
    return replace(told, pin=told.pin or event.has_guests)
