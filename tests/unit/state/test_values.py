"""Values as text: what comes back equals what was written."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzrange
from hypothesis import given
from hypothesis import strategies as st

from runlift.domain.events import AllDay, Event, Timed
from runlift.state.values import json_of, value_of
from runlift.state.written import pack, read_moment, unpack, written_moment
from runlift.sync.identity import Fingerprints
from tests.builders import BERLIN, a_moment

ZONES = st.one_of(
    st.sampled_from([UTC, BERLIN, ZoneInfo("UTC"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")]),
    st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
EARLIEST, LATEST = (datetime(*day, tzinfo=UTC).replace(tzinfo=None) for day in ((1, 1, 3), (9998, 12, 29)))
MOMENTS = st.datetimes(EARLIEST, LATEST, timezones=ZONES)
TEXTS = st.text(st.characters(), max_size=20)
DAYS = st.dates(max_value=date(9998, 12, 31))
SPANS = st.one_of(
    st.builds(Timed, start=MOMENTS, end=MOMENTS),
    st.builds(AllDay, start=DAYS, end=DAYS),
)
EVENTS = st.builds(
    Event,
    uid=TEXTS,
    when=SPANS,
    summary=TEXTS,
    description=TEXTS,
    location=TEXTS,
    categories=st.lists(TEXTS, max_size=3).map(tuple),
    transparent=st.booleans(),
    cancelled=st.booleans(),
    out_of_office=st.booleans(),
    duration=st.none() | st.timedeltas(timedelta(0), timedelta(days=36_500)),
    series=st.booleans(),
    properties=st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple),
)


@given(EVENTS)
def test_event_comes_back_as_it_was(event: Event) -> None:
    assert value_of(json_of(event), Event) == event


@given(MOMENTS)
def test_instant_comes_back_in_its_zone_with_its_offset(moment: datetime) -> None:
    back = read_moment(written_moment(moment))

    assert back == moment
    assert back.replace(tzinfo=None) == moment.replace(tzinfo=None)
    assert back.utcoffset() == moment.utcoffset()
    assert getattr(back.tzinfo, "key", None) == getattr(moment.tzinfo, "key", None)


@pytest.mark.parametrize("fold", [0, 1])
def test_hour_that_comes_twice_stays_the_one_it_was(fold: int) -> None:
    moment = a_moment("2026-10-25 02:30").replace(fold=fold)

    assert read_moment(written_moment(moment)).astimezone(UTC) == moment.astimezone(UTC)


def test_zone_that_a_calendar_defined_for_itself_comes_back_as_its_offset() -> None:
    moment = datetime(2026, 7, 10, 18, tzinfo=tzrange("Mine", 3600))

    assert read_moment(written_moment(moment)).isoformat() == moment.isoformat()


def test_zone_that_this_machine_does_not_know_leaves_the_instant() -> None:
    assert read_moment("2026-07-10T18:00:00+02:00[Moon/Base]") == a_moment("2026-07-10 18:00")


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-07-10T18:00:00", "2026-07-10T18:00:00+02:00[", "2026-07-10"])
def test_text_that_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no instant|Invalid isoformat"):
        read_moment(text)


@given(st.text(max_size=40) | st.sampled_from(["[]", "{}", "null", "[1]", '{"start":3}', '{"uid":"a","when":{}}']))
def test_text_that_holds_no_event_gives_none(text: str) -> None:
    assert value_of(text, Event) is None


def test_reasons_and_fingerprints_are_written_by_their_names() -> None:
    assert json_of(Fingerprints(time="a", title="b", text="c")) == '{"time":"a","title":"b","text":"c"}'


@given(st.text(st.characters()))
def test_packed_text_comes_back(text: str) -> None:
    assert unpack(pack(text)) == text


@given(st.integers(0), st.integers(1, 255))
def test_damage_to_packed_text_shows(at: int, flip: int) -> None:
    text = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" * 4
    packed = bytearray(pack(text))
    packed[at % len(packed)] ^= flip

    with suppress(ValueError):
        assert unpack(bytes(packed)) == text
