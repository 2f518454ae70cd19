"""What becomes of our sessions when the runner wants them out of a calendar."""

from dataclasses import replace
from datetime import timedelta

import pytest

from runlift.sync.changes import Action, Change
from runlift.sync.clean import clean
from runlift.sync.observed import TargetLook
from runlift.sync.standing import StandingEvent
from tests.standing import (
    AVAILABILITY,
    FEED,
    HOME,
    KEY,
    NOW,
    OTHER_KEY,
    OTHER_WISH,
    WISH,
    WORK,
    a_look,
    a_standing_event,
    hours,
    observed,
)

OVER = replace(WISH, start=NOW - timedelta(days=2), end=NOW - timedelta(days=2, minutes=-55))


def cleaned(look: TargetLook, *, past: bool = False) -> tuple[Change, ...]:
    return clean(observed(look), look.target, past=past, availability=AVAILABILITY, now=NOW)


def test_session_that_nobody_touched_is_deleted() -> None:
    (change,) = cleaned(a_look(a_standing_event()))

    assert (change.action, change.key, change.because[0].rule) == (Action.DELETE, KEY, "clean")


@pytest.mark.parametrize(
    "event",
    [
        a_standing_event(notes="bring shoes"),
        a_standing_event(has_guests=True),
        a_standing_event(title="Legs"),
        a_standing_event(when=hours("2026-07-11 10:00")),
    ],
)
def test_session_that_holds_something_of_the_runners_stays_and_is_the_runners(event: StandingEvent) -> None:
    (change,) = cleaned(a_look(event))

    assert change.releases
    assert change.before == event


def test_series_is_never_touched() -> None:
    (change,) = cleaned(a_look(a_standing_event(repeats=True)))

    assert (change.action, change.because[0].text) == (Action.KEEP, "it repeats")


def test_copy_loses_its_mark() -> None:
    copy = a_standing_event(uid="copy@elsewhere", when=hours("2026-07-11 10:00"))

    changes = cleaned(a_look(a_standing_event(), copy))

    assert [(change.action, change.before) for change in changes] == [
        (Action.UPDATE, copy),
        (Action.DELETE, a_standing_event()),
    ]


@pytest.mark.parametrize(("past", "keys"), [(False, [KEY]), (True, [OTHER_KEY, KEY])])
def test_past_sessions_go_only_where_the_runner_says_so(*, past: bool, keys: list[str]) -> None:
    over = replace(OVER, key=OTHER_KEY)

    changes = cleaned(a_look(a_standing_event(), a_standing_event(over)), past=past)

    assert [change.key for change in changes] == keys


def test_words_in_an_output_are_nobodys() -> None:
    (change,) = cleaned(a_look(a_standing_event(notes="words"), target=FEED))

    assert change.action is Action.DELETE


def test_other_target_is_not_looked_at() -> None:
    other = a_standing_event(OTHER_WISH)
    copy = a_standing_event(OTHER_WISH, uid="copy@elsewhere")
    seen = observed(a_look(a_standing_event()), a_look(other, copy, target=WORK))

    changes = clean(seen, HOME, past=False, availability=AVAILABILITY, now=NOW)

    assert [change.key for change in changes] == [KEY]
