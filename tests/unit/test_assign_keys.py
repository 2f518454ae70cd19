"""Which desired session takes which key."""

from collections.abc import Sequence
from datetime import date

from runlift.domain.kinds import Status
from runlift.domain.sessions import Session
from runlift.domain.weeks import Week
from runlift.sync.reconcile import assign_keys, highest_numbers
from runlift.sync.session_event import SessionEvent
from tests import builders as given
from tests.builders import FRI, THU, TUE
from tests.changes import a_session_event
from tests.standing import (
    a_look,
    a_standing_event,
    observed,
)


def keys(desired: Sequence[Session], *standing: SessionEvent, used: Sequence[str] = ()) -> list[str | None]:
    lenders = list(observed(a_look(*map(a_standing_event, standing))).sessions.values())
    numbers = highest_numbers([*used, *(wish.key for wish in standing)])
    return [session.key for session in assign_keys(desired, lenders, numbers)]


MODERATE_ON_TUESDAY = a_session_event(f"{TUE} 18:00", key="2026-W28/1", intensity="moderate", minutes=45)
HEAVY_ON_FRIDAY = a_session_event(f"{FRI} 18:00", key="2026-W28/2")


def test_new_sessions_are_numbered_through_the_week() -> None:
    desired = [given.a_session("moderate", start=f"{TUE} 18:00"), given.a_session("heavy", start=f"{FRI} 18:00")]

    assert keys(desired) == ["2026-W28/1", "2026-W28/2"]


def test_session_that_stays_keeps_its_key_whatever_its_number() -> None:
    standing = a_session_event(f"{FRI} 18:00", key="2026-W28/7")

    assert keys([given.a_session("heavy", start=f"{FRI} 18:00")], standing) == ["2026-W28/7"]


def test_session_that_moves_takes_its_key_along() -> None:
    desired = [given.a_session("moderate", start=f"{TUE} 18:00"), given.a_session("heavy", start=f"{THU} 18:00")]

    assert keys(desired, MODERATE_ON_TUESDAY, HEAVY_ON_FRIDAY) == ["2026-W28/1", "2026-W28/2"]


def test_of_two_sessions_the_nearer_one_of_the_same_intensity_lends_its_key() -> None:
    desired = [given.a_session("moderate", start=f"{THU} 18:00")]

    assert keys(desired, MODERATE_ON_TUESDAY, HEAVY_ON_FRIDAY) == ["2026-W28/1"]


def test_session_that_stands_where_one_is_wanted_is_not_moved_for_another_ones_sake() -> None:
    desired = [given.a_session("heavy", start=f"{FRI} 18:00"), given.a_session("heavy", start="2026-07-12 18:00")]
    wednesday = a_session_event("2026-07-08 18:00", key="2026-W28/1")

    assert keys(desired, wednesday, HEAVY_ON_FRIDAY) == ["2026-W28/2", "2026-W28/1"]


def test_number_that_was_used_is_not_used_again() -> None:
    standing = a_session_event(f"{FRI} 18:00", key="2026-W28/3")
    desired = [given.a_session("heavy", start=f"{FRI} 18:00"), given.a_session("light", start=f"{TUE} 18:00")]

    assert keys(desired, standing, used=["2026-W28/5"]) == ["2026-W28/6", "2026-W28/3"]


def test_session_that_has_its_key_already_keeps_it_and_lends_it_to_no_other() -> None:
    pinned = given.a_session("heavy", start="2026-07-11 10:00", key="2026-W28/2", status=Status.PINNED)
    desired = [given.a_session("moderate", start=f"{FRI} 18:00"), pinned]

    assert keys(desired, HEAVY_ON_FRIDAY) == ["2026-W28/3", "2026-W28/2"]


def test_another_weeks_session_lends_no_key() -> None:
    standing = a_session_event("2026-07-14 18:00", key="2026-W29/1")

    assert keys([given.a_session("heavy", start=f"{FRI} 18:00")], standing) == ["2026-W28/1"]


def test_highest_numbers_are_counted_by_week() -> None:
    numbers = highest_numbers(["2026-W28/2", "2026-W28/10", "2026-W28/5", "2026-W29/1"])

    assert numbers == {Week(date(2026, 7, 6)): 10, Week(date(2026, 7, 13)): 1}
