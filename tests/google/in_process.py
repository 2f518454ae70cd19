"""Google without a socket: what the library asks goes straight to it, in the thread that asks."""

from collections.abc import Mapping
from http.client import IncompleteRead
from urllib.parse import urlsplit

import httplib2

from tests.google.batch import Part
from tests.google.exchange import Ending, exchange, half
from tests.google.google import Google
from tests.google.server import ContractBroken

_PORT = 1
"""Nobody listens there."""


class Connection:
    """Stands where `httplib2.Http` stood; an answer that does not arrive raises what that would raise."""

    def __init__(self, google: Google) -> None:
        self._google = google

    def request(
        self, uri: str, method: str = "GET", body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[httplib2.Response, bytes]:
        """Make a request.

        Raises:
            ContractBroken: at once, where a server would tell at its end.
        """
        parts = urlsplit(uri)
        asked = Part(
            verb=method,
            path=f"{parts.path}?{parts.query}" if parts.query else parts.path,
            # Who packs answers unpacks them too.
            headers={name.lower(): value for name, value in (headers or {}).items() if name != "accept-encoding"},
            body=body.encode() if isinstance(body, str) else body or b"",
            name="",
        )
        reply, ending = exchange(self._google, asked)
        if self._google.state.breaches:
            raise ContractBroken("\n".join(self._google.state.breaches))
        if ending is Ending.NO_ANSWER:
            raise ConnectionResetError
        if ending is Ending.HALF:
            raise IncompleteRead(half(reply.body))
        told = {name.lower(): value for name, value in reply.headers.items()}
        return httplib2.Response({**told, "status": str(reply.status)}), reply.body

    def close(self) -> None:
        """Hang up."""


def google_in_process() -> Google:
    """Return Google, who is to be asked by a `Connection`."""
    google = Google()
    google.listen_at(_PORT)
    return google
