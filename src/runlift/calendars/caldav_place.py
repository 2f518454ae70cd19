"""Where a CalDAV calendar is, and where the runner's password may be sent."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

_NAMES_AT_HOME = (".local", ".lan", ".internal", ".home.arpa", ".localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalDavPlace:
    """A calendar on a CalDAV server.

    Attributes:
        url: the server, the runner's principal, or the calendar itself.
        calendar: the calendar's address, path, or id (the last part of its path); None: `url` is the calendar.
        username: None where the server asks for none.
        password_command: prints the password on its first line.
        password_env: the environment variable that holds it.
    """

    url: str
    calendar: str | None = None
    username: str | None = None
    password_command: str | None = field(default=None, repr=False)
    password_env: str | None = None

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.url).hostname or ""

    @property
    def label(self) -> str:
        """The calendar's id, or the server's name where none is given."""
        path = urlsplit(self.calendar or self.url).path
        return unquote(path.rstrip("/").rpartition("/")[2]) or self.host

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.host if self.label == self.host else f"{self.label} on {self.host}"


def shows_password(url: str) -> bool:
    """Tell whether a password that is sent to this address could be read on the way.

    What leaves the machine unencrypted is tolerated inside the home network only, where small servers have no TLS.
    """
    parts = urlsplit(url)
    return parts.scheme.lower() != "https" and not _is_at_home(parts.hostname or "")


def _is_at_home(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return "." not in host or host.endswith(_NAMES_AT_HOME)


def may_follow(home: str, url: str) -> bool:
    """Tell whether a server may send us, and with us the runner's password, from its own address to another.

    It may on its own host, without giving up TLS, and by TLS to hosts of its own family: the calendars of
    caldav.icloud.com are on p34-caldav.icloud.com.
    """
    here, there = urlsplit(home), urlsplit(url)
    if (here.scheme, here.hostname, _port(here)) == (there.scheme, there.hostname, _port(there)):
        return True
    if there.scheme != "https" or _port(there) != 443:
        return False
    return there.hostname == here.hostname or _is_relative(here.hostname or "", there.hostname or "")


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _is_relative(host: str, other: str) -> bool:
    if other.endswith(f".{host}"):
        return True
    family = host.partition(".")[2]
    # "co.uk" and "com.au" are no families, but icloud.com is; a short name of three letters may be either.
    return len(family.rpartition(".")[0].rpartition(".")[2]) > 3 and f".{other}".endswith(f".{family}")
