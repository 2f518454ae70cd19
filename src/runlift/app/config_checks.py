"""What must hold between the keys of a config, once each is readable."""

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import time
from itertools import chain
from pathlib import Path

from runlift.app.config_calendars import source_problems, target_problems
from runlift.app.config_domain import DAYS
from runlift.app.config_feed import feed_problems
from runlift.app.config_google import account_problems
from runlift.app.config_reader import KeyPath, Problem
from runlift.app.config_schema import ConfigFile, WindowsTable
from runlift.domain import rules
from runlift.domain.runner import Window

_BEDTIME: KeyPath = ("runner", "bedtime")
_MINUTES_A_DAY = 24 * 60
_LAST_PORT = 65535


def problems_between(tables: ConfigFile, *, unread: frozenset[KeyPath], folder: Path) -> Iterator[Problem]:
    """Find what does not go together.

    Args:
        tables: what could be read of the config.
        unread: the keys that were left out of it, since they could not be read.
        folder: the one that paths count from.
    """
    yield from _window_problems(tables.timing.windows, None if _BEDTIME in unread else tables.runner.bedtime)
    found = chain(
        _closed_week(tables.timing.windows),
        _gap_problems(tables.timing.gap_hours),
        _travel_problems(tables),
        source_problems(tables.source),
        target_problems(tables, folder),
        account_problems(tables),
        feed_problems(tables.feed),
        _daemon_problems(tables),
    )
    # What is wrong only because a part of it could not be read is no news.
    yield from (problem for problem in found if not any(path[: len(problem.path)] == problem.path for path in unread))


def _window_problems(windows: WindowsTable, bedtime: time | None) -> Iterator[Problem]:
    for field in fields(windows):
        for text in _trouble_on_day(getattr(windows, field.name) or (), bedtime):
            yield Problem(("timing", "windows", field.name), text)


def _closed_week(windows: WindowsTable) -> Iterator[Problem]:
    kinds = (windows.weekday,) * 5 + (windows.weekend,) * 2
    named = (getattr(windows, day) for day in DAYS)
    if all((kind if day is None else day) == () for day, kind in zip(named, kinds, strict=True)):
        yield Problem(("timing", "windows"), "no day has a window, so that nothing can be planned; open at least one")


def _trouble_on_day(stretches: Iterable[Window], bedtime: time | None) -> Iterator[str]:
    last: Window | None = None
    for window in sorted(stretches, key=lambda each: each.start):
        if last and _minutes(window.start) < _end(last):
            yield f"{_shown(last)} and {_shown(window)} overlap; make them one"
        last = window
        if _end(window) - _minutes(window.start) < rules.MIN_MINUTES:
            yield f"{_shown(window)} is shorter than the shortest session of {rules.MIN_MINUTES} min; widen it"
        elif bedtime is not None and _minutes(window.start) + rules.MIN_MINUTES > _latest_end(bedtime):
            yield (
                f"nothing is left of {_shown(window)}, since a session ends {rules.BEFORE_BED_MIN} min before the"
                f" bedtime of {bedtime:%H:%M}; open it earlier, or set runner.bedtime"
            )


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _end(window: Window) -> int:
    return _minutes(window.end) or _MINUTES_A_DAY


def _latest_end(bedtime: time) -> int:
    after_midnight = bedtime.hour < 12
    return _minutes(bedtime) + after_midnight * _MINUTES_A_DAY - rules.BEFORE_BED_MIN


def _shown(window: Window) -> str:
    end = _end(window)
    return f'"{window.start:%H:%M}-{end // 60:02}:{end % 60:02}"'


def _gap_problems(gap: tuple[float, ...] | None) -> Iterator[Problem]:
    if gap is not None and (len(gap) != 2 or gap[0] >= gap[1]):
        yield Problem(("timing", "gap_hours"), "is no band; write the fewest and the most hours, as [3, 8]")


def _travel_problems(tables: ConfigFile) -> Iterator[Problem]:
    trips = [(n, trip) for n, trip in enumerate(tables.travel) if trip]
    for n, trip in trips:
        if trip.to < trip.from_:
            yield Problem(("travel", n, "to"), f"{trip.to} is before the trip begins on {trip.from_}; swap the two")
        for earlier, other in trips:
            if earlier < n and other.from_ <= trip.to and trip.from_ <= other.to:
                yield Problem(("travel", n), f"overlaps travel[{earlier}]; a day is spent in one zone")


def _daemon_problems(tables: ConfigFile) -> Iterator[Problem]:
    if int(tables.daemon.health.rpartition(":")[2] or 0) > _LAST_PORT:
        yield Problem(("daemon", "health"), f"names no port; they end at {_LAST_PORT}")
    try:
        shlex.split(tables.notify.command)
    except ValueError as error:
        yield Problem(("notify", "command"), f"is no command ({str(error).lower()}); mend its quotes")
