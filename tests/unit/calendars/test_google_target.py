"""Keeping sessions in a calendar at Google."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeAlias

import pytest

from runlift.calendars.base import Result, Target
from runlift.domain.kinds import Intensity
from runlift.errors import CalendarError, NoSuchCalendar, SignInNeeded, Unreachable
from runlift.formats.google_json import event_id
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Change, Field
from runlift.sync.marker import Marker
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests.builders import a_moment
from tests.changes import PROFILE, SUMMER, a_create, a_delete, a_session_event, an_update
from tests.google_desk import RUNNER, Desk

NOW = a_moment("2026-07-05 20:00")
FRIDAY = a_session_event()
Given: TypeAlias = Any
"""What a target is opened with."""


@pytest.fixture(autouse=True)
def _signed_in(desk: Desk) -> None:
    desk.sign_in("calendar.app.created")


def sessions(number: int) -> list[SessionEvent]:
    start = a_moment("2026-06-02 18:00")
    return [a_session_event(start + n * timedelta(hours=12), key=f"2026-W23/{n + 1}") for n in range(number)]


def sync(desk: Desk, changes: Iterable[Change], **given: Given) -> list[Result]:
    """Do what a sync does: look, write, and look at what came of it."""
    target = desk.target(**given)
    target.existing(SUMMER)
    found = [outcome.result for outcome in target.apply(list(changes), now=NOW)]
    target.settle()
    return found


def standing(desk: Desk, **given: Given) -> dict[str, StandingEvent]:
    found = desk.target(**given).existing(SUMMER)
    return {event.marker.key: event for event in found if isinstance(event.marker, Marker)}


def asked(desk: Desk) -> list[str]:
    """Return what was asked since the last time, without the API's name."""
    found = [name.removeprefix("calendar.") for name in desk.google.asked_for()]
    desk.google.requests.clear()
    return found


# The calendar of our own


def test_own_calendar_is_made_with_the_first_session_and_not_by_looking(desk: Desk) -> None:
    assert desk.target().existing(SUMMER) == ()
    assert asked(desk) == []
    sync(desk, [a_create(FRIDAY)])
    assert asked(desk) == ["calendars.insert", "batch"]
    (made,) = desk.google.calendars_made()
    assert (made.summary, made.time_zone) == ("Strength", "Europe/Berlin")


