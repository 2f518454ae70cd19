"""One GET of a calendar feed: with patience, but not without end.

The address of a feed is a secret. Messages show its scheme and host, and causes are not chained, since those of the
HTTP libraries spell the address out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

import requests
import urllib3
from urllib3.util import Retry

from runlift.calendars.connections import watched_adapter
from runlift.calendars.feed_address import http_address, shown
from runlift.calendars.feed_errors import no_answer
from runlift.calendars.watch import Watch
from runlift.errors import Unreachable
from runlift.formats.refusals import SIZE_LIMIT, too_large

_REDIRECTS = 5
_PIECE = 2**16


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long an answer is waited for, in seconds.

    Attributes:
        connect: until a connection stands.
        read: between two pieces of an answer.
        overall: for everything, redirects and retries included.
        retry_after: the longest wait that a server may ask for; a longer one is cut to it.
        retries: how often a request that failed is made again.
    """

    connect: float = 10
    read: float = 30
    overall: float = 120
    retry_after: int = 15
    retries: int = 2


BRIEFLY = Patience(connect=5, read=10, overall=15, retries=0)
"""For a question that is asked again, and patiently, where it finds no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a feed answered in the end.

    Attributes:
        status: of HTTP.
        etag: for the next conditional request.
        last_modified: likewise.
        body: decompressed; empty unless the status is one of success, or where it was not wanted.
        requests: requests that were made, redirects and retries included.
        received: bytes of the body as they came over the wire.
    """

    status: int
    etag: str | None
    last_modified: str | None
    body: bytes
    requests: int
    received: int


def fetch(
    url: str,
    *,
    where: str,
    headers: Mapping[str, str],
    allow_private: bool,
    patience: Patience,
    with_body: bool = True,
) -> Answer:
    """GET the feed, following redirects.

    Args:
        url: of http, https, webcal or webcals.
        where: what the calendar is called in messages.
        headers: for each request.
        allow_private: an address inside the home network will do.
        patience: how long to wait.
        with_body: False: the status will do, and the rest of the answer is left unread.

    Raises:
        Unreachable: no whole answer came.
        NotACalendar: the answer is too large for a calendar.
    """
    with Watch(where, allow_private=allow_private, seconds=patience.overall) as watch, requests.Session() as session:
        adapter = watched_adapter(watch, _retries(patience))
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        try:
            return _followed(session, url, where, headers, patience, with_body=with_body)
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            # ValueError: what `requests` and the standard library raise for malformed addresses, among others.
            raise (watch.too_slow() if watch.expired else no_answer(error, where)) from None


def status_of(url: str, headers: Mapping[str, str], *, allow_private: bool) -> int:
    """Ask the feed, briefly, and return no more than the status of its answer.

    Raises:
        Unreachable: no answer came.
    """
    answer = fetch(
        url, where=shown(url), headers=headers, allow_private=allow_private, patience=BRIEFLY, with_body=False
    )
    return answer.status


def _retries(patience: Patience) -> Retry:
    return Retry(
        total=patience.retries,
        status_forcelist=(429, 500, 502, 503, 504),
        backoff_factor=0.3,
        raise_on_status=False,
        retry_after_max=patience.retry_after,
    )


def _followed(
    session: requests.Session, url: str, where: str, headers: Mapping[str, str], patience: Patience, *, with_body: bool
) -> Answer:
    address = http_address(url)
    made = 0
    for _ in range(_REDIRECTS + 1):
        if not address.lower().startswith(("http://", "https://")):
            raise Unreachable(f"{where} leads to an address that is no web address; copy the feed's address again")
        with session.get(
            address,
            headers=dict(headers),
            allow_redirects=False,
            stream=True,
            timeout=(patience.connect, patience.read),
        ) as response:
            made += 1 + (len(response.raw.retries.history) if response.raw.retries else 0)
            if not response.is_redirect:
                return _answer(response, where, made, with_body=with_body)
            address = http_address(urljoin(address, response.headers["Location"]))
    raise Unreachable(f"{where} redirects more than {_REDIRECTS} times; copy the feed's address again")


def _answer(response: requests.Response, where: str, made: int, *, with_body: bool) -> Answer:
    has_body = with_body and 200 <= response.status_code < 300
    return Answer(
        status=response.status_code,
        etag=response.headers.get("ETag"),
        last_modified=response.headers.get("Last-Modified"),
        body=b"".join(_pieces(response, where)) if has_body else b"",
        requests=made,
        received=response.raw.tell(),
    )


def _pieces(response: requests.Response, where: str) -> Iterator[bytes]:
    size = 0
    for piece in response.raw.stream(_PIECE, decode_content=True):
        size += len(piece)
        if size >= SIZE_LIMIT:
            raise too_large(where)
        yield piece
