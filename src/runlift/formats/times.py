"""When an event takes place, and how long its author says that it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from runlift.domain.events import AllDay, Timed
from runlift.formats.lines import ContentLine
from runlift.formats.moments import Clocks, Moment, UnreadableTime, duration, moment

Properties = Mapping[str, Sequence[ContentLine]]
"""An event's lines by name."""

_DAY = timedelta(days=1)
_NONE = timedelta(0)
_LONGEST_WORKOUT = timedelta(days=2)
_LONGEST_EVENT = timedelta(days=366 * 100)
_WHOLE_DAY_FLAGS = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT")


@dataclass(frozen=True, slots=True)
class EventTimes:
    """When an event takes place.

    Attributes:
        when: its time.
        duration: how long it takes where `when` does not say so.
        notes: what could not be read as written, as the end of a sentence about the event.
    """

    when: Timed | AllDay
    duration: timedelta | None
    notes: tuple[str, ...]


def event_times(properties: Properties, clocks: Clocks) -> EventTimes:
    """Read DTSTART, DTEND and DURATION.

    Raises:
        UnreadableTime: DTSTART is missing or says nothing.
    """
    if "DTSTART" not in properties:
        raise UnreadableTime("it has no DTSTART")
    start = moment(properties["DTSTART"][0], clocks)
    if isinstance(start, datetime) and start.tzinfo is not None:
        # What names no zone of its own is read beside the start.
        clocks = replace(clocks, floating=start.tzinfo)
    notes: list[str] = []
    end = _readable_end(properties, clocks, notes)
    length = _readable_length(properties, notes)
    if isinstance(start, datetime) and _is_whole_day(properties):
        start, end = _day_if_midnight(start, clocks), end and _day_if_midnight(end, clocks)
    when = _timed(start, end, length, notes) if isinstance(start, datetime) else _all_day(start, end, length, notes)
    return EventTimes(when, _said_duration(when, length, properties), tuple(notes))


def _readable_end(properties: Properties, clocks: Clocks, notes: list[str]) -> Moment | None:
    try:
        return moment(properties["DTEND"][0], clocks) if "DTEND" in properties else None
    except UnreadableTime as error:
        notes.append(f"has an unreadable end, which is ignored: {error}")
        return None


def _readable_length(properties: Properties, notes: list[str]) -> timedelta:
    """Return DURATION, or nothing where there is none that makes sense."""
    try:
        length = duration(properties["DURATION"][0].value) if "DURATION" in properties else _NONE
    except UnreadableTime as error:
        notes.append(f"has an unreadable duration, which is ignored: {error}")
        return _NONE
    return max(length, _NONE)


def _is_whole_day(properties: Properties) -> bool:
    """Outlook and ical-generator also mark whole days by a flag, beside times at midnight."""
    return any(properties[flag][0].value.strip().upper() == "TRUE" for flag in _WHOLE_DAY_FLAGS if flag in properties)


def _day_if_midnight(at: Moment, clocks: Clocks) -> Moment:
    if isinstance(at, datetime):
        for local in (at, at.astimezone(clocks.home)):
            if local.time() == time.min:
                return local.date()
    return at


def _timed(start: datetime, end: Moment | None, length: timedelta, notes: list[str]) -> Timed:
    if end is not None and not isinstance(end, datetime):
        # A mere date says no hour; only several days later it says at least that.
        end = datetime.combine(end, time.min, start.tzinfo) if end - start.date() > _DAY else None
    # As instants: a time that the clock skips in spring is later than it looks.
    if end is not None and end.timestamp() < start.timestamp():
        notes.append("ends before it starts; its end is ignored")
        end = None
    if end is None or end.timestamp() == start.timestamp():
        # A DURATION is exact, also across a change of the clocks (RFC 5545, 3.3.6).
        length = min(length, _LONGEST_EVENT)
        end = (start.astimezone(UTC) + length).astimezone(start.tzinfo) if length else start
    return Timed(start=start, end=end)


def _all_day(start: Moment, end: Moment | None, length: timedelta, notes: list[str]) -> AllDay:
    if isinstance(end, datetime):
        end = end.date() if end.time() == time.min else end.date() + _DAY
    if end is None:
        # Ceiling division: an hour on a day is still that day.
        end = start + max(_DAY, -(-min(length, _LONGEST_EVENT) // _DAY) * _DAY)
    elif end < start:
        notes.append("ends before it starts; its end is ignored")
    return AllDay(start=start, end=max(end, start + _DAY))


def _said_duration(when: Timed | AllDay, length: timedelta, properties: Properties) -> timedelta | None:
    if isinstance(when, AllDay):
        if _NONE < length < _DAY:
            return length
    elif when.end > when.start:
        return None
    return _estimated(properties)


def _estimated(properties: Properties) -> timedelta | None:
    """Read Runna's estimate, in seconds."""
    for line in properties.get("X-WORKOUT-ESTIMATED-DURATION", ()):
        try:
            seconds = timedelta(seconds=float(line.value))
        except (ValueError, OverflowError):
            continue
        if _NONE < seconds <= _LONGEST_WORKOUT:
            return seconds
    return None
