"""The config as `runlift init` writes it: what was answered, and commented out beside it, what else could be said."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from runlift.app.config_schema import CalendarType, ConfigFile, SourceTable, TargetTable, WindowsTable
from runlift.app.setup_examples import MORE_CALENDARS, MORE_TABLES, SERVICE_ACCOUNT, TRAVEL
from runlift.domain.kinds import Role
from runlift.domain.runner import Window

_COMMENT_AT = 34
_SIGN_IN = {
    "url": "the server, your account there, or the calendar itself",
    "calendar": "its address or id",
    "username": "",
    "password_env": "the environment variable that holds the password",
    "password_command": "prints the password",
}
_COLORS = {CalendarType.ICS: '"teal"', CalendarType.GOOGLE: '"intensity"'}


def config_text(tables: ConfigFile) -> str:
    """Return a config that is read back to exactly these tables.

    Args:
        tables: what `init` asks about; every other key must be as usual.
    """
    parts = (_runner(tables), _goal(tables), _timing(tables), TRAVEL, _sources(tables), _targets(tables))
    blocks = [_HEAD, *("\n".join(part) for part in parts), MORE_CALENDARS, "\n".join(_google(tables)), MORE_TABLES]
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


_HEAD = """\
# What runlift knows about you, as `runlift init` wrote it. Change what you like; `runlift plan` shows what comes of it.
# A line that is commented out shows a key that may be left out. A key that runlift does not know is an error."""


def _runner(tables: ConfigFile) -> Iterator[str]:
    runner = tables.runner
    yield "[runner]"
    yield _set("profile", runner.profile, "it seeds all ids, so never change it")
    yield _row_of("timezone", runner.timezone, '"Europe/Berlin"', "where you live")
    yield _set("experience", runner.experience, "with lifting: beginner (under 6 months), intermediate, advanced")
    comment = "a day of your first week of strength: loads grow from there"
    yield _row_of("strength_since", runner.strength_since, "2026-09-07", comment)
    yield _off("body_weight_kg", "70", "gives loads in kilograms instead of shares of your body weight")
    yield _off("dumbbells_kg", "[4, 6, 8, 10, 12]", "those you own, so that loads are round; [] for none at all")
    yield _off("bedtime", '"22:00"', "sessions end an hour before it")
    yield _off("slow_recovery", "true", "gives hard lifts more hours before the runs that count")
    yield _off("prefix", '"Jack •"', "several people in one calendar: your runs' titles begin so")


def _goal(tables: ConfigFile) -> Iterator[str]:
    goal = tables.goal
    if goal is None:
        yield "# The race that you train for. Left out: the races in your calendar decide."
        yield "# [goal]"
        yield _off("date", "2027-04-25", "")
        yield _off("distance_km", "42.2", "")
        return
    yield "[goal]"
    yield _set("date", goal.date, "the race that you train for")
    yield _row_of("distance_km", goal.distance_km, "42.2", "left out: it counts as a half marathon")


def _timing(tables: ConfigFile) -> Iterator[str]:
    timing = tables.timing
    yield "[timing]"
    yield from _windows(timing.windows)
    yield _off("prefer", '"18:00"', 'a time of day; left out: "after-run", a few hours after the day\'s run')
    yield _off("gap_hours", "[3, 8]", 'how many hours "a few hours" are')
    yield _off("travel_minutes", "15", "to the gym: kept free before and after")
    yield _off("sessions_per_week", "2", 'at most so many; or "+1" or "-1" in quotes; left out: as the season asks')
    yield _off("policy", '"hard_days_hard"', "heavy lifts on hard days; left out: on easy days")
    yield _off("horizon_days", "27", "how far ahead to plan; weeks are always planned whole")
    yield _off("race_week_session", "false", "true: one light session early in race week")
    for kind in ("weekday", "weekend"):
        known, comment = getattr(timing.assumed_run, kind), "when you run if your calendar gives a day only"
        yield _row_of(f"assumed_run.{kind}", known, '"07:00"' if kind == "weekday" else '"08:00"', comment)


