"""Whatever the disk does to the file: the store opens, and says what is lost, or it says what to do."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runlift.calendars.base import Reading
from runlift.calendars.replica import Replica, Resource
from runlift.domain.events import AllDay, Event, EventUid
from runlift.errors import UsageError
from runlift.state.store import SqliteStore
from runlift.sync.journal import Occasion
from runlift.sync.memory import Memory
from tests.builders import MON, a_moment
from tests.changes import a_create
from tests.unit.state.memories import (
    FEED,
    HOME,
    KEY,
    NOW,
    OTHER_KEY,
    a_declined,
    a_remembered,
    a_wish,
    an_outcome,
    opened,
)

DAY = AllDay(start=a_moment(f"{MON} 00:00").date(), end=a_moment("2026-07-07 00:00").date())
FILE = "default.sqlite"
PAGE = 4096


def fill(store: SqliteStore) -> None:
    run = store.begin(Occasion.SYNC, NOW)
    done, _ = store.intend(run, HOME, [a_create(a_wish(KEY)), a_create(a_wish(OTHER_KEY))], NOW)
    store.note_outcome(done, an_outcome(a_create(a_wish(KEY))), NOW)
    store.remember(sessions=[a_remembered()], declined=[a_declined("2026-W27/1")], sighted={(FEED, KEY)})
    store.keep_reading(FEED, Reading(events=(Event(uid=EventUid("run"), when=DAY, summary="Run"),)), NOW)
    store.suspect(FEED, NOW)
    store.replica("home").save(
        Replica(place="home", token=None, start=NOW, end=NOW, resources={"a": Resource(etag="1", body="BEGIN")})
    )
    store.know_target(HOME, "{}")
    store.told("a notice")
    store.close(run, NOW, "1 new")


def use(store: SqliteStore) -> None:
    """Read everything, and write everywhere."""
    store.memory()
    store.history(10)
    store.reading(FEED)
    store.suspicion(FEED)
    store.replica("home").load()
    store.targets()
    fill(store)
    store.suspect(FEED, None)
    store.remember(forgotten=[(HOME, KEY)], revoked=[KEY], sighted=set(), digested=[HOME])
    store.forget_target(HOME)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a store's file with something in every table."""
    folder = tmp_path_factory.mktemp("whole")
    with opened(folder) as store:
        fill(store)
    return (folder / FILE).read_bytes()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6))
def test_store_with_spoilt_bytes_opens_or_says_what_to_do(
    tmp_path: Path, whole: bytes, spots: list[tuple[int, bytes]]
) -> None:
    spoilt = bytearray(whole)
    for at, what in spots:
        where = at % len(whole)
        spoilt[where : where + len(what)] = what
    (tmp_path / FILE).write_bytes(spoilt[: len(whole)])

    with suppress(UsageError), opened(tmp_path) as store:
        use(store)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_store_that_was_cut_short_is_begun_anew(tmp_path: Path, whole: bytes, at: int) -> None:
    (tmp_path / FILE).write_bytes(whole[: at % len(whole)])

    with opened(tmp_path) as store:
        use(store)


def test_store_that_lost_a_page_is_begun_anew(tmp_path: Path, whole: bytes) -> None:
    """What no look at the memory would find is found all the same."""
    for start in range(0, len(whole), PAGE):
        (tmp_path / FILE).write_bytes(whole[:start] + bytes(PAGE) + whole[start + PAGE :])
        with opened(tmp_path) as store:
            assert store.notice, f"page at {start}"
            use(store)


def test_write_ahead_log_that_lost_its_store_is_not_taken_into_a_new_one(tmp_path: Path) -> None:
    process = os.fork()
    if process == 0:
        try:
            fill(opened(tmp_path))
        finally:
            os._exit(0)
    os.waitpid(process, 0)
    assert (tmp_path / f"{FILE}-wal").stat().st_size > 0
    (tmp_path / FILE).unlink()

    with opened(tmp_path) as store:
        assert (store.memory(), store.notice) == (Memory(), "")
        use(store)
