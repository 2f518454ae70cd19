"""Lives in which runlift once went wrong, and the process dying at every single step."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from runlift.app.stops import Allowances
from runlift.domain.events import AllDay, Timed
from runlift.sync.marker import Marker
from tests.builders import later
from tests.property.calendar_expected import FEED, HOME, WORK, key_of, mark_of, shows
from tests.property.calendar_faults import Faults
from tests.property.calendar_life import PATTERNS, World

ACCEPTED = Allowances(source=True, target=True, deletes=True)


@pytest.fixture
def world() -> Iterator[World]:
    """Return a world with a week's sessions in two calendars."""
    found = World(PATTERNS[0], (HOME, WORK))
    found.sync()
    yield found
    found.close()


def settle(world: World, allowances: Allowances | None = None) -> None:
    synced = world.sync(allowances=allowances)
    assert synced
    world.twice(synced)


def keys(world: World, calendar: str) -> list[str]:
    return [key_of(event) for event in world.sessions(calendar)]


@pytest.mark.parametrize("tag", ["#hold", "#sick", "#sore 7"])
def test_session_with_a_note_that_holds_its_own_day_does_not_run_away_from_it(world: World, tag: str) -> None:
    event = world.sessions(HOME)[1]
    world.annotate(HOME, event, tag)

    settle(world)

    stands = world.stands_for(HOME, key_of(event))
    assert stands
    assert stands.when == event.when
    assert world.stands_for(WORK, key_of(event)) is None


def test_sessions_that_were_all_taken_to_the_club_are_not_taken_for_an_emptied_calendar(world: World) -> None:
    for event in world.sessions(HOME):
        world.take_elsewhere(HOME, event)

    settle(world)

    assert keys(world, HOME) == []
    assert keys(world, WORK) == keys(world, "club")


def test_plan_of_runs_that_is_believed_to_be_empty_is_not_doubted_again_after_a_guard_stopped_it(world: World) -> None:
    world.hide_runs()
    doubted = world.sync()
    assert doubted
    assert doubted.decision.doubts

    for _ in range(3):
        world.now = later(world.now, 31)
        assert world.sync() is None


def test_copy_left_over_from_a_session_that_was_deleted_revokes_no_decline(world: World) -> None:
    event = world.sessions(HOME)[4]
    world.copy(HOME, event, later(world.now, 135))
    world.delete(WORK, world.sessions(WORK)[4])

    world.sync(Faults(conflicts=2))
    settle(world)

    assert key_of(event) not in (*keys(world, HOME), *keys(world, WORK))
    assert len([other for other in world.calendars[HOME].events.values() if other.title == event.title]) == 1


def test_calendar_that_comes_back_after_the_state_was_lost_revokes_no_decline(world: World) -> None:
    world.targets = [HOME]
    world.lose_state(corrupt=False)
    settle(world)
    event = world.sessions(HOME)[1]
    world.delete(HOME, event)
    settle(world)
    world.targets = [HOME, WORK]

    settle(world)

    assert key_of(event) not in keys(world, WORK)


def test_session_that_is_moved_while_it_is_written_is_pinned() -> None:
    world = World(PATTERNS[0], (HOME, WORK))
    moved: list[Timed] = []

    def move() -> None:
        event = world.sessions(HOME)[0]
        start = later(world.now, 5 * 24 * 60)
        moved.append(Timed(start=start, end=later(start, 25)))
        world.calendars[HOME].move(event.uid, start, now=world.now)

    world.sync(Faults(meanwhile=(3, move)))
    settle(world)

    assert moved[0] in [event.when for event in world.sessions(HOME)]
    assert moved[0] in [event.when for event in world.sessions(WORK)]
    world.close()


def test_sync_that_had_to_decide_twice_tells_of_all_that_it_did() -> None:
    world = World(PATTERNS[0], (HOME, WORK))

    synced = world.sync(Faults(conflicts=2))

    assert synced
    told = [(entry.target.label, change.key) for entry in synced.changes for change in entry.changes if change.after]
    assert sorted(told) == sorted((name, key) for name in (HOME, WORK) for key in keys(world, name))
    world.close()


def test_series_that_the_runner_made_of_a_session_is_lifted_each_week_and_not_added_to(world: World) -> None:
    event = world.sessions(HOME)[0]
    assert isinstance(event.when, Timed)
    world.now = later(world.now, 7 * 24 * 60)
    world.calendars[HOME].repeat(event.uid, 3, now=world.now)

    synced = world.sync()

    assert synced
    repeated = [fixed.start for fixed in synced.decision.situation.fixed if fixed.key is None]
    assert repeated == [later(event.when.start, 7 * 24 * 60), later(event.when.start, 14 * 24 * 60)]
    day = repeated[0].date()
    assert [session for session in synced.decision.sessions if session.day == day] == []


