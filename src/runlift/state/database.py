"""One SQLite file as several threads may use it, and its errors as sentences for the runner."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import RLock

from runlift.errors import UsageError

_PATIENCE = 5.0
"""Seconds to wait for another process that writes."""

_BUSY = "another runlift is writing to {place}; try again in a minute"
_CLOSED = "{place} cannot be written; make it and its folder yours, or free the disk from its write protection"
_MACHINE = {
    sqlite3.SQLITE_FULL: "the disk has no room left for {place}; free some and run the same again",
    sqlite3.SQLITE_IOERR: "the disk fails on {place}; see whether it is full or broken, and run the same again",
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
}
_DAMAGED = "{place} was damaged while it was in use; run the same again, which begins a new one"
_SPOILT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Database:
    """A connection whose transactions are whole or undone, one at a time.

    Args:
        connection: in autocommit mode.
        place: what it is called in messages.
    """

    def __init__(self, connection: sqlite3.Connection, place: Path) -> None:
        self._connection = connection
        self._place = place
        self._lock = RLock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """See one state of it, whatever others write meanwhile."""
        with self._within("BEGIN") as rows:
            yield rows

    @contextmanager
    def writing(self, *, ends_standstill: bool = True) -> Iterator[sqlite3.Connection]:
        """Write all or nothing; it lasts when this ends.

        Args:
            ends_standstill: what is written, if anything is, ends the standstill that was found before.

        Raises:
            UsageError: the disk does not take it.
        """
        with self._within("BEGIN IMMEDIATE") as rows:
            before = rows.total_changes
            yield rows
            if ends_standstill and rows.total_changes != before:
                rows.execute("DELETE FROM standstill")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _within(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, telling(self._place):
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")


def connected(place: Path | str) -> sqlite3.Connection:
    """Return a connection to a file, in autocommit mode, that several threads may use in turn."""
    connection = sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    # One letter that the disk has spoilt is no reason to lose everything.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    return connection


@contextmanager
def telling(place: Path) -> Iterator[None]:
    """Turn what the machine refuses into a sentence.

    Raises:
        UsageError: it names the file and what to do.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        sentence = _MACHINE.get(code_of(error)) or (_DAMAGED if code_of(error) in _SPOILT else None)
        if sentence is None:
            raise
        raise UsageError(sentence.format(place=place)) from error
    except OSError as error:
        raise UsageError(f"{place} cannot be used: {error.strerror or error}; see to its folder") from error


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Tell whether it is the file's content that is wrong, and not the machine."""
    return code_of(error) not in _MACHINE


def code_of(error: sqlite3.DatabaseError) -> int:
    """Return SQLite's primary result code; the extended ones are told by their upper bits."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF


def seconds_of(moment: datetime) -> int:
    """Return an instant as tables keep it: seconds since 1970."""
    return int(moment.timestamp())


def moment_of(seconds: int) -> datetime:
    """Return the instant that a table keeps."""
    return datetime.fromtimestamp(seconds, UTC)
