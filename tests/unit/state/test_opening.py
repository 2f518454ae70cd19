"""How a store is opened: permissions, versions, copies, disks that refuse."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from runlift.calendars.base import Reading
from runlift.errors import UsageError
from runlift.state.opening import open_store
from runlift.state.schema import NEWEST
from runlift.sync.journal import Occasion
from runlift.sync.memory import Memory
from tests.unit.state.memories import FEED, KEY, NOW, a_remembered, opened
from tests.unit.state.sqlite_hooks import connections, setting

FILE = "default.sqlite"
REMEMBERED = Memory(sessions=(a_remembered(),), numbered=frozenset({KEY}))


def a_kept_store(folder: Path) -> Path:
    """Keep a store with something in it; return its file."""
    with opened(folder) as store:
        store.remember(sessions=[a_remembered()])
    return folder / FILE


def run_sql(place: Path, statement: str) -> None:
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute(statement)


def test_everything_on_the_disk_is_the_runners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "runlift"
    with opened(folder) as store:
        store.remember(sessions=[a_remembered()])
        found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (folder, *folder.iterdir())}

    assert found == {"runlift": 0o700, FILE: 0o600, f"{FILE}-wal": 0o600, f"{FILE}-shm": 0o600}


def test_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    a_kept_store(tmp_path).chmod(0o644)

    with opened(tmp_path):
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_closed_store_is_one_file(tmp_path: Path) -> None:
    a_kept_store(tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_file_of_a_newer_runlift_is_left_alone(tmp_path: Path) -> None:
    place = a_kept_store(tmp_path)
    run_sql(place, f"PRAGMA user_version = {NEWEST + 1}")
    before = place.read_bytes()

    for keep in (True, False):
        with pytest.raises(UsageError, match=r"a newer runlift made .*default\.sqlite; update this one"):
            open_store(tmp_path, "default", now=NOW, keep=keep)

    assert place.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_empty_file_is_a_new_store(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()

    with opened(tmp_path) as store:
        assert (store.memory(), store.notice) == (Memory(), "")


def spoil(place: Path, old: bytes, new: bytes) -> None:
    content = place.read_bytes()
    assert old in content
    place.write_bytes(content.replace(old, new))


def drop_a_table(place: Path) -> None:
    run_sql(place, "DROP TABLE declined")


def lose_a_column(place: Path) -> None:
    run_sql(place, "ALTER TABLE sessions DROP COLUMN echoed")


def forget_the_version(place: Path) -> None:
    run_sql(place, "PRAGMA user_version = 0")


def write_nonsense(place: Path) -> None:
    place.write_text("this is no database\n" * 100)


def cut_it(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:5000])


def break_a_value(place: Path) -> None:
    spoil(place, b"Berlin]standing", b"Berlin]standong")


def break_a_time(place: Path) -> None:
    spoil(place, b"2026-07-10T18:00", b"2026-17-10T18:00")


def break_a_key(place: Path) -> None:
    spoil(place, b"2026-W28/1", b"2026-X28/1")


def break_a_letter(place: Path) -> None:
    spoil(place, b"2026-W28/1", b"2026-W28/\xff")


def break_a_fingerprint(place: Path) -> None:
    spoil(place, b'{"time":', b'{"tile":')


def swap_a_key(place: Path) -> None:
    run_sql(place, "UPDATE sessions SET key = '2026-W28/7'")


DAMAGES = [
    drop_a_table,
    lose_a_column,
    forget_the_version,
    write_nonsense,
    cut_it,
    break_a_value,
    break_a_time,
    break_a_key,
    break_a_letter,
    swap_a_key,
    break_a_fingerprint,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_store_is_moved_aside_and_begun_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    damage(a_kept_store(tmp_path))
    damaged = (tmp_path / FILE).read_bytes()

    with opened(tmp_path) as store:
        assert "was damaged and is now in" in store.notice
        assert "sessions that you have deleted may come back once" in store.notice
        assert store.memory() == Memory()
        store.remember(sessions=[a_remembered()])

    assert (tmp_path / f"{FILE}.damaged-20260706T080000Z").read_bytes() == damaged
    with opened(tmp_path) as store:
        assert (store.memory(), store.notice) == (REMEMBERED, "")


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_store_stays_where_it_is_while_nothing_is_to_be_kept(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(a_kept_store(tmp_path))
    damaged = (tmp_path / FILE).read_bytes()

    with open_store(tmp_path, "default", now=NOW, keep=False) as store:
        assert "is damaged, and the next sync begins anew" in store.notice
        assert store.memory() == Memory()

    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(FILE, damaged)]


def test_copy_knows_what_was_kept_and_leaves_no_trace(tmp_path: Path) -> None:
    place = a_kept_store(tmp_path)
    before = place.read_bytes()

    with open_store(tmp_path, "default", now=NOW, keep=False) as store:
        assert store.memory() == REMEMBERED
        store.remember(forgotten=[(a_remembered().target, KEY)])
        store.close(store.begin(Occasion.SYNC, NOW), NOW, "")
        assert store.memory() == Memory(numbered=frozenset({KEY}))

    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(FILE, before)]


def test_copy_of_nothing_makes_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "state", "default", now=NOW, keep=False) as store:
        store.remember(sessions=[a_remembered()])
        assert store.memory() == REMEMBERED

    assert list(tmp_path.iterdir()) == []


def test_copy_is_taken_while_a_sync_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path) as syncing:
        syncing.remember(sessions=[a_remembered()])
        with open_store(tmp_path, "default", now=NOW, keep=False) as copy:
            syncing.remember(forgotten=[(a_remembered().target, KEY)])

            assert copy.memory() == REMEMBERED


def test_full_disk_is_told_and_what_was_kept_stays(tmp_path: Path) -> None:
    a_kept_store(tmp_path)

    with connections(setting("max_page_count = 1")), opened(tmp_path) as store:
        notes = tuple(f"line {n} could not be read" for n in range(20_000))
        with pytest.raises(UsageError, match=r"the disk has no room left for .*default\.sqlite"):
            store.keep_reading(FEED, Reading(events=(), notes=notes), NOW)

        assert store.reading(FEED) is None
        assert store.memory() == REMEMBERED
        store.suspect(FEED, NOW)  # there is room for that

    with opened(tmp_path) as store:
        assert store.memory() == REMEMBERED
        assert store.suspicion(FEED) == NOW


def test_disk_without_room_for_a_new_store_is_told(tmp_path: Path) -> None:
    with connections(setting("max_page_count = 3")), pytest.raises(UsageError, match="the disk has no room left"):
        opened(tmp_path)

    with opened(tmp_path) as store:
        assert (store.memory(), store.notice) == (Memory(), "")


def test_disk_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    with connections(setting("query_only = ON")), pytest.raises(UsageError, match=r"default\.sqlite cannot be written"):
        opened(tmp_path)


@pytest.mark.parametrize("keep", [True, False])
def test_folder_in_the_files_place_is_told(tmp_path: Path, *, keep: bool) -> None:
    (tmp_path / FILE).mkdir()

    with pytest.raises(UsageError, match=r"default\.sqlite cannot be"):
        open_store(tmp_path, "default", now=NOW, keep=keep)


def test_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    with pytest.raises(UsageError, match="cannot be used: File exists"):
        opened(tmp_path / "state")
