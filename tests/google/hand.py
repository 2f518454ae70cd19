"""What a runner does by hand in Google's own calendar window.

Nothing tells what a window of Google's does with what programs have put into an event, so this is what is assumed:
a copy takes the private extended properties along, which is the harder case for whoever relies on them, and can be
told not to; a move to another calendar keeps the event's id and all that is in it, as `events.move` does. An edited
description comes back as HTML, which the reference says it may hold.
"""

from collections.abc import Callable
from datetime import date, timedelta
from html import escape

from tests.google.events import LINK
from tests.google.problems import Json
from tests.google.series import instance, split
from tests.google.state import HeldCalendar, State
from tests.google.times import instant
from tests.google.writing import checked, resequenced


class Hand:
    """A hand in the window of one calendar. Whoever owns the calendar does it, and no mail is asked about."""

    def __init__(self, state: State, calendar: HeldCalendar) -> None:
        self._state = state
        self.calendar = calendar

    def move(self, event_id: str, by: timedelta) -> Json:
        """Drag an event to another time."""

        def dragged(event: Json) -> Json:
            return {**event, **{name: _later(event[name], by) for name in ("start", "end")}}

        return self._edit(event_id, dragged)

    def retitle(self, event_id: str, title: str) -> Json:
        """Give an event another title."""
        return self._edit(event_id, lambda event: {**event, "summary": title})

    def annotate(self, event_id: str, text: str) -> Json:
        """Write lines above a description; the window's editor saves the whole of it as HTML."""

        def annotated(event: Json) -> Json:
            old = event.get("description", "")
            lines = old if "<br>" in old else escape(old, quote=False).replace("\n", "<br>")
            return {**event, "description": f"{escape(text, quote=False)}<br>{lines}".replace("\n", "<br>")}

        return self._edit(event_id, annotated)

    def delete(self, event_id: str) -> None:
        """Put an event into the bin."""
        self._edit(event_id, lambda event: {**event, "status": "cancelled"})

    def restore(self, event_id: str) -> Json:
        """Take an event out of the bin."""
        return self._edit(event_id, lambda event: {**event, "status": "confirmed"})

    def copy(self, event_id: str, *, new_id: str | None = None, with_private: bool = True) -> Json:
        """Duplicate an event; the copy has an id and a UID of its own."""
        event = {name: value for name, value in self._event(event_id).items() if name not in {"created", "sequence"}}
        made = new_id or self._state.new_name()
        event |= {"id": made, "iCalUID": f"{made}@google.com", "htmlLink": f"{LINK}{made}"}
        if not with_private and "extendedProperties" in event:
            event["extendedProperties"] = {**event["extendedProperties"], "private": {}}
        return self.save(event)

    def invite(self, event_id: str, guest: str) -> Json:
        """Add a guest."""

        def invited(event: Json) -> Json:
            me = {"email": self.calendar.owner, "organizer": True, "responseStatus": "accepted"}
            return {**event, "attendees": [*event.get("attendees", [me]), {"email": guest}]}

        return self._edit(event_id, invited)

    def answer(self, event_id: str, response: str) -> Json:
        """Answer an invitation: accepted, declined or tentative."""

        def answered(event: Json) -> Json:
            people = [{**who, "responseStatus": response} if who.get("self") else who for who in event["attendees"]]
            return {**event, "attendees": people}

        return self._edit(event_id, answered)

    def repeat(self, event_id: str, rule: str = "RRULE:FREQ=WEEKLY;COUNT=3") -> Json:
        """Make a series of an event."""
        return self._edit(event_id, lambda event: {**event, "recurrence": [rule]})

    def make_all_day(self, event_id: str, day: date) -> Json:
        """Let an event take a whole day."""
        end = {"date": (day + timedelta(days=1)).isoformat()}
        return self._edit(event_id, lambda event: {**event, "start": {"date": day.isoformat()}, "end": end})

    def remind(self, event_id: str, minutes: int) -> Json:
        """Give an event a reminder of its own."""
        own = {"useDefault": False, "overrides": [{"method": "popup", "minutes": minutes}]}
        return self._edit(event_id, lambda event: {**event, "reminders": own})

    def paint(self, event_id: str, color: str) -> Json:
        """Give an event a colour."""
        return self._edit(event_id, lambda event: {**event, "colorId": color})

    def move_to(self, event_id: str, other: "Hand") -> Json:
        """Move an event to another calendar."""
        event = self._event(event_id)
        self.delete(event_id)
        place = other.calendar
        organizer = {"email": place.id, "self": True, "displayName": place.summary}
        return other.save({**event, "organizer": organizer})

    def _event(self, event_id: str) -> Json:
        event = self.calendar.event(event_id)
        parts = split(event_id)
        if event is None and parts:
            series = self.calendar.event(parts[0])
            event = instance(series, self.calendar.zone, parts[1]) if series else None
        if event is None:
            raise KeyError(event_id)
        return event

    def _edit(self, event_id: str, edit: Callable[[Json], Json]) -> Json:
        old = self._event(event_id)
        return self.save(resequenced(old, edit(old)))

    def save(self, event: Json) -> Json:
        """Save an event as it stands in the window."""
        with self._state.lock:
            return self._state.write(self.calendar, checked(event, self.calendar))


def _later(when: Json, by: timedelta) -> Json:
    if "date" in when:
        return {"date": (date.fromisoformat(when["date"]) + by).isoformat()}
    return {**when, "dateTime": (instant(when["dateTime"]) + by).isoformat()}
