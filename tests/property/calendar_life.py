"""One runner's calendars with runlift in them: the runner's hand, the clock, and syncs.

Two calendars that the runner edits and one .ics output are targets; the plan of runs and the runner's club calendar are
read. Everything but the calendars themselves is real: planner, sync, SQLite.
"""

import shutil
import tempfile
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, cast

import httplib2
import pytest

from runlift.app import gather
from runlift.app.config import Config
from runlift.app.lexicons import lexicon
from runlift.app.places import SourceConfig, TargetConfig
from runlift.app.stops import Allowances
from runlift.app.sync import Synced, is_pending, sync
from runlift.calendars.ics_target import IcsFileTarget
from runlift.calendars.memory import MemoryEvent
from runlift.calendars.replica import ReplicaStore
from runlift.domain.events import AllDay, EventUid, Timed
from runlift.errors import CalendarError, GuardError
from runlift.state.opening import open_store
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.marker import FINGERPRINT_TIME, NAMES, VERSION, Marker
from runlift.sync.notes import DIVIDER
from tests.builders import BERLIN, later
from tests.property.calendar_config import a_config
from tests.property.calendar_expected import (
    CLUB,
    EDITABLE,
    FEED,
    HOME,
    PROFILE,
    RUNS,
    WORK,
    Expected,
    Move,
    Snapshot,
    fingerprint,
    key_of,
    mark_of,
    sessions_in,
    shows,
    stands_for,
    target_name,
)
from tests.property.calendar_faults import (
    Died,
    Faults,
    FragileBatches,
    FragileConnection,
    FragileSource,
    FragileStore,
    FragileTarget,
    counts,
)
from tests.property.calendar_hands import Account, Calendar, InMemory
from tests.property.calendar_looks import Look, has_new_frozen_session, told

if TYPE_CHECKING:
    from runlift.calendars.base import Target
    from runlift.state.base import Store
    from runlift.state.store import SqliteStore

