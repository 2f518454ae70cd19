"""What stops a change before any of it is applied, and what is not believed."""

from datetime import timedelta

import pytest

from runlift.domain.reasons import Reason
from runlift.sync.changes import Action, Change
from runlift.sync.guards import is_confirmed, is_emptied, looks_emptied, takes_too_much
from tests.standing import NOW


def deletes(count: int, rule: str = "P1") -> list[Change]:
    return [
        Change(action=Action.DELETE, key=f"2026-W28/{n}", because=(Reason(rule, "why"),)) for n in range(1, count + 1)
    ]


def keeps(count: int) -> list[Change]:
    return [Change(action=Action.KEEP, key=f"2026-W29/{n}", because=(Reason("P1", "why"),)) for n in range(count)]


@pytest.mark.parametrize(
    ("before", "after", "emptied"),
    [
        (1, 0, True),
        (20, 0, True),
        (0, 0, False),  # the season is over: no alarm
        (5, 1, False),  # fewer than six: half of them may go
        (6, 2, True),
        (6, 3, False),
        (7, 3, True),
        (7, 4, False),
        (6, 9, False),
    ],
)
def test_source_that_lost_all_its_runs_ahead_or_most_of_six_is_not_believed(
    before: int, after: int, *, emptied: bool
) -> None:
    assert looks_emptied(before=before, after=after) is emptied


@pytest.mark.parametrize(("minutes", "confirmed"), [(0, False), (29, False), (30, True), (600, True)])
def test_source_that_says_the_same_half_an_hour_later_is_believed(minutes: int, *, confirmed: bool) -> None:
    assert is_confirmed(since=NOW - timedelta(minutes=minutes), now=NOW) is confirmed


def test_source_that_was_not_doubted_before_is_not_confirmed() -> None:
    assert not is_confirmed(since=None, now=NOW)


@pytest.mark.parametrize(
    ("known", "missing", "emptied"),
    [(2, 2, True), (9, 9, True), (1, 1, False), (2, 1, False), (9, 8, False), (0, 0, False)],
)
def test_target_that_lost_all_of_two_or_more_sessions_is_emptied(known: int, missing: int, *, emptied: bool) -> None:
    assert is_emptied(known=known, missing=missing) is emptied


@pytest.mark.parametrize(
    ("ahead", "deleted", "stopped"),
    [
        (2, 2, 0),  # too few to be an accident
        (3, 3, 3),
        (5, 5, 5),
        (4, 3, 0),
        (5, 4, 0),
        (6, 3, 0),
        (6, 4, 4),
        (7, 3, 0),
        (7, 4, 4),
    ],
)
def test_change_that_would_delete_all_of_three_or_most_of_six_is_stopped_with_the_count(
    ahead: int, deleted: int, stopped: int
) -> None:
    assert takes_too_much([*deletes(deleted), *keeps(ahead - deleted)], ahead=ahead) == stopped


@pytest.mark.parametrize("rule", ["H1", "H16", "declined"])
def test_deletes_that_a_hard_rule_a_hold_or_the_runner_explains_are_not_counted(rule: str) -> None:
    assert takes_too_much(deletes(6, rule), ahead=6) == 0


def test_deletes_beside_those_that_a_hard_rule_explains_are_counted_all_the_same() -> None:
    assert takes_too_much([*deletes(2, "H1"), *deletes(4)], ahead=6) == 4


@pytest.mark.parametrize("rule", ["P1", "P14", "H", "flagged"])
def test_deletes_that_something_else_explains_are_counted(rule: str) -> None:
    assert takes_too_much(deletes(3, rule), ahead=3) == 3
