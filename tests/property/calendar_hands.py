"""The calendars that a runner has, each in the runner's hand and in runlift's: in memory, and at Google."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import escape, unescape
from pathlib import Path
from typing import Protocol

from runlift.calendars.base import Source, Target
from runlift.calendars.google_place import OWN
from runlift.calendars.google_source import GoogleSource
from runlift.calendars.google_target import GoogleTarget
from runlift.calendars.memory import MemoryCalendar, MemoryEvent, MemorySource, MemoryTarget
from runlift.calendars.replica import ReplicaStore
from runlift.domain.events import AllDay, EventUid, Timed
from runlift.formats.google_json import event_id
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.identity import is_ours
from runlift.sync.standing import Etag
from tests.builders import BERLIN
from tests.google.hand import Hand
from tests.google.in_process import google_in_process
from tests.google.problems import Json
from tests.google.writing import resequenced
from tests.google_desk import RUNNER, Desk
from tests.property.calendar_expected import PROFILE

_SCOPES = ("calendar.app.created", "calendar.events")
_WEEKLY = "RRULE:FREQ=WEEKLY;COUNT="
_ZONE = BERLIN.key


class Calendar(Protocol):
    """A calendar of the runner's, with a method for each thing that is done there by hand."""

    @property
    def events(self) -> Mapping[EventUid, MemoryEvent]:
        """What it shows, by UID."""
        ...

    @property
    def bin(self) -> Mapping[EventUid, MemoryEvent]:
        """What was deleted from it, by UID."""
        ...

    def put(self, event: MemoryEvent, *, now: datetime) -> None:
        """Save an event as it is, new or in place of the one with its UID."""
        ...

    def delete(self, uid: EventUid) -> None:
        """Put an event into the bin."""
        ...

    def take(self, uid: EventUid) -> MemoryEvent:
        """Take an event out, to put it into another calendar."""
        ...

    def restore(self, uid: EventUid, *, now: datetime) -> None:
        """Take an event out of the bin."""
        ...

    def move(self, uid: EventUid, start: datetime, *, now: datetime) -> None:
        """Let an event start at another time; one without an hour takes an hour."""
        ...

    def retitle(self, uid: EventUid, title: str, *, now: datetime) -> None:
        """Give an event another title."""
        ...

    def annotate(self, uid: EventUid, notes: str, *, now: datetime) -> None:
        """Write notes above our block."""
        ...

    def invite(self, uid: EventUid, guest: str, *, now: datetime) -> None:
        """Add a guest."""
        ...

    def repeat(self, uid: EventUid, weeks: int, *, now: datetime) -> None:
        """Make a weekly series of an event."""
        ...

    def copy(self, uid: EventUid, new_uid: EventUid, start: datetime, *, now: datetime) -> None:
        """Paste an event at another time; what programs have put into it goes along."""
        ...

    def open_source(self, name: str, replica: ReplicaStore) -> Source:
        """Open it to be read from."""
        ...

    def open_target(self, name: str, replica: ReplicaStore, *, anew: bool) -> Target:
        """Open it to keep sessions in."""
        ...


class InMemory(MemoryCalendar):
    """A calendar in memory."""

    def take(self, uid: EventUid) -> MemoryEvent:
        return self.events.pop(uid)

    def open_source(self, name: str, replica: ReplicaStore) -> Source:
        del replica
        return MemorySource(self, name=name)

    def open_target(self, name: str, replica: ReplicaStore, *, anew: bool) -> Target:
        del replica, anew
        return MemoryTarget(self, name=name)


