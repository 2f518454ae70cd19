"""What lies inside the window, at its edges above all."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from runlift.domain.events import ReadingWindow
from runlift.formats.ics import read_events
from tests.builders import BERLIN
from tests.ics_texts import a_calendar

NEW_YORK = ZoneInfo("America/New_York")
WEEK = ReadingWindow(start=datetime(2026, 5, 4, tzinfo=BERLIN), end=datetime(2026, 5, 11, tzinfo=BERLIN), zone=BERLIN)


@pytest.mark.parametrize(
    ("lines", "inside"),
    [
        ("DTSTART:20260503T220000Z\nDTEND:20260503T220000Z", True),  # an instant, on the window's start
        ("DTSTART:20260503T210000Z\nDTEND:20260503T220000Z", False),
        ("DTSTART:20260503T210000Z\nDTEND:20260503T220001Z", True),
        ("DTSTART:20260510T215959Z\nDTEND:20260510T230000Z", True),
        ("DTSTART:20260510T220000Z\nDTEND:20260510T230000Z", False),
        ("DTSTART:20260503", False),
        ("DTSTART:20260504", True),
        ("DTSTART:20260510", True),
        ("DTSTART:20260511", False),
        ("DTSTART:20260401\nDTEND:20260601", True),
        ("DTSTART:20260427T070000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2", True),
        ("DTSTART:20260427T070000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2", False),
        ("DTSTART:20260401\nDTEND:20260411\nRRULE:FREQ=MONTHLY;COUNT=2", True),
    ],
)
def test_event_is_read_only_if_it_touches_the_window(lines: str, *, inside: bool) -> None:
    events, notes = read_events(a_calendar(lines), name="plan", window=WEEK)

    assert (len(events), notes) == (int(inside), ())


def test_all_day_event_takes_place_in_the_zone_of_the_window() -> None:
    night = datetime(2026, 5, 5, 0, 30, tzinfo=BERLIN)
    there = ReadingWindow(start=night, end=datetime(2026, 5, 5, 1, tzinfo=BERLIN), zone=NEW_YORK)

    events, _ = read_events(a_calendar("DTSTART:20260504\nSUMMARY:A", "DTSTART:20260505"), name="plan", window=there)

    assert [event.summary for event in events] == ["A"]


def test_calendars_do_not_share_zones_of_the_same_name() -> None:
    def own_zone(offset: str) -> str:
        return (
            "BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
            f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE"
        )

    event = "UID:1\nDTSTART;TZID=Mine:20260504T120000"
    starts = [
        read_events(a_calendar(event, properties=properties), name="plan", window=WEEK)[0][0].when.start.isoformat()
        for properties in (own_zone("-0300"), own_zone("+0300"), "")
    ]

    assert starts == ["2026-05-04T12:00:00-03:00", "2026-05-04T12:00:00+03:00", "2026-05-04T12:00:00+02:00"]
