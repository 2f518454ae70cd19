"""A config in the making: what its calendars hold, the first plan, and the file that is written in the end."""

import tomllib
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from runlift.app.auth import access
from runlift.app.config import Config, config_of
from runlift.app.config_file import read_document
from runlift.app.config_reader import read_tables
from runlift.app.config_schema import ConfigFile, SourceTable
from runlift.app.gather import open_targets, read_sources, reading_window, session_window
from runlift.app.lexicons import LANGUAGES, lexicon
from runlift.app.setup_links import where_the_feed_is
from runlift.app.setup_survey import Survey, survey
from runlift.app.setup_text import config_text
from runlift.app.trust import is_session
from runlift.app.wiring import store_to_read
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.registry import load
from runlift.domain.classify import classify
from runlift.domain.events import Event
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Lexicon, build_lexicon
from runlift.errors import CalendarError, ConfigError, NotACalendar, NotOurFile, UsageError
from runlift.state.files import atomic_write

_PRIVATE = 0o600
_CALENDARS_OF = "runlift.calendars.caldav_account:calendars_of"
_SESSION = "runlift.calendars.caldav_session:CalDavSession"
_TITLES_SHOWN = 5
_TITLE_LENGTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a source holds.

    Attributes:
        name: what messages call it.
        events: its events, our own sessions left out.
    """

    name: str
    events: tuple[Event, ...]
    survey: Survey


def config_from(tables: ConfigFile, folder: Path) -> Config:
    """Return the config that will be read back from what is written.

    Raises:
        ConfigError: an answer cannot be used.
    """
    return config_of(tomllib.loads(config_text(tables)), folder)


def look_at_source(config: Config, now: datetime) -> Seen:
    """Read the one source of a config.

    Raises:
        UsageError: it cannot be read, or holds no run.
    """
    (source,) = config.sources
    try:
        with store_to_read(config, now) as store:
            (read,) = read_sources(config, store, reading_window(config, now))
        if read.failure:
            raise read.failure
    except NotACalendar as refusal:
        hint = f"; {where_the_feed_is(source.url)}" if source.url else ""
        raise UsageError(f"{refusal}{hint}") from None
    except CalendarError as refusal:
        raise UsageError(str(refusal)) from None
    events = tuple(event for event in (read.reading.events if read.reading else ()) if not is_session(event))
    pairs = tuple(zip(events, classify(events, lexicon(), prefix=config.prefix), strict=True))
    found = survey(pairs, language_lexicons(), config.availability.clock, now.date())
    if not found.runs:
        raise UsageError(f"{source.name} holds no run {_instead(found)}; name the calendar that your runs are in")
    return Seen(name=source.name, events=events, survey=found)


def look_at_target(config: Config, now: datetime) -> None:
    """Check that sessions can be kept in the one target of a config.

    Raises:
        UsageError: they cannot.
    """
    (target,) = config.targets
    if target.path is not None and not target.path.parent.is_dir():
        raise UsageError(f"{target.path.parent} is no folder; make it first, or let the sessions go elsewhere")
    try:
        with store_to_read(config, now) as store:
            ((_, opened),) = open_targets(config, store)
            opened.existing(session_window(config, now))
    except (CalendarError, NotOurFile) as refusal:
        raise UsageError(str(refusal)) from None


def calendars_of(account: SourceTable) -> Mapping[str, str]:
    """Return the calendars of a CalDAV account: their titles by their ids.

    Raises:
        UsageError: the server cannot be reached, or does not accept the sign-in.
    """
    place = CalDavPlace(
        url=account.url or "",
        username=account.username,
        password_command=account.password_command,
        password_env=account.password_env,
    )
    try:
        return {found.id: found.title for found in load(_CALENDARS_OF)(load(_SESSION)(place))}
    except CalendarError as refusal:
        raise UsageError(str(refusal)) from None


def needs_sign_in(config: Config) -> bool:
    """Say whether a calendar of the config is at Google, and runlift has no sign-in that is enough for it.

    Raises:
        UsageError: the file of the OAuth client cannot be used.
    """
    if not any(source.google for source in config.sources) and not any(target.google for target in config.targets):
        return False
    try:
        found = access(config)
    except CalendarError as refusal:
        raise UsageError(str(refusal)) from None
    return found.client is not None and (found.sign_in.refresh_token is None or bool(found.missing))


def new_profile(random: bytes) -> str:
    """Return a profile's id.

    Args:
        random: five bytes.
    """
    return b32encode(random).decode().lower()


def profile_in(path: Path) -> str | None:
    """Return the profile of a config that is replaced, so that its sessions stay known; None where it is not told."""
    try:
        tables, problems = read_tables(read_document(path))
    except ConfigError:
        return None
    unread = any(problem.path[:2] in {("runner",), ("runner", "profile")} for problem in problems)
    return None if unread else tables.runner.profile


def write_config(path: Path, text: str, *, replaces: bool) -> Path | None:
    """Write a config for the runner alone; return where the one is kept that stood there before.

    Raises:
        UsageError: the disk refuses, or a config stands there that is not to be replaced.
    """
    try:
        kept = _kept_aside(path, replaces=replaces)
        atomic_write(path, text.encode(), mode=_PRIVATE)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); name another place with --config") from error
    return kept


@cache
def language_lexicons() -> Mapping[str, Lexicon]:
    """Return a lexicon of each language alone, by its code."""
    folder = files("runlift") / "lexicon"
    return {
        code: build_lexicon({code: tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))})
        for code in LANGUAGES
    }


def _kept_aside(path: Path, *, replaces: bool) -> Path | None:
    if not path.exists():
        return None
    if not replaces:
        raise UsageError(f"{path} is there already; name another place with --config, or add --replace")
    number = 1
    while (backup := path.with_name(f"{path.name}.before-{number}")).exists():
        number += 1
    atomic_write(backup, path.read_bytes(), mode=_PRIVATE)
    return backup


def _instead(found: Survey) -> str:
    total = sum(found.kinds.values())
    if not total:
        return "and nothing else in the last 6 weeks and the next 20"
    kinds = ", ".join(f"{found.kinds[kind]} {kind}" for kind in EventKind if found.kinds.get(kind))
    titles = ", ".join(f'"{title[:_TITLE_LENGTH]}"' for title in found.titles[:_TITLES_SHOWN])
    more = " and others" if len(found.titles) > _TITLES_SHOWN else ""
    return f"among {total} events ({kinds}): {titles}{more}"
