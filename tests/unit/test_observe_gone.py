"""What the runner deleted, took elsewhere or brought back, and what calendars that give no answer go on saying."""

from dataclasses import replace
from datetime import date

import pytest

from runlift.domain.kinds import Intensity
from runlift.domain.sessions import Declined
from runlift.sync.memory import Presence
from runlift.sync.observed import Kept, Observed
from tests.builders import FRI, THIS_WEEK, TUE, a_moment
from tests.changes import a_session_event
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


def test_session_in_a_calendar_that_was_never_written_to_did_not_come_back() -> None:
    memory = a_memory(a_remembered(presence=Presence.GONE), declined=[DECLINED], written=[HOME])

    seen = observed(a_look(), a_look(a_standing_event(), target=WORK), memory=memory)

    assert not seen.revoked
    assert seen.declined.keys() == {KEY}


def test_copy_of_a_session_that_is_gone_revokes_nothing() -> None:
    memory = a_memory(a_remembered(presence=Presence.GONE), declined=[DECLINED])

    seen = observed(a_look(a_standing_event(uid="a copy")), memory=memory)

    assert not seen.revoked
    assert seen.declined.keys() == {KEY}
    assert [copy.event.uid for copy in seen.copies] == ["a copy"]


def test_session_that_came_back_in_one_calendar_and_was_deleted_from_another_stays_declined() -> None:
    memory = a_memory(a_remembered(), declined=[DECLINED])

    seen = observed(a_look(), a_look(a_standing_event(), target=WORK), memory=memory)

    assert seen.declined.keys() == {KEY}
    assert not seen.revoked


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
