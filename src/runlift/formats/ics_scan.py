"""Finds the VEVENTs of a calendar as bytes, so that those that cannot touch a window need not be read.

To read an event costs many times what it costs to find it, and most of a big calendar lies outside any window. What is
left out is certain to lie outside (`ics_reach`), and so is everything else of its UID. All that is lost is what there
would have been to note about such events.
"""

import re
from array import array
from collections.abc import Collection, Iterator
from datetime import UTC

from runlift.domain.events import ReadingWindow
from runlift.formats.blocks import Block
from runlift.formats.ics_reach import Unsure, reach_of
from runlift.formats.lines import UTF_16_MARKS, ContentLine, content_lines

_MARGIN = 2
"""Days: a day of the event's own clock may be the one before or after in UTC, and so may the window's."""

# What is folded (RFC 5545, 3.1) is not over yet, and what begins with a byte order mark is no beginning.
_BEGIN = re.compile(rb"\nBEGIN:VEVENT\r?\n(?![\r\n]*[ \t])")
_END = re.compile(rb"\nEND:VEVENT\r?(?:\n(?![\r\n]*[ \t\x80-\xff])|\Z)")


class Scan:
    """A calendar in which the events that are easily found are known by their numbers.

    Args:
        body: the calendar.
        window: the stretch that is wanted; None: all of it is, and nothing is looked for.
    """

    def __init__(self, body: bytes, window: ReadingWindow | None) -> None:
        self._body = body
        # Four numbers for each event: where it lies, and where its lines do.
        self._places = array("q")
        # The hash of its UID; 0 where it has none.
        self._uids = array("q")
        # Whether it may touch the window; later, whether it is to be read.
        self._chosen = bytearray()
        is_plain = not body.startswith(UTF_16_MARKS) and body.count(b"\r") == body.count(b"\r\n")
        if window is not None and is_plain:
            first = window.start.astimezone(UTC).toordinal() - _MARGIN
            last = window.end.astimezone(UTC).toordinal() + _MARGIN
            self._find(first, last)

    def lines(self) -> Iterator[ContentLine | int]:
        """Yield the lines of the calendar, and for each event that was found, in place of its lines, its number."""
        here = 0
        for number in range(len(self._chosen)):
            begin, end = self._places[4 * number : 4 * number + 2]
            yield from content_lines(self._body[here:begin])
            yield number
            here = end
        yield from content_lines(self._body[here:])

    def choose(self, others: Collection[str]) -> None:
        """Choose what shares its UID with an event that may touch the window, since each has a say about the other.

        Args:
            others: the UIDs of the events that were not found, but are read as well.
        """
        wanted = {_key(uid.encode("utf-8", "surrogatepass")) for uid in others if uid}
        wanted.update(uid for uid, is_chosen in zip(self._uids, self._chosen, strict=True) if is_chosen and uid)
        for number, uid in enumerate(self._uids):
            self._chosen[number] |= uid in wanted

    def block(self, number: int) -> Block | None:
        """Return the lines of an event; None where it was not chosen."""
        if not self._chosen[number]:
            return None
        first, last = self._places[4 * number + 2 : 4 * number + 4]
        return list(_own(content_lines(self._body[first:last])))

    def _find(self, first_day: int, last_day: int) -> None:
        for begin in _BEGIN.finditer(self._body):
            # Looking beyond the next one would take quadratic time in a calendar without ENDs.
            following = self._body.find(b"\nBEGIN:VEVENT", begin.end() - 1)
            end = _END.search(self._body, begin.end() - 1, following + 1 or len(self._body))
            if end is None:
                continue
            try:
                reach = reach_of(self._body[begin.end() - 1 : end.start() + 1])
            except Unsure:
                continue
            self._places.extend((begin.start() + 1, end.end(), begin.end(), end.start() + 1))
            self._uids.append(_key(reach.uid) if reach.uid else 0)
            self._chosen.append(reach.first <= last_day and (reach.last is None or reach.last >= first_day))


def _own(lines: Block) -> Iterator[ContentLine]:
    """Leave out nested components, each of which has its END."""
    depth = 0
    for line in lines:
        if line.name in {"BEGIN", "END"}:
            depth += 1 if line.name == "BEGIN" else -1
        elif not depth:
            yield line


def _key(uid: bytes) -> int:
    return hash(uid) or 1
