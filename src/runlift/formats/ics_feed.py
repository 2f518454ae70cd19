"""The .ics file that runlift writes and others subscribe to: plain events, byte-identical while nothing changes.

Each rewriting takes the file as it stands, edits the events that change where they are, and leaves every other one
alone: what others put into the file, what another profile wrote, what has started.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vDDDTypes, vDuration, vText
from icalendar.timezone import tzp

from runlift.errors import NotACalendar
from runlift.formats.ics_zone import vtimezone
from runlift.formats.session_vevent import dress, edit_vevent, new_vevent, stamp, standing_event, wears
from runlift.sync import identity
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Action, Change, Field
from runlift.sync.marker import Marker
from runlift.sync.standing import StandingEvent

PRODID = "-//runlift//strength sessions//EN"
_OUR_PRODID = re.compile(rb"^PRODID[^:\r\n]*:-//runlift//", re.MULTILINE | re.IGNORECASE)

COLOR = "seagreen"
REFRESH = timedelta(hours=1)
"""How often subscribers are asked to look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RewrittenFeed:
    """A file after changes.

    Attributes:
        made: for each change whether it was made; one whose event is not as it was read is not.
    """

    body: bytes
    made: tuple[bool, ...]


def is_our_feed(body: bytes) -> bool:
    """Tell whether a file was written by runlift; any other must not be overwritten."""
    header, _, _ = body.partition(b"BEGIN:VEVENT")
    return header.lstrip().startswith(b"BEGIN:VCALENDAR") and _OUR_PRODID.search(header) is not None


def read_feed(body: bytes) -> tuple[StandingEvent, ...]:
    """Return the events of the file that are ours, of whichever profile; no file holds none.

    Raises:
        NotACalendar: the file is damaged.
    """
    return tuple(standing for _, standing in _ours(_parsed(body)))


def rewrite_feed(
    body: bytes, changes: Sequence[Change], *, profile: str, look: CalendarLook, now: datetime
) -> RewrittenFeed:
    """Return the file after the changes; what they do not name stands on, unless the look has changed.

    Args:
        body: the file as it stands; nothing where there is none.
        changes: creates, updates and deletes.
        profile: whose events take on the look, as long as they have not started.
        look: how the calendar presents itself.
        now: the instant of the change.

    Raises:
        NotACalendar: the file is damaged.
    """
    calendar = _parsed(body)
    before = [(event, event.to_ical()) for event in _events(calendar)]
    made = tuple(_make(calendar, change, look, now) for change in changes)
    for event, standing in _ours(calendar):
        belongs = isinstance(standing.marker, Marker) and standing.marker.profile == profile
        if belongs and _start(event) > now and not wears(event, look):
            dress(event, look)
    for event, written in before:
        if event.to_ical() != written:
            stamp(event, now=now)
    return RewrittenFeed(body=_written(calendar, look), made=made)


def _parsed(body: bytes) -> Calendar:
    if not body:
        return Calendar()
    # icalendar keeps the zones of the last calendar that it read, and they would win over the real ones.
    tzp.use_default()
    try:
        calendar = Calendar.from_ical(body)
        _ours(calendar)
    except (ValueError, KeyError, AttributeError) as error:
        raise NotACalendar("the strength calendar is damaged: move it away and sync again") from error
    return calendar


def _ours(calendar: Calendar) -> list[tuple[Event, StandingEvent]]:
    return [(event, standing) for event in _events(calendar) if (standing := standing_event(event))]


def _events(calendar: Calendar) -> list[Event]:
    # A RECURRENCE-ID is one day of a series and no event of its own.
    parts = (part for part in calendar.subcomponents if "RECURRENCE-ID" not in part)
    return [part for part in parts if isinstance(part, Event)]


def _make(calendar: Calendar, change: Change, look: CalendarLook, now: datetime) -> bool:
    """Make one change in the calendar, unless its event is not as it was read."""
    if change.action is Action.CREATE and change.after:
        vacant = all(event.get("UID") != change.after.uid for event in _events(calendar))
        if vacant:
            marks = change.marks or change.after.fingerprints
            calendar.add_component(new_vevent(change.after, marks, look, now=now))
        return vacant
    found = _as_read(calendar, change.before) if change.before else None
    if found is None:
        return False
    if change.action is Action.DELETE:
        calendar.subcomponents = [part for part in calendar.subcomponents if part is not found]
    else:
        edit_vevent(found, change)
    if Field.TITLE in change.fields:
        dress(found, look)  # the reminder says the title
    return True


def _as_read(calendar: Calendar, before: StandingEvent) -> Event | None:
    same = (event for event in _events(calendar) if event.get("UID") == before.uid)
    return next((event for event in same if standing_event(event) == before), None)


def _written(calendar: Calendar, look: CalendarLook) -> bytes:
    """Return the file: its head and zones made anew, everything else in the order of its start."""
    written = Calendar()
    written.add("PRODID", PRODID)
    written.add("VERSION", "2.0")
    # NAME and REFRESH-INTERVAL are RFC 7986; Apple, Outlook and Google still read the older X- names.
    for property_name in ("NAME", "X-WR-CALNAME"):
        written.add(property_name, vText(identity.plain(look.name)))
    written.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    written.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    written.add("COLOR", look.color or COLOR)
    parts = [part for part in calendar.subcomponents if part.name != "VTIMEZONE"]
    for zone in _zones(calendar, parts):
        written.add_component(zone)
    for part in sorted(parts, key=lambda part: (_start(part), str(part.get("UID")))):
        written.add_component(part)
    return bytes(written.to_ical())


def _zones(calendar: Calendar, parts: Sequence[Component]) -> Iterator[Component]:
    """Spell out each zone that is in use; one that only the file knows stays as the file has it."""
    moments = [moment for part in parts for moment in _moments(part)]
    known = {zone.key: zone for moment in moments if isinstance(zone := moment.tzinfo, ZoneInfo)}
    years = [moment.year for moment in moments]
    used = sorted({tzid for part in parts for tzid in _tzids(part)})
    published = {str(zone.get("TZID")): zone for zone in calendar.walk("VTIMEZONE")}
    for tzid in used:
        if tzid in known:
            yield vtimezone(known[tzid], first_year=min(years), last_year=max(years))
        elif tzid in published:
            yield published[tzid]


def _tzids(part: Component) -> Iterator[str]:
    for _, value in part.property_items():
        tzid = getattr(value, "params", {}).get("TZID")
        if tzid:
            yield str(tzid)


def _moments(part: Component) -> Iterator[datetime]:
    for name in ("DTSTART", "DTEND"):
        moment = _value(part, name)
        if isinstance(moment, datetime):
            yield moment


def _start(part: Component) -> datetime:
    """Return when it starts, to put it in its place; what does not say so comes last."""
    start = _value(part, "DTSTART")
    if isinstance(start, datetime):
        return start if start.tzinfo else start.replace(tzinfo=UTC)
    return datetime.combine(start, time.min, UTC) if start else datetime.max.replace(tzinfo=UTC)


def _value(part: Component, name: str) -> date | datetime | None:
    written = part.get(name)
    value = written.dt if isinstance(written, vDDDTypes) else None
    return value if isinstance(value, date) else None
