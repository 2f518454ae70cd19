"""Where a sync finds a standstill, a whole sync would have changed nothing and said the same."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runlift.app.lexicons import lexicon
from runlift.app.settling import Settled, settle
from runlift.app.stops import Allowances
from runlift.app.sync import Synced, is_pending
from runlift.cli import machine
from runlift.domain.events import Timed
from tests.builders import BERLIN, later
from tests.property.calendar_expected import CLUB, FEED, HOME, RUNS, WORK
from tests.property.calendar_faults import Faults
from tests.property.calendar_life import MONDAY, PATTERNS, TAGS, World

HOURS = ("06:10", "07:00:44", "12:00", "17:30", "18:07", "21:00")
TITLES = ("Easy run", "Long run", "Half marathon race", "Gym", "Dentist")


class StillWorld(World):
    """A world in which nothing happens for a while."""

    def settled(self, synced: Synced) -> Settled | None:
        """Return what holds after a sync, if it left nothing to do."""
        assert self._store is not None
        return settle(self._config(), self._store, synced, lexicon())

    def whole_sync(self) -> Synced:
        return self._sync(Faults(), Allowances())

    def at(self, day: int, hour: str) -> datetime:
        return datetime.combine(MONDAY + timedelta(days=day), time.fromisoformat(hour), BERLIN)


def said(synced: Synced) -> Mapping[str, Any]:
    """Return what is said of a sync, but for the instant."""
    return {**machine.decision(synced.decision), "now": None}


def said_while_still(settled: Settled) -> Mapping[str, Any]:
    return {**machine.decision(settled.decision), "now": None}


events = st.tuples(st.sampled_from((RUNS, CLUB)), st.integers(-8, 10), st.sampled_from(HOURS), st.sampled_from(TITLES))
moves = st.tuples(st.integers(0, 5), st.integers(0, 10), st.sampled_from(HOURS))
notes = st.tuples(st.integers(0, 5), st.sampled_from(TAGS))
instants = st.tuples(st.integers(0, 8), st.integers(0, 24 * 3600 - 1))
shares = st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=3)


@settings(max_examples=40)
@given(
    pattern=st.sampled_from(PATTERNS),
    places=st.sampled_from(((HOME,), (HOME, WORK, FEED))),
    events=st.lists(events, max_size=3),
    moves=st.lists(moves, max_size=2),
    notes=st.lists(notes, max_size=2),
    instant=instants,
    shares=shares,
)
def test_a_standstill_hides_no_change(  # every situation is made of these
    pattern: tuple[str, ...],
    places: tuple[str, ...],
    events: list[tuple[str, int, str, str]],
    moves: list[tuple[int, int, str]],
    notes: list[tuple[int, str]],
    instant: tuple[int, int],
    shares: list[float],
) -> None:
    world = StillWorld(pattern, places)
    try:
        world.whole_sync()
        for calendar, day, hour, title in events:
            world.add_event(calendar, MONDAY + timedelta(days=day), hour, title)
        for number, day, hour in moves:
            if event := world.pick(HOME, number):
                start = world.at(day, hour)
                world.move(HOME, event, Timed(start=start, end=later(start, 55)))
        for number, text in notes:
            if event := world.pick(HOME, number):
                world.annotate(HOME, event, text)
        day, second = instant
        world.now = world.at(day, "00:00") + timedelta(seconds=second)
        world.whole_sync()
        look_around(world, shares)
    finally:
        world.close()


def look_around(world: StillWorld, shares: list[float]) -> None:
    """Sync, and hold whole syncs at later instants of the standstill against it."""
    settled = world.settled(world.whole_sync())
    if settled is None:
        return
    since = settled.decision.now
    still = settled.until - since
    before = world.snapshot()
    for share in sorted({*shares, 1 - 1e-9}):
        world.now = min(since + share * still, settled.until - timedelta(microseconds=1))
        synced = world.whole_sync()
        assert not is_pending(synced.decision)
        assert world.snapshot() == before
        assert said(synced) == said_while_still(settled)


def test_most_of_a_plain_day_is_still() -> None:
    """A standstill that never came about would hide nothing either."""
    world = StillWorld(PATTERNS[0], (HOME, WORK, FEED))
    try:
        world.whole_sync()
        noon = datetime.combine(date(2026, 7, 8), time(13, 1), BERLIN)
        minutes = 0.0
        while world.now < noon + timedelta(hours=9):
            world.now = max(world.now, noon)
            settled = world.settled(world.whole_sync())
            assert settled is not None
            minutes += (settled.until - world.now).total_seconds() / 60
            world.now = settled.until
        assert minutes > 0.9 * 9 * 60
    finally:
        world.close()
