"""A calendar's replica, caught up with its server in as few requests as the server allows.

By its sync token (RFC 6578) where it has one: one REPORT tells what has changed. Else by its ctag: one PROPFIND tells
whether anything has. Else by the etags of all events in the range. Whatever is refused or looks wrong ends in reading
everything anew; what a server does not name is dropped only where it has named all there is.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from runlift.calendars.caldav_account import find_calendar
from runlift.calendars.caldav_calendar import CalDavCalendar, Delta, NoDelta, Versions
from runlift.calendars.caldav_session import CalDavSession
from runlift.calendars.glance import NO_STAMP, stamp_of_replica
from runlift.calendars.replica import Replica, ReplicaStore, Resource
from runlift.domain.events import ReadingWindow
from runlift.errors import CalendarError, NoSuchCalendar

_BEFORE = timedelta(days=2)
_AHEAD = timedelta(days=366)
"""What is read beyond a window, so that a later one is covered too."""

_SYNC, _CTAG = "sync", "ctag"


class CalDavReplica:
    """Keeps one calendar's replica up with its server.

    Args:
        session: the conversation with the server.
        store: where the replica is kept between syncs.
    """

    def __init__(self, session: CalDavSession, store: ReplicaStore) -> None:
        self._session = session
        self._store = store
        self._stored: Replica | None = None
        self._replica: Replica | None = None
        self._unread: set[str] = set()

    @property
    def stamp(self) -> str:
        """A digest of the calendar as it was last read."""
        return stamp_of_replica(self._replica) if self._replica else NO_STAMP

    @property
    def calendar(self) -> CalDavCalendar:
        """The calendar as it was last found.

        Raises:
            CalendarError: it was never read.
        """
        return CalDavCalendar(self._session, self._read_before().place)

    def glance(self) -> str:
        """Catch up with all that was kept, and return the stamp of it.

        Raises:
            CalendarError: nothing was kept, or the server gave no answer that could be trusted.
        """
        self._replica = self._stored = self._store.load()
        return stamp_of_replica(self.catch_up())

    def resource(self, path: str) -> Resource | None:
        """Return what is held of a resource."""
        return self._replica.resources.get(path) if self._replica else None

    def forget(self, path: str) -> None:
        """Hold nothing of a resource until it is read again, since it is about to be written."""
        self._unread.add(path)
        if self._replica is not None:
            resources = {other: held for other, held in self._replica.resources.items() if other != path}
            self._replica = replace(self._replica, resources=resources)

    def holds_uid(self, uid: str) -> bool:
        """Tell whether an event of that UID is held, wherever it stands."""
        line = f"UID:{uid}"
        return self._replica is not None and any(line in resource.body for resource in self._replica.resources.values())

    def read(self, window: ReadingWindow) -> Replica:
        """Return all that touches the window, and more, as it is now.

        Raises:
            CalendarError: the server gave no answer that could be trusted.
        """
        if self._replica is None:
            self._replica = self._stored = self._store.load()
        kept = self._replica
        if kept is not None and kept.start <= window.start and window.end <= kept.end:
            return self.catch_up()
        place = find_calendar(self._session)
        return self._keep(self._whole(place, window.start - _BEFORE, window.end + _AHEAD, by_token=True))

    def catch_up(self) -> Replica:
        """Return all that was read before as it is now, with what was written since.

        Raises:
            CalendarError: nothing was read before, or the server gave no answer that could be trusted.
        """
        return self._keep(self._caught_up_or_moved(self._read_before()))

    def _read_before(self) -> Replica:
        if self._replica is None:
            raise CalendarError(f"{self._session.place.name} was not read yet; sync again")
        return self._replica

    def _keep(self, fresh: Replica) -> Replica:
        if fresh != self._stored:
            self._store.save(fresh)
        self._replica = self._stored = fresh
        self._unread.clear()
        return fresh

    def _caught_up_or_moved(self, kept: Replica) -> Replica:
        try:
            return self._caught_up(kept)
        except NoSuchCalendar:
            place = find_calendar(self._session)
        return self._whole(place, kept.start, kept.end, by_token=place != kept.place)

    def _anew(self, kept: Replica, *, by_token: bool) -> Replica:
        """Read everything; etags that did not change with their events are not believed from then on."""
        fresh = self._whole(kept.place, kept.start, kept.end, by_token=by_token)
        if not any(_hides_a_change(kept.resources.get(path), held) for path, held in fresh.resources.items()):
            return fresh
        return replace(fresh, resources=_without_etags(fresh.resources))

    def _caught_up(self, kept: Replica) -> Replica:
        calendar = CalDavCalendar(self._session, kept.place)
        kind, _, word = (kept.token or "").partition(" ")
        if kind != _SYNC:
            ctag = calendar.versions().ctag if kept.token else None
            unchanged = ctag is not None and ctag == word and not self._unread
            return kept if unchanged else self._relisted(calendar, kept, ctag)
        delta = calendar.changes_since(word)
        if isinstance(delta, Delta) and not _is_listing(delta, kept):
            fetched = _believed(calendar.fetch((delta.changed.keys() | self._unread) - delta.gone), kept)
            if not any(_is_unchanged(kept.resources.get(path), resource) for path, resource in fetched.items()):
                return _with(kept, delta, fetched)
        return self._anew(kept, by_token=delta is NoDelta.EXPIRED)

    def _relisted(self, calendar: CalDavCalendar, kept: Replica, ctag: str | None) -> Replica:
        """Compare all etags."""
        etags = calendar.etags(kept.start, kept.end)
        held = {
            path: resource
            for path, resource in kept.resources.items()
            if resource.etag is not None and etags.get(path) == resource.etag
        }
        if ctag and held.keys() == etags.keys() == kept.resources.keys():
            # The calendar has changed and no event has: these etags cannot be relied on.
            return self._anew(kept, by_token=False)
        fetched = _believed(calendar.fetch(etags.keys() - held.keys()), kept)
        return replace(kept, token=f"{_CTAG} {ctag}" if ctag else None, resources={**held, **fetched})

    def _whole(self, place: str, start: datetime, end: datetime, *, by_token: bool) -> Replica:
        calendar = CalDavCalendar(self._session, place)
        # What changes between the two requests is told once more by the next reading.
        token = _token(calendar.versions(), by_token=by_token)
        return Replica(place=place, token=token, start=start, end=end, resources=calendar.everything(start, end))


def _with(kept: Replica, delta: Delta, fetched: Mapping[str, Resource]) -> Replica:
    stale = delta.changed.keys() | delta.gone
    held = {path: resource for path, resource in kept.resources.items() if path not in stale}
    return replace(kept, token=f"{_SYNC} {delta.token}", resources={**held, **fetched})


def _token(versions: Versions, *, by_token: bool) -> str | None:
    if by_token and versions.token:
        return f"{_SYNC} {versions.token}"
    return f"{_CTAG} {versions.ctag}" if versions.ctag else None


def _is_listing(delta: Delta, kept: Replica) -> bool:
    """Tell whether something is called changed that is not: servers that ignore the token list everything.

    It is also seen where an event was changed there and back, which costs no more than a full reading.
    """
    return any(
        etag is not None and path in kept.resources and kept.resources[path].etag == etag
        for path, etag in delta.changed.items()
    )


def _is_unchanged(before: Resource | None, after: Resource) -> bool:
    """Tell by the body where there is no etag to tell by."""
    return after.etag is None and before == after


def _hides_a_change(before: Resource | None, after: Resource) -> bool:
    return before is not None and before.etag is not None and before.etag == after.etag and before.body != after.body


def _believed(fetched: Mapping[str, Resource], kept: Replica) -> Mapping[str, Resource]:
    """Go on not believing the etags of a calendar that has none, or none that can be relied on."""
    has_none = kept.resources and all(resource.etag is None for resource in kept.resources.values())
    return _without_etags(fetched) if has_none else fetched


def _without_etags(resources: Mapping[str, Resource]) -> dict[str, Resource]:
    return {path: replace(resource, etag=None) for path, resource in resources.items()}
