"""Replicas of servers' calendars."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from runlift.calendars.replica import Replica, Resource
from tests.builders import a_moment
from tests.unit.state.memories import opened
from tests.unit.state.sqlite_hooks import connections, traced

ONE, TWO = Resource(etag='"1"', body="BEGIN:VEVENT\r\nSUMMARY:läuft\r\nEND:VEVENT\r\n"), Resource(etag=None, body="")


def a_replica(resources: Mapping[str, Resource], *, state: str | None = "state 1") -> Replica:
    return Replica(
        place="https://calendars.example/home/",
        token=state,
        start=a_moment("2026-05-25 00:00"),
        end=a_moment("2026-11-23 00:00"),
        resources=resources,
    )


def test_calendar_that_was_never_read_has_none(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.replica("home").load() is None


@pytest.mark.parametrize("resources", [{}, {"a.ics": ONE}, {"a.ics": ONE, "b.ics": TWO}])
def test_replica_outlives_the_process(tmp_path: Path, resources: Mapping[str, Resource]) -> None:
    with opened(tmp_path) as store:
        store.replica("home").save(a_replica(resources))

    with opened(tmp_path) as store:
        assert store.replica("home").load() == a_replica(resources)
        assert store.replica("work").load() is None


def test_newer_replica_takes_the_place_of_the_older(tmp_path: Path) -> None:
    newer = a_replica({"a": replace(ONE, etag='"2"'), "c": TWO}, state=None)
    with opened(tmp_path) as store:
        store.replica("work").save(a_replica({"a": TWO}))
        store.replica("home").save(a_replica({"a": ONE, "b": TWO}))
        store.replica("home").save(newer)

        assert store.replica("home").load() == newer
        assert store.replica("work").load() == a_replica({"a": TWO})


def rows_written(folder: Path, replica: Replica) -> int:
    """Return how many rows SQLite wrote while the replica was saved."""
    statements: list[str] = []
    with connections(traced(statements.append)), opened(folder) as store:
        store.replica("home").save(replica)
    written = [statement for statement in statements if "standstill" not in statement]
    return sum(statement.startswith(("INSERT", "DELETE", "UPDATE")) for statement in written)


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    old = a_replica({"a": ONE, "b": ONE, "c": ONE})
    with opened(tmp_path) as store:
        store.replica("home").save(old)

    assert rows_written(tmp_path, old) == 0
    assert rows_written(tmp_path, a_replica(old.resources, state="state 2")) == 1
    assert rows_written(tmp_path, a_replica({"a": ONE, "b": TWO}, state="state 2")) == 2


def test_several_threads_may_keep_their_replicas_at_once(tmp_path: Path) -> None:
    names = [f"calendar {n}" for n in range(8)]
    with opened(tmp_path) as store, ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(lambda name: store.replica(name).save(a_replica({name: ONE})), names))

        assert [store.replica(name).load() for name in names] == [a_replica({name: ONE}) for name in names]
