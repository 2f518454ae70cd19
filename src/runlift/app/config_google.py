"""What must hold of what the config says of calendars at Google."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from runlift.app.config_reader import KeyPath, Problem
from runlift.app.config_schema import CalendarType, ConfigFile, SourceTable, TargetTable
from runlift.calendars.google_place import OWN
from runlift.formats.google_colors import BY_INTENSITY, COLORS

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_FOREIGN = ("url", "path", "username", "password_command", "password_env")


def account_problems(tables: ConfigFile) -> Iterator[Problem]:
    """Find what is wrong with the table [google], if any calendar needs it."""
    account = tables.google
    calendars = [table for table in (*tables.source, *tables.target) if table and table.type is CalendarType.GOOGLE]
    if calendars and account.client_file is None and account.service_account_file is None:
        yield Problem(("google", "client_file"), "is missing; write the path of your OAuth client (docs/google.md)")
    if account.client_file is not None and account.service_account_file is not None:
        yield Problem(("google", "service_account_file"), "stands beside client_file; sign in with one of them")
    if account.api_endpoint is not None and not _is_safe(account.api_endpoint):
        yield Problem(("google", "api_endpoint"), "is no address to trust with a sign-in; write it with https://")
    for n, target in enumerate(tables.target):
        is_own = target is not None and target.type is CalendarType.GOOGLE and target.calendar == OWN
        if is_own and account.service_account_file is not None:
            text = "would be a calendar that you cannot see; make one, share it with the service account, write its id"
            yield Problem(("target", n, "calendar"), text)


def trouble_of_google_source(source: SourceTable) -> Iterator[tuple[KeyPath, str]]:
    """Find what is wrong with a calendar to read."""
    yield from _foreign(source)
    if source.calendar is None:
        yield ("calendar",), 'is missing; write "primary", or the id that the calendar\'s settings show'
    elif source.calendar == OWN:
        yield ("calendar",), 'names the calendar that runlift writes; write "primary", or the id of another one'


def trouble_of_google_target(target: TargetTable) -> Iterator[tuple[KeyPath, str]]:
    """Find what is wrong with a calendar to write."""
    yield from _foreign(target)
    if target.calendar is None:
        yield ("calendar",), f'is missing; write "{OWN}" for one of runlift\'s own, or the id of one that there is'
    if target.color is not None and target.color not in {BY_INTENSITY, *COLORS}:
        yield ("color",), f'is no colour of Google\'s; write "{BY_INTENSITY}", {", ".join(COLORS)}'
    if target.link is not None and not _is_web(target.link):
        yield ("link",), "is no web address; write it with https://"


def _foreign(table: SourceTable | TargetTable) -> Iterator[tuple[KeyPath, str]]:
    for key in _FOREIGN:
        if getattr(table, key) is not None:
            yield (key,), f'does not go with type = "{table.type}"; take it out'


def _is_safe(url: str) -> bool:
    """Tell whether a token may go there: by TLS, or to this machine."""
    return _is_web(url) and (urlsplit(url).scheme == "https" or urlsplit(url).hostname in _LOOPBACK)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname)
