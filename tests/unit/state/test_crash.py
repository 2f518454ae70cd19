"""A sync that is killed before any one of its statements: what the store says is true, and the next sync ends the job.

The sync here is a small one of the tests' own, against a calendar that is a file of labels by key. It deletes `old`,
changes `stays` and adds `new`, and takes a session that vanished without our doing for one that the runner deleted.
"""

import json
import os
import signal
from collections.abc import Callable, Collection, Iterator
from itertools import count
from pathlib import Path
from shutil import copytree

import pytest

from runlift.state.opening import open_store
from runlift.state.store import SqliteStore
from runlift.sync.changes import Action, Change
from runlift.sync.identity import parse_key
from runlift.sync.journal import Occasion
from runlift.sync.memory import Memory
from tests.changes import a_create, a_delete, an_update
from tests.unit.state.memories import (
    HOME,
    NOW,
    a_declined,
    a_remembered,
    a_standing,
    a_wish,
    an_outcome,
    marks,
    minutes_after,
    opened,
)
from tests.unit.state.sqlite_hooks import connections, traced

OLD, STAYS = "2026-W28/1", "2026-W28/2"
WANTED = {"stays, changed", "new"}
MOST_STATEMENTS = 500
HAPPENED: dict[Action, Callable[[Collection[str]], bool]] = {
    Action.CREATE: lambda labels: "new" in labels,
    Action.UPDATE: lambda labels: "stays, changed" in labels,
    Action.DELETE: lambda labels: "old" not in labels,
}
"""What the calendar shows once a change is made."""


def calendar(folder: Path) -> dict[str, str]:
    """Return the labels that stand in the calendar, by key."""
    labels: dict[str, str] = json.loads((folder / "calendar").read_text())
    return labels


def write_calendar(folder: Path, labels: dict[str, str]) -> None:
    (folder / "calendar").write_text(json.dumps(labels))


def begin_with(folder: Path) -> None:
    """Let two sessions stand that an earlier sync wrote."""
    folder.mkdir()
    write_calendar(folder, {OLD: "old", STAYS: "stays"})
    with opened(folder) as store:
        store.remember(sessions=[a_remembered(OLD), a_remembered(STAYS)])


def digest(store: SqliteStore, folder: Path) -> None:
    """Remember what the calendar shows, as a sync does before it means anything new."""
    memory, standing = store.memory(), calendar(folder)
    gone = {session.key for session in memory.sessions} - standing.keys()
    found = standing.keys() - {session.key for session in memory.sessions}
    assert found <= {key for _, key in memory.creating}, "something stands of which we know nothing"
    store.remember(
        sessions=[a_remembered(key) for key in found],
        forgotten=[(HOME, key) for key in gone],
        declined=[a_declined(key) for key in gone if (HOME, key) not in memory.deleting],
        digested=[HOME],
    )


def changes_needed(folder: Path, memory: Memory) -> Iterator[tuple[Change, str]]:
    """Yield each change with the label that it leaves; creates come first and deletes last."""
    standing = calendar(folder)
    if "new" not in standing.values():
        number = max(parse_key(key)[1] for key in memory.numbered) + 1
        yield a_create(a_wish(f"2026-W28/{number}")), "new"
    for key, label in standing.items():
        if label == "stays":
            yield an_update(a_standing(a_wish(key)), a_wish(key, title="Light lift")), "stays, changed"
    for key, label in standing.items():
        if label == "old":
            yield a_delete(a_standing(a_wish(key))), ""


def sync(folder: Path) -> int:
    """Bring the calendar to what is wanted; return the number of changes."""
    with opened(folder) as store:
        digest(store, folder)
        needed = list(changes_needed(folder, store.memory()))
        run = store.begin(Occasion.SYNC, NOW)
        entries = store.intend(run, HOME, [change for change, _ in needed], NOW)
        for entry, (change, label) in zip(entries, needed, strict=True):
            standing = {key: other for key, other in calendar(folder).items() if key != change.key}
            write_calendar(folder, standing | ({change.key: label} if label else {}))
            store.note_outcome(entry, an_outcome(change), minutes_after(1))
        for session in store.memory().sessions:
            store.echo(HOME, session.key, marks("server"))
        store.close(run, minutes_after(2), f"{len(needed)} changes")
        return len(needed)


