"""The tables, and how an older file gets them.

Each table checks its own values, so that SQLite's integrity check finds a spoilt one.
"""

import sqlite3
from pathlib import Path

from runlift.errors import UsageError

_FIRST = """
CREATE TABLE sessions (
    target TEXT NOT NULL,
    key TEXT NOT NULL,
    ref TEXT NOT NULL,
    intensity TEXT NOT NULL CHECK (intensity IN ('light', 'moderate', 'heavy')),
    start TEXT NOT NULL,
    "end" TEXT NOT NULL,
    presence TEXT NOT NULL CHECK (presence IN ('standing', 'gone', 'elsewhere')),
    sent TEXT,
    echoed TEXT,
    seen TEXT,
    feedback TEXT NOT NULL,
    PRIMARY KEY (target, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE numbered (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE declined (
    key TEXT PRIMARY KEY,
    monday TEXT NOT NULL,
    intensity TEXT NOT NULL CHECK (intensity IN ('light', 'moderate', 'heavy')),
    day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sighted (source TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (source, key)) STRICT, WITHOUT ROWID;
CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    occasion TEXT NOT NULL CHECK (occasion IN ('sync', 'undo', 'clean')),
    at INTEGER NOT NULL CHECK (at BETWEEN 0 AND 253402300799),
    closed INTEGER CHECK (closed BETWEEN 0 AND 253402300799),
    summary TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    target TEXT NOT NULL,
    key TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete', 'keep')),
    pending INTEGER NOT NULL DEFAULT 1 CHECK (pending IN (0, 1)),
    result TEXT CHECK (result IN ('done', 'conflict', 'refused')),
    at INTEGER NOT NULL CHECK (at BETWEEN 0 AND 253402300799),
    detail TEXT NOT NULL DEFAULT '',
    because TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
CREATE TABLE readings (
    source TEXT PRIMARY KEY,
    at INTEGER NOT NULL CHECK (at BETWEEN 0 AND 253402300799),
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE suspicions (
    source TEXT PRIMARY KEY,
    since INTEGER NOT NULL CHECK (since BETWEEN 0 AND 253402300799)
) STRICT, WITHOUT ROWID;
CREATE TABLE replicas (
    id TEXT PRIMARY KEY,
    place TEXT NOT NULL,
    token TEXT,
    start TEXT NOT NULL,
    "end" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE resources (
    replica TEXT NOT NULL,
    href TEXT NOT NULL,
    etag TEXT,
    body BLOB NOT NULL,
    PRIMARY KEY (replica, href)
) STRICT, WITHOUT ROWID;
CREATE TABLE targets (id TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE fixes (
    title TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('easy', 'long', 'hard', 'race', 'rest', 'strength', 'cross', 'other'))
) STRICT, WITHOUT ROWID;
CREATE TABLE told (notice TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""

_SECOND = """
CREATE TABLE standstill (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    body TEXT NOT NULL
) STRICT;
"""

_MIGRATIONS = (_FIRST, _SECOND)
"""From each version to the next; what has been released is never edited again."""

NEWEST = len(_MIGRATIONS)


class DamagedError(Exception):
    """The file does not hold what runlift wrote."""


def prepare(rows: sqlite3.Connection, place: Path) -> None:
    """Bring a new or older file to the newest schema.

    Raises:
        UsageError: a newer runlift made the file.
        DamagedError: its content is spoilt.
    """
    version = _version(rows)
    if version > NEWEST:
        raise UsageError(f"a newer runlift made {place}; update this one, or move that file aside to begin anew")
    if version < 0 or rows.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise DamagedError
    if version < NEWEST:
        migrate(rows)
    with_tables = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(with_tables)
        if _tables(rows) != _tables(with_tables):
            raise DamagedError
    finally:
        with_tables.close()


def migrate(rows: sqlite3.Connection) -> None:
    """Take every step to the newest schema, all at once; another process may have been faster."""
    rows.execute("BEGIN IMMEDIATE")
    try:
        for step in _MIGRATIONS[_version(rows) :]:
            for statement in filter(str.strip, step.split(";")):
                rows.execute(statement)
        rows.execute(f"PRAGMA user_version = {NEWEST}")
        rows.execute("COMMIT")
    finally:
        if rows.in_transaction:
            rows.execute("ROLLBACK")


def _version(rows: sqlite3.Connection) -> int:
    version: int = rows.execute("PRAGMA user_version").fetchone()[0]
    return version


def _tables(rows: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(rows.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"))
