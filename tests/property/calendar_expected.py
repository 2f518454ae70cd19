"""What the runner has done to the sessions, and may rely on from then on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from runlift.calendars.memory import MemoryEvent
from runlift.domain.events import AllDay, EventUid, Timed
from runlift.sync.identity import fingerprints, uid_for
from runlift.sync.marker import Marker, read_marker
from runlift.sync.memory import TargetId
from tests.builders import BERLIN

PROFILE = "k3v9"
HOME, WORK, CLUB, RUNS, FEED = "home", "work", "club", "runs", "feed"
EDITABLE = (HOME, WORK)


@dataclass(frozen=True)
class Move:
    """A time that the runner gave a session.

    Attributes:
        back: it is the one that runlift had given it.
    """

    when: Timed | AllDay
    at: datetime
    back: bool


@dataclass
class Expected:
    """What the runner has done and may rely on.

    Attributes:
        known: keys that stood in a calendar at the end of the last sync that went well.
        skipped: keys that bore a tag to skip them then.
        moved: moves since then, by calendar and key.
        pins: times that the runner has chosen.
        declined: keys that the runner deleted, and the calendars that a sync has to read to know it; none if one has.
        elsewhere: the calendar out of which the runner took a session into the club's.
        disturbed: a sync has gone wrong since then, so that of two moves it may have seen one alone.
        unclear: keys of which even the runner could not say what should be.
        words: what the runner wrote into an event's text, by calendar and UID.
        titles: what the runner called an event.
    """

    known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    skipped: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    moved: dict[str, dict[str, Move]] = field(default_factory=lambda: defaultdict(dict))
    pins: dict[str, Move] = field(default_factory=dict)
    declined: dict[str, set[str]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    disturbed: bool = False
    unclear: set[str] = field(default_factory=set)
    words: dict[tuple[str, EventUid], set[str]] = field(default_factory=lambda: defaultdict(set))
    titles: dict[tuple[str, EventUid], str] = field(default_factory=dict)

    def forget_unseen_deletes(self) -> None:
        """Forget deletes that may have been taken for a calendar that was emptied."""
        unseen = {key for key, places in self.declined.items() if places}
        for key in unseen:
            del self.declined[key]
        self.unclear |= unseen


@dataclass(frozen=True)
class Snapshot:
    """All calendars at one instant."""

    events: dict[str, dict[EventUid, MemoryEvent]]
    feed: bytes


def sessions_in(events: Iterable[MemoryEvent]) -> list[MemoryEvent]:
    """Return the events with a mark of ours, copies included."""
    found = [event for event in events if isinstance(mark_of(event), Marker)]
    return sorted(found, key=lambda event: (event.when.start.isoformat(), event.uid))


def stands_for(events: Mapping[EventUid, MemoryEvent], key: str) -> MemoryEvent | None:
    """Return the event that stands for a key; None where none does, or one could not say which."""
    found = [event for event in sessions_in(events.values()) if key_of(event) == key]
    named = [event for event in found if event.uid == uid_for(PROFILE, key)]
    return named[0] if named else found[0] if len(found) == 1 else None


def mark_of(event: MemoryEvent) -> object:
    return read_marker(event.properties.get)


def key_of(event: MemoryEvent) -> str:
    mark = mark_of(event)
    return mark.key if isinstance(mark, Marker) else ""


def fingerprint(when: Timed | AllDay) -> str:
    return fingerprints(when=when, title="", text="").time


def has_begun(when: Timed | AllDay, now: datetime) -> bool:
    start = datetime.combine(when.start, time(18), BERLIN) if isinstance(when, AllDay) else when.start
    return start <= now


def started(event: MemoryEvent, now: datetime) -> bool:
    return has_begun(event.when, now)


def day_of(when: Timed | AllDay) -> date:
    return when.start if isinstance(when, AllDay) else when.start.astimezone(BERLIN).date()


def shows(stands: Timed | AllDay, wanted: Timed | AllDay) -> bool:
    """Say whether an event stands where it is wanted; one of both may be told without its hour."""
    if isinstance(stands, AllDay) or isinstance(wanted, AllDay):
        return day_of(stands) == day_of(wanted)
    return (stands.start, stands.end) == (wanted.start, wanted.end)


def target_name(target: TargetId) -> str:
    return next((name for name in (HOME, WORK) if f"/{name}/" in target), FEED)
