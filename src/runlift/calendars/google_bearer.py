"""The access token that goes with each request: kept, and renewed when it has ended."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import google_auth_httplib2
from google.auth.exceptions import GoogleAuthError
from google.oauth2.credentials import Credentials
from google.oauth2.service_account import Credentials as ServiceCredentials

from runlift.calendars.google_client import OAuthClient, ServiceAccount, read_client, read_service_account
from runlift.calendars.google_errors import SIGN_IN, no_token
from runlift.calendars.google_place import GooglePlace, Use, allows, scopes_for
from runlift.calendars.google_sign_in import SignIn, SignInFile
from runlift.calendars.google_wire import Once
from runlift.errors import SignInNeeded

AnyCredentials: TypeAlias = Credentials | ServiceCredentials

_MAY_NOT = {
    Use.READ: "may not read your Google calendars",
    Use.OWN: "may not make a calendar of its own at Google",
    Use.WRITE: "may not change the events of your Google calendars",
    Use.FIND: "may not look through the list of your Google calendars",
}


class Bearer:
    """Gets access tokens for a calendar.

    Args:
        place: the calendar, and who signs in.
        uses: what is done there.
        folder: where sign-ins are kept.
        http: what Google is asked with.

    Raises:
        SignInNeeded: the client file or the key is missing or malformed.
    """

    def __init__(self, place: GooglePlace, uses: Collection[Use], folder: Path, http: Once) -> None:
        self._place = place
        self._uses = uses
        self._http = http
        self._who = _who(place)
        self.file = SignInFile(folder / self._who.file_name)
        self._sign_in = self.file.load()

    @property
    def sign_in(self) -> SignIn:
        """The sign-in as it was last read."""
        return self._sign_in

    def token(self) -> str:
        """Return an access token that has not ended, as far as this machine's clock tells.

        Raises:
            SignInNeeded: there is no sign-in, it has ended, or it does not allow what is to be done.
            Unreachable: Google gives none for now.
        """
        self._check()
        credentials = self._credentials()
        if credentials.valid:
            return str(credentials.token)
        return self.renewed(self._sign_in.access_token)

    def renewed(self, ended: str | None) -> str:
        """Return another access token than the one that has ended.

        Raises:
            SignInNeeded: Google has ended the sign-in.
            Unreachable: Google gives none for now.
        """
        with self.file.held():
            # Another thread or process may have been faster.
            self._sign_in = self.file.load()
            self._check()
            credentials = self._credentials()
            if not credentials.valid or credentials.token == ended:
                self._refresh(credentials)
        return str(credentials.token)

    def change(self, change: Callable[[SignIn], SignIn]) -> None:
        """Change what is kept of the sign-in."""
        with self.file.held():
            self._sign_in = change(self.file.load())
            self.file.save(self._sign_in)

    def _check(self) -> None:
        if isinstance(self._who, ServiceAccount):
            return
        if self._sign_in.refresh_token is None:
            raise SignInNeeded(f"runlift is not signed in at Google; {SIGN_IN}")
        for use in self._uses:
            if not allows(self._sign_in.scopes, use):
                raise SignInNeeded(f"runlift {_MAY_NOT[use]}, since its sign-in does not allow it; {SIGN_IN} again")

    def _credentials(self) -> AnyCredentials:
        sign_in = self._sign_in
        if isinstance(self._who, ServiceAccount):
            credentials: ServiceCredentials = ServiceCredentials.from_service_account_info(
                self._who.info, scopes=scopes_for(self._uses)
            )
            # A token that was got for fewer uses would be refused.
            if all(allows(sign_in.scopes, use) for use in self._uses):
                credentials.token, credentials.expiry = sign_in.access_token, _naive(sign_in.expiry)
            return credentials
        return Credentials(
            token=sign_in.access_token,
            refresh_token=sign_in.refresh_token,
            token_uri=self._who.token_uri,
            client_id=self._who.client_id,
            client_secret=self._who.client_secret,
            expiry=_naive(sign_in.expiry),
        )

    def _refresh(self, credentials: AnyCredentials) -> None:
        sign_in = self._sign_in
        refresh: Callable[[google_auth_httplib2.Request], None] = credentials.refresh
        try:
            refresh(google_auth_httplib2.Request(self._http))
        except GoogleAuthError as error:
            since = f"{sign_in.since:%Y-%m-%d}" if sign_in.since else ""
            raise no_token(error, self._place, since=since) from None
        self._sign_in = replace(
            sign_in,
            scopes=scopes_for(self._uses) if isinstance(self._who, ServiceAccount) else sign_in.scopes,
            refresh_token=credentials.refresh_token if isinstance(credentials, Credentials) else None,
            access_token=credentials.token,
            expiry=credentials.expiry.replace(tzinfo=UTC) if credentials.expiry else None,
        )
        self.file.save(self._sign_in)


def _who(place: GooglePlace) -> OAuthClient | ServiceAccount:
    if place.service_account_file is not None:
        return read_service_account(place.service_account_file)
    return read_client(place.client_file)


def _naive(moment: datetime | None) -> datetime | None:
    """Return the moment as Google's library has it: in UTC, and without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None
