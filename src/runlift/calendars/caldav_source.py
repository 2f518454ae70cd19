"""A calendar on a CalDAV server that is read from."""

import re
from collections.abc import Mapping

from runlift.calendars.base import Reading
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.caldav_replica import CalDavReplica
from runlift.calendars.caldav_session import CalDavSession
from runlift.calendars.feed import Patience
from runlift.calendars.passwords import PasswordOf, password_of
from runlift.calendars.replica import ReplicaStore, Resource
from runlift.domain.events import ReadingWindow
from runlift.formats.ics import read_events

_BEGINS, _ENDS = re.compile(r"\s*BEGIN:VCALENDAR\b", re.IGNORECASE), re.compile(r"\nEND:VCALENDAR\s*$", re.IGNORECASE)
_EMPTY = "BEGIN:VCALENDAR\nEND:VCALENDAR"


class CalDavSource:
    """Reads a calendar by its replica; an unchanged one costs one request.

    Args:
        place: where it is, and the sign-in.
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
        replica: ReplicaStore,
        patience: Patience | None = None,
        find_password: PasswordOf = password_of,
    ) -> None:
        self.name = place.name
        self._session = CalDavSession(place, patience=patience, find_password=find_password)
        self._replica = CalDavReplica(self._session, replica)

    def read(self, window: ReadingWindow) -> Reading:
        """Read the events inside the window.

        Raises:
            SignInNeeded: the server does not accept the sign-in.
            NoSuchCalendar: the calendar is not there.
            CalendarError: the server gave no answer that could be trusted.
        """
        before = self._session.traffic
        resources = self._replica.read(window).resources
        whole, notes = _whole_ones(resources)
        # Each is a calendar of its own, with zones of its own; joined they are read as one.
        body = "\n".join((_EMPTY, *whole))
        events, more_notes = read_events(body.encode(), name=self.name, window=window)
        traffic = self._session.traffic
        return Reading(
            events=events,
            notes=tuple(dict.fromkeys((*notes, *more_notes))),
            requests=traffic.requests - before.requests,
            received=traffic.received - before.received,
            stamp=self._replica.stamp,
        )


def _whole_ones(resources: Mapping[str, Resource]) -> tuple[list[str], list[str]]:
    """Leave out what is no calendar, so that one broken event does not hide all others."""
    whole: list[str] = []
    notes: list[str] = []
    for path in sorted(resources):
        body = resources[path].body
        if _BEGINS.match(body) and _ENDS.search(body):
            whole.append(body)
        else:
            notes.append(f"{path.rpartition('/')[2]} is left out, since it is no whole calendar event")
    return whole, notes
