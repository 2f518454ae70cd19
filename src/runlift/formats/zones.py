"""The zone that a TZID means.

In this order: a zone of the IANA database; a name of Windows, whose own VTIMEZONEs are often nonsense; the calendar's
VTIMEZONE; names that are none but can be guessed. VTIMEZONEs are built here rather than by icalendar, which keeps
what it has built for the whole process, so that one calendar's "Customized Time Zone" would shift another's events.
"""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from runlift.formats.blocks import Block
from runlift.formats.recurrence import UnusableRule, refuse_zone_rule
from runlift.formats.texts import text

# A season's abbreviation stands for the wall clock of its region, whichever season it is used in.
_ABBREVIATIONS = {
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin",
    "WEST": "Europe/Lisbon",
    "EEST": "Europe/Helsinki",
    "BST": "Europe/London",
    "EDT": "America/New_York",
    "CDT": "America/Chicago",
    "MDT": "America/Denver",
    "PDT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}
_REGIONS = ("Europe", "America", "Asia", "Australia", "Africa", "Pacific", "Atlantic")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")
_OFFSET = re.compile(r"\(?(?:UTC|GMT)\s*([+-])(\d{1,2}):?(\d{2})?\)?", re.IGNORECASE)
_MOST_NAMES = 200
"""More names than this in one calendar are not looked up; a look-up that fails is slow."""

_LONGEST_NAME = 120
_LONGEST_DEFINITION = 2000
_ZONE_PROPERTIES = frozenset({"BEGIN", "END", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"})


class Zones:
    """The zones that one calendar's TZIDs mean.

    Args:
        blocks: the calendar's VTIMEZONEs.
    """

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = {_clean(line.value): block for block in blocks for line in block if line.name == "TZID"}
        self._known: dict[str, tzinfo | None] = {}
        self._published: dict[str, tzinfo | None] = {}

    def named(self, tzid: str) -> tzinfo | None:
        """Return the zone, or None where nothing says what is meant."""
        tzid = _clean(tzid)
        if tzid not in self._known and len(self._known) < _MOST_NAMES:
            self._known[tzid] = self.published(tzid) or self._defined(tzid) or _guessed(tzid)
        return self._known.get(tzid)

    def published(self, name: str) -> tzinfo | None:
        """Return the zone of that name in the IANA database, in Windows, or among the abbreviations."""
        name = _clean(name)
        if name not in self._published and len(self._published) < _MOST_NAMES:
            keys = (_ABBREVIATIONS.get(name, name), WINDOWS_TO_OLSON.get(name, ""))
            self._published[name] = next(filter(None, map(_iana, keys)), None)
        return self._published.get(name)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names that were asked for and say nothing, in the order of asking."""
        return tuple(tzid for tzid, zone in self._known.items() if zone is None)

    def _defined(self, tzid: str) -> tzinfo | None:
        block = self._blocks.get(tzid)
        return _from_vtimezone(block) if block and len(block) <= _LONGEST_DEFINITION else None


def _clean(tzid: str) -> str:
    return text(tzid[:_LONGEST_NAME]).strip('":/ ')


def _iana(key: str) -> ZoneInfo | None:
    # "localtime" is the machine's own.
    if not _KEY.fullmatch(key) or key == "localtime":
        return None
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):
        # OSError: the key names a folder of the zone database.
        return None


def _from_vtimezone(block: Block) -> tzinfo | None:
    for line in block:
        if line.name == "X-LIC-LOCATION" and (zone := _iana(text(line.value))):
            return zone
    try:
        return tzical(io.StringIO("\n".join(_as_tzical_reads(block)))).get()
    except (ValueError, TypeError, OverflowError, UnusableRule):
        return None


def _as_tzical_reads(block: Block) -> Iterator[str]:
    yield "BEGIN:VTIMEZONE\nTZID:defined here"
    for line in block:
        value = line.value.strip()
        if line.name == "RRULE":
            refuse_zone_rule(value)
        if line.name in _ZONE_PROPERTIES:
            yield f"{line.name}:{value}"
    yield "END:VTIMEZONE"


def _guessed(tzid: str) -> tzinfo | None:
    # "/softwarestudio.org/Olson_20011030_5/America/New_York", "US-Eastern"
    parts = tzid.split("/")
    for candidate in (*("/".join(parts[at:]) for at in range(1, len(parts))), tzid.replace("-", "/")):
        if zone := _iana(candidate):
            return zone
    return _as_windows_shows_it(tzid) or _of_offset(tzid)


def _as_windows_shows_it(tzid: str) -> tzinfo | None:
    """Read "(UTC+01:00) Amsterdam, Berlin, Rome" and "(UTC-05:00) Eastern Time (US & Canada)"."""
    _, bracket, shown = tzid.partition(") ")
    if zone := _iana(WINDOWS_TO_OLSON.get(f"{shown.partition(' Time')[0]} Standard Time", "")):
        return zone
    for city in shown.split(",") if bracket else ():
        for region in _REGIONS:
            if zone := _iana(f"{region}/{city.strip().replace(' ', '_')}"):
                return zone
    return None


def _of_offset(tzid: str) -> tzinfo | None:
    match = _OFFSET.match(tzid)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset) if offset < timedelta(hours=24) else None
