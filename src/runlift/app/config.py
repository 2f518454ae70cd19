"""The runner's choices: found, read, checked as a whole, and turned into values that the rest works with."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from platformdirs import user_config_path

from runlift.app.config_checks import problems_between
from runlift.app.config_domain import availability_of, runner_of
from runlift.app.config_google import google_place
from runlift.app.config_reader import Problem, read_tables
from runlift.app.config_schema import CalendarType, ConfigFile, GoogleTable, OwnStrength, SourceTable, TargetTable
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.google_place import GooglePlace
from runlift.domain.intake import Goal
from runlift.domain.kinds import Role
from runlift.domain.runner import Availability, Runner
from runlift.errors import ConfigError, UsageError
from runlift.sync.memory import SourceId, TargetId

FILE_NAME = "runlift.toml"
_FIRST_STEP = f"name yours with --config, or copy config.example.toml to {FILE_NAME} and fill it in"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """A calendar to read; it has a path, a url, or a place on a CalDAV server or at Google.

    Attributes:
        counts_strength: the runner's own strength training in it counts towards the week.
        allow_private: its address may lie inside the home network.
    """

    path: Path | None
    url: str | None
    role: Role
    counts_strength: bool
    allow_private: bool
    caldav: CalDavPlace | None = None
    google: GooglePlace | None = None

    @property
    def id(self) -> SourceId:
        """What tells it from every other, for good; an address may be secret and is not told."""
        if self.google is not None:
            return SourceId(_google_id(self.google))
        if self.caldav is not None:
            return SourceId(_caldav_id(self.caldav))
        place = str(self.path.absolute()) if self.path else sha256((self.url or "").encode()).hexdigest()[:16]
        return SourceId(f"ics:{place}")

    @property
    def name(self) -> str:
        """What messages call it: the file's or the calendar's name, or the host; an address may be secret."""
        if self.google is not None:
            return self.google.name
        if self.caldav is not None:
            return self.caldav.label
        return self.path.name if self.path else urlsplit(self.url or "").hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetConfig:
    """A file, or a calendar on a CalDAV server or at Google, to keep sessions in.

    Attributes:
        name: the calendar's name, as subscribers show it.
        title_prefix: stands before each title.
        color: a CSS colour name, or one of Google's for a calendar there; None: as the subscriber likes.
        alarm_minutes: a reminder so long before each session; None: no reminder.
        busy: sessions show as busy time.
        link: where sessions link to.
    """

    path: Path | None = None
    caldav: CalDavPlace | None = None
    google: GooglePlace | None = None
    name: str = "Strength"
    title_prefix: str = ""
    color: str | None = None
    alarm_minutes: int | None = None
    busy: bool = False
    link: str | None = None

    @property
    def id(self) -> TargetId:
        """What tells it from every other, for good."""
        if self.google is not None:
            return TargetId(_google_id(self.google))
        return TargetId(_caldav_id(self.caldav) if self.caldav else f"ics:{self.path and self.path.absolute()}")

    @property
    def label(self) -> str:
        """What messages call it: the file's or the calendar's name."""
        if self.google is not None:
            return self.google.name
        if self.caldav is not None:
            return self.caldav.label
        return self.path.name if self.path else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that the runner has chosen.

    Attributes:
        profile: seeds the ids of all sessions; it never changes.
        prefix: only events whose title starts with it are this runner's; empty: all are.
        horizon_days: planned is through the Sunday of the week that holds now plus so many days.
    """

    profile: str
    prefix: str
    runner: Runner
    availability: Availability
    goal: Goal | None
    horizon_days: int
    sources: tuple[SourceConfig, ...]
    targets: tuple[TargetConfig, ...]


def find_config(explicit: Path | None, cwd: Path) -> Path:
    """Return the config's path: the one named, the one in `cwd`, or the one in the platform's config folder.

    Raises:
        ConfigError: none is named and neither place holds one.
    """
    if explicit is not None:
        return explicit
    places = (cwd / FILE_NAME, user_config_path("runlift", appauthor=False) / FILE_NAME)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise ConfigError([f"there is no {FILE_NAME} in {cwd} or in {places[1].parent}; {_FIRST_STEP}"])
    return found


def load_config(path: Path) -> Config:
    """Return the config that a file holds; its paths count from the file's folder.

    Raises:
        ConfigError: every problem of the file.
    """
    tables, problems = read_tables(_read_toml(path))
    folder = path.absolute().parent
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
        sources=tuple(_source(table, tables.google, folder) for table in tables.source if table),
        targets=tuple(_target(table, tables.google, folder) for table in tables.target if table),
    )


def zone_of_the_machine() -> ZoneInfo:
    """Return the zone that this machine stands in.

    Raises:
        UsageError: the machine names none.
    """
    import tzlocal  # noqa: PLC0415 - 30 ms that a config with a zone need not pay

    try:
        return ZoneInfo(tzlocal.get_localzone_name() or "")
    except (KeyError, ValueError, OSError):  # a TZ or an /etc/timezone that names no zone
        raise UsageError("this machine names no time zone; set it, or write runner.timezone into the config") from None


def _caldav_id(place: CalDavPlace) -> str:
    return f"caldav:{place.url}#{place.calendar or ''}"


def _google_id(place: GooglePlace) -> str:
    return f"google:{place.calendar}"


def _zone(tables: ConfigFile) -> ZoneInfo | None:
    try:
        return tables.runner.timezone or zone_of_the_machine()
    except UsageError:
        return None


def _read_toml(path: Path) -> Mapping[str, Any]:
    try:
        # Windows editors put a byte order mark first, which TOML does not know.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError([f"{path}: there is no such file; {_FIRST_STEP}"]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path}: is not written in UTF-8; save it so"]) from None
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read ({error.strerror}); {_FIRST_STEP}"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: is not TOML: {_lower_first(str(error))}; mend that line first"]) from error


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _source(table: SourceTable, account: GoogleTable, folder: Path) -> SourceConfig:
    return SourceConfig(
        path=folder / table.path if table.path else None,
        url=None if table.type is CalendarType.CALDAV else table.url,
        caldav=_caldav_place(table),
        google=google_place(table, account, folder),
        role=table.role,
        counts_strength=table.strength is OwnStrength.COUNT,
        allow_private=table.allow_private,
    )


def _target(table: TargetTable, account: GoogleTable, folder: Path) -> TargetConfig:
    return TargetConfig(
        path=folder / table.path if table.path else None,
        caldav=_caldav_place(table),
        google=google_place(table, account, folder),
        name=table.name,
        title_prefix=table.title_prefix,
        color=table.color,
        alarm_minutes=table.alarm_minutes,
        busy=table.busy,
        link=table.link,
    )


def _caldav_place(table: SourceTable | TargetTable) -> CalDavPlace | None:
    if table.type is not CalendarType.CALDAV or table.url is None:
        return None
    return CalDavPlace(
        url=table.url,
        calendar=table.calendar,
        username=table.username,
        password_command=table.password_command,
        password_env=table.password_env,
    )
