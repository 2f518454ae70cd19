"""Content lines to the components that runlift reads, whatever else a calendar holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from runlift.formats.lines import ContentLine

Block = list[ContentLine]
"""The lines of one component, those of nested ones left out."""

_TOP_LEVEL = frozenset({"VEVENT", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"})


@dataclass(slots=True)
class CalendarBlocks:
    """One VCALENDAR.

    Attributes:
        properties: its own lines.
        events: the lines of each VEVENT, in file order, without those of its alarms.
        zones: the lines of each VTIMEZONE, with BEGIN and END of its parts.
        complete: its END:VCALENDAR is there.
    """

    properties: Block = field(default_factory=list)
    events: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    complete: bool = False


def calendar_blocks(lines: Iterable[ContentLine]) -> list[CalendarBlocks]:
    """Return the calendars that the lines hold: usually one, several where files were joined."""
    calendars: list[CalendarBlocks] = []
    path: list[str] = []
    for line in lines:
        if line.name in {"BEGIN", "END"}:
            _step(line, path, calendars)
        elif path:
            _keep(line, path, calendars[-1])
    return calendars


def _step(line: ContentLine, path: list[str], calendars: list[CalendarBlocks]) -> None:
    component = line.value.strip().upper()
    if line.name == "BEGIN":
        _begin(component, path, calendars)
    elif component in path:
        # What was left open inside ends with it.
        del path[path.index(component) :]
        if component == "VCALENDAR":
            calendars[-1].complete = True
    if path[1:2] == ["VTIMEZONE"] and component in {"STANDARD", "DAYLIGHT"}:
        calendars[-1].zones[-1].append(line)


def _begin(component: str, path: list[str], calendars: list[CalendarBlocks]) -> None:
    if component == "VCALENDAR":
        path.clear()
        calendars.append(CalendarBlocks())
    elif not path:
        return
    elif component in _TOP_LEVEL:
        # None of these nests, so an END was forgotten before it.
        del path[1:]
        {"VEVENT": calendars[-1].events, "VTIMEZONE": calendars[-1].zones}.get(component, []).append([])
    path.append(component)


def _keep(line: ContentLine, path: list[str], calendar: CalendarBlocks) -> None:
    match path:
        case ["VCALENDAR"]:
            calendar.properties.append(line)
        case ["VCALENDAR", "VEVENT"]:
            calendar.events[-1].append(line)
        case ["VCALENDAR", "VTIMEZONE", *_]:
            calendar.zones[-1].append(line)
        case _:
            # Alarms, to-dos and whatever else a calendar may hold.
            pass
