"""What no reader of calendars flags, though RFC 5545 forbids it: a lint for the .ics files that we write."""

import re
from collections.abc import Iterator

_TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"}
_UTC = re.compile(r"\d{8}T\d{6}Z")
_ESCAPED = re.compile(r"(?:[^\\,;]|\\[\\,;nN])*")


def lint(body: bytes) -> list[str]:
    """Return what is wrong with a file, one finding each."""
    return [*_findings_in_bytes(body), *_findings_in_lines(_unfolded(body))]


def _findings_in_bytes(body: bytes) -> Iterator[str]:
    if not body.endswith(b"\r\n"):
        yield "does not end with CRLF"
    for number, line in enumerate(body.removesuffix(b"\r\n").split(b"\r\n"), start=1):
        if not line.strip():
            yield f"line {number}: empty"
        if len(line) > 75:
            yield f"line {number}: {len(line)} octets"
        try:
            text = line.decode()
        except UnicodeDecodeError:
            yield f"line {number}: a character is cut by a fold"
            continue
        if len(text.splitlines()) > 1 or re.search(r"[\x00-\x08\x0a-\x1f\x7f]", text):
            yield f"line {number}: control character"


def _unfolded(body: bytes) -> list[str]:
    return re.sub(rb"\r\n[ \t]", b"", body).decode(errors="replace").split("\r\n")


def _findings_in_lines(lines: list[str]) -> Iterator[str]:
    zones = [line.removeprefix("TZID:") for line in lines if line.startswith("TZID:")]
    uids = [line for line in lines if line.startswith("UID:")]
    if len(uids) != len(set(uids)):
        yield "a UID stands twice"
    if len(zones) != len(set(zones)):
        yield "a VTIMEZONE stands twice"
    if len(uids) != lines.count("BEGIN:VEVENT"):
        yield "an event without UID"
    for line in lines:
        yield from _findings_in_line(line, zones)


def _findings_in_line(line: str, zones: list[str]) -> Iterator[str]:
    head, _, value = line.partition(":")
    name, *parameters = head.split(";")
    if name == "DTSTAMP" and not _UTC.fullmatch(value):
        yield f"DTSTAMP not in UTC: {value}"
    if name == "RRULE":
        yield "a recurring event"
    if name in _TEXTS and not _ESCAPED.fullmatch(value):
        yield f"{name} not escaped: {value}"
    for parameter in parameters:
        if parameter.startswith("TZID=") and parameter.removeprefix("TZID=") not in zones:
            yield f"{parameter} without VTIMEZONE"
