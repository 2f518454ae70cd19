"""What was kept of a standstill, read without opening the store: no lock, no check, and nothing is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from runlift.state.database import Database, connected
from runlift.state.replicas import SqliteReplicaStore


@dataclass(frozen=True, slots=True)
class KeptStandstill:
    """A standstill, and what a glance at the calendars takes.

    Attributes:
        body: as the app wrote it.
    """

    body: str
    _database: Database

    def replica(self, place_id: str) -> SqliteReplicaStore:
        """Return where the replica of one calendar is kept."""
        return SqliteReplicaStore(self._database, place_id)


@contextmanager
def kept_standstill(folder: Path, profile: str) -> Iterator[KeptStandstill | None]:
    """Open what was kept of a profile's standstill; None where something was written since, or nothing can be read."""
    place = folder / f"{profile}.sqlite"
    if not place.exists():
        yield None
        return
    with closing(connected(place)) as connection:
        try:
            row = connection.execute("SELECT body FROM standstill").fetchone()
        except sqlite3.Error:
            row = None
        yield KeptStandstill(row[0], Database(connection, place)) if row else None
