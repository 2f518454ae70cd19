"""A calendar that lives in memory: a target, a source, and the runner's own hand on it.

It has what a server's calendar has: versions, conditional writes, a bin, and room for whatever else the runner puts
into an event.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from runlift.calendars.base import Outcome, Reading, Result, Traffic
from runlift.calendars.glance import stamp_of_body
from runlift.domain.events import AllDay, Event, EventUid, ReadingWindow, Timed
from runlift.sync import identity
from runlift.sync.changes import ALL_FIELDS, Action, Change, Field
from runlift.sync.marker import NAMES, Marker, read_marker
from runlift.sync.notes import block_of, join, notes_of
from runlift.sync.standing import Etag, EventRef, StandingEvent

_NONE = timedelta(0)
_WEEK = timedelta(days=7)
_UNSAVED = Etag("")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryEvent:
    """An event as the calendar holds it.

    Attributes:
        weeks: how many weeks in a row it takes place; more than one make a series.
        alarms: reminders, in minutes before it.
        properties: our marker, and what other programs have put into it.
        modified: when it last changed.
        etag: its version.
    """

    uid: EventUid
    when: Timed | AllDay
    title: str
    description: str = ""
    transparent: bool = False
    cancelled: bool = False
    weeks: int = 1
    guests: tuple[str, ...] = ()
    alarms: tuple[int, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = None
    etag: Etag = _UNSAVED

    @property
    def occurrences(self) -> tuple[Timed | AllDay, ...]:
        """Every time at which it takes place, at the same hour each week."""
        return tuple(_shifted(self.when, start=week * _WEEK, end=week * _WEEK) for week in range(self.weeks))

    @property
    def standing(self) -> StandingEvent | None:
        """What it is to runlift; None where it has neither a marker nor a UID at our domain."""
        marker = read_marker(self.properties.get)
        if marker is None and not identity.is_ours(self.uid):
            return None
        return StandingEvent(
            ref=EventRef(self.uid),
            etag=self.etag,
            uid=self.uid,
            when=self.when,
            title=self.title,
            description=self.description,
            marker=marker,
            modified=self.modified,
            has_guests=bool(self.guests),
            repeats=self.weeks > 1,
            again=self.occurrences[1:],
        )


def _shifted(when: Timed | AllDay, *, start: timedelta, end: timedelta) -> Timed | AllDay:
    if isinstance(when, AllDay):
        return AllDay(start=when.start + start, end=when.end + end)
    return Timed(start=when.start + start, end=when.end + end)


class MemoryCalendar:
    """The calendar, with a method for each thing that its owner does by hand.

    Attributes:
        events: what it holds, by UID.
        bin: what was deleted from it, by UID.
    """

    def __init__(self) -> None:
        self.events: dict[EventUid, MemoryEvent] = {}
        self.bin: dict[EventUid, MemoryEvent] = {}
        self._versions = 0

    @property
    def stamp(self) -> str:
        """A digest of all that it holds."""
        return stamp_of_body(repr([self.events[uid] for uid in sorted(self.events)]).encode())

    def put(self, event: MemoryEvent, *, now: datetime) -> None:
        """Save an event as it is, new or in place of the one with its UID."""
        self._versions += 1
        self.events[event.uid] = replace(event, modified=now, etag=Etag(f'"{self._versions}"'))

    def delete(self, uid: EventUid) -> None:
        """Put an event into the bin."""
        self.bin[uid] = self.events.pop(uid)

    def restore(self, uid: EventUid, *, now: datetime) -> None:
        """Take an event out of the bin."""
        self.put(self.bin.pop(uid), now=now)

    def move(self, uid: EventUid, start: datetime, *, now: datetime) -> None:
        """Let an event start at another time and take as long as before; one without an hour takes an hour."""
        when = self.events[uid].when
        length = when.end - when.start if isinstance(when, Timed) else timedelta(hours=1)
        self.put(replace(self.events[uid], when=Timed(start=start, end=start + length)), now=now)

    def resize(self, uid: EventUid, by: timedelta, *, now: datetime) -> None:
        """Let an event end so much later, or earlier."""
        event = self.events[uid]
        self.put(replace(event, when=_shifted(event.when, start=_NONE, end=by)), now=now)

    def make_all_day(self, uid: EventUid, day: date, *, now: datetime) -> None:
        """Let an event take a whole day."""
        when = AllDay(start=day, end=day + timedelta(days=1))
        self.put(replace(self.events[uid], when=when), now=now)

    def retitle(self, uid: EventUid, title: str, *, now: datetime) -> None:
        """Give an event another title."""
        self.put(replace(self.events[uid], title=title), now=now)

    def annotate(self, uid: EventUid, notes: str, *, now: datetime) -> None:
        """Write notes above our block, after those that are there."""
        event = self.events[uid]
        above = "\n".join(filter(None, (notes_of(event.description), notes)))
        self.put(replace(event, description=join(above, block_of(event.description)).rstrip()), now=now)

    def invite(self, uid: EventUid, guest: str, *, now: datetime) -> None:
        """Add a guest."""
        event = self.events[uid]
        self.put(replace(event, guests=(*event.guests, guest)), now=now)

    def repeat(self, uid: EventUid, weeks: int, *, now: datetime) -> None:
        """Make a weekly series of an event."""
        self.put(replace(self.events[uid], weeks=weeks), now=now)

    def copy(self, uid: EventUid, new_uid: EventUid, start: datetime, *, now: datetime) -> None:
        """Paste an event at another time; what programs have put into it goes along."""
        self.put(replace(self.events[uid], uid=new_uid), now=now)
        self.move(new_uid, start, now=now)


class MemoryTarget:
    """The calendar as sessions are kept in it."""

    is_output = False

    def __init__(self, calendar: MemoryCalendar, *, name: str = "memory") -> None:
        self.name = name
        self._calendar = calendar
        self._traffic = Traffic()
        self._written: set[EventUid] = set()

    @property
    def traffic(self) -> Traffic:
        """One request for each read and each write; there are no bytes."""
        return self._traffic

    @property
    def stamp(self) -> str:
        """A digest of the calendar as it is."""
        return self._calendar.stamp

    def existing(self, window: ReadingWindow) -> tuple[StandingEvent, ...]:
        """Read the events inside the window that are ours; one that was called off is none any more."""
        self._count()
        inside = (event for event in self._calendar.events.values() if not event.cancelled and window.holds(event.when))
        return tuple(standing for event in inside if (standing := event.standing))

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        """Make each change as its outcome is asked for."""
        for change in changes:
            self._count()
            if change.before is None:
                yield self._create(change, now)
            else:
                yield self._edit(change, change.before, now)

    def settle(self) -> tuple[StandingEvent, ...]:
        """Return what was written since the target was opened."""
        written = (event for uid, event in self._calendar.events.items() if uid in self._written)
        return tuple(standing for event in written if (standing := event.standing))

    def _create(self, change: Change, now: datetime) -> Outcome:
        if change.after is None or change.after.uid in self._calendar.events:
            return Outcome(change=change, result=Result.CONFLICT)
        when = Timed(start=change.after.start, end=change.after.end)
        event = MemoryEvent(uid=change.after.uid, when=when, title="", transparent=True)
        return self._put(_edited(event, replace(change, fields=ALL_FIELDS)), change, now)

    def _edit(self, change: Change, before: StandingEvent, now: datetime) -> Outcome:
        event = self._calendar.events.get(before.uid)
        if event is None or event.standing != before:
            return Outcome(change=change, result=Result.CONFLICT)
        if change.action is Action.DELETE:
            self._calendar.delete(event.uid)
            return Outcome(change=change, result=Result.DONE)
        return self._put(_edited(event, change), change, now)

    def _put(self, event: MemoryEvent, change: Change, now: datetime) -> Outcome:
        self._calendar.put(event, now=now)
        self._written.add(event.uid)
        return Outcome(change=change, result=Result.DONE, ref=EventRef(event.uid))

    def _count(self) -> None:
        self._traffic = replace(self._traffic, requests=self._traffic.requests + 1)


def _edited(event: MemoryEvent, change: Change) -> MemoryEvent:
    """Return the event with the fields that the change names, and with its marker or, where it is let go, without."""
    properties = {name: value for name, value in event.properties.items() if name not in NAMES}
    after = change.after
    if after is None:
        return replace(event, properties=properties)
    marks = change.marks or after.fingerprints
    marker = Marker(profile=after.profile, key=after.key, intensity=after.intensity, marks=marks)
    return replace(
        event,
        when=Timed(start=after.start, end=after.end) if Field.TIME in change.fields else event.when,
        title=after.title if Field.TITLE in change.fields else event.title,
        description=after.text if Field.TEXT in change.fields else event.description,
        properties=properties | marker.properties(),
    )


class MemorySource:
    """The calendar as it is read."""

    def __init__(self, calendar: MemoryCalendar, *, name: str = "memory") -> None:
        self.name = name
        self._calendar = calendar

    def read(self, window: ReadingWindow) -> Reading:
        """Read the events inside the window, in the order in which they were made."""
        events = (
            _occurrence(event, when)
            for event in self._calendar.events.values()
            for when in event.occurrences
            if window.holds(when)
        )
        return Reading(events=tuple(events), requests=1, stamp=self._calendar.stamp)


def _occurrence(event: MemoryEvent, when: Timed | AllDay) -> Event:
    return Event(
        uid=event.uid,
        when=when,
        summary=event.title,
        description=event.description,
        transparent=event.transparent,
        cancelled=event.cancelled,
        series=event.weeks > 1,
        properties=tuple(event.properties.items()),
    )
