"""What is left out of a calendar before it is read would not have been seen: all of it reads the same."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runlift.domain.events import Event, ReadingWindow
from runlift.errors import NotACalendar
from runlift.formats import ics
from runlift.formats.ics_scan import Scan
from tests.builders import BERLIN
from tests.property.test_ics_reading import LINES, QUIRKS

FIRST = date(2026, 4, 20)
ZONES = ("", ";TZID=Europe/Berlin", ";TZID=Pacific/Kiritimati", ";TZID=Pacific/Pago_Pago", ";TZID=Mine", ";TZID=Lost")
MINE = """BEGIN:VTIMEZONE
TZID:Mine
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+1400
TZOFFSETTO:+1400
END:STANDARD
END:VTIMEZONE"""
ALARM = "BEGIN:VALARM\nUID:of the alarm\nDURATION:P99W\nRDATE:20260504\nTRIGGER:-PT15M\nEND:VALARM"
OTHERS = ("", "BEGIN:VTODO\nUID:a\nDTSTART:20260504\nEND:VTODO", "END:STANDARD", "stray words", "X-WR-CALNAME:Plan")


def whole(body: bytes, window: ReadingWindow) -> tuple[tuple[Event, ...], Sequence[str]] | str:
    """Read a calendar without leaving anything out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ics, "Scan", lambda body, _window: Scan(body, None))
        return near(body, window)


def near(body: bytes, window: ReadingWindow) -> tuple[tuple[Event, ...], Sequence[str]] | str:
    try:
        return ics.read_events(body, name="plan", window=window)
    except NotACalendar as error:
        return str(error)


def reads_the_same(body: bytes, window: ReadingWindow) -> None:
    fast, slow = near(body, window), whole(body, window)
    if isinstance(fast, str) or isinstance(slow, str):
        assert fast == slow
    else:
        assert fast[0] == slow[0]
        assert set(fast[1]) <= set(slow[1])


def a_window(start: int, length: int) -> ReadingWindow:
    begin = datetime.combine(FIRST + timedelta(days=start), datetime.min.time(), BERLIN)
    return ReadingWindow(start=begin, end=begin + timedelta(days=length), zone=BERLIN)


windows = st.builds(a_window, st.integers(-3, 20), st.integers(1, 9))
wide_windows = st.builds(a_window, st.integers(-9000, 4000), st.integers(1, 200))


@pytest.mark.parametrize("calendar", QUIRKS, ids=[path.stem for path in QUIRKS])
@settings(max_examples=20)
@given(window=wide_windows | windows)
def test_every_quirk_reads_the_same(calendar: Path, window: ReadingWindow) -> None:
    reads_the_same(calendar.read_bytes(), window)


