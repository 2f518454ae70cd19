"""iCalendar bytes to events (RFC 5545), with the oddities of real running calendars read as their authors meant them.

What this does not do: fetch, classify, or guess at what an event means. A calendar that is only partly readable gives
what can be read, and a note for the rest; only what is no calendar at all, or a part of one, is refused.

From bytes to events: `ics_scan` (what may touch the window) → `lines` (content lines) → `blocks` (components) →
`vevents` (one VEVENT: `moments`, `zones`, `times`, `texts`) → `series` (copies, overrides, recurrence).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, tzinfo
from operator import itemgetter

from runlift.domain.events import AllDay, Event, EventUid, ReadingWindow
from runlift.formats.blocks import CalendarBlocks, calendar_blocks
from runlift.formats.ics_scan import Scan
from runlift.formats.moments import Clocks
from runlift.formats.refusals import cut_short, refuse_what_is_no_calendar
from runlift.formats.series import occurrences
from runlift.formats.vevents import VEvent, read_vevent, written_uid
from runlift.formats.zones import Zones

Notes = tuple[str, ...]
"""What could not be read as written, one sentence each."""


def read_events(body: bytes, *, name: str, window: ReadingWindow) -> tuple[tuple[Event, ...], Notes]:
    """Return every occurrence inside the window, in file order; a series stands where its first VEVENT stands.

    Args:
        body: the calendar.
        name: what it is called in messages.
        window: the stretch that is wanted.

    Raises:
        NotACalendar: the bytes are something else, or only the beginning of a calendar.
    """
    vevents, notes = _vevents(body, name, window.zone, window)

    def in_file_order(found: tuple[int, Event]) -> tuple[int, datetime]:
        position, event = found
        when = event.when
        return position, datetime.combine(when.start, time.min, window.zone) if isinstance(when, AllDay) else when.start

    events = sorted(occurrences(vevents, window, notes), key=in_file_order)
    return tuple(map(itemgetter(1), events)), tuple(notes)


def read_components(body: bytes, *, name: str, zone: tzinfo) -> tuple[tuple[Event, ...], Notes]:
    """Return one event for each VEVENT that has a DTSTART, in file order, whenever it is; series are not expanded.

    Args:
        body: the calendar.
        name: what it is called in messages.
        zone: the runner's, for floating times.

    Raises:
        NotACalendar: the bytes are something else, or only the beginning of a calendar.
    """
    vevents, notes = _vevents(body, name, zone, None)
    return tuple(_with_uids_apart(vevents)), tuple(notes)


def _vevents(body: bytes, name: str, home: tzinfo, window: ReadingWindow | None) -> tuple[list[VEvent], list[str]]:
    refuse_what_is_no_calendar(body, name)
    scan = Scan(body, window)
    calendars = calendar_blocks(scan.lines())
    if not all(calendar.complete for calendar in calendars):
        raise cut_short(name)
    scan.choose({written_uid(block) for calendar in calendars for block in calendar.events})
    vevents: list[VEvent] = []
    notes: list[str] = []
    for calendar in calendars:
        zones = Zones(calendar.zones)
        clocks = Clocks(zones=zones, floating=zones.published(_zone_name(calendar)) or home, home=home)
        for found in calendar.outline:
            block = scan.block(found) if isinstance(found, int) else found
            if block is not None and (vevent := read_vevent(block, len(vevents), clocks, notes)):
                vevents.append(vevent)
        notes.extend(
            f"times in the zone {tzid!r} are read in your own, since the calendar does not say what it means"
            for tzid in zones.unknown
        )
    return vevents, notes


def _zone_name(calendar: CalendarBlocks) -> str:
    return next((line.value for line in calendar.properties if line.name == "X-WR-TIMEZONE"), "")


def _with_uids_apart(vevents: list[VEvent]) -> Iterator[Event]:
    """Tell apart what bears no UID and says the same: the first keeps the derived one, the others are numbered."""
    seen: Counter[str] = Counter()
    for vevent in vevents:
        event = vevent.event
        seen[event.uid] += 1
        again = seen[event.uid]
        if vevent.derived_uid and again > 1:
            event = replace(event, uid=EventUid(f"{event.uid}-{again}"))
        yield event
