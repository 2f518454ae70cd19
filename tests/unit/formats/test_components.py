"""Every VEVENT once, in file order, whenever it is: what `classify FILE.ics` looks at."""

from datetime import date

from runlift.formats.ics import read_components, read_events
from tests.builders import BERLIN
from tests.ics_texts import YEAR_2026, a_calendar

SERIES = "UID:s\nDTSTART:20260504\nRRULE:FREQ=WEEKLY\nSUMMARY:Long run"
OVERRIDE = "UID:s\nRECURRENCE-ID:20260511\nDTSTART:20260512\nSUMMARY:Long run, a day later"
LONG_AGO = "UID:o\nDTSTART:19990504\nSUMMARY:First run"
NAMELESS = "DTSTART:20260601\nSUMMARY:Easy run"


def test_series_and_override_come_once_each_at_their_own_start() -> None:
    events, notes = read_components(a_calendar(LONG_AGO, SERIES, OVERRIDE), name="plan", zone=BERLIN)

    assert [(event.uid, event.day) for event in events] == [
        ("o", date(1999, 5, 4)),
        ("s", date(2026, 5, 4)),
        ("s", date(2026, 5, 12)),
    ]
    assert notes == ()


def test_event_without_start_is_noted() -> None:
    events, notes = read_components(a_calendar("UID:1\nSUMMARY:Some day"), name="plan", zone=BERLIN)

    assert (events, notes) == ((), ("'Some day' is left out: it has no DTSTART",))


def test_missing_uids_derive_from_the_content_and_stay_apart() -> None:
    first, second, other = read_components(
        a_calendar(NAMELESS, NAMELESS, "DTSTART:20260602\nSUMMARY:Easy run"), name="plan", zone=BERLIN
    )[0]

    assert first.uid.startswith("without-uid-")
    assert second.uid == f"{first.uid}-2"
    assert not other.uid.startswith(first.uid)


def test_derived_uid_outlives_other_events_and_a_new_stamp() -> None:
    alone = read_components(a_calendar(NAMELESS), name="plan", zone=BERLIN)[0]
    among = read_components(a_calendar(LONG_AGO, f"DTSTAMP:20260501T000000Z\n{NAMELESS}"), name="x", zone=BERLIN)[0]
    expanded = read_events(a_calendar(NAMELESS), name="plan", window=YEAR_2026)[0]

    assert alone[0].uid == among[1].uid == expanded[0].uid


def test_given_uids_are_kept_even_where_they_repeat() -> None:
    events, _ = read_components(a_calendar("UID:1\nDTSTART:20260504", "UID:1\nDTSTART:20260505"), name="x", zone=BERLIN)

    assert [event.uid for event in events] == ["1", "1"]
