"""Step two and five of a sync: read the sources, read back what stands in the targets; nothing is decided here."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from runlift.app.config import Config, SourceConfig, TargetConfig
from runlift.app.wiring import open_source, open_target
from runlift.calendars.base import Reading, ReadingWindow
from runlift.errors import CalendarError
from runlift.sync.session_event import SessionEvent

_BACK, _AHEAD = timedelta(weeks=6), timedelta(weeks=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead:
    """One source's answer.

    Attributes:
        seconds: how long it took.
        failure: why it gave no answer of its own, so that its last good one stands in.
    """

    source: SourceConfig
    reading: Reading
    seconds: float
    failure: CalendarError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRead:
    """What stands in one target."""

    target: TargetConfig
    existing: tuple[SessionEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Everything that a decision is made from."""

    now: datetime
    sources: tuple[SourceRead, ...]
    targets: tuple[TargetRead, ...]


def gather(config: Config, now: datetime) -> Gathered:
    """Read everything.

    Raises:
        CalendarError: one or more calendars could not be read and never were; every one is named.
        NotOurFile: a target holds something that runlift did not write.
    """
    targets = tuple(
        TargetRead(target=target, existing=open_target(target, config.profile).existing()) for target in config.targets
    )
    sources = read_sources(config.sources, reading_window(config, now))
    return Gathered(now=now, sources=sources, targets=targets)


def reading_window(config: Config, now: datetime) -> ReadingWindow:
    """Return the stretch that is read: six weeks of history, and twenty weeks ahead for the goal race."""
    return ReadingWindow(start=now - _BACK, end=now + _AHEAD, zone=config.availability.clock.home)


def read_sources(sources: Sequence[SourceConfig], window: ReadingWindow) -> tuple[SourceRead, ...]:
    """Read every source, all at once; of one that fails the last good answer stays in force.

    Raises:
        CalendarError: one or more of them could not be read and never was; every one is named.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(sources))) as pool:
        answers = list(pool.map(lambda source: _read(source, window), sources))
    failures = [answer for answer in answers if isinstance(answer, CalendarError)]
    if failures:
        raise type(failures[0])("\n".join(str(failure) for failure in failures)) from failures[0]
    return tuple(answer for answer in answers if isinstance(answer, SourceRead))


def _read(source: SourceConfig, window: ReadingWindow) -> SourceRead | CalendarError:
    began = monotonic()
    opened = open_source(source)
    try:
        reading = opened.read(window)
    except CalendarError as error:
        kept = opened.last_good(window)
        if kept is None:
            return error
        return SourceRead(source=source, reading=kept, seconds=monotonic() - began, failure=error)
    return SourceRead(source=source, reading=reading, seconds=monotonic() - began)
