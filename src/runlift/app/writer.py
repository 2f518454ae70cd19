"""Writes changes to targets: what is meant is journaled before, and what became of it after."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

from runlift.app.places import TargetConfig
from runlift.app.target_settings import settings_of
from runlift.calendars.base import Outcome, Result, Target, Traffic
from runlift.domain.sessions import Declined
from runlift.errors import CalendarError
from runlift.state.base import Store
from runlift.sync.changes import Action, Change
from runlift.sync.identity import parse_key
from runlift.sync.journal import Occasion
from runlift.sync.marker import Marker
from runlift.sync.session_event import SessionEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What one target took on.

    Attributes:
        done: the changes that were made.
        open: the changes that another hand was faster than.
        refused: what the calendar would not have, one sentence each.
        changed: something was written; an output's own look may change where no session does.
        traffic: what the target has cost, its reading included.
        failure: why it could not be written to the end.
    """

    target: TargetConfig
    done: tuple[Change, ...] = ()
    open: tuple[Change, ...] = ()
    refused: tuple[str, ...] = ()
    changed: bool = False
    traffic: Traffic = field(default_factory=Traffic)
    seconds: float = 0
    failure: CalendarError | None = None

    def then(self, later: "Applied") -> "Applied":
        """Return what this and a later attempt came to."""
        return replace(
            later,
            done=(*self.done, *later.done),
            changed=self.changed or later.changed,
            refused=(*self.refused, *later.refused),
            seconds=self.seconds + later.seconds,
        )


class Writer:
    """Writes under one heading of the journal, which is opened when there is something to write.

    Args:
        occasion: the command that writes.
        now: the instant of the change.
    """

    def __init__(self, store: Store, occasion: Occasion, now: datetime) -> None:
        self._store = store
        self._occasion = occasion
        self._now = now
        self._run: int | None = None

    def write(self, target: TargetConfig, opened: Target, changes: Sequence[Change]) -> Applied:
        """Make the changes in one target; keeps among them are passed over.

        Creates go before updates and deletes, so that whatever ends it half-way leaves too much and never too little.
        """
        began = monotonic()
        wanted = [change for change in changes if change.action is not Action.KEEP]
        outcomes: list[Outcome] = []
        failure = None
        try:
            self._write(target, opened, wanted, outcomes)
        except CalendarError as error:
            failure = error
        return Applied(
            target=target,
            done=tuple(outcome.change for outcome in outcomes if outcome.result is Result.DONE),
            open=tuple(outcome.change for outcome in outcomes if outcome.result is Result.CONFLICT),
            refused=tuple(outcome.detail for outcome in outcomes if outcome.result is Result.REFUSED),
            changed=any(outcome.result is Result.DONE for outcome in outcomes) or _rewrote(opened),
            traffic=opened.traffic,
            seconds=monotonic() - began,
            failure=failure,
        )

    def _write(self, target: TargetConfig, opened: Target, changes: Sequence[Change], outcomes: list[Outcome]) -> None:
        """Fill in the outcomes as they are told, since those that were told before a failure count."""
        entries: tuple[int, ...] = ()
        if changes:
            if self._run is None:
                self._run = self._store.begin(self._occasion, self._now)
            self._store.know_target(target.id, settings_of(target))
            entries = self._store.intend(self._run, target.id, changes, self._now)
        # An output is asked even when nothing changes: its look may have.
        for entry, outcome in zip(entries, opened.apply(changes, now=self._now), strict=True):
            self._store.note_outcome(entry, outcome, self._now)
            if outcome.binned and outcome.change.after:
                # Had we deleted it, its key would not have been given again.
                self._store.remember(declined=[_declined(outcome.change.after)])
            outcomes.append(outcome)
        for standing in opened.settle() if changes else ():
            if isinstance(standing.marker, Marker):
                self._store.echo(target.id, standing.marker.key, standing.fingerprints)

    def close(self, summary: str) -> None:
        """End the heading; without one, nothing was written."""
        if self._run is not None:
            self._store.close(self._run, self._now, summary)


def _rewrote(opened: Target) -> bool:
    return opened.is_output and opened.traffic.sent > 0


def _declined(event: SessionEvent) -> Declined:
    week, _ = parse_key(event.key)
    return Declined(key=event.key, week=week, intensity=event.intensity, day=event.start.date())