def _windows(windows: WindowsTable) -> Iterator[str]:
    shown = {
        "weekday": ('["12:00-13:30", "17:00-21:00"]', "when you can lift"),
        "weekend": ('["07:00-19:00"]', ""),
        "friday": ("[]", "a named day overrides: no lifting on Fridays"),
    }
    for field in fields(windows):
        stretches = getattr(windows, field.name)
        if stretches is not None:
            yield _set(f"windows.{field.name}", stretches, "")
        elif field.name in shown:
            example, comment = shown[field.name]
            yield _off(f"windows.{field.name}", example, comment)


def _sources(tables: ConfigFile) -> Iterator[str]:
    yield "# Calendars to read, as many as you like."
    for source in filter(None, tables.source):
        yield "[[source]]"
        yield from _place(source)
        yield _set("role", source.role, _ROLES[source.role])
        yield _off("strength", '"ignore"', "gym classes in it do not count towards the week")
        if source.allow_private:
            yield _set("allow_private", value=True, comment="its address lies inside your home network")


_ROLES = {
    Role.RUNS: "runs: your training; busy: when you have no time; both: both",
    Role.BUSY: "busy: when you have no time; runs: your training; both: both",
    Role.BOTH: "both your training and when you have no time; or one of them: runs, busy",
}


def _targets(tables: ConfigFile) -> Iterator[str]:
    yield "# Where the sessions go, as many as you like."
    for target in filter(None, tables.target):
        yield "[[target]]"
        yield from _place(target)
        if target.type is not CalendarType.CALDAV:
            yield _off("name", '"Strength"', "what your calendar calls it")
            yield _off("color", _COLORS[target.type], "")
        yield _off("title_prefix", '"Jo: "', "stands before each title")
        yield _off("alarm_minutes", "30", "a reminder so long before each session")
        yield _off("busy", "true", "shows the sessions as busy time")


def _place(table: SourceTable | TargetTable) -> Iterator[str]:
    yield _set("type", table.type, "ics, caldav or google")
    match table.type:
        case CalendarType.ICS if table.path is not None:
            yield _set("path", table.path, "a file, beside this one unless it says where")
        case CalendarType.ICS:
            yield _set("url", table.url, "the address to subscribe to; keep it to yourself")
        case CalendarType.GOOGLE:
            yield _set(
                "calendar", table.calendar, "primary, own (one that runlift makes), or the id that its settings show"
            )
        case CalendarType.CALDAV:
            for key, comment in _SIGN_IN.items():
                if (value := getattr(table, key)) is not None:
                    yield _set(key, value, comment)


def _google(tables: ConfigFile) -> Iterator[str]:
    yield "# How to sign in at Google; docs/google.md says how to get this file."
    yield "# [google]" if tables.google.client_file is None else "[google]"
    yield _row_of("client_file", tables.google.client_file, '"client.json"', "your OAuth client")
    yield SERVICE_ACCOUNT


def _row_of(key: str, value: object, example: str, comment: str) -> str:
    """Return a key with its value, or commented out with an example where it has none."""
    return _off(key, example, comment) if value is None else _set(key, value, comment)


def _set(key: str, value: object, comment: str) -> str:
    return _row(f"{key} = {_toml(value)}", comment)


def _off(key: str, example: str, comment: str) -> str:
    return _row(f"# {key} = {example}", comment)


def _row(setting: str, comment: str) -> str:
    return f"{setting:<{_COMMENT_AT}} # {comment}" if comment else setting


def _toml(value: object) -> str:
    match value:
        case bool():
            written = str(value).lower()
        case str() | Path() | ZoneInfo():
            # JSON's strings are TOML's, but for one character.
            written = json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
        case time():
            written = f'"{value:%H:%M}"'
        case Window():
            end = "24:00" if value.end == time(0) else f"{value.end:%H:%M}"
            written = f'"{value.start:%H:%M}-{end}"'
        case Iterable():
            written = f"[{', '.join(_toml(entry) for entry in value)}]"
        case _:
            written = str(value)
    return written
