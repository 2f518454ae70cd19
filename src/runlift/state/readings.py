"""The last good reading of each source, as rows."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from runlift.calendars.base import Reading
from runlift.domain.events import Event
from runlift.state.base import KeptReading
from runlift.state.database import moment_of, seconds_of
from runlift.state.values import json_of, value_of
from runlift.state.written import pack, unpack
from runlift.sync.memory import SourceId

_RECENT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()


def read_reading(rows: sqlite3.Connection, source: SourceId) -> KeptReading | None:
    """Return a source's last good reading; None where there is none, or none that can be read."""
    kept = rows.execute("SELECT at, body FROM readings WHERE source = ?", (source,)).fetchone()
    if kept is None:
        return None
    at, packed = kept
    try:
        body = value_of(unpack(packed), _Body)
    except ValueError:
        return None
    return KeptReading(reading=Reading(events=body.events, notes=body.notes), at=moment_of(at)) if body else None


def put_reading(rows: sqlite3.Connection, source: SourceId, reading: Reading, at: datetime) -> None:
    """Keep a good reading; one that says the same as a recent one is not written."""
    body = pack(json_of(_Body(events=reading.events, notes=reading.notes)))
    same = rows.execute(
        "SELECT 1 FROM readings WHERE source = ? AND body = ? AND at BETWEEN ? AND ?",
        (source, body, seconds_of(at - _RECENT), seconds_of(at)),
    ).fetchone()
    if not same:
        rows.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (source, seconds_of(at), body))
