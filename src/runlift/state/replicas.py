"""Replicas of servers' calendars, as rows."""

import sqlite3

from runlift.calendars.replica import Replica, Resource
from runlift.state.database import Database
from runlift.state.written import pack, read_moment, unpack, written_moment


class SqliteReplicaStore:
    """Keeps one calendar's replica; only what differs is written.

    Args:
        place_id: tells this calendar from all others.
    """

    def __init__(self, database: Database, place_id: str) -> None:
        self._database = database
        self._id = place_id

    def load(self) -> Replica | None:
        """Return what was kept; None where there is nothing, or nothing that can be read."""
        with self._database.reading() as rows:
            try:
                return _read(rows, self._id)
            except ValueError:
                return None

    def save(self, replica: Replica) -> None:
        """Keep it in place of the one before, whole or not at all."""
        row = (self._id, replica.place, replica.token, written_moment(replica.start), written_moment(replica.end))
        with self._database.writing() as rows:
            if rows.execute("SELECT * FROM replicas WHERE id = ?", (self._id,)).fetchone() != row:
                rows.execute("INSERT OR REPLACE INTO replicas VALUES (?, ?, ?, ?, ?)", row)
            _write_resources(rows, self._id, replica)


def _read(rows: sqlite3.Connection, replica: str) -> Replica | None:
    head = rows.execute('SELECT place, token, start, "end" FROM replicas WHERE id = ?', (replica,)).fetchone()
    if head is None:
        return None
    place, token, start, end = head
    kept = rows.execute("SELECT href, etag, body FROM resources WHERE replica = ?", (replica,))
    return Replica(
        place=place,
        token=token,
        start=read_moment(start),
        end=read_moment(end),
        resources={href: Resource(etag=etag, body=unpack(body)) for href, etag, body in kept},
    )


def _write_resources(rows: sqlite3.Connection, replica: str, wanted: Replica) -> None:
    kept = {
        href: (etag, body)
        for href, etag, body in rows.execute("SELECT href, etag, body FROM resources WHERE replica = ?", (replica,))
    }
    packed = {href: (resource.etag, pack(resource.body)) for href, resource in wanted.resources.items()}
    rows.executemany(
        "INSERT OR REPLACE INTO resources VALUES (?, ?, ?, ?)",
        [(replica, href, *content) for href, content in packed.items() if kept.get(href) != content],
    )
    rows.executemany(
        "DELETE FROM resources WHERE replica = ? AND href = ?",
        [(replica, href) for href in kept.keys() - packed.keys()],
    )
