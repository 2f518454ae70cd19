"""How long the daemon waits, for any interval, any number of failures and any chance."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from runlift.app.daemon_pace import pause

EVERY = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=9999))
FAILURES = st.integers(min_value=0, max_value=10**9)
CHANCE = st.floats(min_value=0, max_value=1)


@given(EVERY, FAILURES, CHANCE)
def test_it_is_never_shorter_than_the_interval_but_for_a_tenth(every: timedelta, failures: int, chance: float) -> None:
    assert pause(every, failures, chance) >= 0.899 * every.total_seconds()


@given(EVERY, FAILURES, CHANCE)
def test_it_is_never_longer_than_four_hours_or_the_interval_but_for_a_tenth(
    every: timedelta, failures: int, chance: float
) -> None:
    assert pause(every, failures, chance) <= 1.101 * max(every.total_seconds(), 4 * 3600)


@given(EVERY, FAILURES, CHANCE)
def test_it_never_shrinks_with_one_more_failure(every: timedelta, failures: int, chance: float) -> None:
    assert pause(every, failures, chance) <= pause(every, failures + 1, chance)


@given(EVERY, CHANCE)
def test_one_failure_changes_nothing_and_the_second_doubles_it(every: timedelta, chance: float) -> None:
    assert pause(every, 1, chance) == pause(every, 0, chance)
    if every < timedelta(hours=2):
        assert pause(every, 2, chance) == 2 * pause(every, 1, chance)
