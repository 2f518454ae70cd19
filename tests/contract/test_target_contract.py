"""The contract of targets catches what it is there for: targets that are broken in one way each fail it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from runlift.calendars.base import Outcome, Result, Traffic
from runlift.calendars.memory import MemoryCalendar, MemoryTarget
from runlift.domain.events import AllDay, EventUid, ReadingWindow, Timed
from runlift.sync.changes import ALL_FIELDS, Action, Change
from runlift.sync.marker import Marker
from runlift.sync.notes import block_of
from runlift.sync.standing import EventRef, StandingEvent
from tests.builders import BERLIN
from tests.changes import PROFILE
from tests.contract.clauses import clauses, failed_clauses
from tests.contract.target_contract import NOW, YEAR, FailingTargetContract, TargetContract
from tests.contract.test_memory import MemoryAtHand

Events = tuple[StandingEvent, ...]


def as_it_is(_: MemoryCalendar, events: Events) -> Events:
    return events


def as_told(_: MemoryCalendar, change: Change) -> Change:
    return change


def in_order(outcomes: list[Outcome]) -> list[Outcome]:
    return outcomes


def nothing(_: MemoryCalendar) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakage:
    """What a target does wrongly.

    Attributes:
        reads: what it makes of the events that are there.
        before: what it makes of a change before it makes it.
        after: what it does to the calendar after each change.
        tells: what it makes of the outcomes.
        finally_: what it does to the calendar at the end of each apply.
        stamps: what it makes of the stamp.
    """

    reads: Callable[[MemoryCalendar, Events], Events] = as_it_is
    before: Callable[[MemoryCalendar, Change], Change] = as_told
    after: Callable[[MemoryCalendar, Change], None] = lambda _, __: None
    tells: Callable[[list[Outcome]], list[Outcome]] = in_order
    finally_: Callable[[MemoryCalendar], None] = nothing
    settles: Callable[[MemoryCalendar, Events], Events] = as_it_is
    name: str = "broken"
    is_output: bool = False
    counts: bool = True
    stamps: Callable[[str], str] = str
    window: ReadingWindow | None = None


class BrokenTarget(MemoryTarget):
    def __init__(self, calendar: MemoryCalendar, breakage: Breakage) -> None:
        super().__init__(calendar, name=breakage.name)
        self.is_output = breakage.is_output
        self.breakage = breakage

    @property
    def traffic(self) -> Traffic:
        return super().traffic if self.breakage.counts else Traffic()

    @property
    def stamp(self) -> str:
        return self.breakage.stamps(super().stamp)

    def existing(self, window: ReadingWindow) -> Events:
        return self.breakage.reads(self._calendar, super().existing(self.breakage.window or window))

    def settle(self) -> Events:
        return self.breakage.settles(self._calendar, super().settle())

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        outcomes: list[Outcome] = []
        for change in changes:
            bent = self.breakage.before(self._calendar, change)
            outcomes += (replace(outcome, change=change) for outcome in super().apply([bent], now=now))
            self.breakage.after(self._calendar, change)
        self.breakage.finally_(self._calendar)
        yield from self.breakage.tells(outcomes)


class BrokenAtHand(MemoryAtHand):
    def __init__(self, breakage: Breakage) -> None:
        super().__init__()
        self._breakage = breakage

    def open(self) -> BrokenTarget:
        return BrokenTarget(self.calendar, self._breakage)


# What it reads


def each(edit: Callable[[StandingEvent], StandingEvent | None]) -> Callable[[MemoryCalendar, Events], Events]:
    return lambda _, events: tuple(edited for event in events if (edited := edit(event)))


def all_that_is_there(calendar: MemoryCalendar, events: Events) -> Events:
    foreign = (
        StandingEvent(
            ref=EventRef(event.uid),
            etag=event.etag,
            uid=event.uid,
            when=event.when,
            title=event.title,
            description=event.description,
            marker=None,
        )
        for event in calendar.events.values()
        if event.standing is None
    )
    return (*events, *foreign)


def one_of_each_key(_: MemoryCalendar, events: Events) -> Events:
    return tuple({event.marker.key: event for event in events if isinstance(event.marker, Marker)}.values())


def every_occurrence(calendar: MemoryCalendar, events: Events) -> Events:
    return tuple(replace(event, when=when) for event in events for when in calendar.events[event.uid].occurrences)


def at_noon(event: StandingEvent) -> StandingEvent:
    if isinstance(event.when, AllDay):
        noon = datetime(event.when.start.year, event.when.start.month, event.when.start.day, 12, tzinfo=BERLIN)
        return replace(event, when=Timed(start=noon, end=noon + timedelta(hours=1)))
    return event


# What it makes of changes


def as_it_stands(calendar: MemoryCalendar, change: Change) -> Change:
    there = calendar.events.get(change.before.uid) if change.before else None
    return replace(change, before=there.standing) if there else change


def making_room(calendar: MemoryCalendar, change: Change) -> Change:
    if change.action is Action.CREATE and change.after:
        calendar.events.pop(change.after.uid, None)
    return change


def reviving(calendar: MemoryCalendar, change: Change) -> Change:
    if change.before and change.before.uid not in calendar.events and change.after:
        return replace(change, before=None)
    return change


def in_berlin(_: MemoryCalendar, change: Change) -> Change:
    if change.after is None:
        return change
    start, end = (instant.replace(tzinfo=BERLIN, fold=0) for instant in (change.after.start, change.after.end))
    return replace(change, after=replace(change.after, start=start, end=end))


def in_ascii(_: MemoryCalendar, change: Change) -> Change:
    return _retitled(change, lambda text: text.encode("ascii", "replace").decode())


def in_short(_: MemoryCalendar, change: Change) -> Change:
    if change.after is None:
        return change
    return replace(change, after=replace(change.after, text=change.after.text[:1000]))


def _retitled(change: Change, edit: Callable[[str], str]) -> Change:
    return replace(change, after=replace(change.after, title=edit(change.after.title))) if change.after else change


def with_all_fields(_: MemoryCalendar, change: Change) -> Change:
    return replace(change, fields=ALL_FIELDS)


def with_own_marks(_: MemoryCalendar, change: Change) -> Change:
    return replace(change, marks=None)


def release_as_delete(_: MemoryCalendar, change: Change) -> Change:
    return replace(change, action=Action.DELETE) if change.releases else change


# What it does besides


def _uid(change: Change) -> EventUid:
    if change.before:
        return change.before.uid
    assert change.after
    return change.after.uid


def losing_guests(calendar: MemoryCalendar, change: Change) -> None:
    if event := calendar.events.get(_uid(change)):
        calendar.put(replace(event, guests=()), now=NOW)


def losing_notes(calendar: MemoryCalendar, change: Change) -> None:
    if event := calendar.events.get(_uid(change)):
        calendar.put(replace(event, description=block_of(event.description)), now=NOW)


def losing_neighbours(calendar: MemoryCalendar, change: Change) -> None:
    for uid in [uid for uid in calendar.events if uid != _uid(change)]:
        if change.action is Action.DELETE:
            calendar.delete(uid)


def touching_neighbours(calendar: MemoryCalendar, change: Change) -> None:
    for uid, event in list(calendar.events.items()):
        if uid != _uid(change):
            calendar.put(event, now=NOW)


def touching_everything(calendar: MemoryCalendar) -> None:
    for event in list(calendar.events.values()):
        calendar.put(event, now=NOW)


def inviting_its_owner(calendar: MemoryCalendar, change: Change) -> None:
    if change.before is None and (event := calendar.events.get(_uid(change))):
        calendar.put(replace(event, guests=("me@example.com",)), now=NOW)


AN_EVENT = StandingEvent(
    ref=EventRef("1"),
    etag=None,
    uid=EventUid("1"),
    when=Timed(start=NOW, end=NOW),
    title="",
    description="",
    marker=None,
)

BREAKAGES: dict[str, tuple[Breakage, str]] = {
    "has no name": (Breakage(name=""), "test_it_says_who_it_is"),
    "says that it is an output": (Breakage(is_output=True), "test_it_says_who_it_is"),
    "counts nothing": (Breakage(counts=False), "test_it_counts_what_it_costs"),
    "touches everything": (Breakage(finally_=touching_everything), "test_no_change_is_no_write"),
    "reads nothing": (
        Breakage(reads=lambda _, __: ()),
        "test_what_was_created_is_read_back_with_its_marker",
    ),
    "loses the marker": (
        Breakage(reads=each(lambda event: replace(event, marker=None))),
        "test_event_of_another_profile_is_told_with_its_marker_and_survives",
    ),
    "invents": (
        Breakage(settles=lambda _, events: (*events, *events[:1]) if events else (AN_EVENT,)),
        "test_empty_calendar_holds_nothing",
    ),
    "invites its owner": (
        Breakage(after=inviting_its_owner),
        "test_what_was_created_is_read_back_with_its_marker",
    ),
    "knows marks better": (
        Breakage(before=with_own_marks),
        "test_marker_of_a_new_event_says_what_the_change_says",
    ),
    "knows ASCII": (Breakage(before=in_ascii), "test_any_text_is_read_back_as_it_was_written"),
    "cuts texts": (Breakage(before=in_short), "test_any_text_is_read_back_as_it_was_written"),
    "knows Berlin": (Breakage(before=in_berlin), "test_any_time_is_read_back_as_the_same_instants"),
    "overwrites": (
        Breakage(before=making_room),
        "test_create_where_one_of_ours_stands_is_a_conflict_and_leaves_it",
    ),
    "overwrites others": (
        Breakage(before=making_room),
        "test_create_where_another_program_wrote_is_a_conflict_and_leaves_it",
    ),
    "writes all fields": (
        Breakage(before=with_all_fields),
        "test_update_writes_the_fields_that_it_names_and_the_marker",
    ),
    "loses guests": (Breakage(after=losing_guests), "test_update_keeps_what_the_runner_added"),
    "loses notes": (Breakage(after=losing_notes), "test_release_takes_the_marker_off_and_nothing_else"),
    "does not know all-day": (
        Breakage(reads=each(at_noon)),
        "test_update_follows_an_event_that_the_runner_made_all_day",
    ),
    "ignores versions": (
        Breakage(before=as_it_stands),
        "test_change_of_what_was_edited_since_it_was_read_is_a_conflict_and_changes_nothing",
    ),
    "revives": (
        Breakage(before=reviving),
        "test_change_of_what_was_deleted_since_it_was_read_is_a_conflict_and_revives_nothing",
    ),
    "hides guests": (
        Breakage(reads=each(lambda event: replace(event, has_guests=False))),
        "test_what_the_runner_edited_is_told",
    ),
    "expands series": (Breakage(reads=every_occurrence), "test_series_that_the_runner_made_is_told_once"),
    "deletes what it lets go": (
        Breakage(before=release_as_delete),
        "test_release_takes_the_marker_off_and_nothing_else",
    ),
    "deletes neighbours": (Breakage(after=losing_neighbours), "test_delete_removes_that_event_and_no_other"),
    "confuses copies": (
        Breakage(reads=one_of_each_key),
        "test_copy_that_the_runner_made_is_released_without_the_original",
    ),
    "takes all for ours": (
        Breakage(reads=all_that_is_there),
        "test_foreign_event_is_never_told_and_never_changed",
    ),
    "touches neighbours": (
        Breakage(after=touching_neighbours),
        "test_foreign_event_is_never_told_and_never_changed",
    ),
    "hides other profiles": (
        Breakage(reads=each(lambda e: e if isinstance(e.marker, Marker) and e.marker.profile == PROFILE else None)),
        "test_event_of_another_profile_is_told_with_its_marker_and_survives",
    ),
    "hides flaws": (
        Breakage(reads=each(lambda event: event if isinstance(event.marker, Marker) else None)),
        "test_event_with_a_marker_that_cannot_be_relied_on_is_told_so_and_survives",
    ),
    "knows no window": (Breakage(window=YEAR), "test_only_events_that_touch_the_window_are_told"),
    "tells backwards": (
        Breakage(tells=lambda outcomes: outcomes[::-1]),
        "test_each_change_has_its_outcome_in_order_and_says_where_it_stands",
    ),
    "tells of success alone": (
        Breakage(tells=lambda outcomes: [outcome for outcome in outcomes if outcome.result is Result.DONE]),
        "test_each_change_has_its_outcome_in_order_and_says_where_it_stands",
    ),
    "does not say where": (
        Breakage(tells=lambda outcomes: [replace(outcome, ref=None) for outcome in outcomes]),
        "test_each_change_has_its_outcome_in_order_and_says_where_it_stands",
    ),
    "tells of success always": (
        Breakage(tells=lambda outcomes: [replace(outcome, result=Result.DONE) for outcome in outcomes]),
        "test_same_changes_again_are_conflicts_and_write_nothing",
    ),
    "tells of conflict always": (
        Breakage(tells=lambda outcomes: [replace(outcome, result=Result.CONFLICT) for outcome in outcomes]),
        "test_conflict_is_over_once_the_event_is_read_again",
    ),
    "gives one stamp to all": (
        Breakage(stamps=lambda _: "the same"),
        "test_stamp_is_the_same_until_something_changes",
    ),
    "settles nothing": (Breakage(settles=lambda _, __: ()), "test_what_settles_is_what_is_read_next"),
    "settles what it guesses": (
        Breakage(settles=each(lambda event: replace(event, etag=None))),
        "test_what_settles_is_what_is_read_next",
    ),
    "shows old versions": (
        Breakage(reads=each(lambda event: replace(event, etag=None))),
        "test_second_update_builds_on_the_first",
    ),
}


def test_sound_target_fails_no_clause() -> None:
    assert failed_clauses(TargetContract, "calendar", lambda: BrokenAtHand(Breakage())) == set()


@pytest.mark.parametrize(("breakage", "clause"), BREAKAGES.values(), ids=BREAKAGES)
def test_broken_target_fails_the_clause_that_forbids_it(breakage: Breakage, clause: str) -> None:
    assert clause in failed_clauses(TargetContract, "calendar", lambda: BrokenAtHand(breakage))


def test_every_clause_is_failed_by_a_target_that_breaks_it() -> None:
    assert {name for name, _ in clauses(TargetContract)} == {clause for _, clause in BREAKAGES.values()}


def test_target_that_shows_nothing_when_it_fails_is_caught() -> None:
    assert failed_clauses(FailingTargetContract, "failing_target", lambda: MemoryTarget(MemoryCalendar()))
