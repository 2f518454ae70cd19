"""How far a VEVENT reaches, told from its bytes: enough to leave out what is sure to lie outside a window.

Only what is written as programs write it is judged. Whatever is unusual is left to those who read all of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from runlift.formats.blocks import TOP_LEVEL

Lines = Mapping[bytes, Sequence[bytes]]
"""What stands behind the names of an event's lines, the separator first."""

_FOLD = re.compile(rb"(?<!\n)(?:\r?\n)++[ \t]")
_ODD = re.compile(rb"\n(?![A-Z0-9-]+[:;]|[\r\n]|\Z)")
_LINE = re.compile(rb"\n(UID|DT(?:START|END)|DURATION|R(?:RULE|DATE|ECURRENCE-ID)|BEGIN|END)([:;][^\n]*)")
_UID = re.compile(rb":[ \t]*([!-\[\]-~](?:[ -\[\]-~]*[!-\[\]-~])?)[ \t\r]*")
_MOMENT = re.compile(rb"(?:;[^\n]*)?[:;]((?!000)(\d{4})(\d\d)(\d\d)(?:T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?)[ \t\r]*")
_LENGTH = re.compile(rb"[:;]P(?:(\d{1,3})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:\d{1,4}M)?(?:\d{1,5}S)?)?)[ \t\r]*")
_UNTIL = re.compile(rb"(\d{4})(\d\d)(\d\d)(?:T\d{6}Z?)?")

_BOUNDS = frozenset({b"VCALENDAR", *(name.encode() for name in TOP_LEVEL)})
_STEP = {b"DAILY": 1, b"WEEKLY": 7}
_WEEKDAYS = re.compile(rb"[A-Z]{2}(?:,[A-Z]{2})*")
_NUMBER = re.compile(rb"\d{1,4}")


class Unsure(ValueError):
    """Only reading all of it tells what is meant."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What is certain of an event.

    Attributes:
        uid: as it is written; empty where it has none.
        first: the ordinal of the first day on which something of it may take place, by its own clock.
        last: of the last one; None where nobody knows.
    """

    uid: bytes
    first: int
    last: int | None


def reach_of(block: bytes) -> Reach:
    """Tell how far a VEVENT reaches.

    Args:
        block: its lines, from the line end of its BEGIN to that of its last line.

    Raises:
        Unsure: it is written in an unusual way.
    """
    unfolded = block.replace(b"\r\n ", b"")
    if b"\n " in unfolded or b"\n\t" in unfolded:
        unfolded = _FOLD.sub(b"", block)
    if _ODD.search(unfolded):
        raise Unsure
    own = _own_lines(unfolded)
    uid = _UID.fullmatch(own[b"UID"][0]) if b"UID" in own else None
    if uid is None and b"UID" in own:
        raise Unsure
    first, last = _days(own)
    return Reach(uid=uid[1] if uid else b"", first=first, last=last)


def _own_lines(block: bytes) -> Lines:
    """Return the lines that matter, those of nested components left out."""
    own: dict[bytes, list[bytes]] = {}
    path: list[bytes] = []
    for name, rest in _LINE.findall(block):
        if name == b"BEGIN":
            path.append(_component(rest))
        elif name == b"END":
            if not path or path.pop() != _component(rest):
                raise Unsure
        elif not path:
            own.setdefault(name, []).append(rest)
    return own


def _component(rest: bytes) -> bytes:
    name = rest[1:].strip().upper()
    if rest[:1] != b":" or name in _BOUNDS:
        raise Unsure
    return name


def _days(own: Lines) -> tuple[int, int | None]:
    if b"DTSTART" not in own:
        raise Unsure
    start, written = _moment(own[b"DTSTART"][0])
    last = start + 1
    if b"DTEND" in own:
        end, written_end = _moment(own[b"DTEND"][0])
        if written_end < written:
            # That is told to the runner.
            raise Unsure
        last = max(last, end)
    if b"DURATION" in own:
        last = max(last, start + _length(own[b"DURATION"][0]))
    if b"RDATE" in own or any(b"RANGE" in rest.upper() for rest in own.get(b"RECURRENCE-ID", ())):
        raise Unsure
    if b"RRULE" not in own:
        return start, last
    repeats = _repeats_until(own[b"RRULE"], start)
    return start, None if repeats is None else max(repeats, start) + last - start


def _moment(rest: bytes) -> tuple[int, bytes]:
    """Return the day of a time, and the time as it is written."""
    match = _MOMENT.fullmatch(rest)
    if match is None:
        raise Unsure
    return _ordinal(match[2], match[3], match[4]), match[1]


def _ordinal(year: bytes, month: bytes, day: bytes) -> int:
    try:
        return date(int(year), int(month), int(day)).toordinal()
    except ValueError as error:
        raise Unsure from error


def _length(rest: bytes) -> int:
    """Return how many days a duration takes at most."""
    match = _LENGTH.fullmatch(rest)
    if match is None:
        raise Unsure
    weeks, days, hours = (int(number or 0) for number in match.groups())
    # Up to 9999 minutes and 99999 seconds are nine days.
    return weeks * 7 + days + hours // 24 + 10


def _repeats_until(rules: Sequence[bytes], start: int) -> int | None:
    """Return the day after which a series begins no more; None where it may go on."""
    if len(rules) != 1 or rules[0][:1] != b":":
        return None
    pairs = [part.partition(b"=")[::2] for part in rules[0][1:].strip().split(b";")]
    parts = dict(pairs)
    if len(parts) != len(pairs) or not all(name.isupper() for name in parts):
        return None
    if b"UNTIL" in parts:
        until = _UNTIL.fullmatch(parts[b"UNTIL"])
        # An hour in UTC may lie on the day before or after.
        return _ordinal(*until.groups()) + 1 if until else None
    return _counted(parts, start)


def _counted(parts: Mapping[bytes, bytes], start: int) -> int | None:
    """Return the last day of a rule that comes to its count at a known pace."""
    step = _STEP.get(parts.get(b"FREQ", b""))
    filters = {b"BYDAY": _WEEKDAYS, b"WKST": _WEEKDAYS} if step == _STEP[b"WEEKLY"] else {b"WKST": _WEEKDAYS}
    known = {b"FREQ": _WEEKDAYS, b"COUNT": _NUMBER, b"INTERVAL": _NUMBER, **filters}
    numbers = [parts.get(b"COUNT", b""), parts.get(b"INTERVAL", b"1")]
    is_plain = known.keys() >= parts.keys() and all(map(_NUMBER.fullmatch, numbers))
    if step is None or not is_plain or not _WEEKDAYS.fullmatch(parts.get(b"BYDAY", b"MO")):
        return None
    # In its first week a series may begin after all of its weekdays.
    return start + (int(numbers[0]) + 1) * max(int(numbers[1]), 1) * step
