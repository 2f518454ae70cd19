"""The last good reading of each source."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from runlift.calendars.base import Reading
from runlift.domain.events import AllDay, Event, EventUid, Timed
from runlift.state.base import KeptReading
from runlift.sync.memory import SourceId
from tests.builders import a_moment, later
from tests.unit.state.memories import FEED, NOW, minutes_after, opened

RUN = Event(
    uid=EventUid("run"),
    when=Timed(start=a_moment("2026-07-07 07:00"), end=later(a_moment("2026-07-07 07:00"), 45)),
    summary="Easy run · 8 km",
    categories=("run",),
    properties=(("X-WORKOUT", "easy"),),
)
RACE = Event(
    uid=EventUid("race"),
    when=AllDay(start=date(2026, 10, 18), end=date(2026, 10, 19)),
    summary="Marathon",
    duration=timedelta(hours=4),
)
READING = Reading(events=(RUN, RACE), notes=("a line could not be read",))


def test_source_that_was_never_read_has_none(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.reading(FEED) is None


def test_good_reading_outlives_the_process(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep_reading(FEED, READING, NOW)

    with opened(tmp_path) as store:
        assert store.reading(FEED) == KeptReading(reading=READING, at=NOW)
        assert store.reading(SourceId("another")) is None


def test_kept_reading_costs_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep_reading(FEED, replace(READING, requests=3, received=4000), NOW)

        assert store.reading(FEED) == KeptReading(reading=READING, at=NOW)


def test_newer_reading_takes_the_place_of_the_older(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep_reading(FEED, READING, NOW)
        store.keep_reading(FEED, Reading(events=()), minutes_after(1))

        assert store.reading(FEED) == KeptReading(reading=Reading(events=()), at=minutes_after(1))


def test_reading_like_the_last_is_not_written_again_within_the_hour(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep_reading(FEED, READING, NOW)
        store.keep_reading(FEED, READING, minutes_after(60))
        kept = store.reading(FEED)
        store.keep_reading(FEED, READING, minutes_after(61))
        renewed = store.reading(FEED)

    assert kept is not None
    assert kept.at == NOW
    assert renewed is not None
    assert renewed.at == minutes_after(61)


def test_suspicion_lasts_until_it_is_lifted(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.suspicion(FEED) is None
        store.suspect(FEED, NOW)

    with opened(tmp_path) as store:
        assert store.suspicion(FEED) == NOW
        assert store.suspicion(SourceId("another")) is None
        store.suspect(FEED, None)
        assert store.suspicion(FEED) is None
