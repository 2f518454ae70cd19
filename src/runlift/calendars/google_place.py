"""Where a Google calendar is, what runlift does with it, and what the runner must allow for that."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

OWN = "own"
"""The calendar that runlift makes and owns."""

API = "https://www.googleapis.com/"
"""The root of Google's API."""

_SCOPE = "https://www.googleapis.com/auth/calendar."
READ_EVENTS = f"{_SCOPE}events.readonly"
WRITE_EVENTS = f"{_SCOPE}events"
OWN_CALENDARS = f"{_SCOPE}app.created"
LIST_CALENDARS = f"{_SCOPE}calendarlist.readonly"


class Use(StrEnum):
    """What runlift does with a Google account."""

    READ = "read"
    """It reads the events of a calendar."""
    OWN = "own"
    """It makes a calendar of its own, and keeps sessions there."""
    WRITE = "write"
    """It keeps sessions in a calendar that there is already."""
    FIND = "find"
    """It looks for the calendar that it made on another machine."""


_NEEDED = {
    Use.READ: (READ_EVENTS, WRITE_EVENTS),
    Use.OWN: (OWN_CALENDARS,),
    Use.WRITE: (WRITE_EVENTS,),
    Use.FIND: (LIST_CALENDARS,),
}
"""The scopes of which one will do, the one that allows least first."""

PURPOSE = {
    READ_EVENTS: "read the events of your calendars",
    WRITE_EVENTS: (
        "read and change the events of all your calendars, since a target names one that there is already; "
        'with calendar = "own" runlift could touch no other'
    ),
    OWN_CALENDARS: "make a calendar of its own and keep your sessions there, and touch no other",
    LIST_CALENDARS: "look through the list of your calendars for the one that it made before",
}
"""What runlift asks each scope for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GooglePlace:
    """A calendar at Google.

    Attributes:
        calendar: its id, `primary`, or `own`.
        client_file: the OAuth client that the runner signs in with.
        service_account_file: the key of a service account, in place of a sign-in.
        api_endpoint: the root of the API.
    """

    calendar: str
    client_file: Path | None = None
    service_account_file: Path | None = None
    api_endpoint: str = API

    @property
    def is_own(self) -> bool:
        """Whether runlift makes it."""
        return self.calendar == OWN

    @property
    def name(self) -> str:
        """What messages call it."""
        if self.is_own:
            return "runlift's own calendar at Google"
        return "your Google calendar" if self.calendar == "primary" else f"{self.calendar} at Google"

    @property
    def use_as_target(self) -> Use:
        """What keeping sessions in it takes."""
        return Use.OWN if self.is_own else Use.WRITE


def allows(granted: Collection[str], use: Use) -> bool:
    """Tell whether what the runner has granted is enough for a use."""
    return any(scope in granted for scope in _NEEDED[use])


def scopes_for(uses: Iterable[Use]) -> tuple[str, ...]:
    """Return the scopes to ask for, as few and as narrow as will do."""
    wanted = frozenset(uses)
    asked = [_NEEDED[use][0] for use in Use if use in wanted]
    return tuple(scope for scope in asked if not (scope == READ_EVENTS and WRITE_EVENTS in asked))