CASES = {
    "an hour": "DTSTART:20260504T070000Z\nDTEND:20260504T080000Z",
    "an hour far east": "DTSTART;TZID=Pacific/Kiritimati:20260504T003000\nDURATION:PT1H",
    "an hour far west": "DTSTART;TZID=Pacific/Pago_Pago:20260504T233000\nDTEND;TZID=Pacific/Pago_Pago:20260505T003000",
    "an hour in a zone of its own": "DTSTART;TZID=Mine:20260504T003000\nDURATION:PT1H",
    "an hour in a zone of no name": "DTSTART;TZID=Lost:20260504T003000\nDURATION:PT1H",
    "an instant": "DTSTART:20260504T230000",
    "a day": "DTSTART;VALUE=DATE:20260504",
    "days": "DTSTART;VALUE=DATE:20260504\nDTEND;VALUE=DATE:20260520",
    "weeks": "DTSTART:20260504T070000Z\nDURATION:P3W",
    "hours on end": "DTSTART:20260504T070000Z\nDURATION:PT400H",
    "minutes on end": "DTSTART:20260504T070000Z\nDURATION:PT9999M",
    "seconds on end": "DTSTART:20260504T070000Z\nDURATION:P1DT99999S",
    "two lengths": "DTSTART:20260504T070000Z\nDTEND:20260504T070000Z\nDURATION:P9D",
    "weekly": "DTSTART:20260504T070000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY",
    "weekly until": "DTSTART:20260504T230000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20260525T230000Z",
    "weekly until, for days": "DTSTART;VALUE=DATE:20260504\nDURATION:P9D\nRRULE:FREQ=WEEKLY;UNTIL=20260511",
    "monthly until": "DTSTART;VALUE=DATE:20260504\nRRULE:FREQ=MONTHLY;UNTIL=20260704",
    "daily, three times": "DTSTART:20260504T070000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3",
    "every fifth day, six times": "DTSTART;VALUE=DATE:20260504\nRRULE:COUNT=6;INTERVAL=5;FREQ=DAILY",
    "every second week, three times": "DTSTART;VALUE=DATE:20260506\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=MO",
    "twice a week": "DTSTART;VALUE=DATE:20260506\nRRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO,SU;WKST=SU",
    "counted Mondays": "DTSTART;VALUE=DATE:20260504\nRRULE:FREQ=DAILY;COUNT=5;BYDAY=MO",
    "monthly, three times": "DTSTART;VALUE=DATE:20260504\nRRULE:FREQ=MONTHLY;COUNT=3",
    "until and count": "DTSTART;VALUE=DATE:20260504\nRRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20260625",
    "until twice": "DTSTART;VALUE=DATE:20260504\nRRULE:FREQ=WEEKLY;UNTIL=20260511;UNTIL=20260625",
    "two rules": "DTSTART;VALUE=DATE:20260504\nRRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=WEEKLY;COUNT=6",
    "further days": "DTSTART;VALUE=DATE:20260504\nRDATE;VALUE=DATE:20260420,20260610",
    "further days and a rule": "DTSTART;VALUE=DATE:20260504\nRDATE;VALUE=DATE:20260610\nRRULE:FREQ=DAILY;COUNT=2",
    "an override": "UID:a\nDTSTART;VALUE=DATE:20260504\nRRULE:FREQ=DAILY;COUNT=3\n--\n"
    "UID:a\nRECURRENCE-ID;VALUE=DATE:20260505\nDTSTART;VALUE=DATE:20260610\nSUMMARY:later",
    "an override into the past": "UID:a\nRECURRENCE-ID;VALUE=DATE:20260605\nDTSTART;VALUE=DATE:20260423\n--\n"
    "UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY;BYDAY=MO,FR",
    "an override of all that follow": "UID:a\nDTSTART;VALUE=DATE:20260504\nRRULE:FREQ=DAILY;COUNT=12\n--\n"
    "UID:a\nRECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20260505\nDTSTART;VALUE=DATE:20260610",
    "an override alone": "UID:a\nRECURRENCE-ID:20260505T070000Z\nDTSTART:20260525T070000Z\nDURATION:PT1H",
    "a series that was moved": "UID:a\nSEQUENCE:0\nDTSTART;VALUE=DATE:20260504\nRRULE:FREQ=DAILY;COUNT=20\n--\n"
    "UID:a\nSEQUENCE:1\nDTSTART;VALUE=DATE:20260620",
    "two spellings of a UID": "UID:a\\,b\nSEQUENCE:1\nDTSTART;VALUE=DATE:20260425\n--\n"
    "UID:a\\, b\nDTSTART;VALUE=DATE:20260520\n--\nUID:a,b\nDTSTART;VALUE=DATE:20260525",
    "a folded UID": "UID:long\n er\nSEQUENCE:1\nDTSTART:20260425\n--\nUID:longer\nDTSTART:20260525",
    "one UID for all": "UID:a\nDTSTART;VALUE=DATE:20260504\n--\nUID:a\nDTSTART;VALUE=DATE:20260525",
    "an alarm first": f"{ALARM}\nDTSTART;VALUE=DATE:20260504",
    "an alarm last": f"DTSTART;VALUE=DATE:20260504\n{ALARM}\nRRULE:FREQ=WEEKLY",
    "a length after the alarm": f"DTSTART;VALUE=DATE:20260504\n{ALARM}\nDURATION:P30D",
    "small letters": "DTSTART;VALUE=DATE:20260504\nrrule:FREQ=WEEKLY",
    "a blank before a name": "DTSTART;VALUE=DATE:20260504\n\x0bRRULE:FREQ=WEEKLY",
    "a blank behind a name": "DTSTART;VALUE=DATE:20260504\nRRULE :FREQ=WEEKLY",
    "a folded name": "DTSTART;VALUE=DATE:20260504\nRRU\n LE:FREQ=WEEKLY",
    "a name folded twice": "DTSTART;VALUE=DATE:20260504\nRRU\n\n\tLE:FREQ=WEEKLY",
    "a folded start": "DTSTART;VALUE=DATE:202605\n 04",
    "a day that goes on": "DTSTART;VALUE=DATE:20260504\n T070000",
    "a start without its VALUE": "DTSTART;20260504",
    "a start with dashes": "DTSTART:2026-05-04",
    "two starts": "DTSTART;VALUE=DATE:20260504\nDTSTART;VALUE=DATE:20260604",
    "no day": "DTSTART;VALUE=DATE:20260230",
    "no hour": "DTSTART:20260504T250000Z",
    "an end before its start": "DTSTART;VALUE=DATE:20260504\nDTEND;VALUE=DATE:20260420",
    "no end": "DTSTART;VALUE=DATE:20260504\nDTEND:soon",
    "nothing at all": "SUMMARY:nothing",
    "an end that is not its own": "DTSTART;VALUE=DATE:20260504\nEND:VALARM\nRRULE:FREQ=WEEKLY",
    "an event inside": "DTSTART;VALUE=DATE:20260504\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260525",
    "a to-do inside": "DTSTART;VALUE=DATE:20260504\nBEGIN:VTODO\nDTSTART;VALUE=DATE:20260525\nEND:VTODO\nX-A:b",
    "an end in small letters": "DTSTART;VALUE=DATE:20260504\nend:vevent\nbegin:vevent\nDTSTART;VALUE=DATE:20260525",
    "the calendar's end": "DTSTART;VALUE=DATE:20260504\nEND:VCALENDAR\nRRULE:FREQ=WEEKLY",
    "an end that goes on": "DTSTART;VALUE=DATE:20260504\nEND:VEVENT\n \nRRULE:FREQ=WEEKLY\nEND:VEVENT\n X",
    "a mark before a begin": "DTSTART;VALUE=DATE:20260504\nEND:VEVENT\n\ufeffBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260525",
    "a begin that goes on": "DTSTART;VALUE=DATE:20260504\nEND:VEVENT\nBEGIN:VEVENT\n X\nDTSTART;VALUE=DATE:20260525",
}


