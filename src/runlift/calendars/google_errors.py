"""Why Google gave no calendar or took no event, in sentences that tell the runner what to do."""

import json
import ssl
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from google.auth.exceptions import GoogleAuthError, RefreshError
from httplib2 import ServerNotFoundError

from runlift.calendars.google_place import GooglePlace
from runlift.errors import CalendarError, CalendarGone, NoSuchCalendar, SignInNeeded, Unreachable

SIGN_IN = "run `runlift auth google`"
_TESTING = (
    'one of an OAuth app whose publishing status is "Testing" ends after 7 days, so set that to "In production" in '
    "Google's console"
)
_LATER = "try again later"

# https://developers.google.com/workspace/calendar/api/guides/errors
_TOO_OFTEN = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
USED_UP = frozenset({"quotaExceeded", "dailyLimitExceeded", "calendarLimitExceeded"})
_NOT_GRANTED = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_SWITCHED_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})


def reason_of(content: bytes | str) -> str:
    """Return the word in an error's body that says why."""
    try:
        error = json.loads(content)["error"]
        details = error.get("errors") or [{}]
        return str(details[0].get("reason") or error.get("status") or "")
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return ""


def is_temporary(status: int, reason: str) -> bool:
    """Tell whether the same request may well succeed later."""
    return status in {408, 429} or status >= 500 or (status == 403 and reason in _TOO_OFTEN)


def seconds_asked(headers: Mapping[str, str]) -> float:
    """Return how long the answer wants us to wait (RFC 9110, 10.2.3); 0 where it does not say."""
    asked = headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        due, sent = parsedate_to_datetime(asked), parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (due - sent).total_seconds())
    except (ValueError, TypeError):
        return 0


def no_success(status: int, reason: str, place: GooglePlace) -> CalendarError:
    """Return the error for an answer that is not the one that was asked for."""
    name = place.name
    if status in {404, 410}:
        return _not_there(place)
    if is_temporary(status, reason):
        trouble = "has trouble of its own" if status >= 500 else "has been asked too often"
        return Unreachable(f"{name} {trouble} ({status}); {_LATER}")
    if status == 401 or reason in _NOT_GRANTED:
        return SignInNeeded(f"{name} is not open to runlift's sign-in ({status}); {SIGN_IN} again")
    if reason in USED_UP:
        return Unreachable(f"{name} takes no more requests for now ({reason}); try again tomorrow")
    return _denied(place, reason) if status == 403 else _unknown(status, reason, place)


def _denied(place: GooglePlace, reason: str) -> CalendarError:
    if reason in _SWITCHED_OFF:
        return SignInNeeded(
            "the Google Calendar API is switched off for your OAuth client; enable it in Google's console, in the "
            "project of the client file"
        )
    return NoSuchCalendar(f"{place.name} may not be used by this account (403); ask whoever owns it to share it")


def _unknown(status: int, reason: str, place: GooglePlace) -> CalendarError:
    said = f"{status} {reason}".rstrip()
    return Unreachable(f"{place.name} answers with an error that runlift does not know ({said}); {_LATER}")


def refusal(status: int, reason: str, place: GooglePlace) -> str:
    """Return why the calendar does not take a change."""
    if status == 403:
        return (
            f"{place.name}: it may not be written by this account (403 {reason}); ask whoever owns it for the right to "
            "change events, or choose a calendar of your own as the target"
        )
    return f"{place.name}: it does not take the event ({status} {reason}); please report it"


def no_answer(error: Exception, place: GooglePlace) -> Unreachable:
    """Return the error for a request without a whole answer."""
    match error:
        case ServerNotFoundError():
            what = "cannot be found; check the internet connection"
        case TimeoutError():
            what = f"does not answer in time; {_LATER}"
        case ssl.SSLError():
            what = "does not prove who it is, since TLS failed; check the clock of this machine"
        case ConnectionRefusedError():
            what = "takes no connections; check the internet connection, and google.api_endpoint if you have set it"
        case _:
            what = f"breaks off in the middle of its answer; {_LATER}"
    return Unreachable(f"{place.name} {what}")


def no_token(error: GoogleAuthError, place: GooglePlace, *, since: str) -> CalendarError:
    """Return the error for an access token that Google does not give.

    Args:
        error: what its library raised.
        place: the calendar.
        since: when the runner signed in; empty for a service account, which never does.
    """
    details = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], Mapping) else {}
    code, why = str(details.get("error", "")), str(details.get("error_description", ""))
    if not isinstance(error, RefreshError) or error.retryable or not code:
        return Unreachable(f"{place.name} cannot be reached, since Google gives no access token; {_LATER}")
    if code != "invalid_grant":
        return SignInNeeded(f"Google does not accept the client file ({code}); get it from Google's console anew")
    if since:
        return SignInNeeded(f"Google has ended the sign-in of {since}; {_TESTING}, and {SIGN_IN} again")
    if "timeframe" in why or "iat" in why:
        return SignInNeeded(
            "Google does not accept the service account, since the clock of this machine is wrong; set it"
        )
    return SignInNeeded("Google does not know the service account's key (any more); make a new one in its console")


def _not_there(place: GooglePlace) -> NoSuchCalendar:
    if place.is_own:
        return CalendarGone(
            "the calendar that runlift made at Google is gone, so nothing was written; restore it in the calendar's "
            "own settings there, or run `runlift sync --accept-target` to have another one made"
        )
    return NoSuchCalendar(
        f"{place.name} is not there, or not shared with this account; copy its id from its settings at Google"
    )
