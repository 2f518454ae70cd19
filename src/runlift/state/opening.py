"""How a profile's store is opened: a new file, an older one, a spoilt one, or a copy that nothing is kept of."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from runlift.state.database import Database, connected, is_damage, telling
from runlift.state.memory_rows import read_memory
from runlift.state.schema import DamagedError, migrate, prepare
from runlift.state.store import SqliteStore

_LOST = "sessions that you have deleted may come back once"


def open_store(folder: Path, profile: str, *, now: datetime, keep: bool = True) -> SqliteStore:
    """Open what is remembered of a profile, in one file that is the runner's alone.

    A file that is spoilt is moved aside and begun anew; the store's `notice` says so.

    Args:
        now: names the file that is moved aside.
        keep: False: work on a copy, so that nothing on the disk changes or is made. Whoever keeps holds the profile's
            lock.

    Raises:
        UsageError: the disk refuses, or a newer runlift made the file.
    """
    place = folder / f"{profile}.sqlite"
    with telling(place):
        connection, notice = _kept(place, now) if keep else _copied(place)
    return SqliteStore(Database(connection, place), notice=notice)


def _kept(place: Path, now: datetime) -> tuple[sqlite3.Connection, str]:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return _opened(place), ""
    except DamagedError:
        aside = _set_aside(place, now)
    return _opened(place), f"what runlift remembered was damaged and is now in {aside}: {_LOST}"


def _copied(place: Path) -> tuple[sqlite3.Connection, str]:
    notice = ""
    if place.exists():
        try:
            return _copy(place), ""
        except DamagedError:
            notice = f"what runlift remembers in {place} is damaged, and the next sync begins anew: {_LOST}"
    empty = connected(":memory:")
    migrate(empty)
    return empty, notice


def _opened(place: Path) -> sqlite3.Connection:
    # SQLite would let everybody read it; its companion files take the permissions of the file itself.
    descriptor = os.open(place, os.O_CREAT | os.O_RDWR, 0o600)
    os.fchmod(descriptor, 0o600)
    os.close(descriptor)
    connection = connected(place)
    with _examined(connection, place):
        # An outcome that is lost with the power would turn our own delete into the runner's.
        for setting in ("journal_mode = WAL", "synchronous = FULL", "fullfsync = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}")
    return connection


def _copy(place: Path) -> sqlite3.Connection:
    # Opened for writing, since SQLite leaves its companion files behind where it may only read.
    source, copy = connected(place), connected(":memory:")
    with closing(source), _examined(copy, place):
        source.backup(copy)
    return copy


@contextmanager
def _examined(connection: sqlite3.Connection, place: Path) -> Iterator[None]:
    """See to it that everything is in its place once the block has made the connection ready.

    Raises:
        DamagedError: it is not.
    """
    try:
        yield
        prepare(connection, place)
        read_memory(connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, ValueError) or (isinstance(error, sqlite3.DatabaseError) and is_damage(error)):
            raise DamagedError from error
        raise


def _set_aside(place: Path, now: datetime) -> Path:
    aside = place.with_name(f"{place.name}.damaged-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    # A write-ahead log that is left behind is void beside a new file: SQLite deletes it.
    place.rename(aside)
    return aside
