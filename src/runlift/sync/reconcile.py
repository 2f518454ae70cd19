"""From what is desired and what stands to the fewest and smallest changes.

The rules:

1. A desired session takes the key of one that stands in its week wherever it can: a session that moves is one update,
   never a delete and a create.
2. What is left over is new and takes the week's next number; a number is never used twice.
3. A field that the runner edited stays as the runner has it; the other fields go on being kept up to date.
4. A pinned session is never moved, but where another target still has it at another time; so is what has begun.
5. A session that has started, is done or is frozen is nobody's to change.
6. Nothing that holds a word of the runner's is deleted.
7. What is not ours is not here and cannot be changed (`observe` tells what is).

A field is compared with what we last sent, and not with what stands: a server may rewrite what it is given.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, permutations

from runlift.domain.kinds import Status
from runlift.domain.phrasing import moment
from runlift.domain.reasons import Because, Reason
from runlift.domain.runner import Availability
from runlift.domain.sessions import Session
from runlift.domain.weeks import Week
from runlift.sync.changes import ALL_FIELDS, Action, Change, Field
from runlift.sync.identity import Fingerprints, key_of, parse_key
from runlift.sync.keeping import instants
from runlift.sync.memory import TargetId
from runlift.sync.notes import adopt, join, notes_of
from runlift.sync.observed import Kept, Observed, Seen
from runlift.sync.session_event import SessionEvent

_DIFFERENT_INTENSITY = 24 * 60
"""A change of intensity weighs as much as a move by a day."""


def assign_keys(
    desired: Sequence[Session],
    lenders: Sequence[Kept],
    highest: Mapping[Week, int],
    is_free: Callable[[str], bool] = bool,
) -> tuple[Session, ...]:
    """Give every desired session its key.

    Args:
        lenders: sessions that stand and may still move.
        highest: the highest number ever used in a week.
        is_free: tells whether no event bears a key's UID, as one may when its number is forgotten.
    """
    free: dict[Week, list[Kept]] = defaultdict(list)
    taken = {session.key for session in desired if session.key}
    for kept in lenders:
        if kept.key not in taken:
            free[parse_key(kept.key)[0]].append(kept)
    weeks: dict[Week, list[Session]] = defaultdict(list)
    for session in desired:
        weeks[session.week].append(session)
    keyed = [
        session
        for week, sessions in weeks.items()
        for session in _key_week(sessions, free[week], filter(is_free, _numbered(week, highest.get(week, 0))))
    ]
    return tuple(sorted(keyed, key=lambda session: session.start))


def _numbered(week: Week, highest: int) -> Iterator[str]:
    return (key_of(week, number) for number in count(highest + 1))


def _key_week(sessions: Sequence[Session], free: Sequence[Kept], new_keys: Iterator[str]) -> Iterator[Session]:
    yield from (session for session in sessions if session.key)
    unkeyed = [session for session in sessions if not session.key]
    for session, kept in _closest(unkeyed, free):
        yield replace(session, key=next(new_keys) if kept is None else kept.key)


def _closest(sessions: Sequence[Session], free: Sequence[Kept]) -> list[tuple[Session, Kept | None]]:
    """Pair as many as can be, so that the sum of the edits is smallest; a week holds a handful of each."""
    slots: list[Kept | None] = [*free, *[None] * max(0, len(sessions) - len(free))]
    best = min(permutations(slots, len(sessions)), key=lambda chosen: _edits(zip(sessions, chosen, strict=True)))
    return list(zip(sessions, best, strict=True))


def _edits(pairs: Iterable[tuple[Session, Kept | None]]) -> tuple[int, float]:
    touched, distance = 0, 0.0
    for session, kept in pairs:
        if kept is None:
            continue
        moved = abs(session.start.timestamp() - kept.start.timestamp()) / 60
        recast = _DIFFERENT_INTENSITY * (session.intensity is not kept.intensity)
        touched += bool(moved or recast)
        distance += moved + recast
    return touched, distance


def highest_numbers(keys: Iterable[str]) -> dict[Week, int]:
    """Return the highest number among the keys of each week."""
    highest: dict[Week, int] = {}
    for key in keys:
        week, number = parse_key(key)
        highest[week] = max(number, highest.get(week, 0))
    return highest


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a decision on one target is made at and about.

    Attributes:
        displaced: why a session could not stay where it stood, by key.
        read_until: events from here on were not read, so that nothing is known of what the plan would want there.
    """

    profile: str
    now: datetime
    availability: Availability
    displaced: Mapping[str, Reason]
    read_until: datetime


