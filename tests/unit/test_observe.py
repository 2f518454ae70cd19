"""What the runner has done to our sessions since the last sync, told from what stands and what is remembered."""

from dataclasses import replace
from datetime import date

import pytest

from runlift.domain.events import AllDay
from runlift.domain.kinds import Intensity
from runlift.domain.sessions import Declined
from runlift.sync.changes import Field
from runlift.sync.memory import Presence
from runlift.sync.notes import DIVIDER
from runlift.sync.observed import Kept, Observed
from tests.builders import FRI, THIS_WEEK, a_moment
from tests.changes import a_session_event
from tests.standing import (
    HOME,
    KEY,
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
