"""The methods that read and write one event."""

from collections.abc import Callable

from tests.google.call import Call
from tests.google.problems import (
    Json,
    Problem,
    condition_not_met,
    duplicate,
    gone,
    invalid,
    not_found,
    not_modified,
    role_too_low,
)
from tests.google.series import instance, split
from tests.google.state import BUSY_READER, READER, WRITER, HeldCalendar
from tests.google.times import shown, zone_of
from tests.google.writing import IMMUTABLE, READ_ONLY, checked, guests, merged, resequenced, valid_id, without_nulls

LINK = "https://www.google.com/calendar/event?eid="
_OF_BUSY_TIME = {
    *("kind", "etag", "id", "status", "start", "end", "transparency", "eventType", "iCalUID", "updated"),
    *("recurrence", "recurringEventId", "originalStartTime"),
}


def shown_event(event: Json, calendar: HeldCalendar, call: Call) -> Json:
    """Return an event as an answer shows it to a user."""
    zone = zone_of(call.asked("timeZone") or calendar.time_zone)
    made = {"kind": "calendar#event", **event}
    for name in ("start", "end", "originalStartTime"):
        if name in made:
            made[name] = shown(made[name], zone)
    if "source" in made and made["creator"]["email"] != call.user:
        del made["source"]
    return made if _shows_details(event, calendar, call) else _as_busy(made)


def _shows_details(event: Json, calendar: HeldCalendar, call: Call) -> bool:
    """Hide what free/busy readers, and readers of a private event, are not shown (Events: accessRole)."""
    is_private = event.get("visibility") in {"private", "confidential"}
    may_read = calendar.allows(call.user, WRITER if is_private else READER)
    return may_read and any(
        scope != "calendar.events.freebusy" for scope in call.grant.scopes & set(call.method.scopes)
    )


def _as_busy(event: Json) -> Json:
    return {name: value for name, value in event.items() if name in _OF_BUSY_TIME} | {"visibility": "private"}


def get(call: Call) -> Json:
    """Return an event, a cancelled one too (Events: status)."""
    calendar = call.calendar(role=BUSY_READER)
    event = _existing(call, calendar)
    if call.headers.get("if-none-match") == event["etag"]:
        raise not_modified()
    return shown_event(event, calendar, call)


def insert(call: Call) -> Json:
    """Make an event, under the id that the client made or under a new one."""
    calendar = _writable(call)
    body = {name: value for name, value in without_nulls(call.body).items() if name not in READ_ONLY}
    event_id = valid_id(body["id"]) if "id" in body else call.state.new_name()
    if calendar.event(event_id) is not None:
        raise duplicate()
    return _made(call, calendar, {**body, "id": event_id})


def import_(call: Call) -> Json:
    """Make a private copy of an event of another calendar, or renew it: its iCalUID says which it is."""
    calendar = _writable(call)
    body = {name: value for name, value in without_nulls(call.body).items() if name not in READ_ONLY}
    if body.get("eventType", "default") != "default":
        raise invalid("Only events of type default may be imported.", "eventType")
    found = [event for event in calendar.events().values() if event["iCalUID"] == body["iCalUID"]]
    event_id = found[0]["id"] if found else call.state.new_name()
    return _made(call, calendar, {**body, "id": event_id})


def _made(call: Call, calendar: HeldCalendar, body: Json) -> Json:
    event = checked(new_event(body, calendar, call.user), calendar)
    _mind_mails(call, event)
    if call.grant.is_service and guests(event):
        message = "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority."
        raise Problem(403, "forbiddenForServiceAccounts", message, "calendar")
    return shown_event(call.state.write(calendar, event), calendar, call)