def reconcile(
    desired: Sequence[tuple[Session, SessionEvent]], observed: Observed, target: TargetId, given: Circumstances
) -> tuple[Change, ...]:
    """Return every owned event's fate in one target, creates first, then updates, deletes and keeps.

    Args:
        desired: sessions with the way they should look.
    """
    standing = observed.standing[target]
    wanted = {look.key: (session, look) for session, look in desired}
    changes = [
        _create(session, look, observed, target)
        if key not in standing
        else _towards(session, look, standing[key], observed.sessions.get(key), given)
        for key, (session, look) in wanted.items()
    ]
    changes += [_without(seen, observed, given) for key, seen in standing.items() if key not in wanted]
    changes += [_release(seen) for seen in observed.copies if seen.target == target]
    order = list(Action)
    return tuple(sorted(changes, key=lambda change: (order.index(change.action), change.key)))


def _create(session: Session, look: SessionEvent, observed: Observed, target: TargetId) -> Change:
    kept = observed.sessions.get(look.key)
    stays = next(_why_it_is_not_created(look, kept, observed, target), None)
    if stays is not None:
        return _keep(look.key, (stays,), None)
    # the plan has a session that this calendar does not have yet
    marks = look.fingerprints
    # the runner has chosen its time elsewhere, so that here, too, it shows as chosen
    if kept is not None and kept.pinned and kept.planned:
        marks = replace(marks, time=kept.planned)
    return Change(
        action=Action.CREATE, key=look.key, because=session.because, after=look, fields=ALL_FIELDS, marks=marks
    )


def _why_it_is_not_created(
    look: SessionEvent, kept: Kept | None, observed: Observed, target: TargetId
) -> Iterator[Reason]:
    # the runner made a series of it, a newer runlift wrote it, or its mark is damaged
    if kept is not None and kept.hands_off:
        yield Reason("yours", kept.hands_off)
    # the runner took it out of this calendar into another one
    if kept is not None and target in kept.elsewhere:
        yield Reason("yours", "you keep it in another calendar")
    # it stands here, but is ours no more: its mark is gone or cannot be read
    if look.uid in observed.taken[target]:
        yield Reason("yours", "what it was in this calendar is yours now")


def _towards(session: Session, look: SessionEvent, seen: Seen, kept: Kept | None, given: Circumstances) -> Change:
    # the runner made a series of it, a newer runlift wrote it, or its mark is damaged
    if kept is not None and kept.hands_off:
        return _keep(look.key, (Reason("yours", kept.hands_off),), seen)
    # it has begun here: history is only touched where the runner has put that very session elsewhere
    if _has_begun(seen, given) and not (kept is not None and kept.pinned):
        return _keep(look.key, (Reason("H19", "it has started or is over"),), seen)
    # it starts within 24 hours: whatever its text could say better now, it stays as the runner has read it
    if session.status is Status.FROZEN and seen.event.fingerprints.time == look.fingerprints.time:
        return _keep(look.key, session.because, seen)
    fields, marks = _merge(look, seen, kept)
    # nothing of it has changed
    if not fields and seen.intensity is look.intensity and marks == seen.marks:
        return _keep(look.key, session.because, seen)
    # the plan has changed, or the runner moved it in another calendar
    because = (*_what_changed(look, seen, fields, kept, given), *session.because)
    return Change(
        action=Action.UPDATE,
        key=look.key,
        because=because,
        before=seen.event,
        after=_beside_the_runners(look, seen),
        fields=fields,
        marks=marks,
    )


def _keep(key: str, because: Because, seen: Seen | None) -> Change:
    return Change(action=Action.KEEP, key=key, because=because, before=seen.event if seen else None)


def _merge(look: SessionEvent, seen: Seen, kept: Kept | None) -> tuple[frozenset[Field], Fingerprints]:
    """Return the fields to be written, and what the marker says then."""
    wanted, stands = look.fingerprints, seen.event.fingerprints
    marks = seen.marks or Fingerprints(time=stands.time, title="", text="")
    fields: set[Field] = set()
    # a title that the runner edited stays
    if Field.TITLE not in seen.edited and marks.title != wanted.title:
        fields.add(Field.TITLE)
        marks = replace(marks, title=wanted.title)
    # a text that the runner edited becomes notes, and ours is added anew
    if Field.TEXT in seen.edited or marks.text != wanted.text:
        fields.add(Field.TEXT)
        marks = replace(marks, text=wanted.text)
    if kept is not None and kept.pinned:
        # the time is the runner's, here or in another calendar that this one follows
        if stands.time not in {kept.time, wanted.time}:
            fields.add(Field.TIME)
            marks = replace(marks, time=kept.planned or wanted.time)
    elif Field.TIME in seen.edited or marks.time != wanted.time:
        if stands.time != wanted.time:
            fields.add(Field.TIME)
        marks = replace(marks, time=wanted.time)
    return frozenset(fields), marks


