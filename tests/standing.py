"""Builders of what stands in targets and of what is remembered of it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from runlift.domain.events import AllDay, EventUid, Timed
from runlift.domain.sessions import Declined
from runlift.sync.marker import Flaw, Marker
from runlift.sync.memory import Memory, Presence, Remembered, SourceId, TargetId
from runlift.sync.notes import join
from runlift.sync.observe import observe
from runlift.sync.observed import Observed, Sighting, TargetLook
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import Etag, EventRef, StandingEvent
from tests.builders import a_moment, an_availability, later
from tests.changes import PROFILE, SUMMER, a_session_event

NOW = a_moment("2026-07-06 08:00")
HOME, WORK, FEED = TargetId("home"), TargetId("work"), TargetId("feed")
"""Two calendars that the runner can edit, and an output that others only read."""
CLUB = SourceId("club")
KEY, OTHER_KEY = "2026-W28/2", "2026-W28/1"
WISH = a_session_event("2026-07-10 18:00", key=KEY)
OTHER_WISH = a_session_event("2026-07-07 18:00", key=OTHER_KEY, title="Light lift · 25 min", intensity="light")
AVAILABILITY = an_availability()


def hours(start: str, minutes: float = 55) -> Timed:
    begins = a_moment(start)
    return Timed(start=begins, end=later(begins, minutes))


def a_standing_event(
    wish: SessionEvent = WISH,
    *,
    uid: str | None = None,
    when: Timed | AllDay | None = None,
    title: str | None = None,
    notes: str = "",
    text: str | None = None,
    marker: Marker | Flaw | None = None,
    unmarked: bool = False,
    modified: datetime | None = None,
    has_guests: bool = False,
    repeats: bool = False,
) -> StandingEvent:
    """Return a session as it was written, but for what the runner has made of it."""
    own = Marker(profile=wish.profile, key=wish.key, intensity=wish.intensity, marks=wish.fingerprints)
    return StandingEvent(
        ref=EventRef(uid or wish.uid),
        etag=Etag('"1"'),
        uid=EventUid(uid or wish.uid),
        when=when or Timed(start=wish.start, end=wish.end),
        title=wish.title if title is None else title,
        description=join(notes, wish.text if text is None else text),
        marker=None if unmarked else marker or own,
        modified=modified,
        has_guests=has_guests,
        repeats=repeats,
    )


def a_remembered(
    wish: SessionEvent = WISH,
    *,
    target: TargetId = HOME,
    presence: Presence = Presence.STANDING,
    seen: StandingEvent | None = None,
) -> Remembered:
    """Return what the last sync left of a session: as it was written, unless the runner had edited it before."""
    return Remembered(
        target=target,
        key=wish.key,
        ref=EventRef(seen.ref if seen else wish.uid),
        intensity=wish.intensity,
        start=wish.start,
        end=wish.end,
        presence=presence,
        sent=wish.fingerprints,
        echoed=wish.fingerprints,
        seen=seen.fingerprints if seen else wish.fingerprints,
    )


def a_memory(
    *sessions: Remembered,
    declined: Iterable[Declined] = (),
    deleting: Iterable[tuple[TargetId, str]] = (),
    sighted: Iterable[tuple[SourceId, str]] = (),
    written: Iterable[TargetId] = (HOME, WORK),
) -> Memory:
    return Memory(
        sessions=sessions,
        declined=tuple(declined),
        deleting=frozenset(deleting),
        numbered=frozenset(row.key for row in sessions),
        sighted=frozenset(sighted),
        written=frozenset(written),
    )


def a_look(*events: StandingEvent, target: TargetId = HOME) -> TargetLook:
    return TargetLook(target=target, is_output=target == FEED, events=events, window=SUMMER)


def a_sighting(key: str = KEY, *, start: str = "2026-07-11 10:00", source: SourceId = CLUB) -> Sighting:
    return Sighting(source=source, key=key, when=hours(start))


def observed(
    *looks: TargetLook,
    memory: Memory | None = None,
    sightings: Iterable[Sighting] = (),
    unread: Collection[TargetId] = (),
) -> Observed:
    """Return what the runner has done; nothing is remembered unless the test says so."""
    return observe(
        looks,
        memory or Memory(),
        profile=PROFILE,
        sightings=tuple(sightings),
        availability=AVAILABILITY,
        now=NOW,
        unread=unread,
    )
