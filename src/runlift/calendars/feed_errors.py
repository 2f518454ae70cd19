"""Why a feed gave no calendar, in sentences that tell the runner what to do."""

import requests
import urllib3
from urllib3 import exceptions

from runlift.errors import Unreachable

_LATER = "try again later"
_NO_PROOF = "does not prove who it is, since TLS failed; check the address, and the clock of this machine"
_COPY = "copy the feed's secret address again from the app"

_BY_KIND: tuple[tuple[type[Exception], str], ...] = (
    (requests.exceptions.ProxyError, "cannot be reached through the proxy; check the proxy settings of this machine"),
    (requests.exceptions.SSLError, _NO_PROOF),
    (exceptions.SSLError, _NO_PROOF),
    (exceptions.NameResolutionError, "cannot be found; check the address and the internet connection"),
    (exceptions.NewConnectionError, "takes no connections; check the address and the internet connection"),
    (requests.Timeout, f"does not answer in time; {_LATER}"),
    (exceptions.TimeoutError, f"does not answer in time; {_LATER}"),
    (exceptions.DecodeError, f"sends an answer that cannot be decompressed; {_LATER}"),
    (exceptions.ProtocolError, f"breaks off in the middle of its answer; {_LATER}"),
    (ValueError, "cannot be fetched, since its address is malformed; copy the address again"),
)

_BY_STATUS = {
    401: f"refuses access (401), since the address has expired or is private; {_COPY}",
    403: f"refuses access (403), since the address has expired or is private; {_COPY}",
    404: f"has no calendar at this address (404); {_COPY}",
    410: f"has no calendar at this address any more (410); {_COPY}",
    429: f"has been asked too often (429); {_LATER}",
}


def no_answer(error: Exception, where: str) -> Unreachable:
    """Return the error for a request without a whole answer."""
    causes = (error, _cause(error))
    for kind, sentence in _BY_KIND:
        if any(isinstance(cause, kind) for cause in causes):
            return Unreachable(f"{where} {sentence}")
    return Unreachable(f"{where} cannot be reached; check the address and the internet connection")


def bad_status(status: int, where: str) -> Unreachable:
    """Return the error for an answer that holds no calendar."""
    if status >= 500:
        return Unreachable(f"{where} has trouble of its own ({status}); {_LATER}")
    return Unreachable(f"{where} {_BY_STATUS.get(status, f'answers with the status {status}; check the address')}")


def _cause(error: Exception) -> object:
    """Return what urllib3 met, which `requests` wraps."""
    wrapped = error.args[0] if error.args else None
    return wrapped.reason if isinstance(wrapped, urllib3.exceptions.MaxRetryError) else wrapped
