"""What Google answers when it will not do as it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Problem(Exception):
    """An answer that is an error, in the shape that Google's guide to the Calendar API's errors shows.

    Attributes:
        reason: the word that clients decide by.
        location: the header or parameter that is to blame.
        extra: further fields of the `error` object.
    """

    status: int
    reason: str
    message: str
    domain: str = "global"
    location: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)

    def body(self) -> Json:
        """Return the JSON of the answer."""
        detail = {"domain": self.domain, "reason": self.reason, "message": self.message}
        if self.location:
            kind = "header" if self.location[0].isupper() else "parameter"
            detail |= {"locationType": kind, "location": self.location}
        return {"error": {"errors": [detail], "code": self.status, "message": self.message, **self.extra}}


def invalid(message: str, location: str | None = None, reason: str = "invalid") -> Problem:
    """Return the answer to a request that makes no sense."""
    return Problem(400, reason, message, location=location)


def not_found() -> Problem:
    """Return the answer where nothing is, or nothing that this user may know of."""
    return Problem(404, "notFound", "Not Found")


def gone() -> Problem:
    """Return the answer to deleting what was deleted before."""
    return Problem(410, "deleted", "Resource has been deleted")


def duplicate() -> Problem:
    """Return the answer to an id that was used before, be the event deleted since or not."""
    return Problem(409, "duplicate", "The requested identifier already exists.")


def condition_not_met() -> Problem:
    """Return the answer to an `If-Match` that does not hold any more."""
    return Problem(412, "conditionNotMet", "Precondition Failed", location="If-Match")


def not_modified() -> Problem:
    """Return the answer to an `If-None-Match` that still holds."""
    return Problem(304, "notModified", "Not Modified")


def full_sync_required() -> Problem:
    """Return the answer to a sync token that is too old."""
    message = "Sync token is no longer valid, a full sync is required."
    return Problem(410, "fullSyncRequired", message, "calendar", location="syncToken")


def role_too_low() -> Problem:
    """Return the answer to a write to a calendar that this user may only read."""
    return Problem(403, "requiredAccessLevel", "You need to have writer access to this calendar.", "calendar")


def bad_credentials() -> Problem:
    """Return the answer to an access token that is unknown, expired or revoked."""
    challenge = {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'}
    return Problem(
        401,
        "authError",
        "Invalid Credentials",
        location="Authorization",
        headers=challenge,
        extra={"status": "UNAUTHENTICATED"},
    )


def scope_too_small(method: str, scopes: tuple[str, ...]) -> Problem:
    """Return the answer to a token without a scope that this method takes."""
    realm = 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"'
    why = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": "calendar-json.googleapis.com", "method": method},
    }
    return Problem(
        403,
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        headers={"WWW-Authenticate": f'{realm}, scope="{" ".join(scopes)}"'},
        extra={"status": "PERMISSION_DENIED", "details": [why]},
    )
