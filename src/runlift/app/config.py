"""The runner's choices: read, checked as a whole, and turned into values that the rest works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from runlift.app.config_checks import problems_between
from runlift.app.config_domain import availability_of, runner_of
from runlift.app.config_feed import FeedConfig, feed_of
from runlift.app.config_file import read_document
from runlift.app.config_reader import Problem, read_tables
from runlift.app.config_schema import ConfigFile
from runlift.app.places import SourceConfig, TargetConfig, sources_of, targets_of
from runlift.calendars.registry import load
from runlift.domain.intake import Goal
from runlift.domain.runner import Availability, Runner
from runlift.errors import ConfigError, UsageError

_ZONE_OF_THE_MACHINE = "tzlocal:get_localzone_name"
"""Loaded where a config names no zone: it costs 30 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that the runner has chosen.

    Attributes:
        profile: seeds the ids of all sessions; it never changes.
        prefix: only events whose title starts with it are this runner's; empty: all are.
        horizon_days: planned is through the Sunday of the week that holds now plus so many days.
        every: how often the daemon syncs.
        health: where the daemon says how it is, as host:port; empty: nowhere.
        notify: the command that gets the daemon's messages; empty: nobody does.
    """

    profile: str
    prefix: str
    runner: Runner
    availability: Availability
    goal: Goal | None
    horizon_days: int
    sources: tuple[SourceConfig, ...]
    targets: tuple[TargetConfig, ...]
    every: timedelta = timedelta(minutes=15)
    health: str = "127.0.0.1:8766"
    notify: str = ""
    feed: FeedConfig = field(default_factory=FeedConfig)


def load_config(path: Path) -> Config:
    """Return the config that a file holds; its paths count from the file's folder.

    Raises:
        ConfigError: every problem of the file.
    """
    return config_of(read_document(path), path.absolute().parent)


def config_of(document: Mapping[str, Any], folder: Path) -> Config:
    """Return the config that a file's content comes to.

    Args:
        document: the content.
        folder: the one that paths count from.

    Raises:
        ConfigError: every problem of it.
    """
    tables, problems = read_tables(document)
    unread = frozenset(problem.path for problem in problems)
    problems += problems_between(tables, unread=unread, folder=folder)
    home = _zone(tables)
    if home is None and ("runner", "timezone") not in unread:
        problems.append(Problem(("runner", "timezone"), 'is missing; write yours, such as "Europe/Berlin"'))
    if problems or home is None:
        raise ConfigError([str(problem) for problem in problems])
    return Config(
        profile=tables.runner.profile,
        prefix=tables.runner.prefix,
        runner=runner_of(tables),
        availability=availability_of(tables, home),
        goal=Goal(day=tables.goal.date, distance_km=tables.goal.distance_km) if tables.goal else None,
        horizon_days=tables.timing.horizon_days,
        sources=sources_of(document, folder),
        targets=targets_of(document, folder),
        every=tables.daemon.every,
        health=tables.daemon.health,
        notify=tables.notify.command,
        feed=feed_of(tables.feed),
    )


def require_targets(config: Config) -> None:
    """Refuse a config that only reads.

    Raises:
        ConfigError: there is no target.
    """
    if not config.targets:
        raise ConfigError(['target: there is none; add [[target]] with type = "ics" and path = "strength.ics"'])


def zone_of_the_machine() -> ZoneInfo:
    """Return the zone that this machine stands in.

    Raises:
        UsageError: the machine names none.
    """
    try:
        return ZoneInfo(load(_ZONE_OF_THE_MACHINE)() or "")
    except (KeyError, ValueError, OSError):  # a TZ or an /etc/timezone that names no zone
        raise UsageError("this machine names no time zone; set it, or write runner.timezone into the config") from None


def _zone(tables: ConfigFile) -> ZoneInfo | None:
    try:
        return tables.runner.timezone or zone_of_the_machine()
    except UsageError:
        return None
