"""The config as its author writes it: a class a table, a field a key, with type, bounds and default.

What a key means stands in `config.example.toml`; the values that the rest of runlift works with are built in
`app.config`.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from runlift.app.config_values import Between, Matching, Preference, SessionCount
from runlift.domain.kinds import Experience, Policy, Role
from runlift.domain.runner import Window

Kilograms = Annotated[float, Between(low=0.1, high=500)]
Hours = Annotated[float, Between(low=0, high=24)]
Text = Annotated[str, Matching(pattern=r"[^\x00-\x1f\x7f]*", advice="text on one line")]
Words = Annotated[str, Matching(pattern=r"[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*", advice="text on one line")]
ProfileId = Annotated[
    str, Matching(pattern="[A-Za-z0-9_-]{1,64}", advice="up to 64 letters and digits, or leave it out")
]
CssColor = Annotated[str, Matching(pattern="[a-z]{3,20}", advice='a CSS colour name such as "teal"')]
ThisMachine = Annotated[
    str,
    Matching(
        pattern=r"((127(\.\d{1,3}){3}|localhost|\[::1\]):\d{1,5})?",
        advice='this machine and a port, as "127.0.0.1:8766", or "" for none',
    ),
]
LoopbackOrHost = Annotated[str, Matching(pattern=r"\S+:\d{1,5}", advice='a host and a port, as "127.0.0.1:8765"')]


class CalendarType(StrEnum):
    """The kinds of calendars."""

    ICS = "ics"
    CALDAV = "caldav"
    GOOGLE = "google"


class OwnStrength(StrEnum):
    """What the runner's own strength training in a source is to the week's request."""

    COUNT = "count"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerTable:
    """The table [runner]."""

    profile: ProfileId = "default"
    timezone: ZoneInfo | None = None
    experience: Experience = Experience.INTERMEDIATE
    strength_since: date | None = None
    body_weight_kg: Annotated[float, Between(low=20, high=300)] | None = None
    dumbbells_kg: tuple[Kilograms, ...] | None = None
    bedtime: time = time(22)
    slow_recovery: bool = False
    prefix: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTable:
    """The table [goal]."""

    date: date
    distance_km: Annotated[float, Between(low=0.1, high=1000)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowsTable:
    """The table [timing.windows]; a named day overrides."""

    weekday: tuple[Window, ...] | None = None
    weekend: tuple[Window, ...] | None = None
    monday: tuple[Window, ...] | None = None
    tuesday: tuple[Window, ...] | None = None
    wednesday: tuple[Window, ...] | None = None
    thursday: tuple[Window, ...] | None = None
    friday: tuple[Window, ...] | None = None
    saturday: tuple[Window, ...] | None = None
    sunday: tuple[Window, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumedRunTable:
    """The table [timing.assumed_run]."""

    weekday: time | None = None
    weekend: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingTable:
    """The table [timing]."""

    policy: Policy = Policy.LIGHT_RUN_HEAVY_LIFT
    sessions_per_week: SessionCount = field(default_factory=SessionCount)
    windows: WindowsTable = WindowsTable()
    prefer: Preference = field(default_factory=Preference)
    gap_hours: tuple[Hours, ...] | None = None
    travel_minutes: Annotated[int, Between(low=0, high=240)] = 0
    # Calendars are read 20 weeks ahead.
    horizon_days: Annotated[int, Between(low=0, high=140)] = 27
    race_week_session: bool = True
    assumed_run: AssumedRunTable = AssumedRunTable()


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelTable:
    """One table [[travel]]; `from` is a word of Python's own."""

    from_: date
    to: date
    timezone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTable:
    """One table [[source]]."""

    type: CalendarType
    url: Words | None = None
    path: Path | None = None
    calendar: Words | None = None
    username: Words | None = None
    password_command: Words | None = None
    password_env: Words | None = None
    role: Role = Role.RUNS
    strength: OwnStrength = OwnStrength.COUNT
    allow_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTable:
    """One table [[target]]."""

    type: CalendarType
    path: Path | None = None
    url: Words | None = None
    calendar: Words | None = None
    username: Words | None = None
    password_command: Words | None = None
    password_env: Words | None = None
    name: Words = "Strength"
    title_prefix: Text = ""
    color: CssColor | None = None
    alarm_minutes: Annotated[int, Between(low=0, high=7 * 24 * 60)] | None = None
    busy: bool = False
    link: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleTable:
    """The table [google]."""

    client_file: Path | None = None
    service_account_file: Path | None = None
    api_endpoint: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTable:
    """The table [feed]."""

    bind: LoopbackOrHost = "127.0.0.1:8765"
    token_env: Words | None = None
    address: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonTable:
    """The table [daemon]."""

    every: timedelta = timedelta(minutes=15)
    health: ThisMachine = "127.0.0.1:8766"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyTable:
    """The table [notify]."""

    command: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """The whole file.

    A [[table]] that could not be read is None, so that the others keep their places; its problems are told elsewhere.
    """

    runner: RunnerTable = RunnerTable()
    goal: GoalTable | None = None
    timing: TimingTable = TimingTable()
    travel: tuple[TravelTable | None, ...] = ()
    source: tuple[SourceTable | None, ...] = ()
    target: tuple[TargetTable | None, ...] = ()
    google: GoogleTable = GoogleTable()
    feed: FeedTable = FeedTable()
    daemon: DaemonTable = DaemonTable()
    notify: NotifyTable = NotifyTable()
