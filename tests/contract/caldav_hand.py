"""Other programs' hands on a calendar on a CalDAV server."""

import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from urllib.parse import quote, urljoin
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.caldav_source import CalDavSource
from runlift.calendars.caldav_target import CalDavTarget
from runlift.calendars.feed import Patience
from runlift.calendars.replica import Replica
from runlift.formats.ics_zone import vtimezone
from runlift.sync.calendar_look import CalendarLook
from tests.caldav_servers import CalDavServer
from tests.contract.entry import Entry, as_calendar
from tests.contract.ics_hand import IcsHand
from tests.feed_server import Reply, serving

HASTY = Patience(connect=2, read=5, overall=10, retry_after=0, retries=0)

_NUMBERS = count()
_HREF = re.compile(r"<(?:\w+:)?href>([^<]*\.ics)</(?:\w+:)?href>")


@dataclass
class KeptReplica:
    """What the state keeps of one calendar."""

    replica: Replica | None = None

    def load(self) -> Replica | None:
        return self.replica

    def save(self, replica: Replica) -> None:
        self.replica = replica


@dataclass(frozen=True, slots=True)
class Access:
    """A calendar's address and the sign-in."""

    url: str
    username: str | None
    password: str | None

    @property
    def place(self) -> CalDavPlace:
        return CalDavPlace(url=self.url, username=self.username)


def open_target(access: Access, replica: KeptReplica) -> CalDavTarget:
    look = CalendarLook(name="Strength", alarm_minutes=30)
    return CalDavTarget(
        access.place, look=look, replica=replica, patience=HASTY, find_password=lambda _: access.password
    )


def open_source(access: Access, replica: KeptReplica) -> CalDavSource:
    return CalDavSource(access.place, replica=replica, patience=HASTY, find_password=lambda _: access.password)


FAILURES = ("nobody there", "no such calendar", "a web page")


@contextmanager
def failing(server: CalDavServer, way: str) -> Iterator[Access]:
    """Give access to a calendar that fails in the named way."""
    there = Access(server.new_calendar(f"calendar-{next(_NUMBERS)}"), server.username, server.password)
    with serving(Reply.of(b"<html>Sign in</html>")) as page, socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        yield {
            "nobody there": replace(there, url=f"http://127.0.0.1:{nobody.getsockname()[1]}/runs/"),
            "no such calendar": replace(there, url=f"{there.url}deeper/"),
            "a web page": replace(there, url=page.url),
            "another password": replace(there, password=f"not {there.password}"),
        }[way]


class CalDavAtHand(IcsHand):
    """Another program's hand on the runner's calendar, and our way to open it."""

    def __init__(self, server: CalDavServer) -> None:
        self._server = server
        self._url = server.new_calendar(f"calendar-{next(_NUMBERS)}")
        self._replica = KeptReplica()

    def open(self) -> CalDavTarget:
        return open_target(Access(self._url, self._server.username, self._server.password), self._replica)

    def holdings(self) -> Mapping[str, object]:
        return {uid: body for uid, (_, body) in self._resources().items()}

    def vevent(self, uid: str) -> Event:
        _, body = self._resources()[uid]
        return _calendar(body).events[0]

    def save(self, event: Event) -> None:
        uid = str(event["UID"])
        there = self._resources().get(uid)
        url, calendar = (there[0], _calendar(there[1])) if there else (self._new_url(uid), _zones_of(event))
        calendar.subcomponents = [part for part in calendar.subcomponents if part.name != "VEVENT"] + [event]
        self._server.put(url, calendar.to_ical().decode())

    def delete(self, uid: str) -> None:
        self._server.delete(self._resources()[uid][0])

    def _new_url(self, uid: str) -> str:
        return f"{self._url}{quote(uid)}.ics"

    def _resources(self) -> dict[str, tuple[str, str]]:
        """Return the address and the body of each event by its UID."""
        listing = self._server.request("PROPFIND", self._url, headers={"Depth": "1"}).text
        urls = [urljoin(self._url, href) for href in _HREF.findall(listing)]
        return {str(_calendar(body).events[0]["UID"]): (url, body) for url in urls for body in [self._server.get(url)]}


class CalDavFeed:
    """Another program's hand on a calendar of runs, and our way to open it."""

    def __init__(self, server: CalDavServer) -> None:
        self._server = server
        self._url = server.new_calendar(f"runs-{next(_NUMBERS)}")
        self._replica = KeptReplica()

    def open(self) -> CalDavSource:
        return open_source(Access(self._url, self._server.username, self._server.password), self._replica)

    def add(self, entry: Entry) -> None:
        self._server.put(f"{self._url}{quote(entry.uid)}.ics", as_calendar(entry).decode())

    def delete(self, uid: str) -> None:
        self._server.delete(f"{self._url}{quote(uid)}.ics")


def _calendar(body: str) -> Calendar:
    return Calendar.from_ical(body)


def _zones_of(event: Event) -> Calendar:
    """Return a calendar that defines the zones of an event and is empty otherwise."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Example//Calendar//EN")
    moments = [value for value in (event.start, event.end) if isinstance(value, datetime)]
    for zone in {moment.tzinfo for moment in moments}:
        if isinstance(zone, ZoneInfo) and zone.key != "UTC":
            calendar.add_component(vtimezone(zone, first_year=2025, last_year=2027))
    return calendar
