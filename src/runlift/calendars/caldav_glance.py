"""A glance at a calendar on a CalDAV server."""

from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.caldav_replica import CalDavReplica
from runlift.calendars.caldav_session import CalDavSession
from runlift.calendars.feed import BRIEFLY
from runlift.calendars.glance import Glance, UnsavedReplica
from runlift.calendars.replica import ReplicaStore


def glance_at_calendar(place: CalDavPlace, replica: ReplicaStore) -> Glance:
    """Ask the server what has changed since the replica was kept.

    Raises:
        CalendarError: the server gave no answer that could be trusted, or nothing was kept.
    """
    session = CalDavSession(place, patience=BRIEFLY)
    stamp = CalDavReplica(session, UnsavedReplica(replica)).glance()
    return Glance(stamp=stamp, requests=session.traffic.requests, received=session.traffic.received)
