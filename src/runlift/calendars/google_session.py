"""Talking to Google by its own client library, whatever goes wrong told in one sentence."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias
from urllib.parse import quote

from googleapiclient.errors import BatchError, HttpError
from googleapiclient.http import BatchHttpRequest, HttpRequest
from googleapiclient.model import JsonModel

from runlift.calendars.base import Traffic
from runlift.calendars.google_bearer import Bearer
from runlift.calendars.google_errors import is_temporary, no_success, reason_of, seconds_asked
from runlift.calendars.google_manners import Manners
from runlift.calendars.google_place import GooglePlace, Use
from runlift.calendars.google_sign_in import SignIn
from runlift.calendars.google_wire import Answer, GoogleWire, Once
from runlift.calendars.registry import load
from runlift.errors import CalendarError, Unreachable
from runlift.formats.google_json import Json

AT_ONCE = 50
"""Requests in a batch (guide to batch requests)."""

_NO_ANSWER = 0
_VERSION = "calendar/v3/"

# The description of the API takes longer to load than the rest of the library: it is for those who write, and is made
# once, whichever thread is first.
_BUILD = "googleapiclient.discovery:build"
_DESCRIBING = Lock()
_MODEL = JsonModel()

Api: TypeAlias = Any
"""What the library makes from Google's description of the API."""
Request: TypeAlias = Any
"""A request of the library's, not made yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What became of one request of a batch.

    Attributes:
        item: the event as it is now, where there is one.
        wait: how many seconds the answer wants us to wait.
    """

    status: int
    reason: str = ""
    item: Json | None = None
    wait: float = 0

    @property
    def is_temporary(self) -> bool:
        """Whether the same request may well succeed later."""
        return is_temporary(self.status, self.reason)


def _by_nobody(*_asked: object) -> Answer:
    raise TypeError("whoever makes a request says by which connection")


@cache
def _api(root: str) -> Api:
    # It would print the content of calendars.
    logging.getLogger("googleapiclient").setLevel(logging.CRITICAL)
    return load(_BUILD)(
        "calendar",
        "v3",
        http=Once(_by_nobody),
        static_discovery=True,
        client_options={"api_endpoint": f"{root}{_VERSION}"},
    )


@cache
def _events(root: str) -> Api:
    return _api(root).events()


class GoogleSession:
    """One conversation about one calendar.

    Args:
        place: the calendar, and who signs in.
        uses: what is done there.
        folder: where sign-ins are kept.
        manners: how long to wait.
    """

    def __init__(
        self, place: GooglePlace, *, uses: Collection[Use], folder: Path, manners: Manners | None = None
    ) -> None:
        self.place = place
        self._uses = uses
        self._folder = folder
        self._wire = GoogleWire(place, manners or Manners())
        self._bearer: Bearer | None = None

    @property
    def traffic(self) -> Traffic:
        """What the conversation has cost so far."""
        return self._wire.traffic

    @property
    def sign_in(self) -> SignIn:
        """The sign-in that it goes by.

        Raises:
            SignInNeeded: the client file is missing or malformed.
        """
        return self._signed().sign_in

    def change_sign_in(self, change: Callable[[SignIn], SignIn]) -> None:
        """Change what is kept of the sign-in."""
        self._signed().change(change)

    @property
    def api(self) -> Api:
        """The methods of the API, each of which returns a request."""
        with _DESCRIBING:
            return _api(self._root)

    @property
    def events(self) -> Api:
        """Those of them that are about events."""
        with _DESCRIBING:
            return _events(self._root)

    def list_events(self, calendar: str, **query: str) -> Json:
        """Return a page of `events.list`.

        Raises:
            CalendarError: it is refused, or no answer came.
        """
        headers, _, asked, _ = _MODEL.request({}, {}, query, None)
        uri = f"{self._root}{_VERSION}calendars/{quote(calendar, safe='')}/events{asked}"
        return self.answer(HttpRequest(None, _MODEL.response, uri, headers=headers, methodId="calendar.events.list"))

    def answer(self, request: Request) -> Json:
        """Make a request and return what it answers.

        Raises:
            CalendarError: it is refused, or no answer came.
        """
        return self._executed(request, self._wire.request)

    def answer_once(self, request: Request) -> Json:
        """Make a request a single time, since it would be done twice otherwise.

        Raises:
            CalendarError: it is refused, or no answer came.
        """
        return self._executed(request, self._wire.request_once)

    def batch(self, requests: Sequence[Request]) -> tuple[Part, ...]:
        """Make up to fifty requests at once; those that may pass are made again while patience lasts.

        Raises:
            CalendarError: no whole answer came, so that nobody knows what was done; or there is no sign-in.
        """
        if not requests:
            return ()
        self._signed()
        parts = [Part(status=_NO_ANSWER)] * len(requests)
        todo = list(range(len(requests)))

        def ask() -> float | None:
            found = self._batch([requests[place] for place in todo])
            for place, part in zip(todo, found, strict=True):
                parts[place] = part
            todo[:] = [place for place in todo if parts[place].is_temporary]
            return max((parts[place].wait for place in todo), default=None)

        self._wire.patience.ask(ask, lambda wait: wait)
        return tuple(parts)

    def _batch(self, requests: Sequence[Request]) -> list[Part]:
        parts: list[Part] = []

        def take(place: str, item: Json | None, error: HttpError | None) -> None:
            if error is None and not isinstance(item, Mapping) and requests[int(place)].method != "DELETE":
                raise ValueError("this part is cut short")
            parts.append(_part_of(error) if error else Part(status=200, item=item or None))

        batch = BatchHttpRequest(callback=take, batch_uri=f"{self._root}batch/calendar/v3")
        for place, request in enumerate(requests):
            batch.add(request, request_id=str(place))
        try:
            # Patience is for what is left of it, and not for the whole once more.
            batch.execute(http=Once(self._wire.request_once))
        except (BatchError, LookupError, TypeError, AttributeError, ValueError):
            # What the library raises where parts of the answer are missing or malformed; to it a BatchError is an
            # HttpError too, be the answer a page of some machine on the way with status 200.
            raise Unreachable(f"{self.place.name} breaks off in the middle of its answer; try again later") from None
        except HttpError as error:
            return [_part_of(error)] * len(requests)
        return parts

    def _executed(self, request: Request, ask: Callable[..., Answer]) -> Json:
        self._signed()
        try:
            answer = request.execute(http=Once(ask))
        except HttpError as error:
            raise no_success(error.resp.status, reason_of(error.content), self.place) from error
        if not isinstance(answer, Mapping):
            # The library hands on what is no JSON as it came, such as the page of some machine on the way.
            raise Unreachable(f"{self.place.name} answers with something that is not its API's; try again later")
        return answer

    def _signed(self) -> Bearer:
        if self._bearer is None:
            self._bearer = Bearer(self.place, self._uses, self._folder, Once(self._wire.ask))
            self._wire.sign(self._bearer.token, self._bearer.renewed)
        return self._bearer

    @property
    def _root(self) -> str:
        return f"{self.place.api_endpoint.rstrip('/')}/"


def status_of(error: CalendarError) -> int | None:
    """Return the status of the answer that an error of a session tells of."""
    cause = error.__cause__
    return cause.resp.status if isinstance(cause, HttpError) else None


def _part_of(error: HttpError) -> Part:
    headers: Mapping[str, str] = error.resp
    return Part(status=error.resp.status, reason=reason_of(error.content), wait=seconds_asked(headers))
