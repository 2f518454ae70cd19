"""The authorization server behaves as Google's guides to OAuth 2.0 say, for installed apps and for service accounts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from tests.google.browser import redirect_of
from tests.google.call import Grant
from tests.google.caller import Caller
from tests.google.conftest import JO
from tests.google.contract import SCOPE
from tests.google.event_texts import timed
from tests.google.google import Google
from tests.google.problems import Json

LOOPBACK = "http://127.0.0.1:4711/"
# The example of RFC 7636, appendix B.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
EVENTS, OWN = "calendar.events.readonly", "calendar.app.created"


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def asked(google: Google, **changed: str) -> str:
    """Return the address of a consent screen."""
    said = {
        "client_id": google.authorization.client,
        "redirect_uri": LOOPBACK,
        "response_type": "code",
        "scope": f"{SCOPE}{EVENTS} {SCOPE}{OWN}",
        "state": "state-1",
        "access_type": "offline",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return f"{google.auth_uri}?{urlencode({name: value for name, value in (said | changed).items() if value})}"


def consented(google: Google, **changed: str) -> dict[str, str]:
    """Return what the app hears after the consent screen."""
    return dict(parse_qsl(urlsplit(redirect_of(asked(google, **changed))).query))


def token(google: Google, session: requests.Session, **said: str) -> Json:
    client = {"client_id": google.authorization.client, "client_secret": google.authorization.secret}
    answer = session.post(google.token_uri, client | said, timeout=10)
    return {"status": answer.status_code, **answer.json()}


def redeemed(google: Google, session: requests.Session, code: str, **changed: str) -> Json:
    said = {"grant_type": "authorization_code", "code": code, "redirect_uri": LOOPBACK, "code_verifier": VERIFIER}
    return token(google, session, **(said | changed))


def test_consent_gives_a_code_and_the_code_gives_tokens_once(google: Google, session: requests.Session) -> None:
    heard = consented(google)
    assert heard["state"] == "state-1"
    first, second = (redeemed(google, session, heard["code"]) for _ in range(2))
    assert first["scope"].split() == [f"{SCOPE}{OWN}", f"{SCOPE}{EVENTS}"]
    assert first["expires_in"] == 3599
    assert (second["status"], second["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:1/"}, "redirect_uri_mismatch"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_code_is_for_whom_it_was_given_to(
    google: Google, session: requests.Session, changed: dict[str, str], error: str
) -> None:
    assert redeemed(google, session, consented(google)["code"], **changed)["error"] == error


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"redirect_uri": "https://example.com/"}, "redirect_uri_mismatch"),
        ({"client_id": "another"}, "invalid_client"),
        ({"scope": f"{SCOPE}calendar.everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "token"}, "invalid_request"),
    ],
)
def test_a_consent_screen_that_makes_no_sense_leads_nowhere(
    google: Google, session: requests.Session, changed: dict[str, str], error: str
) -> None:
    answer = session.get(asked(google, **changed), timeout=10, allow_redirects=False)
    assert (answer.status_code in {400, 401}, answer.json()["error"]) == (True, error)


def test_a_code_without_pkce_is_a_breach(google: Google, session: requests.Session) -> None:
    heard = consented(google, code_challenge="", code_challenge_method="")
    assert redeemed(google, session, heard["code"])["status"] == 200
    assert "without PKCE" in google.take_breaches()[0]


def test_a_runner_who_refuses_is_told_to_the_app(google: Google) -> None:
    google.authorization.consent.refuses = True
    assert consented(google) == {"error": "access_denied", "state": "state-1"}


def test_a_scope_that_is_not_ticked_is_not_granted(google: Google, session: requests.Session) -> None:
    google.authorization.consent.unticked = frozenset({OWN})
    given = redeemed(google, session, consented(google)["code"])
    assert given["scope"] == f"{SCOPE}{EVENTS}"
    grant = google.authorization.access[given["access_token"]]
    assert grant == Grant(user=JO, scopes=frozenset({EVENTS}), client=google.authorization.client)


def test_scopes_add_up_where_the_app_asks_for_that(google: Google, session: requests.Session) -> None:
    redeemed(google, session, consented(google, scope=f"{SCOPE}{EVENTS}")["code"])
    second = consented(google, scope=f"{SCOPE}{OWN}", include_granted_scopes="true")
    assert redeemed(google, session, second["code"])["scope"] == f"{SCOPE}{OWN} {SCOPE}{EVENTS}"


def test_a_refresh_token_comes_only_with_offline_access(google: Google, session: requests.Session) -> None:
    assert "refresh_token" in redeemed(google, session, consented(google)["code"])
    assert "refresh_token" not in redeemed(google, session, consented(google, access_type="online")["code"])


def test_an_app_in_testing_hears_how_long_its_refresh_token_lasts(google: Google, session: requests.Session) -> None:
    google.authorization.testing = True
    given = redeemed(google, session, consented(google)["code"])
    assert given["refresh_token_expires_in"] == timedelta(days=7).total_seconds() - 1


def test_a_refresh_token_gives_access_until_it_is_revoked(google: Google, session: requests.Session) -> None:
    given = redeemed(google, session, consented(google)["code"])
    refresh = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    assert token(google, session, **refresh)["status"] == 200
    revoke = f"{google.base_url}revoke"
    statuses = [session.post(revoke, {"token": given["refresh_token"]}, timeout=10).status_code for _ in range(2)]
    assert statuses == [200, 400]
    assert token(google, session, **refresh)["error"] == "invalid_grant"
    assert google.authorization.access == {}


def test_an_access_token_tells_what_it_is_good_for_until_it_expires(google: Google, session: requests.Session) -> None:
    access, _ = google.sign_in(JO, EVENTS)
    info = f"{google.base_url}tokeninfo?access_token={access}"
    assert session.get(info, timeout=10).json()["scope"] == f"{SCOPE}{EVENTS}"
    google.expire_access_tokens()
    assert session.get(info, timeout=10).json()["error"] == "invalid_token"


def test_an_access_token_that_expired_is_refused(google: Google, jo: Caller) -> None:
    google.expire_access_tokens()
    answer = jo.call("events.list", calendarId="primary")
    assert answer.reason == "401 authError"
    assert "invalid_token" in answer.headers["www-authenticate"]


def account(google: Google, folder: Path, **said: str) -> service_account.Credentials:
    path = google.service_account_json(folder / "sa.json")
    made: service_account.Credentials = service_account.Credentials.from_service_account_file(
        str(path), scopes=[f"{SCOPE}calendar.events"], additional_claims=said
    )
    return made


def refreshed(credentials: service_account.Credentials) -> str:
    """Ask for an access token as Google's own client does."""
    with requests.Session() as session:
        session.trust_env = False
        credentials.refresh(Request(session=session))
    return str(credentials.token)


