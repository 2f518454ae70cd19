"""What a runner types, as the values of a config; each refusal is a sentence that says what to write instead."""

import re
from dataclasses import replace
from datetime import date, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from runlift.app.config_schema import (
    CalendarType,
    GoalTable,
    SourceTable,
    TargetTable,
    WindowsTable,
)
from runlift.app.config_values import BadValue, read_window
from runlift.domain.folding import fold
from runlift.domain.kinds import Experience
from runlift.domain.lexicon import Lexicon
from runlift.domain.runner import Window
from runlift.errors import UsageError

GOOGLE, CALDAV = "google", "caldav"
_LINK = re.compile(r"(https?|webcals?)://", re.IGNORECASE)
_ACCOUNT = re.compile(rf"({GOOGLE}|{CALDAV})(?::(.+))?", re.IGNORECASE)
_NOTHING = frozenset({"", "none", "no", "never", "-"})
_AGO = re.compile(r"(\d{1,3})\s*(d|w|m|y)[a-z]*(\s+ago)?", re.IGNORECASE)
_DAYS = {"d": 1.0, "w": 7.0, "m": 30.44, "y": 365.25}
_NUMBER = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?)\s*(km|k|mi|miles?)?", re.IGNORECASE)
_VARIABLE = re.compile(r"\$?([A-Za-z_][A-Za-z0-9_]*)")
_WHOLE_HOUR = re.compile(r"(?<![\d:])(\d{1,2})(?![\d:])")
_KM_A_MILE = 1.609344
_BEGINNER, _ADVANCED = timedelta(weeks=26), timedelta(weeks=104)
_NAMES_AT_HOME = (".local", ".lan", ".internal", ".home.arpa", ".localhost")


def read_source(text: str, folder: Path, here: Path) -> SourceTable:
    """Return the calendar to read that an answer names; what a CalDAV server needs besides is not in it.

    Args:
        text: a link, a file's path, `google`, `google:ID`, `caldav` or `caldav:ID`.
        folder: the config's.
        here: the one that the runner's paths count from.

    Raises:
        UsageError: it names none.
    """
    text = _unquoted(text)
    if _LINK.match(text):
        return SourceTable(type=CalendarType.ICS, url=text, allow_private=_is_at_home(text))
    if account := _ACCOUNT.fullmatch(text):
        kind, calendar = CalendarType(account[1].lower()), account[2]
        return SourceTable(type=kind, calendar=calendar or ("primary" if kind is CalendarType.GOOGLE else None))
    if text and not _is_there(_path(text), here):
        raise UsageError(
            f"{text} is no file here, and no link either, since links begin with https:// or webcal://; check it"
        )
    return SourceTable(type=CalendarType.ICS, path=read_file(text, folder, here))


def read_target(text: str, folder: Path, here: Path) -> TargetTable:
    """Return the calendar to write that an answer names.

    Args:
        text: the path of an .ics file, `google`, `google:ID`, `caldav` or `caldav:ID`.
        folder: the config's.
        here: the one that the runner's paths count from.

    Raises:
        UsageError: it names none.
    """
    text = _unquoted(text)
    if _LINK.match(text):
        raise UsageError(
            "a link can be read only; let the sessions go to a file such as strength.ics, to caldav or to google"
        )
    if account := _ACCOUNT.fullmatch(text):
        kind, calendar = CalendarType(account[1].lower()), account[2]
        return TargetTable(type=kind, calendar=calendar or ("own" if kind is CalendarType.GOOGLE else None))
    return TargetTable(type=CalendarType.ICS, path=_beside(_path(text), folder, here))


def read_file(text: str, folder: Path, here: Path) -> Path:
    """Return the path of a file that there is, as it counts from the config's folder.

    Args:
        text: the answer.
        folder: the config's.
        here: the one that the runner's paths count from.

    Raises:
        UsageError: there is no such file.
    """
    path = _path(text)
    if not _is_there(path, here):
        raise UsageError(f"{text} is no file here; check its path")
    return _beside(path, folder, here)


def read_windows(text: str) -> tuple[Window, ...]:
    """Return the stretches of a day that an answer names, as in `12:00-13:30, 17:00-21:00`; none for `none`.

    Raises:
        UsageError: one of them is no stretch of a day.
    """
    if text.strip().lower() in _NOTHING:
        return ()
    try:
        return tuple(read_window(_WHOLE_HOUR.sub(r"\1:00", part.strip()).replace("–", "-")) for part in text.split(","))
    except BadValue as error:
        raise UsageError(f'{error}; several are parted by commas, and "none" is none at all') from None


