"""From what is desired and what stands to the fewest and smallest changes."""

from dataclasses import replace
from datetime import date

from runlift.domain.events import AllDay
from runlift.domain.kinds import Intensity, Status
from runlift.domain.reasons import Reason
from runlift.sync.changes import ALL_FIELDS, Action, Field
from runlift.sync.memory import Presence
from runlift.sync.notes import DIVIDER
from tests import builders as given
from tests.changes import a_session_event
from tests.fates import NEW_TEXT, SATURDAY, THURSDAY_WISH, changes, fate, fates, wanted, wanted_at
from tests.standing import (
    FEED,
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

GONE = a_memory(a_remembered(presence=Presence.STANDING), a_remembered(target=WORK))


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
