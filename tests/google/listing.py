"""`events.list` and `events.instances`: windows, pages and sync tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.google.call import Call
from tests.google.events import shown_event
from tests.google.problems import Json, full_sync_required, invalid, not_found
from tests.google.series import expand, instances
from tests.google.state import BUSY_READER, ROLES, HeldCalendar, State
from tests.google.times import instant, span, timestamp

_NOT_WITH_A_SYNC_TOKEN = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)
_PAGING = ("pageToken", "maxResults", "fields", "alt", "prettyPrint", "quotaUser", "key")
_WORDS = ("summary", "description", "location")
_PAGE = 250


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which events a list is of.

    Attributes:
        since: the write that the client knows already; None where it knows nothing.
        asked: the parameters of the query that pages and later syncs have to repeat.
    """

    calendar: str
    singles: bool
    deleted: bool
    start: datetime | None
    end: datetime | None
    since: int | None
    asked: str


@dataclass(frozen=True, kw_only=True)
class Rest:
    """The pages that are still to come."""

    items: list[Json]
    choice: Choice
    sync_token: str | None


class Tokens:
    """The tokens that were given out, for pages and for syncs."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._pages: dict[str, Rest] = {}
        self._syncs: dict[str, tuple[int, Choice] | None] = {}

    def expire(self) -> None:
        """Let no sync token be good any more."""
        self._syncs = dict.fromkeys(self._syncs)

    def for_sync(self, choice: Choice) -> str:
        """Return a token for what changes from now on."""
        token = f"sync-{self._state.new_name()}="
        self._syncs[token] = (self._state.writes, choice)
        return token

    def for_page(self, rest: Rest) -> str:
        """Return a token for the next page."""
        token = f"page-{self._state.new_name()}="
        self._pages[token] = rest
        return token

    def page(self, token: str, asked: str) -> Rest:
        """Return what the next page is taken from.

        Raises:
            Problem: there is no such page, or it was another list's.
        """
        rest = self._pages.get(token)
        if rest is None or rest.choice.asked != asked:
            raise invalid("Invalid page token value.", "pageToken")
        return rest

    def sync(self, token: str, calendar_id: str) -> tuple[int, Choice]:
        """Return what a client knows that has this token.

        Raises:
            Problem: the token is too old, or none of ours.
        """
        if token not in self._syncs:
            raise invalid("Invalid sync token value.", "syncToken")
        known = self._syncs[token]
        if known is None:
            raise full_sync_required()
        if known[1].calendar != calendar_id:
            raise invalid("Invalid sync token value.", "syncToken")
        return known

    def list(self, call: Call) -> Json:
        """Answer `events.list`."""
        calendar = call.calendar(role=BUSY_READER)
        asked = _asked(call)
        token = call.asked("pageToken")
        rest = self.page(token, asked) if token else self._first(call, calendar, asked)
        return _listed(calendar, call) | self._cut(call, rest, is_first=token is None)

    def instances(self, call: Call) -> Json:
        """Answer `events.instances`."""
        calendar = call.calendar(role=BUSY_READER)
        series = calendar.event(call.path["eventId"])
        if series is None:
            raise not_found()
        token = call.asked("pageToken")
        if token:
            return _listed(calendar, call) | self._cut(call, self.page(token, _asked(call)), is_first=False)
        choice = _choice(call, calendar, _asked(call), singles=True)
        items = [row for row in _rows(calendar, choice) if row.get("recurringEventId") == series["id"]]
        if original := call.asked("originalStart"):
            items = [row for row in items if instant(row["originalStartTime"]["dateTime"]) == instant(original)]
        shown = [shown_event(item, calendar, call) for item in items]
        return _listed(calendar, call) | self._cut(call, Rest(items=shown, choice=choice, sync_token=None))

    def _first(self, call: Call, calendar: HeldCalendar, asked: str) -> Rest:
        token = call.asked("syncToken")
        if token:
            return self._changed(call, calendar, token, asked)
        choice = _choice(call, calendar, asked, singles=call.flag("singleEvents"))
        if call.asked("orderBy") == "startTime" and not choice.singles:
            raise invalid("The requested ordering is not available for the particular query.", "orderBy")
        items = [row for row in _rows(calendar, choice) if _matches(row, call)]
        if call.asked("orderBy") == "startTime":
            items.sort(key=lambda row: span(row, calendar.zone)[0])
        if call.asked("orderBy") == "updated":
            items.sort(key=lambda row: str(row["updated"]))
        narrowed = any(call.asked(name) for name in _NOT_WITH_A_SYNC_TOKEN if name not in {"timeMin", "timeMax"})
        shown = [shown_event(item, calendar, call) for item in items]
        return Rest(items=shown, choice=choice, sync_token=None if narrowed else self.for_sync(choice))

    def _changed(self, call: Call, calendar: HeldCalendar, token: str, asked: str) -> Rest:
        """Return what changed since a token: of the window of its first list, whatever is or was in it.

        What was deleted meanwhile is always among it, and cannot be left out (events.list: syncToken).
        """
        refused = [name for name in _NOT_WITH_A_SYNC_TOKEN if call.asked(name)]
        if refused or call.asked("showDeleted") == "false":
            raise invalid("Sync token cannot be used with other parameters.", (refused or ["showDeleted"])[0])
        since, first = self.sync(token, calendar.id)
        if call.flag("singleEvents") != first.singles:
            call.state.breach("a list with a syncToken has another singleEvents than the one that gave the token")
        choice = Choice(
            calendar=calendar.id,
            singles=first.singles,
            deleted=call.flag("showDeleted"),
            start=first.start,
            end=first.end,
            since=since,
            asked=asked,
        )
        changed = [shown_event(row, calendar, call) for row in _changes(calendar, choice)]
        return Rest(
            items=[row if choice.deleted else _bare(row) for row in changed],
            choice=choice,
            sync_token=self.for_sync(choice),
        )

    def _cut(self, call: Call, rest: Rest, *, is_first: bool = True) -> Json:
        """Take a page; it may hold less than was asked for, or nothing, though more follow (maxResults)."""
        size = min(int(call.asked("maxResults") or _PAGE), call.state.page_limit)
        if is_first and call.state.empty_first_page:
            size = 0
        page, more = rest.items[:size], rest.items[size:]
        if more or (size == 0 and is_first):
            token = self.for_page(Rest(items=more, choice=rest.choice, sync_token=rest.sync_token))
            return {"items": page, "nextPageToken": token}
        return {"items": page} | ({"nextSyncToken": rest.sync_token} if rest.sync_token else {})


def _asked(call: Call) -> str:
    said = {name: sorted(values) for name, values in call.query.items() if name not in _PAGING}
    return repr(sorted(said.items()))


def _choice(call: Call, calendar: HeldCalendar, asked: str, *, singles: bool) -> Choice:
    start, end = (instant(text) if (text := call.asked(name)) else None for name in ("timeMin", "timeMax"))
    if start and end and start >= end:
        raise invalid("The specified time range is empty.", "timeMax", "timeRangeEmpty")
    return Choice(
        calendar=calendar.id,
        singles=singles,
        deleted=call.flag("showDeleted") or bool(call.asked("updatedMin")),
        start=start,
        end=end,
        since=None,
        asked=asked,
    )


def _rows(calendar: HeldCalendar, choice: Choice) -> Iterable[Json]:
    """Return the events of a full list."""
    for row in _all(calendar, choice, at=None).values():
        is_hole = "recurringEventId" in row and not choice.singles
        if _touches(row, calendar, choice) and (choice.deleted or is_hole or row["status"] != "cancelled"):
            yield row


def _changes(calendar: HeldCalendar, choice: Choice) -> Iterable[Json]:
    """Return the events that are not as they were, and those that are not any more, as cancelled."""
    then, now = (_all(calendar, choice, at=at) for at in (choice.since, None))
    for event_id in {**then, **now}:
        old, new = then.get(event_id), now.get(event_id)
        if old == new or not any(_touches(row, calendar, choice) for row in (old, new) if row):
            continue
        yield new or {**(old or {}), "status": "cancelled"}


def _all(calendar: HeldCalendar, choice: Choice, *, at: int | None) -> dict[str, Json]:
    events = calendar.events(at=at)
    return expand(events, calendar.zone, choice.end) if choice.singles else events


def _touches(row: Json, calendar: HeldCalendar, choice: Choice) -> bool:
    """Tell whether an event ends after the lower bound and begins before the upper one, both exclusive."""
    if "recurrence" in row:
        return any(_touches(one, calendar, choice) for one in instances(row, calendar.zone, choice.end))
    start, end = span(row, calendar.zone)
    return (choice.start is None or end > choice.start) and (choice.end is None or start < choice.end)


def _matches(row: Json, call: Call) -> bool:
    for kind, name in (("private", "privateExtendedProperty"), ("shared", "sharedExtendedProperty")):
        held = {f"{key}={value}" for key, value in row.get("extendedProperties", {}).get(kind, {}).items()}
        if not held.issuperset(call.query.get(name, ())):
            return False
    people = [str(who.get("email")) + str(who.get("displayName")) for who in row.get("attendees", [])]
    text = "\n".join([*(row.get(name, "") for name in _WORDS), *people]).lower()
    return (
        (call.asked("q") or "").lower() in text
        and call.asked("iCalUID") in {None, row["iCalUID"]}
        and row["eventType"] in call.query.get("eventTypes", (row["eventType"],))
        and row["updated"] >= timestamp(instant(call.asked("updatedMin") or "1970-01-01T00:00:00Z"))
    )


def _bare(row: Json) -> Json:
    """Return a cancelled event without its details, as a sync gives it that did not ask to see deleted ones."""
    kept = ("kind", "etag", "id", "status", "recurringEventId", "originalStartTime")
    return {name: row[name] for name in kept if name in row} if row["status"] == "cancelled" else row


def _listed(calendar: HeldCalendar, call: Call) -> Json:
    said = {"description": calendar.description} if calendar.description else {}
    return {
        "kind": "calendar#events",
        "etag": calendar.etag,
        "summary": calendar.summary,
        "updated": timestamp(call.state.now()),
        "timeZone": call.asked("timeZone") or calendar.time_zone,
        "accessRole": ROLES[calendar.role(call.user)],
        "defaultReminders": calendar.default_reminders,
        **said,
    }
