"""Google's authorization server: consent in a browser, tokens, service accounts (guides to OAuth 2.0 for each).

The installed app asks with PKCE (RFC 7636) and hears on a loopback address (RFC 8252); a service account signs a JWT
(RFC 7523).
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tests.google import contract
from tests.google.call import Grant
from tests.google.contract import SCOPE
from tests.google.problems import Json
from tests.google.state import State

LIFETIME = 3599
"""Seconds that an access token is good for."""

TESTING_LIFETIME = 7 * 24 * 3600 - 1
"""Seconds that a refresh token is good for while the app's publishing status is "Testing"."""

_AUDIENCE = "https://oauth2.googleapis.com/token"
"""What Google's client names, wherever it sends the JWT."""

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
_JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Refused(Exception):
    """A token request that is refused, in the words of RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {"error": error, "error_description": description}


@dataclass(kw_only=True)
class Consent:
    """What the runner does on the consent screen.

    Attributes:
        user: who is signed in there.
        refuses: whether the runner cancels.
        unticked: scopes that the runner does not tick, without the address that all of them begin with.
    """

    user: str = ""
    refuses: bool = False
    unticked: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What an authorization code was given out for."""

    grant: Grant
    redirect: str
    challenge: str | None
    offline: bool


@dataclass(frozen=True, kw_only=True)
class ServiceAccount:
    """An account that no person has.

    Attributes:
        key_id: of the key that signs for it.
    """

    email: str
    key: RSAPublicKey
    key_id: str