class Account:
    """The runner's account at Google, and runlift's way to it.

    Args:
        folder: where the sign-in is kept.
        clock: what Google takes the time from.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.google = google_in_process()
        self.google.state.clock = clock
        self.google.new_user(RUNNER)
        self.desk = Desk(google=self.google, folder=folder)
        self.desk.sign_in(*_SCOPES)

    def own(self) -> "AtGoogle":
        """Return the calendar that runlift makes; before, it holds nothing."""
        return AtGoogle(self, OWN)

    def new_calendar(self, title: str) -> "AtGoogle":
        """Make a calendar by hand."""
        return AtGoogle(self, self.google.new_calendar(RUNNER, title).id)


class AtGoogle:
    """A calendar at Google.

    Args:
        place: as the config names it.
    """

    def __init__(self, account: Account, place: str) -> None:
        self._account = account
        self._place = place
        self._taken: set[EventUid] = set()
        self._shown: tuple[str, dict[str, dict[EventUid, MemoryEvent]]] = ("", {})

    @property
    def events(self) -> Mapping[EventUid, MemoryEvent]:
        return self._by_status().get("confirmed", {})

    @property
    def bin(self) -> Mapping[EventUid, MemoryEvent]:
        """What was deleted from it; what was taken to another calendar is kept as deleted, but is in no bin."""
        cancelled = self._by_status().get("cancelled", {})
        return {uid: event for uid, event in cancelled.items() if uid not in self._taken}

    def put(self, event: MemoryEvent, *, now: datetime) -> None:
        del now
        if self._calendar_id not in self._account.google.state.calendars:
            return  # the one that runlift makes is not there yet, or not any more
        self._taken.discard(event.uid)
        stood = self.events.get(event.uid)
        if stood is None:
            self._account.google.add_event(self._calendar_id, {**_named(event.uid), **_said(event)})
            return
        old, was = self._item(event.uid), _said(stood)
        changed = {name: value for name, value in _said(event).items() if value != was[name]}
        if "description" in changed:
            changed["description"] = escape(event.description, quote=False).replace("\n", "<br>")
        self._hand.save(resequenced(old, {**old, **changed}))

    def delete(self, uid: EventUid) -> None:
        self._hand.delete(self._id(uid))

    def take(self, uid: EventUid) -> MemoryEvent:
        event = self.events[uid]
        self.delete(uid)
        self._taken.add(uid)
        return event

    def restore(self, uid: EventUid, *, now: datetime) -> None:
        del now
        self._hand.restore(self._id(uid))

    def move(self, uid: EventUid, start: datetime, *, now: datetime) -> None:
        when = self.events[uid].when
        length = when.end - when.start if isinstance(when, Timed) else timedelta(hours=1)
        self.put(replace(self.events[uid], when=Timed(start=start, end=start + length)), now=now)

    def retitle(self, uid: EventUid, title: str, *, now: datetime) -> None:
        del now
        self._hand.retitle(self._id(uid), title)

    def annotate(self, uid: EventUid, notes: str, *, now: datetime) -> None:
        del now
        self._hand.annotate(self._id(uid), notes)

    def invite(self, uid: EventUid, guest: str, *, now: datetime) -> None:
        del now
        self._hand.invite(self._id(uid), guest.removeprefix("mailto:"))

    def repeat(self, uid: EventUid, weeks: int, *, now: datetime) -> None:
        del now
        self._hand.repeat(self._id(uid), f"{_WEEKLY}{weeks}")

    def copy(self, uid: EventUid, new_uid: EventUid, start: datetime, *, now: datetime) -> None:
        self._hand.save({**self._hand.copy(self._id(uid)), "iCalUID": new_uid})
        self.move(new_uid, start, now=now)

    def open_source(self, name: str, replica: ReplicaStore) -> Source:
        desk = self._account.desk
        opened = GoogleSource(desk.place(self._place), replica=replica, folder=desk.folder, manners=desk.manners)
        opened.name = name
        return opened

    def open_target(self, name: str, replica: ReplicaStore, *, anew: bool) -> Target:
        desk = self._account.desk
        opened = GoogleTarget(
            desk.place(self._place),
            profile=PROFILE,
            look=CalendarLook(name="Strength"),
            replica=replica,
            folder=desk.folder,
            anew=anew,
            manners=desk.manners,
        )
        opened.name = name
        return opened

    @property
    def _calendar_id(self) -> str:
        if self._place != OWN:
            return self._place
        made = self._account.google.calendars_made()
        return made[-1].id if made else ""

    @property
    def _hand(self) -> Hand:
        return self._account.google.hand(self._calendar_id)

    def _by_status(self) -> dict[str, dict[EventUid, MemoryEvent]]:
        held = self._account.google.state.calendars.get(self._calendar_id)
        if held is None:
            return {}
        if self._shown[0] != held.etag:
            found: dict[str, dict[EventUid, MemoryEvent]] = {"confirmed": {}, "cancelled": {}}
            for item in held.events().values():
                event = _event(item)
                found[item["status"]][event.uid] = event
            self._shown = (held.etag, found)
        return self._shown[1]

    def _item(self, uid: EventUid) -> Json:
        items = self._account.google.state.calendars[self._calendar_id].events().values()
        return next(item for item in items if _uid(item) == uid)

    def _id(self, uid: EventUid) -> str:
        return str(self._item(uid)["id"])


def _named(uid: EventUid) -> Json:
    return {"id": event_id(uid)} if is_ours(uid) else {"iCalUID": uid}


def _uid(item: Json) -> EventUid:
    name = str(item["id"]).removeprefix("runlift")
    return EventUid(f"{name}@runlift" if name != item["id"] else str(item["iCalUID"]))


def _event(item: Json) -> MemoryEvent:
    """Return what the calendar shows of an event."""
    return MemoryEvent(
        uid=_uid(item),
        when=_when(item),
        title=item.get("summary", ""),
        description=_as_shown(item.get("description", "")),
        transparent=item.get("transparency") == "transparent",
        weeks=int(item["recurrence"][0].removeprefix(_WEEKLY)) if "recurrence" in item else 1,
        guests=tuple(who["email"] for who in item.get("attendees", ())),
        alarms=tuple(one["minutes"] for one in item["reminders"].get("overrides", ())),
        properties=item.get("extendedProperties", {}).get("private", {}),
        modified=datetime.fromisoformat(item["updated"]),
        etag=Etag(item["etag"]),
    )


def _as_shown(description: str) -> str:
    """Return what the window shows of a description that was edited there; another program's is plain text."""
    return unescape(description.replace("<br>", "\n")) if "<br>" in description else description


def _when(item: Json) -> Timed | AllDay:
    start, end = item["start"], item["end"]
    if "date" in start:
        return AllDay(start=date.fromisoformat(start["date"]), end=date.fromisoformat(end["date"]))
    begins, ends = (datetime.fromisoformat(when["dateTime"]).astimezone(BERLIN) for when in (start, end))
    return Timed(start=begins, end=ends)


def _said(event: MemoryEvent) -> Json:
    """Return what the API would be told to have such an event."""
    when = event.when
    if isinstance(when, AllDay):
        times: Json = {"start": {"date": when.start.isoformat()}, "end": {"date": when.end.isoformat()}}
    else:
        times = {
            name: {"dateTime": at.isoformat(), "timeZone": _ZONE}
            for name, at in (("start", when.start), ("end", when.end))
        }
    return {
        **times,
        "summary": event.title,
        "description": event.description,
        "transparency": "transparent" if event.transparent else "opaque",
        "recurrence": [f"{_WEEKLY}{event.weeks}"] if event.weeks > 1 else [],
        "attendees": [{"email": guest} for guest in event.guests],
        "extendedProperties": {"private": dict(event.properties)},
    }