def new_event(body: Json, calendar: HeldCalendar, user: str) -> Json:
    """Return an event with what Google adds to a new one."""
    mine = {"self": True} if calendar.id == user else {}
    organizer = {"email": calendar.id, "self": True} | ({} if calendar.primary else {"displayName": calendar.summary})
    return {
        "iCalUID": f"{body['id']}@google.com",
        "htmlLink": f"{LINK}{body['id']}",
        "creator": {"email": user, **mine},
        "organizer": organizer,
        **body,
    }


def patch(call: Call) -> Json:
    """Change what the body names, and leave the rest."""
    return _change(call, lambda old: merged(old, _changeable(call.body, old)))


def update(call: Call) -> Json:
    """Replace an event by the body; what the body does not name is gone (events.update)."""
    body = without_nulls(call.body)

    def replaced(old: Json) -> Json:
        fixed = {name: old[name] for name in (*READ_ONLY, *IMMUTABLE, "sequence") if name in old}
        return fixed | _changeable(body, old)

    return _change(call, replaced)


def _change(call: Call, change: Callable[[Json], Json]) -> Json:
    calendar = _writable(call)
    old = _existing(call, calendar)
    _check_condition(call, old)
    new = checked(change(old), calendar)
    if new["sequence"] < old["sequence"]:
        raise invalid("Invalid sequence value.", "sequence")
    new = resequenced(old, new)
    _mind_mails(call, old, new)
    touches = {**new, "reminders": 0} != {**old, "reminders": 0} or new == old
    return shown_event(call.state.write(calendar, new, touches=touches), calendar, call)


def delete(call: Call) -> None:
    """Cancel an event; it keeps its id for ever, and can be restored."""
    calendar = _writable(call)
    old = _existing(call, calendar)
    if old["status"] == "cancelled":
        raise gone()
    _check_condition(call, old)
    _mind_mails(call, old)
    call.state.write(calendar, {**old, "status": "cancelled"})


def move(call: Call) -> Json:
    """Move an event to another calendar, which becomes its organizer; only default ones can be moved."""
    calendar = _writable(call)
    place = call.state.calendar(call.query["destination"][-1], call.user)
    event = _existing(call, calendar)
    if not place.allows(call.user, WRITER):
        raise role_too_low()
    _mind_mails(call, event)
    call.state.write(calendar, {**event, "status": "cancelled"})
    organizer = {"email": place.id, "self": True, "displayName": place.summary}
    return shown_event(call.state.write(place, {**event, "organizer": organizer}), place, call)


def _writable(call: Call) -> HeldCalendar:
    calendar = call.calendar(role=BUSY_READER)
    if not calendar.allows(call.user, WRITER):
        raise role_too_low()
    return calendar


def _existing(call: Call, calendar: HeldCalendar) -> Json:
    event_id = call.path["eventId"]
    event = calendar.event(event_id)
    parts = split(event_id)
    series = calendar.event(parts[0]) if parts else None
    if event is None and parts and series is not None and "recurrence" in series:
        event = instance(series, calendar.zone, parts[1])
    if event is None:
        raise not_found()
    return event


def _check_condition(call: Call, event: Json) -> None:
    """Write only what is still as the client saw it (guide to resource versions)."""
    wanted = call.headers.get("if-match", "*")
    if wanted not in {"*", event["etag"]}:
        raise condition_not_met()


def _changeable(body: Json, old: Json) -> Json:
    for name in IMMUTABLE:
        if name in body and name != "originalStartTime" and body[name] != old.get(name):
            raise invalid(f"{name} cannot be changed.", name)
    return {name: value for name, value in body.items() if name not in (*READ_ONLY, *IMMUTABLE)}


def _mind_mails(call: Call, *versions: Json) -> None:
    """Write down that guests may get a mail: without `sendUpdates=none` Google does not rule it out (events.insert)."""
    addresses = {address for event in versions for address in guests(event)}
    if addresses and call.asked("sendUpdates") != "none" and call.method.id != "calendar.events.import":
        call.state.breach(f"{call.method.id} would send mail to {', '.join(sorted(addresses))}")
