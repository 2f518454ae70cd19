"""Taking back what a command did, so that the next sync leaves it so."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from runlift.domain.events import AllDay, Timed
from runlift.domain.reasons import Reason
from runlift.sync.changes import ALL_FIELDS, Action, Change, Field
from runlift.sync.journal import JournalEntry, JournalRun, Look, Occasion
from runlift.sync.marker import Marker
from runlift.sync.memory import TargetId
from runlift.sync.observed import Observed
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from runlift.sync.undo import Hindsight, Undoing, last_change, undo
from tests.changes import PROFILE
from tests.standing import (
    AVAILABILITY,
    FEED,
    HOME,
    KEY,
    NOW,
    OTHER_KEY,
    OTHER_WISH,
    WISH,
    WORK,
    a_look,
    a_memory,
    a_remembered,
    a_standing_event,
    hours,
    observed,
)

MOVED = replace(WISH, start=WISH.start + timedelta(days=1), end=WISH.end + timedelta(days=1))
"""The session after a sync that moved it from Friday to Saturday."""


def a_look_of(wish: SessionEvent) -> Look:
    when = Timed(start=wish.start, end=wish.end)
    return Look(when=when, title=wish.title, description=wish.text, intensity=wish.intensity)


def an_entry(
    action: Action,
    *,
    before: Look | None = None,
    after: Look | None = None,
    target: TargetId = HOME,
    key: str = KEY,
    because: str = "P1",
    result: str | None = "done",
) -> JournalEntry:
    return JournalEntry(
        number=1,
        target=target,
        key=key,
        action=action,
        because=(Reason(because, "why it was done"),),
        before=before,
        after=after,
        result=result,
        detail="",
        at=NOW,
    )


def a_create(wish: SessionEvent = WISH, *, target: TargetId = HOME, result: str | None = "done") -> JournalEntry:
    return an_entry(Action.CREATE, after=a_look_of(wish), target=target, key=wish.key, result=result)


def a_move(*, target: TargetId = HOME, because: str = "P1", before: Look | None = None) -> JournalEntry:
    stood = before or a_look_of(WISH)
    return an_entry(Action.UPDATE, before=stood, after=a_look_of(MOVED), target=target, because=because)


def a_delete(*, target: TargetId = HOME, because: str = "P1", before: Look | None = None) -> JournalEntry:
    return an_entry(Action.DELETE, before=before or a_look_of(WISH), target=target, because=because)


def a_run(*entries: JournalEntry, occasion: Occasion = Occasion.SYNC) -> JournalRun:
    return JournalRun(number=1, occasion=occasion, at=NOW, closed=NOW, summary="", entries=entries)


def undone(run: JournalRun, seen: Observed) -> Undoing:
    given = Hindsight(observed=seen, outputs={FEED}, profile=PROFILE, availability=AVAILABILITY, now=NOW)
    return undo(run, given)


def after(change: Change, *, of: StandingEvent | None = None) -> Observed:
    """Return what the next sync sees where a change was made to an event."""
    look = change.after
    assert look is not None
    assert change.marks is not None
    event = of or a_standing_event(look)
    marker = Marker(profile=PROFILE, key=change.key, intensity=look.intensity, marks=change.marks)
    when = Timed(start=look.start, end=look.end) if Field.TIME in change.fields else event.when
    return observed(a_look(replace(event, when=when, marker=marker)))


def whys(found: Undoing) -> list[str]:
    return [left.why for left in found.left]


def test_created_session_is_deleted_and_declined() -> None:
    found = undone(a_run(a_create()), observed(a_look(a_standing_event())))

    (change,) = found.changes[HOME]
    assert (change.action, change.key) == (Action.DELETE, KEY)
    assert change.because == (Reason("undo", "takes back the sync of Mon 6 Jul, 08:00"),)
    (declined,) = found.declined
    assert (declined.key, str(declined.week), declined.intensity) == (KEY, "2026-W28", WISH.intensity)
    assert declined.day == WISH.start.date()
    assert not found.left


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (a_standing_event(when=hours("2026-07-11 10:00")), "you have moved it since"),
        (a_standing_event(title="Legs"), "you have written into it since"),
        (a_standing_event(notes="bring shoes"), "you have written into it since"),
        (a_standing_event(has_guests=True), "you have invited somebody"),
        (a_standing_event(repeats=True), "it repeats"),
    ],
)
def test_session_that_the_runner_has_touched_since_is_left_alone(event: StandingEvent, why: str) -> None:
    found = undone(a_run(a_create()), observed(a_look(event)))

    assert (found.changes, found.declined, whys(found)) == ({}, (), [why])


def test_what_the_server_made_of_it_is_no_edit() -> None:
    event = a_standing_event(title="heavy lift - 55 min")
    row = replace(a_remembered(), echoed=event.fingerprints)

    found = undone(a_run(a_create()), observed(a_look(event), memory=a_memory(row)))

    assert not found.left


def test_session_that_has_started_is_left_alone() -> None:
    started = replace(WISH, start=NOW - timedelta(minutes=5))

    found = undone(a_run(a_create(started)), observed(a_look(a_standing_event(started))))

    assert (found.changes, found.declined) == ({}, ())
    assert whys(found)[0] == "it has started or is over"


def test_session_that_is_gone_already_is_left_to_the_next_sync() -> None:
    found = undone(a_run(a_create()), observed(a_look()))

    assert (found.changes, found.declined, whys(found)) == ({}, (), ["it is gone already"])


def test_session_that_was_touched_in_one_calendar_is_left_alone_in_all() -> None:
    seen = observed(a_look(a_standing_event()), a_look(a_standing_event(notes="mine"), target=WORK))

    found = undone(a_run(a_create(), a_create(target=WORK)), seen)

    assert (found.changes, found.declined) == ({}, ())
    assert whys(found) == ["you have written into it since"] * 2


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (observed(a_look(a_standing_event()), a_look(target=WORK)), "it is gone already"),
        (observed(a_look(a_standing_event())), "its calendar was not read"),
    ],
)
def test_session_that_another_calendar_does_not_show_is_taken_back_where_it_stands(seen: Observed, why: str) -> None:
    found = undone(a_run(a_create(), a_create(target=WORK)), seen)

    assert list(found.changes) == [HOME]
    assert [entry.key for entry in found.declined] == [KEY]
    assert whys(found) == [why]


def test_moved_session_goes_back_and_counts_as_moved_by_the_runner() -> None:
    event = a_standing_event(MOVED)

    found = undone(a_run(a_move()), observed(a_look(event)))

    (change,) = found.changes[HOME]
    assert (change.action, change.fields) == (Action.UPDATE, frozenset({Field.TIME}))
    assert change.after is not None
    assert (change.after.start, change.after.end) == (WISH.start, WISH.end)
    assert change.marks == MOVED.fingerprints
    kept = after(change, of=event).sessions[KEY]
    assert (kept.pinned, kept.start) == (True, WISH.start)
    assert not found.declined


def test_move_of_a_session_with_older_notes_is_taken_back_with_its_notes() -> None:
    event = a_standing_event(MOVED, notes="bring shoes")
    wrote = replace(a_look_of(MOVED), description=event.description)
    entry = an_entry(Action.UPDATE, before=a_look_of(WISH), after=wrote)

    (change,) = undone(a_run(entry), observed(a_look(event))).changes[HOME]

    assert change.after is not None
    assert change.after.text == event.description


def test_new_words_alone_are_not_taken_back() -> None:
    entry = an_entry(Action.UPDATE, before=replace(a_look_of(WISH), description="old words"), after=a_look_of(WISH))

    found = undone(a_run(entry), observed(a_look(a_standing_event())))

    assert (found.changes, whys(found)) == ({}, ["it was not moved, and what it says follows the plan"])


def test_move_of_which_nobody_knows_whether_it_was_made_is_left_where_it_was_not() -> None:
    entry = replace(a_move(), result=None)

    found = undone(a_run(entry), observed(a_look(a_standing_event(when=hours("2026-07-10 18:00")))))

    assert not found.changes


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (a_move(because="pinned"), "it followed your own move"),
        (
            a_move(before=replace(a_look_of(WISH), when=hours("2026-07-05 18:00"))),
            "the time at which it stood is over",
        ),
        (
            a_move(before=replace(a_look_of(WISH), when=AllDay(start=WISH.start.date(), end=MOVED.start.date()))),
            "it had no hour before",
        ),
        (replace(a_move(), before=None), "where it stood is not known any more"),
        (replace(a_move(), after=None), "it is yours since"),
    ],
)
def test_move_that_cannot_be_taken_back_says_why(entry: JournalEntry, why: str) -> None:
    found = undone(a_run(entry), observed(a_look(a_standing_event(MOVED))))

    assert (found.changes, whys(found)) == ({}, [why])


def test_session_that_a_sync_deleted_comes_back_and_counts_as_placed_by_the_runner() -> None:
    found = undone(a_run(a_delete()), observed(a_look()))

    (change,) = found.changes[HOME]
    assert (change.action, change.fields) == (Action.CREATE, ALL_FIELDS)
    assert change.after == WISH
    kept = after(change).sessions[KEY]
    assert (kept.pinned, kept.start) == (True, WISH.start)


def test_session_that_was_cleaned_away_comes_back_as_it_was() -> None:
    found = undone(a_run(a_delete(because="clean"), occasion=Occasion.CLEAN), observed(a_look()))

    (change,) = found.changes[HOME]
    kept = after(change).sessions[KEY]
    assert (kept.pinned, kept.start) == (False, WISH.start)


@pytest.mark.parametrize(
    ("entry", "seen", "why"),
    [
        (a_delete(), observed(a_look(a_standing_event())), "it stands again"),
        (a_delete(because="declined"), observed(a_look()), "you had declined it"),
        (
            a_delete(before=replace(a_look_of(WISH), when=hours("2026-07-05 18:00"))),
            observed(a_look()),
            "its time is over",
        ),
        (replace(a_delete(), before=None), observed(a_look()), "where it stood is not known any more"),
    ],
)
def test_delete_that_cannot_be_taken_back_says_why(entry: JournalEntry, seen: Observed, why: str) -> None:
    found = undone(a_run(entry), seen)

    assert (found.changes, whys(found)) == ({}, [why])


@pytest.mark.parametrize(("entry", "events"), [(a_move(target=FEED), (MOVED,)), (a_delete(target=FEED), ())])
def test_output_alone_cannot_hold_what_the_plan_does_not_want(
    entry: JournalEntry, events: Iterable[SessionEvent]
) -> None:
    found = undone(a_run(entry), observed(a_look(*map(a_standing_event, events), target=FEED)))

    assert not found.changes
    assert whys(found) == ["others only read this calendar, so that nothing keeps it from happening again"]


def test_output_follows_a_calendar_that_holds_the_runners_choice() -> None:
    seen = observed(a_look(a_standing_event(MOVED)), a_look(a_standing_event(MOVED), target=FEED))

    found = undone(a_run(a_move(), a_move(target=FEED)), seen)

    assert set(found.changes) == {HOME, FEED}


def test_output_loses_what_was_created_and_gets_back_what_was_cleaned_away() -> None:
    created = undone(a_run(a_create(target=FEED)), observed(a_look(a_standing_event(), target=FEED)))
    cleaned = undone(a_run(a_delete(target=FEED), occasion=Occasion.CLEAN), observed(a_look(target=FEED)))

    assert [change.action for change in created.changes[FEED]] == [Action.DELETE]
    assert [change.action for change in cleaned.changes[FEED]] == [Action.CREATE]


def test_creates_come_before_updates_and_deletes() -> None:
    run = a_run(a_create(OTHER_WISH), a_delete())

    found = undone(run, observed(a_look(a_standing_event(OTHER_WISH))))

    assert [(change.action, change.key) for change in found.changes[HOME]] == [
        (Action.CREATE, KEY),
        (Action.DELETE, OTHER_KEY),
    ]


def test_last_change_is_the_newest_run_that_did_something() -> None:
    refused = a_run(a_create(result="refused"), a_create(result="conflict"))
    partly = a_run(a_create(result="refused"), a_create(OTHER_WISH))

    found = last_change([refused, partly, a_run(a_create())])

    assert found is not None
    assert [entry.key for entry in found.entries] == [OTHER_KEY]


def test_run_of_which_nobody_knows_what_it_did_may_have_changed_something() -> None:
    interrupted = a_run(a_create(result=None))

    assert last_change([interrupted, a_run(a_create())]) == interrupted


def test_nothing_was_changed_where_no_run_did_something() -> None:
    assert last_change([a_run(a_create(result="refused"))]) is None
