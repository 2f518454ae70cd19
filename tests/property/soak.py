"""The state machine of a runner's calendars, let run for long with one seed after another."""

from collections import Counter

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.calendar_faults import counts
from tests.property.test_calendar_life import CalendarLife


def live(number: int, examples: int) -> Counter[str]:
    """Live through so many lives that the seed draws, and return what happened in them."""
    counts.clear()
    settled = settings(
        max_examples=examples,
        stateful_step_count=40,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(number)(CalendarLife), settings=settled)
    return Counter(counts)
