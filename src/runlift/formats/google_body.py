"""Bodies of requests to the Google Calendar API: a session that is new, and an update of one that stands."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from runlift.domain.kinds import Intensity
from runlift.formats.google_colors import BY_INTENSITY, COLORS
from runlift.formats.google_json import TAG, Json, event_id, read_text
from runlift.formats.html_text import as_html, is_html
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Change, Field
from runlift.sync.identity import Fingerprints, plain
from runlift.sync.marker import NAMES, Marker
from runlift.sync.notes import DIVIDER, block_of, notes_of
from runlift.sync.session_event import SessionEvent

_OF_INTENSITY = {Intensity.HEAVY: "tomato", Intensity.MODERATE: "tangerine", Intensity.LIGHT: "sage"}


def new_body(event: SessionEvent, marks: Fingerprints, look: CalendarLook) -> dict[str, Any]:
    """Return the body that makes a session's event.

    Args:
        event: the session.
        marks: what its marker says of its fields.
        look: whether it blocks time, its reminder, its colour and its link.
    """
    reminders = [] if look.alarm_minutes is None else [{"method": "popup", "minutes": look.alarm_minutes}]
    body = {
        "id": event_id(event.uid),
        "summary": plain(event.title),
        "description": plain(event.text),
        "start": _written(event.start),
        "end": _written(event.end),
        "transparency": "opaque" if look.busy else "transparent",
        "reminders": {"useDefault": False, "overrides": reminders},
        "extendedProperties": {"private": {TAG[0]: TAG[1], **_marker(event, marks)}},
    }
    if look.color is not None:
        name = _OF_INTENSITY[event.intensity] if look.color == BY_INTENSITY else look.color
        body["colorId"] = COLORS[name]
    if look.link is not None:
        body["source"] = {"title": "runlift", "url": look.link}
    return body


def patch_body(change: Change, item: Json) -> dict[str, Any]:
    """Return the body that makes an update: what it leaves out stays, and what is null goes.

    Args:
        change: an update; one without `after` takes our marker off, and changes nothing else.
        item: the event as it was read.
    """
    after = change.after
    if after is None:
        return {"extendedProperties": {"private": dict.fromkeys(NAMES)}}
    body: dict[str, Any] = {
        "extendedProperties": {"private": _marker(after, change.marks or after.fingerprints)},
    }
    if Field.TIME in change.fields:
        # An event that the runner made all-day has a date, which would stand beside the time.
        body["start"] = {"date": None, **_written(after.start)}
        body["end"] = {"date": None, **_written(after.end)}
    if Field.TITLE in change.fields:
        body["summary"] = plain(after.title)
    if Field.TEXT in change.fields:
        body["description"] = _under_notes(item.get("description", ""), plain(after.text))
    return body


def _marker(event: SessionEvent, marks: Fingerprints) -> Mapping[str, str]:
    return Marker(profile=event.profile, key=event.key, intensity=event.intensity, marks=marks).properties()


def _written(instant: datetime) -> dict[str, str]:
    """Return the instant with its offset, which tells both passes of an hour that the clock repeats apart."""
    zone = instant.tzinfo
    name = zone.key if isinstance(zone, ZoneInfo) else None
    shown = instant.astimezone(UTC).astimezone(zone).isoformat(timespec="seconds")
    return {"dateTime": shown, "timeZone": name} if name else {"dateTime": shown}


def _under_notes(description: str, text: str) -> str:
    """Return the text, with the runner's notes as they are formatted where they say the same."""
    above, divider, _ = description.partition(DIVIDER)
    if not divider or not is_html(description) or notes_of(read_text(description)) != notes_of(text):
        return text
    return above + as_html(block_of(text))
