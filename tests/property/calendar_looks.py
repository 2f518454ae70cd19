"""What a sync did, held against what it may do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from runlift.app.sync import Synced
from runlift.calendars.memory import MemoryEvent
from runlift.domain import rules
from runlift.domain.events import Timed
from runlift.domain.kinds import Status
from runlift.formats.ics_feed import read_feed
from runlift.sync.changes import Action
from runlift.sync.identity import uid_for
from runlift.sync.marker import NAMES, Marker
from runlift.sync.notes import notes_of
from runlift.sync.standing import StandingEvent
from tests.property.calendar_expected import (
    CLUB,
    EDITABLE,
    FEED,
    PROFILE,
    RUNS,
    Expected,
    Move,
    Snapshot,
    has_begun,
    key_of,
    mark_of,
    sessions_in,
    shows,
    stands_for,
    started,
    target_name,
)
from tests.property.calendar_faults import counts


@dataclass
class Look:
    """All calendars before a sync and after it.

    Attributes:
        targets: the names of those that the config has.
    """

    before: Snapshot
    after: Snapshot
    expected: Expected
    targets: Sequence[str]
    now: datetime

    def nothing_changed(self) -> None:
        assert self.after == self.before
        counts["invariant: nothing changed"] += 1

    def the_runners_is_untouched(self) -> None:
        """Whatever became of the sync, what is not ours, has started or is the runner's stands as it did."""
        for name in (CLUB, RUNS):
            assert self.after.events[name] == self.before.events[name]
        for name in EDITABLE:
            for uid, event in self.before.events[name].items():
                self._event_is_untouched(name, event, self.after.events[name].get(uid))
        self._what_has_started_stands_in_the_feed()

    def _event_is_untouched(self, name: str, before: MemoryEvent, after: MemoryEvent | None) -> None:
        mark, expected = mark_of(before), self.expected
        words = expected.words.get((name, before.uid), set())
        held = bool(words) or bool(notes_of(before.description)) or bool(before.guests)
        ours = isinstance(mark, Marker) and mark.profile == PROFILE
        stripped = mark is None and before.uid.endswith("@runlift")
        if not ours and not stripped:
            assert after == before, "what is not ours was changed"
            counts["invariant: not ours, not changed"] += 1
            return
        if after is not None and mark_of(after) is None and ours:
            assert after == replace(before, properties=after.properties, modified=after.modified, etag=after.etag)
            assert before.uid != uid_for(PROFILE, key_of(before)) or name not in self.targets
            counts["invariant: a copy loses its mark and nothing else"] += 1
            return
        if name not in self.targets or (started(before, self.now) and not self._was_put_off(before)):
            assert after == before, "what has started was changed"
            counts["invariant: what has started is not touched"] += 1
            return
        if held:
            assert after is not None, "what holds words of the runner was deleted"
        if after is None:
            return
        assert all(word in after.description for word in words), "words of the runner are gone"
        # where the runner has edited the block, lines of ours that had become notes may go again
        block_is_ours = (
            isinstance(mark, Marker) and before.standing and before.standing.fingerprints.text == mark.marks.text
        )
        assert not block_is_ours or notes_of(before.description) == notes_of(after.description)
        title = expected.titles.get((name, before.uid))
        assert title is None or after.title == title
        same = ("uid", "transparent", "guests", "alarms", "weeks", "cancelled")
        assert all(getattr(after, each) == getattr(before, each) for each in same)
        theirs = [{k: v for k, v in e.properties.items() if k not in NAMES} for e in (before, after)]
        assert theirs[0] == theirs[1]
        counts["invariant: the runner's part of ours is kept"] += 1

    def _was_put_off(self, event: MemoryEvent) -> bool:
        """Say whether the runner has given that very session its time in another calendar."""
        expected = self.expected
        settled = {*expected.pins, *expected.elsewhere, *expected.unclear}
        settled |= {key for moves in expected.moved.values() for key in moves}
        key = key_of(event)
        found = [stands_for(self.before.events[name], key) for name in EDITABLE]
        others = [other for other in found if other]
        held = any(other.guests or "#pin" in notes_of(other.description) for other in others)
        # it may have lost its mark, and is told by its UID then
        moved = key in settled or event.uid in {uid_for(PROFILE, other) for other in settled}
        return held or moved or not all(started(other, self.now) for other in others)

    def _what_has_started_stands_in_the_feed(self) -> None:
        if FEED not in self.targets or not self.before.feed:
            return
        after = {event.uid: event for event in events_of(self.after.feed)}
        for event in events_of(self.before.feed):
            mark = event.marker
            stood = MemoryEvent(
                uid=event.uid,
                when=event.when,
                title="",
                properties=mark.properties() if isinstance(mark, Marker) else {},
            )
            if started(stood, self.now) and not self._was_put_off(stood):
                assert after.get(event.uid) == event

    def all_is_as_expected(self, synced: Synced, read: Sequence[str]) -> None:
        """After a sync that came to its end: keys, pins, declines, rules, and one calendar like the other."""
        editable = [name for name in read if name in EDITABLE]
        self._no_key_twice(editable)
        self._no_decline_is_resurrected(synced, read)
        self._pins_stand(synced, editable)
        self._rules_hold(synced)
        self._plan_stands(synced, read)
        self._learn(editable)

    def _no_key_twice(self, editable: Sequence[str]) -> None:
        for name in editable:
            keys = [key_of(event) for event in sessions_in(self.after.events[name].values())]
            assert len(keys) == len(set(keys)), f"a key twice in {name}"
            counts["invariant: no key twice"] += 1

    def _no_decline_is_resurrected(self, synced: Synced, read: Sequence[str]) -> None:
        editable = [name for name in read if name in EDITABLE]
        expected, planned = self.expected, {session.key for session in synced.decision.sessions}
        for name in set(EDITABLE) & set(self.targets):
            skipped = self._skipped(name) if name in read else expected.skipped[name]
            assert skipped - expected.unclear <= synced.decision.observed.declined.keys(), "what is skipped is declined"
            counts["invariant: skipped is declined"] += len(skipped)
        for key, places in expected.declined.items():
            if key in expected.unclear or not places <= set(read):
                continue
            assert key in synced.decision.observed.declined, f"{key} was declined"
            assert key not in planned
            for name in editable:
                event = stands_for(self.after.events[name], key)
                assert event is None or started(event, self.now) or self._stays(name, event)
            places.clear()
            counts["invariant: declined stays declined"] += 1
        for key, name in expected.elsewhere.items():
            if key not in expected.unclear and key not in expected.declined and name in editable:
                assert stands_for(self.after.events[name], key) is None, f"{key} is kept elsewhere"
                counts["invariant: kept elsewhere"] += 1

    def _skipped(self, name: str) -> set[str]:
        """Return the keys of the sessions that the runner has put #skip on."""
        found = (self.before.events[name].get(event.uid) for event in sessions_in(self.after.events[name].values()))
        return {key_of(event) for event in found if event and "#skip" in notes_of(event.description)}

    def _stays(self, name: str, event: MemoryEvent) -> bool:
        expected = self.expected
        held = (name, event.uid) in {*expected.titles, *expected.words} or event.guests or event.weeks > 1
        return bool(held or notes_of(event.description))

    def _pins_stand(self, synced: Synced, editable: Sequence[str]) -> None:
        expected = self.expected
        for key in {key for name in editable for key in expected.moved[name]}:
            moves = [
                self._as_dated(name, expected.moved[name][key], key) for name in editable if key in expected.moved[name]
            ]
            latest = max(moves, key=lambda move: move.at)
            older = expected.pins.get(key)
            if (older and older.at > latest.at) or (expected.disturbed and (older or len(moves) > 1)):
                expected.unclear.add(key)
            expected.pins[key] = latest
        kept, now = synced.decision.observed.sessions, self.now
        for key, pin in list(expected.pins.items()):
            if key not in kept or kept[key].feedback.auto or pin.back:
                del expected.pins[key]
                continue
            if key in expected.unclear:
                del expected.pins[key]
                continue
            if key in expected.declined or key in expected.elsewhere or kept[key].hands_off or kept[key].feedback.skip:
                continue
            if any(key in expected.moved[name] for name in {*EDITABLE} - {*editable}):
                continue  # a sync that came to no end may have seen where it was moved since
            for name in editable:
                event = stands_for(self.after.events[name], key)
                before = event and self.before.events[name].get(event.uid)
                is_over = kept[key].feedback.done or has_begun(pin.when, now)
                if event is None or (before and started(before, now) and is_over):
                    continue
                assert shows(event.when, pin.when), f"{key} was moved from {pin.when} to {event.when} in {name}"
                counts["invariant: no pin moves"] += 1

    def _as_dated(self, name: str, move: Move, key: str) -> Move:
        """Return a move as its calendar dates it: whatever is edited later dates all of the event."""
        event = stands_for(self.before.events[name], key)
        return replace(move, at=event.modified) if event and event.modified else move

    def _rules_hold(self, synced: Synced) -> None:
        free = {session.key for session in synced.decision.sessions if session.status is Status.PLANNED}
        own = {fixed.start for fixed in synced.decision.situation.fixed if fixed.key is None}
        broken = [
            each
            for each in synced.decision.violations
            if each.key in free or (each.key is None and each.start not in own)
        ]
        assert not broken, broken
        counts["invariant: the rules hold"] += 1

    def _plan_stands(self, synced: Synced, read: Sequence[str]) -> None:
        decision, now = synced.decision, self.now
        kept = decision.observed.sessions
        feed = {e.marker.key: e for e in events_of(self.after.feed) if isinstance(e.marker, Marker)}
        for session in decision.sessions:
            key = session.key or ""
            if key in kept and kept[key].hands_off:
                continue
            for name in [name for name in read if name in self.targets]:
                taken = {target_name(target): uids for target, uids in decision.observed.taken.items()}
                if uid_for(PROFILE, key) in taken[name]:
                    continue
                if key in kept and name in {target_name(target) for target in kept[key].elsewhere}:
                    continue
                event = (
                    feed.get(key)
                    if name == FEED
                    else stands_for(self.after.events[name], key) or self._unmarked(name, key)
                )
                assert event is not None, f"{key} is missing in {name}"
                has_begun = session.status is not Status.PINNED and event.when.start <= now
                assert has_begun or shows(event.when, Timed(start=session.start, end=session.end)), f"{key} in {name}"
            counts["invariant: the plan stands"] += 1
        if FEED in read:
            planned = {session.key for session in decision.sessions}
            ahead = {key for key, event in feed.items() if event.when.start > now}
            yours = {key for key, session in kept.items() if session.hands_off or session.feedback.done}
            assert ahead <= planned | yours, f"{ahead - planned - yours} stand in the feed alone"
            counts["invariant: the output shows what the plan says"] += 1

    def _unmarked(self, name: str, key: str) -> MemoryEvent | None:
        return self.after.events[name].get(uid_for(PROFILE, key))

    def _learn(self, editable: Sequence[str]) -> None:
        expected = self.expected
        for name in editable:
            expected.known[name] = {key_of(event) for event in sessions_in(self.after.events[name].values())}
            expected.moved[name].clear()
            expected.skipped[name] = self._skipped(name)
        if len(editable) == len(EDITABLE):
            expected.unclear.clear()
            expected.disturbed = False
        for name in editable:
            here = self.after.events[name]
            for tracked in (expected.words, expected.titles):
                for gone in [each for each in tracked if each[0] == name and each[1] not in here]:
                    del tracked[gone]


@lru_cache(maxsize=4)
def events_of(feed: bytes) -> tuple[StandingEvent, ...]:
    """Return the events of a feed, which is read once however often it is looked at."""
    return read_feed(feed)


def has_new_frozen_session(synced: Synced) -> bool:
    """Say whether a sync put a session where the next one finds it frozen."""
    until = synced.decision.now + timedelta(hours=rules.FREEZE_H)
    return any(each.status is Status.PLANNED and each.start < until for each in synced.decision.sessions)


def told(synced: Synced) -> Iterator[str]:
    """Yield what a sync would do, one line for each change."""
    for entry in synced.decision.changes:
        for change in entry.changes:
            if change.action is not Action.KEEP:
                fields = ",".join(sorted(change.fields))
                yield f"{change.action} {change.key} in {entry.target.label} ({fields}): {change.because[0].text}"
