"""From what is desired and what exists to the fewest and smallest changes.

1. A desired session takes the key of an existing one of its week wherever it can: a session that moves is one update,
   never a delete and a create.
2. What is left over is new and takes the week's next number; a number is never used twice.
3. A session that has started or is frozen is nobody's to change.
4. What was not written by us is not here and cannot be changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import permutations

from runlift.domain.kinds import Status
from runlift.domain.phrasing import moment
from runlift.domain.reasons import Because, Reason
from runlift.domain.sessions import Session
from runlift.domain.weeks import Week
from runlift.sync.changes import Action, Change
from runlift.sync.identity import key_of, parse_key
from runlift.sync.session_event import SessionEvent

_DIFFERENT_INTENSITY = 24 * 60
"""A change of intensity weighs as much as a move by a day."""


def assign_keys(
    desired: Sequence[Session], existing: Sequence[SessionEvent], highest: Mapping[Week, int], *, now: datetime
) -> tuple[Session, ...]:
    """Give every desired session its key.

    Args:
        existing: what stands; what has started is history and lends no key.
        highest: the highest number ever used in a week.
    """
    free: dict[Week, list[SessionEvent]] = defaultdict(list)
    taken = {session.key for session in desired if session.key}
    for event in existing:
        if event.start > now and event.key not in taken:
            free[parse_key(event.key)[0]].append(event)
    weeks: dict[Week, list[Session]] = defaultdict(list)
    for session in desired:
        weeks[session.week].append(session)
    keyed = [
        session
        for week, sessions in weeks.items()
        for session in _key_week(week, sessions, free[week], highest.get(week, 0))
    ]
    return tuple(sorted(keyed, key=lambda session: session.start))


def _key_week(week: Week, sessions: Sequence[Session], free: Sequence[SessionEvent], highest: int) -> Iterator[Session]:
    yield from (session for session in sessions if session.key)
    unkeyed = [session for session in sessions if not session.key]
    pairs = _closest(unkeyed, free)
    for session, event in pairs:
        if event is None:
            highest += 1
            yield replace(session, key=key_of(week, highest))
        else:
            yield replace(session, key=event.key)


def _closest(sessions: Sequence[Session], events: Sequence[SessionEvent]) -> list[tuple[Session, SessionEvent | None]]:
    """Pair as many as can be, so that the sum of the edits is smallest; a week holds a handful of each."""
    slots: list[SessionEvent | None] = [*events, *[None] * max(0, len(sessions) - len(events))]
    best = min(permutations(slots, len(sessions)), key=lambda chosen: _edits(zip(sessions, chosen, strict=True)))
    return list(zip(sessions, best, strict=True))


def _edits(pairs: Iterable[tuple[Session, SessionEvent | None]]) -> tuple[int, float]:
    touched, distance = 0, 0.0
    for session, event in pairs:
        if event is None:
            continue
        moved = abs(session.start.timestamp() - event.start.timestamp()) / 60
        recast = _DIFFERENT_INTENSITY * (session.intensity is not event.intensity)
        touched += bool(moved or recast)
        distance += moved + recast
    return touched, distance


def highest_numbers(existing: Iterable[SessionEvent]) -> dict[Week, int]:
    """Return the highest number in use in each week."""
    highest: dict[Week, int] = {}
    for event in existing:
        week, number = parse_key(event.key)
        highest[week] = max(number, highest.get(week, 0))
    return highest


def reconcile(
    desired: Sequence[tuple[Session, SessionEvent]],
    existing: Sequence[SessionEvent],
    *,
    displaced: Mapping[str, Reason],
    now: datetime,
) -> tuple[Change, ...]:
    """Return every owned session's fate, creates first, then updates, deletes and keeps.

    Args:
        desired: sessions with the way they should look.
        existing: what stands in the target.
        displaced: why a session could not stay where it stood, by key.
    """
    standing = {event.key: event for event in existing}
    wanted = {event.key: (session, event) for session, event in desired}
    changes = [
        _towards(session, event, standing.get(key), displaced.get(key)) for key, (session, event) in wanted.items()
    ]
    changes += [_without(event, displaced.get(key), now) for key, event in standing.items() if key not in wanted]
    order = list(Action)
    return tuple(sorted(changes, key=lambda change: (order.index(change.action), change.key)))


def _towards(session: Session, wanted: SessionEvent, standing: SessionEvent | None, displaced: Reason | None) -> Change:
    # the plan has a session that the calendar does not have yet
    if standing is None:
        return Change(action=Action.CREATE, key=wanted.key, because=session.because, after=wanted)
    # it starts within 24 hours: whatever its text could say better now, it stays as the runner has read it
    if session.status is Status.FROZEN:
        return Change(action=Action.KEEP, key=wanted.key, because=session.because, before=standing, after=standing)
    # nothing about it has changed
    if standing.fingerprints == wanted.fingerprints and standing.intensity is wanted.intensity:
        return Change(action=Action.KEEP, key=wanted.key, because=session.because, before=standing, after=wanted)
    # the plan has changed: it moves, becomes lighter or heavier, or its text does
    because = (*_what_changed(standing, wanted, displaced), *session.because)
    return Change(action=Action.UPDATE, key=wanted.key, because=because, before=standing, after=wanted)


def _what_changed(standing: SessionEvent, wanted: SessionEvent, displaced: Reason | None) -> Because:
    why = f": {displaced.text}" if displaced else ""
    if standing.start != wanted.start:
        return (Reason(displaced.rule if displaced else "P14", f"moved from {moment(standing.start)}{why}"),)
    if standing.intensity is not wanted.intensity:
        text = f"{wanted.intensity} now, was {standing.intensity}{why}"
        return (Reason(displaced.rule if displaced else "P2", text),)
    return (Reason("text", "its text has changed"),)


def _without(standing: SessionEvent, displaced: Reason | None, now: datetime) -> Change:
    # it has started or is over: history is never touched
    if standing.start <= now:
        return Change(
            action=Action.KEEP,
            key=standing.key,
            because=(Reason("H19", "it has started or is over"),),
            before=standing,
            after=standing,
        )
    # the plan has no place for it any more
    because = (displaced or Reason("P1", "the plan has no place for it any more"),)
    return Change(action=Action.DELETE, key=standing.key, because=because, before=standing)
