"""Laws of the checker: what holds for every calendar, and every number of the rules to the minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given as for_all
from hypothesis import strategies as st

from runlift.domain.check import check
from runlift.domain.kinds import Intensity, Policy, RunKind, Status
from runlift.domain.plan import Situation
from runlift.domain.runner import Runner
from runlift.domain.runs import Busy, Run
from runlift.domain.sessions import FixedSession, Session
from runlift.domain.weeks import Week
from tests import builders as given
from tests.unit.breaches import broken_rules

FIRST_DAY, DAYS = date(2026, 5, 4), 21
INTENSITIES = st.sampled_from(tuple(Intensity))
EDGES = st.sampled_from((-1, 0))

BEFORE_RUN_H: dict[Intensity, dict[RunKind, float]] = {
    Intensity.HEAVY: {RunKind.EASY: 10, RunKind.HARD: 36, RunKind.LONG: 36, RunKind.RACE: 96},
    Intensity.MODERATE: {RunKind.EASY: 0.25, RunKind.HARD: 20, RunKind.LONG: 24, RunKind.RACE: 72},
    Intensity.LIGHT: {RunKind.EASY: 0.25, RunKind.HARD: 6, RunKind.LONG: 10, RunKind.RACE: 72},
}
AFTER_RUN_MIN = {
    (RunKind.EASY, 45): {Intensity.HEAVY: 10, Intensity.MODERATE: 10, Intensity.LIGHT: 10},
    (RunKind.EASY, 46): {Intensity.HEAVY: 180, Intensity.MODERATE: 10, Intensity.LIGHT: 10},
    (RunKind.HARD, 30): {Intensity.HEAVY: 360, Intensity.MODERATE: 180, Intensity.LIGHT: 180},
    (RunKind.LONG, 30): {Intensity.HEAVY: 1440, Intensity.MODERATE: 1080, Intensity.LIGHT: 360},
    (RunKind.RACE, 60): {Intensity.HEAVY: 10, Intensity.MODERATE: 10, Intensity.LIGHT: 10},
}


@st.composite
def hours(draw: st.DrawFn) -> str:
    day = FIRST_DAY + timedelta(days=draw(st.integers(0, DAYS - 1)))
    return f"{day} {draw(st.integers(4, 22)):02}:{draw(st.sampled_from((0, 10, 30, 45))):02}"


def moments() -> st.SearchStrategy[datetime]:
    """Minutes of a year in Berlin, the nights of both clock changes among them."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    nights = [datetime(2026, *day, 18, tzinfo=UTC) for day in ((3, 28), (10, 24))]
    anywhere = st.integers(0, 365 * 24 * 60).map(lambda minutes: first + timedelta(minutes=minutes))
    at_a_change = st.builds(
        lambda night, minutes: night + timedelta(minutes=minutes), st.sampled_from(nights), st.integers(0, 24 * 60)
    )
    return st.one_of(anywhere, at_a_change).map(lambda moment: moment.astimezone(given.BERLIN))


def a_run_at(kind: RunKind, start: datetime, minutes: int = 30) -> Run:
    return replace(given.a_run(kind, on=str(start.date())), start=start, end=given.later(start, minutes))


@st.composite
def some_runs(draw: st.DrawFn) -> Run:
    day, hour = draw(hours()).split()
    return given.a_run(
        draw(st.sampled_from(tuple(RunKind))),
        on=day,
        at=hour,
        minutes=draw(st.sampled_from((30, 45, 46, 60, 120, 240))),
        km=draw(st.sampled_from((None, 5, 10, 21.1, 42.2, 60))),
        goal=draw(st.booleans()),
    )


@st.composite
def some_sessions(draw: st.DrawFn) -> Session:
    return given.a_session(
        draw(INTENSITIES),
        start=draw(hours()),
        minutes=draw(st.sampled_from((19, 20, 25, 30, 45, 60, 61))),
        plan_week=draw(st.integers(1, 12)),
        status=draw(st.sampled_from((Status.PLANNED, *Status))),
    )


@st.composite
def some_fixed_sessions(draw: st.DrawFn) -> FixedSession:
    return given.a_fixed_session(
        draw(INTENSITIES),
        start=draw(hours()),
        status=draw(st.sampled_from((Status.PINNED, Status.DONE))),
        key=draw(st.sampled_from((None, "2026-W20/1", "2026-W21/1"))),
    )