def a_case(events: str, *, line_end: str = "\r\n") -> bytes:
    blocks = [f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events.split("\n--\n")]
    # What stands around them must neither lend them anything nor borrow from them.
    around = ("BEGIN:VTODO\nUID:a\nEND:VTODO", MINE, "BEGIN:VTIMEZONE\nTZID:Open", *blocks, "RRULE:FREQ=DAILY")
    return "\n".join(["BEGIN:VCALENDAR", *around, "END:VCALENDAR", ""]).replace("\n", line_end).encode()


@pytest.mark.parametrize("line_end", ["\r\n", "\n"], ids=["crlf", "lf"])
@pytest.mark.parametrize("events", CASES.values(), ids=CASES)
def test_every_day_of_two_months_reads_the_same(events: str, line_end: str) -> None:
    body = a_case(events, line_end=line_end)
    for day in range(75):
        reads_the_same(body, a_window(day - 5, 1))


days = st.integers(-20, 50).map(lambda number: f"{FIRST + timedelta(days=number):%Y%m%d}")
clocks = st.sampled_from(("", "T000000", "T070000Z", "T133000", "T233000Z"))
lengths = st.sampled_from(("PT1H", "P1D", "P3W", "P2DT36H", "PT999H", "-PT1H", "P", "PT0S"))


