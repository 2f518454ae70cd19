"""What the runner has done to our sessions since the last sync, told from what stands and what is remembered."""

from dataclasses import replace
from datetime import date

import pytest

from runlift.domain.events import AllDay, EventUid
from runlift.domain.kinds import Intensity
from runlift.domain.sessions import Declined
from runlift.domain.weeks import Week
from runlift.sync.changes import Field
from runlift.sync.identity import uid_for
from runlift.sync.marker import Flaw
from runlift.sync.memory import Presence
from runlift.sync.notes import DIVIDER
from runlift.sync.observed import Kept, Observed
from tests.builders import FRI, THIS_WEEK, TUE, a_moment
from tests.changes import PROFILE, a_session_event
from tests.standing import (
    CLUB,
    FEED,
    HOME,
    KEY,
    OTHER_KEY,
    OTHER_WISH,
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
AT_THE_CLUB = replace(a_remembered(presence=Presence.ELSEWHERE), start=SATURDAY.start, end=SATURDAY.end)
DECLINED = Declined(key=KEY, week=THIS_WEEK, intensity=Intensity.HEAVY, day=date.fromisoformat(FRI))


def the_session(seen: Observed) -> Kept:
    return seen.sessions[KEY]


# What stands as it was written.


def test_session_as_it_was_written_is_neither_pinned_nor_touched() -> None:
    seen = observed(a_look(a_standing_event()), memory=a_memory(a_remembered()))

    assert not the_session(seen).pinned
    assert seen.standing[HOME][KEY].is_untouched
    assert not seen.declined


def test_session_that_only_the_server_has_rewritten_is_no_edit_of_the_runner() -> None:
    rewritten = a_standing_event(when=hours("2026-07-10 18:01"), title="heavy lift", text=f"{DIVIDER} rewrapped")
    row = replace(a_remembered(seen=rewritten), echoed=rewritten.fingerprints)

    seen = observed(a_look(rewritten), memory=a_memory(row))

    assert not the_session(seen).pinned
    assert seen.standing[HOME][KEY].is_untouched


def test_title_and_text_that_the_runner_edited_are_edits_and_no_pin() -> None:
    event = a_standing_event(title="Gym!", text=WISH.text + " and more")

    seen = observed(a_look(event), memory=a_memory(a_remembered()))

    assert seen.standing[HOME][KEY].edited == {Field.TITLE, Field.TEXT}
    assert not the_session(seen).pinned


# What the runner moved.


@pytest.mark.parametrize("when", [SATURDAY, hours("2026-07-10 18:00", minutes=90)], ids=["moved", "resized"])
def test_session_that_the_runner_moved_or_resized_is_pinned_there(when: object) -> None:
    assert isinstance(when, type(SATURDAY))

    kept = the_session(observed(a_look(a_standing_event(when=when)), memory=a_memory(a_remembered())))

    assert (kept.pinned, kept.start, kept.end) == (True, when.start, when.end)


def test_session_in_the_past_that_the_runner_moved_is_pinned_all_the_same() -> None:
    when = hours("2026-07-05 10:00")

    assert the_session(observed(a_look(a_standing_event(when=when)), memory=a_memory(a_remembered()))).pinned


def test_session_that_the_runner_moved_back_is_pinned_no_longer() -> None:
    moved = a_standing_event(when=SATURDAY)

    kept = the_session(observed(a_look(a_standing_event()), memory=a_memory(a_remembered(seen=moved))))

    assert not kept.pinned


def test_session_that_stays_where_the_runner_moved_it_before_is_still_pinned() -> None:
    moved = a_standing_event(when=SATURDAY)

    assert the_session(observed(a_look(moved), memory=a_memory(a_remembered(seen=moved)))).pinned


def test_session_that_was_moved_in_one_of_two_calendars_is_pinned_there() -> None:
    looks = (a_look(a_standing_event()), a_look(a_standing_event(when=SATURDAY), target=WORK))
    memory = a_memory(a_remembered(), a_remembered(target=WORK))

    kept = the_session(observed(*looks, memory=memory))

    assert (kept.pinned, kept.start) == (True, SATURDAY.start)


@pytest.mark.parametrize(("at_home", "at_work", "wins"), [(9, 10, "10:00"), (10, 9, "12:00")])
def test_of_two_moves_the_later_one_counts(at_home: int, at_work: int, wins: str) -> None:
    noon = hours("2026-07-11 12:00")
    home = a_standing_event(when=noon, modified=a_moment(f"2026-07-06 {at_home:02}:00"))
    work = a_standing_event(when=SATURDAY, modified=a_moment(f"2026-07-06 {at_work:02}:00"))
    memory = a_memory(a_remembered(), a_remembered(target=WORK))

    kept = the_session(observed(a_look(home), a_look(work, target=WORK), memory=memory))

    assert kept.start == a_moment(f"2026-07-11 {wins}")


def test_new_move_counts_and_not_the_older_one_that_stands_elsewhere_however_lately_that_was_written() -> None:
    before, after = a_standing_event(when=SATURDAY), hours("2026-07-11 12:00")
    home = a_standing_event(when=after, modified=a_moment("2026-07-06 06:00"))
    work = replace(before, modified=a_moment("2026-07-06 07:00"))
    memory = a_memory(a_remembered(seen=before), a_remembered(target=WORK, seen=before))

    kept = the_session(observed(a_look(home), a_look(work, target=WORK), memory=memory))

    assert kept.start == after.start


def test_of_a_move_and_a_write_of_ours_that_no_calendar_dates_the_move_counts() -> None:
    planned = a_session_event("2026-07-09 18:00", key=KEY)
    written = a_standing_event(planned)
    moved = a_standing_event(planned, when=SATURDAY)
    memory = a_memory(a_remembered(), a_remembered(target=WORK))

    kept = the_session(observed(a_look(written), a_look(moved, target=WORK), memory=memory))

    assert (kept.pinned, kept.start) == (True, SATURDAY.start)


def test_session_that_was_moved_back_in_one_calendar_is_pinned_in_none() -> None:
    moved = a_standing_event(when=SATURDAY)
    memory = a_memory(a_remembered(seen=moved), a_remembered(target=WORK, seen=moved))

    kept = the_session(observed(a_look(a_standing_event()), a_look(moved, target=WORK), memory=memory))

    assert (kept.pinned, kept.start) == (False, WISH.start)


def test_session_that_was_made_all_day_is_pinned_to_the_day_at_the_hour_that_is_preferred() -> None:
    day = AllDay(start=date(2026, 7, 11), end=date(2026, 7, 12))

    kept = the_session(observed(a_look(a_standing_event(when=day)), memory=a_memory(a_remembered())))

    assert (kept.pinned, kept.start) == (True, a_moment("2026-07-11 18:00"))


def test_session_made_all_day_stays_pinned_to_the_day_though_another_calendar_has_followed_later() -> None:
    day = AllDay(start=date(2026, 7, 11), end=date(2026, 7, 12))
    home = a_standing_event(when=day, modified=a_moment("2026-07-06 06:00"))
    work = a_standing_event(when=hours("2026-07-11 18:00", 45), modified=a_moment("2026-07-06 07:00"))
    memory = a_memory(a_remembered(seen=home), a_remembered(target=WORK, seen=work))

    kept = the_session(observed(a_look(home), a_look(work, target=WORK), memory=memory))
    without_home = the_session(observed(a_look(work, target=WORK), memory=memory))

    assert (kept.time, kept.pinned) == (home.fingerprints.time, True)
    assert without_home.pinned


def test_session_that_was_made_all_day_and_then_moved_elsewhere_is_pinned_there() -> None:
    day = AllDay(start=date(2026, 7, 11), end=date(2026, 7, 12))
    home, followed = a_standing_event(when=day), a_standing_event(when=hours("2026-07-11 18:00", 45))
    moved = a_standing_event(when=SATURDAY)
    memory = a_memory(a_remembered(seen=home), a_remembered(target=WORK, seen=followed))

    assert the_session(observed(a_look(home), a_look(moved, target=WORK), memory=memory)).start == SATURDAY.start


def test_move_that_a_later_one_overruled_does_not_come_back_when_its_calendar_could_not_follow() -> None:
    stale, back = a_standing_event(when=SATURDAY), a_standing_event()
    memory = a_memory(a_remembered(seen=stale), a_remembered(target=WORK, seen=stale))
    looks = (a_look(back), a_look(stale, target=WORK))

    seen = observed(*looks, memory=memory)
    again = observed(*looks, memory=a_memory(*seen.remembered))

    assert (the_session(seen).pinned, the_session(again).pinned) == (False, False)
    assert the_session(again).start == WISH.start


def test_session_that_is_pinned_by_a_tag_stays_where_the_tag_is_and_not_where_another_calendar_lags() -> None:
    moved_by_us = a_session_event("2026-07-09 18:00", key=KEY)
    tagged = a_standing_event(moved_by_us, notes="#pin")

    kept = the_session(observed(a_look(a_standing_event()), a_look(tagged, target=WORK)))

    assert (kept.pinned, kept.start) == (True, moved_by_us.start)


def test_move_is_known_from_the_marker_alone_when_memory_is_lost() -> None:
    kept = the_session(observed(a_look(a_standing_event(when=SATURDAY))))

    assert (kept.pinned, kept.planned) == (True, WISH.fingerprints.time)


# What the runner deleted, took elsewhere, or brought back.


def test_session_that_we_wrote_and_that_is_gone_is_declined() -> None:
    seen = observed(a_look(), memory=a_memory(a_remembered()))

    assert seen.declined == {KEY: DECLINED}
    assert seen.remembered == (a_remembered(presence=Presence.GONE),)


def test_session_that_is_gone_from_one_calendar_is_declined_though_it_stands_in_another() -> None:
    memory = a_memory(a_remembered(), a_remembered(target=WORK))

    seen = observed(a_look(), a_look(a_standing_event(), target=WORK), memory=memory)

    assert set(seen.declined) == {KEY}


def test_session_that_was_being_deleted_when_the_last_sync_broke_off_is_forgotten_and_not_declined() -> None:
    seen = observed(a_look(), memory=a_memory(a_remembered(), deleting=frozenset({(HOME, KEY)})))

    assert not seen.declined
    assert seen.forgotten == ((HOME, KEY),)


def test_session_that_stands_though_its_delete_was_begun_is_not_forgotten() -> None:
    memory = a_memory(a_remembered(), deleting=frozenset({(HOME, KEY)}))

    assert observed(a_look(a_standing_event()), memory=memory).forgotten == ()


def test_delete_that_was_begun_in_a_calendar_that_gives_no_answer_stays_open() -> None:
    memory = a_memory(a_remembered(target=WORK), deleting=frozenset({(WORK, KEY)}))

    assert observed(a_look(), memory=memory).forgotten == ()


def test_session_outside_the_stretch_that_was_read_is_not_missed() -> None:
    earlier = a_session_event("2026-05-08 18:00", key="2026-W19/1")

    assert not observed(a_look(), memory=a_memory(a_remembered(earlier))).declined


def test_session_of_a_calendar_that_gives_no_answer_is_not_missed() -> None:
    seen = observed(a_look(a_standing_event()), memory=a_memory(a_remembered(), a_remembered(target=WORK)))

    assert not seen.declined


def test_declined_session_stays_declined() -> None:
    memory = a_memory(a_remembered(presence=Presence.GONE), declined=[DECLINED])

    seen = observed(a_look(), memory=memory)

    assert seen.declined == {KEY: DECLINED}
    assert not seen.revoked


def test_session_that_came_back_from_the_bin_is_declined_no_longer() -> None:
    memory = a_memory(a_remembered(presence=Presence.GONE), declined=[DECLINED])

    seen = observed(a_look(a_standing_event()), memory=memory)

    assert not seen.declined
    assert seen.revoked == {KEY}
    assert seen.remembered == (a_remembered(),)


def test_session_that_came_back_where_we_had_deleted_it_is_declined_no_longer() -> None:
    memory = a_memory(a_remembered(presence=Presence.GONE), declined=[DECLINED])

    assert observed(a_look(), a_look(a_standing_event(), target=WORK), memory=memory).revoked == {KEY}


def test_output_that_shows_a_declined_session_again_revokes_nothing() -> None:
    memory = a_memory(a_remembered(presence=Presence.GONE), declined=[DECLINED])

    assert not observed(a_look(), a_look(a_standing_event(), target=FEED), memory=memory).revoked


def test_declined_session_that_still_waits_for_its_delete_in_another_calendar_stays_declined() -> None:
    memory = a_memory(a_remembered(presence=Presence.GONE), a_remembered(target=WORK), declined=[DECLINED])

    seen = observed(a_look(), a_look(a_standing_event(), target=WORK), memory=memory)

    assert set(seen.declined) == {KEY}


def test_session_that_the_runner_moved_to_another_calendar_is_pinned_there_and_not_declined() -> None:
    seen = observed(a_look(), memory=a_memory(a_remembered()), sightings=[a_sighting()])

    assert not seen.declined
    assert (the_session(seen).pinned, the_session(seen).start) == (True, SATURDAY.start)
    assert seen.remembered == (AT_THE_CLUB,)


def test_session_that_was_moved_to_another_calendar_is_pinned_though_an_output_shows_it_where_it_was() -> None:
    memory = a_memory(a_remembered(), a_remembered(target=FEED))

    seen = observed(a_look(), a_look(a_standing_event(), target=FEED), memory=memory, sightings=[a_sighting()])

    assert (the_session(seen).pinned, the_session(seen).start) == (True, SATURDAY.start)


def test_session_that_stays_in_the_other_calendar_stays_pinned() -> None:
    memory = a_memory(AT_THE_CLUB, sighted=frozenset({(CLUB, KEY)}))

    seen = observed(a_look(), memory=memory, sightings=[a_sighting()])

    assert (the_session(seen).pinned, the_session(seen).start) == (True, SATURDAY.start)
    assert seen.remembered == (AT_THE_CLUB,)


def test_session_that_was_moved_to_another_calendar_is_pinned_there_though_another_target_has_it_where_it_was() -> None:
    memory = a_memory(a_remembered(), a_remembered(target=WORK))

    seen = observed(a_look(), a_look(a_standing_event(), target=WORK), memory=memory, sightings=[a_sighting()])

    assert (the_session(seen).pinned, the_session(seen).start) == (True, SATURDAY.start)
    assert the_session(seen).elsewhere == {HOME}


def test_of_a_session_in_another_calendar_and_a_later_move_in_a_target_the_later_move_counts() -> None:
    moved = a_standing_event(when=hours("2026-07-11 12:00"))
    memory = a_memory(AT_THE_CLUB, a_remembered(target=WORK), sighted=frozenset({(CLUB, KEY)}))

    seen = observed(a_look(), a_look(moved, target=WORK), memory=memory, sightings=[a_sighting()])

    assert the_session(seen).start == a_moment("2026-07-11 12:00")


def test_session_in_another_calendar_stays_pinned_there_though_a_target_has_guests_on_it_where_it_was() -> None:
    memory = a_memory(AT_THE_CLUB, a_remembered(target=WORK), sighted=frozenset({(CLUB, KEY)}))
    look = a_look(a_standing_event(has_guests=True), target=WORK)

    seen = observed(a_look(), look, memory=memory, sightings=[a_sighting()])

    assert (the_session(seen).pinned, the_session(seen).start) == (True, SATURDAY.start)


def test_session_that_is_gone_from_the_other_calendar_as_well_is_declined() -> None:
    memory = a_memory(AT_THE_CLUB, sighted=frozenset({(CLUB, KEY)}))

    assert set(observed(a_look(), memory=memory).declined) == {KEY}


def test_session_that_a_subscription_to_our_output_has_shown_all_along_is_declined_when_it_is_gone() -> None:
    memory = a_memory(a_remembered(), sighted=frozenset({(CLUB, KEY)}))

    assert set(observed(a_look(), memory=memory, sightings=[a_sighting()]).declined) == {KEY}


# Calendars that give no answer.


def test_move_in_a_calendar_that_gives_no_answer_stays_in_force() -> None:
    moved = a_standing_event(when=SATURDAY)
    row = replace(a_remembered(seen=moved), start=SATURDAY.start, end=SATURDAY.end)

    kept = the_session(observed(a_look(target=FEED), memory=a_memory(row), unread=[HOME]))

    assert (kept.pinned, kept.start) == (True, SATURDAY.start)


def test_session_of_a_calendar_that_gives_no_answer_is_known_by_its_key() -> None:
    kept = the_session(observed(a_look(target=WORK), memory=a_memory(a_remembered()), unread=[HOME]))

    assert (kept.pinned, kept.start, kept.intensity) == (False, WISH.start, Intensity.HEAVY)


@pytest.mark.parametrize("notes", ["#skip", "#sore 7", "#pin", "#done"])
def test_tags_in_a_calendar_that_gives_no_answer_stay_in_force(notes: str) -> None:
    noted = observed(a_look(a_standing_event(notes=notes)), memory=a_memory(a_remembered()))

    later_on = observed(a_look(target=WORK), memory=a_memory(*noted.remembered), unread=[HOME])

    assert the_session(later_on).feedback == the_session(noted).feedback
    assert the_session(later_on).pinned is the_session(noted).pinned
    assert later_on.declined.keys() == noted.declined.keys()


def test_guests_in_a_calendar_that_gives_no_answer_keep_the_session_pinned() -> None:
    invited = observed(a_look(a_standing_event(has_guests=True)), memory=a_memory(a_remembered()))

    assert the_session(observed(a_look(target=WORK), memory=a_memory(*invited.remembered), unread=[HOME])).pinned


def test_move_in_a_calendar_that_gives_no_answer_is_overruled_for_good_by_a_later_one() -> None:
    stale = replace(a_remembered(seen=a_standing_event(when=SATURDAY)), start=SATURDAY.start, end=SATURDAY.end)
    back = a_look(a_standing_event(), target=WORK)
    moved_before = a_remembered(target=WORK, seen=a_standing_event(when=SATURDAY))

    seen = observed(back, memory=a_memory(stale, moved_before), unread=[HOME])
    again = observed(a_look(a_standing_event(when=SATURDAY)), back, memory=a_memory(*seen.remembered))

    assert (the_session(seen).pinned, the_session(again).pinned) == (False, False)


# Notes and tags.


def test_notes_of_the_runner_are_no_pin_and_leave_the_session_touched() -> None:
    seen = observed(a_look(a_standing_event(notes="bring the belt")), memory=a_memory(a_remembered()))

    assert not the_session(seen).pinned
    assert not seen.standing[HOME][KEY].is_untouched
    assert seen.standing[HOME][KEY].edited == frozenset()


@pytest.mark.parametrize("notes", ["#done", "#sore 4", "#heavier", "#lighter"])
def test_tag_in_any_calendar_is_feedback_on_the_session(notes: str) -> None:
    looks = (a_look(a_standing_event()), a_look(a_standing_event(notes=notes), target=WORK))
    feedback = the_session(observed(*looks)).feedback

    assert (feedback.done, feedback.sore, feedback.heavier, feedback.lighter) == (
        notes == "#done",
        4 if notes == "#sore 4" else None,
        notes == "#heavier",
        notes == "#lighter",
    )


def test_tag_beneath_the_divider_is_no_feedback() -> None:
    assert not the_session(observed(a_look(a_standing_event(text=f"{WISH.text}\n#done")))).feedback.done


def test_skip_declines_the_session_while_it_is_noted() -> None:
    memory = a_memory(a_remembered())

    assert set(observed(a_look(a_standing_event(notes="#skip")), memory=memory).declined) == {KEY}
    assert not observed(a_look(a_standing_event()), memory=memory).declined


def test_pin_tag_pins_a_session_where_it_stands() -> None:
    kept = the_session(observed(a_look(a_standing_event(notes="#pin"))))

    assert (kept.pinned, kept.start) == (True, WISH.start)


def test_auto_tag_releases_a_session_that_was_moved() -> None:
    assert not the_session(observed(a_look(a_standing_event(when=SATURDAY, notes="#auto")))).pinned


# Guests, series, copies.


def test_session_with_guests_is_pinned_and_touched() -> None:
    seen = observed(a_look(a_standing_event(has_guests=True)))

    assert the_session(seen).pinned
    assert not seen.standing[HOME][KEY].is_untouched


def test_session_that_the_runner_made_a_series_of_is_pinned_and_left_alone() -> None:
    kept = the_session(observed(a_look(a_standing_event(repeats=True))))

    assert (kept.pinned, kept.hands_off) == (True, "it repeats")


def test_copy_of_a_session_is_not_the_session() -> None:
    copy = a_standing_event(uid="A", when=SATURDAY)

    seen = observed(a_look(copy, a_standing_event()), memory=a_memory(a_remembered()))

    assert [spare.event for spare in seen.copies] == [copy]
    assert (the_session(seen).pinned, the_session(seen).start) == (False, WISH.start)


def test_of_two_events_that_we_did_not_name_the_one_whose_place_is_known_is_the_session() -> None:
    pasted, copy = a_standing_event(uid="B"), a_standing_event(uid="A", when=SATURDAY)

    seen = observed(a_look(copy, pasted), memory=a_memory(a_remembered(seen=pasted)))

    assert [spare.event for spare in seen.copies] == [copy]


def test_copy_that_has_become_the_session_stays_it_when_the_first_one_comes_back() -> None:
    copy = a_standing_event(uid="A", when=SATURDAY)

    seen = observed(a_look(a_standing_event(), copy), memory=a_memory(a_remembered(seen=copy)))

    assert [spare.event for spare in seen.copies] == [a_standing_event()]
    assert the_session(seen).start == SATURDAY.start


def test_copy_in_place_of_a_session_that_is_gone_is_the_session() -> None:
    copy = a_standing_event(uid="A", when=SATURDAY)

    seen = observed(a_look(copy), memory=a_memory(a_remembered()))

    assert not seen.declined
    assert not seen.copies
    assert the_session(seen).pinned


# What is ours, and what is not.


def test_event_without_a_marker_but_with_the_uid_of_a_key_that_we_gave_is_the_session() -> None:
    event = a_standing_event(unmarked=True, when=SATURDAY)

    kept = the_session(observed(a_look(event), memory=a_memory(a_remembered())))

    assert (kept.pinned, kept.intensity) == (True, Intensity.HEAVY)


def test_event_at_our_domain_without_a_marker_is_not_ours_unless_we_gave_its_key() -> None:
    seen = observed(a_look(a_standing_event(unmarked=True)), memory=a_memory(a_remembered(OTHER_WISH)))

    assert KEY not in seen.sessions
    assert not seen.standing[HOME]


@pytest.mark.parametrize(("spoilt", "why"), [(None, "it has lost its mark"), (Flaw.NEWER, "a newer runlift wrote it")])
def test_session_that_neither_its_mark_nor_our_memory_tells_of_is_known_by_its_uid_and_left_alone(
    spoilt: Flaw | None, why: str
) -> None:
    event = replace(a_standing_event(unmarked=True), marker=spoilt)
    first = observed(a_look(event))
    later = observed(a_look(event), memory=a_memory(*first.remembered))

    assert [seen.sessions[KEY].hands_off for seen in (first, later)] == [why, why]


def test_session_of_another_profile_is_not_ours() -> None:
    assert not observed(a_look(a_standing_event(replace(WISH, profile="jill")))).sessions


@pytest.mark.parametrize(
    ("flaw", "why"), [(Flaw.DAMAGED, "its mark is damaged"), (Flaw.NEWER, "a newer runlift wrote it")]
)
def test_session_whose_mark_cannot_be_relied_on_is_left_alone_and_told(flaw: Flaw, why: str) -> None:
    seen = observed(a_look(a_standing_event(marker=flaw)), memory=a_memory(a_remembered()))

    assert (the_session(seen).hands_off, the_session(seen).pinned) == (why, True)
    assert len(seen.notices) == 1


def test_event_with_a_damaged_mark_and_a_uid_that_is_not_ours_is_the_runners_and_told() -> None:
    seen = observed(a_look(a_standing_event(marker=Flaw.DAMAGED, uid="pasted")), memory=a_memory(a_remembered()))

    assert not seen.standing[HOME]
    assert len(seen.notices) == 1


def test_uid_of_an_event_that_is_not_ours_any_more_is_taken() -> None:
    left = a_standing_event(unmarked=True)
    memory = a_memory(a_remembered(OTHER_WISH))

    assert observed(a_look(left, a_standing_event(OTHER_WISH)), memory=memory).taken == {HOME: {left.uid}}


# What only others read.


def test_output_says_nothing_about_what_the_runner_wants() -> None:
    edited = a_standing_event(when=SATURDAY, title="x", text="y", notes="#done")
    memory = a_memory(a_remembered(target=FEED), a_remembered(OTHER_WISH, target=FEED))

    seen = observed(a_look(edited, target=FEED), memory=memory)

    assert not seen.declined
    assert not the_session(seen).pinned
    assert not the_session(seen).feedback.done
    assert seen.standing[FEED][KEY].is_untouched


def test_session_stands_as_the_calendar_that_the_runner_edits_has_it_and_not_as_the_output() -> None:
    stale = a_standing_event(when=SATURDAY)

    kept = the_session(observed(a_look(stale, target=FEED), a_look(a_standing_event())))

    assert kept.start == WISH.start


# What is counted for the guards.


def test_sessions_ahead_that_are_missing_and_known_are_counted() -> None:
    over = a_session_event("2026-07-03 18:00", key="2026-W27/1")
    memory = a_memory(a_remembered(), a_remembered(OTHER_WISH), a_remembered(over))

    seen = observed(a_look(a_standing_event(OTHER_WISH)), memory=memory)

    assert (seen.missing[HOME], seen.known[HOME]) == (1, 2)


def test_session_that_was_declined_before_is_neither_missing_nor_known() -> None:
    memory = a_memory(a_remembered(presence=Presence.GONE), a_remembered(OTHER_WISH), declined=[DECLINED])

    seen = observed(a_look(), memory=memory)

    assert (seen.missing[HOME], seen.known[HOME]) == (1, 1)


def test_session_that_the_runner_keeps_in_another_calendar_is_not_missing() -> None:
    memory = a_memory(a_remembered(), a_remembered(OTHER_WISH))
    sightings = [a_sighting(KEY), a_sighting(OTHER_KEY, start=f"{TUE} 18:00")]

    seen = observed(a_look(), memory=memory, sightings=sightings)

    assert seen.missing[HOME] == 0


def test_uid_of_the_session_derives_from_profile_and_key() -> None:
    assert EventUid(a_standing_event().uid) == uid_for(PROFILE, KEY)
    assert Week.of(date.fromisoformat(FRI)) == THIS_WEEK