def _beside_the_runners(look: SessionEvent, seen: Seen) -> SessionEvent:
    """Return the look with the runner's notes above our block, and the runner's own title."""
    written = seen.event.description
    notes = adopt(written, look.text) if Field.TEXT in seen.edited else notes_of(written)
    titled = replace(look, title=seen.event.title) if Field.TITLE in seen.edited else look
    return titled if seen.is_output else replace(titled, text=join(notes, look.text))


def _what_changed(
    look: SessionEvent, seen: Seen, fields: frozenset[Field], kept: Kept | None, given: Circumstances
) -> Because:
    displaced = given.displaced.get(look.key)
    why = f": {displaced.text}" if displaced else ""
    start = given.availability.clock.local(instants(seen.event.when, given.availability)[0])
    if Field.TIME in fields and start != look.start:
        if kept is not None and kept.pinned:
            return (Reason("pinned", f"follows your move, from {moment(start)}"),)
        return (Reason(displaced.rule if displaced else "P14", f"moved from {moment(start)}{why}"),)
    if seen.intensity is not look.intensity:
        text = f"{look.intensity} now, was {seen.intensity}{why}"
        return (Reason(displaced.rule if displaced else "P2", text),)
    if Field.TIME in fields:
        return (Reason("length", f"it ends at {look.end:%H:%M} now"),)
    if Field.TEXT in seen.edited:
        return (Reason("text", "your words in its text are notes now, and its own text stands below them"),)
    return (Reason("text", "its text has changed"),)


def _without(seen: Seen, observed: Observed, given: Circumstances) -> Change:
    # it has begun elsewhere, or the runner has moved it into the past
    if seen.key not in observed.declined and _lags(seen, observed.sessions[seen.key], given):
        return _follow(seen, observed.sessions[seen.key], given)
    dropped = given.displaced.get(seen.key) or Reason("P1", "the plan has no place for it any more")
    stays = next(_why_it_stays(seen, observed, given, dropped), None)
    if stays is not None:
        return _keep(seen.key, (stays,), seen)
    why = Reason("declined", "you declined it") if seen.key in observed.declined else dropped
    return Change(action=Action.DELETE, key=seen.key, because=(why,), before=seen.event)


def _lags(seen: Seen, kept: Kept, given: Circumstances) -> bool:
    """Say whether a session that is not the plan's any more still stands ahead at a time that is not its own."""
    is_settled = kept.pinned or kept.feedback.done or kept.start <= given.now
    lags = seen.event.fingerprints.time not in {kept.time, kept.hour}
    return is_settled and lags and not kept.hands_off and not _has_begun(seen, given)


def _has_begun(seen: Seen, given: Circumstances) -> bool:
    return instants(seen.event.when, given.availability)[0] <= given.now


def _follow(seen: Seen, kept: Kept, given: Circumstances) -> Change:
    start = given.availability.clock.local(instants(seen.event.when, given.availability)[0])
    marks = seen.marks or seen.event.fingerprints
    return Change(
        action=Action.UPDATE,
        key=seen.key,
        because=(Reason("pinned", f"follows your move, from {moment(start)}"),),
        before=seen.event,
        after=SessionEvent(
            profile=given.profile,
            key=seen.key,
            start=kept.start,
            end=kept.end,
            # what it counts as must be the same wherever it is read next
            intensity=kept.intensity,
            title=seen.event.title,
            text=seen.event.description,
        ),
        fields=frozenset({Field.TIME}),
        marks=replace(marks, time=kept.planned or kept.hour),
    )


def _why_it_stays(seen: Seen, observed: Observed, given: Circumstances, dropped: Reason) -> Iterator[Reason]:
    kept = observed.sessions[seen.key]
    # a series, a damaged mark, a newer runlift's
    if kept.hands_off:
        yield Reason("yours", kept.hands_off)
    # it has started or is over: history is never touched
    if _has_begun(seen, given):
        yield Reason("H19", "it has started or is over")
    # the runner says that it is done
    if kept.feedback.done:
        yield Reason("done", "you noted that it is done")
    # the runner does not want it, but has left words in it
    if seen.key in observed.declined:
        if seen.has_words:
            yield Reason("declined", "you declined it; it stays for your words in it")
        return
    # the runner has chosen its time, in weeks that are not planned
    if kept.pinned:
        yield Reason("pinned", "you chose its time")
    # nobody has read what lies there
    if instants(seen.event.when, given.availability)[0] >= given.read_until:
        yield Reason("window", "it lies beyond the weeks that were read")
    # the plan has no place for it any more, but it holds words of the runner's
    if seen.has_words:
        yield Reason("flagged", f"it stays for your words in it, though: {dropped.text}")


def _release(seen: Seen) -> Change:
    # the runner copied a session: the copy is the runner's
    because = (Reason("copy", "a copy of a session is yours"),)
    return Change(action=Action.UPDATE, key=seen.key, because=because, before=seen.event)
