"""Which reading of each source is believed: the new one, or the last good one."""

from datetime import timedelta
from pathlib import Path

import pytest

from runlift.app.gather import SourceRead
from runlift.app.lexicons import lexicon
from runlift.app.places import SourceConfig
from runlift.app.trust import Judge, Trusted, count_runs, is_session
from runlift.calendars.base import Reading
from runlift.domain.events import AllDay, Event, EventUid
from runlift.domain.kinds import Role
from runlift.domain.runner import Clock
from runlift.errors import CalendarError
from runlift.state.base import KeptReading
from runlift.sync.marker import KEY
from tests.builders import BERLIN
from tests.standing import NOW, hours


def runs(ahead: int, *, over: int = 1, title: str = "Easy run") -> Reading:
    """Return a reading with so many runs after now and so many before."""
    days = [*range(-over, 0), *range(1, ahead + 1)]
    return Reading(events=tuple(an_event(day, title) for day in days))


def an_event(days: int, title: str) -> Event:
    day = (NOW + timedelta(days=days)).date()
    return Event(uid=EventUid(f"run-{day}"), when=hours(f"{day} 07:00"), summary=title)


def judged(
    reading: Reading | None,
    *,
    kept: Reading | None = None,
    doubted_for: float | None = None,
    accept: bool = False,
    role: Role = Role.RUNS,
) -> Trusted:
    source = SourceConfig(path=Path("runs.ics"), url=None, role=role, counts_strength=True, allow_private=False)
    read = SourceRead(
        source=source,
        reading=reading,
        kept=KeptReading(reading=kept, at=NOW - timedelta(hours=1)) if kept else None,
        suspected=None if doubted_for is None else NOW - timedelta(minutes=doubted_for),
        failure=None if reading else CalendarError("runs.ics cannot be reached"),
        seconds=0,
    )
    return Judge(lexicon=lexicon(), prefix="", fixes={}, clock=Clock(home=BERLIN), now=NOW, accept=accept).trust(read)


def test_first_reading_is_believed_whatever_it_holds() -> None:
    assert judged(runs(0)).is_new


def test_source_that_fails_is_not_an_empty_one_its_last_good_reading_stays_in_force() -> None:
    trusted = judged(None, kept=runs(5))

    assert (trusted.is_new, trusted.reading, trusted.doubt) == (False, runs(5), "")


def test_source_that_suddenly_holds_none_of_its_runs_ahead_is_doubted_and_the_last_good_reading_stays() -> None:
    trusted = judged(runs(0), kept=runs(5))

    assert (trusted.is_new, trusted.reading, trusted.suspected) == (False, runs(5), NOW)
    assert trusted.doubt.startswith("runs.ics holds none of the 5 runs that were ahead in it; ")


def test_source_that_suddenly_holds_fewer_than_half_of_many_is_doubted_with_the_counts() -> None:
    assert judged(runs(2), kept=runs(6)).doubt.startswith("runs.ics holds 2 of the 6 runs ")


@pytest.mark.parametrize(("minutes", "believed"), [(29, False), (30, True)])
def test_doubted_source_that_still_says_so_half_an_hour_later_is_believed(minutes: float, *, believed: bool) -> None:
    trusted = judged(runs(0), kept=runs(5), doubted_for=minutes)

    assert trusted.is_new is believed
    assert (trusted.suspected is None) is believed


def test_doubt_counts_from_the_first_reading_that_was_doubted() -> None:
    trusted = judged(runs(0), kept=runs(5), doubted_for=10)

    assert trusted.suspected == NOW - timedelta(minutes=10)


def test_doubted_source_that_fails_in_between_stays_doubted() -> None:
    trusted = judged(None, kept=runs(5), doubted_for=10)

    assert trusted.suspected == NOW - timedelta(minutes=10)


def test_doubted_source_that_has_its_runs_again_is_believed_and_no_longer_doubted() -> None:
    trusted = judged(runs(6), kept=runs(5), doubted_for=10)

    assert (trusted.is_new, trusted.suspected) == (True, None)


def test_runner_who_accepts_the_source_has_it_believed_at_once() -> None:
    assert judged(runs(0), kept=runs(5), accept=True).is_new


def test_season_that_is_over_is_no_alarm() -> None:
    assert judged(runs(0, over=2), kept=runs(0, over=9)).is_new


def test_source_that_is_read_for_busy_time_may_empty_itself() -> None:
    assert judged(runs(0), kept=runs(9), role=Role.BUSY).is_new


def test_event_that_is_no_run_and_a_run_that_was_called_off_are_not_counted() -> None:
    assert judged(runs(0), kept=runs(9, title="Dentist")).is_new
    called_off = Reading(
        events=tuple(Event(uid=e.uid, when=e.when, summary="Easy run", cancelled=True) for e in runs(9).events)
    )
    assert not judged(called_off, kept=runs(9)).is_new


def test_run_without_an_hour_counts_from_the_day_after() -> None:
    today = NOW.date()

    def on(days: int) -> Event:
        day = today + timedelta(days=days)
        return Event(uid=EventUid("run"), when=AllDay(start=day, end=day + timedelta(days=1)), summary="Easy run")

    assert judged(Reading(events=()), kept=Reading(events=(on(0),))).is_new
    assert not judged(Reading(events=()), kept=Reading(events=(on(1),))).is_new


def test_our_own_sessions_that_come_back_through_a_source_are_neither_runs_nor_anything_else() -> None:
    own = Event(uid=EventUid("x@runlift"), when=hours("2026-07-08 07:00"), summary="Easy run")
    marked = Event(uid=EventUid("y"), when=hours("2026-07-08 07:00"), summary="Run", properties=((KEY, "2026-W28/1"),))
    trusted = judged(Reading(events=(own, marked, *runs(1).events)))

    assert is_session(own)
    assert is_session(marked)
    assert count_runs([trusted.classified]) == 2
    assert len(trusted.reading.events) == 4


def test_runs_of_a_source_for_busy_time_are_not_counted() -> None:
    assert count_runs([judged(runs(3), role=Role.BUSY).classified]) == 0