def test_own_calendar_is_known_by_its_id_whatever_the_runner_calls_it(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    (made,) = desk.google.calendars_made()
    made.summary, made.description = "Iron", "mine"
    desk.replica.replica = None
    assert len(standing(desk)) == 1


def test_own_calendar_is_found_again_by_its_marker_if_the_runner_lets_us_look(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    (made,) = desk.google.calendars_made()
    made.summary = "Iron"
    desk.google.new_calendar(RUNNER, "Strength").description = f"runlift {PROFILE}"
    desk.sign_in("calendar.app.created", "calendar.calendarlist.readonly")
    desk.replica.replica = None
    desk.google.state.page_limit = 1
    assert len(standing(desk)) == 1
    asked(desk)
    assert len(standing(desk)) == 1
    assert asked(desk) == ["events.list"]


def test_own_calendar_that_is_gone_is_told_and_nothing_is_written_elsewhere(desk: Desk) -> None:
    desk.google.new_calendar(RUNNER, "Strength")
    sync(desk, [a_create(FRIDAY)])
    (made,) = desk.google.calendars_made()
    desk.google.delete_calendar(made.id)
    with pytest.raises(NoSuchCalendar, match=r"is gone, so nothing was written; .* --accept-target"):
        sync(desk, [a_create(FRIDAY)])
    assert desk.google.calendars_made() == []


def test_own_calendar_that_is_gone_is_made_again_if_the_runner_says_so(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    desk.google.delete_calendar(desk.google.calendars_made()[0].id)
    assert sync(desk, [a_create(FRIDAY)], anew=True) == [Result.DONE]
    assert len(desk.google.calendars_made()) == 1
    assert len(standing(desk)) == 1


def test_own_calendar_that_is_gone_in_the_middle_of_a_sync_is_told(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    target = desk.target()
    target.existing(SUMMER)
    desk.google.delete_calendar(desk.google.calendars_made()[0].id)
    with pytest.raises(NoSuchCalendar, match="is gone"):
        list(target.apply([a_create(sessions(1)[0])], now=NOW))


def test_lost_answer_to_making_a_calendar_is_not_asked_for_twice(desk: Desk) -> None:
    desk.google.fail_next(503, method="calendar.calendars.insert", times=9)
    with pytest.raises(Unreachable, match="should a calendar 'Strength' have come into being"):
        sync(desk, [a_create(FRIDAY)])
    assert asked(desk) == ["calendars.insert"]


# A calendar that there is already


def test_existing_calendar_is_asked_for_our_sessions_alone(desk: Desk) -> None:
    shared = desk.google.new_calendar(RUNNER, "Training")
    desk.sign_in("calendar.events")
    day = {"date": "2026-07-07"}, {"date": "2026-07-08"}
    for _ in range(3):
        desk.google.add_event(shared.id, {"start": day[0], "end": day[1], "summary": "Secret"})
    sync(desk, [a_create(FRIDAY)], calendar=shared.id)
    desk.replica.replica = None
    asked(desk)
    assert len(standing(desk, calendar=shared.id)) == 1
    assert "privateExtendedProperty=runlift%3Dsession" in desk.google.requests[-1].path
    assert asked(desk) == ["events.list"] * 2
    assert "Secret" not in str(desk.replica.replica)
    assert len(standing(desk, calendar=shared.id)) == 1
    assert asked(desk) == ["events.list"]


def test_calendar_that_may_only_be_read_refuses_each_change(desk: Desk) -> None:
    desk.google.new_user("kim@example.com")
    theirs = desk.google.new_calendar("kim@example.com", "Club")
    desk.google.share(theirs.id, RUNNER, "reader")
    desk.sign_in("calendar.events")
    target = desk.target(theirs.id)
    target.existing(SUMMER)
    (outcome,) = target.apply([a_create(FRIDAY)], now=NOW)
    assert outcome.result is Result.REFUSED
    assert "may not be written by this account" in outcome.detail
    assert desk.google.events(theirs.id) == {}


def test_calendar_that_nobody_shared_is_not_there(desk: Desk) -> None:
    desk.sign_in("calendar.events")
    with pytest.raises(NoSuchCalendar, match="not shared with this account"):
        desk.target("club@group.calendar.google.com").existing(SUMMER)


# What it costs


@pytest.mark.parametrize(("number", "batches"), [(1, 1), (50, 1), (51, 2), (120, 3)])
def test_changes_are_written_fifty_at_a_time(desk: Desk, number: int, batches: int) -> None:
    sync(desk, [a_create(FRIDAY)])
    asked(desk)
    assert set(sync(desk, map(a_create, sessions(number)))) == {Result.DONE}
    assert asked(desk) == ["events.list", *["batch"] * batches]
    assert len(standing(desk)) == number + 1


def test_unchanged_calendar_costs_one_list_and_no_write(desk: Desk) -> None:
    sync(desk, map(a_create, sessions(3)))
    sync(desk, [])
    asked(desk)
    target = desk.target()
    assert len(target.existing(SUMMER)) == 3
    assert list(target.apply([], now=NOW)) == []
    assert asked(desk) == ["events.list"]
    assert target.traffic.requests == 1


def test_mixed_changes_go_in_one_batch(desk: Desk) -> None:
    first, second, third = sessions(3)
    sync(desk, map(a_create, (first, second)))
    there = standing(desk)
    asked(desk)
    changes = [a_create(third), an_update(there[first.key], FRIDAY, {Field.TITLE}), a_delete(there[second.key])]
    assert sync(desk, changes) == [Result.DONE] * 3
    assert asked(desk) == ["events.list", "batch"]


def test_forgotten_sync_token_shows_what_the_runner_deleted_meanwhile(desk: Desk) -> None:
    first, second = sessions(2)
    sync(desk, map(a_create, (first, second)))
    assert set(standing(desk)) == {first.key, second.key}
    (made,) = desk.google.calendars_made()
    desk.google.hand(made.id).delete(event_id(first.uid))
    desk.google.expire_sync_tokens()
    assert set(standing(desk)) == {second.key}


# How it presents itself


def test_session_looks_as_configured_and_no_guest_hears_of_it(desk: Desk) -> None:
    look = CalendarLook(
        name="Strength", color="intensity", busy=True, alarm_minutes=15, link="https://lift.example/week"
    )
    sync(desk, [a_create(FRIDAY)], look=look)
    (event,) = desk.google.events(desk.google.calendars_made()[0].id).values()
    assert event["colorId"] == "11"
    assert event.get("transparency", "opaque") == "opaque"
    assert event["reminders"]["overrides"] == [{"method": "popup", "minutes": 15}]
    assert event["source"]["url"] == "https://lift.example/week"


def test_what_the_runner_set_is_not_set_again(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    (made,) = desk.google.calendars_made()
    hand = desk.google.hand(made.id)
    name = event_id(FRIDAY.uid)
    hand.paint(name, "5")
    hand.remind(name, 77)
    hand.invite(name, "kim@example.com")
    before = standing(desk)[FRIDAY.key]
    change = an_update(before, a_session_event(title="Light lift", intensity=Intensity.LIGHT.value))
    assert sync(desk, [change]) == [Result.DONE]
    event = desk.google.events(made.id)[name]
    assert (event["summary"], event["colorId"]) == ("Light lift", "5")
    assert event["reminders"]["overrides"][0]["minutes"] == 77
    assert "kim@example.com" in [who["email"] for who in event["attendees"]]


# What goes wrong


def test_repeated_create_whose_answer_was_lost_is_one_event(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    desk.google.drop_next(after_commit=True, method="batch")
    (third, *_) = sessions(1)
    sync(desk, [a_create(third)])
    assert set(standing(desk)) == {FRIDAY.key, third.key}
    assert len(desk.google.events(desk.google.calendars_made()[0].id)) == 2


@pytest.mark.parametrize(
    ("status", "reason"),
    [(403, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (429, "rateLimitExceeded"), (503, "backendError")],
)
def test_part_that_is_put_off_is_made_later_and_the_others_are_not_made_twice(
    desk: Desk, status: int, reason: str
) -> None:
    sync(desk, [a_create(FRIDAY)])
    desk.google.fail_next(status, reason, method="calendar.events.insert", times=2, skip=1, retry_after="7")
    asked(desk)
    assert sync(desk, map(a_create, sessions(4))) == [Result.DONE] * 4
    batches = [request for request in desk.google.requests if request.method == "batch"]
    assert [len(batch.parts) for batch in batches] == [4, 2]
    assert desk.waits[-1] >= 7


def test_parts_that_are_put_off_for_good_are_completed_by_the_next_sync(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    desk.google.fail_next(429, "rateLimitExceeded", method="calendar.events.insert", times=99, skip=2)
    wanted = sessions(4)
    with pytest.raises(Unreachable, match="asked too often"):
        sync(desk, map(a_create, wanted))
    desk.google.faults.clear()
    assert len(standing(desk)) == 3
    assert sorted(sync(desk, map(a_create, wanted))) == [Result.CONFLICT] * 2 + [Result.DONE] * 2
    assert len(standing(desk)) == 5


@pytest.mark.parametrize("breaks_off", [False, True])
def test_batch_answer_that_is_cut_in_half_duplicates_nothing(desk: Desk, *, breaks_off: bool) -> None:
    sync(desk, [a_create(FRIDAY)])
    desk.google.cut_next(breaks_off=breaks_off)
    wanted = sessions(4)
    found = sync(desk, map(a_create, wanted))
    assert set(found) <= {Result.DONE, Result.CONFLICT}
    assert set(standing(desk)) == {FRIDAY.key, *(session.key for session in wanted)}


def in_the_bin(desk: Desk, event: SessionEvent) -> Target:
    """Return a target that knows nothing of a session of ours that lies in the bin."""
    sync(desk, [a_create(event)])
    desk.google.hand(desk.google.calendars_made()[0].id).delete(event_id(event.uid))
    target = desk.target()
    assert target.existing(SUMMER) == ()
    return target


def test_session_in_the_bin_is_told_and_stays_there(desk: Desk) -> None:
    target = in_the_bin(desk, FRIDAY)
    (there,) = sessions(1)
    first, second = target.apply([a_create(FRIDAY), a_create(there)], now=NOW)
    assert (first.result, first.binned) == (Result.CONFLICT, True)
    assert (second.result, second.binned) == (Result.DONE, False)
    assert set(standing(desk)) == {there.key}


def test_session_that_stands_is_no_session_in_the_bin(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    target = desk.target()
    target.existing(SUMMER)
    (outcome,) = target.apply([a_create(FRIDAY)], now=NOW)
    assert (outcome.result, outcome.binned) == (Result.CONFLICT, False)


def test_session_that_we_deleted_is_taken_out_of_the_bin_if_wanted(desk: Desk) -> None:
    target = in_the_bin(desk, FRIDAY)
    later = a_session_event("2026-07-10 19:00", title="Light lift")
    (outcome,) = target.apply([replace(a_create(later), revives=True)], now=NOW)
    assert (outcome.result, outcome.ref) == (Result.DONE, event_id(FRIDAY.uid))
    (event,) = desk.target().existing(SUMMER)
    assert (event.title, event.fingerprints) == ("Light lift", later.fingerprints)
    assert target.settle() == (event,)


def test_quota_that_is_used_up_is_told(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    desk.google.fail_next(403, "quotaExceeded", method="calendar.events.insert", times=9)
    with pytest.raises(CalendarError, match="try again tomorrow"):
        sync(desk, map(a_create, sessions(2)))


def test_permission_that_was_taken_back_is_told(desk: Desk) -> None:
    sync(desk, [a_create(FRIDAY)])
    desk.google.refuse_refreshes()
    with pytest.raises(SignInNeeded, match="7 days"):
        sync(desk, map(a_create, sessions(1)))
