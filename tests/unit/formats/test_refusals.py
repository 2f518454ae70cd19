"""What is no calendar is refused in one sentence; a calendar with little in it is not."""

import pytest

from runlift.errors import NotACalendar
from runlift.formats.ics import read_components, read_events
from runlift.formats.refusals import SIZE_LIMIT
from tests.builders import BERLIN
from tests.ics_texts import YEAR_2026, a_calendar

WHOLE = a_calendar("UID:1\nDTSTART:20260504\nSUMMARY:Easy run", "UID:2\nDTSTART:20260505\nSUMMARY:Rest")

EMPTY = "plan is empty; export the calendar again, or copy the feed's address again"
PAGE = "plan is a web page and no calendar, probably a login page; copy the feed's secret address again"
JSON = "plan is JSON and no calendar; copy the address that is offered for subscribing, it often ends in .ics"
BINARY = "plan is a binary file and no calendar; export it as .ics"
OTHER = "plan is no calendar, since BEGIN:VCALENDAR is missing; export it as .ics"
SHORT = "plan breaks off before END:VCALENDAR; it was cut short, so fetch or export it again"
LARGE = "plan has 32 MiB or more, too much to read; export a calendar with fewer years in it"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        pytest.param(b"", EMPTY, id="nothing"),
        pytest.param(b"\n", EMPTY, id="a line end"),
        pytest.param(b"\xef\xbb\xbf \r\n\t", EMPTY, id="a byte-order mark and blanks"),
        pytest.param(b"<!DOCTYPE html><html><title>Sign in</title></html>", PAGE, id="a page"),
        pytest.param(b"\n  <HTML><body>BEGIN:VCALENDAR is what you want</body>", PAGE, id="a page about calendars"),
        pytest.param(b'{"error": "unauthorised"}', JSON, id="an object"),
        pytest.param(b"[]", JSON, id="a list"),
        pytest.param(b"PK\x03\x04\x00\x00\x00", BINARY, id="a zip file"),
        pytest.param(b"Week,Mon,Tue\n1,Easy,Rest\n", OTHER, id="a table"),
        pytest.param(b"<?xml version='1.0'?><feed/>", OTHER, id="another feed"),
        pytest.param(b"BEGIN:VEVENT\nDTSTART:20260504\nEND:VEVENT\n", OTHER, id="a bare event"),
        pytest.param(WHOLE[:-15], SHORT, id="the last line is missing"),
        pytest.param(WHOLE[: len(WHOLE) // 2], SHORT, id="half a calendar"),
        pytest.param(b"BEGIN:VCALENDAR\r\n", SHORT, id="one line"),
        pytest.param(WHOLE + WHOLE[:60], SHORT, id="a second calendar is cut"),
        pytest.param(WHOLE[:60] + WHOLE, SHORT, id="a first calendar is cut"),
        pytest.param(WHOLE.ljust(SIZE_LIMIT), LARGE, id="32 MiB"),
    ],
)
def test_what_is_no_calendar_is_refused_in_one_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(NotACalendar) as from_events:
        read_events(body, name="plan", window=YEAR_2026)
    with pytest.raises(NotACalendar) as from_components:
        read_components(body, name="plan", zone=BERLIN)

    assert (str(from_events.value), str(from_components.value)) == (sentence, sentence)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(a_calendar(), id="no events"),
        pytest.param(b"begin:vcalendar\rend:vcalendar\r", id="lower case and bare carriage returns"),
        pytest.param(b"\xef\xbb\xbfBEGIN:VCALENDAR\nEND:VCALENDAR", id="no last line end"),
        pytest.param(b"Notice: cache is off\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n", id="a server's notice before it"),
        pytest.param(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n".ljust(SIZE_LIMIT - 1), id="just under 32 MiB"),
    ],
)
def test_calendar_without_events_is_an_empty_reading(body: bytes) -> None:
    assert read_events(body, name="plan", window=YEAR_2026) == ((), ())