def test_a_service_account_signs_for_its_tokens(google: Google, tmp_path: Path) -> None:
    grant = google.authorization.access[refreshed(account(google, tmp_path))]
    assert grant.user == grant.client == "lift@tests.iam.gserviceaccount.com"
    assert grant.scopes == {"calendar.events"}


def test_a_service_account_sees_what_is_shared_with_it_and_invites_nobody(google: Google, tmp_path: Path) -> None:
    email = account(google, tmp_path).service_account_email
    shared = google.new_calendar(JO, "Lift").id
    google.share(shared, email)
    guest = timed(attendees=[{"email": "ann@example.com"}])
    with Caller(google, email) as caller:
        seen = [caller.call("events.list", calendarId=calendar).status for calendar in (shared, JO)]
        refused = caller.call("events.insert", guest, calendarId=shared, sendUpdates="none")
    assert seen == [200, 404]
    assert refused.reason == "403 forbiddenForServiceAccounts"


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(hours=-2)])
def test_a_service_account_whose_clock_is_wrong_is_refused(google: Google, tmp_path: Path, ahead: timedelta) -> None:
    google.set_skew(ahead)
    with pytest.raises(RefreshError, match="short-lived token"):
        refreshed(account(google, tmp_path))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"aud": "https://example.com/token"}, "audience"),
        ({"sub": JO}, "unauthorized_client"),
        ({"iss": "nobody@tests.iam.gserviceaccount.com"}, "account not found"),
    ],
)
def test_a_service_account_speaks_for_itself_alone(
    google: Google, tmp_path: Path, said: dict[str, str], error: str
) -> None:
    with pytest.raises(RefreshError, match=error):
        refreshed(account(google, tmp_path, **said))


def test_a_key_of_somebody_elses_does_not_sign(google: Google, tmp_path: Path) -> None:
    credentials = account(google, tmp_path)
    (held,) = google.authorization.accounts.values()
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    google.authorization.accounts[held.email] = replace(held, key=other)
    with pytest.raises(RefreshError, match="Signature"):
        refreshed(credentials)
