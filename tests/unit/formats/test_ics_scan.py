"""What is found in a calendar without being read, and what of it is left out."""

from datetime import date

import pytest

from runlift.domain.events import ReadingWindow
from runlift.formats.ics_reach import Reach, Unsure, reach_of
from runlift.formats.ics_scan import Scan
from tests.builders import BERLIN, a_moment
from tests.ics_texts import a_calendar

MAY = ReadingWindow(start=a_moment("2026-05-04 00:00"), end=a_moment("2026-05-11 00:00"), zone=BERLIN)
TAIL = """DTSTAMP:20260101T000000Z
SUMMARY:Easy run
DESCRIPTION:Slowly\\, through the woods and along the river and back again over th
 e hill
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
END:VALARM"""
OUTSIDE = {
    "timed": "DTSTART;TZID=Europe/Berlin:20260401T070000\nDTEND;TZID=Europe/Berlin:20260401T080000",
    "in UTC": "DTSTART:20260601T070000Z\nDTEND:20260601T080000Z",
    "with a length": "DTSTART:20260401T070000Z\nDURATION:PT1H30M",
    "all day": "DTSTART;VALUE=DATE:20260401\nDTEND;VALUE=DATE:20260402",
    "without an end": "DTSTART;VALUE=DATE:20260401",
    "in a zone that Windows shows": (
        'DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"\n :20260401T070000'
    ),
    "series that is over": "DTSTART:20250401T070000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20260401T070000Z",
    "series that was counted": "DTSTART;VALUE=DATE:20250401\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=12;BYDAY=SA,SU;WKST=MO",
    "series to come": "DTSTART:20260601T070000Z\nRRULE:FREQ=DAILY",
    "override": "RECURRENCE-ID:20260506T070000Z\nDTSTART:20260601T070000Z",
}
NEAR = {
    "in the window": "DTSTART:20260506T070000Z\nDURATION:PT1H",
    "on the day before": "DTSTART:20260503T070000Z\nDURATION:PT1H",
    "long before, for long": "DTSTART;VALUE=DATE:20260401\nDTEND;VALUE=DATE:20260601",
    "series without end": "DTSTART:20250401T070000Z\nRRULE:FREQ=YEARLY",
    "series by the month": "DTSTART:20250401T070000Z\nRRULE:FREQ=MONTHLY;COUNT=2",
}


def read(*events: str) -> list[bool]:
    """Tell of each event whether it is read; events that were not found are."""
    scan = Scan(a_calendar(*events), MAY)
    found = [line for line in scan.lines() if isinstance(line, int)]
    assert len(found) == len(events)
    scan.choose(())
    return [scan.block(number) is not None for number in found]


@pytest.mark.parametrize("event", OUTSIDE.values(), ids=OUTSIDE)
@pytest.mark.parametrize("uid", ["UID:a@example.com\n", ""], ids=["named", "unnamed"])
def test_event_that_cannot_touch_the_window_is_not_read(event: str, uid: str) -> None:
    assert read(f"{uid}{event}\n{TAIL}") == [False]


@pytest.mark.parametrize("event", NEAR.values(), ids=NEAR)
def test_event_that_may_touch_the_window_is_read(event: str) -> None:
    assert read(f"UID:a@example.com\n{event}\n{TAIL}") == [True]


def test_event_is_read_with_whatever_shares_its_uid() -> None:
    inside, outside = NEAR["in the window"], OUTSIDE["timed"]
    assert read(f"UID:a\n{outside}", f"UID:b\n{outside}", f"UID:a\n{inside}") == [True, False, True]
    assert read(outside, inside) == [False, True]


def test_event_that_was_not_found_brings_in_what_shares_its_uid() -> None:
    odd = f"UID:a\n{NEAR['in the window']}\nsummary:Run"
    scan = Scan(a_calendar(f"UID:a\n{OUTSIDE['timed']}", odd), MAY)
    assert [line for line in scan.lines() if isinstance(line, int)] == [0]
    scan.choose({"a"})
    assert scan.block(0) is not None


def test_lines_of_an_event_are_its_own() -> None:
    scan = Scan(a_calendar(f"{NEAR['in the window']}\n{TAIL}"), MAY)
    block = scan.block(0)
    assert block is not None
    assert [line.name for line in block] == ["DTSTART", "DURATION", "DTSTAMP", "SUMMARY", "DESCRIPTION"]


@pytest.mark.parametrize(
    "body",
    [
        a_calendar(OUTSIDE["timed"]).replace(b"\r\n", b"\r"),
        a_calendar(OUTSIDE["timed"]).replace(b"\r\n", b"\r\r\n"),
        a_calendar(OUTSIDE["timed"]).decode().encode("utf-16"),
        a_calendar(OUTSIDE["timed"]).replace(b"BEGIN:VEVENT", b"begin:vevent"),
        a_calendar(OUTSIDE["timed"]).replace(b"END:VEVENT\r\n", b""),
    ],
    ids=["carriage returns", "doubled ones", "utf-16", "small letters", "no end"],
)
def test_what_is_written_in_another_way_is_read_as_a_whole(body: bytes) -> None:
    assert not [line for line in Scan(body, MAY).lines() if isinstance(line, int)]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        ("DTSTART:20260504", "2026-05-04", "2026-05-05"),
        ("DTSTART:20260504T230000\nDTEND:20260506T010000", "2026-05-04", "2026-05-06"),
        ("DTSTART:20260504\nDURATION:P2W", "2026-05-04", "2026-05-28"),
        ("DTSTART:20260504\nRRULE:FREQ=DAILY;COUNT=3", "2026-05-04", "2026-05-09"),
        ("DTSTART:20260504\nDTEND:20260508\nRRULE:FREQ=WEEKLY;UNTIL=20260601", "2026-05-04", "2026-06-06"),
        ("DTSTART:20260504\nRRULE:FREQ=WEEKLY;UNTIL=20250101", "2026-05-04", "2026-05-05"),
    ],
)
def test_reach_is_told_on_the_safe_side(lines: str, first: str, last: str) -> None:
    found = reach_of(f"\n{lines}\n".encode())
    assert found == Reach(uid=b"", first=day(first), last=day(last))


@pytest.mark.parametrize(
    "lines",
    [
        "SUMMARY:no start",
        "DTSTART:soon",
        "DTSTART:20260230",
        "DTSTART:00010101",
        "DTSTART:20260504T250000",
        "DTSTART:20260504\nDTEND:20260503",
        "DTSTART:20260504\nDURATION:-P1D",
        "DTSTART:20260504\nUID:a\\,b",
        "DTSTART:20260504\nUID;X=1:a",
        "DTSTART:20260504\nUID:läuft",
        "DTSTART:20260504\nRDATE:20260505",
        "DTSTART:20260504\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260505",
        "DTSTART:20260504\nEND:VALARM",
        "DTSTART:20260504\nBEGIN:VALARM\nEND:VEVENT",
        "DTSTART:20260504\nstray words",
    ],
)
def test_what_is_unusual_is_left_to_the_reader(lines: str) -> None:
    with pytest.raises(Unsure):
        reach_of(f"\n{lines}\n".encode())
