"""From what is desired and what exists to the fewest and smallest changes."""

from dataclasses import replace
from datetime import date

import pytest

from runlift.domain.kinds import Intensity, Status
from runlift.domain.reasons import Reason
from runlift.domain.sessions import Session
from runlift.domain.weeks import Week
from runlift.sync.changes import Action, Change
from runlift.sync.reconcile import assign_keys, highest_numbers, reconcile
from runlift.sync.session_event import SessionEvent
from tests import builders as given
from tests.builders import FRI, MON, THU, TUE

NOW = given.a_moment(f"{MON} 00:00")


def an_event(key: str, intensity: str, *, start: str, minutes: float = 45, text: str = "lift") -> SessionEvent:
    begins = given.a_moment(start)
    return SessionEvent(
        profile="k3v9",
        key=key,
        start=begins,
        end=given.later(begins, minutes),
        intensity=Intensity(intensity),
        title=f"{intensity} lift",
        text=text,
    )


def keys(desired: list[Session], existing: list[SessionEvent]) -> list[str | None]:
    return [session.key for session in assign_keys(desired, existing, highest_numbers(existing), now=NOW)]


def actions(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.action.value, change.key) for change in changes]


def changes_of(
    desired: list[tuple[Session, SessionEvent]], existing: list[SessionEvent], **displaced: Reason
) -> tuple[Change, ...]:
    return reconcile(
        desired, existing, displaced={key.replace("_", "/"): reason for key, reason in displaced.items()}, now=NOW
    )


def wanted(event: SessionEvent, *, status: Status = Status.PLANNED) -> tuple[Session, SessionEvent]:
    session = given.a_session(event.intensity.value, start=event.start, key=event.key, status=status)
    return session, event


def test_new_sessions_are_numbered_through_the_week() -> None:
    desired = [given.a_session("moderate", start=f"{TUE} 18:00"), given.a_session("heavy", start=f"{FRI} 18:00")]

    assert keys(desired, []) == ["2026-W28/1", "2026-W28/2"]


def test_a_session_that_stays_keeps_its_key_whatever_its_number() -> None:
    existing = [an_event("2026-W28/7", "heavy", start=f"{FRI} 18:00")]

    assert keys([given.a_session("heavy", start=f"{FRI} 18:00")], existing) == ["2026-W28/7"]


def test_a_session_that_moves_takes_its_key_along() -> None:
    existing = [
        an_event("2026-W28/1", "moderate", start=f"{TUE} 18:00"),
        an_event("2026-W28/2", "heavy", start=f"{FRI} 18:00"),
    ]
    desired = [given.a_session("moderate", start=f"{TUE} 18:00"), given.a_session("heavy", start=f"{THU} 18:00")]

    assert keys(desired, existing) == ["2026-W28/1", "2026-W28/2"]


def test_of_two_sessions_the_nearer_one_of_the_same_intensity_lends_its_key() -> None:
    existing = [
        an_event("2026-W28/1", "moderate", start=f"{TUE} 18:00"),
        an_event("2026-W28/2", "heavy", start=f"{FRI} 18:00"),
    ]

    assert keys([given.a_session("moderate", start=f"{THU} 18:00")], existing) == ["2026-W28/1"]


def test_a_number_that_was_used_is_not_used_again() -> None:
    existing = [an_event("2026-W28/3", "heavy", start=f"{FRI} 18:00")]
    desired = [given.a_session("heavy", start=f"{FRI} 18:00"), given.a_session("light", start=f"{TUE} 18:00")]

    assert keys(desired, existing) == ["2026-W28/4", "2026-W28/3"]


def test_a_session_that_has_started_lends_no_key() -> None:
    started = [an_event("2026-W28/1", "heavy", start=f"{MON} 00:00")]

    assert keys([given.a_session("heavy", start=f"{FRI} 18:00")], started) == ["2026-W28/2"]


def test_another_weeks_session_lends_no_key() -> None:
    existing = [an_event("2026-W29/1", "heavy", start="2026-07-14 18:00")]

    assert keys([given.a_session("heavy", start=f"{FRI} 18:00")], existing) == ["2026-W28/1"]


