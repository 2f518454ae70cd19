"""Builders of sessions as calendars show them, and of the changes that bring them there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from runlift.domain.events import ReadingWindow
from runlift.domain.kinds import Intensity
from runlift.domain.reasons import Reason
from runlift.sync.changes import ALL_FIELDS, Action, Change, Field
from runlift.sync.marker import Marker
from runlift.sync.notes import DIVIDER
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests.builders import BERLIN, a_moment, later

PROFILE = "k3v9"
SUMMER = ReadingWindow(start=a_moment("2026-06-01 00:00"), end=a_moment("2026-09-01 00:00"), zone=BERLIN)
"""The window in which sessions stand unless a test says otherwise."""
BECAUSE = (Reason("P1", "the plan has changed"),)


def a_session_event(
    start: str | datetime = "2026-07-10 18:00",
    *,
    key: str = "2026-W28/2",
    minutes: float = 55,
    title: str = "Heavy lift · 55 min",
    text: str = f"{DIVIDER}\n\nWORKOUT\nDeadlift: 3 × 8, slowly; rest",
    intensity: str = "heavy",
    profile: str = PROFILE,
    zone: ZoneInfo = BERLIN,
) -> SessionEvent:
    begins = a_moment(start, zone=zone)
    return SessionEvent(
        profile=profile,
        key=key,
        start=begins,
        end=later(begins, minutes),
        intensity=Intensity(intensity),
        title=title,
        text=text,
    )


def a_create(event: SessionEvent) -> Change:
    return Change(action=Action.CREATE, key=event.key, because=BECAUSE, after=event, marks=event.fingerprints)


def an_update(before: StandingEvent, after: SessionEvent, fields: Iterable[Field] = ALL_FIELDS) -> Change:
    written = frozenset(fields)
    assert isinstance(before.marker, Marker)
    marks = replace(before.marker.marks, **{name: getattr(after.fingerprints, name) for name in written})
    return Change(
        action=Action.UPDATE,
        key=after.key,
        because=BECAUSE,
        before=before,
        after=after,
        fields=written,
        marks=marks,
    )


def a_delete(before: StandingEvent) -> Change:
    return Change(action=Action.DELETE, key=_key(before), because=BECAUSE, before=before)


def a_release(before: StandingEvent) -> Change:
    return Change(action=Action.UPDATE, key=_key(before), because=BECAUSE, before=before)


def _key(before: StandingEvent) -> str:
    return before.marker.key if isinstance(before.marker, Marker) else ""
