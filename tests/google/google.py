"""Google as a test handles it: what there is, what goes wrong, and what was asked."""

import json
from datetime import timedelta
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.google.api import Api
from tests.google.browser import Browser
from tests.google.call import Grant
from tests.google.events import new_event
from tests.google.faults import Fault, Faults, Kind
from tests.google.hand import Hand
from tests.google.oauth import Authorization, ServiceAccount
from tests.google.problems import Json
from tests.google.state import OWNER, WRITER, HeldCalendar, Received, State
from tests.google.writing import checked


class Google:
    """Everything of Google that runlift may meet.

    Attributes:
        state: what it remembers; its clock and the size of its pages can be set.
        authorization: its consent screen and its tokens.
        faults: what goes wrong next.
        browser: opens what it is told to, and does as `authorization.consent` says.
        base_url: the root of the servers, with a slash at its end.
    """

    def __init__(self) -> None:
        self.state = State()
        self.authorization = Authorization(state=self.state)
        self.faults = Faults()
        self.api = Api(self.state, self.authorization, self.faults)
        self.browser = Browser()
        self.base_url = ""

    def listen_at(self, port: int) -> None:
        """Take an address."""
        self.base_url = f"http://127.0.0.1:{port}/"
        self.authorization.audience = self.token_uri

    @property
    def auth_uri(self) -> str:
        return f"{self.base_url}o/oauth2/v2/auth"

    @property
    def token_uri(self) -> str:
        return f"{self.base_url}token"

    @property
    def requests(self) -> list[Received]:
        """What was asked, the oldest first."""
        return self.state.requests

    def asked_for(self) -> list[str]:
        """Return the methods that were asked for, such as `calendar.events.list`, `batch` and `token`."""
        return [request.method for request in self.requests]

    def take_breaches(self) -> list[str]:
        """Return the breaches of the contract so far, and forget them: the test knows of them."""
        found = list(self.state.breaches)
        self.state.breaches.clear()
        return found

    def new_user(self, email: str, *, time_zone: str = "Europe/Berlin") -> HeldCalendar:
        """Make an account, who is from now on signed in to the browser, and return its primary calendar."""
        self.authorization.consent.user = email
        return self._new_calendar(
            HeldCalendar(id=email, owner=email, summary=email, time_zone=time_zone, primary=True, roles={email: OWNER})
        )

    def new_calendar(self, owner: str, summary: str, *, time_zone: str = "Europe/Berlin") -> HeldCalendar:
        """Make a secondary calendar by hand; no app has made it."""
        name = f"{self.state.new_name()}@group.calendar.google.com"
        return self._new_calendar(
            HeldCalendar(id=name, owner=owner, summary=summary, time_zone=time_zone, roles={owner: OWNER})
        )

    def _new_calendar(self, calendar: HeldCalendar) -> HeldCalendar:
        self.state.calendars[calendar.id] = calendar
        self.state.touch(calendar)
        return calendar

    def calendars_made(self) -> list[HeldCalendar]:
        """Return the calendars that apps have made and that are still there."""
        return [calendar for calendar in self.state.calendars.values() if calendar.made_by]

    def share(self, calendar_id: str, user: str, role: str = WRITER) -> None:
        """Let somebody else into a calendar."""
        self.state.calendars[calendar_id].roles[user] = role

    def delete_calendar(self, calendar_id: str) -> None:
        """Delete a calendar by hand."""
        del self.state.calendars[calendar_id]

    def add_event(self, calendar_id: str, event: Json) -> Json:
        """Save an event, new or in place of the one with its id, whatever the API would say to its type."""
        calendar = self.state.calendars[calendar_id]
        named = {"id": self.state.new_name(), "summary": "Run", **event}
        kind = {"eventType": named.pop("eventType", "default")}
        full = checked(new_event(named, calendar, calendar.owner), calendar) | kind
        return self.state.write(calendar, full)

    def events(self, calendar_id: str) -> dict[str, Json]:
        """Return the events that a calendar shows, by id; series as such, and instances written on their own."""
        held = self.state.calendars[calendar_id].events()
        return {event_id: event for event_id, event in held.items() if event["status"] != "cancelled"}

    def hand(self, calendar_id: str) -> Hand:
        """Return the hand of a runner in a calendar's window."""
        return Hand(self.state, self.state.calendars[calendar_id])

    def client_json(self, path: Path) -> Path:
        """Write the file of an installed app's OAuth client, as it is downloaded from the console."""
        installed = {
            "client_id": self.authorization.client,
            "project_id": "runlift-of-the-tests",
            "auth_uri": self.auth_uri,
            "token_uri": self.token_uri,
            "client_secret": self.authorization.secret,
            "redirect_uris": ["http://localhost"],
        }
        path.write_text(json.dumps({"installed": installed}), encoding="utf-8")
        return path

    def service_account_json(self, path: Path, email: str = "lift@tests.iam.gserviceaccount.com") -> Path:
        """Make a service account and write the file of its key."""
        key = _key()
        account = ServiceAccount(email=email, key=key.public_key(), key_id="key-1")
        self.authorization.accounts[email] = account
        said = {
            "type": "service_account",
            "project_id": "runlift-of-the-tests",
            "private_key_id": account.key_id,
            "private_key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
            "client_email": email,
            "client_id": "123",
            "auth_uri": self.auth_uri,
            "token_uri": self.token_uri,
        }
        path.write_text(json.dumps(said), encoding="utf-8")
        return path

    def sign_in(self, user: str, *scopes: str) -> tuple[str, str]:
        """Grant scopes without a consent screen, and return an access token and a refresh token.

        Args:
            user: who grants them.
            scopes: without the address that all of them begin with.
        """
        is_service = user in self.authorization.accounts
        client = user if is_service else self.authorization.client
        grant = Grant(user=user, scopes=frozenset(scopes), client=client, is_service=is_service)
        return self.authorization.new_access_token(grant), self.authorization.new_refresh_token(grant)

    def expire_access_tokens(self) -> None:
        """Let an hour go by for every access token."""
        self.authorization.access.clear()

    def refuse_refreshes(self) -> None:
        """Let every refresh token be revoked or too old: from now on it is `invalid_grant`."""
        self.authorization.refresh.clear()
        self.expire_access_tokens()

    def expire_sync_tokens(self) -> None:
        """Let every sync token be too old."""
        self.api.tokens.expire()

    def fail_next(
        self,
        status: int = 503,
        reason: str = "backendError",
        *,
        method: str | None = None,
        times: int = 1,
        skip: int = 0,
        retry_after: str | None = None,
        page: bytes | None = None,
    ) -> None:
        """Answer the next requests with an error, and do nothing of what they ask."""
        self.faults.add(
            Fault(
                kind=Kind.STATUS,
                method=method,
                times=times,
                skip=skip,
                status=status,
                reason=reason,
                retry_after=retry_after,
                page=page,
            )
        )

    def drop_next(self, *, after_commit: bool, method: str | None = None, times: int = 1) -> None:
        """Hang up on the next requests, after or before doing what they ask."""
        kind = Kind.DROP_AFTER if after_commit else Kind.DROP_BEFORE
        self.faults.add(Fault(kind=kind, method=method, times=times))

    def cut_next(self, *, method: str | None = "batch", breaks_off: bool = False) -> None:
        """Do what the next request asks and answer the first half, as if it were all or with the line gone."""
        self.faults.add(Fault(kind=Kind.CUT, method=method, keeps_promise=not breaks_off))

    def delay_next(self, seconds: float, *, method: str | None = None) -> None:
        """Let the next request wait."""
        self.faults.add(Fault(kind=Kind.DELAY, method=method, seconds=seconds))

    def set_skew(self, ahead: timedelta) -> None:
        """Let Google's clock be ahead of the machine's."""
        self.state.skew = ahead


@cache
def _key() -> RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
