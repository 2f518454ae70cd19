"""Laws of reading calendars: whatever comes in, and whatever order it comes in."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import recurring_ical_events  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from runlift.domain.events import Event, ReadingWindow
from runlift.errors import NotACalendar
from runlift.formats.blocks import calendar_blocks
from runlift.formats.ics import read_components, read_events
from runlift.formats.lines import content_lines
from tests.builders import BERLIN
from tests.ics_texts import YEAR_2026, a_calendar

QUIRKS = sorted((Path(__file__).parents[1] / "fixtures" / "quirks").glob("*.ics"))
WEEK = timedelta(days=7)

VALUES = [
    "20260504",
    "20260504T070000",
    "20260504T070000Z",
    "00010101",
    "99991231T235959Z",
    "20260230",
    "20260504T070000Z/PT1H",
    "20260504,20260511T070000",
    "PT1H",
    "P99999999W",
    "-PT1H",
    "P",
    "TRUE",
    "Easy\\",
    "<p>&#9999999;<b",
    "VEVENT",
    "VCALENDAR",
    "VTIMEZONE",
    "STANDARD",
    "Europe/Berlin",
    "Mine",
]
NAMES = [
    "BEGIN",
    "END",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "UID",
    "SUMMARY",
    "SEQUENCE",
    "DESCRIPTION",
    "CATEGORIES",
    "X-WR-TIMEZONE",
    "X-USER-TIMEZONE",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-WORKOUT-ESTIMATED-DURATION",
]
RULE_PARTS = [
    "FREQ=DAILY",
    "FREQ=WEEKLY",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "FREQ=HOURLY",
    "INTERVAL=2",
    "INTERVAL=0",
    "INTERVAL=99999999999999999999",
    "COUNT=3",
    "COUNT=-1",
    "COUNT=99999999",
    "UNTIL=20260601",
    "UNTIL=20260601T000000",
    "UNTIL=20260601T000000Z",
    "UNTIL=99991231T235959Z",
    "BYDAY=MO,SA",
    "BYDAY=-1SU",
    "BYDAY=5TU",
    "BYDAY=54MO",
    "BYMONTH=2",
    "BYMONTHDAY=30",
    "BYMONTHDAY=-31",
    "BYMONTHDAY=13",
    "BYSETPOS=-1",
    "BYSETPOS=366",
    "BYYEARDAY=366",
    "BYWEEKNO=53",
    "BYHOUR=25",
    "BYHOUR=6,18",
    "BYMINUTE=1,2",
    "BYEASTER=1",
    "WKST=SU",
    "SKIP=OMIT",
    "RSCALE=HEBREW",
]
RULES = st.lists(st.sampled_from(RULE_PARTS), max_size=6).map(";".join)
PARAMETERS = st.sampled_from(
    ["", ";VALUE=DATE", ";TZID=Mine", ";TZID=Europe/Berlin", ";TZID=America", ";RANGE=THISANDFUTURE", ";TZID=", ';X="']
)
LINES = st.lists(
    st.one_of(
        st.builds(
            "{}{}:{}".format, st.sampled_from(NAMES), PARAMETERS, st.sampled_from(VALUES) | st.text(max_size=12) | RULES
        ),
        st.builds("RRULE:{}".format, RULES),
    ),
    max_size=12,
)


def read_or_refuse(body: bytes) -> None:
    with suppress(NotACalendar):
        events, _ = read_events(body, name="plan", window=YEAR_2026)
        read_components(body, name="plan", zone=BERLIN)
        for event in events:
            assert YEAR_2026.holds(event.when)
            assert event.when.start <= event.when.end


@given(st.binary())
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    read_or_refuse(body)


@given(st.lists(LINES, max_size=4))
def test_any_properties_are_read_or_refused(events: list[list[str]]) -> None:
    read_or_refuse(a_calendar(*(f"DTSTART:20260504\n{chr(10).join(lines)}" for lines in events)))


@given(st.sampled_from(["20260504", "20260131T070000Z", "16040229"]), RULES)
def test_any_rule_is_followed_or_noted(start: str, rule: str) -> None:
    events, notes = read_events(a_calendar(f"DTSTART:{start}\nRRULE:{rule}"), name="plan", window=YEAR_2026)

    # A series may well have no day in the year: it ended before, or is for leap years only.
    assert notes or events or "UNTIL" in rule or "COUNT" in rule or "2026" not in start


@given(st.lists(LINES, max_size=3), LINES)
def test_any_structure_is_read_or_refused(events: list[list[str]], properties: list[str]) -> None:
    read_or_refuse(a_calendar(*map("\n".join, events), properties="\n".join(properties)))


@given(st.sampled_from(QUIRKS), st.data())
def test_any_damage_to_a_calendar_is_read_or_refused(calendar: Path, data: st.DataObject) -> None:
    body = bytearray(calendar.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))

    read_or_refuse(bytes(body))


@pytest.mark.parametrize("calendar", QUIRKS, ids=lambda path: path.stem)
def test_cut_anywhere_a_calendar_is_refused(calendar: Path) -> None:
    body = calendar.read_bytes().rstrip(b"\r\n\0")
    # Of joined calendars the first is whole without the second.
    last = body.rindex(b"BEGIN:VCALENDAR\r\n") + len(b"BEGIN:VCALENDAR") if calendar.stem == "joined-calendars" else 0
    for length in range(last, len(body) - 1, 7):
        with pytest.raises(NotACalendar):
            read_events(body[:length], name="plan", window=YEAR_2026)


@pytest.mark.parametrize("calendar", QUIRKS, ids=lambda path: path.stem)
def test_order_of_components_does_not_matter(calendar: Path) -> None:
    """Only calendars that say everything once per component can be turned round."""
    lines = content_lines(calendar.read_bytes())
    (blocks, *others) = calendar_blocks(lines)
    if others:
        return
    zones = ["\n".join(f"{line.name}{line.parameters}:{line.value}" for line in zone) for zone in blocks.zones]
    events = ["\n".join(f"{line.name}{line.parameters}:{line.value}" for line in event) for event in blocks.events]
    properties = "\n".join(
        [f"{line.name}{line.parameters}:{line.value}" for line in blocks.properties]
        + [f"BEGIN:VTIMEZONE\n{zone}\nEND:VTIMEZONE" for zone in zones]
    )

    forward, noted = read_events(a_calendar(*events, properties=properties), name="plan", window=YEAR_2026)
    backward, also_noted = read_events(a_calendar(*events[::-1], properties=properties), name="plan", window=YEAR_2026)

    assert sorted(map(repr, forward)) == sorted(map(repr, backward))
    assert sorted(noted) == sorted(also_noted)


@dataclass(frozen=True)
class Planned:
    """An event that any program could have written."""

    day: date
    hour: int | None
    zone: str
    minutes: int
    rule: str
    without: int | None

    def lines(self, number: int, *, later: timedelta = timedelta(0)) -> str:
        def told(name: str, day: date) -> str:
            if self.hour is None:
                return f"{name};VALUE=DATE:{day:%Y%m%d}"
            clock = f"{day:%Y%m%d}T{self.hour:02}0000"
            return f"{name}:{clock}Z" if self.zone == "UTC" else f"{name};TZID={self.zone}:{clock}"

        day = self.day + later
        length = "P1D" if self.hour is None else f"PT{self.minutes}M"
        told_lines = [f"UID:{number}@plan.example", told("DTSTART", day), f"DURATION:{length}", f"SUMMARY:Run {number}"]
        if self.rule:
            told_lines.append(f"RRULE:{self.rule}")
        if self.rule and self.without is not None:
            told_lines.append(told("EXDATE", day + self.without * WEEK))
        return "\n".join(told_lines)


PLANNED = st.builds(
    Planned,
    day=st.dates(date(2025, 10, 1), date(2027, 1, 15)),
    hour=st.none() | st.integers(4, 22),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]),
    minutes=st.integers(1, 300),
    rule=st.sampled_from(
        ["", "", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SA", "FREQ=DAILY;COUNT=9", "FREQ=MONTHLY;BYDAY=-1SU"]
    ),
    without=st.none() | st.integers(0, 3),
)
PLANS = st.lists(PLANNED, max_size=5)


def as_told(event: Event) -> tuple[str, str, str]:
    return event.uid, event.when.start.isoformat(), event.when.end.isoformat()


@settings(max_examples=50)
@given(PLANS)
def test_orderly_calendar_reads_as_the_recurrence_library_alone_reads_it(plan: list[Planned]) -> None:
    body = a_calendar(*(planned.lines(number) for number, planned in enumerate(plan)))
    alone = recurring_ical_events.of(Calendar.from_ical(body)).between(YEAR_2026.start, YEAR_2026.end)

    events, notes = read_events(body, name="plan", window=YEAR_2026)

    assert notes == ()
    assert sorted(map(as_told, events)) == sorted(
        (str(component["UID"]), component["DTSTART"].dt.isoformat(), component["DTEND"].dt.isoformat())
        for component in alone
    )


@settings(max_examples=50)
@given(PLANS)
def test_calendar_of_a_week_later_reads_a_week_later(plan: list[Planned]) -> None:
    """Monthly rules do not move with their start, so they stay out of it."""
    plan = [planned for planned in plan if "MONTHLY" not in planned.rule]
    window_later = ReadingWindow(start=YEAR_2026.start + WEEK, end=YEAR_2026.end + WEEK, zone=BERLIN)

    now, _ = read_events(a_calendar(*(p.lines(n) for n, p in enumerate(plan))), name="plan", window=YEAR_2026)
    later, _ = read_events(
        a_calendar(*(p.lines(n, later=WEEK) for n, p in enumerate(plan))), name="plan", window=window_later
    )

    def wall(event: Event, moved: timedelta) -> tuple[str, str]:
        start = event.when.start + moved
        return event.uid, start.replace(tzinfo=None).isoformat() if isinstance(start, datetime) else start.isoformat()

    assert [wall(event, WEEK) for event in now] == [wall(event, timedelta(0)) for event in later]
