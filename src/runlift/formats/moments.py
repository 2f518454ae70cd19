"""Dates and times as calendars write them, to days and aware instants."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from icalendar.prop import vDuration

from runlift.formats.lines import ContentLine
from runlift.formats.zones import Zones

Moment = date | datetime
"""A day, or an aware instant."""

Period = tuple[Moment, Moment | timedelta]
"""A start, and an end or a length."""

_TZID = re.compile(r';\s*TZID\s*=\s*("[^"]*"|.*?)\s*(?=;[A-Z-]+=|$)', re.IGNORECASE)
_MIDNIGHT = re.compile(r"(\d{8})T0000(?:00)?Z?")
_FIRST_YEAR, _LAST_YEAR = 2, 9998
"""Outside of these, Python cannot tell every time in every zone; .NET's empty date is in the year 1."""


class UnreadableTime(ValueError):
    """A date, time or duration that says nothing; the message says why."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The zones by which one event's times are read.

    Attributes:
        zones: what the calendar's TZIDs mean.
        floating: the zone of times that name none.
        home: the runner's zone, for times whose TZID says nothing.
    """

    zones: Zones
    floating: tzinfo
    home: tzinfo


def moment(line: ContentLine, clocks: Clocks) -> Moment:
    """Return the day or the instant that a property names.

    The form of the value decides, whatever its VALUE parameter says: many calendars write dates without VALUE=DATE.

    Raises:
        UnreadableTime: it names none.
    """
    return _moment(line.value.strip(), line.parameters, clocks)


def moments(line: ContentLine, clocks: Clocks) -> list[Moment | Period]:
    """Return what an EXDATE or RDATE lists: days, instants, or periods.

    Raises:
        UnreadableTime: one of them is none.
    """
    return [_listed(value.strip(), line.parameters, clocks) for value in line.value.split(",") if value.strip()]


def _listed(value: str, parameters: str, clocks: Clocks) -> Moment | Period:
    start, slash, end = value.partition("/")
    if not slash:
        return _moment(value, parameters, clocks)
    first = _moment(start, parameters, clocks)
    return (first, duration(end) if end.upper().startswith("P") else _moment(end, parameters, clocks))


def _moment(value: str, parameters: str, clocks: Clocks) -> Moment:
    if "VALUE=DATE" in parameters.upper().split(";") and (midnight := _MIDNIGHT.fullmatch(value)):
        value = midnight[1]
    try:
        parsed = date.fromisoformat(value) if "T" not in value.upper() else datetime.fromisoformat(value.upper())
    except ValueError as error:
        raise UnreadableTime(f"{value[:40]!r} is no date") from error
    if parsed.year < _FIRST_YEAR:
        raise UnreadableTime(f"{value[:40]!r} is no date that anybody means")
    if parsed.year > _LAST_YEAR:
        parsed = parsed.replace(year=_LAST_YEAR, day=min(parsed.day, 28))
    if not isinstance(parsed, datetime) or parsed.tzinfo is not None:
        # A TZID beside a date or beside UTC says nothing (RFC 5545, 3.2.19).
        return parsed
    return parsed.replace(tzinfo=_zone(parameters, clocks))


def _zone(parameters: str, clocks: Clocks) -> tzinfo:
    tzid = _TZID.search(parameters)
    if tzid is None:
        return clocks.floating
    return clocks.zones.named(tzid[1]) or clocks.home


def duration(value: str) -> timedelta:
    """Return the length that a DURATION names.

    Raises:
        UnreadableTime: it names none.
    """
    try:
        return vDuration(value.strip().upper()).dt
    except ValueError as error:
        raise UnreadableTime(f"{value[:40]!r} is no duration") from error
