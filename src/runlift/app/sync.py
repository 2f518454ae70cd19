"""One sync, start to end: gather, decide, apply, remember."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from runlift.app.config import Config
from runlift.app.decide import Decision, TargetChanges, decide
from runlift.app.gather import Gathered, TargetRead, gather, read_targets
from runlift.app.rounds import Open, write_in_rounds
from runlift.app.stops import Allowances
from runlift.app.trust import Trusted
from runlift.app.writer import Applied, Writer
from runlift.domain.lexicon import Lexicon
from runlift.errors import GuardError
from runlift.state.base import Store
from runlift.sync.changes import Action, Change
from runlift.sync.journal import Occasion
from runlift.sync.memory import Presence, TargetId


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What a sync saw, decided and did.

    Attributes:
        decision: the last one, where another hand made it decide again.
    """

    gathered: Gathered
    decision: Decision
    applied: tuple[Applied, ...]

    @property
    def changes(self) -> tuple[TargetChanges, ...]:
        """What was done in each target, and what was to be done besides."""
        done = {one.target.id: one.done for one in self.applied}
        return tuple(
            replace(entry, changes=tuple(dict.fromkeys((*done.get(entry.target.id, ()), *entry.changes))))
            for entry in self.decision.changes
        )


class SyncStopped(GuardError):
    """A guard stopped a sync.

    Args:
        decision: what it would have done, and why it must not.
    """

    def __init__(self, decision: Decision) -> None:
        super().__init__("\n".join((*decision.doubts, *decision.stops)))
        self.decision = decision


def sync(config: Config, store: Store, now: datetime, lexicon: Lexicon, allowances: Allowances) -> Synced:
    """Bring every target up to date.

    Raises:
        CalendarError: a source could not be read and never was, or no target could be.
        SyncStopped: the change looks like an accident; nothing was changed.
    """
    gathered = gather(config, store, now, anew=allowances.target)
    decision = decide(config, gathered, lexicon, allowances)
    _refuse_accidents(store, decision)
    _remember_sources(store, decision, now)
    remember_sessions(store, gathered, decision)
    writer = Writer(store, Occasion.SYNC, now)

    def decide_again(_open: Open) -> Mapping[TargetId, Sequence[Change]]:
        nonlocal decision, gathered
        looked = replace(gathered, targets=_look_again(gathered, config, now), memory=store.memory())
        afresh = decide(config, looked, lexicon, allowances)
        if afresh.stops:
            return {}
        gathered, decision = looked, afresh
        remember_sessions(store, gathered, decision)
        return _by_target(decision)

    opened = [(read.target, read.opened) for read in gathered.targets]
    applied = write_in_rounds(writer, opened, _by_target(decision), decide_again)
    writer.close(summary(applied))
    return Synced(gathered=gathered, decision=decision, applied=applied)


def remember_sessions(store: Store, gathered: Gathered, decision: Decision) -> None:
    """Remember what the targets showed, before anything new is meant."""
    observed = decision.observed
    gone = {row.key for row in observed.remembered if row.presence is Presence.GONE}
    by_tag = {key for key, kept in observed.sessions.items() if kept.feedback.skip} - gone
    store.remember(
        sessions=observed.remembered,
        forgotten=observed.forgotten,
        # What a tag says, the calendar goes on saying.
        declined=[entry for key, entry in observed.declined.items() if key not in by_tag],
        revoked=observed.revoked,
        sighted={(sight.source, sight.key) for sight in decision.sighted},
        digested=[read.target.id for read in gathered.targets if read.look],
    )


def summary(applied: Iterable[Applied]) -> str:
    """Return one line on what was done."""
    counts = Counter(change.action for one in applied for change in one.done)
    words = {Action.CREATE: "new", Action.UPDATE: "changed", Action.DELETE: "gone"}
    return ", ".join(f"{counts[action]} {word}" for action, word in words.items() if counts[action]) or "nothing done"


def is_pending(decision: Decision) -> bool:
    """Say whether a sync would change anything."""
    return any(change.action is not Action.KEEP for entry in decision.changes for change in entry.changes)


def _refuse_accidents(store: Store, decision: Decision) -> None:
    if decision.stops:
        # What was suspected until now is, until its reading has come into force: else it would be doubted anew.
        _remember_suspicions(store, [entry for entry in decision.trusted if entry.suspected])
        raise SyncStopped(decision)


def _remember_sources(store: Store, decision: Decision, now: datetime) -> None:
    _remember_suspicions(store, decision.trusted)
    for entry in decision.trusted:
        if entry.is_new:
            store.keep_reading(entry.read.source.id, entry.reading, now)


def _remember_suspicions(store: Store, trusted: Iterable[Trusted]) -> None:
    for entry in trusted:
        if entry.suspected != entry.read.suspected:
            store.suspect(entry.read.source.id, entry.suspected)


def _look_again(gathered: Gathered, config: Config, now: datetime) -> tuple[TargetRead, ...]:
    return read_targets([(read.target, read.opened) for read in gathered.targets], config, now)


def _by_target(decision: Decision) -> Mapping[TargetId, Sequence[Change]]:
    return {entry.target.id: entry.changes for entry in decision.changes}
