"""What must hold between the keys of a config, once each is readable."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import time
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from runlift.app.config_domain import DAYS
from runlift.app.config_reader import KeyPath, Problem
from runlift.app.config_schema import CalendarType, ConfigFile, SourceTable, TargetTable, WindowsTable
from runlift.domain import rules
from runlift.domain.kinds import Role
from runlift.domain.runner import Window

_BEDTIME: KeyPath = ("runner", "bedtime")
_MINUTES_A_DAY = 24 * 60
_SIGN_IN_KEYS = ("calendar", "username", "password_command", "password_env")
_SCHEMES = ("https", "http", "webcal")


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
        _source_problems(tables.source),
        _target_problems(tables, folder),
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


def _source_problems(sources: tuple[SourceTable | None, ...]) -> Iterator[Problem]:
    if not sources:
        yield Problem(("source",), "there is none; add [[source]] with the calendar that holds your runs")
    elif all(source is not None and source.role is Role.BUSY for source in sources):
        yield Problem(("source",), 'none is read for runs; give one of them role = "runs" or "both"')
    for n, source in enumerate(sources):
        if source is not None:
            yield from (Problem(("source", n, *key), text) for key, text in _trouble_of_source(source))


def _trouble_of_source(source: SourceTable) -> Iterator[tuple[KeyPath, str]]:
    if source.type is not CalendarType.ICS:
        yield ("type",), f'"{source.type}" is not yet in this version; use "ics" with the calendar\'s .ics address'
        return
    yield from _foreign_keys(source, _SIGN_IN_KEYS)
    if source.url is None and source.path is None:
        yield (), "has no place; write where the calendar is, as url or as path"
    elif source.url is not None and source.path is not None:
        yield ("url",), "stands beside path; a source is one or the other"
    if source.url is not None and (text := _trouble_of_url(source.url)):
        yield ("url",), text


def _trouble_of_url(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "is no address; write it as https://…"
    if parts.scheme.lower() not in _SCHEMES or not parts.hostname:
        return "is no address of a calendar; write it with https://, http:// or webcal://"
    return None


def _target_problems(tables: ConfigFile, folder: Path) -> Iterator[Problem]:
    taken: dict[Path, str] = {}
    for n, source in enumerate(tables.source):
        if source and source.path is not None:
            taken[(folder / source.path).resolve()] = f"source[{n}]"
    for n, target in enumerate(tables.target):
        if target is None:
            continue
        yield from (Problem(("target", n, *key), text) for key, text in _trouble_of_target(target))
        if target.path is None:
            continue
        place = (folder / target.path).resolve()
        if place in taken:
            yield Problem(("target", n, "path"), f"is the file of {taken[place]} too; give each its own")
        taken[place] = f"target[{n}]"


def _trouble_of_target(target: TargetTable) -> Iterator[tuple[KeyPath, str]]:
    if target.type is not CalendarType.ICS:
        yield ("type",), f'"{target.type}" is not yet in this version; use "ics" and subscribe to its file'
        return
    yield from _foreign_keys(target, ("url", *_SIGN_IN_KEYS))
    if target.path is None:
        yield ("path",), 'is missing; write where the sessions go, as path = "strength.ics"'


def _foreign_keys(table: SourceTable | TargetTable, keys: Iterable[str]) -> Iterator[tuple[KeyPath, str]]:
    for key in keys:
        if getattr(table, key) is not None:
            yield (key,), f'does not go with type = "{table.type}"; take it out'
