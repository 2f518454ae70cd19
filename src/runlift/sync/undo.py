"""Taking back what a command did, so that the next sync leaves it so.

The rules:

1. A session that was created is deleted, and declined: the plan does not ask for it again.
2. A session that was moved goes back and counts as moved by the runner.
3. A session that a sync deleted comes back and counts as moved by the runner, who wants it there whatever the plan
   says; one that was cleaned away comes back as it was.
4. Words and classes are not taken back: they follow the plan.
5. What the runner has changed since, what has begun, and what we never write stays as it is.
6. A session is taken back wherever it was changed, or nowhere.
7. An output has no pins: what happened there alone would happen again, unless it was created or cleaned away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from runlift.domain.events import Timed
from runlift.domain.kinds import Intensity
from runlift.domain.phrasing import day_name
from runlift.domain.reasons import Reason
from runlift.domain.runner import Availability
from runlift.domain.sessions import Declined
from runlift.sync.changes import ALL_FIELDS, Action, Change, Field
from runlift.sync.identity import fingerprints, parse_key
from runlift.sync.journal import JournalEntry, JournalRun, Look, Occasion
from runlift.sync.keeping import instants
from runlift.sync.memory import TargetId
from runlift.sync.notes import notes_of
from runlift.sync.observed import Observed, Seen
from runlift.sync.session_event import SessionEvent

_CHOSEN_BY_THE_RUNNER = "undone"
"""The mark of a time that we did not choose: no fingerprint is like it, so that the time counts as the runner's."""