@st.composite
def moments(draw: st.DrawFn, name: str) -> str:
    clock = draw(clocks)
    parameter = ";VALUE=DATE" if not clock else "" if clock.endswith("Z") else draw(st.sampled_from(ZONES))
    return f"{name}{parameter}:{draw(days)}{clock}"


@st.composite
def rules(draw: st.DrawFn) -> str:
    pace = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "weekly")))
    ends = draw(st.sampled_from(("", ";COUNT=3", ";COUNT=1", f";UNTIL={draw(days)}", f";UNTIL={draw(days)}T235959Z")))
    more = draw(
        st.sampled_from(("", ";INTERVAL=2", ";BYDAY=MO,FR", ";WKST=SU", ";BYHOUR=1,23", ";INTERVAL=9;BYDAY=SU"))
    )
    return draw(st.sampled_from((f"RRULE:FREQ={pace}{ends}{more}", f"RRULE:{ends[1:] or 'COUNT=2'}{more};FREQ={pace}")))


@st.composite
def vevents(draw: st.DrawFn) -> str:
    lines = [draw(moments("DTSTART"))]
    uid = draw(st.sampled_from(("a", "a", "b", "c", "", "a\\,b", "ä", "a with blanks")))
    lines += [f"UID:{uid}"] if uid else []
    for strategy in (moments("DTEND"), rules(), moments("RDATE"), moments("EXDATE"), lengths.map("DURATION:{}".format)):
        if draw(st.integers(0, 2)) == 0:
            lines.append(draw(strategy))
    if draw(st.integers(0, 3)) == 0:
        lines.append(draw(st.sampled_from(("", ";RANGE=THISANDFUTURE"))).join(("RECURRENCE-ID", f":{draw(days)}")))
    lines += draw(
        st.lists(st.sampled_from(("SEQUENCE:1", "SUMMARY:Run", "DESCRIPTION:long\\n\n text", ALARM)), max_size=3)
    )
    lines += draw(
        st.lists(st.sampled_from(("begin:vevent", "dtstart:20260504", "END:VALARM", "words", "")), max_size=1)
    )
    ends = draw(st.sampled_from(["END:VEVENT"] * 9 + ["", "end:vevent", "END:VEVENT \n FOO"]))
    return "\n".join(["BEGIN:VEVENT", *draw(st.permutations(lines)), *filter(None, [ends])])


@st.composite
def calendars(draw: st.DrawFn) -> bytes:
    events = draw(st.lists(vevents(), max_size=6))
    others = draw(st.lists(st.sampled_from(OTHERS), max_size=2))
    zone = draw(st.sampled_from(("", "X-WR-TIMEZONE:Pacific/Kiritimati", "X-WR-TIMEZONE:Pacific/Pago_Pago")))
    parts = [zone, *draw(st.permutations([MINE, *others, *events]))]
    text = "\n".join(["BEGIN:VCALENDAR", *filter(None, parts), "END:VCALENDAR", ""])
    if draw(st.booleans()):
        text += text.replace("SUMMARY:Run", "SUMMARY:Run again")
    if draw(st.booleans()):
        # Folds wherever they may fall, inside of names too.
        text = re.sub(r"(\w{7})(?=\w)", r"\1\n ", text)
    text = text.replace("\n", draw(st.sampled_from(("\n", "\r\n", "\r\n", "\r\r\n", "\r"))))
    return text.encode(draw(st.sampled_from(("utf-8", "utf-8-sig", "latin-1", "utf-16"))))


@settings(max_examples=300)
@given(body=calendars(), window=windows)
def test_any_calendar_reads_the_same(body: bytes, window: ReadingWindow) -> None:
    reads_the_same(body, window)


@given(events=st.lists(LINES, max_size=5), window=windows)
def test_any_properties_read_the_same(events: list[list[str]], window: ReadingWindow) -> None:
    blocks = [f"BEGIN:VEVENT\nDTSTART:20260504\n{chr(10).join(lines)}\nEND:VEVENT" for lines in events]
    reads_the_same("\n".join(["BEGIN:VCALENDAR", *blocks, "END:VCALENDAR", ""]).encode(), window)
