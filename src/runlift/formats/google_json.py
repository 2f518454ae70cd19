"""Event resources of the Google Calendar API (v3): what they say, as values.

The reference of the resource: developers.google.com/workspace/calendar/api/v3/reference/events.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from runlift.domain.events import AllDay, Event, EventUid, Timed
from runlift.formats.html_text import is_html, without_html
from runlift.sync.identity import DOMAIN, is_ours
from runlift.sync.marker import read_marker
from runlift.sync.standing import Etag, EventRef, StandingEvent

Json = Mapping[str, Any]

_EVENT_FIELDS = (
    "id,etag,status,iCalUID,recurringEventId,summary,description,start(date,dateTime,timeZone),"
    "end(date,dateTime,timeZone),extendedProperties/private"
)
SOURCE_FIELDS = f"{_EVENT_FIELDS},location,transparency,eventType,attendees(self,responseStatus)"
"""What is asked for of an event that is read from."""
TARGET_FIELDS = f"{_EVENT_FIELDS},updated,recurrence,attendees(email)"
"""What is asked for of an event that may be ours."""

TAG = ("runlift", "session")
"""A private property of every event that we make, whatever its profile and version, for the server to find it by."""

_PREFIX = "runlift"
_NAMED = (TAG[0], "x-runlift-")
_OURS = re.compile(_PREFIX + "[0-9a-v]{32}")
_ICAL_DOMAIN = "@google.com"


def event_id(uid: EventUid) -> str:
    """Return the id under which a session's event is made.

    It begins with a name, all of it letters of base32hex: other programs give their events UUIDs without the dashes,
    which would look like the rest of ours.
    """
    return _PREFIX + uid.removesuffix(DOMAIN)


def read_event(item: Json) -> Event | None:
    """Return an event of a calendar that is read; None where it does not say when it is.

    One that the runner has declined is called off, as far as the runner goes.
    """
    when = _when(item)
    if when is None:
        return None
    kind = item.get("eventType", "default")
    declined = any(who.get("self") and who.get("responseStatus") == "declined" for who in item.get("attendees", ()))
    return Event(
        uid=_uid(item),
        when=when,
        summary=item.get("summary", "").strip(),
        description=read_text(item.get("description", "")).strip(),
        location=item.get("location", "").strip(),
        # Where the runner works is no appointment.
        transparent=item.get("transparency") == "transparent" or kind == "workingLocation",
        cancelled=declined or _is_cancelled(item),
        out_of_office=kind == "outOfOffice",
        series="recurringEventId" in item,
        properties=tuple((name.upper(), value) for name, value in _private(item).items() if _is_extension(name)),
    )


def read_standing(item: Json) -> StandingEvent | None:
    """Return an event of ours as it stands; None where it is not ours, or does not say when it is.

    Single occurrences of a series that were changed are no events of their own.
    """
    uid, when = _uid(item), _when(item)
    marker = read_marker(_private(item).get)
    if when is None or _is_cancelled(item) or "recurringEventId" in item or (marker is None and not is_ours(uid)):
        return None
    return StandingEvent(
        ref=EventRef(item["id"]),
        etag=Etag(item["etag"]) if "etag" in item else None,
        uid=uid,
        when=when,
        title=item.get("summary", ""),
        description=read_text(item.get("description", "")),
        marker=marker,
        modified=_modified(item),
        has_guests=bool(item.get("attendees")),
        repeats="recurrence" in item,
    )


def may_be_ours(item: Json) -> bool:
    """Tell whether an event need be kept to know what stands of ours."""
    return is_ours(_uid(item)) or any(name.lower().startswith(_NAMED) for name in _private(item))


def read_text(description: str) -> str:
    """Return the description as it was written: Google's editor makes HTML of it, and its blanks hard ones."""
    return without_html(description).replace("\xa0", " ") if is_html(description) else description


def _is_extension(name: str) -> bool:
    return name.upper().startswith("X-")


def _private(item: Json) -> Mapping[str, str]:
    properties: Mapping[str, str] = item.get("extendedProperties", {}).get("private", {})
    return properties


def _is_cancelled(item: Json) -> bool:
    return item.get("status") == "cancelled"


def _uid(item: Json) -> EventUid:
    uid = item.get("iCalUID") or item["id"]
    name = uid.removesuffix(_ICAL_DOMAIN)
    return EventUid(name.removeprefix(_PREFIX) + DOMAIN if _OURS.fullmatch(name) else uid)


def _when(item: Json) -> Timed | AllDay | None:
    """Return the time; None where Google tells none, as of what was deleted, or none that makes sense."""
    start, end = item.get("start", {}), item.get("end", {})
    try:
        if "date" in start:
            first, last = date.fromisoformat(start["date"]), date.fromisoformat(end["date"])
            return AllDay(start=first, end=max(last, first + timedelta(days=1)))
        begins, ends = _instant(start), _instant(end)
    except (KeyError, ValueError, OverflowError):
        return None
    # On the clock of one zone, the hour that is repeated in autumn would compare wrongly.
    return Timed(start=begins, end=max(begins, ends, key=lambda instant: instant.astimezone(UTC)))


def _instant(when: Json) -> datetime:
    instant = datetime.fromisoformat(when["dateTime"])
    if instant.tzinfo is None:
        raise ValueError("a time of Google's has an offset")
    try:
        return instant.astimezone(ZoneInfo(when["timeZone"]))
    except (KeyError, ValueError, OSError):
        return instant


def _modified(item: Json) -> datetime | None:
    try:
        return datetime.fromisoformat(item["updated"])
    except (KeyError, ValueError):
        return None
