"""A Google calendar that sessions are kept in."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from runlift.calendars.base import Outcome, Result, Traffic
from runlift.calendars.glance import Glance
from runlift.calendars.google_errors import USED_UP, no_success, refusal
from runlift.calendars.google_manners import Manners
from runlift.calendars.google_own import OwnCalendar
from runlift.calendars.google_place import GooglePlace
from runlift.calendars.google_replica import GoogleReplica, Wanted
from runlift.calendars.google_session import AT_ONCE, GoogleSession, Part, Request
from runlift.calendars.replica import ReplicaStore
from runlift.domain.events import ReadingWindow
from runlift.errors import CalendarGone
from runlift.formats.google_body import new_body, patch_body
from runlift.formats.google_json import TARGET_FIELDS, Json, event_id, read_standing
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Action, Change
from runlift.sync.standing import EventRef, StandingEvent

_CONFLICTS = frozenset({409, 410, 412})
_BINNED = "binned"


class GoogleTarget:
    """Keeps sessions in a calendar of their own, or in one that the runner also uses.

    Args:
        place: the calendar, and who signs in.
        profile: whose sessions they are.
        look: how new events present themselves.
        replica: keeps the replica between syncs.
        folder: where sign-ins are kept.
        anew: where our own calendar is gone, another one is made.
        manners: how long to wait.

    Attributes:
        name: what messages call it.
    """

    def __init__(
        self,
        place: GooglePlace,
        *,
        profile: str,
        look: CalendarLook,
        replica: ReplicaStore,
        folder: Path,
        anew: bool = False,
        manners: Manners | None = None,
    ) -> None:
        self.name = place.name
        self.is_output = False
        self._place = place
        self._look = look
        self._anew = anew
        self._session = GoogleSession(place, uses=(place.use_as_target,), folder=folder, manners=manners)
        self._own = OwnCalendar(self._session, profile)
        wanted = Wanted(fields=TARGET_FIELDS, only_ours=True, tagged=not place.is_own)
        self._replica = GoogleReplica(self._session, replica, wanted)
        self._zone: tzinfo | None = None
        self._written: dict[str, Json] = {}

    @property
    def traffic(self) -> Traffic:
        """What it has cost since it was opened."""
        return self._session.traffic

    @property
    def stamp(self) -> str:
        """A digest of the calendar as it was last read."""
        return self._replica.stamp

    def glance(self) -> Glance:
        """Ask what has changed since the replica was kept.

        Raises:
            CalendarError: Google gave no answer that could be trusted.
        """
        stamp = self._replica.glance(self._calendar())
        return Glance(stamp=stamp, requests=self.traffic.requests, received=self.traffic.received)

    def existing(self, window: ReadingWindow) -> tuple[StandingEvent, ...]:
        """Read every event inside the window that carries our marker or has an id of ours.

        Raises:
            SignInNeeded: the runner is not signed in, or has not granted enough.
            NoSuchCalendar: the calendar is not there.
            CalendarError: Google gave no answer that could be trusted.
        """
        self._zone = window.zone
        calendar = self._calendar()
        if calendar is None:
            return ()
        try:
            items = self._replica.read(calendar, window)
        except CalendarGone:
            if not self._anew:
                raise
            self._own.forget()
            return ()
        standing = (read_standing(item) for item in items)
        return tuple(event for event in standing if event and window.holds(event.when))

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        """Make the changes, fifty in a request.

        Raises:
            CalendarError: Google gave no answer or puts us off, so that from there on nobody knows what was made.
        """
        del now
        if not changes:
            return
        calendar = self._calendar() or self._own.make(self._look.name, self._zone)
        for start in range(0, len(changes), AT_ONCE):
            some = changes[start : start + AT_ONCE]
            parts = self._batch([self._request(calendar, change) for change in some])
            for change, part in zip(some, self._looked_at(calendar, some, parts), strict=True):
                yield self._outcome(change, part)

    def settle(self) -> tuple[StandingEvent, ...]:
        """Return what was written since the target was opened, as Google showed it in its answers."""
        standing = (read_standing(item) for item in self._written.values())
        return tuple(event for event in standing if event)

    def _calendar(self) -> str | None:
        return self._own.find() if self._place.is_own else self._place.calendar

    def _request(self, calendar: str, change: Change) -> Request | None:
        """Return the request that makes a change; None where the event is not held any more."""
        events = self._session.events
        where = {"calendarId": calendar, "sendUpdates": "none"}
        if change.before is None:
            if change.after is None:
                return None
            body = new_body(change.after, change.marks or change.after.fingerprints, self._look)
            return events.insert(**where, body=body, fields=TARGET_FIELDS)
        ref, etag = change.before.ref, change.before.etag
        held = self._replica.item(ref)
        if held is None or etag is None:
            return None
        if change.action is Action.DELETE:
            request = events.delete(**where, eventId=ref)
        else:
            # An update of all of it would take away what others have put into it, guests among that.
            request = events.patch(**where, eventId=ref, body=patch_body(change, held), fields=TARGET_FIELDS)
        request.headers["If-Match"] = etag
        return request

    def _batch(self, requests: Sequence[Request | None]) -> list[Part]:
        """Make the requests that there are; what is not asked for is a conflict."""
        answers = iter(self._session.batch([request for request in requests if request is not None]))
        return [next(answers) if request is not None else Part(status=412) for request in requests]

    def _looked_at(self, calendar: str, changes: Sequence[Change], parts: Sequence[Part]) -> list[Part]:
        """Tell what lies in the bin from what stands: Google gives the id of neither to another event.

        What we deleted ourselves is taken out of the bin again, if that is what is wanted.
        """
        events = self._session.events
        looked = list(parts)
        taken = [place for place, part in enumerate(parts) if part.status == 409 and changes[place].after]
        found = self._batch([events.get(calendarId=calendar, eventId=_id(changes[place])) for place in taken])
        binned = [(place, part.item) for place, part in zip(taken, found, strict=True) if _is_binned(part)]
        revived = [(place, item) for place, item in binned if item and changes[place].revives]
        again = self._batch([self._revival(calendar, changes[place], item) for place, item in revived])
        for place, _ in binned:
            looked[place] = Part(status=409, reason=_BINNED)
        for (place, _), part in zip(revived, again, strict=True):
            looked[place] = part
        return looked

    def _revival(self, calendar: str, change: Change, item: Json) -> Request | None:
        if change.after is None:
            return None
        body = new_body(change.after, change.marks or change.after.fingerprints, self._look) | {"status": "confirmed"}
        request = self._session.events.patch(
            calendarId=calendar, sendUpdates="none", eventId=body.pop("id"), body=body, fields=TARGET_FIELDS
        )
        request.headers["If-Match"] = item["etag"]
        return request

    def _outcome(self, change: Change, part: Part) -> Outcome:
        if part.status < 300:
            return Outcome(change=change, result=Result.DONE, ref=self._taken(change, part.item))
        gone = part.status == 404 and change.before is not None
        if part.status in _CONFLICTS or gone:
            return Outcome(change=change, result=Result.CONFLICT, binned=part.reason == _BINNED)
        if part.status in {400, 403} and not part.is_temporary and part.reason not in USED_UP:
            detail = refusal(part.status, part.reason, self._place)
            return Outcome(change=change, result=Result.REFUSED, detail=detail)
        raise no_success(part.status, part.reason, self._place)

    def _taken(self, change: Change, item: Json | None) -> EventRef | None:
        """Return where the event stands now, and keep how."""
        if item is None:
            if change.before is not None:
                self._written.pop(change.before.ref, None)
            return None
        self._written[item["id"]] = item
        return EventRef(item["id"])


def _id(change: Change) -> str:
    return event_id(change.after.uid) if change.after else ""


def _is_binned(part: Part) -> bool:
    return part.item is not None and part.item.get("status") == "cancelled"