_GONE = "it is gone already"
_UNREAD = "its calendar was not read"
_ELSEWHERE_ALL_THE_SAME = {_GONE, _UNREAD}
"""Why a session is not taken back in one calendar, and is in others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """A change that is not taken back, and why."""

    target: TargetId
    key: str
    action: Action
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """How a run is taken back.

    Attributes:
        changes: what happens in each target, creates first, then updates and deletes.
        declined: sessions that the plan must not ask for again; remembered before anything is written.
    """

    changes: Mapping[TargetId, tuple[Change, ...]]
    declined: tuple[Declined, ...]
    left: tuple[LeftAlone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindsight:
    """What a run is taken back with.

    Attributes:
        outputs: targets that others only read.
    """

    observed: Observed
    outputs: Collection[TargetId]
    profile: str
    availability: Availability
    now: datetime


def last_change(runs: Sequence[JournalRun]) -> JournalRun | None:
    """Return the newest run that changed something, or may have; of its entries, only those that did.

    Args:
        runs: newest first.
    """
    for run in runs:
        entries = tuple(entry for entry in run.entries if entry.result in {None, "done"})
        if entries:
            return replace(run, entries=entries)
    return None


def undo(run: JournalRun, given: Hindsight) -> Undoing:
    """Return how to take back a run."""
    by_key: dict[str, list[JournalEntry]] = defaultdict(list)
    for entry in run.entries:
        by_key[entry.key].append(entry)
    changes: dict[TargetId, list[Change]] = defaultdict(list)
    left: list[LeftAlone] = []
    for entries in by_key.values():
        for entry, verdict in _verdicts(entries, run, given):
            if isinstance(verdict, Change):
                changes[entry.target].append(verdict)
            else:
                left.append(LeftAlone(target=entry.target, key=entry.key, action=entry.action, why=verdict))
    order = list(Action)
    ordered = {
        target: tuple(sorted(found, key=lambda change: order.index(change.action))) for target, found in changes.items()
    }
    return Undoing(changes=ordered, declined=tuple(_declined(ordered, given)), left=tuple(left))


def _verdicts(
    entries: Sequence[JournalEntry], run: JournalRun, given: Hindsight
) -> Iterator[tuple[JournalEntry, Change | str]]:
    """Yield for each change of one session what takes it back, or why it is left alone."""
    objections = [(entry, _objection(entry, given)) for entry in entries]
    everywhere = next((why for _, why in objections if why and why not in _ELSEWHERE_ALL_THE_SAME), "")
    pins = any(not why and entry.target not in given.outputs for entry, why in objections)
    for entry, why in objections:
        if why or everywhere:
            yield entry, why or everywhere
        elif entry.target in given.outputs and not pins and _needs_a_pin(entry, run):
            yield entry, "others only read this calendar, so that nothing keeps it from happening again"
        else:
            yield entry, _back(entry, run, given)


def _needs_a_pin(entry: JournalEntry, run: JournalRun) -> bool:
    return entry.action is Action.UPDATE or (entry.action is Action.DELETE and run.occasion is Occasion.SYNC)


def _objection(entry: JournalEntry, given: Hindsight) -> str:
    """Return why a change is not taken back; empty where it can be."""
    if entry.target not in given.observed.standing:
        return _UNREAD
    seen = given.observed.standing[entry.target].get(entry.key)
    if entry.action is Action.DELETE:
        return next(_against_bringing_back(entry, seen, given), "")
    if entry.action is Action.UPDATE and entry.after is None:
        return "it is yours since"
    if seen is None:
        return _GONE
    if entry.after is None:
        return "what was written is not known any more"
    against = [*_against_touching(seen, entry.after, given)]
    if entry.action is Action.UPDATE:
        against += _against_moving_back(entry, seen, given)
    return next(iter(against), "")


def _against_touching(seen: Seen, written: Look, given: Hindsight) -> Iterator[str]:
    if seen.hands_off:
        yield seen.hands_off
    if instants(seen.event.when, given.availability)[0] <= given.now:
        yield "it has started or is over"
    wrote = fingerprints(when=written.when, title=written.title, text=written.description)
    stands = seen.event.fingerprints
    changed = {field for field in Field if getattr(wrote, field) != getattr(stands, field)}
    if not seen.is_output:
        # What the server made of it is no edit.
        changed &= seen.edited
    if seen.event.has_guests:
        yield "you have invited somebody"
    if Field.TIME in changed:
        yield "you have moved it since"
    if changed or (not seen.is_output and seen.notes != notes_of(written.description)):
        yield "you have written into it since"


def _against_moving_back(entry: JournalEntry, seen: Seen, given: Hindsight) -> Iterator[str]:
    if entry.before is None:
        yield "where it stood is not known any more"
        return
    if not isinstance(entry.before.when, Timed):
        yield "it had no hour before"
        return
    stood = fingerprints(when=entry.before.when, title="", text="").time
    if stood == seen.event.fingerprints.time:
        yield "it was not moved, and what it says follows the plan"
    if entry.because[:1] and entry.because[0].rule == "pinned":
        yield "it followed your own move"
    if entry.before.when.start <= given.now:
        yield "the time at which it stood is over"


def _against_bringing_back(entry: JournalEntry, seen: Seen | None, given: Hindsight) -> Iterator[str]:
    if seen is not None:
        yield "it stands again"
    if entry.because[:1] and entry.because[0].rule == "declined":
        yield "you had declined it"
    if entry.before is None or not isinstance(entry.before.when, Timed):
        yield "where it stood is not known any more"
    elif entry.before.when.start <= given.now:
        yield "its time is over"


def _back(entry: JournalEntry, run: JournalRun, given: Hindsight) -> Change | str:
    """Return the change that takes one back against which nothing speaks."""
    because = (Reason("undo", f"takes back the {run.occasion} of {_at(run, given)}"),)
    seen = given.observed.standing[entry.target].get(entry.key)
    if entry.action is Action.CREATE and seen:
        return Change(action=Action.DELETE, key=entry.key, because=because, before=seen.event)
    look = _as_it_was(entry, given)
    if look is None:
        return "where it stood is not known any more"
    if seen is None:
        marks = look.fingerprints
        if run.occasion is Occasion.SYNC:
            marks = replace(marks, time=_CHOSEN_BY_THE_RUNNER)
        return Change(
            action=Action.CREATE,
            key=entry.key,
            because=because,
            after=look,
            fields=ALL_FIELDS,
            marks=marks,
            revives=True,
        )
    return Change(
        action=Action.UPDATE,
        key=entry.key,
        because=because,
        before=seen.event,
        after=replace(look, intensity=seen.intensity, title=seen.event.title, text=seen.event.description),
        fields=frozenset({Field.TIME}),
        # As they stand, so that the old time differs from the mark and counts as the runner's.
        marks=seen.marks or replace(look.fingerprints, time=_CHOSEN_BY_THE_RUNNER),
    )


def _as_it_was(entry: JournalEntry, given: Hindsight) -> SessionEvent | None:
    if entry.before is None or not isinstance(entry.before.when, Timed):
        return None
    return SessionEvent(
        profile=given.profile,
        key=entry.key,
        start=entry.before.when.start,
        end=entry.before.when.end,
        intensity=entry.before.intensity or Intensity.LIGHT,
        title=entry.before.title,
        text=entry.before.description,
    )


def _at(run: JournalRun, given: Hindsight) -> str:
    at = given.availability.clock.local(run.at)
    return f"{day_name(at.date())}, {at:%H:%M}"


def _declined(changes: Mapping[TargetId, Sequence[Change]], given: Hindsight) -> Iterator[Declined]:
    deleted = {change.key: target for target, found in changes.items() for change in found if not change.after}
    for key, target in sorted(deleted.items()):
        seen = given.observed.standing[target][key]
        start = instants(seen.event.when, given.availability)[0]
        yield Declined(
            key=key,
            week=parse_key(key)[0],
            intensity=seen.intensity,
            day=given.availability.clock.local(start).date(),
        )
