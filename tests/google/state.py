"""What Google remembers: users, calendars, every version of every event, and what it was asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import RLock
from zoneinfo import ZoneInfo

from tests.google.problems import Json, not_found
from tests.google.times import timestamp, zone_of

OWNER, WRITER, READER, BUSY_READER = "owner", "writer", "reader", "freeBusyReader"
ROLES = ("none", BUSY_READER, READER, WRITER, OWNER)
"""What a user may do with a calendar, the least first."""


@dataclass(kw_only=True)
class HeldCalendar:
    """A calendar.

    Attributes:
        made_by: the OAuth client that made it through the API; None: a person did, by hand.
        roles: by user.
        versions: every event as it ever was, each version with the number of its write.
    """

    id: str
    owner: str
    summary: str
    time_zone: str
    primary: bool = False
    made_by: str | None = None
    description: str | None = None
    location: str | None = None
    etag: str = ""
    roles: dict[str, str] = field(default_factory=dict)
    default_reminders: list[Json] = field(default_factory=list)
    versions: dict[str, list[tuple[int, Json]]] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.time_zone)

    def role(self, user: str) -> int:
        """Return what a user may do here, as the place in `ROLES`."""
        return ROLES.index(self.roles.get(user, "none"))

    def allows(self, user: str, role: str) -> bool:
        """Tell whether a user may do what this role may."""
        return self.role(user) >= ROLES.index(role)

    def event(self, event_id: str) -> Json | None:
        """Return an event as it is now, cancelled ones too."""
        return self.versions[event_id][-1][1] if event_id in self.versions else None

    def events(self, *, at: int | None = None) -> dict[str, Json]:
        """Return every event, as it was after a write or as it is now, cancelled ones too."""
        return {event_id: event for event_id in self.versions if (event := self._at(event_id, at)) is not None}

    def exceptions(self, series_id: str) -> list[Json]:
        """Return the instances of a series that were written on their own."""
        return [event for event in self.events().values() if event.get("recurringEventId") == series_id]

    def _at(self, event_id: str, at: int | None) -> Json | None:
        past = [event for number, event in self.versions[event_id] if at is None or number <= at]
        return past[-1] if past else None


@dataclass(frozen=True, kw_only=True)
class Received:
    """A request, and how it ended.

    Attributes:
        method: such as `calendar.events.list`; `batch`, `token`, `revoke`, `auth` or `unknown`.
        path: with its query.
        headers: by names in lower case.
        status: 0 where no answer was sent.
        parts: the requests of a batch.
        received: bytes of the body that came in.
        sent: bytes of the body that went out, as compressed.
    """

    method: str
    verb: str
    path: str
    headers: dict[str, str]
    body: object = None
    status: int = 0
    reason: str = ""
    parts: tuple["Received", ...] = ()
    received: int = 0
    sent: int = 0


class State:
    """Everything that a request may read or change, behind one lock.

    Attributes:
        breaches: what was against Google's contract; a test that leaves one fails.
        clock: what Google takes the time from.
        skew: how far Google's clock is ahead of it.
        page_limit: the most events on a page, whatever was asked for; Google says 2500.
        empty_first_page: whether a list begins with a page of none.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self.calendars: dict[str, HeldCalendar] = {}
        self.requests: list[Received] = []
        self.breaches: list[str] = []
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.skew = timedelta()
        self.page_limit = 2500
        self.empty_first_page = False
        self.writes = 0
        self._made = 0

    def now(self) -> datetime:
        """Return the time on Google's clock."""
        return self.clock() + self.skew

    def breach(self, what: str) -> None:
        """Write down what the contract does not allow."""
        with self.lock:
            self.breaches.append(what)

    def new_name(self) -> str:
        """Return a name that was not used yet, in the letters that event ids have."""
        self._made += 1
        return f"made{self._made:08d}"

    def calendar(self, calendar_id: str, user: str, *, role: str = BUSY_READER) -> HeldCalendar:
        """Return a calendar that a user may see; `primary` is the user's own.

        Raises:
            Problem: there is none, which is also said where this user has no business with it.
        """
        found = self.calendars.get(user if calendar_id == "primary" else calendar_id)
        if found is None or not found.allows(user, role):
            raise not_found()
        return found

    def calendars_of(self, user: str) -> Iterator[HeldCalendar]:
        """Return every calendar on a user's list."""
        return (calendar for calendar in self.calendars.values() if calendar.allows(user, BUSY_READER))

    def touch(self, calendar: HeldCalendar) -> None:
        """Give a calendar a new etag."""
        calendar.etag = self.new_etag()

    def new_etag(self) -> str:
        """Return an etag that nothing had before."""
        self.writes += 1
        return f'"{3_500_000_000_000_000 + self.writes}"'

    def write(self, calendar: HeldCalendar, event: Json, *, touches: bool = True) -> Json:
        """Keep a version of an event under a new etag.

        Args:
            calendar: where.
            event: what it says now.
            touches: whether `updated` moves; changed reminders do not move it.
        """
        kept = {**event, "etag": self.new_etag()}
        if touches:
            kept["updated"] = timestamp(self.now())
        kept.setdefault("created", kept["updated"])
        calendar.versions.setdefault(kept["id"], []).append((self.writes, kept))
        self.touch(calendar)
        return kept