def put_windows(windows: WindowsTable, text: str) -> WindowsTable:
    """Return the windows with those of one kind of day, or of one day, as in `friday=none`.

    Raises:
        UsageError: it names no day, or no stretch of it.
    """
    day, equals, stretches = text.partition("=")
    known = WindowsTable.__slots__
    if not equals or day.strip().lower() not in known:
        raise UsageError(f'"{text}" names no day; write it as weekday=17:00-21:00; known are {", ".join(known)}')
    return replace(windows, **{day.strip().lower(): read_windows(stretches)})


def read_since(text: str, today: date) -> date:
    """Return the day from which on the runner has lifted: a date, `now`, or a time ago such as `6 months`.

    Raises:
        UsageError: it names no day.
    """
    said = text.strip().lower()
    if said in {"now", "today", "new"}:
        return today
    if ago := _AGO.fullmatch(said):
        return today - timedelta(days=round(int(ago[1]) * _DAYS[ago[2].lower()]))
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise UsageError(
            f'"{text}" is no day; write "now", a date as 2026-03-01, or how long it has been, as "6 months"'
        ) from None


def experience_since(since: date, today: date) -> Experience:
    """Return what so long a time of lifting makes of a runner (docs/rules.md)."""
    lifting = today - since
    if lifting < _BEGINNER:
        return Experience.BEGINNER
    return Experience.ADVANCED if lifting > _ADVANCED else Experience.INTERMEDIATE


def read_race(text: str, today: date, lexicon: Lexicon) -> GoalTable | None:
    """Return the race that an answer names by its day and distance; None where the calendar is to decide.

    Args:
        text: `calendar`, `none`, or a date and a distance, as `2026-10-18 42.2` or `2026-10-18 half marathon`.
        today: races lie ahead of it.
        lexicon: knows what distances are called.

    Raises:
        UsageError: it names no race ahead, or no distance.
    """
    said = text.strip()
    if said.lower() in _NOTHING | {"calendar"}:
        return None
    first, _, rest = said.partition(" ")
    try:
        day = date.fromisoformat(first.rstrip(","))
    except ValueError:
        raise UsageError(
            f'"{text}" names no race; write its day and distance, as 2026-10-18 42.2, or "calendar" for those in it'
        ) from None
    if day < today:
        raise UsageError(f"a race on {day} is over; write one that is ahead")
    return GoalTable(date=day, distance_km=read_distance(rest, lexicon) if rest.strip() else None)


def read_distance(text: str, lexicon: Lexicon) -> float:
    """Return the kilometres of a race, by number or by name.

    Raises:
        UsageError: it is no distance.
    """
    if number := _NUMBER.fullmatch(text.strip()):
        kilometres = float(number[1].replace(",", "."))
        return round(kilometres * (_KM_A_MILE if (number[2] or "").lower().startswith("m") else 1), 1)
    kilometres_by_name = lexicon.race_km(fold(text))
    if kilometres_by_name is None:
        raise UsageError(
            f'"{text.strip()}" is no distance of a race; write marathon, half marathon, 10k, or kilometres'
        )
    return kilometres_by_name


def on_account(table: SourceTable, account: SourceTable) -> SourceTable:
    """Return a CalDAV source with the server and the sign-in of an account."""
    return replace(account, calendar=table.calendar)


def target_on_account(table: TargetTable, account: SourceTable) -> TargetTable:
    """Return a CalDAV target with the server and the sign-in of an account."""
    return replace(
        table,
        url=account.url,
        username=account.username,
        password_env=account.password_env,
        password_command=account.password_command,
    )


def read_password(text: str) -> tuple[str | None, str | None]:
    """Return the environment variable or the command that an answer names; neither for `keyring`."""
    said = text.strip()
    if said.lower() == "keyring":
        return None, None
    if variable := _VARIABLE.fullmatch(said):
        return variable[1], None
    return None, said


def _unquoted(text: str) -> str:
    """Return what was pasted without the quotes and brackets around it, which terminals and mails add."""
    bare = text.strip()
    while len(bare) > 1 and (bare[0], bare[-1]) in {('"', '"'), ("'", "'"), ("<", ">")}:
        bare = bare[1:-1].strip()
    return bare


def _path(text: str) -> Path:
    if not text or "\0" in text:
        raise UsageError("nothing was named; paste a link, or write the path of an .ics file, caldav or google")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise UsageError(f"{text} names a home folder that this machine does not know; write it out") from None


def _is_there(path: Path, here: Path) -> bool:
    try:
        return (here / path).exists()
    except OSError:  # a name that no file can have
        return False


def _beside(path: Path, folder: Path, here: Path) -> Path:
    """Return a path that counts from the config's folder."""
    whole = (here / path).absolute()
    return whole.relative_to(folder) if whole.is_relative_to(folder) else whole


def _is_at_home(url: str) -> bool:
    """Say whether an address is plainly one of the home network, so that whoever names it means it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(_NAMES_AT_HOME)
