"""The connection to Google: signed, bounded in time, counted, and asked again where that does no harm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from weakref import finalize

import httplib2

from runlift.calendars.base import Traffic
from runlift.calendars.google_errors import is_temporary, no_answer, reason_of, seconds_asked
from runlift.calendars.google_manners import Manners, Patience
from runlift.calendars.google_place import GooglePlace

Answer = tuple[httplib2.Response, bytes]
"""An answer as the library wants it."""

TokenOf = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Once:
    """Makes a request a single time, for what would be done twice otherwise."""

    request: Callable[..., Answer]


class GoogleWire:
    """Makes the requests of one calendar, in one thread: httplib2 knows no more.

    All but `calendars.insert` may be made twice: what was inserted has an id that we made, and what is patched or
    deleted is so in the version that we read.

    Args:
        place: the calendar.
        manners: how long to wait.

    Attributes:
        traffic: what it has cost so far; bytes count as decompressed.
        patience: what is left of the time for waiting.
    """

    def __init__(self, place: GooglePlace, manners: Manners) -> None:
        self.traffic = Traffic()
        self.patience = Patience(manners)
        self._place = place
        self._http = httplib2.Http(timeout=manners.timeout)
        # It keeps its connections open until it is told otherwise.
        finalize(self, self._http.close)
        # Google's API sends us nowhere else, and nobody else may have the token.
        self._http.follow_redirects = False
        self._token: TokenOf = str
        self._renewed: Callable[[str], str] = str

    def sign(self, token: TokenOf, renewed: Callable[[str], str]) -> None:
        """Let every request carry a token.

        Args:
            token: gives one.
            renewed: gives another than the one that was refused.
        """
        self._token, self._renewed = token, renewed

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Make a request until it is answered, or patience ends.

        Raises:
            CalendarError: no answer came, or there is no sign-in.
        """
        return self.patience.ask(lambda: self.request_once(uri, method, body, headers), refused)

    def request_once(
        self, uri: str, method: str = "GET", body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Make a request, and again only if the access token has ended.

        Raises:
            CalendarError: no answer came, or there is no sign-in.
        """
        token = self._token()
        answer = self._signed(token, uri, method, body, headers)
        if answer[0].status != 401:
            return answer
        return self._signed(self._renewed(token), uri, method, body, headers)

    def ask(
        self, uri: str, method: str = "GET", body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Make a request without a token.

        Raises:
            Unreachable: no answer came.
        """
        # Counted before: what goes wrong was asked for all the same.
        self._count(sent=len(body.encode() if isinstance(body, str) else body or b""))
        try:
            response, content = self._http.request(uri, method=method, body=body, headers=dict(headers or {}))
        except (OSError, HTTPException, httplib2.HttpLib2Error) as error:
            self._http.close()
            raise no_answer(error, self._place) from None
        self.traffic = Traffic(
            requests=self.traffic.requests, sent=self.traffic.sent, received=self.traffic.received + len(content)
        )
        return response, content

    def _signed(self, token: str, uri: str, method: str, body: str | None, headers: Mapping[str, str] | None) -> Answer:
        return self.ask(uri, method, body, {**(headers or {}), "authorization": f"Bearer {token}"})

    def _count(self, *, sent: int) -> None:
        self.traffic = Traffic(
            requests=self.traffic.requests + 1, sent=self.traffic.sent + sent, received=self.traffic.received
        )


def refused(answer: Answer) -> float | None:
    """Return how many seconds a refusal that may pass wants us to wait; None where it is none."""
    response, content = answer
    if not is_temporary(response.status, reason_of(content) if response.status == 403 else ""):
        return None
    return seconds_asked(response)
