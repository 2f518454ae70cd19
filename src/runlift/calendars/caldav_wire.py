"""The connections of one CalDAV session: bounded in time and size, counted, and tried again where that does no harm."""

from collections.abc import Iterator
from io import BytesIO

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, HTTPResponse
from urllib3.util import Retry

from runlift.calendars.base import Traffic
from runlift.calendars.connections import watch_over
from runlift.calendars.feed import Patience
from runlift.calendars.watch import Watch
from runlift.formats.refusals import SIZE_LIMIT, too_large

_PIECE = 2**16
_READING = frozenset({"GET", "PROPFIND", "REPORT"})
"""What may be asked twice; whether a write was made whose answer was lost, the next read tells."""

_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers that say how a body came, and not what it is."""


class Wire(HTTPAdapter):
    """Takes in the whole of each answer, unless it is larger than any calendar.

    Args:
        where: what the calendar is called in messages.
        patience: how often a request is made again, and how long a server may ask us to wait.
        watch: looks at the connections.

    Attributes:
        traffic: what the session has cost so far.
        status: of the last answer.
        challenge: the ways of signing in that the last answer offered.
    """

    def __init__(self, where: str, patience: Patience, watch: Watch) -> None:
        retries = Retry(
            total=patience.retries,
            allowed_methods=_READING,
            status_forcelist=(429, 500, 502, 503, 504),
            backoff_factor=0.3,
            raise_on_status=False,
            retry_after_max=patience.retry_after,
        )
        super().__init__(max_retries=retries)
        watch_over(self, watch)
        self._where = where
        self.traffic = Traffic()
        self.status = 0
        self.challenge = ""

    def build_response(self, req: PreparedRequest, resp: BaseHTTPResponse) -> Response:
        """Return the answer with its body read."""
        body = b"".join(self._pieces(resp))
        self.status = resp.status
        self.challenge = resp.headers.get("WWW-Authenticate", "").lower()
        self.traffic = Traffic(
            requests=self.traffic.requests + 1 + (len(resp.retries.history) if resp.retries else 0),
            sent=self.traffic.sent + len(req.body or ""),
            received=self.traffic.received + resp.tell(),
        )
        return super().build_response(
            req,
            HTTPResponse(
                BytesIO(body),
                headers={name: value for name, value in resp.headers.items() if name.lower() not in _OF_THE_WIRE},
                status=resp.status,
                reason=resp.reason,
                preload_content=False,
            ),
        )

    def _pieces(self, answer: BaseHTTPResponse) -> Iterator[bytes]:
        size = 0
        for piece in answer.stream(_PIECE, decode_content=True):
            size += len(piece)
            if size >= SIZE_LIMIT:
                raise too_large(self._where)
            yield piece
