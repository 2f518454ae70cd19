"""A session as a VEVENT: made new, read back as it stands, and edited in place, so that all else in it survives."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Event

from runlift.domain.events import AllDay, EventUid, Timed
from runlift.sync import identity
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Change, Field
from runlift.sync.identity import Fingerprints
from runlift.sync.marker import NAMES, Marker, read_marker
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import EventRef, StandingEvent


def new_vevent(event: SessionEvent, marks: Fingerprints, look: CalendarLook, *, now: datetime) -> Event:
    """Return the session as an event that nobody has touched yet.

    Args:
        event: what it says.
        marks: what its marker says of its fields.
        look: whether it blocks time, and its reminder.
        now: its DTSTAMP.
    """
    component = Event()
    component.add("UID", event.uid)
    component.add("DTSTAMP", now.astimezone(UTC))
    component.add("SEQUENCE", 0)
    _write(component, event, frozenset(Field))
    _mark(component, event, marks)
    dress(component, look)
    return component


def edit_vevent(component: Event, change: Change) -> None:
    """Make an update in the event that stands: the fields that it names and the marker, or the marker taken off."""
    if change.after is None:
        for name in NAMES:
            component.pop(name, None)
    else:
        _write(component, change.after, change.fields)
        _mark(component, change.after, change.marks or change.after.fingerprints)


def stamp(component: Event, *, now: datetime) -> None:
    """Give an event that has changed the next SEQUENCE and a new DTSTAMP."""
    _set(component, "SEQUENCE", int(component.get("SEQUENCE", 0)) + 1)
    _set(component, "DTSTAMP", now.astimezone(UTC))


def wears(component: Event, look: CalendarLook) -> bool:
    """Tell whether the event blocks time and reminds as the look wants it."""
    reminders = [alarm.decoded("TRIGGER", None) for alarm in component.walk("VALARM")]
    wanted = [] if look.alarm_minutes is None else [timedelta(minutes=-look.alarm_minutes)]
    return str(component.get("TRANSP")) == _transparency(look) and reminders == wanted


def dress(component: Event, look: CalendarLook) -> None:
    """Make the event block time or not, and remind of it or not, as the look wants it; other reminders go."""
    _set(component, "TRANSP", _transparency(look))
    others = [part for part in component.subcomponents if part.name != "VALARM"]
    alarms = [] if look.alarm_minutes is None else [_alarm(str(component.get("SUMMARY", "")), look.alarm_minutes)]
    component.subcomponents = [*others, *alarms]


def _transparency(look: CalendarLook) -> str:
    return "OPAQUE" if look.busy else "TRANSPARENT"


def standing_event(component: Event, *, ref: EventRef | None = None) -> StandingEvent | None:
    """Return the event as it stands; None where it has neither a marker nor a UID at our domain.

    Raises:
        ValueError: it is ours, and says nothing that could be relied on about its time.
    """
    uid = EventUid(str(component.get("UID", "")))
    marker = read_marker(lambda name: str(component[name]) if name in component else None)
    if marker is None and not identity.is_ours(uid):
        return None
    if component.errors:
        raise ValueError(component.errors)
    return StandingEvent(
        ref=ref or EventRef(uid),
        etag=None,
        uid=uid,
        when=_when(component),
        title=str(component.get("SUMMARY", "")),
        description=str(component.get("DESCRIPTION", "")),
        marker=marker,
        modified=_modified(component),
        has_guests="ATTENDEE" in component,
        repeats="RRULE" in component or "RDATE" in component,
    )


def _write(component: Event, event: SessionEvent, fields: frozenset[Field]) -> None:
    if Field.TIME in fields:
        _set(component, "DTSTART", _written(event.start))
        _set(component, "DTEND", _written(event.end))
        component.pop("DURATION", None)
    if Field.TITLE in fields:
        _set(component, "SUMMARY", identity.plain(event.title))
    if Field.TEXT in fields:
        _set(component, "DESCRIPTION", identity.plain(event.text))


def _mark(component: Event, event: SessionEvent, marks: Fingerprints) -> None:
    marker = Marker(profile=event.profile, key=event.key, intensity=event.intensity, marks=marks)
    for name, value in marker.properties().items():
        _set(component, name, value)


def _set(component: Event, name: str, value: object) -> None:
    component.pop(name, None)
    component.add(name, value)


def _alarm(title: str, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", title)
    alarm.add("TRIGGER", timedelta(minutes=-minutes))
    return alarm


def _written(instant: datetime) -> datetime:
    """Return the instant as it is written.

    An hour that the clock skips becomes the one that it really shows; the second pass of an hour that it repeats can
    only be told in UTC, since RFC 5545, 3.3.5 takes such a time for the first.
    """
    zone = instant.tzinfo
    in_utc = instant.astimezone(UTC)
    if not isinstance(zone, ZoneInfo) or zone.key is None:
        return in_utc
    shown = in_utc.astimezone(zone)
    return in_utc if shown.fold else shown


def _when(component: Event) -> Timed | AllDay:
    # icalendar refuses a start and an end of which only one has an hour.
    start, end = component.start, component.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        if start.tzinfo is None or end.tzinfo is None:
            raise ValueError("its time is in no zone")
        return Timed(start=start, end=max(start, end))
    return AllDay(start=start, end=max(end, start + timedelta(days=1)))


def _modified(component: Event) -> datetime | None:
    modified: date | None = component.decoded("LAST-MODIFIED", None)
    return modified if isinstance(modified, datetime) and modified.tzinfo is not None else None
