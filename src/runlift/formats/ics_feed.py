"""The .ics file that runlift writes and others subscribe to: plain events, byte-identical while nothing changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event, vDuration, vText
from icalendar.timezone import tzp

from runlift.domain.kinds import Intensity
from runlift.errors import NotACalendar
from runlift.formats.ics_zone import vtimezone
from runlift.sync import identity
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.session_event import SessionEvent

PRODID = "-//runlift//strength sessions//EN"
_OUR_PRODID = re.compile(rb"^PRODID[^:\r\n]*:-//runlift//", re.MULTILINE | re.IGNORECASE)

COLOR = "seagreen"
REFRESH = timedelta(hours=1)
"""How often subscribers are asked to look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedEvent:
    """An event with its history.

    Attributes:
        changed: when it last changed (DTSTAMP), in UTC.
        sequence: how often it changed.
    """

    event: SessionEvent
    changed: datetime
    sequence: int


def is_our_feed(body: bytes) -> bool:
    """Tell whether a file was written by runlift; any other must not be overwritten."""
    header, _, _ = body.partition(b"BEGIN:VEVENT")
    return header.lstrip().startswith(b"BEGIN:VCALENDAR") and _OUR_PRODID.search(header) is not None


def merge(
    existing: Sequence[StampedEvent], desired: Sequence[SessionEvent], *, profile: str, now: datetime
) -> tuple[StampedEvent, ...]:
    """Return what the file should hold, sorted by start.

    A session that has started stays as it stands, and so does another profile's; an unchanged one keeps its stamp.

    Args:
        existing: what the file holds.
        desired: the sessions that the plan wants; all of `profile`.
        profile: whose plan it is.
        now: the instant of the change.
    """
    standing = {stamped.event.uid: stamped for stamped in existing}
    kept = {
        uid: stamped
        for uid, stamped in standing.items()
        if stamped.event.profile != profile or stamped.event.start <= now
    }
    wanted = (_stamp(standing.get(event.uid), event, now) for event in desired if event.uid not in kept)
    return tuple(sorted(chain(kept.values(), wanted), key=lambda stamped: (stamped.event.start, stamped.event.uid)))


def _stamp(old: StampedEvent | None, event: SessionEvent, now: datetime) -> StampedEvent:
    if old is not None and _comparable(old.event) == _comparable(event):
        return old
    changed = now.astimezone(UTC).replace(microsecond=0)
    return StampedEvent(event=event, changed=changed, sequence=0 if old is None else old.sequence + 1)


def _comparable(event: SessionEvent) -> tuple[object, ...]:
    return event.fingerprints, event.intensity, str(_zone(event.start)), str(_zone(event.end))


def write_feed(events: Sequence[StampedEvent], look: CalendarLook) -> bytes:
    """Write the file, its events in the given order."""
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    # NAME and REFRESH-INTERVAL are RFC 7986; Apple, Outlook and Google still read the older X- names.
    for property_name in ("NAME", "X-WR-CALNAME"):
        calendar.add(property_name, vText(identity.plain(look.name)))
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    calendar.add("COLOR", look.color or COLOR)
    for zone in _zones(events):
        years = [year for stamped in events for year in _years(stamped.event)]
        calendar.add_component(vtimezone(zone, first_year=min(years), last_year=max(years)))
    for stamped in events:
        calendar.add_component(_component(stamped, look))
    return bytes(calendar.to_ical())


def _component(stamped: StampedEvent, look: CalendarLook) -> Event:
    event, marks = stamped.event, stamped.event.fingerprints
    title = identity.plain(event.title)
    component = Event()
    component.add("UID", event.uid)
    component.add("DTSTAMP", stamped.changed)
    component.add("SEQUENCE", stamped.sequence)
    component.add("DTSTART", _written(event.start))
    component.add("DTEND", _written(event.end))
    component.add("SUMMARY", title)
    component.add("DESCRIPTION", identity.plain(event.text))
    component.add("TRANSP", "OPAQUE" if look.busy else "TRANSPARENT")
    for marker, value in (
        (identity.VERSION, identity.MARKER_SCHEMA),
        (identity.PROFILE, event.profile),
        (identity.KEY, event.key),
        (identity.INTENSITY, event.intensity.value),
        (identity.FINGERPRINT_TIME, marks.time),
        (identity.FINGERPRINT_TITLE, marks.title),
        (identity.FINGERPRINT_TEXT, marks.text),
    ):
        component.add(marker, value)
    if look.alarm_minutes is not None:
        component.add_component(_alarm(title, look.alarm_minutes))
    return component


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
    if not isinstance(zone, ZoneInfo) or zone.key in {None, "UTC"}:
        return in_utc
    shown = in_utc.astimezone(zone)
    return in_utc if shown.fold else shown


def _zone(instant: datetime) -> ZoneInfo | None:
    zone = _written(instant).tzinfo
    return zone if isinstance(zone, ZoneInfo) else None


def _zones(events: Sequence[StampedEvent]) -> list[ZoneInfo]:
    zones = {_zone(instant) for stamped in events for instant in (stamped.event.start, stamped.event.end)}
    return sorted((zone for zone in zones if zone is not None), key=lambda zone: zone.key)


def _years(event: SessionEvent) -> tuple[int, int]:
    return event.start.year, event.end.year


def read_feed(body: bytes) -> tuple[StampedEvent, ...]:
    """Read back what runlift wrote; whatever else stands in the file is left out, and no file holds nothing.

    Raises:
        NotACalendar: the file is damaged.
    """
    if not body:
        return ()
    # icalendar keeps the zones of the last calendar that it read, and they would win over the real ones.
    tzp.use_default()
    try:
        calendar = Calendar.from_ical(body)
        return tuple(_read(component) for component in calendar.walk("VEVENT") if identity.KEY in component)
    except (ValueError, KeyError, AttributeError) as error:
        raise NotACalendar("the strength calendar is damaged: move it away and sync again") from error


def _read(component: Component) -> StampedEvent:
    if component.errors:
        raise ValueError(component.errors)
    identity.parse_key(str(component[identity.KEY]))
    event = SessionEvent(
        profile=str(component[identity.PROFILE]),
        key=str(component[identity.KEY]),
        start=_instant(component, "DTSTART"),
        end=_instant(component, "DTEND"),
        intensity=Intensity(str(component[identity.INTENSITY])),
        title=str(component["SUMMARY"]),
        text=str(component["DESCRIPTION"]),
    )
    stamp = _instant(component, "DTSTAMP")
    return StampedEvent(event=event, changed=stamp, sequence=component.decoded("SEQUENCE"))


def _instant(component: Component, name: str) -> datetime:
    value = component.decoded(name)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"{name} is no instant")
    return value
