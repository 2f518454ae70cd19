"""Asking the runner for access in a browser (RFC 8252, with PKCE), and giving it up."""

import os
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlencode, urlsplit

import requests
from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
from oauthlib.oauth2.rfc6749.errors import AccessDeniedError, MismatchingStateError, OAuth2Error
from requests.adapters import HTTPAdapter

from runlift.calendars.google_client import OAuthClient
from runlift.calendars.google_manners import Manners
from runlift.calendars.google_place import GooglePlace, Use
from runlift.calendars.google_session import GoogleSession
from runlift.calendars.google_sign_in import ByHand, SignIn
from runlift.calendars.google_wire import GoogleWire
from runlift.errors import CalendarError, SignInNeeded, Unreachable

_PATIENCE = 300
"""Seconds that the runner has for the consent screen."""
_TIMEOUT = 30
_AGAIN = "run `runlift auth google` again"
_CAN_WRITE = frozenset({"writer", "owner"})
_RELAXED = "OAUTHLIB_RELAX_TOKEN_SCOPE"
_UNENCRYPTED = "OAUTHLIB_INSECURE_TRANSPORT"

Given: TypeAlias = Any
"""Whatever `requests` hands to its adapters."""


def consent(client: OAuthClient, scopes: tuple[str, ...], now: datetime, by_hand: ByHand | None) -> SignIn:
    """Ask the runner to allow the scopes, and return what was granted.

    Args:
        client: the app that asks.
        scopes: what it asks for.
        now: when.
        by_hand: how, where this machine has no browser.

    Raises:
        SignInNeeded: the runner refused, or did not come back.
        Unreachable: Google gave no answer.
    """
    with _lenient(client):
        flow = InstalledAppFlow.from_client_config(dict(client.config), scopes=list(scopes))
        for scheme in ("https://", "http://"):
            flow.oauth2session.mount(scheme, _Impatient())
        try:
            _in_the_browser(flow) if by_hand is None else _on_another_machine(flow, by_hand)
        except AccessDeniedError:
            raise SignInNeeded(f"you refused access, so nothing was changed; {_AGAIN} if you want to") from None
        except MismatchingStateError:
            raise SignInNeeded(f"that answer belongs to another sign-in; {_AGAIN}, and use its own address") from None
        except OAuth2Error as error:
            raise SignInNeeded(f"Google did not complete the sign-in ({error.error}); {_AGAIN}") from None
        except requests.RequestException:
            raise Unreachable("Google does not answer; check the internet connection") from None
        return _sign_in(flow.oauth2session.token, now)


def _in_the_browser(flow: InstalledAppFlow) -> None:
    try:
        flow.run_local_server(
            host="127.0.0.1",
            port=0,
            authorization_prompt_message="If no browser opens, open this address yourself: {url}",
            success_message="runlift is signed in. You can close this page.",
            timeout_seconds=_PATIENCE,
            prompt="consent",  # or there is no refresh token but the first time
        )
    except webbrowser.Error:
        raise SignInNeeded("no browser can be started here; run `runlift auth google --no-browser`") from None
    except WSGITimeoutError:
        raise SignInNeeded(f"no answer came from the browser in {_PATIENCE // 60} minutes; {_AGAIN}") from None


def _on_another_machine(flow: InstalledAppFlow, by_hand: ByHand) -> None:
    # Nothing need listen there: what counts is the address itself.
    flow.redirect_uri = "http://127.0.0.1:1/"
    url, _ = flow.authorization_url(prompt="consent")
    by_hand.show(url)
    answer = by_hand.ask().strip()
    if not urlsplit(answer).query:
        raise SignInNeeded(f"that is not the address at which the browser ended; {_AGAIN}, and copy all of it")
    # oauthlib takes answers by https only, and this one never travelled.
    flow.fetch_token(authorization_response=answer.replace("http://", "https://", 1))


def _sign_in(token: Mapping[str, Any], now: datetime) -> SignIn:
    refresh_token = token.get("refresh_token")
    if not refresh_token:
        raise SignInNeeded(
            "Google gave no lasting access; take runlift out of the apps of your Google account "
            f"(myaccount.google.com/connections), and {_AGAIN}"
        )
    granted = token.get("scope") or ()
    lasts = token.get("refresh_token_expires_in")
    return SignIn(
        scopes=tuple(granted.split() if isinstance(granted, str) else granted),
        since=now,
        ends=now + timedelta(seconds=float(lasts)) if lasts else None,
        refresh_token=refresh_token,
        access_token=token.get("access_token"),
        expiry=datetime.fromtimestamp(float(token["expires_at"]), UTC) if "expires_at" in token else None,
    )


def look_at(place: GooglePlace, use: Use, folder: Path) -> str | None:
    """Look whether a calendar is there for us, and return its title.

    Raises:
        CalendarError: it is not, or may not be written where it should be.
    """
    session = GoogleSession(place, uses=(use,), folder=folder)
    fields = "summary,accessRole"
    found = session.list_events(place.calendar, maxResults="1", fields=fields)
    # Who says nothing of roles lets us try.
    if use is Use.WRITE and found.get("accessRole", "owner") not in _CAN_WRITE:
        raise CalendarError(
            f'{place.name} may only be read; ask its owner for the right to change events, or use "own"'
        )
    title: str | None = found.get("summary")
    return title


def give_up(client: OAuthClient, sign_in: SignIn, place: GooglePlace) -> None:
    """Tell Google to forget what was granted.

    Raises:
        Unreachable: Google gave no answer.
    """
    wire = GoogleWire(place, Manners())
    body = urlencode({"token": sign_in.refresh_token or ""})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response, _ = wire.ask(client.revoke_uri, "POST", body, headers)
    # 400: it had ended already.
    if response.status not in {200, 400}:
        raise Unreachable(f"Google did not end the sign-in ({response.status}); try again later")


class _Impatient(HTTPAdapter):
    """Waits for an answer no longer than need be; the library would wait for ever."""

    def send(self, *args: Given, **given: Given) -> requests.Response:
        """Send a request."""
        return super().send(*args, **{**given, "timeout": given.get("timeout") or _TIMEOUT})


@contextmanager
def _lenient(client: OAuthClient) -> Iterator[None]:
    """Let the library hand over a grant of less than was asked for, and a test's own server do without TLS."""
    wanted = {_RELAXED: "1"} | ({_UNENCRYPTED: "1"} if client.is_on_this_machine else {})
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
