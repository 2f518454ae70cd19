"""Talking to a CalDAV server by the `caldav` library, whatever goes wrong told in one sentence.

Redirects are followed here: `requests` would turn a PROPFIND into a GET, or drop its body, and would not ask whether
the runner's password may go there.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from caldav.davclient import DAVClient
from caldav.lib.error import AuthorizationError, DAVError
from caldav.response import DAVResponse
from requests.auth import HTTPBasicAuth

from runlift import __version__
from runlift.calendars.base import Traffic
from runlift.calendars.caldav_place import CalDavPlace, may_follow, shows_password
from runlift.calendars.caldav_wire import Wire
from runlift.calendars.feed import Patience
from runlift.calendars.feed_errors import no_answer
from runlift.calendars.passwords import PasswordOf, password_of
from runlift.calendars.watch import Watch
from runlift.errors import SignInNeeded, Unreachable

_REDIRECTS = 5
_UNAUTHORIZED = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered.

    Attributes:
        url: where the answer came from in the end.
        status: of HTTP.
        etag: the version of what was asked for or written, where the server tells it.
        tree: the body as an lxml element; None where it is no XML.
        body: the body as text.
        conditions: the names of the preconditions that failed, in Clark notation (RFC 4918, 16).
    """

    url: str
    status: int
    etag: str | None = None
    tree: Any = None
    body: str = ""
    conditions: tuple[str, ...] = ()


class CalDavSession:
    """One conversation with a server.

    Args:
        place: the server and the sign-in.
        patience: how long to wait.
        find_password: finds the password; it is asked once, when the first request is made.
    """

    def __init__(
        self, place: CalDavPlace, *, patience: Patience | None = None, find_password: PasswordOf = password_of
    ) -> None:
        self.place = place
        self._patience = patience or Patience()
        self._find_password = find_password
        # The runner named the server, and it may well stand at home; `may_follow` keeps us with it.
        self._watch = Watch(place.name, allow_private=True, seconds=self._patience.overall)
        self._wire = Wire(place.name, self._patience, self._watch)
        self._client: DAVClient | None = None

    @property
    def traffic(self) -> Traffic:
        """What the conversation has cost so far."""
        return self._wire.traffic

    def ask(self, method: str, url: str, body: str = "", headers: Mapping[str, str] | None = None) -> Answer:
        """Make a request and return the answer, whatever its status, but for a refused sign-in.

        Raises:
            SignInNeeded: the server does not accept the sign-in.
            Unreachable: no whole answer came, or the server sends us elsewhere.
            NotACalendar: the answer is too large for a calendar.
        """
        for _ in range(_REDIRECTS + 1):
            self._refuse_stranger(url)
            answer, location = self._sent(method, url, body, headers or {})
            if location is None:
                return answer
            url = urljoin(url, location)
        raise Unreachable(f"{self.place.name} redirects more than {_REDIRECTS} times; check the url")

    def resolve(self, base: str, href: str) -> str:
        """Return the address that a server means; behind a proxy it may not know its own scheme and port."""
        here, there = urlsplit(base), urlsplit(urljoin(base, href))
        if here.hostname == there.hostname:
            there = there._replace(scheme=here.scheme, netloc=here.netloc)
        return there.geturl()

    def _refuse_stranger(self, url: str) -> None:
        if self.place.username is not None and shows_password(url):
            raise SignInNeeded(f"{self.place.name} would get your password unencrypted; write its url with https://")
        if not may_follow(self.place.url, url):
            raise Unreachable(
                f"{self.place.name} leads to {urlsplit(url).hostname}, which would get your password; "
                "write that server into url if you trust it"
            )

    def _sent(self, method: str, url: str, body: str, headers: Mapping[str, str]) -> tuple[Answer, str | None]:
        """Return the answer, and where it redirects to."""
        client = self._signed_in()
        try:
            with self._watch:
                return self._answered(client, method, url, body, headers), None
        except requests.TooManyRedirects as redirect:
            location = redirect.response.headers["Location"] if redirect.response is not None else ""
            return Answer(url=url, status=self._wire.status), location
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            # ValueError: what `requests` and the standard library raise for malformed addresses, among others.
            trouble = self._watch.too_slow() if self._watch.expired else no_answer(error, self.place.name)
            raise trouble from None
        except SyntaxError:  # of which lxml's errors are: what says that it is XML is none
            return Answer(url=url, status=self._wire.status), None

    def _answered(self, client: DAVClient, method: str, url: str, body: str, headers: Mapping[str, str]) -> Answer:
        try:
            response = client.request(url, method, body, headers)
        except AuthorizationError as error:
            if error.status != _UNAUTHORIZED:
                return Answer(url=url, status=error.status or 403, conditions=tuple(error.preconditions))
            if isinstance(client.auth, HTTPBasicAuth) and "digest" in self._wire.challenge:
                client.auth = None  # so that the library goes by what the server offers
                return self._answered(client, method, url, body, headers)
            raise self._refused() from None
        except DAVError:
            # Asked too often; all other errors of the library come from calls that are not made here.
            return Answer(url=url, status=self._wire.status)
        return Answer(
            url=url,
            status=response.status,
            etag=response.headers.get("ETag"),
            tree=response.tree,
            body=response.raw,
            conditions=_conditions(response),
        )

    def _refused(self) -> SignInNeeded:
        name = self.place.name
        if self.place.username is None:
            return SignInNeeded(f"{name} asks for a sign-in; add username and password_command to its table")
        return SignInNeeded(
            f"{name} does not accept the username and password; check both, "
            "and where you sign in with a second factor make an app password"
        )

    def _signed_in(self) -> DAVClient:
        if self._client is None:
            self._client = self._opened(self._find_password(self.place))
        return self._client

    def _opened(self, password: str | None) -> DAVClient:
        # It would print what it finds odd, with the calendar's content.
        logging.getLogger("caldav").setLevel(logging.CRITICAL)
        username = self.place.username
        client = DAVClient(
            url=self.place.url,
            username=username,
            password=password,
            # Handed over at once, so that nothing is asked twice; the library's own would be spelled in Latin-1.
            auth=HTTPBasicAuth(username.encode(), password.encode()) if username and password else None,
            # The library hands it on to `requests`, which knows two.
            timeout=cast("int", (self._patience.connect, self._patience.read)),
            headers={"User-Agent": f"runlift/{__version__}"},
            enable_rfc6764=False,
        )
        client.session.max_redirects = 0
        for scheme in ("http://", "https://"):
            client.session.mount(scheme, self._wire)
        return client


def _conditions(response: DAVResponse) -> tuple[str, ...]:
    tree = response.tree
    return tuple(child.tag for child in tree) if tree is not None and tree.tag == "{DAV:}error" else ()
