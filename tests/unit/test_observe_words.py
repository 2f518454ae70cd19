"""What the runner noted on our sessions, invited to them or made of them, and which events are ours at all."""

from dataclasses import replace
from datetime import date

import pytest

from runlift.domain.kinds import Intensity
from runlift.domain.sessions import Declined
from runlift.sync.marker import Flaw
from runlift.sync.memory import Presence
from runlift.sync.observed import Kept, Observed
from tests.builders import FRI, THIS_WEEK
from tests.standing import (
    FEED,
    HOME,
    KEY,
    OTHER_WISH,
    WISH,
    WORK,
    a_look,
    a_memory,
    a_remembered,
    a_standing_event,
    hours,
    observed,
)

SATURDAY = hours("2026-07-11 10:00")
AT_THE_CLUB = replace(a_remembered(presence=Presence.ELSEWHERE), start=SATURDAY.start, end=SATURDAY.end)
DECLINED = Declined(key=KEY, week=THIS_WEEK, intensity=Intensity.HEAVY, day=date.fromisoformat(FRI))


def the_session(seen: Observed) -> Kept:
    return seen.sessions[KEY]


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
