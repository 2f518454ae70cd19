"""The rules that an event has to keep, as the reference of the Events resource states them field by field."""

import re
from collections.abc import Callable

from tests.google.problems import Json, Problem, invalid
from tests.google.series import rules
from tests.google.state import HeldCalendar
from tests.google.times import local, settled, span

READ_ONLY = ("kind", "etag", "htmlLink", "created", "updated", "creator", "organizer", "hangoutLink", "locked")
"""What a client may send back, and is not listened to."""

IMMUTABLE = ("id", "iCalUID", "recurringEventId", "originalStartTime", "eventType")
_ID = re.compile(r"[a-v0-9]{5,1024}")
_COLORS = {str(number) for number in range(1, 12)}
_LINK = re.compile(r"https?://\S+")
_ON_PRIMARY_ONLY = {"outOfOffice", "focusTime", "workingLocation"}
_KEY_MAX, _VALUE_MAX, _PROPERTIES_MAX, _SIZE_MAX = 44, 1024, 300, 32 * 1024
_DEFAULTS = {"transparency": "opaque", "visibility": "default", "description": "", "location": "", "colorId": ""}
"""What an answer leaves out because it goes without saying."""


def merged(old: Json, patch: Json) -> Json:
    """Return an event after a patch: objects merge, lists are replaced, a null clears (guide to performance: patch)."""
    result = dict(old)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            result[name] = merged(result.get(name) or {}, value)
        else:
            result[name] = value
    return result


def without_nulls(body: Json) -> Json:
    """Return what a body says; in a full body a null says nothing."""
    return {name: _said(value) for name, value in body.items() if value is not None}


def _said(value: object) -> object:
    if isinstance(value, dict):
        return without_nulls(value)
    return [_said(item) for item in value] if isinstance(value, list) else value


def valid_id(event_id: str) -> str:
    """Return the id that a client made: 5 to 1024 of the letters of base32hex.

    Raises:
        Problem: it has other letters or another length.
    """
    if not _ID.fullmatch(event_id):
        raise invalid("Invalid resource id value.", "id")
    return event_id


def checked(event: Json, calendar: HeldCalendar) -> Json:
    """Return an event as it is kept.

    Raises:
        Problem: it breaks a rule.
    """
    made = {name: value for name, value in event.items() if value != _DEFAULTS.get(name)}
    made.setdefault("status", "confirmed")
    made.setdefault("eventType", "default")
    made.setdefault("sequence", 0)
    made.setdefault("reminders", {"useDefault": True})
    for name in ("start", "end"):
        made[name] = settled(made[name], calendar.zone, name)
    for check in _CHECKS:
        check(made, calendar)
    if "extendedProperties" in made:
        made["extendedProperties"] = _kept_properties(made["extendedProperties"])
        if not made["extendedProperties"]:
            del made["extendedProperties"]
    if "attendees" in made:
        made["attendees"] = [_attendee(attendee, calendar) for attendee in made["attendees"]]
    return {name: value for name, value in made.items() if value != []}


def _check_times(event: Json, calendar: HeldCalendar) -> None:
    start, end = event["start"], event["end"]
    if ("date" in start) != ("date" in end):
        raise invalid("Start and end times must either both be date or both be dateTime.", reason="invalid")
    first, last = span(event, calendar.zone)
    if last < first or ("date" in start and last == first):
        raise Problem(400, "timeRangeEmpty", "The specified time range is empty.", "calendar")


def _check_recurrence(event: Json, calendar: HeldCalendar) -> None:
    if event.get("recurrence"):
        next(iter(rules(event["recurrence"], local(event["start"], calendar.zone))), None)


def _check_reminders(event: Json, _: HeldCalendar) -> None:
    reminders = event["reminders"]
    overrides = reminders.get("overrides", [])
    if reminders.get("useDefault") and overrides:
        message = "Cannot specify both default reminders and overrides at the same time."
        raise Problem(400, "cannotUseDefaultRemindersAndSpecifyOverride", message, "calendar")
    if len(overrides) > 5:
        raise invalid("The maximum number of override reminders is 5.", "reminders.overrides")
    for reminder in overrides:
        if reminder.get("method") not in {"popup", "email"} or not 0 <= reminder.get("minutes", -1) <= 40320:
            raise invalid("Invalid reminder.", "reminders.overrides")


def _check_words(event: Json, calendar: HeldCalendar) -> None:
    for name, known in _WORDS.items():
        if name in event and event[name] not in known:
            raise invalid(f"Invalid value for {name}.", name)
    if "source" in event and not _LINK.fullmatch(event["source"].get("url", "")):
        raise invalid("The URL scheme must be HTTP or HTTPS.", "source.url")
    if event["eventType"] in _ON_PRIMARY_ONLY and not calendar.primary:
        message = "Events of this type can only be created on primary calendars."
        raise Problem(400, "eventTypeRestriction", message, "calendar")


_WORDS: dict[str, set[str]] = {
    "colorId": _COLORS,
    "status": {"confirmed", "tentative", "cancelled"},
    "transparency": {"transparent"},
    "visibility": {"public", "private", "confidential"},
    "eventType": {"default", "birthday", "focusTime", "fromGmail", "outOfOffice", "workingLocation"},
}
_CHECKS: tuple[Callable[[Json, HeldCalendar], None], ...] = (
    _check_times,
    _check_recurrence,
    _check_reminders,
    _check_words,
)


def _kept_properties(given: Json) -> Json:
    """Drop long names and cut long values without a word, as the guide to extended properties says."""
    kept = {
        kind: {name: value[:_VALUE_MAX] for name, value in values.items() if len(name) <= _KEY_MAX}
        for kind, values in given.items()
    }
    sizes = [sum(len(name) + len(value) for name, value in values.items()) for values in kept.values()]
    if any(len(values) > _PROPERTIES_MAX for values in kept.values()) or any(size > _SIZE_MAX for size in sizes):
        raise invalid("Too many extended properties.", "extendedProperties")
    return {kind: values for kind, values in kept.items() if values}


def _attendee(attendee: Json, calendar: HeldCalendar) -> Json:
    mine = {"self": True} if attendee.get("email") == calendar.id else {}
    return {"responseStatus": "needsAction", **attendee, **mine}


def resequenced(old: Json, new: Json) -> Json:
    """Return an event with its sequence one higher where it was rescheduled (RFC 5545, section 3.8.7.4)."""
    if all(new.get(name) == old.get(name) for name in ("start", "end", "recurrence")):
        return new
    return {**new, "sequence": max(new.get("sequence", 0), old.get("sequence", 0) + 1)}


def guests(event: Json) -> list[str]:
    """Return the addresses that a mail about this event would go to."""
    return [attendee["email"] for attendee in event.get("attendees", []) if not attendee.get("self")]
