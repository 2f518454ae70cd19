"""Which reading of each source is believed: the new one, or the last good one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from runlift.app.gather import SourceRead
from runlift.calendars.base import Reading
from runlift.domain.classify import classify
from runlift.domain.classify.fixes import Fixes
from runlift.domain.events import AllDay, Event
from runlift.domain.intake import ClassifiedSource
from runlift.domain.kinds import RUNS, Role
from runlift.domain.lexicon import Lexicon
from runlift.domain.runner import Clock
from runlift.sync.guards import is_confirmed, looks_emptied
from runlift.sync.identity import is_ours
from runlift.sync.marker import KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """One source with the reading that is believed.

    Attributes:
        reading: the believed one, our own sessions still among its events.
        classified: its events, our own sessions left out.
        is_new: it is today's.
        suspected: since when the source has been saying something else that is not believed yet.
        doubt: one sentence on what is not believed; empty where the new reading is.
    """

    read: SourceRead
    reading: Reading
    classified: ClassifiedSource
    is_new: bool
    suspected: datetime | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Knows how a source is judged.

    Attributes:
        prefix: only events whose title starts with it are this runner's.
        fixes: what the runner said that events of a title are.
        accept: the runner says that the sources are right as they are.
    """

    lexicon: Lexicon
    prefix: str
    fixes: Fixes
    clock: Clock
    now: datetime
    accept: bool

    def trust(self, read: SourceRead) -> Trusted:
        """Return the reading that is believed."""
        if read.reading is None:
            return self._last_good(read)
        found = self._classify(read, read.reading)
        believed = Trusted(read=read, reading=read.reading, classified=found, is_new=True)
        if read.kept is None or self.accept or read.kept.reading.events == read.reading.events:
            return believed
        after = self._runs_ahead(found)
        before = self._runs_ahead(self._classify(read, read.kept.reading))
        if not looks_emptied(before=before, after=after) or is_confirmed(since=read.suspected, now=self.now):
            return believed
        doubt = (
            f"{read.source.name} holds {after or 'none'} of the {before} runs that were ahead in it; if it says so in"
            " half an hour still, it is believed, and at once with --accept-source"
        )
        return self._last_good(read, suspected=read.suspected or self.now, doubt=doubt)

    def _last_good(self, read: SourceRead, *, suspected: datetime | None = None, doubt: str = "") -> Trusted:
        if read.kept is None:
            raise ValueError("a source that was never read has no last good reading")
        reading = read.kept.reading
        return Trusted(
            read=read,
            reading=reading,
            classified=self._classify(read, reading),
            is_new=False,
            suspected=suspected or read.suspected,
            doubt=doubt,
        )

    def _classify(self, read: SourceRead, reading: Reading) -> ClassifiedSource:
        events = [event for event in reading.events if not is_session(event)]
        found = classify(events, self.lexicon, prefix=self.prefix, fixes=self.fixes)
        return ClassifiedSource(
            name=read.source.name,
            role=read.source.role,
            counts_strength=read.source.counts_strength,
            classified=tuple(zip(events, found, strict=True)),
        )

    def _runs_ahead(self, source: ClassifiedSource) -> int:
        if source.role is Role.BUSY:
            return 0
        return sum(
            found.kind in RUNS and not event.cancelled and self._is_ahead(event) for event, found in source.classified
        )

    def _is_ahead(self, event: Event) -> bool:
        if isinstance(event.when, AllDay):
            return event.when.start > self.clock.local(self.now).date()
        return event.when.start > self.now


def is_session(event: Event) -> bool:
    """Say whether an event is a session of whichever profile that came back through a calendar that is read."""
    return is_ours(event.uid) or event.property_value(KEY) is not None


def count_runs(sources: Sequence[ClassifiedSource]) -> int:
    """Return how many runs the sources hold together."""
    running = (source for source in sources if source.role is not Role.BUSY)
    return sum(found.kind in RUNS for source in running for _, found in source.classified)
