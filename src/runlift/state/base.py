"""The seam between runlift and where it remembers.

A store holds one profile's memory. All of it may be lost at any time: the calendars' own markers tell what is ours, and
only what the runner deleted may come back once. What is written is either wholly there or not at all, whenever the
process ends.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from runlift.calendars.base import Outcome, Reading
from runlift.calendars.replica import ReplicaStore
from runlift.domain.classify.fixes import Fixes
from runlift.domain.kinds import EventKind
from runlift.domain.sessions import Declined
from runlift.sync.changes import Change
from runlift.sync.identity import Fingerprints
from runlift.sync.journal import JournalRun, Occasion
from runlift.sync.memory import Memory, Remembered, SourceId, TargetId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReading:
    """The last good reading of a source.

    Attributes:
        reading: its events and notes; it costs nothing, so its traffic is none.
        at: when it was read, or up to an hour before where the source has not changed since.
    """

    reading: Reading
    at: datetime


class Store(Protocol):
    """What is remembered of one profile.

    It must
        - make each call's effect last, through the end of the process or of the power, before it returns;
        - let several threads call it.

    It must not
        - look at the clock;
        - keep a password, or an address that serves as one, but in what the app gave it to keep.

    Attributes:
        notice: one sentence for the runner where earlier memory was lost; empty otherwise.
    """

    notice: str

    def memory(self) -> Memory:
        """Return what earlier syncs left behind."""
        ...

    def remember(
        self,
        *,
        sessions: Iterable[Remembered] = (),
        forgotten: Iterable[tuple[TargetId, str]] = (),
        declined: Iterable[Declined] = (),
        revoked: Iterable[str] = (),
        sighted: Collection[tuple[SourceId, str]] | None = None,
        digested: Iterable[TargetId] = (),
    ) -> None:
        """Take in, all at once, what a look at the calendars taught.

        Args:
            sessions: they take the place of what was known of their target and key.
            forgotten: targets and keys of which nothing is to be known any more.
            declined: sessions that the runner does not want.
            revoked: keys of sessions that the runner wants after all.
            sighted: what the sources show now, in place of what they showed before; None where they were not looked at.
            digested: targets whose present content this call takes into account. What was begun there with an unknown
                outcome is thereby known, and no longer pending. So a target is named in the call that follows from
                reading it, before anything new is intended, and in no other.
        """
        ...

    def begin(self, occasion: Occasion, at: datetime) -> int:
        """Open a run in the journal and return its number; one that changes nothing needs none."""
        ...

    def intend(self, run: int, target: TargetId, changes: Sequence[Change], at: datetime) -> tuple[int, ...]:
        """Journal changes before any of them is made; return one number for each.

        Until its outcome is noted or its target digested, a change counts as pending.
        """
        ...

    def note_outcome(self, entry: int, outcome: Outcome, at: datetime) -> None:
        """Journal what became of a change, and know from now on that the target holds it."""
        ...

    def echo(self, target: TargetId, key: str, shown: Fingerprints) -> None:
        """Remember what the server made of what we sent."""
        ...

    def close(self, run: int, at: datetime, summary: str) -> None:
        """End a run with its summary line, and let go of what is older than 400 days.

        A run without an end was broken off.
        """
        ...

    def history(self, limit: int) -> tuple[JournalRun, ...]:
        """Return the latest runs, newest first."""
        ...

    def reading(self, source: SourceId) -> KeptReading | None:
        """Return the source's last good reading; None where there is none, or none that can be read."""
        ...

    def keep_reading(self, source: SourceId, reading: Reading, at: datetime) -> None:
        """Keep a good reading in place of the one before."""
        ...

    def suspicion(self, source: SourceId) -> datetime | None:
        """Return since when the source has been giving readings that are not to be believed."""
        ...

    def suspect(self, source: SourceId, since: datetime | None) -> None:
        """Remember since when the source is not believed; None: it is."""
        ...

    def replica(self, place_id: str) -> ReplicaStore:
        """Return where the replica of one calendar is kept."""
        ...

    def targets(self) -> Mapping[TargetId, str]:
        """Return every target that was ever written, with what the app needs to open it again."""
        ...

    def know_target(self, target: TargetId, settings_json: str) -> None:
        """Remember how a target is opened; no password is in it."""
        ...

    def forget_target(self, target: TargetId) -> None:
        """Forget a target and what was known to stand in it; the journal stays."""
        ...

    def fixes(self) -> Fixes:
        """Return what the runner said that events of a title are."""
        ...

    def fix(self, title: str, kind: EventKind) -> None:
        """Remember the runner's word on a title, given by its key."""
        ...

    def keep_standstill(self, body: str) -> None:
        """Keep what is known of a standstill until anything else is written: that ends it, whoever writes.

        Args:
            body: as the app wrote it.
        """
        ...

    def told(self, notice: str) -> bool:
        """Return whether this is the first time that the notice is told."""
        ...
