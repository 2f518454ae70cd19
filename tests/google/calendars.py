"""The methods about calendars as such: making, changing and deleting them, the user's list, and free/busy."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.google.call import Call
from tests.google.problems import Json, Problem, condition_not_met, not_modified, role_too_low
from tests.google.series import expand
from tests.google.state import BUSY_READER, OWNER, ROLES, HeldCalendar
from tests.google.times import instant, span, zone_of
from tests.google.writing import without_nulls

Period = tuple[datetime, datetime]
_KEPT = ("summary", "description", "location")


def get(call: Call) -> Json:
    """Answer `calendars.get`."""
    calendar = call.calendar(role=BUSY_READER)
    if call.headers.get("if-none-match") == calendar.etag:
        raise not_modified()
    return _shown(calendar)


def insert(call: Call) -> Json:
    """Make a secondary calendar; it is the app's as far as `calendar.app.created` goes."""
    body = without_nulls(call.body)
    calendar = HeldCalendar(
        id=f"{call.state.new_name()}@group.calendar.google.com",
        owner=call.user,
        summary=body["summary"],
        time_zone=zone_of(body.get("timeZone", "UTC")).key,
        made_by=call.grant.client,
        description=body.get("description"),
        location=body.get("location"),
        roles={call.user: OWNER},
    )
    call.state.calendars[calendar.id] = calendar
    call.state.touch(calendar)
    return _shown(calendar)


def patch(call: Call) -> Json:
    """Change what the body names."""
    calendar = _owned(call)
    for name in _KEPT:
        if name in call.body:
            setattr(calendar, name, call.body[name])
    if call.body.get("timeZone"):
        calendar.time_zone = zone_of(call.body["timeZone"]).key
    call.state.touch(calendar)
    return _shown(calendar)


def delete(call: Call) -> None:
    """Delete a secondary calendar with all that it holds."""
    calendar = _owned(call)
    if calendar.primary:
        raise Problem(403, "cannotDeletePrimaryCalendar", "The primary calendar cannot be deleted.", "calendar")
    del call.state.calendars[calendar.id]


def _owned(call: Call) -> HeldCalendar:
    calendar = call.calendar(role=BUSY_READER)
    if not calendar.allows(call.user, OWNER):
        raise role_too_low()
    if call.headers.get("if-match", "*") not in {"*", calendar.etag}:
        raise condition_not_met()
    return calendar


def list_entry(call: Call) -> Json:
    """Answer `calendarList.get`."""
    return _entry(call.calendar(role=BUSY_READER), call.user)


def list_(call: Call) -> Json:
    """Answer `calendarList.list`, page by page; a page's token is the place where it begins."""
    wanted = call.asked("minAccessRole") or BUSY_READER
    entries = [_entry(held, call.user) for held in call.state.calendars_of(call.user) if held.allows(call.user, wanted)]
    first = int(call.asked("pageToken") or 0)
    size = min(int(call.asked("maxResults") or 100), 250, call.state.page_limit)
    rest = first + size < len(entries)
    token = {"nextPageToken": str(first + size)} if rest else {"nextSyncToken": f"list-{call.state.writes}="}
    head = {"kind": "calendar#calendarList", "etag": f'"list-{call.state.writes}"'}
    return {**head, "items": entries[first : first + size], **token}


def free_busy(call: Call) -> Json:
    """Answer `freebusy.query`: when each calendar is busy; transparent, declined and cancelled events do not count."""
    start, end = instant(call.body["timeMin"]), instant(call.body["timeMax"])
    zone = zone_of(call.body.get("timeZone", "UTC"))
    found: Json = {}
    for item in call.body["items"]:
        try:
            calendar = call.state.calendar(item["id"], call.user)
        except Problem as problem:
            found[item["id"]] = {"errors": [{"domain": problem.domain, "reason": problem.reason}], "busy": []}
            continue
        found[item["id"]] = {"busy": [_period(busy, zone) for busy in _busy(calendar, start, end)]}
    return {"kind": "calendar#freeBusy", "calendars": found, **_period((start, end), zone, "timeMin", "timeMax")}


def _busy(calendar: HeldCalendar, start: datetime, end: datetime) -> list[Period]:
    merged: list[Period] = []
    rows = expand(calendar.events(), calendar.zone, end).values()
    for first, last in sorted(span(row, calendar.zone) for row in rows if _is_busy(row)):
        if last <= start or first >= end:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return [(max(first, start), min(last, end)) for first, last in merged]


def _period(period: Period, zone: ZoneInfo, *names: str) -> Json:
    texts = [moment.astimezone(zone).isoformat(timespec="seconds").replace("+00:00", "Z") for moment in period]
    return dict(zip(names or ("start", "end"), texts, strict=True))


def _is_busy(row: Json) -> bool:
    mine = [who["responseStatus"] for who in row.get("attendees", []) if who.get("self")]
    return row["status"] != "cancelled" and row.get("transparency") != "transparent" and mine != ["declined"]


def _shown(calendar: HeldCalendar) -> Json:
    said = {name: value for name in _KEPT if (value := getattr(calendar, name)) is not None}
    owner = {} if calendar.primary else {"dataOwner": calendar.owner}
    return {
        "kind": "calendar#calendar",
        "etag": calendar.etag,
        "id": calendar.id,
        "timeZone": calendar.time_zone,
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
        **owner,
        **said,
    }


def _entry(calendar: HeldCalendar, user: str) -> Json:
    first = {"primary": True} if calendar.primary and calendar.owner == user else {}
    return {
        **_shown(calendar),
        "kind": "calendar#calendarListEntry",
        "accessRole": ROLES[calendar.role(user)],
        "colorId": "14",
        "backgroundColor": "#9fe1e7",
        "foregroundColor": "#000000",
        "selected": True,
        "defaultReminders": calendar.default_reminders,
        **first,
    }
