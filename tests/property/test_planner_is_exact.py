"""The planner finds what trying everything finds: the same cost, the same sessions, to the minute."""

from dataclasses import replace

from hypothesis import given as for_all

from runlift.domain.kinds import Status
from runlift.domain.plan import Situation
from runlift.domain.planner import plan
from tests import builders as given
from tests.oracle import Cheapest, cheapest
from tests.property.seasons import situations


def planned(situation: Situation) -> Cheapest:
    found = plan(situation)
    return Cheapest(cost=found.cost, sessions=tuple((lift.start, lift.intensity) for lift in found.sessions))


@for_all(situations())
def test_a_plan_is_the_cheapest_of_all_and_ties_go_where_they_should(situation: Situation) -> None:
    assert planned(situation) == cheapest(situation)


# Seasons on which the two have once disagreed, each cut down to what they disagreed about.

ON_WEDNESDAY = given.an_availability(at={**given.windows(""), 2: given.windows("18:00-19:00")[2]})
ON_SUNDAY = given.an_availability(at=given.windows("", "18:00-19:00"))
ON_THURSDAY_EVENING = given.runs_in_week("2026-07-06", "Thu hard 18:30 60")
"""A hard run a day after the only window: a moderate session may come before it, but not as one of the first two."""
NEW_THIS_WEEK = given.a_runner("intermediate", since="2026-07-06")


def test_a_session_close_to_a_pinned_one_after_the_last_week_costs_a_close_pair() -> None:
    situation = given.a_situation(
        *given.runs_in_week("2026-07-06", "Sun easy 07:00 30"),
        availability=ON_SUNDAY,
        fixed=[given.a_fixed_session("light", start="2026-07-13 18:30")],
    )
    assert planned(situation) == cheapest(situation)


def test_strength_seen_for_the_first_time_does_not_make_an_old_hand_a_novice() -> None:
    situation = given.a_situation(
        *ON_THURSDAY_EVENING,
        runner=given.a_runner("beginner", since="2026-02-02"),
        availability=ON_WEDNESDAY,
        fixed=[given.a_fixed_session("light", start="2026-07-04 12:00", key="2026-W27/1")],
    )
    assert planned(situation) == cheapest(situation)


def test_strength_of_the_runners_own_is_none_of_the_first_two_sessions() -> None:
    situation = given.a_situation(
        *ON_THURSDAY_EVENING,
        runner=NEW_THIS_WEEK,
        availability=ON_WEDNESDAY,
        fixed=[given.a_fixed_session("light", start=f"2026-07-0{day} 12:00") for day in (3, 4)],
    )
    assert planned(situation) == cheapest(situation)


def test_pinned_sessions_may_be_the_first_two() -> None:
    situation = given.a_situation(
        *ON_THURSDAY_EVENING,
        runner=NEW_THIS_WEEK,
        availability=ON_WEDNESDAY,
        fixed=[
            given.a_fixed_session("light", start="2026-07-06 12:00", key="2026-W28/1"),
            given.a_fixed_session("light", start="2026-07-07 12:00", key="2026-W28/2"),
        ],
    )
    assert planned(situation) == cheapest(situation)


def test_a_frozen_session_may_be_one_of_the_first_two() -> None:
    situation = given.a_situation(
        *ON_THURSDAY_EVENING,
        now="2026-07-06 20:00",
        runner=NEW_THIS_WEEK,
        availability=ON_WEDNESDAY,
        fixed=[given.a_fixed_session("light", start="2026-07-06 12:00", key="2026-W28/1", status=Status.DONE)],
        published=[given.a_published_session("2026-W28/2", "light", start="2026-07-07 12:00")],
    )
    assert planned(situation) == cheapest(situation)


def test_a_freeze_ends_where_the_first_session_ever_stands_too_close_to_a_run() -> None:
    situation = given.a_situation(
        *given.runs_in_week("2026-07-06", "Wed easy 20:00 30"),
        now="2026-07-07 20:00",
        runner=NEW_THIS_WEEK,
        availability=ON_WEDNESDAY,
        published=[given.a_published_session("2026-W28/1", "moderate", start="2026-07-08 18:00")],
    )
    assert planned(situation) == cheapest(situation)


def test_the_hour_that_was_chosen_decides_how_close_a_pinned_session_after_the_last_week_is() -> None:
    situation = given.a_situation(
        *given.runs_in_week("2026-07-06", "Tue hard 07:00 60"),
        availability=given.an_availability(
            at={**given.windows(""), 5: given.windows("08:00-09:00 19:30-20:30")[5]}, prefer="19:30"
        ),
        fixed=[given.a_fixed_session("light", start="2026-07-13 18:00")],
    )
    assert planned(situation) == cheapest(situation)


def test_a_session_before_the_first_week_of_strength_is_none_of_the_first_two() -> None:
    situation = given.a_situation(
        *ON_THURSDAY_EVENING,
        now="2026-06-29 09:00",
        horizon_days=13,
        runner=NEW_THIS_WEEK,
        availability=ON_WEDNESDAY,
        fixed=[
            given.a_fixed_session("light", start="2026-06-29 08:00", key="2026-W27/1", status=Status.DONE),
            given.a_fixed_session("light", start="2026-06-30 08:00", key="2026-W27/2"),
        ],
    )
    assert planned(situation) == cheapest(situation)


def test_a_session_moved_here_from_next_week_leaves_room_up_to_the_full_request() -> None:
    moved_here = given.a_fixed_session("light", start="2026-07-09 12:00", key="2026-W29/1", status=Status.DONE)
    situation = given.a_situation(
        *given.runs_in_week("2026-07-06", "Tue easy 07:00 30"),
        now="2026-07-11 00:00",
        horizon_days=1,
        runner=given.a_runner(session_cap=2),
        availability=ON_SUNDAY,
        fixed=[replace(moved_here, week=given.THIS_WEEK.next())],
    )
    assert planned(situation) == cheapest(situation)


def test_a_frozen_session_before_the_first_week_of_strength_is_none_of_the_first_two() -> None:
    situation = given.a_situation(
        *given.runs_in_week("2026-06-29", "next Tue hard 05:30 60"),
        now="2026-07-05 00:00",
        horizon_days=0,
        runner=NEW_THIS_WEEK,
        availability=ON_SUNDAY,
        published=[given.a_published_session("2026-W27/1", "moderate", start="2026-07-05 18:00")],
    )
    assert planned(situation) == cheapest(situation)
