"""What the runner has done to our sessions since the last sync.

The rules, in this order:

1. Ours is what carries our marker for this profile, or has lost it but bears the UID of a key that we know there. All
   else is the runner's.
2. A key stands for one event in each target. Of two, the one whose place or UID we know is it; the other is a copy,
   and stays one when the first is gone.
3. A field is the runner's edit when it is neither as we sent it nor as the server made it of what we sent.
4. A time that the runner edited is a pin. Of two moves, the later one counts, in all targets.
5. What we wrote and what is gone, and what we did not delete, the runner declined; what came back is not declined.
6. What only others read (an .ics target) says nothing about what the runner wants.

This module tells what is; `reconcile` says what to do about it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from runlift.domain.events import EventUid, Timed
from runlift.domain.feedback import Feedback
from runlift.domain.kinds import Intensity
from runlift.domain.runner import Availability
from runlift.domain.sessions import Declined
from runlift.domain.weeks import Week
from runlift.sync.changes import Field
from runlift.sync.identity import Fingerprints, key_of, parse_key, uid_for
from runlift.sync.keeping import as_kept, instants, seen_elsewhere, taken_elsewhere
from runlift.sync.marker import Flaw, Marker
from runlift.sync.memory import Memory, Presence, Remembered, TargetId
from runlift.sync.observed import Kept, Observed, Seen, Sighting, TargetLook, feedback_of
from runlift.sync.standing import StandingEvent

_FLAWED = {Flaw.NEWER: "a newer runlift wrote it", Flaw.DAMAGED: "its mark is damaged"}
_UNMARKED = "it has lost its mark"
_MOST_NUMBERS = 9
"""More sessions than any week was ever given."""


def observe(
    looks: Sequence[TargetLook],
    memory: Memory,
    *,
    profile: str,
    sightings: Sequence[Sighting],
    availability: Availability,
    now: datetime,
    unread: Collection[TargetId] = (),
) -> Observed:
    """Tell what the runner has done since the last sync.

    Args:
        looks: the targets, in the order of the config.
        sightings: sessions of ours that sources show.
        availability: tells when a session starts on a day of which the runner left the hour open.
        unread: targets that the runner edits and that gave no answer: what they showed last stays in force.
    """
    eye = _Eye(memory, profile)
    standing: dict[TargetId, dict[str, Seen]] = {}
    copies: list[Seen] = []
    for look in looks:
        standing[look.target], spare = eye.sort(look)
        copies += spare
    missing = {look.target: eye.missing(look, standing[look.target]) for look in looks if not look.is_output}
    moved, gone = _gone_or_elsewhere(missing, memory, sightings)
    back = eye.back(standing[target] for target in missing) - {row.key for row in gone}
    absent = list(eye.absent(unread))
    by_key = _by_key(standing, looks, absent)
    sessions = {key: as_kept(entries, availability) for key, entries in by_key.items()}
    for row, sight in moved:
        is_moved = any(Field.TIME in seen.edited for seen in by_key.get(row.key, ()))
        sessions[row.key] = taken_elsewhere(row, sight, sessions.get(row.key), availability, is_moved=is_moved)
    declined = {entry.key: entry for entry in memory.declined if entry.key not in back}
    declined |= {row.key: _declined(row.key, row.start, row.intensity, availability) for row in gone}
    declined |= {
        key: _declined(key, kept.start, kept.intensity, availability)
        for key, kept in sessions.items()
        if kept.feedback.skip and key not in declined
    }
    ahead = {target: sum(row.target == target and row.start > now for row in gone) for target in missing}
    return Observed(
        sessions=sessions,
        standing=standing,
        copies=tuple(copies),
        declined=declined,
        revoked=frozenset(back & {entry.key for entry in memory.declined}),
        taken={look.target: _others_uids(look, standing[look.target]) for look in looks},
        remembered=(
            *(
                eye.remember(seen, sessions[key], availability)
                for entries in standing.values()
                for key, seen in entries.items()
            ),
            *eye.overruled(absent, sessions),
            *(seen_elsewhere(row, sight, availability) for row, sight in moved),
            *(replace(row, presence=Presence.GONE) for row in gone),
        ),
        forgotten=tuple(
            pending for pending in sorted(memory.deleting) if pending[1] not in standing.get(pending[0], {pending[1]})
        ),
        missing=ahead,
        known={
            target: number + sum(instants(seen.event.when, availability)[0] > now for seen in standing[target].values())
            for target, number in ahead.items()
        },
        notices=tuple(eye.notices),
    )


class _Eye:
    """Knows which events are ours, and what became of them."""

    def __init__(self, memory: Memory, profile: str) -> None:
        self._profile = profile
        self._deleting = memory.deleting
        self._creating = memory.creating
        self._written = memory.written
        self._rows = {(row.target, row.key): row for row in memory.sessions}
        # A key that was given and is not remembered any more was deleted, or left to the runner.
        written = {*self._rows, *memory.creating}
        self._key_of_uid = {(target, uid_for(profile, key)): key for target, key in written}
        self._remembers_nothing = not memory.numbered
        self.notices: list[str] = []

    def sort(self, look: TargetLook) -> tuple[dict[str, Seen], list[Seen]]:
        """Return the event that stands for each key, and the copies."""
        found: dict[str, list[Seen]] = defaultdict(list)
        if self._remembers_nothing:
            self._key_of_uid |= {(look.target, uid): key for uid, key in _possible_uids(look, self._profile)}
        for event in look.events:
            seen = self._recognise(event, look)
            if seen is not None:
                found[seen.key].append(seen)
        chosen = {
            key: min(known, key=self._strangeness)
            for key, entries in found.items()
            if (known := [seen for seen in entries if not self._is_left_over(seen)])
        }
        copies = [
            seen
            for key, entries in found.items()
            for seen in entries
            # what has no marker to lose is the runner's already
            if seen is not chosen.get(key) and isinstance(seen.event.marker, Marker)
        ]
        return chosen, copies

    def _recognise(self, event: StandingEvent, look: TargetLook) -> Seen | None:
        match event.marker:
            case Marker(profile=profile) if profile != self._profile:
                return None
            case Marker(key=key, intensity=intensity, marks=marks):
                return self._seen(event, look, key, intensity, marks)
            case _:
                return self._known_by_uid(event, look)

    def _known_by_uid(self, event: StandingEvent, look: TargetLook) -> Seen | None:
        key = self._key_of_uid.get((look.target, event.uid))
        if event.marker is Flaw.NEWER:
            self.notices.append(f"{event.title!r} was written by a newer runlift, so it stays; update this one")
        elif event.marker is Flaw.DAMAGED:
            self.notices.append(f"the mark on {event.title!r} is damaged, so it counts as yours and stays as it is")
        if key is None:
            return None
        row = self._rows.get((look.target, key))
        seen = self._seen(event, look, key, row.intensity if row else Intensity.LIGHT, row.sent if row else None)
        if isinstance(event.marker, Flaw):
            return replace(seen, hands_off=_FLAWED[event.marker])
        # What we wrote of it is known neither to the event nor to us: whatever stands there may be the runner's.
        return seen if seen.marks or (look.target, key) in self._creating else replace(seen, hands_off=_UNMARKED)

    def _seen(
        self, event: StandingEvent, look: TargetLook, key: str, intensity: Intensity, marks: Fingerprints | None
    ) -> Seen:
        row = self._rows.get((look.target, key))
        current = event.fingerprints
        fresh = row is not None and row.seen is not None and row.seen.time != current.time
        return Seen(
            target=look.target,
            key=key,
            event=event,
            intensity=intensity,
            marks=current if look.is_output else marks,
            edited=frozenset() if look.is_output else _edited(current, marks, row.echoed if row else None),
            is_output=look.is_output,
            feedback=Feedback() if look.is_output else feedback_of(event),
            hands_off="it repeats" if event.repeats else "",
            fresh=fresh and not look.is_output,
        )

    def _strangeness(self, seen: Seen) -> tuple[bool, bool, str, str]:
        row = self._rows.get((seen.target, seen.key))
        known = row is not None and row.ref == seen.event.ref
        return not known, seen.event.uid != uid_for(self._profile, seen.key), seen.event.uid, seen.event.ref

    def _is_left_over(self, seen: Seen) -> bool:
        """Say whether it is a copy of a session that does not stand here any more; a copy revokes no decline."""
        place = seen.target, seen.key
        row = self._rows.get(place)
        is_known = row is not None and row.presence is not Presence.GONE
        is_own = seen.event.uid == uid_for(self._profile, seen.key)
        return not (is_known or is_own or self._remembers_nothing or place in self._creating)

    def missing(self, look: TargetLook, standing: Mapping[str, Seen]) -> list[Remembered]:
        """Return what stood in the part of the target that was read, and does not; what we deleted is not missed."""
        return [
            row
            for (target, key), row in self._rows.items()
            if target == look.target
            and key not in standing
            and row.presence is not Presence.GONE
            and (target, key) not in self._deleting
            and look.window.holds(Timed(start=row.start, end=row.end))
        ]

    def back(self, standing: Iterable[Mapping[str, Seen]]) -> set[str]:
        """Return the keys of what stands though it was gone: the runner deleted it once, or we did.

        What stands in a target that is new to us was never seen to go.
        """
        rows = {place: row for place, row in self._rows.items() if row.presence is not Presence.GONE}
        known = self._written | {target for target, _ in self._rows}
        return {
            key
            for entries in standing
            for key, seen in entries.items()
            if seen.target in known and (seen.target, key) not in rows
        }

    def absent(self, unread: Collection[TargetId]) -> Iterator[Seen]:
        """Yield the sessions of targets that gave no answer, as those showed them last."""
        for row in self._rows.values():
            if row.target in unread and row.presence is Presence.STANDING:
                stood = row.seen or row.sent
                yield Seen(
                    target=row.target,
                    key=row.key,
                    event=StandingEvent(
                        ref=row.ref,
                        etag=None,
                        uid=uid_for(self._profile, row.key),
                        when=Timed(start=row.start, end=row.end),
                        title=f"{row.intensity.capitalize()} lift",
                        description="",
                        marker=None,
                    ),
                    intensity=row.intensity,
                    marks=row.sent,
                    edited=_edited(stood, row.sent, row.echoed) if stood else frozenset(),
                    is_output=False,
                    feedback=row.feedback,
                )

    def overruled(self, absent: Sequence[Seen], sessions: Mapping[str, Kept]) -> Iterator[Remembered]:
        """Yield what is to be remembered of targets that gave no answer: the moves that later ones have overruled."""
        for seen in absent:
            row = self._rows[seen.target, seen.key]
            if row.seen and _is_overruled(seen, sessions[seen.key]):
                yield replace(row, echoed=replace(row.echoed or row.seen, time=row.seen.time))

    def remember(self, seen: Seen, kept: Kept, availability: Availability) -> Remembered:
        """Return what is to be remembered of an event that stands."""
        row = self._rows.get((seen.target, seen.key))
        echoed = row.echoed if row else None
        if _is_overruled(seen, kept):
            # A later move counts, and must go on counting if this event cannot be made to follow today.
            echoed = replace(echoed or seen.marks or seen.event.fingerprints, time=seen.event.fingerprints.time)
        start, end = instants(seen.event.when, availability)
        return Remembered(
            target=seen.target,
            key=seen.key,
            ref=seen.event.ref,
            intensity=seen.intensity,
            start=start,
            end=end,
            sent=seen.marks,
            echoed=echoed,
            seen=seen.event.fingerprints,
            feedback=seen.feedback,
        )


def _possible_uids(look: TargetLook, profile: str) -> Iterator[tuple[EventUid, str]]:
    """Yield the UIDs that sessions in the window could have, which needs no memory of what was given."""
    week, last = Week.of(look.window.start.date()), Week.of(look.window.end.date())
    while week <= last:
        for number in range(1, _MOST_NUMBERS + 1):
            key = key_of(week, number)
            yield uid_for(profile, key), key
        week = week.next()


def _is_overruled(seen: Seen, kept: Kept) -> bool:
    """Say whether the runner's time for a session is another one by now."""
    return Field.TIME in seen.edited and seen.event.fingerprints.time not in {kept.time, kept.hour}


