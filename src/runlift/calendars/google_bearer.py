"""The access token that goes with each request: kept, and renewed when it has ended."""

from collections.abc import Callable, Collection
from datetime import UTC
from pathlib import Path

from google.auth.credentials import Credentials
from google.auth.transport import Request

from runlift.calendars.google_client import OAuthClient, ServiceAccount, read_client, read_service_account
from runlift.calendars.google_errors import SIGN_IN
from runlift.calendars.google_place import GooglePlace, Use, allows
from runlift.calendars.google_sign_in import SignIn, SignInFile
from runlift.calendars.google_wire import Once
from runlift.calendars.registry import load
from runlift.errors import SignInNeeded

_RENEWED = "runlift.calendars.google_tokens:renewed"

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
        return self._good_token() or self.renewed(self._sign_in.access_token)

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
            token = self._good_token()
            if token is None or token == ended:
                self._sign_in = load(_RENEWED)(self._sign_in, self._who, self._uses, self._place, self._http)
                self.file.save(self._sign_in)
        return str(self._sign_in.access_token)

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

    def _good_token(self) -> str | None:
        """Return the access token that is kept; None where it has ended, or was got for fewer uses."""
        sign_in = self._sign_in
        is_enough = all(allows(sign_in.scopes, use) for use in self._uses)
        return sign_in.access_token if is_enough and _Kept(sign_in).valid else None


class _Kept(Credentials):
    """A token by Google's own measure of whether it is still good."""

    def __init__(self, sign_in: SignIn) -> None:
        begin: Callable[[], None] = super().__init__
        begin()
        self.token = sign_in.access_token
        # Google's library has moments in UTC, and does not say so.
        self.expiry = sign_in.expiry.astimezone(UTC).replace(tzinfo=None) if sign_in.expiry else None

    def refresh(self, request: Request) -> None:
        """Get another one, which is not for here to do."""
        raise NotImplementedError(request)


def _who(place: GooglePlace) -> OAuthClient | ServiceAccount:
    if place.service_account_file is not None:
        return read_service_account(place.service_account_file)
    return read_client(place.client_file)
