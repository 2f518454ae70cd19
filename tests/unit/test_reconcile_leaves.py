"""What is left alone, what is deleted, and in which order changes are made."""

from datetime import datetime

import pytest

from runlift.domain.kinds import Status
from runlift.domain.reasons import Reason
from runlift.sync.changes import Action, Field
from runlift.sync.marker import Flaw
from runlift.sync.memory import Presence
from runlift.sync.reconcile import assign_keys
from runlift.sync.standing import StandingEvent
from tests import builders as given
from tests.builders import FRI, THU, TUE
from tests.changes import a_session_event
from tests.fates import NEW_TEXT, SATURDAY, changes, fate, fates, wanted
from tests.standing import (
    FEED,
    HOME,
    KEY,
    WISH,
    WORK,
    a_look,
    a_memory,
    a_remembered,
    a_sighting,
    a_standing_event,
    observed,
)

GONE = a_memory(a_remembered(presence=Presence.STANDING), a_remembered(target=WORK))


# What we leave alone.


@pytest.mark.parametrize(
    "event",
    [
        a_standing_event(repeats=True),
        a_standing_event(marker=Flaw.DAMAGED),
        a_standing_event(marker=Flaw.NEWER),
    ],
    ids=["a series", "a damaged mark", "a newer runlift's"],
)
def test_event_that_is_not_to_be_written_stays_whether_planned_or_not(event: StandingEvent) -> None:
    assert fate(event, wanted(NEW_TEXT)).action is Action.KEEP
    assert fate(event).action is Action.KEEP


def test_series_in_one_calendar_is_left_alone_in_all() -> None:
    memory = a_memory(a_remembered(), a_remembered(target=WORK))

    home, work = fates(
        [wanted(NEW_TEXT)],
        a_look(a_standing_event(repeats=True)),
        a_look(a_standing_event(), target=WORK),
        memory=memory,
    )

    assert home.action is work.action is Action.KEEP


def test_session_that_the_runner_keeps_in_another_calendar_is_not_created_again() -> None:
    moved = wanted(a_session_event("2026-07-11 10:00", key=KEY), status=Status.PINNED)
    memory = a_memory(a_remembered(), a_remembered(target=WORK))
    seen = observed(a_look(), a_look(a_standing_event(), target=WORK), memory=memory, sightings=[a_sighting()])

    (home,), (work,) = (changes([moved], seen, target=target) for target in (HOME, WORK))

    assert (home.action, home.because[0].text) == (Action.KEEP, "you keep it in another calendar")
    assert work.fields == {Field.TIME}


def test_session_is_not_created_where_an_event_of_the_runners_has_its_uid() -> None:
    left = a_standing_event(unmarked=True, when=SATURDAY)
    memory = a_memory(a_remembered(target=WORK))
    seen = observed(a_look(left), a_look(a_standing_event(), target=WORK), memory=memory)

    (change,) = changes([wanted(WISH)], seen)

    assert (change.action, change.because[0].text) == (Action.KEEP, "what it was in this calendar is yours now")


def test_number_whose_uid_an_event_of_the_runners_has_is_passed_over() -> None:
    desired = [given.a_session("heavy", start=f"{FRI} 18:00")]

    (session,) = assign_keys(desired, [], {}, lambda key: key not in {"2026-W28/1", "2026-W28/2"})

    assert session.key == "2026-W28/3"


def test_session_with_guests_stays_where_it_is_and_keeps_getting_its_text() -> None:
    event = a_standing_event(has_guests=True)

    assert fate(event).action is Action.KEEP
    assert fate(event, wanted(NEW_TEXT, status=Status.PINNED)).fields == {Field.TEXT}


def test_copy_that_the_runner_made_loses_our_marker_and_nothing_else() -> None:
    copy = a_standing_event(uid="copy", when=SATURDAY)
    seen = observed(a_look(a_standing_event(), copy), memory=a_memory(a_remembered()))

    release, keep = changes([wanted(WISH)], seen)

    assert (release.releases, release.before) == (True, copy)
    assert keep.action is Action.KEEP


# The plan has no place for it.


def test_session_that_the_plan_dropped_is_deleted_with_the_rule_that_says_so() -> None:
    why = Reason("H1", "heavy needs 96 h before your race on Sun 10:00")

    change = fate(a_standing_event(), displaced=why)

    assert (change.action, change.because) == (Action.DELETE, (why,))


