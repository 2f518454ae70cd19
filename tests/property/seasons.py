"""Runners' lives, drawn at random: one or two weeks to plan, with few hours in which to lift."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from runlift.domain.kinds import Intensity, Policy, Status
from runlift.domain.plan import Situation
from runlift.domain.runner import Availability, Runner
from runlift.domain.runs import Run
from runlift.domain.sessions import Declined, FixedSession, PublishedSession
from runlift.domain.weeks import Week
from tests import builders as given

T = TypeVar("T")
DAY = timedelta(days=1)
SUMMER_MONDAYS = ("2026-07-06", "2026-05-04")
MONDAYS = (
    *SUMMER_MONDAYS,
    *("2026-03-16", "2026-03-23", "2026-10-12", "2026-10-19"),  # around both changes of the clock
    *("2025-12-29", "2026-12-21", "2026-12-28"),  # over the end of years of 52 and 53 weeks
)
DAYS_OF_RUNS = (
    *("", "", "", "", "easy 06:30 45", "easy 07:00 30", "easy 18:00 40", "easy 12:00 60", "easy 17:30 10"),
    *("easy 07:00 45", "easy 06:00 30", "easy 18:15 20", "easy 07:00 60"),
    *("hard 06:30 60", "hard 07:00 75", "hard 18:00 50", "long 07:30 120", "long 09:00 90", "long 17:00 60"),
    *("easy 06:30 45, easy 17:30 46", "easy 07:00 30, hard 18:00 60", "hard 06:30 60, easy 17:00 30"),
    *("long 07:00 180, easy 18:00 30", "hard 07:00 40, easy 12:00 20"),
)
WINDOWS = (
    *("", "17:30-18:30", "18:00-19:15", "12:00-12:50", "07:30-08:30", "19:30-20:30"),
    *("10:00-11:15", "13:15-14:15", "06:00-06:50 18:40-19:45", "09:00-09:30 20:00-21:30", "12:00-12:30 17:00-17:45"),
)
LIFT_HOURS = ("06:30", "08:00", "12:00", "12:10", "17:30", "18:00", "18:07", "18:15", "19:30", "20:00")


def mostly(usual: T, *others: T) -> st.SearchStrategy[T]:
    return st.sampled_from((*[usual] * max(3, len(others)), *others))


def runs_on(day: date, texts: str) -> list[Run]:
    runs = []
    for text in filter(None, texts.split(", ")):
        kind, at, minutes = text.split()
        runs.append(given.a_run(kind, on=str(day), at=at, minutes=int(minutes)))
    return runs


@st.composite
def races(draw: st.DrawFn, monday: date) -> list[Run]:
    """Draw a flagged marathon ahead, one behind, or none; another race only on the way to one."""
    ahead = draw(st.one_of(st.none(), st.integers(5, 60), st.integers(60, 190)))
    behind = draw(mostly(None, 2, 9, 16, 25, 30))
    other = draw(mostly(None, -8, -2, 1, 3, 6, 9, 13, 16))
    found = [given.a_race(on=str(monday + days * DAY)) for days in (ahead, behind and -behind) if days]
    if other is not None and ahead is not None and other < ahead and (behind is None or other > -behind):
        km = draw(st.sampled_from((None, 5, 10, 21.1)))
        found.append(given.a_race(on=str(monday + other * DAY), at="10:00", km=km, minutes=50, goal=False))
    return found


@st.composite
def runs_around(draw: st.DrawFn, monday: date) -> tuple[Run, ...]:
    runs = draw(races(monday))
    taken, quiet = {race.day for race in runs}, draw(mostly(range(0), range(7), range(7, 14)))
    for n in range(-3, 18):
        day = monday + n * DAY
        texts = draw(st.sampled_from(DAYS_OF_RUNS))
        if day not in taken and n not in quiet:
            cross = n == draw(st.sampled_from((2, None)))
            runs += [replace(run, cross=cross) for run in runs_on(day, texts)]
    return tuple(runs)


@st.composite
def runners(draw: st.DrawFn, monday: date) -> Runner:
    plan_week = draw(st.one_of(st.integers(1, 20), st.sampled_from((1, 2, 0))))
    runner = given.a_runner(
        draw(st.sampled_from(("beginner", "intermediate", "advanced"))),
        since=str(monday - (plan_week - 1) * 7 * DAY),
        policy=draw(st.sampled_from(tuple(Policy))),
        slow_recovery=draw(st.booleans()),
        session_cap=draw(mostly(None, 1, 2)),
    )
    return replace(runner, session_bias=draw(mostly(0, -1, 1)))


@st.composite
def availabilities(draw: st.DrawFn) -> Availability:
    return given.an_availability(
        at={weekday: given.windows(draw(st.sampled_from(WINDOWS)))[0] for weekday in range(7)},
        bedtime=draw(mostly("22:00", "21:15")),
        prefer=draw(mostly(None, "18:00", "12:15", "07:00")),
        travel=draw(mostly(0, 10, 20)),
    )


def moments(monday: date, last: int) -> st.SearchStrategy[str]:
    return st.builds(lambda n, hour: f"{monday + n * DAY} {hour}", st.integers(0, last), st.sampled_from(LIFT_HOURS))


@st.composite
def fixed_sessions(draw: st.DrawFn, monday: date, now: str) -> FixedSession:
    start = draw(moments(monday - 3 * DAY, 18))
    week = Week.of(date.fromisoformat(start[:10]))
    key = draw(st.sampled_from((None, f"{week}/{start[8:10]}", f"{week.next()}/{start[8:10]}")))
    fixed = given.a_fixed_session(
        draw(st.sampled_from(tuple(Intensity))),
        start=start,
        minutes=draw(mostly(None, 25, 60)),
        status=Status.DONE if start < now else Status.PINNED,
        key=key,
    )
    # A session that the runner has moved to another week still serves the one that its key names.
    return replace(fixed, week=week.next()) if key == f"{week.next()}/{start[8:10]}" else fixed


@st.composite
def published_sessions(draw: st.DrawFn, monday: date, days: int, now: str) -> list[PublishedSession]:
    starts: st.SearchStrategy[list[str]] = st.lists(
        moments(monday, days - 1), max_size=4, unique_by=lambda start: start[:10]
    )
    return [
        given.a_published_session(
            f"{Week.of(date.fromisoformat(start[:10]))}/{n}", draw(st.sampled_from(tuple(Intensity))), start=start
        )
        for n, start in enumerate(sorted(draw(starts)), start=1)
        if start > now
    ]


@st.composite
def declined_sessions(draw: st.DrawFn, monday: date) -> Declined:
    day = monday + draw(st.integers(0, 13)) * DAY
    key = f"{Week.of(day)}/{draw(st.integers(5, 9))}"
    return given.a_declined_session(key, draw(st.sampled_from(tuple(Intensity))), on=str(day))


@st.composite
def situations(draw: st.DrawFn, mondays: tuple[str, ...] = MONDAYS) -> Situation:
    monday, weeks = date.fromisoformat(draw(st.sampled_from(mondays))), draw(st.integers(1, 2))
    elapsed, hour = draw(mostly((0, "00:00"), (0, "09:00"), (1, "20:10"), (3, "05:00"), (5, "12:00"), (6, "20:00")))
    now = f"{monday + elapsed * DAY} {hour}"
    fixed = draw(st.lists(fixed_sessions(monday, now), max_size=2, unique_by=lambda lift: lift.day))
    taken = {lift.day for lift in fixed}
    published = draw(published_sessions(monday, 7 * weeks, now))
    busy = draw(st.lists(moments(monday, 7 * weeks - 1), max_size=3))
    return given.a_situation(
        *draw(runs_around(monday)),
        now=now,
        horizon_days=7 * weeks - 1 - elapsed,
        runner=draw(runners(monday)),
        availability=draw(availabilities()),
        busy=[given.a_busy_time(start=start) for start in busy],
        fixed=fixed,
        published=[lift for lift in published if lift.start.date() not in taken],
        declined=draw(mostly([], [draw(declined_sessions(monday))])),
        held=draw(mostly([], [str(monday + 2 * DAY)], [str(monday + 8 * DAY), str(monday + 9 * DAY)])),
    )
