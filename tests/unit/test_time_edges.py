"""Until when time alone changes nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from runlift.app.time_edges import same_until
from tests.builders import a_moment
from tests.property.calendar_expected import HOME
from tests.property.calendar_life import PATTERNS
from tests.property.test_standstill import StillWorld


@pytest.fixture
def world() -> Iterator[StillWorld]:
    """Return a world with runs on Tuesday, Thursday and Sunday at seven, and time to lift from half past five on."""
    made = StillWorld(PATTERNS[0], (HOME,))
    made.whole_sync()
    yield made
    made.close()


def until(world: StillWorld, now: datetime) -> datetime:
    world.now = now
    world.whole_sync()
    return same_until(world.whole_sync().decision)


@pytest.mark.parametrize(
    ("now", "turn"),
    [
        ("2026-07-08 20:00", "2026-07-09 00:00"),
        ("2026-07-12 06:30", "2026-07-12 07:00"),
        ("2026-07-12 07:30", "2026-07-12 08:50"),
        ("2026-07-09 01:00", "2026-07-09 05:30"),
        ("2026-07-09 05:40", "2026-07-09 05:45"),
    ],
    ids=["a day ends", "a run begins", "a run ends", "half a day before time to lift", "a quarter of an hour later"],
)
def test_a_decision_lasts_until_something_turns(world: StillWorld, now: str, turn: str) -> None:
    assert until(world, a_moment(now)) == a_moment(turn)


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=24), timedelta(days=7)])
def test_a_decision_lasts_no_longer_than_a_session_is_far(world: StillWorld, ahead: timedelta) -> None:
    start = max(session.start for session in world.whole_sync().decision.sessions)
    assert until(world, start - ahead - timedelta(minutes=1)) <= start - ahead


def test_a_decision_lasts_an_instant_at_least(world: StillWorld) -> None:
    assert until(world, a_moment("2026-07-12 07:00")) == a_moment("2026-07-12 07:00") + timedelta(microseconds=1)
