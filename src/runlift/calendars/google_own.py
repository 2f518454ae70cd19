"""The calendar that runlift makes for itself: made once, known by its id, and found again by its marker.

Calendars have no private properties as events have, so that the marker is a line of the description; the runner may
change the title and all else. To look through the runner's calendars takes a permission of its own, which is asked for
only where the id is lost (`runlift auth google --find-calendar`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

from runlift.calendars.google_place import Use, allows
from runlift.calendars.google_session import GoogleSession
from runlift.calendars.google_sign_in import SignIn
from runlift.errors import Unreachable
from runlift.formats.google_json import Json

_MARKER = "runlift keeps this line to know its calendar again: "
_PAGE = 250


class OwnCalendar:
    """Knows which calendar is ours.

    Args:
        session: the conversation.
        profile: whose sessions it holds.
    """

    def __init__(self, session: GoogleSession, profile: str) -> None:
        self._session = session
        self._profile = profile

    def find(self) -> str | None:
        """Return its id; None where none was made yet, as far as may be seen.

        Raises:
            CalendarError: Google gave no answer that could be trusted.
        """
        sign_in = self._session.sign_in
        known = sign_in.calendars.get(self._profile)
        if known is None and allows(sign_in.scopes, Use.FIND):
            known = next(self._marked(), None)
            if known is not None:
                self._remember(known)
        return known

    def make(self, name: str, zone: tzinfo | None) -> str:
        """Make the calendar and return its id.

        Raises:
            CalendarError: Google made none, or did not say.
        """
        body = {"summary": name, "description": f"Strength sessions around your runs.\n{_MARKER}{self._profile}"}
        if isinstance(zone, ZoneInfo):
            body["timeZone"] = zone.key
        try:
            made = self._session.answer_once(self._session.api.calendars().insert(body=body, fields="id"))
        except Unreachable as error:
            raise Unreachable(
                f"{error}; should a calendar {name!r} have come into being at Google all the same, delete it there"
            ) from error
        calendar = str(made["id"])
        self._remember(calendar)
        return calendar

    def forget(self) -> None:
        """Let go of a calendar that is gone, so that another one is made."""

        def without(sign_in: SignIn) -> SignIn:
            others = {profile: name for profile, name in sign_in.calendars.items() if profile != self._profile}
            return replace(sign_in, calendars=others)

        self._session.change_sign_in(without)

    def _remember(self, calendar: str) -> None:
        self._session.change_sign_in(
            lambda sign_in: replace(sign_in, calendars={**sign_in.calendars, self._profile: calendar})
        )

    def _marked(self) -> Iterator[str]:
        more: dict[str, str] = {}
        while True:
            request = self._session.api.calendarList().list(
                maxResults=_PAGE,
                minAccessRole="owner",
                fields="items(id,description),nextPageToken",
                **more,
            )
            page = self._session.answer(request)
            yield from (entry["id"] for entry in page.get("items", ()) if self._is_marked(entry))
            if "nextPageToken" not in page:
                return
            more = {"pageToken": page["nextPageToken"]}

    def _is_marked(self, entry: Json) -> bool:
        return f"{_MARKER}{self._profile}" in entry.get("description", "").splitlines()
