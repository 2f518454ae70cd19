"""VTIMEZONE: a zone's clock changes, spelled out for the years that a calendar covers (RFC 5545, 3.6.5).

icalendar has a generator too; its onsets of summer time come an hour late (7.3), since it gives them in the new
offset where RFC 5545, 3.6.5 wants the one in force before.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_NONE = timedelta(0)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def vtimezone(zone: ZoneInfo, *, first_year: int, last_year: int) -> Timezone:
    """Return the zone's definition for the years from the first through the last."""
    opening = datetime(first_year, 1, 1, tzinfo=UTC) - _DAY
    closing = datetime(last_year + 1, 1, 1, tzinfo=UTC) + _DAY
    component = Timezone()
    component.add("TZID", zone.key)
    component.add_component(_observance(opening, zone))
    for onset in _clock_changes(zone, opening, closing):
        component.add_component(_observance(onset, zone))
    return component


def _observance(onset: datetime, zone: ZoneInfo) -> TimezoneStandard | TimezoneDaylight:
    before, after = (onset - _MINUTE).astimezone(zone), onset.astimezone(zone)
    # Ireland's summer is its standard time, with a winter that is set back by a negative DST.
    component = TimezoneDaylight() if (after.dst() or _NONE) > _NONE else TimezoneStandard()
    offset_from, offset_to = _offset(before), _offset(after)
    component.add("DTSTART", (onset + offset_from).replace(tzinfo=None))
    component.TZOFFSETFROM, component.TZOFFSETTO = offset_from, offset_to
    component.add("TZNAME", after.tzname())
    return component


def _clock_changes(zone: ZoneInfo, opening: datetime, closing: datetime) -> Iterator[datetime]:
    day = opening
    while day < closing:
        if _offset(day.astimezone(zone)) != _offset((day + _DAY).astimezone(zone)):
            yield _change_within(zone, day)
        day += _DAY


def _change_within(zone: ZoneInfo, day: datetime) -> datetime:
    """Return the first minute of the new offset in the 24 hours after `day`, by bisection."""
    low, high = 0, 24 * 60
    old = _offset(day.astimezone(zone))
    while high - low > 1:
        middle = (low + high) // 2
        if _offset((day + middle * _MINUTE).astimezone(zone)) == old:
            low = middle
        else:
            high = middle
    return day + high * _MINUTE


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or _NONE
