"""A runner's hand on a calendar that is kept as iCalendar, with programs of the runner's own."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Event, vCalAddress, vText

from runlift.domain.events import Timed
from runlift.sync.notes import join
from tests.contract.entry import Entry, as_vevent
from tests.contract.hand import NOTE, Keepsake

_EDITED = datetime(2026, 7, 5, 20, tzinfo=UTC)


class IcsHand(ABC):
    """Does by hand what can be done to VEVENTs; where they are kept is for its heirs to say."""

    @abstractmethod
    def vevent(self, uid: str) -> Event:
        """Return an event as it stands."""

    @abstractmethod
    def save(self, event: Event) -> None:
        """Save an event, new or in place of the one with its UID."""

    @abstractmethod
    def delete(self, uid: str) -> None:
        """Delete an event."""

    def add(self, uid: str, *, start: datetime, marker: Mapping[str, str] | None = None) -> None:
        when = Timed(start=start, end=start + timedelta(hours=1))
        self.save(as_vevent(Entry(uid=uid, when=when, title="Yoga", properties=marker or {})))

    def retitle(self, uid: str, title: str) -> None:
        self._edit(uid, lambda event: _set(event, "SUMMARY", title))

    def make_all_day(self, uid: str, day: date) -> None:
        def edit(event: Event) -> None:
            _set(event, "DTSTART", day)
            _set(event, "DTEND", day + timedelta(days=1))

        self._edit(uid, edit)

    def repeat(self, uid: str) -> None:
        self._edit(uid, lambda event: event.add("RRULE", {"FREQ": "WEEKLY", "COUNT": 3}))

    def enrich(self, uid: str) -> None:
        def edit(event: Event) -> None:
            _set(event, "DESCRIPTION", join(NOTE, str(event["DESCRIPTION"])))
            event.add("ATTENDEE", vCalAddress("mailto:jo@example.com"), parameters={"CN": "Jo, my friend"})
            event.add("X-MOOD", vText("good; very"), parameters={"X-BY": "jo"})
            alarm = Alarm()
            alarm.add("ACTION", "DISPLAY")
            alarm.add("DESCRIPTION", "off we go")
            alarm.add("TRIGGER", timedelta(minutes=-77))
            event.add_component(alarm)

        self._edit(uid, edit)

    def keepsakes(self, uid: str) -> frozenset[Keepsake]:
        text = self.vevent(uid).to_ical().decode().replace("\r\n ", "")
        found = {
            Keepsake.NOTE: "DESCRIPTION:felt strong\\, #sore 4\\n",
            Keepsake.GUEST: "mailto:jo@example.com",
            Keepsake.REMINDER: "TRIGGER:-PT1H17M",
            Keepsake.PROPERTY: "X-MOOD;X-BY=jo:good\\; very",
        }
        return frozenset(kind for kind, line in found.items() if line in text)

    def copy(self, uid: str, new_uid: str) -> None:
        event = self.vevent(uid)
        _set(event, "UID", new_uid)
        self.save(event)

    def _edit(self, uid: str, edit: Callable[[Event], None]) -> None:
        event = self.vevent(uid)
        edit(event)
        _set(event, "LAST-MODIFIED", _EDITED)
        self.save(event)


def _set(event: Event, name: str, value: object) -> None:
    event.pop(name, None)
    event.add(name, value)


def lines(event: Event) -> frozenset[str]:
    """Return what an event says, whatever the order and the folds."""
    return frozenset(event.to_ical().decode().replace("\r\n ", "").split("\r\n"))
