"""What must hold between the keys of a calendar's table, and between the calendars of a config."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from runlift.app.config_google import trouble_of_google_source, trouble_of_google_target
from runlift.app.config_reader import KeyPath, Problem
from runlift.app.config_schema import CalendarType, ConfigFile, SourceTable, TargetTable
from runlift.calendars.caldav_place import shows_password
from runlift.domain.kinds import Role

_SIGN_IN_KEYS = ("calendar", "username", "password_command", "password_env")
_FEED_SCHEMES = ("https", "http", "webcal")
_SERVER_SCHEMES = ("https", "http")


def source_problems(sources: tuple[SourceTable | None, ...]) -> Iterator[Problem]:
    """Find what is wrong with the calendars to read."""
    if not sources:
        yield Problem(("source",), "there is none; add [[source]] with the calendar that holds your runs")
    elif all(source is not None and source.role is Role.BUSY for source in sources):
        yield Problem(("source",), 'none is read for runs; give one of them role = "runs" or "both"')
    for n, source in enumerate(sources):
        if source is not None:
            yield from (Problem(("source", n, *key), text) for key, text in _trouble_of_source(source))


def target_problems(tables: ConfigFile, folder: Path) -> Iterator[Problem]:
    """Find what is wrong with the calendars to write.

    Args:
        tables: what could be read of the config.
        folder: the one that paths count from.
    """
    for n, target in enumerate(tables.target):
        if target is not None:
            yield from (Problem(("target", n, *key), text) for key, text in _trouble_of_target(target))
    yield from _shared_files(tables, folder)
    yield from _shared_calendars(tables.target)


def _shared_files(tables: ConfigFile, folder: Path) -> Iterator[Problem]:
    taken: dict[Path, str] = {}
    for n, source in enumerate(tables.source):
        if source and source.path is not None:
            taken[(folder / source.path).resolve()] = f"source[{n}]"
    for n, target in enumerate(tables.target):
        if target is None or target.path is None:
            continue
        place = (folder / target.path).resolve()
        if place in taken:
            yield Problem(("target", n, "path"), f"is the file of {taken[place]} too; give each its own")
        taken[place] = f"target[{n}]"


def _shared_calendars(targets: tuple[TargetTable | None, ...]) -> Iterator[Problem]:
    taken: dict[tuple[str | None, str | None], int] = {}
    for n, target in enumerate(targets):
        if target is None or target.type is CalendarType.ICS:
            continue
        first = taken.setdefault((target.url, target.calendar), n)
        if first != n:
            yield Problem(("target", n), f"is the calendar of target[{first}] too; take one of them out")


def _trouble_of_source(source: SourceTable) -> Iterator[tuple[KeyPath, str]]:
    match source.type:
        case CalendarType.CALDAV:
            yield from _foreign_keys(source, ("path",))
            yield from _trouble_of_server(source)
        case CalendarType.GOOGLE:
            yield from trouble_of_google_source(source)
        case CalendarType.ICS:
            yield from _foreign_keys(source, _SIGN_IN_KEYS)
            yield from _trouble_of_feed(source)


def _trouble_of_feed(source: SourceTable) -> Iterator[tuple[KeyPath, str]]:
    if source.url is None and source.path is None:
        yield (), "has no place; write where the calendar is, as url or as path"
    elif source.url is not None and source.path is not None:
        yield ("url",), "stands beside path; a source is one or the other"
    if source.url is not None and _address(source.url, _FEED_SCHEMES) is None:
        yield ("url",), _no_address(source.url, "it with https://, http:// or webcal://")


def _trouble_of_target(target: TargetTable) -> Iterator[tuple[KeyPath, str]]:
    match target.type:
        case CalendarType.CALDAV:
            # A calendar that others own too has a colour already.
            yield from _foreign_keys(target, ("path", "color", "link"))
            yield from _trouble_of_server(target)
        case CalendarType.GOOGLE:
            yield from trouble_of_google_target(target)
        case CalendarType.ICS:
            yield from _foreign_keys(target, ("url", "link", *_SIGN_IN_KEYS))
            if target.path is None:
                yield ("path",), 'is missing; write where the sessions go, as path = "strength.ics"'


def _trouble_of_server(table: SourceTable | TargetTable) -> Iterator[tuple[KeyPath, str]]:
    """Find what is wrong with a CalDAV calendar's place and sign-in."""
    if table.url is None:
        yield ("url",), "is missing; write the CalDAV address that your calendar's help page names"
    elif (parts := _address(table.url, _SERVER_SCHEMES)) is None:
        yield ("url",), _no_address(table.url, "the CalDAV address, with https://")
    elif parts.username is not None or parts.password is not None:
        yield ("url",), "holds a name or a password; take it out, and write username and password_command"
    elif table.username is not None and shows_password(table.url):
        yield ("url",), "would send your password unencrypted; write it with https://"
    if table.password_command is not None and table.password_env is not None:
        yield ("password_env",), "stands beside password_command; one of them is enough"
    if table.username is None and (table.password_command is not None or table.password_env is not None):
        yield ("username",), "is missing; a password needs the name that it goes with"


def _address(url: str, schemes: Iterable[str]) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        known = parts.scheme.lower() in schemes and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if known else None


def _no_address(url: str, advice: str) -> str:
    try:
        urlsplit(url)
    except ValueError:
        return "is no address; write it as https://…"
    return f"is no address of a calendar; write {advice}"


def _foreign_keys(table: SourceTable | TargetTable, keys: Iterable[str]) -> Iterator[tuple[KeyPath, str]]:
    for key in keys:
        if getattr(table, key) is not None:
            yield (key,), f'does not go with type = "{table.type}"; take it out'
