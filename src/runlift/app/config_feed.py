"""What the config says of the feed: what must hold, and the values that come of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from runlift.app.config_reader import Problem
from runlift.app.config_schema import FeedTable

_LAST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedConfig:
    """Where the feed and its page are served.

    Attributes:
        host, port: what is listened on; port 0 is any that is free.
        token_env: the environment variable that holds the secret part of the address; None: one is made and kept.
        address: where they are reached from outside, without a slash at its end; None: where they are listened for.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token_env: str | None = None
    address: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach them."""
        ip = _ip(self.host)
        return self.host == "localhost" if ip is None else ip.is_loopback

    @property
    def is_everywhere(self) -> bool:
        """Whether all addresses of this machine are listened on."""
        ip = _ip(self.host)
        return ip is not None and ip.is_unspecified

    @property
    def is_encrypted(self) -> bool:
        """Whether a web server with TLS stands in front."""
        return self.address is not None and self.address.startswith("https://")


def feed_problems(table: FeedTable) -> Iterator[Problem]:
    """Find what is wrong with the table [feed]."""
    if int(table.bind.rpartition(":")[2]) > _LAST_PORT:
        yield Problem(("feed", "bind"), f"names no port; they end at {_LAST_PORT}")
    if table.address is not None and not _is_web(table.address):
        yield Problem(("feed", "address"), 'is no web address; write it as "https://lift.example.com"')


def feed_of(table: FeedTable) -> FeedConfig:
    """Return where a readable config wants the feed served."""
    host, _, port = table.bind.rpartition(":")
    address = table.address.rstrip("/") if table.address else None
    return FeedConfig(host=host.strip("[]"), port=int(port), token_env=table.token_env, address=address)


def _ip(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"https", "http"} and parts.hostname and parts.port != 0
    except ValueError:
        return False
    return bool(known) and not parts.query and not parts.fragment and parts.username is None
