"""What is remembered of sessions, as rows."""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from runlift.domain.feedback import Feedback
from runlift.domain.kinds import Intensity
from runlift.domain.sessions import Declined
from runlift.domain.weeks import Week
from runlift.state.values import json_of, value_of
from runlift.state.written import read_moment, written_moment
from runlift.sync.changes import ALL_FIELDS, Action, Field
from runlift.sync.identity import Fingerprints, parse_key
from runlift.sync.memory import Memory, Presence, Remembered, SourceId, TargetId
from runlift.sync.standing import EventRef


def read_memory(rows: sqlite3.Connection) -> Memory:
    """Return all of it.

    Raises:
        ValueError: a row is spoilt.
    """
    pending = rows.execute("SELECT action, target, key FROM entries WHERE pending").fetchall()
    sessions = rows.execute(
        'SELECT target, key, ref, intensity, start, "end", presence, sent, echoed, seen, feedback FROM sessions'
    )
    memory = Memory(
        sessions=tuple(map(_remembered, sessions)),
        declined=tuple(map(_declined, rows.execute("SELECT key, monday, intensity, day FROM declined"))),
        deleting=frozenset((TargetId(target), key) for action, target, key in pending if action == Action.DELETE),
        creating=frozenset((TargetId(target), key) for action, target, key in pending if action == Action.CREATE),
        numbered=frozenset(key for (key,) in rows.execute("SELECT key FROM numbered")),
        sighted=frozenset((SourceId(source), key) for source, key in rows.execute("SELECT source, key FROM sighted")),
        written=frozenset(TargetId(target) for (target,) in rows.execute("SELECT id FROM targets")),
    )
    _check_keys(memory)
    return memory


def _check_keys(memory: Memory) -> None:
    used = {session.key for session in memory.sessions} | {declined.key for declined in memory.declined}
    unknown = (used | {key for _, key in memory.deleting | memory.creating}) - memory.numbered
    if unknown:
        raise ValueError(f"{min(unknown)!r} was never given")
    for key in memory.numbered:
        parse_key(key)


def _remembered(row: tuple[str, ...]) -> Remembered:
    target, key, ref, intensity, start, end, presence, *marks, feedback = row
    sent, echoed, seen = map(_marks, marks)
    return Remembered(
        target=TargetId(target),
        key=key,
        ref=EventRef(ref),
        intensity=Intensity(intensity),
        start=read_moment(start),
        end=read_moment(end),
        presence=Presence(presence),
        sent=sent,
        echoed=echoed,
        seen=seen,
        feedback=_feedback(feedback),
    )


def _declined(row: tuple[str, str, str, str]) -> Declined:
    key, monday, intensity, day = row
    week = Week(date.fromisoformat(monday))
    return Declined(key=key, week=week, intensity=Intensity(intensity), day=date.fromisoformat(day))


def _marks(text: str | None) -> Fingerprints | None:
    if text is None:
        return None
    marks = value_of(text, Fingerprints)
    if marks is None:
        raise ValueError(f"{text!r} are no fingerprints")
    return marks


def _feedback(text: str) -> Feedback:
    feedback = value_of(text, Feedback)
    if feedback is None:
        raise ValueError(f"{text!r} is no feedback")
    return feedback


def number_keys(rows: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Note for good that the keys were given.

    Raises:
        ValueError: one is no key.
    """
    given = frozenset(keys)
    for key in given:
        parse_key(key)
    rows.executemany("INSERT OR IGNORE INTO numbered VALUES (?)", [(key,) for key in given])


def unnumber_key(rows: sqlite3.Connection, key: str) -> None:
    """Free the number of a key that no calendar has ever taken on."""
    rows.execute(
        "DELETE FROM numbered WHERE key = :key"
        " AND NOT EXISTS (SELECT 1 FROM sessions WHERE key = :key)"
        " AND NOT EXISTS (SELECT 1 FROM declined WHERE key = :key)"
        " AND NOT EXISTS (SELECT 1 FROM entries WHERE key = :key AND (pending OR result IN ('done', 'conflict')))",
        {"key": key},
    )


def put_sessions(rows: sqlite3.Connection, sessions: Collection[Remembered]) -> None:
    """Put sessions in place of what was known of their target and key."""
    rows.executemany(
        "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                session.target,
                session.key,
                session.ref,
                session.intensity,
                written_moment(session.start),
                written_moment(session.end),
                session.presence,
                *(marks and json_of(marks) for marks in (session.sent, session.echoed, session.seen)),
                json_of(session.feedback),
            )
            for session in sessions
        ],
    )
    number_keys(rows, (session.key for session in sessions))


def drop_sessions(rows: sqlite3.Connection, known: Iterable[tuple[TargetId, str]]) -> None:
    """Forget sessions."""
    rows.executemany("DELETE FROM sessions WHERE target = ? AND key = ?", known)


def release_session(rows: sqlite3.Connection, target: TargetId, key: str, ref: EventRef) -> None:
    """Forget a session if it is this event; a copy that the runner made of it is another."""
    rows.execute("DELETE FROM sessions WHERE target = ? AND key = ? AND ref = ?", (target, key, ref))


def put_declined(rows: sqlite3.Connection, declined: Collection[Declined]) -> None:
    """Remember what the runner does not want."""
    rows.executemany(
        "INSERT OR REPLACE INTO declined VALUES (?, ?, ?, ?)",
        [(each.key, each.week.monday.isoformat(), each.intensity, each.day.isoformat()) for each in declined],
    )
    number_keys(rows, (each.key for each in declined))


def revoke(rows: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Forget that sessions were declined."""
    rows.executemany("DELETE FROM declined WHERE key = ?", [(key,) for key in keys])


def put_sighted(rows: sqlite3.Connection, sighted: Iterable[tuple[SourceId, str]]) -> None:
    """Remember what the sources show, in place of what they showed before."""
    rows.execute("DELETE FROM sighted")
    rows.executemany("INSERT INTO sighted VALUES (?, ?)", set(sighted))


def put_echo(rows: sqlite3.Connection, target: TargetId, key: str, shown: Fingerprints) -> None:
    """Remember what the server made of what we sent; a field that is the runner's tells nothing of that."""
    found = rows.execute(
        "SELECT sent, echoed, seen FROM sessions WHERE target = ? AND key = ?", (target, key)
    ).fetchone()
    sent, echoed, seen = map(_marks, found or (None, None, None))
    if sent is None or seen is None:
        return
    before = echoed or sent
    # No server moves what it is sent: another time is that of another hand, which was there before we looked again.
    shown = replace(shown, time=seen.time)
    is_ours = {field: getattr(seen, field) in {getattr(sent, field), getattr(before, field)} for field in Field}
    ours = Fingerprints(**{field: getattr(shown if is_ours[field] else before, field) for field in Field})
    rows.execute(
        "UPDATE sessions SET echoed = ?, seen = ? WHERE target = ? AND key = ?",
        (json_of(ours), json_of(shown), target, key),
    )


def echo_without(
    rows: sqlite3.Connection, target: TargetId, key: str, written: Collection[Field], sent: Fingerprints
) -> Fingerprints | None:
    """Return what the server made of the fields that are not written anew; of the others nothing is known yet."""
    found = rows.execute("SELECT echoed FROM sessions WHERE target = ? AND key = ?", (target, key)).fetchone()
    echoed = _marks(found[0]) if found else None
    if echoed is None or set(written) >= ALL_FIELDS:
        return None
    return Fingerprints(**{field: getattr(sent if field in written else echoed, field) for field in Field})
