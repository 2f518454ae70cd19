"""Calendar object resources (RFC 4791, 4.1): an event of ours read, made, and edited.

An edit is made in the text that the server gave. icalendar would write all of it anew in its own way, and the rest of
an event is the runner's: alarms, guests, and what other apps keep in it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar

from runlift.domain.events import AllDay, ReadingWindow, Timed
from runlift.formats.blocks import Block, CalendarBlocks, calendar_blocks
from runlift.formats.ics_feed import PRODID
from runlift.formats.ics_zone import vtimezone
from runlift.formats.lines import content_lines
from runlift.formats.moments import Clocks, UnreadableTime, moment
from runlift.formats.raw_lines import RawLine, depths, joined, name_of, raw_lines, unfolded
from runlift.formats.series import occurrences
from runlift.formats.session_vevent import new_vevent
from runlift.formats.texts import text
from runlift.formats.vevents import read_vevent
from runlift.formats.zones import Zones
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Change, Field
from runlift.sync.identity import Fingerprints, is_ours
from runlift.sync.marker import NAMES, read_marker
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import Etag, EventRef, StandingEvent

_OURS = "X-RUNLIFT-"
_UNDRESSED = CalendarLook(name="")
_EVENT = ("VCALENDAR", "VEVENT")
_SERIES = frozenset({"RRULE", "RDATE", "RECURRENCE-ID"})

_WRITTEN = {
    Field.TIME: ("DTSTART", "DTEND"),
    Field.TITLE: ("SUMMARY",),
    Field.TEXT: ("DESCRIPTION",),
}
_OUTDATED = {
    # The flags by which Outlook and others tell whole days beside DTSTART.
    Field.TIME: ("DURATION", "X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT"),
    Field.TITLE: (),
    # Other forms of the description, made from it by a server or an app (RFC 9073, 6.5).
    Field.TEXT: ("X-ALT-DESC", "STYLED-DESCRIPTION"),
}
_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")


class CannotEdit(ValueError):
    """An event in which a change cannot be made; the message says why."""


def read_standing(body: str, *, ref: EventRef, etag: Etag | None, window: ReadingWindow) -> StandingEvent | None:
    """Return the event of a resource as it stands; None where it is not ours, is off, or does not say when it is.

    Args:
        body: the resource.
        ref: where it stands.
        etag: its version.
        window: what is read, in the runner's zone, which is that of times that name none.
    """
    # Most events of a calendar are not ours, and need not be parsed to tell.
    if "runlift" not in body.replace("\r", "").replace("\n ", "").casefold():
        return None
    calendar = next(iter(calendar_blocks(content_lines(body.encode()))), None)
    block = _master(calendar.events) if calendar else None
    if calendar is None or block is None:
        return None
    values = {line.name: text(line.value) for line in reversed(block)}
    marker = read_marker(values.get)
    if marker is None and not is_ours(values.get("UID", "")):
        return None
    # Some apps call an event off in place of deleting it (RFC 5545, 3.8.1.11).
    if values.get("STATUS", "").strip().upper() == "CANCELLED":
        return None
    zones = Zones(calendar.zones)
    clocks = Clocks(zones=zones, floating=window.zone, home=window.zone)
    vevent = read_vevent(block, 0, clocks, [])
    if vevent is None:
        return None
    names = {line.name for event in calendar.events for line in event}
    repeats = bool(names & _SERIES)
    return StandingEvent(
        ref=ref,
        etag=etag,
        uid=vevent.event.uid,
        when=vevent.event.when,
        title=values.get("SUMMARY", ""),
        description=values.get("DESCRIPTION", ""),
        marker=marker,
        modified=_modified(block, clocks),
        has_guests="ATTENDEE" in names,
        repeats=repeats,
        again=tuple(_again(calendar, vevent.event.when, clocks, window)) if repeats else (),
    )


def _again(
    calendar: CalendarBlocks, first: Timed | AllDay, clocks: Clocks, window: ReadingWindow
) -> Iterator[Timed | AllDay]:
    """Yield when a series takes place beside its first time."""
    vevents = (read_vevent(block, place, clocks, []) for place, block in enumerate(calendar.events))
    found = occurrences((vevent for vevent in vevents if vevent), window, [])
    yield from (event.when for _, event in found if event.when != first and not event.cancelled)


def _master(events: Sequence[Block]) -> Block | None:
    """Return the event itself, before what stands in for single occurrences of it."""
    masters = (block for block in events if all(line.name != "RECURRENCE-ID" for line in block))
    return next(masters, next(iter(events), None))


def _modified(block: Block, clocks: Clocks) -> datetime | None:
    for line in block:
        if line.name == "LAST-MODIFIED":
            try:
                modified = moment(line, clocks)
            except UnreadableTime:
                return None
            return modified if isinstance(modified, datetime) else None
    return None


def new_event(event: SessionEvent, marks: Fingerprints, look: CalendarLook, *, now: datetime) -> str:
    """Return the resource for a session that is new.

    Args:
        event: the session.
        marks: what its marker says of its fields.
        look: whether it blocks time, and its reminder.
        now: the instant of the change.
    """
    component = new_vevent(event, marks, look, now=now)
    component.add("LAST-MODIFIED", now.astimezone(UTC).replace(microsecond=0))
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add_component(component)
    lines = raw_lines(calendar.to_ical().decode())
    return joined(_with_zones(lines, event))


def edited_event(body: str, change: Change, *, now: datetime) -> str:
    """Return the resource with an update made in it, and with all else as it was.

    Args:
        body: the resource.
        change: an update; one without `after` takes our marker off, and changes nothing else.
        now: the instant of the change.

    Raises:
        CannotEdit: there is no event in it, or its time should change and it is a series.
    """
    lines = raw_lines(body)
    after = change.after
    if after is None:
        return joined([line for line in lines if not name_of(line).startswith(_OURS)])
    opening, own = _master_lines(lines)
    if Field.TIME in change.fields and any(name_of(lines[place]) in _SERIES for place in own):
        raise CannotEdit("its time cannot be changed, since it repeats")
    written = {name for field in change.fields for name in _WRITTEN[field]} | {*NAMES}
    dropped = written | {name for field in change.fields for name in _OUTDATED[field]} | {*_STAMPS}
    gone = {place for place in own if name_of(lines[place]) in dropped}
    made = raw_lines(new_vevent(after, change.marks or after.fingerprints, _UNDRESSED, now=now).to_ical().decode())
    new = [
        *(line for line in made if name_of(line) in written),
        *_stamps(_number([lines[place] for place in own]), now),
    ]
    kept = [line for place, line in enumerate(lines) if place > opening and place not in gone]
    edited = [*lines[: opening + 1], *new, *kept]
    return joined(_with_zones(edited, after) if Field.TIME in change.fields else edited)


def _master_lines(lines: Sequence[RawLine]) -> tuple[int, list[int]]:
    """Return where the event itself begins, and where its own properties are.

    Raises:
        CannotEdit: there is none.
    """
    events: list[tuple[int, list[int]]] = []
    for place, path in depths(lines):
        if path != _EVENT:
            continue
        if name_of(lines[place]) == "BEGIN":
            events.append((place, []))
        elif name_of(lines[place]) != "END":
            events[-1][1].append(place)
    for opening, own in events:
        if all(name_of(lines[place]) != "RECURRENCE-ID" for place in own):
            return opening, own
    raise CannotEdit("there is no event in it that could be changed")


def _number(own: Sequence[RawLine]) -> int:
    """Return the next SEQUENCE."""
    stated = next((unfolded(line).partition(":")[2].strip() for line in own if name_of(line) == "SEQUENCE"), "")
    return int(stated) + 1 if stated.isdecimal() and len(stated) < 10 else 1


def _stamps(number: int, now: datetime) -> Iterator[RawLine]:
    instant = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTAMP:{instant}"
    yield f"LAST-MODIFIED:{instant}"
    yield f"SEQUENCE:{number}"


def _with_zones(lines: Sequence[RawLine], event: SessionEvent) -> list[RawLine]:
    """Define the zones of the event's times that are not defined yet."""
    defined = {
        unfolded(lines[place]).partition(":")[2].strip()
        for place, path in depths(lines)
        if path == ("VCALENDAR", "VTIMEZONE") and name_of(lines[place]) == "TZID"
    }
    zones = {instant.tzinfo for instant in (event.start, event.end)}
    used = joined(lines)
    missing = sorted(
        zone.key
        for zone in zones
        if isinstance(zone, ZoneInfo) and zone.key not in defined and f"TZID={zone.key}:" in used
    )
    first = next(place for place, path in depths(lines) if path == _EVENT)
    definitions: list[RawLine] = []
    for key in missing:
        # A session may be moved within its week, and so into the next year.
        zone = vtimezone(ZoneInfo(key), first_year=event.start.year, last_year=event.end.year + 1)
        definitions += raw_lines(zone.to_ical().decode())
    return [*lines[:first], *definitions, *lines[first:]]
