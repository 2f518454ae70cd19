"""What came instead of a calendar, and what the runner can do about it."""

import codecs
import re

from runlift.errors import NotACalendar

SIZE_LIMIT = 32 * 2**20
"""Bytes from which on a calendar is not read."""

_PAGE = re.compile(rb"\s*<(?!\?xml)", re.IGNORECASE)
_BEGIN = re.compile(
    rb"(?:\A(?:\xef\xbb\xbf)?|(?<=[\r\n]))[ \t]*BEGIN[ \t]*:[ \t]*VCALENDAR[ \t]*(?=[\r\n]|\Z)", re.IGNORECASE
)


def refuse_what_is_no_calendar(body: bytes, name: str) -> None:
    """Check that the bytes may be a calendar, before any work goes into them.

    Raises:
        NotACalendar: they are too many, none, or something else.
    """
    if len(body) >= SIZE_LIMIT:
        raise too_large(name)
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        body = body.decode("utf-16", "replace").encode("utf-8", "replace")
    if not _BEGIN.search(body):
        raise NotACalendar(f"{name} {_instead(body.removeprefix(codecs.BOM_UTF8))}")


def too_large(name: str) -> NotACalendar:
    """Return the refusal of a calendar of 32 MiB or more."""
    return NotACalendar(f"{name} has 32 MiB or more, too much to read; export a calendar with fewer years in it")


def cut_short(name: str) -> NotACalendar:
    """Return the refusal of a calendar without its end: what is missing must not count as deleted."""
    return NotACalendar(f"{name} breaks off before END:VCALENDAR; it was cut short, so fetch or export it again")


def _instead(body: bytes) -> str:
    start = body.lstrip()
    if not start:
        return "is empty; export the calendar again, or copy the feed's address again"
    if _PAGE.match(start):
        return "is a web page and no calendar, probably a login page; copy the feed's secret address again"
    if start.startswith((b"{", b"[")):
        return "is JSON and no calendar; copy the address that is offered for subscribing, it often ends in .ics"
    if b"\0" in start[:1024]:
        return "is a binary file and no calendar; export it as .ics"
    return "is no calendar, since BEGIN:VCALENDAR is missing; export it as .ics"
