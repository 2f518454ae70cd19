"""A standstill is kept until anything else is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from runlift.calendars.base import Reading
from runlift.domain.kinds import EventKind
from runlift.state.standstill import kept_standstill
from runlift.state.store import SqliteStore
from runlift.sync.journal import Occasion
from tests.unit.state.memories import FEED, HOME, NOW, opened
from tests.unit.state.test_replicas import a_replica

WRITES: dict[str, Callable[[SqliteStore], object]] = {
    "fix": lambda store: store.fix("gym", EventKind.STRENGTH),
    "begin": lambda store: store.begin(Occasion.UNDO, NOW),
    "know_target": lambda store: store.know_target(HOME, "{}"),
    "keep_reading": lambda store: store.keep_reading(FEED, Reading(events=()), NOW),
    "suspect": lambda store: store.suspect(FEED, NOW),
    "told": lambda store: store.told("a notice"),
    "replica": lambda store: store.replica("home").save(a_replica({})),
}


def standstill(folder: Path) -> str | None:
    with kept_standstill(folder, "default") as kept:
        return kept.body if kept else None


@pytest.fixture
def still(tmp_path: Path) -> Path:
    """Return a folder with the memory of a profile that stands still."""
    with opened(tmp_path) as store:
        store.keep_standstill("an older one")
        store.keep_standstill("nothing to do")
    return tmp_path


def test_standstill_outlives_the_process(still: Path) -> None:
    assert standstill(still) == "nothing to do"


def test_there_is_none_where_nothing_was_kept(tmp_path: Path) -> None:
    assert standstill(tmp_path) is None
    assert not list(tmp_path.iterdir())
    with opened(tmp_path):
        pass
    assert standstill(tmp_path) is None


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_whatever_is_written_ends_it(still: Path, write: Callable[[SqliteStore], object]) -> None:
    with opened(still) as store:
        write(store)
    assert standstill(still) is None


def test_reading_and_writing_nothing_does_not_end_it(still: Path) -> None:
    with opened(still) as store:
        store.memory()
        store.remember()
        store.suspect(FEED, None)
        store.replica("home").load()
    assert standstill(still) == "nothing to do"


def test_damaged_memory_has_none(still: Path) -> None:
    place = still / "default.sqlite"
    place.write_bytes(b"\0" * len(place.read_bytes()))
    assert standstill(still) is None


def test_replicas_are_there_for_a_glance(still: Path) -> None:
    with opened(still) as store:
        store.replica("home").save(a_replica({}))
        store.keep_standstill("again")
    with kept_standstill(still, "default") as kept:
        assert kept is not None
        assert kept.replica("home").load() == a_replica({})
