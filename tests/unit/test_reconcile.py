"""From what is desired and what stands to the fewest and smallest changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from runlift.domain.events import AllDay
from runlift.domain.kinds import Intensity, Status
from runlift.domain.reasons import Reason
from runlift.domain.sessions import Session
from runlift.domain.weeks import Week
from runlift.sync.changes import ALL_FIELDS, Action, Change, Field
from runlift.sync.marker import Flaw
from runlift.sync.memory import Memory, Presence, TargetId
from runlift.sync.notes import DIVIDER
from runlift.sync.observed import Observed, TargetLook
from runlift.sync.reconcile import Circumstances, assign_keys, highest_numbers, reconcile
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests import builders as given
from tests.builders import FRI, MON, THU, TUE
from tests.changes import PROFILE, a_session_event
from tests.standing import (
    AVAILABILITY,
    FEED,
    HOME,
    KEY,
    NOW,
    WISH,
    WORK,
    a_look,
    a_memory,
    a_remembered,
    a_sighting,
    a_standing_event,
    hours,
    observed,
)

SATURDAY = hours("2026-07-11 10:00")
THURSDAY_WISH = a_session_event("2026-07-09 18:00", key=KEY)
NEW_TEXT = replace(WISH, text=f"{DIVIDER}\n\nWORKOUT\nCalf raise: 3 × 10")
LATE = given.a_moment("2026-12-01 00:00")


def wanted(wish: SessionEvent, *, status: Status = Status.PLANNED) -> tuple[Session, SessionEvent]:
    minutes = (wish.end - wish.start).total_seconds() / 60
    session = given.a_session(wish.intensity.value, start=wish.start, minutes=minutes, key=wish.key, status=status)
    return session, wish


def changes(
    desired: Sequence[tuple[Session, SessionEvent]],
    seen: Observed,
    *,
    target: TargetId = HOME,
    displaced: Mapping[str, Reason] | None = None,
    now: datetime = NOW,
    read_until: datetime = LATE,
) -> tuple[Change, ...]:
    circumstances = Circumstances(
        profile=PROFILE, now=now, availability=AVAILABILITY, displaced=displaced or {}, read_until=read_until
    )
    return reconcile(list(desired), seen, target, circumstances)


def fate(
    event: StandingEvent,
    *desired: tuple[Session, SessionEvent],
    memory: Memory | None = None,
    displaced: Reason | None = None,
    now: datetime = NOW,
    read_until: datetime = LATE,
) -> Change:
    """Return what happens to the only event in the only calendar."""
    seen = observed(a_look(event), memory=a_memory(a_remembered()) if memory is None else memory)
    reasons = {KEY: displaced} if displaced else {}
    (change,) = changes(desired, seen, displaced=reasons, now=now, read_until=read_until)
    return change


def fates(desired: Sequence[tuple[Session, SessionEvent]], *looks: TargetLook, memory: Memory) -> list[Change]:
    """Return what happens to the only session in each calendar."""
    seen = observed(*looks, memory=memory)
    return [change for look in looks for change in changes(desired, seen, target=look.target)]


def wanted_at(event: StandingEvent, *, minutes: float = 55) -> tuple[Session, SessionEvent]:
    """Return the session as the plan has it where the runner has put it."""
    assert not isinstance(event.when, AllDay)
    start = event.when.start
    return wanted(replace(WISH, start=start, end=given.later(start, minutes)), status=Status.PINNED)


# Keys.


def keys(desired: Sequence[Session], *standing: SessionEvent, used: Sequence[str] = ()) -> list[str | None]:
    lenders = list(observed(a_look(*map(a_standing_event, standing))).sessions.values())
    numbers = highest_numbers([*used, *(wish.key for wish in standing)])
    return [session.key for session in assign_keys(desired, lenders, numbers)]


MODERATE_ON_TUESDAY = a_session_event(f"{TUE} 18:00", key="2026-W28/1", intensity="moderate", minutes=45)
HEAVY_ON_FRIDAY = a_session_event(f"{FRI} 18:00", key="2026-W28/2")


def test_new_sessions_are_numbered_through_the_week() -> None:
    desired = [given.a_session("moderate", start=f"{TUE} 18:00"), given.a_session("heavy", start=f"{FRI} 18:00")]

    assert keys(desired) == ["2026-W28/1", "2026-W28/2"]


def test_session_that_stays_keeps_its_key_whatever_its_number() -> None:
    standing = a_session_event(f"{FRI} 18:00", key="2026-W28/7")

    assert keys([given.a_session("heavy", start=f"{FRI} 18:00")], standing) == ["2026-W28/7"]


def test_session_that_moves_takes_its_key_along() -> None:
    desired = [given.a_session("moderate", start=f"{TUE} 18:00"), given.a_session("heavy", start=f"{THU} 18:00")]

    assert keys(desired, MODERATE_ON_TUESDAY, HEAVY_ON_FRIDAY) == ["2026-W28/1", "2026-W28/2"]


def test_of_two_sessions_the_nearer_one_of_the_same_intensity_lends_its_key() -> None:
    desired = [given.a_session("moderate", start=f"{THU} 18:00")]

    assert keys(desired, MODERATE_ON_TUESDAY, HEAVY_ON_FRIDAY) == ["2026-W28/1"]


def test_session_that_stands_where_one_is_wanted_is_not_moved_for_another_ones_sake() -> None:
    desired = [given.a_session("heavy", start=f"{FRI} 18:00"), given.a_session("heavy", start="2026-07-12 18:00")]
    wednesday = a_session_event("2026-07-08 18:00", key="2026-W28/1")

    assert keys(desired, wednesday, HEAVY_ON_FRIDAY) == ["2026-W28/2", "2026-W28/1"]


def test_number_that_was_used_is_not_used_again() -> None:
    standing = a_session_event(f"{FRI} 18:00", key="2026-W28/3")
    desired = [given.a_session("heavy", start=f"{FRI} 18:00"), given.a_session("light", start=f"{TUE} 18:00")]

    assert keys(desired, standing, used=["2026-W28/5"]) == ["2026-W28/6", "2026-W28/3"]


def test_session_that_has_its_key_already_keeps_it_and_lends_it_to_no_other() -> None:
    pinned = given.a_session("heavy", start="2026-07-11 10:00", key="2026-W28/2", status=Status.PINNED)
    desired = [given.a_session("moderate", start=f"{FRI} 18:00"), pinned]

    assert keys(desired, HEAVY_ON_FRIDAY) == ["2026-W28/3", "2026-W28/2"]


def test_another_weeks_session_lends_no_key() -> None:
    standing = a_session_event("2026-07-14 18:00", key="2026-W29/1")

    assert keys([given.a_session("heavy", start=f"{FRI} 18:00")], standing) == ["2026-W28/1"]


def test_highest_numbers_are_counted_by_week() -> None:
    numbers = highest_numbers(["2026-W28/2", "2026-W28/10", "2026-W28/5", "2026-W29/1"])

    assert numbers == {Week(date(2026, 7, 6)): 10, Week(date(2026, 7, 13)): 1}


# The plan has a session: what happens to the calendar.


def test_session_that_is_nowhere_yet_is_created_whole() -> None:
    (change,) = changes([wanted(WISH)], observed(a_look()))

    assert (change.action, change.after, change.fields) == (Action.CREATE, WISH, ALL_FIELDS)
    assert change.marks == WISH.fingerprints


def test_session_that_another_calendar_has_already_is_created_with_its_key_in_this_one() -> None:
    seen = observed(a_look(), a_look(a_standing_event(), target=WORK), memory=a_memory(a_remembered(target=WORK)))

    assert [(change.action, change.key) for change in changes([wanted(WISH)], seen)] == [(Action.CREATE, KEY)]


def test_session_that_the_runner_moved_in_another_calendar_is_created_as_moved() -> None:
    moved = a_standing_event(when=SATURDAY)
    seen = observed(a_look(), a_look(moved, target=WORK), memory=a_memory(a_remembered(target=WORK)))

    (change,) = changes([wanted_at(moved)], seen)

    assert (change.action, change.after and change.after.start) == (Action.CREATE, SATURDAY.start)
    assert change.marks
    assert change.marks.time == WISH.fingerprints.time


def test_session_that_stands_as_it_should_is_kept() -> None:
    assert fate(a_standing_event(), wanted(WISH)).action is Action.KEEP


def test_session_that_the_server_has_rewritten_is_kept() -> None:
    rewritten = a_standing_event(title="heavy lift", text=f"{DIVIDER}\nWORKOUT")
    row = replace(a_remembered(seen=rewritten), echoed=rewritten.fingerprints)

    assert fate(rewritten, wanted(WISH), memory=a_memory(row)).action is Action.KEEP


def test_session_that_the_plan_moves_is_one_update_of_its_time_that_says_what_moved_it() -> None:
    why = Reason("H4", "heavy needs 36 h before the hard run on Sat 07:00")

    change = fate(a_standing_event(), wanted(THURSDAY_WISH), displaced=why)

    assert (change.action, change.fields) == (Action.UPDATE, frozenset({Field.TIME}))
    assert change.because[0] == Reason("H4", "moved from Fri 18:00: heavy needs 36 h before the hard run on Sat 07:00")
    assert change.marks == THURSDAY_WISH.fingerprints


def test_session_that_becomes_lighter_says_so() -> None:
    lighter = replace(WISH, intensity=Intensity.MODERATE, title="Moderate lift · 55 min")

    change = fate(a_standing_event(), wanted(lighter))

    assert (change.action, change.fields) == (Action.UPDATE, frozenset({Field.TITLE}))
    assert change.because[0].text == "moderate now, was heavy"


def test_session_with_a_new_text_is_an_update_of_its_text() -> None:
    change = fate(a_standing_event(), wanted(NEW_TEXT))

    assert (change.action, change.fields) == (Action.UPDATE, frozenset({Field.TEXT}))


def test_session_that_has_lost_its_marker_is_kept_up_to_date_all_the_same() -> None:
    change = fate(a_standing_event(unmarked=True), wanted(NEW_TEXT))

    assert (change.action, change.fields) == (Action.UPDATE, frozenset({Field.TEXT}))


def test_frozen_session_keeps_the_words_that_the_runner_has_read() -> None:
    assert fate(a_standing_event(), wanted(NEW_TEXT, status=Status.FROZEN)).action is Action.KEEP


def test_frozen_session_that_stands_at_another_hour_in_this_calendar_follows() -> None:
    moved = a_standing_event(THURSDAY_WISH)

    assert fate(moved, wanted(WISH, status=Status.FROZEN)).fields == {Field.TIME}


# The runner has edited it.


def test_session_that_the_runner_moved_stays_and_takes_the_content_that_is_legal_there() -> None:
    moved = a_standing_event(when=SATURDAY)
    session, look = wanted_at(moved)

    assert fate(moved, (session, look)).action is Action.KEEP
    change = fate(moved, (session, replace(look, title="⚠ Light lift · 25 min", text=NEW_TEXT.text)))
    assert change.fields == {Field.TITLE, Field.TEXT}
    assert change.marks
    assert change.marks.time == WISH.fingerprints.time


def test_move_in_one_calendar_is_followed_in_the_others() -> None:
    moved = a_standing_event(when=SATURDAY)
    memory = a_memory(a_remembered(), a_remembered(target=WORK), a_remembered(target=FEED))

    home, work, feed = fates(
        [wanted_at(moved)],
        a_look(moved),
        a_look(a_standing_event(), target=WORK),
        a_look(a_standing_event(), target=FEED),
        memory=memory,
    )

    assert home.action is Action.KEEP
    assert work.fields == feed.fields == {Field.TIME}
    assert work.because[0] == Reason("pinned", "follows your move, from Fri 18:00")
    assert work.marks == WISH.fingerprints


def test_move_that_was_followed_counts_as_the_runners_there_as_well() -> None:
    moved = a_standing_event(when=SATURDAY)
    memory = a_memory(a_remembered(seen=moved), a_remembered(target=WORK, seen=moved))

    home, work = fates([wanted_at(moved)], a_look(moved), a_look(moved, target=WORK), memory=memory)

    assert home.action is work.action is Action.KEEP


def test_session_that_the_runner_moved_into_the_past_is_followed_where_it_is_still_to_come() -> None:
    yesterday = a_standing_event(when=hours("2026-07-05 18:00"))
    memory = a_memory(a_remembered(), a_remembered(target=WORK), a_remembered(target=FEED))

    home, work, feed = fates(
        [],
        a_look(yesterday),
        a_look(a_standing_event(notes="mine"), target=WORK),
        a_look(a_standing_event(), target=FEED),
        memory=memory,
    )

    assert home.action is Action.KEEP
    assert work.fields == feed.fields == {Field.TIME}
    assert work.after
    assert work.after.start == given.a_moment("2026-07-05 18:00")
    assert work.marks == WISH.fingerprints


def test_session_that_has_begun_is_not_deleted_from_a_calendar_that_shows_it_later() -> None:
    begun = a_session_event("2026-07-06 07:30", key=KEY)

    home, feed = fates(
        [],
        a_look(a_standing_event(begun)),
        a_look(a_standing_event(), target=FEED),
        memory=a_memory(a_remembered(begun), a_remembered(target=FEED)),
    )

    assert (home.action, feed.fields) == (Action.KEEP, frozenset({Field.TIME}))


def test_session_that_has_begun_where_it_lags_behind_the_plan_is_not_touched_there() -> None:
    later_on = a_standing_event(a_session_event("2026-07-11 10:00", key=KEY))
    seen = observed(a_look(later_on), a_look(a_standing_event(), target=WORK), memory=GONE)

    (work,) = changes([wanted_at(later_on)], seen, target=WORK, now=WISH.start)

    assert work.action is Action.KEEP


def test_session_that_the_runner_puts_off_after_its_hour_is_put_off_in_every_calendar() -> None:
    put_off = a_standing_event(when=SATURDAY)
    seen = observed(a_look(put_off), a_look(a_standing_event(), target=WORK), memory=GONE)

    (work,) = changes([wanted_at(put_off)], seen, target=WORK, now=WISH.end)

    assert work.fields == {Field.TIME}


def test_of_two_moves_the_earlier_one_follows_the_later_one() -> None:
    home = a_standing_event(when=hours("2026-07-11 12:00"), modified=given.a_moment("2026-07-06 07:00"))
    work = a_standing_event(when=SATURDAY, modified=given.a_moment("2026-07-06 07:30"))
    memory = a_memory(a_remembered(), a_remembered(target=WORK))

    at_home, at_work = fates([wanted_at(work)], a_look(home), a_look(work, target=WORK), memory=memory)

    assert (at_home.fields, at_work.action) == (frozenset({Field.TIME}), Action.KEEP)


def test_session_made_all_day_stays_all_day_and_other_calendars_show_the_hour() -> None:
    day = a_standing_event(when=AllDay(start=date(2026, 7, 11), end=date(2026, 7, 12)))
    memory = a_memory(a_remembered(), a_remembered(target=WORK))
    at_six = wanted(a_session_event("2026-07-11 18:00", key=KEY), status=Status.PINNED)

    home, work = fates([at_six], a_look(day), a_look(a_standing_event(), target=WORK), memory=memory)

    assert (home.action, work.fields) == (Action.KEEP, frozenset({Field.TIME}))
    assert work.after
    assert work.after.start == given.a_moment("2026-07-11 18:00")


def test_session_that_was_moved_back_is_planned_again() -> None:
    memory = a_memory(a_remembered(seen=a_standing_event(when=SATURDAY)))

    assert fate(a_standing_event(), wanted(THURSDAY_WISH), memory=memory).fields == {Field.TIME}


def test_moved_session_with_an_auto_tag_goes_where_the_plan_has_it() -> None:
    change = fate(a_standing_event(when=SATURDAY, notes="#auto"), wanted(WISH))

    assert (change.action, change.fields) == (Action.UPDATE, frozenset({Field.TIME}))
    assert change.marks == WISH.fingerprints


def test_title_that_the_runner_edited_stays_while_the_rest_is_kept_up_to_date() -> None:
    change = fate(a_standing_event(title="Gym!"), wanted(replace(THURSDAY_WISH, title="Light lift · 25 min")))

    assert change.fields == {Field.TIME}
    assert change.after
    assert change.after.title == "Gym!"
    assert change.marks
    assert change.marks.title == WISH.fingerprints.title


def test_notes_of_the_runner_stay_above_a_new_text() -> None:
    change = fate(a_standing_event(notes="bring the belt"), wanted(NEW_TEXT))

    assert change.fields == {Field.TEXT}
    assert change.after
    assert change.after.text == f"bring the belt\n\n{NEW_TEXT.text}"


def test_notes_alone_change_nothing() -> None:
    assert fate(a_standing_event(notes="bring the belt"), wanted(WISH)).action is Action.KEEP


def test_text_that_the_runner_edited_becomes_notes_and_ours_is_added_anew() -> None:
    edited = a_standing_event(notes="mine", text=f"{WISH.text}\nFarmer's walk")

    change = fate(edited, wanted(WISH))

    assert change.fields == {Field.TEXT}
    assert change.after
    above, _, below = change.after.text.partition(DIVIDER)
    assert above.startswith("mine")
    assert above.rstrip().endswith("Farmer's walk")
    assert f"{DIVIDER}{below}" == WISH.text
    assert change.marks == WISH.fingerprints


def test_text_that_the_runner_deleted_is_added_anew() -> None:
    emptied = replace(a_standing_event(), description="")

    change = fate(emptied, wanted(WISH))

    assert change.after
    assert change.after.text == WISH.text


def test_output_is_written_without_the_runners_words() -> None:
    seen = observed(a_look(a_standing_event(notes="#done"), target=FEED))

    (change,) = changes([wanted(NEW_TEXT)], seen, target=FEED)

    assert change.after == NEW_TEXT


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

GONE = a_memory(a_remembered(presence=Presence.STANDING), a_remembered(target=WORK))


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
    assert Week.of(date.fromisoformat(MON)).monday == date(2026, 7, 6)