MONDAY = date(2026, 7, 6)
PATTERNS = (
    ("Tue Intervals 6 x 800 m", "Thu Easy run", "Sun Long run"),
    ("Tue Easy run", "Sat Long run"),
    ("Mon Easy run", "Wed Tempo run", "Fri Easy run", "Sun Long run"),
)
TITLES = ("Easy run", "Long run", "Intervals 6 x 800 m", "Half marathon race", "Run payroll")
TAGS = ("#done", "#skip", "#sore 4", "#sore 7", "#heavier", "#lighter", "#pin", "#auto", "#hold", "done", "sore 3")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class World:
    """The calendars, the disk and the clock.

    Args:
        at_google: those of HOME, WORK and CLUB that are at Google, the first as one that runlift makes.
    """

    def __init__(self, pattern: Sequence[str], targets: Sequence[str], at_google: Collection[str] = ()) -> None:
        in_memory = Path("/", "dev", "shm")  # a disk would let every write wait
        self.folder = Path(tempfile.mkdtemp(prefix="runlift-", dir=in_memory if in_memory.is_dir() else None))
        self.now = datetime.combine(MONDAY, time(5), BERLIN)
        self.runs = InMemory()
        self.calendars: dict[str, Calendar] = {HOME: InMemory(), WORK: InMemory(), CLUB: InMemory(), RUNS: self.runs}
        self.account = Account(self.folder, lambda: self.now)
        for name in at_google:
            self.calendars[name] = self.account.own() if name == HOME else self.account.new_calendar(name)
        self.at_google = frozenset(at_google)
        self.gone: set[str] = set()
        self.targets = list(targets)
        self.has_feed = FEED in targets
        self.expected = Expected()
        self.numbers = count(1)
        self.binned: dict[tuple[str, EventUid], tuple[set[str], str]] = {}
        self.hidden: dict[EventUid, MemoryEvent] = {}
        self._store: SqliteStore | None = None
        for week in range(-1, 5):
            for line in pattern:
                weekday, _, title = line.partition(" ")
                day = MONDAY + timedelta(days=7 * week + _WEEKDAYS.index(weekday))
                self.add_event(RUNS, day, "07:00", title, minutes=110 if "Long" in title else 50)

    def close(self) -> None:
        self._forget_store()
        shutil.rmtree(self.folder)

    # The runner's hand.

    def tick(self) -> None:
        self.now = later(self.now, 1)

    def add_event(
        self,
        calendar: str,
        day: date,
        hour: str,
        title: str,
        *,
        minutes: float = 60,
        properties: dict[str, str] | None = None,
    ) -> None:
        start = datetime.combine(day, time.fromisoformat(hour), BERLIN)
        event = MemoryEvent(
            uid=EventUid(f"own-{next(self.numbers)}"),
            when=Timed(start=start, end=later(start, minutes)),
            title=title,
            properties=properties or {},
        )
        self.calendars[calendar].put(event, now=self.now)

    def sessions(self, calendar: str) -> list[MemoryEvent]:
        """Return the events with a mark of ours, copies included."""
        return sessions_in(self.calendars[calendar].events.values())

    def pick(self, calendar: str, number: int) -> MemoryEvent | None:
        found = self.sessions(calendar)
        return found[number % len(found)] if found else None

    def stands_for(self, calendar: str, key: str) -> MemoryEvent | None:
        """Return the event that stands for a key in a calendar."""
        return stands_for(self.calendars[calendar].events, key)

    def move(self, calendar: str, event: MemoryEvent, when: Timed | AllDay) -> None:
        hand = self.calendars[calendar]
        if fingerprint(when) == fingerprint(event.when):
            return
        hand.put(replace(event, when=when), now=self.now)
        self._has_moved(calendar, event.uid)

    def _has_moved(self, calendar: str, uid: EventUid) -> None:
        event = self.calendars[calendar].events[uid]
        mark = mark_of(event)
        if isinstance(mark, Marker) and self.stands_for(calendar, mark.key) == event:
            back = mark.marks.time == fingerprint(event.when)
            self.expected.moved[calendar][mark.key] = Move(event.when, self.now, back)
        elif isinstance(mark, Marker):
            self.expected.unclear.add(mark.key)

    def retitle(self, calendar: str, event: MemoryEvent) -> None:
        title = f"Gym {next(self.numbers)}"
        self.calendars[calendar].retitle(event.uid, title, now=self.now)
        self.expected.titles[calendar, event.uid] = title

    def annotate(self, calendar: str, event: MemoryEvent, text: str) -> None:
        word = f"word{next(self.numbers)}"
        self.calendars[calendar].annotate(event.uid, f"{word}\n{text}", now=self.now)
        self.expected.words[calendar, event.uid].add(word)

    def erase_notes(self, calendar: str, event: MemoryEvent) -> None:
        _, divider, below = event.description.partition(DIVIDER)
        if divider and not any(word in below for word in self.expected.words[calendar, event.uid]):
            self.calendars[calendar].put(replace(event, description=f"{divider}{below}"), now=self.now)
            self.expected.words.pop((calendar, event.uid), None)

    def edit_block(self, calendar: str, event: MemoryEvent) -> None:
        word = f"word{next(self.numbers)}"
        self.calendars[calendar].put(replace(event, description=f"{event.description}\n{word}"), now=self.now)
        self.expected.words[calendar, event.uid].add(word)

    def delete(self, calendar: str, event: MemoryEvent) -> None:
        expected, key = self.expected, key_of(event)
        stood = self.stands_for(calendar, key) == event
        self.calendars[calendar].delete(event.uid)
        self.binned[calendar, event.uid] = (
            expected.words.pop((calendar, event.uid), set()),
            expected.titles.pop((calendar, event.uid), ""),
        )
        others = [other for other in self.sessions(calendar) if key_of(other) == key]
        expected.moved[calendar].pop(key, None)
        is_at_the_club = any(key_of(other) == key for other in self.sessions(CLUB))
        unsure = others or is_at_the_club or key in expected.elsewhere or self._is_being_deleted(calendar, key)
        if not stood or unsure or key not in expected.known[calendar]:
            expected.unclear.add(key)
        else:
            expected.declined.setdefault(key, {calendar})

    def _is_being_deleted(self, calendar: str, key: str) -> bool:
        """Say whether runlift has begun to delete it, and does not know what became of that."""
        deleting = self._open_store().memory().deleting
        return any((target_name(target), each) == (calendar, key) for target, each in deleting)

    def restore(self, calendar: str, number: int) -> None:
        hand = self.calendars[calendar]
        found = sorted(uid for uid in hand.bin if uid not in hand.events)
        if found:
            uid = found[number % len(found)]
            hand.restore(uid, now=self.now)
            words, title = self.binned.pop((calendar, uid), (set(), ""))
            self.expected.words[calendar, uid] = words
            if title:
                self.expected.titles[calendar, uid] = title
            key = key_of(hand.events[uid])
            self.expected.declined.pop(key, None)
            self.expected.elsewhere.pop(key, None)
            self.expected.unclear.add(key)

    def copy(self, calendar: str, event: MemoryEvent, start: datetime) -> None:
        uid = EventUid(f"copy-{next(self.numbers)}")
        self.calendars[calendar].copy(event.uid, uid, start, now=self.now)
        self.expected.words[calendar, uid] |= self.expected.words[calendar, event.uid]
        if self.stands_for(calendar, key_of(event)) is None:
            self.expected.unclear.add(key_of(event))

    def take_elsewhere(self, calendar: str, event: MemoryEvent) -> None:
        key, club = key_of(event), self.calendars[CLUB]
        stood = self.stands_for(calendar, key) == event
        if event.uid in club.events:
            return
        self.calendars[calendar].take(event.uid)
        self.expected.words.pop((calendar, event.uid), None)
        self.expected.titles.pop((calendar, event.uid), None)
        club.put(event, now=self.now)
        others = [other for other in self.sessions(calendar) if key_of(other) == key]
        self.expected.moved[calendar].pop(key, None)
        if stood and not others and key in self.expected.known[calendar] and key not in self.expected.declined:
            self.expected.elsewhere[key] = calendar
        else:
            self.expected.declined.pop(key, None)
            self.expected.unclear.add(key)

    def delete_elsewhere(self, event: MemoryEvent) -> None:
        key = key_of(event)
        self.calendars[CLUB].delete(event.uid)
        if taken_from := self.expected.elsewhere.pop(key, None):
            self.expected.declined[key] = {CLUB, taken_from}

    def spoil_mark(self, calendar: str, event: MemoryEvent, spoilt: str) -> None:
        properties = dict(event.properties)
        if spoilt == "damaged":
            properties.pop(FINGERPRINT_TIME)
        elif spoilt == "newer":
            properties[VERSION] = "99"
        else:
            properties = {name: value for name, value in properties.items() if name not in NAMES}
        self.calendars[calendar].put(replace(event, properties=properties), now=self.now)
        self.expected.unclear.add(key_of(event))

    def lose_calendar(self) -> None:
        """Delete the calendar that runlift made at Google, with all that it holds."""
        for event in self.sessions(HOME):
            self.delete(HOME, event)
        for made in self.account.google.calendars_made():
            self.account.google.delete_calendar(made.id)
            self.gone = {HOME}
            counts["fault: calendar deleted"] += 1

    def lose_state(self, *, corrupt: bool) -> None:
        self._forget_store()
        for path in self.folder.glob("*.sqlite*"):
            if corrupt and path.suffix == ".sqlite":
                path.write_bytes(b"\0" * 512 + path.read_bytes()[512:])
            else:
                path.unlink()
        expected = self.expected
        for moves in expected.moved.values():
            expected.unclear |= moves.keys()
        expected.unclear |= {key for key, pin in expected.pins.items() if not self._all_show(key, pin.when)}
        # What the runner had taken elsewhere or deleted is known no more.
        expected.unclear |= expected.elsewhere.keys()
        expected.declined.clear()
        expected.elsewhere.clear()
        expected.known.clear()
        expected.skipped.clear()
        counts["fault: state lost"] += 1

    def _all_show(self, key: str, when: Timed | AllDay) -> bool:
        standing = [self.stands_for(name, key) for name in EDITABLE]
        return all(event and shows(event.when, when) for event in standing)

    def hide_runs(self) -> None:
        self.hidden, self.runs.events = {**self.hidden, **self.runs.events}, {}
        counts["fault: feed emptied"] += 1

    def show_runs(self) -> None:
        self.runs.events |= self.hidden
        self.hidden = {}

    # A sync, and what must hold after it.

    def snapshot(self) -> Snapshot:
        events = {name: dict(calendar.events) for name, calendar in self.calendars.items()}
        path = self.folder / "strength.ics"
        return Snapshot(events=events, feed=path.read_bytes() if path.exists() else b"")

    def sync(self, faults: Faults | None = None, allowances: Allowances | None = None) -> Synced | None:
        """Sync once and look at everything; return what it did, None where it came to no end."""
        faults, allowances, before = faults or Faults(), allowances or Allowances(), self.snapshot()
        synced: Synced | None = None
        stopped = False
        try:
            synced = self._sync(faults, allowances)
        except Died:
            self._forget_store()
        except GuardError:
            counts["guard stops"] += 1
            stopped = True
        except CalendarError:
            counts["syncs without an answer"] += 1
        if allowances.target:
            self.expected.forget_unseen_deletes()
            self.gone = set()
        if not synced or faults.down or self.gone or not faults.lets_it_finish or WORK not in self.targets:
            self.expected.disturbed = True
        look = self._look(before)
        if not faults.meanwhile:
            look.the_runners_is_untouched()
            if stopped:
                look.nothing_changed()
        if synced and faults.lets_it_finish:
            down = {*faults.down, *self.gone}
            look.all_is_as_expected(synced, [name for name in (*self.targets, CLUB) if name not in down])
        return synced

    def twice(self, first: Synced) -> None:
        """Sync again right away, which must change nothing.

        A session that was put into the next 24 hours is frozen from then on, and other sessions may tell of it in other
        words, once.
        """
        if has_new_frozen_session(first):
            settled = self._sync(Faults(), Allowances())
            words = [line for line in told(settled) if "(text)" not in line]
            assert not words, words
        before = self.snapshot()
        synced = self._sync(Faults(), Allowances())
        self._look(before).nothing_changed()
        assert not is_pending(synced.decision), list(told(synced))
        counts["invariant: a second sync changes nothing"] += 1

    def _look(self, before: Snapshot) -> Look:
        return Look(before, self.snapshot(), self.expected, self.targets, self.now)

    def _sync(self, faults: Faults, allowances: Allowances) -> Synced:
        def open_source(source: SourceConfig, replica: ReplicaStore) -> FragileSource:
            return FragileSource(self.calendars[source.name].open_source(source.name, replica), faults)

        def open_target(target: TargetConfig, profile: str, replica: ReplicaStore, *, anew: bool) -> FragileTarget:
            opened: Target
            if target.path:
                look = CalendarLook(name="Strength", color=None, busy=False, alarm_minutes=None)
                opened = IcsFileTarget(path=target.path, profile=profile, look=look)
                opened.name = FEED
            else:
                opened = self.calendars[target.label].open_target(target.label, replica, anew=anew)
            return (FragileBatches if target.label in self.at_google else FragileTarget)(opened, faults)

        counts["syncs"] += 1
        store = cast("Store", FragileStore(self._open_store(), faults))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gather, "open_source", open_source)
            patch.setattr(gather, "open_target", open_target)
            patch.setattr(httplib2, "Http", lambda **_: FragileConnection(self.account.google, faults))
            return sync(self._config(), store, self.now, lexicon(), allowances)

    def _config(self) -> Config:
        return a_config(self.folder, self.targets)

    def _open_store(self) -> "SqliteStore":
        if self._store is None:
            self._store = open_store(self.folder, PROFILE, now=self.now)
        return self._store

    def _forget_store(self) -> None:
        if self._store is not None:
            with suppress(Exception):
                self._store.__exit__(None, None, None)
            self._store = None