def test_session_at_the_club_is_not_written_anew_with_those_that_were_lost(world: World) -> None:
    first, *others = world.sessions(HOME)
    world.take_elsewhere(HOME, first)
    for event in others:
        world.delete(HOME, event)

    settle(world, ACCEPTED)

    assert set(keys(world, HOME)) == {key_of(event) for event in others}


def test_session_that_was_skipped_in_one_calendar_and_deleted_from_the_other_stays_declined(world: World) -> None:
    world.delete(HOME, world.sessions(HOME)[1])
    skipped = world.sessions(WORK)[1]
    world.annotate(WORK, skipped, "#skip")
    settle(world)
    tagged = world.stands_for(WORK, key_of(skipped))
    assert tagged
    world.tick()
    world.erase_notes(WORK, tagged)

    settle(world)

    assert world.stands_for(HOME, key_of(skipped)) is None


def test_session_whose_mark_is_damaged_does_not_keep_runlift_writing_when_memory_is_lost(world: World) -> None:
    damaged = world.sessions(HOME)[0]
    world.spoil_mark(HOME, damaged, "damaged")
    world.lose_state(corrupt=False)

    settle(world)

    assert world.calendars[HOME].events[damaged.uid].when == damaged.when
    assert mark_of(world.calendars[HOME].events[damaged.uid]) == "damaged"


def test_move_survives_in_the_other_calendars_while_its_own_gives_no_answer(world: World) -> None:
    event = world.sessions(HOME)[2]
    tomorrow = world.now.date() + timedelta(days=1)
    world.move(HOME, event, AllDay(start=tomorrow, end=tomorrow + timedelta(days=1)))
    world.sync(Faults(down=(WORK,)))

    world.sync(Faults(down=(HOME,)))

    followed = world.stands_for(WORK, key_of(event))
    assert followed
    assert shows(followed.when, AllDay(start=tomorrow, end=tomorrow + timedelta(days=1)))


def test_skipped_session_is_not_planned_anew_while_the_calendar_with_the_tag_gives_no_answer(world: World) -> None:
    world.annotate(HOME, world.sessions(HOME)[1], "#skip")
    settle(world)
    before = keys(world, WORK)

    world.sync(Faults(down=(HOME,)))

    assert keys(world, WORK) == before


def test_feed_keeps_what_the_runner_chose_while_the_calendar_gives_no_answer() -> None:
    world = World(PATTERNS[0], (HOME, FEED))
    world.sync()
    event = world.sessions(HOME)[2]
    start = later(world.now, 50 * 60)
    world.move(HOME, event, Timed(start=start, end=later(start, 55)))
    settle(world)
    before = world.snapshot().feed

    world.sync(Faults(down=(HOME,)))

    assert world.snapshot().feed == before
    world.close()


def a_busy_morning(world: World) -> None:
    """Let the runner give the next sync something to create, to change, to delete and to remember."""
    first, second, third, *_ = world.sessions(HOME)
    world.tick()
    world.move(WORK, third, Timed(start=later(world.now, 60 * 60), end=later(world.now, 61 * 60)))
    world.annotate(HOME, second, "bring the belt")
    world.delete(WORK, first)
    world.copy(HOME, second, later(world.now, 100 * 60))
    world.add_event("runs", world.now.date() + timedelta(days=8), "07:00", "Long run", minutes=110)


def test_session_that_we_once_failed_to_delete_is_declined_when_the_runner_deletes_it_later(world: World) -> None:
    key = key_of(world.sessions(HOME)[1])
    died, steps = True, 0
    while died:
        steps += 1
        if event := world.stands_for(WORK, key):
            world.delete(WORK, event)
        died = world.sync(Faults(dies_at=steps)) is None
        if died and world.stands_for(HOME, key):
            world.restore(WORK, 0)
            settle(world)
            world.tick()
            event = world.stands_for(HOME, key)
            assert event
            world.delete(HOME, event)
            settle(world)
            assert world.stands_for(WORK, key) is None
            world.restore(HOME, 0)
            settle(world)
    assert steps > 20


def test_process_that_dies_at_any_step_leaves_what_the_next_sync_makes_right() -> None:
    steps = 0
    while True:
        steps += 1
        world = World(PATTERNS[0], (HOME, WORK))
        world.sync()
        a_busy_morning(world)
        ended = world.sync(Faults(dies_at=steps))

        settle(world)

        assert all(isinstance(mark_of(event), Marker) for event in world.sessions(HOME))
        world.close()
        if ended:
            break
    assert steps > 40
