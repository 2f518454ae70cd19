"""Calendars as bytes, for tests of reading."""

from datetime import datetime

from runlift.domain.events import ReadingWindow
from tests.builders import BERLIN

YEAR_2026 = ReadingWindow(
    start=datetime(2026, 1, 1, tzinfo=BERLIN), end=datetime(2027, 1, 1, tzinfo=BERLIN), zone=BERLIN
)


def a_calendar(*events: str, properties: str = "") -> bytes:
    """Return a calendar of these events, each given as its lines."""
    blocks = [f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Plan//EN", properties, *blocks, "END:VCALENDAR", ""]
    return "\n".join(lines).replace("\n", "\r\n").encode()
