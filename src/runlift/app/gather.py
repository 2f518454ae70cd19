"""Step two and five of a sync: read the sources, read back what stands in the targets; nothing is decided here."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from time import monotonic

from runlift.app.config import Config
from runlift.app.places import SourceConfig, TargetConfig
from runlift.app.wiring import open_source, open_target
from runlift.calendars.base import Reading, Source, Target
from runlift.domain.classify.fixes import Fixes
from runlift.domain.events import ReadingWindow
from runlift.errors import CalendarError
from runlift.state.base import KeptReading, Store
from runlift.sync.memory import Memory
from runlift.sync.observed import TargetLook

_DAY = timedelta(days=1)
_BACK, _AHEAD = timedelta(weeks=6), timedelta(weeks=20)
_MOVED_AHEAD = timedelta(weeks=53)
"""A session that the runner moves to next year is not gone."""
_HISTORY = timedelta(weeks=26)
"""How far back our own sessions are read where `strength_since` does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead:
    """One source's answer.

    Attributes:
        reading: what it said; None where it gave no answer.
        kept: its last good reading.
        suspected: since when it has been saying something that is not believed yet.
        failure: why it gave no answer of its own.
        seconds: how long it took.
    """

    source: SourceConfig
    reading: Reading | None
    kept: KeptReading | None
    suspected: datetime | None
    failure: CalendarError | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRead:
    """One target's answer.

    Attributes:
        opened: the target itself, to be written to.
        look: what it shows; None where it gave no answer.
        failure: why it gave none.
        seconds: how long it took.
    """

    target: TargetConfig
    opened: Target
    look: TargetLook | None
    failure: CalendarError | None = None
    seconds: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Everything that a decision is made from.

    Attributes:
        read_until: events from here on were not read.
        fixes: what the runner said that events of a title are.
    """

    now: datetime
    read_until: datetime
    sources: tuple[SourceRead, ...]
    targets: tuple[TargetRead, ...]
    memory: Memory
    fixes: Fixes


def gather(config: Config, store: Store, now: datetime, *, anew: bool = False) -> Gathered:
    """Read everything.

    Args:
        anew: a target that runlift made, and that is gone, is made again.

    Raises:
        CalendarError: one or more sources could not be read and never were, or no target could be; all are named.
        NotOurFile: a target holds something that runlift did not write.
    """
    window = reading_window(config, now)
    with ThreadPoolExecutor(max_workers=1) as pool:
        targets = pool.submit(read_targets, open_targets(config, store, anew=anew), config, now)
        sources = read_sources(config, store, window)
        return Gathered(
            now=now,
            read_until=window.end,
            sources=sources,
            targets=targets.result(),
            memory=store.memory(),
            fixes=store.fixes(),
        )


def reading_window(config: Config, now: datetime) -> ReadingWindow:
    """Return the stretch that is read: six weeks of history, and twenty weeks ahead for the goal race.

    It is one of whole days, so that it is the same all day.
    """
    home = config.availability.clock.home
    today = _today(now, home)
    return ReadingWindow(start=today - _BACK, end=today + _AHEAD + _DAY, zone=home)


def session_window(config: Config, now: datetime) -> ReadingWindow:
    """Return the stretch in which our own sessions are read: all there are since the first week of strength."""
    since, home = config.runner.strength_since, config.availability.clock.home
    today = _today(now, home)
    start = today - _HISTORY
    if since is not None:
        start = min(start, config.availability.usual_start(since) - _DAY)
    return ReadingWindow(start=start, end=today + _MOVED_AHEAD + _DAY, zone=home)


def _today(now: datetime, home: tzinfo) -> datetime:
    return datetime.combine(now.astimezone(home).date(), time(0), home)


def read_sources(config: Config, store: Store, window: ReadingWindow) -> tuple[SourceRead, ...]:
    """Read every source, all at once; of one that fails the last good answer stays in force.

    Raises:
        CalendarError: one or more of them could not be read and never was; every one is named.
    """
    # The store belongs to this thread: what the readers need of it is taken out before they start.
    opened = [(source, open_source(source, store.replica(f"source {source.id}"))) for source in config.sources]
    kept = [(store.reading(source.id), store.suspicion(source.id)) for source in config.sources]
    with ThreadPoolExecutor(max_workers=max(1, len(opened))) as pool:
        answers = list(pool.map(lambda pair: _read(pair[1], window), opened))
    found = tuple(
        SourceRead(
            source=source,
            reading=answer if isinstance(answer, Reading) else None,
            kept=last,
            suspected=since,
            failure=answer if isinstance(answer, CalendarError) else None,
            seconds=seconds,
        )
        for (source, _), (last, since), (answer, seconds) in zip(opened, kept, answers, strict=True)
    )
    lost = [read.failure for read in found if read.failure and read.kept is None]
    if lost:
        raise type(lost[0])("\n".join(str(failure) for failure in lost)) from lost[0]
    return found


def open_targets(config: Config, store: Store, *, anew: bool = False) -> list[tuple[TargetConfig, Target]]:
    """Open every target of the config.

    Args:
        anew: one that runlift made, and that is gone, is made again.
    """
    return [
        (target, open_target(target, config.profile, store.replica(f"target {target.id}"), anew=anew))
        for target in config.targets
    ]


def read_targets(
    opened: Sequence[tuple[TargetConfig, Target]], config: Config, now: datetime
) -> tuple[TargetRead, ...]:
    """Read our sessions back.

    Raises:
        CalendarError: none of the targets could be read.
        NotOurFile: a target holds something that runlift did not write.
    """
    window = session_window(config, now)
    found = tuple(_read_target(target, calendar, window) for target, calendar in opened)
    failures = [read.failure for read in found if read.failure]
    if failures and len(failures) == len(found):
        raise type(failures[0])("\n".join(str(failure) for failure in failures)) from failures[0]
    return found


def _read_target(target: TargetConfig, opened: Target, window: ReadingWindow) -> TargetRead:
    began = monotonic()
    try:
        events = opened.existing(window)
    except CalendarError as error:
        return TargetRead(target=target, opened=opened, look=None, failure=error, seconds=monotonic() - began)
    look = TargetLook(target=target.id, is_output=opened.is_output, events=events, window=window)
    return TargetRead(target=target, opened=opened, look=look, seconds=monotonic() - began)


def _read(source: Source, window: ReadingWindow) -> tuple[Reading | CalendarError, float]:
    began = monotonic()
    try:
        return source.read(window), monotonic() - began
    except CalendarError as error:
        return error, monotonic() - began
