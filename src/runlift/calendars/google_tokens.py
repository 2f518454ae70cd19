"""Getting an access token from Google: by what the runner has granted, or by a service account's key."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC

import google_auth_httplib2
from google.auth.exceptions import GoogleAuthError
from google.oauth2.credentials import Credentials
from google.oauth2.service_account import Credentials as ServiceCredentials

from runlift.calendars.google_client import OAuthClient, ServiceAccount
from runlift.calendars.google_errors import no_token
from runlift.calendars.google_place import GooglePlace, Use, scopes_for
from runlift.calendars.google_sign_in import SignIn
from runlift.calendars.google_wire import Once


def renewed(
    sign_in: SignIn, who: OAuthClient | ServiceAccount, uses: Collection[Use], place: GooglePlace, http: Once
) -> SignIn:
    """Return the sign-in with another access token.

    Args:
        sign_in: as it is kept.
        who: signs in.
        uses: what the token is for; a service account's is for nothing else.
        place: the calendar, for messages.
        http: what Google is asked with.

    Raises:
        SignInNeeded: Google has ended the sign-in.
        Unreachable: Google gives none for now.
    """
    is_service = isinstance(who, ServiceAccount)
    credentials = _of_service(who, uses) if isinstance(who, ServiceAccount) else _of_runner(who, sign_in)
    refresh: Callable[[google_auth_httplib2.Request], None] = credentials.refresh
    try:
        refresh(google_auth_httplib2.Request(http))
    except GoogleAuthError as error:
        since = f"{sign_in.since:%Y-%m-%d}" if sign_in.since else ""
        raise no_token(error, place, since=since) from None
    return replace(
        sign_in,
        scopes=scopes_for(uses) if is_service else sign_in.scopes,
        refresh_token=credentials.refresh_token if isinstance(credentials, Credentials) else None,
        access_token=credentials.token,
        # Google's library has moments in UTC, and does not say so.
        expiry=credentials.expiry.replace(tzinfo=UTC) if credentials.expiry else None,
    )


def _of_service(who: ServiceAccount, uses: Collection[Use]) -> ServiceCredentials:
    made: ServiceCredentials = ServiceCredentials.from_service_account_info(who.info, scopes=scopes_for(uses))
    return made


def _of_runner(who: OAuthClient, sign_in: SignIn) -> Credentials:
    return Credentials(
        token=None,
        refresh_token=sign_in.refresh_token,
        token_uri=who.token_uri,
        client_id=who.client_id,
        client_secret=who.client_secret,
    )
