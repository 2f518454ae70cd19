"""A calendar's replica, caught up with Google by its sync token: one request where nothing has changed.

The first list is bounded by the window; those that follow may not be, and tell of that window and perhaps of more
(guide to synchronisation). A token that Google has forgotten (410) means reading everything anew; what is not among
that is gone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from runlift.calendars.glance import NO_STAMP, stamp_of_replica
from runlift.calendars.google_session import GoogleSession, status_of
from runlift.calendars.replica import Replica, ReplicaStore, Resource
from runlift.domain.events import ReadingWindow
from runlift.errors import CalendarError, NotACalendar
from runlift.formats.google_json import TAG, Json, may_be_ours

_BEFORE = timedelta(days=2)
_AHEAD = timedelta(weeks=13)
"""What is read beyond a window, so that a later one is covered too."""

_PAGE = "2500"
_MOST_PAGES = 1000
_LIST = frozenset({"items", "nextPageToken", "nextSyncToken"})
_FORGOTTEN = frozenset({400, 410})
"""What Google answers to a token that it has forgotten, and to one that it does not know at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is read of a calendar.

    Attributes:
        fields: of each event.
        occurrences: series come as their occurrences.
        only_ours: nothing else than sessions is kept.
        tagged: the calendar is also somebody else's, so that only what carries our tag is asked for.
    """

    fields: str
    occurrences: bool = False
    only_ours: bool = False
    tagged: bool = False


class GoogleReplica:
    """Keeps one calendar's replica up with Google.

    Args:
        session: the conversation.
        store: where the replica is kept between syncs.
        wanted: what is read.
    """

    def __init__(self, session: GoogleSession, store: ReplicaStore, wanted: Wanted) -> None:
        self._session = session
        self._store = store
        self._wanted = wanted
        self._stored: Replica | None = None
        self._replica: Replica | None = None

    @property
    def stamp(self) -> str:
        """A digest of the calendar as it was last read."""
        return stamp_of_replica(self._replica) if self._replica else NO_STAMP

    def glance(self, calendar: str | None) -> str:
        """Catch up with all that was kept of a calendar, and return the stamp of it.

        Raises:
            CalendarError: Google gave no answer that could be trusted.
        """
        kept = self._store.load()
        fresh = self._caught_up(kept) if kept and kept.place == calendar else None
        return stamp_of_replica(fresh) if fresh else NO_STAMP

    def item(self, event_id: str) -> Json | None:
        """Return what is held of an event."""
        resource = self._replica.resources.get(event_id) if self._replica else None
        return json.loads(resource.body) if resource else None

    def read(self, calendar: str, window: ReadingWindow) -> tuple[Json, ...]:
        """Return every event that touches the window, and more, as it is now.

        Raises:
            CalendarError: Google gave no answer that could be trusted.
        """
        if self._replica is None:
            self._replica = self._stored = self._store.load()
        kept = self._replica
        fresh = None
        if kept and kept.place == calendar and kept.start <= window.start and window.end <= kept.end:
            fresh = self._caught_up(kept)
        if fresh is None:
            fresh = self._whole(calendar, window.start - _BEFORE, window.end + _AHEAD)
        if fresh != self._stored:
            self._store.save(fresh)
        self._replica = self._stored = fresh
        return tuple(json.loads(fresh.resources[name].body) for name in sorted(fresh.resources))

    def _caught_up(self, kept: Replica) -> Replica | None:
        """Return the replica with what has changed since; None where Google cannot tell."""
        if kept.token is None:
            return None
        try:
            changed = self._listed(kept.place, self._fields(), syncToken=kept.token)
        except CalendarError as error:
            if status_of(error) in _FORGOTTEN:
                return None
            raise
        held = dict(kept.resources)
        for item in changed.items:
            for name in _stale(item, held):
                del held[name]
            held |= self._kept(item)
        return replace(kept, token=changed.token, resources=held)

    def _whole(self, calendar: str, start: datetime, end: datetime) -> Replica:
        window = {"timeMin": _written(start), "timeMax": _written(end)}
        if self._wanted.tagged:
            # A filtered list has no token. What changes between the two is told once more by the next reading.
            token = self._listed(calendar, "nextPageToken,nextSyncToken", **window).token
            found = self._listed(calendar, self._fields(), privateExtendedProperty="=".join(TAG), **window)
        else:
            found = self._listed(calendar, self._fields(), **window)
            token = found.token
        resources = {name: resource for item in found.items for name, resource in self._kept(item).items()}
        return Replica(place=calendar, token=token, start=start, end=end, resources=resources)

    def _kept(self, item: Json) -> Mapping[str, Resource]:
        if item.get("status") == "cancelled" or (self._wanted.only_ours and not may_be_ours(item)):
            return {}
        body = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
        return {item["id"]: Resource(etag=item.get("etag"), body=body)}

    def _fields(self) -> str:
        return f"items({self._wanted.fields}),nextPageToken,nextSyncToken"

    def _listed(self, calendar: str, fields: str, **query: str) -> "_Listed":
        """Return all of a list, page by page."""
        items: list[Json] = []
        more: dict[str, str] = {}
        for _ in range(_MOST_PAGES):
            page = self._session.list_events(
                calendar,
                singleEvents="true" if self._wanted.occurrences else "false",
                maxResults=_PAGE,
                fields=fields,
                **query,
                **more,
            )
            if not _LIST & page.keys():
                raise NotACalendar(
                    f"{self._session.place.name} answers with something that is no list; try again later"
                )
            items += page.get("items", ())
            # A short page, or one of none, may be followed by others (events.list: maxResults).
            if "nextPageToken" not in page:
                return _Listed(items=items, token=page.get("nextSyncToken"))
            more = {"pageToken": page["nextPageToken"]}
        raise NotACalendar(f"{self._session.place.name} never comes to an end; try again later")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A whole list.

    Attributes:
        token: for the changes from there on; None where Google gives none.
    """

    items: list[Json]
    token: str | None


def _stale(item: Json, held: Mapping[str, Resource]) -> list[str]:
    """Return what an item takes the place of; a series that is gone takes its occurrences with it."""
    name = item["id"]
    if item.get("status") != "cancelled":
        return [name] if name in held else []
    return [other for other in held if other == name or other.startswith(f"{name}_")]


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds")