@st.composite
def some_busy_times(draw: st.DrawFn) -> Busy:
    return given.a_busy_time(start=draw(hours()), minutes=draw(st.sampled_from((0, 30, 600))))


@st.composite
def some_runners(draw: st.DrawFn) -> Runner:
    return given.a_runner(
        draw(st.sampled_from(("beginner", "intermediate", "advanced"))),
        since=draw(st.sampled_from((None, "2026-03-02", "2026-05-04", "2026-05-11"))),
        slow_recovery=draw(st.booleans()),
        policy=draw(st.sampled_from(tuple(Policy))),
    )


@st.composite
def some_situations(draw: st.DrawFn) -> Situation:
    travel = draw(st.sampled_from((0, 20)))
    return given.a_situation(
        *draw(st.lists(some_runs(), max_size=12)),
        now=draw(hours()),
        runner=draw(some_runners()),
        busy=draw(st.lists(some_busy_times(), max_size=3)),
        fixed=draw(st.lists(some_fixed_sessions(), max_size=3)),
        held=[hour.split()[0] for hour in draw(st.lists(hours(), max_size=2))],
        availability=given.an_availability(at=given.windows("06:00-13:30 17:00-21:00"), travel=travel),
    )


def calendars() -> st.SearchStrategy[list[Session]]:
    return st.lists(some_sessions(), max_size=5)


def weeks_later(situation: Situation, weeks: timedelta) -> Situation:
    since = situation.runner.strength_since
    return replace(
        situation,
        now=situation.now + weeks,
        runner=replace(situation.runner, strength_since=None if since is None else since + weeks),
        runs=tuple(replace(run, start=run.start + weeks, end=run.end + weeks) for run in situation.runs),
        busy=tuple(replace(busy, start=busy.start + weeks, end=busy.end + weeks) for busy in situation.busy),
        fixed=tuple(replace(lift, start=lift.start + weeks, end=lift.end + weeks) for lift in situation.fixed),
        held=frozenset(day + weeks for day in situation.held),
    )


@for_all(some_situations(), calendars(), st.integers(1, 16))
def test_a_calendar_moved_by_whole_weeks_breaks_the_same_rules(
    situation: Situation, sessions: list[Session], count: int
) -> None:
    weeks = timedelta(weeks=count)
    moved = [replace(lift, start=lift.start + weeks, end=lift.end + weeks) for lift in sessions]
    expected = [
        replace(found, week=Week(found.week.monday + weeks), start=None if found.start is None else found.start + weeks)
        for found in check(sessions, situation)
    ]
    assert check(moved, weeks_later(situation, weeks)) == expected


@for_all(some_situations(), calendars(), some_busy_times())
def test_one_more_event_removes_no_violation(situation: Situation, sessions: list[Session], busy: Busy) -> None:
    busier = replace(situation, busy=(*situation.busy, busy))
    assert set(check(sessions, situation)) <= set(check(sessions, busier))


@for_all(some_situations(), calendars(), st.integers(0, 6), st.integers(0, 1))
def test_one_window_less_removes_no_violation(
    situation: Situation, sessions: list[Session], weekday: int, which: int
) -> None:
    hours = situation.availability
    fewer = tuple(window for n, window in enumerate(hours.windows[weekday]) if n != which)
    poorer = replace(situation, availability=replace(hours, windows={**hours.windows, weekday: fewer}))
    assert set(check(sessions, situation)) <= set(check(sessions, poorer))


@for_all(some_situations(), calendars())
def test_the_order_of_the_values_does_not_matter(situation: Situation, sessions: list[Session]) -> None:
    backwards = replace(situation, runs=situation.runs[::-1], busy=situation.busy[::-1], fixed=situation.fixed[::-1])
    assert check(sessions[::-1], backwards) == check(sessions, situation)


@for_all(some_situations())
def test_what_stands_is_told_only_against_runs_races_and_holds(situation: Situation) -> None:
    assert set(broken_rules(situation)) <= {"H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H12", "H16"}