@dataclass(kw_only=True)
class Authorization:
    """The authorization server.

    Attributes:
        audience: the address of the token endpoint.
        testing: whether the app's publishing status is "Testing": its refresh tokens end after seven days.
    """

    state: State
    audience: str = ""
    client: str = "987.apps.googleusercontent.com"
    secret: str = field(default="GOCSPX-known-to-all")
    consent: Consent = field(default_factory=Consent)
    testing: bool = False
    accounts: dict[str, ServiceAccount] = field(default_factory=dict)
    access: dict[str, Grant] = field(default_factory=dict)
    refresh: dict[str, Grant] = field(default_factory=dict)
    _codes: dict[str, _Asked] = field(default_factory=dict)

    def ask(self, query: Mapping[str, str]) -> str:
        """Show the consent screen, and return the address that the browser is sent to.

        Raises:
            Refused: Google shows an error page instead and sends the browser nowhere.
        """
        redirect = query.get("redirect_uri", "")
        if query.get("client_id") != self.client:
            raise Refused("invalid_client", "The OAuth client was not found.", 401)
        if urlsplit(redirect).hostname not in _LOOPBACK or urlsplit(redirect).scheme != "http":
            raise Refused("redirect_uri_mismatch", "The redirect URI is not one of an installed app.")
        if query.get("response_type") != "code" or query.get("code_challenge_method", "S256") != "S256":
            raise Refused("invalid_request", "Only codes with S256 are given out.")
        asked = query.get("scope", "").split()
        known = contract.document()["auth"]["oauth2"]["scopes"]
        if not asked or any(scope not in known for scope in asked):
            raise Refused("invalid_scope", "Some requested scopes were invalid.")
        state = {"state": query["state"]} if "state" in query else {}
        if self.consent.refuses:
            return f"{redirect}?{urlencode({'error': 'access_denied', **state})}"
        grant = self._grant({scope.removeprefix(SCOPE) for scope in asked}, query)
        code = f"4/{self.state.new_name()}"
        self._codes[code] = _Asked(
            grant=grant,
            redirect=redirect,
            challenge=query.get("code_challenge"),
            offline=query.get("access_type") == "offline",
        )
        return f"{redirect}?{urlencode({**state, 'code': code, 'scope': scopes(grant)})}"

    def _grant(self, asked: set[str], query: Mapping[str, str]) -> Grant:
        user = self.consent.user
        ticked = asked - self.consent.unticked
        if query.get("include_granted_scopes") == "true":
            before = [grant for grant in self.refresh.values() if grant.user == user]
            ticked = ticked.union(*(grant.scopes for grant in before))
        return Grant(user=user, scopes=frozenset(ticked), client=self.client)

    def token(self, form: Mapping[str, str]) -> Json:
        """Answer a request for a token.

        Raises:
            Refused: it is not given.
        """
        kind = form.get("grant_type")
        if kind == _JWT:
            return self._answer(self._service(form.get("assertion", "")))
        if form.get("client_id") != self.client or form.get("client_secret") != self.secret:
            raise Refused("invalid_client", "The OAuth client was not found.", 401)
        if kind == "authorization_code":
            return self._redeem(form)
        if kind == "refresh_token":
            if form.get("refresh_token") not in self.refresh:
                raise Refused("invalid_grant", "Token has been expired or revoked.")
            return self._answer(self.refresh[form["refresh_token"]])
        raise Refused("unsupported_grant_type", f"Invalid grant_type: {kind}")

    def _redeem(self, form: Mapping[str, str]) -> Json:
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None:
            raise Refused("invalid_grant", "Malformed auth code.")
        if form.get("redirect_uri") != asked.redirect:
            raise Refused("redirect_uri_mismatch", "Bad Request")
        if asked.challenge and _challenge(form.get("code_verifier", "")) != asked.challenge:
            raise Refused("invalid_grant", "Invalid code verifier.")
        if asked.challenge is None:
            self.state.breach("an authorization code was asked for without PKCE")
        answer = self._answer(asked.grant)
        if asked.offline:
            answer["refresh_token"] = self.new_refresh_token(asked.grant)
            if self.testing:
                answer["refresh_token_expires_in"] = TESTING_LIFETIME
        return answer

    def new_refresh_token(self, grant: Grant) -> str:
        """Return a token that gives others."""
        token = f"1//{self.state.new_name()}"
        self.refresh[token] = grant
        return token

    def new_access_token(self, grant: Grant) -> str:
        """Return a token that the API takes."""
        token = f"ya29.{self.state.new_name()}"
        self.access[token] = grant
        return token

    def _answer(self, grant: Grant) -> Json:
        token = self.new_access_token(grant)
        return {"access_token": token, "expires_in": LIFETIME, "scope": scopes(grant), "token_type": "Bearer"}

    def _service(self, assertion: str) -> Grant:
        head, claims = _verified(assertion, self.accounts)
        account = self.accounts[claims["iss"]]
        now = self.state.now().timestamp()
        grace = timedelta(minutes=5).total_seconds()
        if not claims["iat"] - grace <= now < claims["exp"] or claims["exp"] - claims["iat"] > 3600:
            message = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
            raise Refused("invalid_grant", f"{message} Check your iat and exp values in the JWT claim.")
        if claims["aud"] not in {self.audience, _AUDIENCE} or head.get("kid", account.key_id) != account.key_id:
            raise Refused("invalid_grant", "Invalid JWT: Failed audience check.")
        if claims.get("sub", account.email) != account.email:
            message = "Client is unauthorized to retrieve access tokens using this method."
            raise Refused("unauthorized_client", message, 401)
        asked = frozenset(scope.removeprefix(SCOPE) for scope in claims["scope"].split())
        return Grant(user=account.email, scopes=asked, client=account.email, is_service=True)

    def revoke(self, token: str) -> None:
        """Take back what was granted with a token.

        Raises:
            Refused: it is unknown.
        """
        grant = self.refresh.get(token) or self.access.get(token)
        if grant is None:
            raise Refused("invalid_token", "Token expired or revoked")
        for tokens in (self.refresh, self.access):
            for known, held in tuple(tokens.items()):
                if (held.user, held.client) == (grant.user, grant.client):
                    del tokens[known]

    def info(self, token: str) -> Json:
        """Tell what an access token is good for.

        Raises:
            Refused: it is unknown.
        """
        if token not in self.access:
            raise Refused("invalid_token", "Invalid Value")
        grant = self.access[token]
        return {"aud": grant.client, "azp": grant.client, "scope": scopes(grant), "expires_in": str(LIFETIME)}


def scopes(grant: Grant) -> str:
    """Return the scopes of a grant as they are written on the wire."""
    return " ".join(f"{SCOPE}{scope}" for scope in sorted(grant.scopes))


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _verified(assertion: str, accounts: Mapping[str, ServiceAccount]) -> tuple[Json, Json]:
    try:
        head_text, claims_text, signature = assertion.split(".")
        head: Json = json.loads(_decoded(head_text))
        claims: Json = json.loads(_decoded(claims_text))
        signed = f"{head_text}.{claims_text}".encode()
        account = accounts[claims["iss"]]
        account.key.verify(_decoded(signature), signed, padding.PKCS1v15(), hashes.SHA256())
    except KeyError as error:
        raise Refused("invalid_grant", "Invalid grant: account not found") from error
    except (ValueError, InvalidSignature) as error:
        raise Refused("invalid_grant", "Invalid JWT Signature.") from error
    if head.get("alg") != "RS256":
        raise Refused("invalid_grant", "Invalid JWT Signature.")
    return head, claims


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
