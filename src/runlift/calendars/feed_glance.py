"""A glance at a feed: one conditional GET, of whose answer the status is enough.

It is made with the standard library alone, since the HTTP library of a whole reading takes longer to import than the
rest of a sync that finds nothing changed. Where a request takes more than that (a proxy, a sign-in), the HTTP library
makes it.
"""

import os
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from ssl import create_default_context
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi

from runlift import __version__
from runlift.calendars.feed_address import http_address, shown
from runlift.calendars.glance import NO_STAMP, Glance
from runlift.calendars.registry import load
from runlift.calendars.watch import Watch
from runlift.errors import Unreachable

_STATUS_OF_FEED = "runlift.calendars.feed:status_of"
_AUTHORITIES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Where the HTTP library looks for the authorities that are trusted."""
_NOT_MODIFIED = 304
_SECONDS, _SECONDS_OVERALL = 10, 15
"""The reading that follows, where there was no answer, is more patient."""


class FeedHeads(Protocol):
    """Knows what was kept of each feed's last good answer."""

    def head(self, url: str) -> tuple[str | None, str | None, str] | None:
        """Return the ETag, the Last-Modified and the stamp of the body, if anything was kept."""
        ...


def headers_for(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return what a request for a feed says of us and of the answer that we have."""
    headers = {"Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "gzip", "User-Agent": f"runlift/{__version__}"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def glance_at_feed(url: str, cache: FeedHeads, *, allow_private: bool) -> Glance:
    """Ask whether the feed has changed since its last good answer.

    Raises:
        Unreachable: no answer came.
    """
    kept = cache.head(url)
    if kept is None or not any(kept[:2]):
        return Glance(stamp=NO_STAMP)
    etag, last_modified, stamp = kept
    address, headers = http_address(url), headers_for(etag, last_modified)
    if _is_plain(address):
        status = _status_of(address, headers, allow_private=allow_private)
    else:
        status = load(_STATUS_OF_FEED)(url, headers, allow_private=allow_private)
    return Glance(stamp=stamp if status == _NOT_MODIFIED else NO_STAMP, requests=1)


def _is_plain(address: str) -> bool:
    parts = urlsplit(address)
    is_behind = not {parts.scheme, "all"}.isdisjoint(getproxies()) and not proxy_bypass(parts.netloc)
    return not is_behind and "@" not in parts.netloc


def _status_of(address: str, headers: dict[str, str], *, allow_private: bool) -> int:
    where = shown(address)
    try:
        with (
            Watch(where, allow_private=allow_private, seconds=_SECONDS_OVERALL) as watch,
            closing(_connection(address)) as connection,
        ):
            connection.connect()
            watch.look_at(connection.sock)
            target = urlsplit(address)._replace(scheme="", netloc="", fragment="")
            connection.request("GET", target.geturl() or "/", headers=headers)
            return connection.getresponse().status
    except (OSError, HTTPException, ValueError):
        # Neither is chained, since they may spell the address out, which is a secret.
        raise Unreachable(f"{where} cannot be reached; check the address and the internet connection") from None


def _connection(address: str) -> HTTPConnection:
    parts = urlsplit(address)
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname or "", parts.port, timeout=_SECONDS)
    trusted = next(filter(None, map(os.environ.get, _AUTHORITIES)), certifi.where())
    is_folder = Path(trusted).is_dir()
    context = create_default_context(capath=trusted) if is_folder else create_default_context(cafile=trusted)
    return HTTPSConnection(parts.hostname or "", parts.port, timeout=_SECONDS, context=context)
