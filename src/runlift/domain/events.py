"""What a calendar holds, freed of any format's wire details."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NewType

EventUid = NewType("EventUid", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A span between two instants.

    Attributes:
        start: aware, in the zone of the calendar's own wording (floating times: the runner's zone).
        end: aware; never before `start`.
    """

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AllDay:
    """Whole days, without an hour.

    Attributes:
        start: the first day.
        end: the day after the last, as DTEND means it (RFC 5545, 3.6.1); always after `start`.
    """

    start: date
    end: date

    @property
    def days(self) -> int:
        """The number of days that it covers."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWindow:
    """The stretch of time that is read.

    Attributes:
        start: aware; events that end before it are left out.
        end: aware; events that start at or after it are left out.
        zone: what floating times and all-day events are read in.
    """

    start: datetime
    end: datetime
    zone: tzinfo

    def holds(self, when: Timed | AllDay) -> bool:
        """Tell whether some of the time lies inside; an instant without length must not be the window's end."""
        if isinstance(when, AllDay):
            start, end = (datetime.combine(day, time.min, self.zone) for day in (when.start, when.end))
        else:
            start, end = when.start, when.end
        return start < self.end and (end > self.start or start == end == self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One occurrence of one calendar event; a series is already expanded.

    Attributes:
        uid: the event's UID; derived from its content where the calendar gives none.
        when: its time.
        summary: the title, unescaped.
        description: the notes, unescaped, HTML tags removed.
        location: where.
        categories: CATEGORIES, as written.
        transparent: marked as free time (TRANSP:TRANSPARENT).
        cancelled: STATUS:CANCELLED.
        out_of_office: the calendar marks it as out of office, so that even an all-day one is busy time.
        duration: how long the author says that it takes where `when` does not say so
            (an all-day event with DURATION:PT1H, Runna's X-WORKOUT-ESTIMATED-DURATION).
        series: the UID is shared by other occurrences of a recurring event.
        properties: the X- properties, names in upper case.
    """

    uid: EventUid
    when: Timed | AllDay
    summary: str
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    transparent: bool = False
    cancelled: bool = False
    out_of_office: bool = False
    duration: timedelta | None = None
    series: bool = False
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def day(self) -> date:
        """The day on which it starts, in its own zone."""
        return self.when.start if isinstance(self.when, AllDay) else self.when.start.date()

    def property_value(self, name: str) -> str | None:
        """Return the value of an X- property, or None."""
        return next((value for key, value in self.properties if key == name), None)