def test_highest_numbers_are_counted_by_week() -> None:
    existing = [an_event(key, "light", start=f"{FRI} 18:00") for key in ("2026-W28/2", "2026-W28/5", "2026-W29/1")]

    assert highest_numbers(existing) == {Week(date(2026, 7, 6)): 5, Week(date(2026, 7, 13)): 1}


def test_a_session_that_is_nowhere_yet_is_created() -> None:
    event = an_event("2026-W28/1", "heavy", start=f"{FRI} 18:00")

    assert actions(changes_of([wanted(event)], [])) == [("create", "2026-W28/1")]


def test_a_session_that_stands_as_it_should_is_kept() -> None:
    event = an_event("2026-W28/1", "heavy", start=f"{FRI} 18:00")

    assert actions(changes_of([wanted(event)], [event])) == [("keep", "2026-W28/1")]


def test_a_session_that_moves_is_one_update_that_says_what_moved_it() -> None:
    before = an_event("2026-W28/1", "heavy", start=f"{FRI} 18:00")
    after = an_event("2026-W28/1", "heavy", start=f"{THU} 18:00")
    reason = Reason("H4", "heavy needs 36 h before the hard run on Sat 07:00")

    (change,) = changes_of([wanted(after)], [before], **{"2026-W28_1": reason})

    assert change.action is Action.UPDATE
    assert change.because[0] == Reason("H4", "moved from Fri 18:00: heavy needs 36 h before the hard run on Sat 07:00")


def test_a_session_that_becomes_lighter_says_so() -> None:
    before = an_event("2026-W28/1", "heavy", start=f"{FRI} 18:00")
    after = an_event("2026-W28/1", "moderate", start=f"{FRI} 18:00")

    (change,) = changes_of([wanted(after)], [before])

    assert (change.action, change.because[0].text) == (Action.UPDATE, "moderate now, was heavy")


BEFORE = an_event("2026-W28/1", "heavy", start=f"{FRI} 18:00")


@pytest.mark.parametrize("after", [replace(BEFORE, text="other words"), replace(BEFORE, title="other words")])
def test_new_words_alone_are_an_update(after: SessionEvent) -> None:
    assert actions(changes_of([wanted(after)], [BEFORE])) == [("update", "2026-W28/1")]


def test_a_frozen_session_keeps_the_words_that_the_runner_has_read() -> None:
    before = an_event("2026-W28/1", "heavy", start=f"{MON} 18:00")
    after = replace(before, text="other words")

    (change,) = changes_of([wanted(after, status=Status.FROZEN)], [before])

    assert (change.action, change.after) == (Action.KEEP, before)


def test_a_session_that_the_plan_has_no_place_for_is_deleted_with_the_rule_that_says_so() -> None:
    before = an_event("2026-W28/1", "heavy", start=f"{FRI} 18:00")
    reason = Reason("H1", "heavy needs 96 h before your race on Sun 10:00")

    (change,) = changes_of([], [before], **{"2026-W28_1": reason})

    assert (change.action, change.because) == (Action.DELETE, (reason,))


def test_a_session_that_has_started_is_never_touched() -> None:
    before = an_event("2026-W27/1", "heavy", start="2026-07-03 18:00")

    (change,) = changes_of([], [before])

    assert (change.action, change.after) == (Action.KEEP, before)


def test_creates_come_before_updates_and_updates_before_deletes() -> None:
    stays = an_event("2026-W28/1", "heavy", start=f"{FRI} 18:00")
    goes = an_event("2026-W28/2", "light", start=f"{THU} 18:00")
    moves = an_event("2026-W28/3", "light", start=f"{TUE} 18:00")
    moved = an_event("2026-W28/3", "light", start=f"{TUE} 19:00")
    new = an_event("2026-W29/1", "light", start="2026-07-14 18:00")

    changes = changes_of([wanted(stays), wanted(moved), wanted(new)], [stays, goes, moves])

    assert actions(changes) == [
        ("create", "2026-W29/1"),
        ("update", "2026-W28/3"),
        ("delete", "2026-W28/2"),
        ("keep", "2026-W28/1"),
    ]
