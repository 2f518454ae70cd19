"""Which rules are followed, and which are too dear or too strange to be."""

from collections import Counter
from datetime import date, datetime

import pytest
from icalendar import Event

from runlift.formats.ics import read_events
from runlift.formats.recurrence import BUDGET, UnusableRule, refuse_zone_rule, usable_rule
from tests.builders import BERLIN
from tests.ics_texts import YEAR_2026, a_calendar

START = date(2026, 1, 6)

NEVER = "it may have no day at all"
OFTEN = "it repeats more often than once a day, or does not say how often"
STRANGE = "its rule has parts or numbers that iCalendar does not know"


def told(rule: str, start: date = START) -> str:
    component = Event()
    component.add("RRULE", usable_rule(rule, start, until_year=2027, budget=BUDGET).recur)
    text: str = component.to_ical().decode()
    return text.split("RRULE:")[1].replace("\r\n ", "").splitlines()[0]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=DAILY;INTERVAL=3;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO",
        "FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=8,9,10,11,12,13,14",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYMONTHDAY=1,2,3;BYSETPOS=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=-100",
        "FREQ=DAILY;BYHOUR=7,19",
        "FREQ=DAILY;COUNT=999999",
    ],
)
def test_rule_that_people_write_is_followed(rule: str) -> None:
    assert set(told(rule).split(";")) == set(rule.split(";"))


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=SECONDLY", OFTEN),
        ("FREQ=HOURLY;INTERVAL=24", OFTEN),
        ("BYDAY=MO", OFTEN),
        ("", OFTEN),
        ("FREQ=WEEKLY;INTERVAL=0", "it repeats at no interval"),
        ("FREQ=WEEKLY;INTERVAL=-1", "it repeats at no interval"),
        ("FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,10,20,30,40", "it repeats too often within a day"),
        ("FREQ=WEEKLY;BYDAY=XX", "its rule cannot be understood"),
        ("FREQ=WEEKLY;INTERVAL=two", "its rule cannot be understood"),
        ("FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 200), "its rule is too long to be meant"),
        ("FREQ=YEARLY;BYEASTER=0", STRANGE),
        ("FREQ=WEEKLY;BYMONTH=13", STRANGE),
        ("FREQ=DAILY;BYMONTHDAY=0", STRANGE),
        ("FREQ=DAILY;BYHOUR=24", STRANGE),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", NEVER),
        ("FREQ=DAILY;BYDAY=MO;INTERVAL=7", NEVER),
        ("FREQ=DAILY;BYSETPOS=2", NEVER),
        ("FREQ=WEEKLY;BYYEARDAY=100", NEVER),
        ("FREQ=YEARLY;BYYEARDAY=366", NEVER),
        ("FREQ=YEARLY;BYYEARDAY=1;BYWEEKNO=20", NEVER),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=3", NEVER),
        ("FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31", NEVER),
        ("FREQ=MONTHLY;BYDAY=2MO;BYMONTHDAY=20", NEVER),
        ("FREQ=MONTHLY;BYDAY=54MO", NEVER),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", NEVER),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTH=4", NEVER),
    ],
)
def test_rule_that_would_cost_too_much_or_means_nothing_is_refused(rule: str, why: str) -> None:
    with pytest.raises(UnusableRule) as refusal:
        told(rule)

    assert str(refusal.value) == why


@pytest.mark.parametrize(
    ("rule", "day", "followed"),
    [
        ("FREQ=MONTHLY;BYMONTH=2", 28, True),
        ("FREQ=MONTHLY;BYMONTH=2", 30, False),
        ("FREQ=YEARLY;BYMONTH=4,6", 31, False),
        ("FREQ=YEARLY;BYMONTH=1", 31, True),
        ("FREQ=YEARLY", 31, True),
        ("FREQ=WEEKLY;BYMONTH=2", 28, True),
    ],
)
def test_rule_that_goes_by_the_start_needs_months_that_have_its_day(rule: str, day: int, *, followed: bool) -> None:
    if followed:
        told(rule, date(2026, 1, day))
    else:
        with pytest.raises(UnusableRule, match=NEVER):
            told(rule, date(2026, 1, day))


def test_rules_of_a_calendar_share_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """A daily series from 2025 on is taken to cost 6 ms."""
    monkeypatch.setattr("runlift.formats.series.BUDGET", 13.0)
    events = [f"UID:{number}\nDTSTART:20250101\nRRULE:FREQ=DAILY\nSUMMARY:{number}" for number in range(3)]

    found, notes = read_events(a_calendar(*events), name="plan", window=YEAR_2026)

    assert Counter(event.summary for event in found) == {"0": 365, "1": 365}
    assert notes == ("'2' on 2025-01-01 is read once, without its repetitions: it takes too long to work out",)


@pytest.mark.parametrize(
    ("until", "start", "in_the_end"),
    [
        ("20260601", START, "20260601"),
        ("20260601T215959Z", START, "20260601"),
        ("20260601", datetime(2026, 1, 6, 7, tzinfo=BERLIN), "20260601T215959Z"),
        ("20260601T070000", datetime(2026, 1, 6, 7, tzinfo=BERLIN), "20260601T050000Z"),
        ("20260601T070000Z", datetime(2026, 1, 6, 7, tzinfo=BERLIN), "20260601T070000Z"),
        ("99991231T235959", datetime(2026, 1, 6, 7, tzinfo=BERLIN), "99981231T000000Z"),
    ],
)
def test_until_takes_the_form_of_the_start(until: str, start: date, in_the_end: str) -> None:
    assert told(f"FREQ=WEEKLY;UNTIL={until};COUNT=5", start) == f"FREQ=WEEKLY;UNTIL={in_the_end}"


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY", "sometimes"])
def test_clocks_are_not_changed_by_such_rules(rule: str) -> None:
    with pytest.raises(UnusableRule):
        refuse_zone_rule(rule)


def test_clocks_are_changed_on_the_last_sunday_of_march() -> None:
    refuse_zone_rule("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
