"""A calendar on a CalDAV server that sessions are kept in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from runlift.calendars.base import Outcome, Result, Traffic
from runlift.calendars.caldav_errors import is_temporary, no_success, refusal
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.caldav_replica import CalDavReplica
from runlift.calendars.caldav_session import Answer, CalDavSession
from runlift.calendars.feed import Patience
from runlift.calendars.passwords import PasswordOf, password_of
from runlift.calendars.replica import ReplicaStore, Resource
from runlift.domain.events import ReadingWindow
from runlift.errors import NotACalendar
from runlift.formats.caldav_event import CannotEdit, edited_event, new_event, read_standing
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Action, Change
from runlift.sync.standing import Etag, EventRef, StandingEvent

_WRITE = frozenset({"{DAV:}all", "{DAV:}write", "{DAV:}write-content", "{DAV:}bind"})
_CONFLICTS = frozenset({404, 409, 410, 412})
_UID_TAKEN = "{urn:ietf:params:xml:ns:caldav}no-uid-conflict"
_SUFFIX = ".ics"
_OURS = re.compile(r"/[0-9a-v]{32}\.ics$")
_Condition = Mapping[str, str]

_START = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING_YET = ReadingWindow(start=_START, end=_START, zone=UTC)


class CalDavTarget:
    """Keeps sessions in a calendar that the runner also uses.

    Args:
        place: where it is, and the sign-in.
        look: how new events present themselves.
        replica: keeps the replica between syncs.
        patience: how long to wait.
        find_password: finds the runner's password.

    Attributes:
        name: the calendar's id and its server.
    """

    def __init__(
        self,
        place: CalDavPlace,
        *,
        look: CalendarLook,
        replica: ReplicaStore,
        patience: Patience | None = None,
        find_password: PasswordOf = password_of,
    ) -> None:
        self.name = place.name
        self.is_output = False
        self._look = look
        self._session = CalDavSession(place, patience=patience, find_password=find_password)
        self._replica = CalDavReplica(self._session, replica)
        self._window = _NOTHING_YET
        self._touched = False
        self._written: list[str] = []

    @property
    def traffic(self) -> Traffic:
        """What it has cost since it was opened."""
        return self._session.traffic

    @property
    def stamp(self) -> str:
        """A digest of the calendar as it was last read."""
        return self._replica.stamp

    def existing(self, window: ReadingWindow) -> tuple[StandingEvent, ...]:
        """Read every event inside the window that carries our marker or has a UID at our domain.

        Raises:
            SignInNeeded: the server does not accept the sign-in.
            NoSuchCalendar: the calendar is not there.
            CalendarError: the server gave no answer that could be trusted.
        """
        self._window = window
        resources = self._replica.read(window).resources
        found = (self._standing(path, resources[path]) for path in sorted(resources))
        return tuple(event for event in found if event and window.holds(event.when))

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        """Make the changes, one request each, and tell the outcome of each as soon as it is known.

        Raises:
            CalendarError: an answer did not come, so that nobody knows whether that change was made; or the server has
                trouble of its own.
        """
        make = {Action.CREATE: self._create, Action.UPDATE: self._update, Action.DELETE: self._delete}
        for change in changes:
            yield make[change.action](change, now)

    def settle(self) -> tuple[StandingEvent, ...]:
        """Return what was written since the target was opened, as the server shows it now."""
        if self._touched:
            self._replica.catch_up()
            self._touched = False
        found = ((path, self._replica.resource(path)) for path in self._written)
        standing = (self._standing(path, resource) for path, resource in found if resource)
        return tuple(event for event in standing if event)

    def can_write(self) -> bool | None:
        """Tell whether the runner may write here, by what the server says; None where it does not say."""
        privileges = self._replica.calendar.privileges()
        return not _WRITE.isdisjoint(privileges) if privileges else None

    def _standing(self, path: str, resource: Resource) -> StandingEvent | None:
        etag = Etag(resource.etag) if resource.etag is not None else None
        event = read_standing(resource.body, ref=EventRef(path), etag=etag, window=self._window)
        if event is None and _OURS.search(path) and "END:VCALENDAR" not in resource.body.upper():
            # Left out, it would be taken for a session that the runner deleted.
            raise NotACalendar(f"{self.name} gives half of a session only ({path}); sync again, or delete that event")
        return event

    def _create(self, change: Change, now: datetime) -> Outcome:
        event = change.after
        if event is None or self._replica.holds_uid(event.uid):
            # Not every server refuses a UID that stands at another address already.
            return Outcome(change=change, result=Result.CONFLICT)
        path = self._replica.calendar.path_for(event.uid.partition("@")[0] + _SUFFIX)
        body = new_event(event, change.marks or event.fingerprints, self._look, now=now)
        return self._put(change, path, body, {"If-None-Match": "*"})

    def _update(self, change: Change, now: datetime) -> Outcome:
        path, resource = self._as_read(change)
        condition = self._unchanged(path, resource) if resource else None
        if resource is None or condition is None:
            return Outcome(change=change, result=Result.CONFLICT)
        try:
            body = edited_event(resource.body, change, now=now)
        except CannotEdit as error:
            return Outcome(change=change, result=Result.REFUSED, detail=f"{self.name}: {error}")
        return self._put(change, path, body, condition)

    def _delete(self, change: Change, now: datetime) -> Outcome:
        del now
        path, resource = self._as_read(change)
        condition = self._unchanged(path, resource) if resource else None
        if condition is None:
            return Outcome(change=change, result=Result.CONFLICT)
        self._touch(path)
        return self._outcome(change, self._replica.calendar.delete(path, condition), None)

    def _put(self, change: Change, path: str, body: str, condition: _Condition) -> Outcome:
        self._touch(path)
        outcome = self._outcome(change, self._replica.calendar.put(path, body, condition), EventRef(path))
        if outcome.result is Result.DONE and path not in self._written:
            self._written.append(path)
        return outcome

    def _touch(self, path: str) -> None:
        self._touched = True
        self._replica.forget(path)

    def _as_read(self, change: Change) -> tuple[str, Resource | None]:
        """Return what is held of the event, unless that is not what the change was made for."""
        before = change.before
        resource = self._replica.resource(before.ref) if before else None
        if before is None or resource is None or self._standing(before.ref, resource) != before:
            return "", None
        return before.ref, resource

    def _unchanged(self, path: str, resource: Resource) -> _Condition | None:
        """Return the condition under which the event may be written; None where it has changed already.

        Without an etag that can be compared byte by byte (RFC 9110, 13.1.1) only looking again tells.
        """
        if resource.etag is not None and not resource.etag.startswith("W/"):
            return {"If-Match": resource.etag if resource.etag.startswith('"') else f'"{resource.etag}"'}
        now_there = self._replica.calendar.fetch([path]).get(path)
        return {} if now_there and now_there.body == resource.body else None

    def _outcome(self, change: Change, answer: Answer, ref: EventRef | None) -> Outcome:
        if 200 <= answer.status < 300:
            return Outcome(change=change, result=Result.DONE, ref=ref)
        if answer.status in _CONFLICTS or _UID_TAKEN in answer.conditions:
            return Outcome(change=change, result=Result.CONFLICT)
        if is_temporary(answer.status):
            raise no_success(answer.status, self.name)
        return Outcome(change=change, result=Result.REFUSED, detail=refusal(answer.status, self.name))
