"""What every target must do. A provider's tests inherit it and hand it an empty calendar.

Each clause is a test of its own, named as the sentence that it is.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from runlift.calendars.base import Outcome, Result, Target, Traffic
from runlift.domain.events import AllDay, ReadingWindow, Timed
from runlift.domain.kinds import Intensity
from runlift.errors import CalendarError, NotOurFile
from runlift.sync.changes import Change, Field
from runlift.sync.identity import plain
from runlift.sync.marker import KEY, VERSION, Flaw, Marker
from runlift.sync.notes import DIVIDER
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests.builders import BERLIN, a_moment
from tests.changes import PROFILE, SUMMER, a_create, a_delete, a_release, a_session_event, an_update
from tests.contract.hand import Keepsake, TargetAtHand

NOW, LATER = a_moment("2026-07-05 20:00"), a_moment("2026-07-05 21:00")
YEAR = ReadingWindow(start=a_moment("2026-01-01 00:00"), end=a_moment("2027-01-01 00:00"), zone=BERLIN)
TUESDAY = a_session_event("2026-07-07 18:00", key="2026-W28/1", title="Moderate lift · 45 min", intensity="moderate")
FRIDAY = a_session_event("2026-07-10 18:00", key="2026-W28/2")
CHANGED = replace(
    FRIDAY,
    start=FRIDAY.start + timedelta(hours=1),
    end=FRIDAY.end + timedelta(hours=1, minutes=-30),
    title="Light lift · 25 min",
    text=f"{DIVIDER}\n\nWORKOUT\nrest",
    intensity=Intensity.LIGHT,
)
YOGA = "yoga@example.com"
DAMAGE = {KEY: "Friday"}
ALL_CHANGES: list[Callable[[StandingEvent], Change]] = [
    lambda before: an_update(before, CHANGED),
    a_release,
    a_delete,
]
CHANGE_NAMES = ["update", "release", "delete"]


def apply(target: Target, *changes: Change, now: datetime = NOW) -> list[Outcome]:
    return list(target.apply(changes, now=now))


def results(target: Target, *changes: Change, now: datetime = NOW) -> list[Result]:
    return [outcome.result for outcome in apply(target, *changes, now=now)]


def standing(target: Target, window: ReadingWindow = SUMMER) -> dict[str, StandingEvent]:
    return {event.uid: event for event in target.existing(window)}


def opened(calendar: TargetAtHand) -> Target:
    """Return the target, read: nobody writes to a calendar that was not looked at before."""
    target = calendar.open()
    target.existing(YEAR)
    return target


def make(calendar: TargetAtHand, *events: SessionEvent) -> Target:
    """Create the events through a target of its own, and return another that has not written yet."""
    assert set(results(opened(calendar), *map(a_create, events))) <= {Result.DONE}
    return opened(calendar)


def instants(event: StandingEvent) -> tuple[datetime, datetime]:
    assert isinstance(event.when, Timed)
    return event.when.start.astimezone(UTC), event.when.end.astimezone(UTC)


class TargetContract:
    """The clauses.

    Attributes:
        is_output: what the target must say of itself.
        keeps: what a runner may add to an event of ours that an update leaves alone.
    """

    is_output: ClassVar[bool] = False
    keeps: ClassVar[frozenset[Keepsake]] = frozenset(Keepsake)

    def test_it_says_who_it_is(self, calendar: TargetAtHand) -> None:
        target = calendar.open()
        assert target.name
        assert target.is_output is self.is_output

    def test_it_counts_what_it_costs(self, calendar: TargetAtHand) -> None:
        target = calendar.open()
        assert target.traffic == Traffic()
        target.existing(SUMMER)
        before = target.traffic
        apply(target, a_create(FRIDAY))
        after = target.traffic
        assert (after.requests, after.sent, after.received) > (before.requests, before.sent, before.received)

    def test_empty_calendar_holds_nothing(self, calendar: TargetAtHand) -> None:
        target = calendar.open()
        assert target.existing(SUMMER) == ()
        assert target.settle() == ()

    def test_stamp_is_the_same_until_something_changes(self, calendar: TargetAtHand) -> None:
        make(calendar, FRIDAY)
        stamp = opened(calendar).stamp
        assert stamp
        assert opened(calendar).stamp == stamp
        calendar.delete(FRIDAY.uid)
        assert opened(calendar).stamp != stamp

    def test_no_change_is_no_write(self, calendar: TargetAtHand) -> None:
        make(calendar, FRIDAY)
        before = calendar.holdings()
        assert apply(opened(calendar), now=LATER) == []
        assert calendar.holdings() == before

    def test_what_was_created_is_read_back_with_its_marker(self, calendar: TargetAtHand) -> None:
        found = standing(make(calendar, TUESDAY, FRIDAY))
        assert set(found) == {TUESDAY.uid, FRIDAY.uid}
        event = found[FRIDAY.uid]
        assert (event.title, event.description) == (FRIDAY.title, FRIDAY.text)
        assert instants(event) == (FRIDAY.start.astimezone(UTC), FRIDAY.end.astimezone(UTC))
        assert event.marker == Marker(
            profile=PROFILE, key=FRIDAY.key, intensity=FRIDAY.intensity, marks=FRIDAY.fingerprints
        )
        assert not event.has_guests
        assert not event.repeats

    def test_marker_of_a_new_event_says_what_the_change_says(self, calendar: TargetAtHand) -> None:
        create = replace(a_create(FRIDAY), marks=replace(FRIDAY.fingerprints, time=TUESDAY.fingerprints.time))
        target = opened(calendar)
        apply(target, create)
        marker = standing(target)[FRIDAY.uid].marker
        assert isinstance(marker, Marker)
        assert marker.marks == create.marks

    @pytest.mark.parametrize(
        "text",
        [
            "🏋️ Héavy »lift« · 3 × 8 – 10 ⚠",
            "a, b; c: \\ d \"e\" 'f' <g> & 100 % #h",
            "one\ntwo\n\n  three\n• four",
            "x" * 4096,
            "längere Wörter · " * 240,
        ],
        ids=["emoji", "marks", "lines", "4 kB without a blank", "4 kB of words"],
    )
    def test_any_text_is_read_back_as_it_was_written(self, calendar: TargetAtHand, text: str) -> None:
        event = replace(FRIDAY, title=" ".join(text.split())[:200], text=f"{DIVIDER}\n\n{text}")
        found = standing(make(calendar, event))[event.uid]
        assert (found.title, found.description.rstrip()) == (event.title, plain(event.text).rstrip())
        assert found.fingerprints == event.fingerprints

    @pytest.mark.parametrize(
        ("start", "zone", "fold"),
        [
            ("2026-07-10 18:00", "Europe/Berlin", 0),
            ("2026-01-09 18:00", "Europe/Berlin", 0),
            ("2026-07-10 23:45", "America/New_York", 0),
            ("2026-07-10 05:00", "Asia/Kathmandu", 0),
            ("2026-07-10 18:00", "UTC", 0),
            ("2026-10-25 02:30", "Europe/Berlin", 0),
            ("2026-10-25 02:30", "Europe/Berlin", 1),
            ("2026-03-29 02:30", "Europe/Berlin", 0),
            ("2026-03-29 01:30", "Europe/Berlin", 0),
        ],
        ids=["summer", "winter", "over midnight", "odd offset", "UTC", "fold", "second pass", "gap", "over the gap"],
    )
    def test_any_time_is_read_back_as_the_same_instants(
        self, calendar: TargetAtHand, start: str, zone: str, fold: int
    ) -> None:
        begins = a_moment(start, zone=ZoneInfo(zone)).replace(fold=fold)
        event = a_session_event(begins, minutes=55)
        found = standing(make(calendar, event), YEAR)[event.uid]
        assert instants(found) == (event.start.astimezone(UTC), event.end.astimezone(UTC))
        assert found.fingerprints.time == event.fingerprints.time

    def test_create_where_one_of_ours_stands_is_a_conflict_and_leaves_it(self, calendar: TargetAtHand) -> None:
        target = make(calendar, FRIDAY)
        before = calendar.holdings()
        assert results(target, a_create(CHANGED)) == [Result.CONFLICT]
        assert calendar.holdings() == before

    def test_create_where_another_program_wrote_is_a_conflict_and_leaves_it(self, calendar: TargetAtHand) -> None:
        target = make(calendar, TUESDAY)
        calendar.add(FRIDAY.uid, start=FRIDAY.start)
        before = calendar.holdings()
        assert results(target, a_create(FRIDAY)) == [Result.CONFLICT]
        assert calendar.holdings() == before

    @pytest.mark.parametrize("fields", [{Field.TIME}, {Field.TITLE}, {Field.TEXT}, set(), set(Field)])
    def test_update_writes_the_fields_that_it_names_and_the_marker(
        self, calendar: TargetAtHand, fields: set[Field]
    ) -> None:
        target = make(calendar, FRIDAY)
        before = standing(target)[FRIDAY.uid]
        update = an_update(before, CHANGED, fields)
        assert results(target, update, now=LATER) == [Result.DONE]
        after = standing(calendar.open())[FRIDAY.uid]
        assert instants(after)[0] == (CHANGED if Field.TIME in fields else FRIDAY).start.astimezone(UTC)
        assert instants(after)[1] == (CHANGED if Field.TIME in fields else FRIDAY).end.astimezone(UTC)
        assert after.title == (CHANGED if Field.TITLE in fields else FRIDAY).title
        assert after.description == (CHANGED if Field.TEXT in fields else FRIDAY).text
        assert update.marks is not None
        marker = Marker(profile=PROFILE, key=FRIDAY.key, intensity=CHANGED.intensity, marks=update.marks)
        assert (after.ref, after.uid, after.marker) == (before.ref, before.uid, marker)

    def test_update_keeps_what_the_runner_added(self, calendar: TargetAtHand) -> None:
        target = make(calendar, FRIDAY)
        calendar.enrich(FRIDAY.uid)
        assert calendar.keepsakes(FRIDAY.uid) == frozenset(Keepsake)
        update = an_update(standing(target)[FRIDAY.uid], CHANGED, {Field.TIME, Field.TITLE})
        assert results(target, update, now=LATER) == [Result.DONE]
        assert calendar.keepsakes(FRIDAY.uid) >= self.keeps

    def test_update_follows_an_event_that_the_runner_made_all_day(self, calendar: TargetAtHand) -> None:
        target = make(calendar, FRIDAY)
        calendar.make_all_day(FRIDAY.uid, FRIDAY.start.date())
        before = standing(target)[FRIDAY.uid]
        day = FRIDAY.start.date()
        assert before.when == AllDay(start=day, end=day + timedelta(days=1))
        assert results(target, an_update(before, CHANGED, {Field.TIME}), now=LATER) == [Result.DONE]
        assert instants(standing(target)[FRIDAY.uid])[0] == CHANGED.start.astimezone(UTC)

    def test_second_update_builds_on_the_first(self, calendar: TargetAtHand) -> None:
        target = make(calendar, FRIDAY)
        apply(target, an_update(standing(target)[FRIDAY.uid], CHANGED), now=LATER)
        back = an_update(standing(target)[FRIDAY.uid], FRIDAY)
        assert results(target, back, now=LATER) == [Result.DONE]
        assert standing(target)[FRIDAY.uid].fingerprints == FRIDAY.fingerprints

    @pytest.mark.parametrize("change", ALL_CHANGES, ids=CHANGE_NAMES)
    def test_change_of_what_was_edited_since_it_was_read_is_a_conflict_and_changes_nothing(
        self, calendar: TargetAtHand, change: Callable[[StandingEvent], Change]
    ) -> None:
        target = make(calendar, FRIDAY)
        before = standing(target)[FRIDAY.uid]
        calendar.retitle(FRIDAY.uid, "My own title")
        edited = calendar.holdings()
        assert results(target, change(before), now=LATER) == [Result.CONFLICT]
        assert calendar.holdings() == edited

    @pytest.mark.parametrize("change", ALL_CHANGES, ids=CHANGE_NAMES)
    def test_change_of_what_was_deleted_since_it_was_read_is_a_conflict_and_revives_nothing(
        self, calendar: TargetAtHand, change: Callable[[StandingEvent], Change]
    ) -> None:
        target = make(calendar, TUESDAY, FRIDAY)
        before = standing(target)[FRIDAY.uid]
        calendar.delete(FRIDAY.uid)
        left = calendar.holdings()
        assert results(target, change(before), now=LATER) == [Result.CONFLICT]
        assert calendar.holdings() == left

    def test_conflict_is_over_once_the_event_is_read_again(self, calendar: TargetAtHand) -> None:
        target = make(calendar, FRIDAY)
        before = standing(target)[FRIDAY.uid]
        calendar.retitle(FRIDAY.uid, "My own title")
        assert results(target, an_update(before, CHANGED, {Field.TIME}), now=LATER) == [Result.CONFLICT]
        again = standing(target)[FRIDAY.uid]
        assert results(target, an_update(again, CHANGED, {Field.TIME}), now=LATER) == [Result.DONE]
        assert standing(target)[FRIDAY.uid].title == "My own title"

    def test_what_the_runner_edited_is_told(self, calendar: TargetAtHand) -> None:
        target = make(calendar, TUESDAY, FRIDAY)
        calendar.retitle(TUESDAY.uid, "My own title")
        calendar.enrich(FRIDAY.uid)
        found = standing(target)
        assert found[TUESDAY.uid].title == "My own title"
        assert (found[FRIDAY.uid].has_guests, found[TUESDAY.uid].has_guests) == (True, False)
        assert found[FRIDAY.uid].description.startswith("felt strong, #sore 4\n")

    def test_series_that_the_runner_made_is_told_once(self, calendar: TargetAtHand) -> None:
        target = make(calendar, TUESDAY, FRIDAY)
        calendar.repeat(FRIDAY.uid)
        assert sorted((event.uid, event.repeats) for event in target.existing(SUMMER)) == sorted(
            [(TUESDAY.uid, False), (FRIDAY.uid, True)]
        )

    def test_release_takes_the_marker_off_and_nothing_else(self, calendar: TargetAtHand) -> None:
        target = make(calendar, TUESDAY, FRIDAY)
        calendar.enrich(FRIDAY.uid)
        before = standing(target)[FRIDAY.uid]
        assert results(target, a_release(before), now=LATER) == [Result.DONE]
        after = standing(calendar.open())[FRIDAY.uid]
        assert after.marker is None
        assert (after.fingerprints, after.description) == (before.fingerprints, before.description)
        assert calendar.keepsakes(FRIDAY.uid) >= self.keeps

    def test_delete_removes_that_event_and_no_other(self, calendar: TargetAtHand) -> None:
        target = make(calendar, TUESDAY, FRIDAY)
        calendar.add(YOGA, start=FRIDAY.start)
        before = calendar.holdings()
        assert results(target, a_delete(standing(target)[FRIDAY.uid]), now=LATER) == [Result.DONE]
        assert calendar.holdings() == {uid: held for uid, held in before.items() if uid != FRIDAY.uid}
        assert set(standing(target)) == {TUESDAY.uid}

    def test_copy_that_the_runner_made_is_released_without_the_original(self, calendar: TargetAtHand) -> None:
        target = make(calendar, FRIDAY)
        calendar.copy(FRIDAY.uid, YOGA)
        found = standing(target)
        assert set(found) == {FRIDAY.uid, YOGA}
        assert found[FRIDAY.uid].ref != found[YOGA].ref
        original = calendar.holdings()[FRIDAY.uid]
        assert results(target, a_release(found[YOGA]), now=LATER) == [Result.DONE]
        assert set(standing(target)) == {FRIDAY.uid}
        assert YOGA in calendar.holdings()
        assert calendar.holdings()[FRIDAY.uid] == original

    def test_foreign_event_is_never_told_and_never_changed(self, calendar: TargetAtHand) -> None:
        target = make(calendar, TUESDAY, FRIDAY)
        calendar.add(YOGA, start=FRIDAY.start)
        before = calendar.holdings()[YOGA]
        found = standing(target)
        assert set(found) == {TUESDAY.uid, FRIDAY.uid}
        third = a_session_event("2026-07-12 10:00", key="2026-W28/3")
        changes = a_create(third), an_update(found[FRIDAY.uid], CHANGED), a_delete(found[TUESDAY.uid])
        assert set(results(target, *changes, now=LATER)) == {Result.DONE}
        assert calendar.holdings()[YOGA] == before
        assert YOGA not in standing(calendar.open())

    def test_event_of_another_profile_is_told_with_its_marker_and_survives(self, calendar: TargetAtHand) -> None:
        others = replace(FRIDAY, profile="other")
        target = make(calendar, others, FRIDAY)
        before = calendar.holdings()[others.uid]
        found = standing(target)
        marker = found[others.uid].marker
        assert isinstance(marker, Marker)
        assert marker.profile == "other"
        assert results(target, a_delete(found[FRIDAY.uid]), a_create(TUESDAY), now=LATER) == [Result.DONE] * 2
        assert calendar.holdings()[others.uid] == before

    @pytest.mark.parametrize(("damage", "flaw"), [({VERSION: "99"}, Flaw.NEWER), (DAMAGE, Flaw.DAMAGED)])
    def test_event_with_a_marker_that_cannot_be_relied_on_is_told_so_and_survives(
        self, calendar: TargetAtHand, damage: dict[str, str], flaw: Flaw
    ) -> None:
        target = make(calendar, FRIDAY)
        marker = Marker(profile=PROFILE, key="2026-W28/9", intensity=Intensity.HEAVY, marks=FRIDAY.fingerprints)
        calendar.add(YOGA, start=FRIDAY.start, marker=marker.properties() | damage)
        before = calendar.holdings()[YOGA]
        found = standing(target)
        assert found[YOGA].marker is flaw
        assert results(target, a_delete(found[FRIDAY.uid]), a_create(TUESDAY), now=LATER) == [Result.DONE] * 2
        assert calendar.holdings()[YOGA] == before

    def test_only_events_that_touch_the_window_are_told(self, calendar: TargetAtHand) -> None:
        window = ReadingWindow(start=a_moment("2026-07-07 18:30"), end=a_moment("2026-07-10 18:00"), zone=BERLIN)
        inside = a_session_event("2026-07-09 18:00", key="2026-W28/3")
        before = a_session_event("2026-07-06 18:00", key="2026-W28/4")
        assert set(standing(make(calendar, before, TUESDAY, inside, FRIDAY), window)) == {TUESDAY.uid, inside.uid}

    def test_each_change_has_its_outcome_in_order_and_says_where_it_stands(self, calendar: TargetAtHand) -> None:
        target = make(calendar, FRIDAY)
        before = standing(target)[FRIDAY.uid]
        changes = [a_create(CHANGED), a_create(TUESDAY), an_update(before, CHANGED, {Field.TEXT})]
        outcomes = apply(target, *changes, now=LATER)
        assert [outcome.change for outcome in outcomes] == changes
        assert [outcome.result for outcome in outcomes] == [Result.CONFLICT, Result.DONE, Result.DONE]
        found = standing(target)
        refs = [None, found[TUESDAY.uid].ref, found[FRIDAY.uid].ref]
        assert [outcome.ref for outcome in outcomes] == refs

    def test_what_settles_is_what_is_read_next(self, calendar: TargetAtHand) -> None:
        target = make(calendar, FRIDAY, replace(FRIDAY, profile="other"))
        gone = a_session_event("2026-07-12 10:00", key="2026-W28/3")
        apply(target, a_create(TUESDAY), a_create(gone), an_update(standing(target)[FRIDAY.uid], CHANGED), now=LATER)
        apply(target, a_delete(standing(target)[gone.uid]), now=LATER)
        settled = {event.uid: event for event in target.settle()}
        found = standing(calendar.open())
        assert settled == {uid: found[uid] for uid in (TUESDAY.uid, FRIDAY.uid)}

    def test_same_changes_again_are_conflicts_and_write_nothing(self, calendar: TargetAtHand) -> None:
        third = a_session_event("2026-07-12 10:00", key="2026-W28/3")
        target = make(calendar, FRIDAY, third)
        found = standing(target)
        changes = [a_create(TUESDAY), an_update(found[FRIDAY.uid], CHANGED), a_delete(found[third.uid])]
        assert results(target, *changes, now=LATER) == [Result.DONE] * 3
        before = calendar.holdings()
        assert results(target, *changes, now=LATER) == [Result.CONFLICT] * 3
        assert calendar.holdings() == before


class FailingTargetContract:
    """The clause for targets that can fail: `failing_target` is one that does, in each of the ways that there are."""

    def test_failure_is_an_error_and_no_empty_calendar(self, failing_target: Target) -> None:
        with pytest.raises((CalendarError, NotOurFile)) as refused:
            failing_target.existing(SUMMER)
        sentence = str(refused.value)
        assert not sentence.endswith(".")
        assert len(sentence.splitlines()) == 1