def test_session_that_the_plan_dropped_for_no_hard_rule_is_deleted() -> None:
    assert (fate(a_standing_event()).action, fate(a_standing_event()).because[0].rule) == (Action.DELETE, "P1")


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        (a_standing_event(notes="bring the belt"), "flagged"),
        (a_standing_event(title="Gym!"), "flagged"),
        (a_standing_event(text=f"{WISH.text} and more"), "flagged"),
        (a_standing_event(when=SATURDAY, notes="#auto"), "flagged"),
        (a_standing_event(when=SATURDAY), "pinned"),
        (a_standing_event(has_guests=True), "pinned"),
        (a_standing_event(notes="#pin"), "pinned"),
        (a_standing_event(notes="#done"), "done"),
    ],
)
def test_session_that_holds_something_of_the_runners_is_kept_though_not_desired(
    event: StandingEvent, rule: str
) -> None:
    change = fate(event)

    assert (change.action, change.because[0].rule) == (Action.KEEP, rule)


@pytest.mark.parametrize("now", [WISH.start, given.a_moment("2026-07-12 08:00")], ids=["starts", "is over"])
def test_session_that_has_started_is_never_touched(now: datetime) -> None:
    assert fate(a_standing_event(), now=now).action is Action.KEEP


def test_session_beyond_what_was_read_is_not_deleted() -> None:
    assert fate(a_standing_event(), read_until=WISH.start).action is Action.KEEP


# The runner declined it.


def test_declined_session_is_deleted_from_every_other_calendar() -> None:
    (change,) = fates([], a_look(), a_look(a_standing_event(), target=WORK), memory=GONE)

    assert (change.action, change.because) == (Action.DELETE, (Reason("declined", "you declined it"),))


def test_declined_session_is_deleted_although_the_other_calendar_had_followed_a_move_of_it() -> None:
    followed = a_standing_event(when=SATURDAY)
    memory = a_memory(a_remembered(seen=followed), a_remembered(target=WORK, seen=followed))

    (change,) = fates([], a_look(), a_look(followed, target=WORK), memory=memory)

    assert change.action is Action.DELETE


@pytest.mark.parametrize(
    "event",
    [
        a_standing_event(notes="bring the belt"),
        a_standing_event(title="Gym!"),
        a_standing_event(text=f"{WISH.text} and more"),
        a_standing_event(has_guests=True),
    ],
    ids=["notes", "title", "text", "guests"],
)
def test_declined_session_stays_where_it_holds_words_of_the_runner(event: StandingEvent) -> None:
    (change,) = fates([], a_look(), a_look(event, target=WORK), memory=GONE)

    assert (change.action, change.because[0].rule) == (Action.KEEP, "declined")


def test_session_that_is_skipped_by_a_tag_stays_with_the_tag_and_leaves_the_other_calendars() -> None:
    skipped = a_standing_event(notes="#skip")

    home, work, feed = fates(
        [],
        a_look(skipped),
        a_look(a_standing_event(), target=WORK),
        a_look(a_standing_event(), target=FEED),
        memory=a_memory(a_remembered(), a_remembered(target=WORK), a_remembered(target=FEED)),
    )

    assert (home.action, work.action, feed.action) == (Action.KEEP, Action.DELETE, Action.DELETE)


def test_declined_session_that_is_over_is_not_touched_any_more() -> None:
    seen = observed(a_look(), a_look(a_standing_event(), target=WORK), memory=GONE)

    (change,) = changes([], seen, target=WORK, now=WISH.end)

    assert change.action is Action.KEEP


# The order.


def test_creates_come_before_updates_and_updates_before_deletes() -> None:
    stays = a_session_event(f"{FRI} 18:00", key="2026-W28/1")
    goes = a_session_event(f"{THU} 18:00", key="2026-W28/2")
    moves = a_session_event(f"{TUE} 18:00", key="2026-W28/3")
    moved = a_session_event(f"{TUE} 19:00", key="2026-W28/3")
    new = a_session_event("2026-07-14 18:00", key="2026-W29/1")
    seen = observed(a_look(*map(a_standing_event, (stays, goes, moves))))

    found = changes([wanted(stays), wanted(moved), wanted(new)], seen)

    assert [(change.action.value, change.key) for change in found] == [
        ("create", "2026-W29/1"),
        ("update", "2026-W28/3"),
        ("delete", "2026-W28/2"),
        ("keep", "2026-W28/1"),
    ]
