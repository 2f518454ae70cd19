"""Laws of the planner: what holds for the plan of every season, whichever plan it is."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given as for_all
from hypothesis import strategies as st

from runlift.domain.check import check
from runlift.domain.kinds import Intensity, Status
from runlift.domain.plan import Plan, Situation, Violation
from runlift.domain.planner import plan
from runlift.domain.sessions import PublishedSession
from runlift.domain.weeks import Week
from tests import builders as given
from tests.property.seasons import DAY, SUMMER_MONDAYS, T, situations

HOUR = 3600


def faults(planned: Plan, situation: Situation) -> list[Violation]:
    """Return the rules that new sessions break; those that stand answer for nothing here."""
    requests = {outline.week: len(outline.request) for outline in planned.weeks}
    standing = {lift.start for lift in situation.fixed}
    standing |= {lift.start for lift in planned.sessions if lift.status is not Status.PLANNED}
    return [found for found in check(planned.sessions, situation, requests=requests) if found.start not in standing]


def sessions_of(planned: Plan) -> list[tuple[datetime, Intensity]]:
    return [(lift.start, lift.intensity) for lift in planned.sessions]


def published_as(planned: Plan) -> tuple[PublishedSession, ...]:
    """Return the sessions of a plan as they stand in a calendar after it was written there."""
    return tuple(
        PublishedSession(key=lift.key or f"{lift.week}/{n}", start=lift.start, end=lift.end, intensity=lift.intensity)
        for n, lift in enumerate(planned.sessions, start=1)
        if lift.status is not Status.PINNED
    )


def weeks_later(situation: Situation, weeks: timedelta) -> Situation:
    since = situation.runner.strength_since
    return replace(
        situation,
        now=situation.now + weeks,
        runner=replace(situation.runner, strength_since=since + weeks if since else None),
        runs=tuple(replace(run, start=run.start + weeks, end=run.end + weeks) for run in situation.runs),
        busy=tuple(replace(busy, start=busy.start + weeks, end=busy.end + weeks) for busy in situation.busy),
        fixed=tuple(
            replace(lift, start=lift.start + weeks, end=lift.end + weeks, week=Week(lift.week.monday + weeks))
            for lift in situation.fixed
        ),
        published=tuple(
            replace(
                lift,
                key=f"{Week(lift.week.monday + weeks)}/{lift.key.partition('/')[2]}",
                start=lift.start + weeks,
                end=lift.end + weeks,
            )
            for lift in situation.published
        ),
        held=frozenset(day + weeks for day in situation.held),
        declined=tuple(
            replace(
                lift,
                key=f"{Week(lift.week.monday + weeks)}/{lift.key.partition('/')[2]}",
                week=Week(lift.week.monday + weeks),
                day=lift.day + weeks,
            )
            for lift in situation.declined
        ),
    )


@for_all(situations())
def test_a_plan_breaks_no_hard_rule(situation: Situation) -> None:
    assert faults(plan(situation), situation) == []


@for_all(situations(), st.randoms(use_true_random=False))
def test_the_order_of_the_values_does_not_matter(situation: Situation, chance: random.Random) -> None:
    def mixed(values: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(chance.sample(values, len(values)))

    shuffled = replace(
        situation,
        runs=mixed(situation.runs),
        busy=mixed(situation.busy),
        fixed=mixed(situation.fixed),
        published=mixed(situation.published),
    )
    assert plan(shuffled) == plan(situation)


@for_all(situations(), st.integers(0, 16), st.sampled_from((None, 5, 21.1, 42.2)))
def test_one_more_race_leaves_nothing_in_the_72_hours_before_it(
    situation: Situation, days: int, km: float | None
) -> None:
    race = given.a_race(on=str(situation.now.date() + days * DAY), km=km, goal=False)
    for lift in plan(replace(situation, runs=(*situation.runs, race))).sessions:
        near = 0 <= race.start.timestamp() - lift.end.timestamp() < 72 * HOUR
        assert bool(lift.flag) if lift.status is Status.PINNED and near else not near


@for_all(situations(), st.integers(0, 6), st.integers(0, 1))
def test_one_window_less_makes_no_plan_cheaper_and_none_fuller(situation: Situation, weekday: int, which: int) -> None:
    hours = situation.availability
    fewer = tuple(window for n, window in enumerate(hours.windows[weekday]) if n != which)
    poorer = replace(situation, availability=replace(hours, windows={**hours.windows, weekday: fewer}))
    before, after = plan(situation), plan(poorer)
    assert after.cost >= before.cost
    assert len(after.sessions) <= len(before.sessions)


@for_all(situations())
def test_a_week_holds_no_more_than_it_asks_for(situation: Situation) -> None:
    planned = plan(situation)
    for outline in planned.weeks:
        new = sum(lift.week == outline.week and lift.status is Status.PLANNED for lift in planned.sessions)
        standing = sum(lift.week == outline.week and lift.status is Status.FROZEN for lift in planned.sessions)
        standing += sum(lift.week == outline.week for lift in situation.fixed)
        assert new == 0 or new + standing <= len(outline.request)


@for_all(situations())
def test_a_week_with_a_day_off_keeps_one(situation: Situation) -> None:
    planned = plan(situation)
    run_days = {run.day for run in situation.runs}
    fixed_days = {lift.day for lift in situation.fixed}
    new_days = {lift.day for lift in planned.sessions if lift.status is not Status.PINNED}
    for outline in planned.weeks:
        days_off = set(outline.week.days) - run_days
        assert not days_off & new_days or days_off - new_days - fixed_days


@for_all(situations())
def test_a_pinned_session_keeps_its_time_and_breaks_a_rule_only_where_it_says_so(situation: Situation) -> None:
    planned = plan(situation)
    pinned = {lift.key: lift for lift in planned.sessions if lift.status is Status.PINNED}
    put = {
        lift.key: (lift.start, lift.end)
        for lift in situation.fixed
        if lift.key and lift.status is Status.PINNED and lift.start > situation.now
    }
    assert {key: (lift.start, lift.end) for key, lift in pinned.items()} == put
    broken = {found.key for found in check(planned.sessions, situation) if found.key in put}
    flagged = {key for key, lift in pinned.items() if lift.flag}
    assert broken <= flagged
    assert all(pinned[key].intensity is Intensity.LIGHT for key in flagged)


@for_all(situations())
def test_a_declined_day_gets_no_session_that_does_not_stand_there(situation: Situation) -> None:
    standing = {lift.start for lift in situation.published} | {lift.start for lift in situation.fixed}
    days = {lift.day for lift in plan(situation).sessions if lift.start not in standing}
    assert not days & {lift.day for lift in situation.declined}


@for_all(situations())
def test_a_plan_that_stands_is_planned_again(situation: Situation) -> None:
    first = plan(replace(situation, published=()))
    again = plan(replace(situation, published=published_as(first)))
    assert sessions_of(again) == sessions_of(first)


@for_all(situations(SUMMER_MONDAYS), st.integers(1, 8))
def test_the_same_season_some_weeks_later_gets_the_same_plan(situation: Situation, count: int) -> None:
    weeks = timedelta(weeks=count)
    now, later = plan(situation), plan(weeks_later(situation, weeks))
    assert sessions_of(later) == [(start + weeks, intensity) for start, intensity in sessions_of(now)]
    assert [lift.prescription for lift in later.sessions] == [lift.prescription for lift in now.sessions]
    assert later.cost == now.cost


def test_a_week_that_has_begun_asks_for_no_more_once_its_first_session_is_frozen() -> None:
    situation = given.a_situation(
        *given.runs_in_week("2026-07-06", "Sun easy 06:30 45"),
        now="2026-07-09 05:00",
        horizon_days=3,
        availability=given.an_availability(at=given.windows("17:30-18:30"), prefer=None),
    )
    first = plan(situation)
    again = plan(replace(situation, published=published_as(first)))
    assert sessions_of(again) == sessions_of(first)
