"""The state machine of a runner's calendars, let run for long with one seed after another."""

from collections import Counter

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.calendar_faults import counts
from tests.property.test_calendar_life import CalendarLife
from tests.property.test_google_life import GoogleLife

LIVES = {"memory": CalendarLife, "google": GoogleLife}
"""Where the runner's calendars are."""


def live(number: int, examples: int, calendars: str) -> Counter[str]:
    """Live through so many lives that the seed draws, and return what happened in them.

    Args:
        calendars: one of `LIVES`.
    """
    counts.clear()
    settled = settings(
        max_examples=examples,
        stateful_step_count=40,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(number)(LIVES[calendars]), settings=settled)
    return Counter(counts)
