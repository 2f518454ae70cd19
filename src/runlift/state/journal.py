"""The journal, as rows: what is about to be done is there before it is done, and what became of it after."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from runlift.calendars.base import Outcome, Result
from runlift.domain.events import Timed
from runlift.domain.feedback import Feedback
from runlift.domain.reasons import Because
from runlift.state.database import moment_of, seconds_of
from runlift.state.memory_rows import (
    drop_sessions,
    echo_without,
    number_keys,
    put_sessions,
    release_session,
    unnumber_key,
)
from runlift.state.values import json_of, value_of
from runlift.sync.changes import Action, Change, Field
from runlift.sync.identity import Fingerprints
from runlift.sync.journal import JournalEntry, JournalRun, Look, Occasion
from runlift.sync.marker import Marker
from runlift.sync.memory import Remembered, TargetId
from runlift.sync.observed import feedback_of
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent

_KEPT = timedelta(days=400)


def begin(rows: sqlite3.Connection, occasion: Occasion, at: datetime) -> int:
    """Open a run and return its number."""
    return _number_of(rows.execute("INSERT INTO runs (occasion, at) VALUES (?, ?)", (occasion, seconds_of(at))))


def intend(
    rows: sqlite3.Connection, run: int, target: TargetId, changes: Sequence[Change], at: datetime
) -> tuple[int, ...]:
    """Write down what is about to be done; return one number for each change."""
    number_keys(rows, (change.key for change in changes))
    return tuple(_intend(rows, run, target, change, at) for change in changes)


def _intend(rows: sqlite3.Connection, run: int, target: TargetId, change: Change, at: datetime) -> int:
    before = change.before and json_of(_as_it_stands(change.before))
    after = change.after and json_of(_as_wanted(change.after))
    added = rows.execute(
        "INSERT INTO entries (run, target, key, action, at, because, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (run, target, change.key, change.action, seconds_of(at), json_of(change.because), before, after),
    )
    return _number_of(added)


def _number_of(added: sqlite3.Cursor) -> int:
    if added.lastrowid is None:
        raise ValueError("nothing was added")
    return added.lastrowid


def _as_it_stands(event: StandingEvent) -> Look:
    intensity = event.marker.intensity if isinstance(event.marker, Marker) else None
    return Look(when=event.when, title=event.title, description=event.description, intensity=intensity)


def _as_wanted(event: SessionEvent) -> Look:
    when = Timed(start=event.start, end=event.end)
    return Look(when=when, title=event.title, description=event.text, intensity=event.intensity)


def note_outcome(rows: sqlite3.Connection, entry: int, outcome: Outcome, at: datetime) -> None:
    """Write down what became of a change, and what that means for the session."""
    # A server that is asked twice says of a delete that it made that there is nothing to delete: only the next reading
    # tells, and until then the delete counts as ours.
    pending = outcome.change.action is Action.DELETE and outcome.result is Result.CONFLICT
    ((target,),) = rows.execute(
        "UPDATE entries SET pending = ?, result = ?, detail = ?, at = ? WHERE number = ? RETURNING target",
        (pending, outcome.result, outcome.detail, seconds_of(at), entry),
    ).fetchall()
    change = outcome.change
    if outcome.result is Result.REFUSED and change.action is Action.CREATE:
        unnumber_key(rows, change.key)
    if outcome.result is not Result.DONE:
        return
    if change.action is Action.DELETE:
        drop_sessions(rows, [(target, change.key)])
    elif change.releases and change.before:
        release_session(rows, target, change.key, change.before.ref)
    elif change.after:
        written = _written(target, outcome, change.after)
        echoed = echo_without(rows, target, change.key, change.fields, change.marks or change.after.fingerprints)
        put_sessions(rows, [replace(written, echoed=echoed)])


def _written(target: TargetId, outcome: Outcome, after: SessionEvent) -> Remembered:
    change = outcome.change
    ref = outcome.ref or (change.before.ref if change.before else None)
    if ref is None:
        raise ValueError(f"the calendar did not say where {change.key} stands")
    return Remembered(
        target=target,
        key=change.key,
        ref=ref,
        intensity=after.intensity,
        start=after.start,
        end=after.end,
        sent=change.marks or after.fingerprints,
        seen=_seen(change, after.fingerprints),
        feedback=feedback_of(change.before) if change.before else Feedback(),
    )


def _seen(change: Change, wanted: Fingerprints) -> Fingerprints:
    """Return the fields as they stand now: those that were not written are as the runner left them."""
    if change.before is None:
        return wanted
    stood = change.before.fingerprints
    return Fingerprints(
        **{
            field: getattr(wanted if field in change.fields else stood, field)
            for field in (Field.TIME, Field.TITLE, Field.TEXT)
        }
    )


def digest(rows: sqlite3.Connection, target: TargetId) -> None:
    """Let what was begun in a target no longer count as pending; what became of it is never told."""
    rows.execute("UPDATE entries SET pending = 0 WHERE pending AND target = ?", (target,))


def close(rows: sqlite3.Connection, run: int, at: datetime, summary: str) -> None:
    """End a run, and let go of old ones; what is still pending stays."""
    rows.execute("UPDATE runs SET closed = ?, summary = ? WHERE number = ?", (seconds_of(at), summary, run))
    oldest = seconds_of(at - _KEPT)
    rows.execute("DELETE FROM entries WHERE NOT pending AND run IN (SELECT number FROM runs WHERE at < ?)", (oldest,))
    rows.execute("DELETE FROM runs WHERE at < ? AND number NOT IN (SELECT run FROM entries)", (oldest,))


def history(rows: sqlite3.Connection, limit: int) -> tuple[JournalRun, ...]:
    """Return the latest runs, newest first."""
    runs = rows.execute(
        "SELECT number, occasion, at, closed, summary FROM runs ORDER BY number DESC LIMIT ?", (limit,)
    ).fetchall()
    return tuple(
        JournalRun(
            number=number,
            occasion=Occasion(occasion),
            at=moment_of(at),
            closed=None if closed is None else moment_of(closed),
            summary=summary,
            entries=_entries(rows, number),
        )
        for number, occasion, at, closed, summary in runs
    )


def _entries(rows: sqlite3.Connection, run: int) -> tuple[JournalEntry, ...]:
    found = rows.execute(
        "SELECT number, target, key, action, result, detail, at, because, before, after"
        " FROM entries WHERE run = ? ORDER BY number",
        (run,),
    )
    return tuple(
        JournalEntry(
            number=number,
            target=TargetId(target),
            key=key,
            action=Action(action),
            result=result,
            detail=detail,
            at=moment_of(at),
            because=value_of(because, Because) or (),
            before=before and value_of(before, Look),
            after=after and value_of(after, Look),
        )
        for number, target, key, action, result, detail, at, because, before, after in found
    )
