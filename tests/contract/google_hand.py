"""Other programs' hands on a calendar at Google."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from runlift.calendars.google_source import GoogleSource
from runlift.calendars.google_target import GoogleTarget
from runlift.domain.events import EventUid, Timed
from runlift.formats.google_json import event_id, read_text
from runlift.sync.identity import is_ours
from runlift.sync.notes import notes_of
from tests.changes import PROFILE
from tests.contract.entry import Entry
from tests.contract.hand import NOTE, Keepsake
from tests.google.hand import Hand
from tests.google_desk import RUNNER, Desk

_GUEST = "kim@example.com"


class GoogleAtHand:
    """The runner's hand on a calendar that sessions are kept in, and our way to open it.

    Args:
        calendar: as the config names it.
    """

    def __init__(self, desk: Desk, calendar: str) -> None:
        self._desk = desk
        self._google = desk.google
        self._calendar = calendar

    def open(self) -> GoogleTarget:
        return self._desk.target(self._calendar)

    def holdings(self) -> Mapping[str, object]:
        return {uid: json.dumps(event, sort_keys=True) for uid, event in self._events().items()}

    def add(self, uid: str, *, start: datetime, marker: Mapping[str, str] | None = None) -> None:
        event = {"summary": "Yoga", "start": _time(start), "end": _time(start + timedelta(hours=1)), **_named(uid)}
        self._save({**event, "extendedProperties": {"private": dict(marker or {})}})

    def retitle(self, uid: str, title: str) -> None:
        self._hand.retitle(self._id(uid), title)

    def make_all_day(self, uid: str, day: date) -> None:
        self._hand.make_all_day(self._id(uid), day)

    def repeat(self, uid: str) -> None:
        self._hand.repeat(self._id(uid))

    def enrich(self, uid: str) -> None:
        self._hand.annotate(self._id(uid), NOTE)
        self._hand.invite(self._id(uid), _GUEST)
        self._hand.remind(self._id(uid), 77)
        event = self._events()[uid]
        private = {**event["extendedProperties"]["private"], "mood": "good"}
        self._save({**event, "extendedProperties": {"private": private}})

    def keepsakes(self, uid: str) -> frozenset[Keepsake]:
        event = self._events()[uid]
        found = {
            Keepsake.NOTE: notes_of(read_text(event["description"])) == NOTE,
            Keepsake.GUEST: _GUEST in [who["email"] for who in event.get("attendees", ())],
            Keepsake.REMINDER: [one["minutes"] for one in event["reminders"].get("overrides", ())] == [77],
            Keepsake.PROPERTY: event["extendedProperties"]["private"].get("mood") == "good",
        }
        return frozenset(kind for kind, there in found.items() if there)

    def copy(self, uid: str, new_uid: str) -> None:
        copied = self._hand.copy(self._id(uid))
        self._save({**copied, "iCalUID": new_uid})

    def delete(self, uid: str) -> None:
        self._hand.delete(self._id(uid))

    @property
    def _hand(self) -> Hand:
        return self._google.hand(self._place)

    @property
    def _place(self) -> str:
        """The calendar's id; the own one is made with the first session."""
        if self._calendar != "own":
            return self._calendar
        return self._desk.sign_in_file.load().calendars.get(PROFILE, "")

    def _events(self) -> dict[str, Any]:
        """Return what the calendar shows, by UID."""
        events = self._google.events(self._place) if self._place else {}
        return {_uid(event): event for event in events.values()}

    def _id(self, uid: str) -> str:
        return str(self._events()[uid]["id"])

    def _save(self, event: Mapping[str, Any]) -> None:
        self._google.add_event(self._place, dict(event))


class GoogleFeed:
    """Another program's hand on a calendar of runs, and our way to open it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ids: dict[str, str] = {}

    def open(self) -> GoogleSource:
        return self._desk.source()

    def add(self, entry: Entry) -> None:
        known = {"id": self._ids[entry.uid]} if entry.uid in self._ids else {}
        when = entry.when
        times = (
            {"start": _time(when.start), "end": _time(when.end)}
            if isinstance(when, Timed)
            else {"start": {"date": when.start.isoformat()}, "end": {"date": when.end.isoformat()}}
        )
        repeats = {"recurrence": [f"RRULE:FREQ=WEEKLY;COUNT={entry.weeks}"]} if entry.weeks > 1 else {}
        made = self._desk.google.add_event(
            RUNNER,
            {
                **_named(entry.uid),
                **known,
                "summary": entry.title,
                "description": entry.description,
                **times,
                "status": "cancelled" if entry.cancelled else "confirmed",
                "extendedProperties": {"private": dict(entry.properties)},
                **repeats,
            },
        )
        self._ids[entry.uid] = made["id"]

    def delete(self, uid: str) -> None:
        self._desk.google.hand(RUNNER).delete(self._ids[uid])


def _named(uid: str) -> dict[str, str]:
    return {"id": event_id(EventUid(uid))} if is_ours(uid) else {"iCalUID": uid}


def _uid(event: Mapping[str, Any]) -> str:
    name = str(event["id"]).removeprefix("runlift")
    return f"{name}@runlift" if name != event["id"] else str(event["iCalUID"])


def _time(instant: datetime) -> dict[str, str]:
    return {"dateTime": instant.isoformat(), "timeZone": str(instant.tzinfo)}
