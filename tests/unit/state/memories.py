"""Builders of what a store is told: sessions that stand, were remembered or declined, and what became of changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from runlift.calendars.base import Outcome, Result
from runlift.domain.events import AllDay, Timed
from runlift.domain.kinds import Intensity
from runlift.domain.sessions import Declined
from runlift.state.opening import open_store
from runlift.state.store import SqliteStore
from runlift.sync.changes import Change
from runlift.sync.identity import Fingerprints, parse_key
from runlift.sync.marker import Marker
from runlift.sync.memory import Remembered, SourceId, TargetId
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import Etag, EventRef, StandingEvent
from tests.changes import a_session_event

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)
HOME = TargetId("caldav https://calendars.example/home/")
PHONE = TargetId("google own")
FEED = SourceId("ics https://plan.example/feed.ics")
KEY, OTHER_KEY = "2026-W28/1", "2026-W28/2"


def opened(folder: Path) -> SqliteStore:
    return open_store(folder, "default", now=NOW)


def minutes_after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def marks(word: str) -> Fingerprints:
    return Fingerprints(time=f"{word}-time", title=f"{word}-title", text=f"{word}-text")


def a_wish(key: str = KEY, *, start: str = "2026-07-10 18:00", title: str = "Heavy lift · 55 min") -> SessionEvent:
    return a_session_event(start, key=key, title=title)


def a_standing(
    wish: SessionEvent,
    *,
    ref: str = "/home/1.ics",
    when: Timed | AllDay | None = None,
    sent: Fingerprints | None = None,
) -> StandingEvent:
    """Return the event; its marker says that it stands as it was sent, unless told otherwise."""
    return StandingEvent(
        ref=EventRef(ref),
        etag=Etag('"1"'),
        uid=wish.uid,
        when=when or Timed(start=wish.start, end=wish.end),
        title=wish.title,
        description=wish.text,
        marker=Marker(profile=wish.profile, key=wish.key, intensity=wish.intensity, marks=sent or wish.fingerprints),
    )


def an_outcome(
    change: Change, result: Result = Result.DONE, *, ref: str | None = "/home/1.ics", detail: str = ""
) -> Outcome:
    return Outcome(change=change, result=result, ref=None if ref is None else EventRef(ref), detail=detail)


def a_remembered(key: str = KEY, *, target: TargetId = HOME, ref: str = "/home/1.ics") -> Remembered:
    wish = a_wish(key)
    return Remembered(
        target=target,
        key=key,
        ref=EventRef(ref),
        intensity=wish.intensity,
        start=wish.start,
        end=wish.end,
        sent=wish.fingerprints,
        echoed=marks("echoed"),
        seen=marks("seen"),
    )


def a_declined(key: str = KEY) -> Declined:
    week, _ = parse_key(key)
    return Declined(key=key, week=week, intensity=Intensity.HEAVY, day=week.sunday)
