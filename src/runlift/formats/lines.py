"""Bytes to content lines, forgiving what calendars get wrong about them.

The order matters: lines are joined as bytes before they are decoded, because folds fall inside UTF-8 characters, and
before anything is unescaped, because folds fall inside escapes (TrainingPeaks).
"""

import codecs
import re
from dataclasses import dataclass

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END = re.compile(rb"\r\n|\r")
# The look-behind pins a match to the first of several line ends, or a page of blank lines would take quadratic time.
_FOLD = re.compile(rb"(?<!\n)\n++[ \t]")
_LINE = re.compile(r'\s*([A-Za-z0-9-]+)\s*((?:;[^=:;"]+=(?:"[^"]*"|[^:;"])*+)*+)[:;](.*)', re.DOTALL)
_MOMENT = re.compile(r"\s*([A-Za-z0-9-]+)\s*((?:;.*)?)[:;](.*)", re.DOTALL)

_MOMENTS = frozenset(
    {"DTSTART", "DTEND", "DTSTAMP", "DURATION", "EXDATE", "LAST-MODIFIED", "RDATE", "RECURRENCE-ID", "SEQUENCE"}
)
"""Properties whose value holds neither `:` nor `;`, so that it can be found from the right."""


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property as the calendar writes it.

    Attributes:
        name: in upper case.
        parameters: everything between the name and the value, as written.
        value: still escaped.
    """

    name: str
    parameters: str
    value: str


def content_lines(body: bytes) -> list[ContentLine]:
    """Return every line of the calendar that can be read as a property."""
    return [line for text in _unfolded(body) if (line := _split(text))]


def _unfolded(body: bytes) -> list[str]:
    if body.startswith(UTF_16_MARKS):
        body = body.decode("utf-16", "replace").encode("utf-8", "replace")
    body = body.removeprefix(codecs.BOM_UTF8)
    return [_decoded(line) for line in _FOLD.sub(b"", _LINE_END.sub(b"\n", body)).split(b"\n") if line]


def _decoded(line: bytes) -> str:
    """RFC 5545, 3.1.4 wants UTF-8; what is none comes from old Windows programs."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _split(line: str) -> ContentLine | None:
    match = _LINE.match(line)
    if match is None or match[1].upper() in _MOMENTS:
        match = _MOMENT.match(line)
    return ContentLine(match[1].upper(), match[2], match[3]) if match else None