def _edited(current: Fingerprints, marks: Fingerprints | None, echoed: Fingerprints | None) -> frozenset[Field]:
    if marks is None:
        return frozenset()
    values = {field: getattr(current, field) for field in Field}
    ours = {field: {getattr(known, field) for known in (marks, echoed) if known} for field in Field}
    return frozenset(field for field in Field if values[field] not in ours[field])


def _others_uids(look: TargetLook, standing: Mapping[str, Seen]) -> frozenset[EventUid]:
    return frozenset(event.uid for event in look.events) - {seen.event.uid for seen in standing.values()}


def _by_key(
    standing: Mapping[TargetId, Mapping[str, Seen]], looks: Sequence[TargetLook], absent: Sequence[Seen]
) -> Mapping[str, Sequence[Seen]]:
    """Return each key's events, those that the runner can edit first."""
    editable = [seen for look in looks if not look.is_output for seen in standing[look.target].values()]
    outputs = [seen for look in looks if look.is_output for seen in standing[look.target].values()]
    found: dict[str, list[Seen]] = defaultdict(list)
    for seen in (*editable, *absent, *outputs):
        found[seen.key].append(seen)
    return found


def _gone_or_elsewhere(
    missing: Mapping[TargetId, Sequence[Remembered]], memory: Memory, sightings: Sequence[Sighting]
) -> tuple[list[tuple[Remembered, Sighting]], list[Remembered]]:
    """Tell what the runner moved to another calendar from what the runner deleted.

    Our own output that a source subscribes to shows a session too, but it showed it before.
    """
    moved: list[tuple[Remembered, Sighting]] = []
    gone: list[Remembered] = []
    for row in _rows(missing.values()):
        new = [
            sight
            for sight in sightings
            if sight.key == row.key
            and (row.presence is Presence.ELSEWHERE or (sight.source, sight.key) not in memory.sighted)
        ]
        if new:
            moved.append((row, new[0]))
        else:
            gone.append(row)
    return moved, gone


def _rows(groups: Iterable[Sequence[Remembered]]) -> Iterator[Remembered]:
    for group in groups:
        yield from group


def _declined(key: str, start: datetime, intensity: Intensity, availability: Availability) -> Declined:
    day = availability.clock.local(start).date()
    return Declined(key=key, week=parse_key(key)[0], intensity=intensity, day=day)
