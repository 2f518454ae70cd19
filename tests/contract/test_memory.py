"""The calendar in memory, under contract."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from runlift.calendars.memory import MemoryCalendar, MemoryEvent, MemorySource, MemoryTarget
from runlift.domain.events import EventUid, Timed
from runlift.sync.notes import notes_of
from tests.contract.entry import Entry
from tests.contract.hand import NOTE, Keepsake, SourceAtHand, TargetAtHand
from tests.contract.source_contract import SourceContract
from tests.contract.target_contract import NOW, TargetContract


class MemoryAtHand:
    """A runner's hand on a calendar in memory."""

    def __init__(self) -> None:
        self.calendar = MemoryCalendar()

    def open(self) -> MemoryTarget:
        return MemoryTarget(self.calendar)

    def holdings(self) -> Mapping[str, object]:
        return {str(uid): event for uid, event in self.calendar.events.items()}

    def add(self, uid: str, *, start: datetime, marker: Mapping[str, str] | None = None) -> None:
        when = Timed(start=start, end=start + timedelta(hours=1))
        self.calendar.put(MemoryEvent(uid=EventUid(uid), when=when, title="Yoga", properties=marker or {}), now=NOW)

    def retitle(self, uid: str, title: str) -> None:
        self.calendar.retitle(EventUid(uid), title, now=NOW)

    def make_all_day(self, uid: str, day: date) -> None:
        self.calendar.make_all_day(EventUid(uid), day, now=NOW)

    def repeat(self, uid: str) -> None:
        self.calendar.repeat(EventUid(uid), 3, now=NOW)

    def enrich(self, uid: str) -> None:
        self.calendar.annotate(EventUid(uid), NOTE, now=NOW)
        self.calendar.invite(EventUid(uid), "jo@example.com", now=NOW)
        event = self.calendar.events[EventUid(uid)]
        self.calendar.put(replace(event, alarms=(77,), properties={**event.properties, "X-MOOD": "good"}), now=NOW)

    def keepsakes(self, uid: str) -> frozenset[Keepsake]:
        event = self.calendar.events[EventUid(uid)]
        found = {
            Keepsake.NOTE: notes_of(event.description) == NOTE,
            Keepsake.GUEST: event.guests == ("jo@example.com",),
            Keepsake.REMINDER: event.alarms == (77,),
            Keepsake.PROPERTY: event.properties.get("X-MOOD") == "good",
        }
        return frozenset(kind for kind, there in found.items() if there)

    def copy(self, uid: str, new_uid: str) -> None:
        self.calendar.copy(EventUid(uid), EventUid(new_uid), NOW, now=NOW)

    def delete(self, uid: str) -> None:
        self.calendar.delete(EventUid(uid))


class TestMemoryTarget(TargetContract):
    @pytest.fixture
    def calendar(self) -> TargetAtHand:
        return MemoryAtHand()


class MemoryFeed:
    """Somebody else's hand on a calendar in memory."""

    def __init__(self) -> None:
        self.calendar = MemoryCalendar()

    def open(self) -> MemorySource:
        return MemorySource(self.calendar)

    def add(self, entry: Entry) -> None:
        event = MemoryEvent(
            uid=EventUid(entry.uid),
            when=entry.when,
            title=entry.title,
            description=entry.description,
            weeks=entry.weeks,
            cancelled=entry.cancelled,
            properties=entry.properties,
        )
        self.calendar.put(event, now=NOW)

    def delete(self, uid: str) -> None:
        self.calendar.delete(EventUid(uid))


class TestMemorySource(SourceContract):
    unchanged_requests = 1
    unchanged_is_free = True

    @pytest.fixture
    def calendar(self) -> SourceAtHand:
        return MemoryFeed()
