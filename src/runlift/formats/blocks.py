"""Content lines to the components that runlift reads, whatever else a calendar holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from runlift.formats.lines import ContentLine

Block = list[ContentLine]
"""The lines of one component, those of nested ones left out."""

TOP_LEVEL = frozenset({"VEVENT", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"})


@dataclass(slots=True)
class CalendarBlocks:
    """One VCALENDAR.

    Attributes:
        properties: its own lines.
        outline: each VEVENT in file order: its lines without those of its alarms, or its number.
        zones: the lines of each VTIMEZONE, with BEGIN and END of its parts.
        complete: its END:VCALENDAR is there.
    """

    properties: Block = field(default_factory=list)
    outline: list[Block | int] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    complete: bool = False

    @property
    def events(self) -> list[Block]:
        """The VEVENTs whose lines were given."""
        return [block for block in self.outline if not isinstance(block, int)]


def calendar_blocks(lines: Iterable[ContentLine | int]) -> list[CalendarBlocks]:
    """Return the calendars that the lines hold: usually one, several where files were joined.

    Args:
        lines: a whole VEVENT may be given as a number in place of its lines.
    """
    calendars: list[CalendarBlocks] = []
    path: list[str] = []
    for line in lines:
        if isinstance(line, int):
            if path:
                # It begins, and so ends what was left open, and ends itself.
                del path[1:]
                calendars[-1].outline.append(line)
        elif line.name in {"BEGIN", "END"}:
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
    elif component in TOP_LEVEL:
        # None of these nests, so an END was forgotten before it.
        del path[1:]
        if component == "VEVENT":
            calendars[-1].outline.append([])
        elif component == "VTIMEZONE":
            calendars[-1].zones.append([])
    path.append(component)


def _keep(line: ContentLine, path: list[str], calendar: CalendarBlocks) -> None:
    match path:
        case ["VCALENDAR"]:
            calendar.properties.append(line)
        case ["VCALENDAR", "VEVENT"]:
            block = calendar.outline[-1]
            if not isinstance(block, int):
                block.append(line)
        case ["VCALENDAR", "VTIMEZONE", *_]:
            calendar.zones[-1].append(line)
        case _:
            # Alarms, to-dos and whatever else a calendar may hold.
            pass