@for_all(st.integers(0, 365), st.integers(7 * 60, 20 * 60), INTENSITIES, st.integers(20, 60))
def test_a_session_far_from_everything_breaks_nothing(day: int, minute: int, kind: Intensity, minutes: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=given.BERLIN) + timedelta(days=day, minutes=minute)
    runs = [a_run_at(run_kind, start + side * timedelta(days=60)) for run_kind in RunKind for side in (-1, 1)]
    situation = given.a_situation(*runs, availability=given.an_availability(at=given.windows("07:00-21:00")))
    assert broken_rules(situation, given.a_session(kind, start=start, minutes=minutes)) == []


@for_all(moments(), INTENSITIES, st.sampled_from(tuple(RunKind)), st.integers(20, 60), EDGES)
def test_time_to_a_run_is_held_to_the_minute(
    start: datetime, intensity: Intensity, kind: RunKind, minutes: int, edge: int
) -> None:
    session = given.a_session(intensity, start=start, minutes=minutes)
    run = a_run_at(kind, given.later(session.end, 60 * BEFORE_RUN_H[intensity][kind] + edge))
    found = broken_rules(given.a_situation(run), session)
    own, other = ("H1", "H4") if kind is RunKind.RACE else ("H4", "H1")
    assert (own in found) == (edge < 0)
    assert other not in found


@for_all(moments(), INTENSITIES, st.sampled_from(tuple(AFTER_RUN_MIN)), EDGES)
def test_time_from_a_run_is_held_to_the_minute(
    start: datetime, intensity: Intensity, run: tuple[RunKind, int], edge: int
) -> None:
    kind, minutes = run
    before = a_run_at(kind, start, minutes)
    session = given.a_session(intensity, start=given.later(before.end, AFTER_RUN_MIN[run][intensity] + edge))
    assert ("H5" in broken_rules(given.a_situation(before), session)) == (edge < 0)


@for_all(moments(), INTENSITIES, INTENSITIES, EDGES)
def test_time_between_sessions_is_held_to_the_minute(
    start: datetime, first: Intensity, second: Intensity, edge: int
) -> None:
    pair = {first, second}
    hours = 48 if pair == {Intensity.HEAVY} else 20 if Intensity.LIGHT in pair else 36
    sessions = [
        given.a_session(first, start=start),
        given.a_session(second, start=given.later(start, 60 * hours + edge)),
    ]
    assert ("H9" in broken_rules(given.a_situation(), *sessions)) == (edge < 0)


@for_all(moments(), st.integers(0, 600), st.sampled_from(("run", "event")), st.sampled_from(("before", "after")), EDGES)
def test_time_around_a_run_or_an_event_is_held_to_the_minute(
    start: datetime, minutes: int, what: str, side: str, edge: int
) -> None:
    run = a_run_at(RunKind.EASY, start, minutes)
    busy = given.a_busy_time(start=start, minutes=minutes)
    situation = given.a_situation(run) if what == "run" else given.a_situation(busy=[busy])
    free = 10 if what == "run" else 0
    begins = given.later(start, -15 - 20 - edge) if side == "before" else given.later(run.end, free + edge)
    session = given.a_session("light", start=begins, minutes=20)
    assert ("H12" in broken_rules(situation, session)) == (edge < 0)


@for_all(st.integers(0, 365), st.integers(20, 60), EDGES)
def test_windows_and_bedtime_are_held_to_the_minute(day: int, minutes: int, edge: int) -> None:
    date_ = date(2026, 1, 1) + timedelta(days=day)
    opens, closes = (given.a_moment(f"{date_} {hour}") for hour in ("07:00", "21:00"))
    at_first, at_last = given.later(opens, edge), given.later(closes, -minutes - edge)
    only_window = given.an_availability(at=given.windows("07:00-21:00"), bedtime="23:00")
    only_bedtime = given.an_availability(bedtime="22:00")
    for start, availability in ((at_first, only_window), (at_last, only_window), (at_last, only_bedtime)):
        session = given.a_session("light", start=start, minutes=minutes)
        assert broken_rules(given.a_situation(availability=availability), session) == (["H13"] if edge else [])


@for_all(moments(), INTENSITIES, st.sampled_from((19, 20, 60, 61)))
def test_length_is_held_to_the_minute(start: datetime, intensity: Intensity, minutes: int) -> None:
    found = broken_rules(given.a_situation(), given.a_session(intensity, start=start, minutes=minutes))
    assert ("H18" in found) == (minutes in {19, 61})
