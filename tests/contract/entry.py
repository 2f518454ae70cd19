"""An event that somebody else keeps in a calendar, as a value and as iCalendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from runlift.domain.events import AllDay, Timed
from runlift.formats.ics_zone import vtimezone


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event.

    Attributes:
        weeks: how many weeks in a row it takes place.
    """

    uid: str
    when: Timed | AllDay
    title: str = "Easy run"
    description: str = ""
    weeks: int = 1
    cancelled: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)


def as_vevent(entry: Entry) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", datetime.fromisoformat("2026-06-01T00:00:00+00:00"))
    event.add("DTSTART", entry.when.start)
    event.add("DTEND", entry.when.end)
    event.add("SUMMARY", entry.title)
    if entry.description:
        event.add("DESCRIPTION", entry.description)
    if entry.cancelled:
        event.add("STATUS", "CANCELLED")
    if entry.weeks > 1:
        event.add("RRULE", {"FREQ": "WEEKLY", "COUNT": entry.weeks})
    for name, value in entry.properties.items():
        event.add(name, value)
    return event


def as_calendar(*entries: Entry) -> bytes:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Example//Plan//EN")
    for zone in {zone.key: zone for entry in entries if isinstance(zone := _zone(entry), ZoneInfo)}.values():
        calendar.add_component(vtimezone(zone, first_year=2025, last_year=2027))
    for entry in entries:
        calendar.add_component(as_vevent(entry))
    return bytes(calendar.to_ical())


def _zone(entry: Entry) -> object:
    return entry.when.start.tzinfo if isinstance(entry.when, Timed) else None
