"""How single values of the config are read; each refusal says what to write instead."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from runlift.domain.runner import Window


class BadValue(Exception):
    """A value that cannot be used; the message says what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Bounds of a number, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The form of a text.

    Attributes:
        pattern: what the whole text must match.
        advice: what to write, as the end of "write …".
    """

    pattern: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """The wished hour; None: a few hours after the day's last run."""

    clock: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCount:
    """The runner's say in the number of sessions a week: at most `cap`, and `bias` more or fewer."""

    cap: int | None = None
    bias: int = 0


_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_MINUTES_A_DAY = 24 * 60
_EVERY = re.compile(r"(\d{1,4})(s|m|h|d)")
_EVERY_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _minutes(text: object) -> int | None:
    """Return the minutes since midnight, up to 24:00."""
    match = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if match is None or int(match[2]) > 59:
        return None
    minutes = int(match[1]) * 60 + int(match[2])
    return minutes if minutes <= _MINUTES_A_DAY else None


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def read_clock(value: object) -> time:
    """Return a time of day; 24:00 is the end of the day and reads as 00:00."""
    # TOML knows times of its own: bedtime = 22:00:00 needs no quotes.
    if isinstance(value, time):
        return value
    minutes = _minutes(value)
    if minutes is None:
        raise BadValue(f'{shown(value)} is no time of day; write it as "18:00"')
    return _clock(minutes)


def read_window(value: object) -> Window:
    """Return a stretch of one day, as in 17:00-21:00."""
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    first, last = _minutes(start.strip()), _minutes(end.strip())
    if not dash or first is None or last is None:
        raise BadValue(f'{shown(value)} is no window; write "17:00-21:00"')
    last = last or _MINUTES_A_DAY
    if last <= first:
        raise BadValue(f"{shown(value)} ends before it starts; a window lies within one day, so split it at 24:00")
    return Window(start=_clock(first), end=_clock(last))


def read_date(value: object) -> date:
    """Return a day; TOML has dates of its own."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise BadValue(f"{shown(value)} is no date; write it without quotes and without an hour, as 2027-04-25")


def read_zone(value: object) -> ZoneInfo:
    """Return the zone of an IANA name."""
    if isinstance(value, str):
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" is a folder of zones
            pass
    raise BadValue(f"{shown(value)} is no time zone; {_nearest_zone(str(value))}")


def _nearest_zone(name: str) -> str:
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))
    words = {zone.lower(): zone for zone in zones}
    words.update({zone.rpartition("/")[2].lower(): zone for zone in zones})
    near = get_close_matches(name.strip().lower().replace(" ", "_"), words, n=1)
    return f'did you mean "{words[near[0]]}"?' if near else 'write an IANA name such as "Europe/Berlin"'


def read_path(value: object) -> Path:
    """Return a path, with ~ for the runner's home."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise BadValue(f'{shown(value)} is no path; write it as "runs.ics"')
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise BadValue(f"{shown(value)} names a home folder that this machine does not know; write it out") from None


def read_preference(value: object) -> Preference:
    """Return the wished hour."""
    if value == "after-run":
        return Preference()
    if isinstance(value, time) or _minutes(value) is not None:
        return Preference(clock=read_clock(value))
    raise BadValue(f'{shown(value)} is no preference; write "after-run" or a time of day such as "18:00"')


def read_session_count(value: object) -> SessionCount:
    """Return what the runner says about the number of sessions."""
    match value:
        case "auto":
            return SessionCount()
        case "+1":
            return SessionCount(bias=1)
        case "-1":
            return SessionCount(bias=-1)
        case int() if not isinstance(value, bool) and 1 <= value <= 4:
            return SessionCount(cap=value)
        case _:
            raise BadValue(f'{shown(value)} is no count; write "auto", a cap from 1 to 4, or "+1" or "-1" in quotes')


def read_flag(value: object) -> bool:
    """Return true or false."""
    if isinstance(value, bool):
        return value
    raise BadValue(f"{shown(value)} is neither true nor false; write one of them without quotes")


def read_interval(value: object) -> timedelta:
    """Return a stretch of time such as 15m."""
    match = _EVERY.fullmatch(value) if isinstance(value, str) else None
    if match is None or int(match[1]) == 0:
        raise BadValue(f'{shown(value)} is no interval; write a number and s, m, h or d, as "15m"')
    return timedelta(**{_EVERY_UNITS[match[2]]: int(match[1])})


def shown(value: object) -> str:
    """Return a value as a sentence quotes it, in TOML's own wording where that is short."""
    match value:
        case str():
            return f'"{value}"'
        case bool():
            return str(value).lower()
        case dict() | list():
            return "a table" if isinstance(value, dict) else "a list"
        case _:
            return str(value)
