"""A Google calendar that is read from."""

from pathlib import Path

from runlift.calendars.base import Reading
from runlift.calendars.glance import Glance
from runlift.calendars.google_manners import Manners
from runlift.calendars.google_place import GooglePlace, Use
from runlift.calendars.google_replica import GoogleReplica, Wanted
from runlift.calendars.google_session import GoogleSession
from runlift.calendars.replica import ReplicaStore
from runlift.domain.events import ReadingWindow
from runlift.formats.google_json import SOURCE_FIELDS, read_event


class GoogleSource:
    """Reads a calendar by its replica; an unchanged one costs one request.

    To Google what was called off is deleted, so that it is not among what is read.

    Args:
        place: the calendar, and who signs in.
        replica: keeps the replica between syncs.
        folder: where sign-ins are kept.
        manners: how long to wait.

    Attributes:
        name: what messages call it.
    """

    def __init__(
        self, place: GooglePlace, *, replica: ReplicaStore, folder: Path, manners: Manners | None = None
    ) -> None:
        self.name = place.name
        self._calendar = place.calendar
        self._session = GoogleSession(place, uses=(Use.READ,), folder=folder, manners=manners)
        self._replica = GoogleReplica(self._session, replica, Wanted(fields=SOURCE_FIELDS, occurrences=True))

    def glance(self) -> Glance:
        """Ask what has changed since the replica was kept.

        Raises:
            CalendarError: Google gave no answer that could be trusted.
        """
        stamp = self._replica.glance(self._calendar)
        return Glance(stamp=stamp, requests=self._session.traffic.requests, received=self._session.traffic.received)

    def read(self, window: ReadingWindow) -> Reading:
        """Read the events inside the window.

        Raises:
            SignInNeeded: the runner is not signed in, or has not granted enough.
            NoSuchCalendar: the calendar is not there.
            CalendarError: Google gave no answer that could be trusted.
        """
        before = self._session.traffic
        items = self._replica.read(self._calendar, window)
        events = [(item, read_event(item)) for item in items]
        traffic = self._session.traffic
        return Reading(
            events=tuple(event for _, event in events if event and window.holds(event.when)),
            notes=tuple(
                f"{item.get('summary', item['id'])!r} is left out, since it does not say when it is"
                for item, event in events
                if event is None
            ),
            requests=traffic.requests - before.requests,
            received=traffic.received - before.received,
            stamp=self._replica.stamp,
        )