def survives(folder: Path, statement: int, work: Callable[[Path], object]) -> bool:
    """Do the work in a process that is killed before that statement; return whether it ended before."""
    process = os.fork()
    if process == 0:
        left = count(statement - 1, -1)

        def kill_in_time(_: str) -> None:
            if next(left) == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        with connections(traced(kill_in_time)):
            try:
                work(folder)
                os._exit(0)
            finally:
                os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0, "the work failed by itself"
    return not os.WIFSIGNALED(status)


def killed_everywhere(tmp_path: Path, work: Callable[[Path], object]) -> Iterator[Path]:
    """Yield what is left of the same start for each statement before which the work was killed."""
    begin_with(tmp_path / "start")
    for statement in range(1, MOST_STATEMENTS):
        folder = tmp_path / f"killed before {statement}"
        copytree(tmp_path / "start", folder)
        if survives(folder, statement, work):
            return
        yield folder
    pytest.fail("the work does not end")


def test_store_of_a_killed_sync_tells_the_truth(tmp_path: Path) -> None:
    places = 0
    for folder in killed_everywhere(tmp_path, sync):
        standing = calendar(folder)
        with opened(folder) as store:
            memory = store.memory()
            told_done = [entry.action for run in store.history(1) for entry in run.entries if entry.result]
        known = {session.key for session in memory.sessions}
        places += 1

        assert store.notice == ""
        assert memory.declined == ()
        assert standing.keys() - known <= {key for _, key in memory.creating}
        assert known - standing.keys() <= {key for _, key in memory.deleting}
        assert standing.keys() | known <= memory.numbered
        assert all(HAPPENED[action](standing.values()) for action in told_done)
    assert places > 40


def test_sync_after_a_killed_one_ends_the_job(tmp_path: Path) -> None:
    for folder in killed_everywhere(tmp_path, sync):
        sync(folder)

        standing = calendar(folder)
        assert sorted(standing.values()) == sorted(WANTED), folder.name
        with opened(folder) as store:
            memory = store.memory()
        assert {session.key for session in memory.sessions} == standing.keys()
        seen = {(session.seen.title, session.seen.text) for session in memory.sessions if session.seen}
        assert seen == {("server-title", "server-text")}
        assert (memory.declined, memory.creating, memory.deleting) == ((), frozenset(), frozenset())
        assert sync(folder) == 0


def test_sync_after_two_killed_ones_ends_the_job(tmp_path: Path) -> None:
    for first, folder in enumerate(killed_everywhere(tmp_path, sync), 1):
        # All pairs take minutes; here, each fourth one is followed by a few that differ.
        for statement in range(1 + first % 37, MOST_STATEMENTS if first % 4 == 0 else 0, 37):
            again = tmp_path / f"{first} and {statement}"
            copytree(folder, again)
            if survives(again, statement, sync):
                break
            sync(again)
            assert sorted(calendar(again).values()) == sorted(WANTED), again.name
            with opened(again) as store:
                assert store.memory().declined == ()


def test_new_store_that_was_killed_at_birth_is_a_new_one(tmp_path: Path) -> None:
    def bear(folder: Path) -> None:
        with open_store(folder, "newborn", now=NOW):
            pass

    for folder in killed_everywhere(tmp_path, bear):
        with open_store(folder, "newborn", now=NOW) as store:
            assert (store.notice, store.memory()) == ("", Memory())


def test_processes_that_open_a_new_store_at_once_all_have_it(tmp_path: Path) -> None:
    def bear(folder: Path) -> None:
        with opened(folder) as store:
            store.told(str(os.getpid()))

    children = []
    for _ in range(6):
        process = os.fork()
        if process == 0:
            try:
                bear(tmp_path / "state")
                os._exit(0)
            finally:
                os._exit(1)
        children.append(process)

    assert [os.waitpid(process, 0)[1] for process in children] == [0] * 6
    assert [file.name for file in (tmp_path / "state").iterdir()] == ["default.sqlite"]
