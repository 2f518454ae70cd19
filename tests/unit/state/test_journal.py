"""The journal: what was about to be done, and what became of it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from runlift.calendars.base import Result
from runlift.domain.events import AllDay, Timed
from runlift.domain.kinds import Intensity
from runlift.state.store import SqliteStore
from runlift.sync.changes import Action, Change, Field
from runlift.sync.journal import JournalEntry, JournalRun, Look, Occasion
from runlift.sync.memory import Memory, Presence
from tests.changes import BECAUSE, a_create, a_delete, a_release, an_update
from tests.unit.state.memories import (
    HOME,
    KEY,
    NOW,
    OTHER_KEY,
    a_remembered,
    a_standing,
    a_wish,
    an_outcome,
    marks,
    minutes_after,
    opened,
)


def begun(store: SqliteStore, *changes: Change) -> tuple[int, ...]:
    return store.intend(store.begin(Occasion.SYNC, NOW), HOME, changes, NOW)


def done(store: SqliteStore, change: Change, *, ref: str | None = None) -> None:
    (entry,) = begun(store, change)
    store.note_outcome(entry, an_outcome(change, ref=ref), NOW)


@pytest.mark.parametrize(
    ("change", "pending"),
    [
        (a_create(a_wish()), Memory(creating=frozenset({(HOME, KEY)}))),
        (a_delete(a_standing(a_wish())), Memory(deleting=frozenset({(HOME, KEY)}))),
        (a_release(a_standing(a_wish())), Memory()),
        (an_update(a_standing(a_wish()), a_wish(title="Light lift")), Memory()),
    ],
)
def test_intended_change_is_pending_and_its_number_taken(tmp_path: Path, change: Change, pending: Memory) -> None:
    with opened(tmp_path) as store:
        begun(store, change)

    with opened(tmp_path) as store:
        assert store.memory() == replace(pending, numbered=frozenset({KEY}))


@pytest.mark.parametrize("result", [Result.CONFLICT, Result.REFUSED])
@pytest.mark.parametrize(
    "change", [a_create(a_wish(OTHER_KEY)), a_delete(a_standing(a_wish())), a_release(a_standing(a_wish()))]
)
def test_change_that_was_not_made_is_over_and_teaches_nothing(tmp_path: Path, change: Change, result: Result) -> None:
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered()])
        (entry,) = begun(store, change)
        store.note_outcome(entry, an_outcome(change, result, detail="the calendar is full"), NOW)

        # what a delete met may be its own first try
        met_itself = change.action is Action.DELETE and result is Result.CONFLICT
        assert store.memory() == Memory(
            sessions=(a_remembered(),),
            # what no calendar took on has used no number up
            numbered=frozenset({KEY} if result is Result.REFUSED else {KEY, change.key}),
            deleting=frozenset({(HOME, change.key)}) if met_itself else frozenset(),
        )
        assert store.history(1)[0].entries[0].detail == "the calendar is full"


def test_created_session_is_remembered_as_it_was_sent(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        done(store, a_create(a_wish()), ref="/home/1.ics")

        sent = a_wish().fingerprints
        expected = replace(
            a_remembered(ref="/home/1.ics"), sent=sent, seen=sent, echoed=None, presence=Presence.STANDING
        )
        assert store.memory() == Memory(sessions=(expected,), numbered=frozenset({KEY}))


def test_updated_session_is_remembered_anew(tmp_path: Path) -> None:
    wanted = replace(a_wish(start="2026-07-11 10:00"), intensity=Intensity.LIGHT)
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered()])
        done(store, an_update(a_standing(a_wish()), wanted), ref="/home/1.ics")

        (session,) = store.memory().sessions
        assert (session.ref, session.start, session.intensity) == ("/home/1.ics", wanted.start, Intensity.LIGHT)
        assert session.sent == session.seen == wanted.fingerprints
        assert session.echoed is None


def test_field_that_was_not_written_is_remembered_as_the_runner_left_it(tmp_path: Path) -> None:
    stands = a_standing(a_wish(start="2026-07-11 10:00"), sent=marks("sent"))
    wanted = a_wish(start="2026-07-10 18:00", title="Light lift")
    with opened(tmp_path) as store:
        done(store, an_update(stands, wanted, fields=frozenset({Field.TITLE})))

        (session,) = store.memory().sessions
        now_titled = wanted.fingerprints.title
        assert session.sent == replace(marks("sent"), title=now_titled)
        assert session.seen == replace(stands.fingerprints, title=now_titled)


def test_what_the_server_made_of_a_field_holds_until_that_field_is_written_again(tmp_path: Path) -> None:
    wanted = a_wish(title="Light lift")
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered()])
        done(store, an_update(a_standing(a_wish()), wanted, fields=frozenset({Field.TITLE})))

        (session,) = store.memory().sessions
        assert session.echoed == replace(marks("echoed"), title=wanted.fingerprints.title)


def test_deleted_session_is_remembered_no_more(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered()])
        done(store, a_delete(a_standing(a_wish())))

        assert store.memory() == Memory(numbered=frozenset({KEY}))


def test_released_session_is_remembered_no_more(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered(ref="/home/1.ics")])
        done(store, a_release(a_standing(a_wish(), ref="/home/1.ics")))

        assert store.memory() == Memory(numbered=frozenset({KEY}))


def test_session_is_still_known_when_its_copy_is_released(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.remember(sessions=[a_remembered(ref="/home/1.ics")])
        done(store, a_release(a_standing(a_wish(), ref="/home/copy.ics")))

        assert store.memory().sessions == (a_remembered(ref="/home/1.ics"),)


def test_history_tells_what_was_done_and_why(tmp_path: Path) -> None:
    stands = a_standing(a_wish(), when=AllDay(start=date(2026, 7, 10), end=date(2026, 7, 11)))
    wanted = a_wish(start="2026-07-11 10:00", title="Light lift")
    change = an_update(stands, wanted)
    with opened(tmp_path) as store:
        run = store.begin(Occasion.UNDO, NOW)
        (entry,) = store.intend(run, HOME, [change], minutes_after(1))
        store.note_outcome(entry, an_outcome(change), minutes_after(2))
        store.close(run, minutes_after(3), "1 moved")

    with opened(tmp_path) as store:
        before = Look(when=stands.when, title=stands.title, description=wanted.text, intensity=Intensity.HEAVY)
        after = Look(
            when=Timed(start=wanted.start, end=wanted.end),
            title="Light lift",
            description=wanted.text,
            intensity=Intensity.HEAVY,
        )
        told = JournalEntry(
            number=entry,
            target=HOME,
            key=KEY,
            action=Action.UPDATE,
            because=BECAUSE,
            before=before,
            after=after,
            result=Result.DONE,
            detail="",
            at=minutes_after(2),
        )
        assert store.history(10) == (
            JournalRun(
                number=run,
                occasion=Occasion.UNDO,
                at=NOW,
                closed=minutes_after(3),
                summary="1 moved",
                entries=(told,),
            ),
        )


def test_history_is_newest_first_and_no_longer_than_asked_for(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        runs = [store.begin(Occasion.SYNC, minutes_after(n)) for n in range(3)]

        assert [run.number for run in store.history(2)] == [runs[2], runs[1]]


def test_interrupted_run_has_no_end_and_its_changes_no_result(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        begun(store, a_create(a_wish()))
        store.remember(digested=[HOME])

        (run,) = store.history(1)
        assert (run.closed, run.entries[0].result) == (None, None)


def test_changes_are_told_in_the_order_in_which_they_were_intended(tmp_path: Path) -> None:
    changes = [a_create(a_wish(f"2026-W28/{n}")) for n in (3, 1, 2)]
    with opened(tmp_path) as store:
        numbers = begun(store, *changes)

        entries = store.history(1)[0].entries
        assert [(entry.number, entry.key) for entry in entries] == [
            (number, change.key) for number, change in zip(numbers, changes, strict=True)
        ]


def test_runs_of_long_ago_are_let_go_but_not_what_is_pending(tmp_path: Path) -> None:
    year_later = NOW + timedelta(days=401)
    with opened(tmp_path) as store:
        store.begin(Occasion.SYNC, NOW)
        old, pending = begun(store, a_create(a_wish()), a_create(a_wish(OTHER_KEY)))
        store.note_outcome(old, an_outcome(a_create(a_wish())), NOW)
        kept = store.begin(Occasion.SYNC, minutes_after(24 * 60 + 1))
        last = store.begin(Occasion.SYNC, year_later)
        store.close(last, year_later, "nothing to do")

        history = store.history(10)
        assert [run.number for run in history[:2]] == [last, kept]
        assert [[entry.number for entry in run.entries] for run in history[2:]] == [[pending]]
        assert store.memory().numbered == {KEY, OTHER_KEY}


def test_outcome_of_something_that_was_never_intended_is_our_fault(tmp_path: Path) -> None:
    with opened(tmp_path) as store, pytest.raises(ValueError, match="1"):
        store.note_outcome(7, an_outcome(a_create(a_wish())), NOW)
