"""From classified events to runs, busy time, the runner's own strength and days on hold."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from runlift.domain.classification import Classification
from runlift.domain.events import AllDay, Event, EventUid, Timed
from runlift.domain.intake import ClassifiedSource, Goal, Intake, take_in
from runlift.domain.kinds import EventKind, Intensity, Role, RunKind, Status
from tests import builders as given

NOW = given.a_moment("2026-07-06 00:00")
Pair = tuple[Event, Classification]


def an_event(
    kind: str,
    *,
    on: str,
    at: str | None = None,
    minutes: float = 60,
    summary: str = "",
    uid: str = "",
    km: float | None = None,
    says_minutes: float | None = None,
    also_strength: bool = False,
    strength_minutes: float | None = None,
) -> Pair:
    """Return an event with its classification; without `at` it is all-day."""
    day = date.fromisoformat(on)
    when: Timed | AllDay = AllDay(start=day, end=day + timedelta(days=1))
    if at:
        start = given.a_moment(f"{on} {at}")
        when = Timed(start=start, end=given.later(start, minutes))
    title = summary or kind
    event = Event(uid=EventUid(uid or f"{title}-{on}-{at}"), when=when, summary=title)
    found = Classification(
        kind=EventKind(kind),
        confidence=1,
        because=(),
        distance_km=km,
        minutes=says_minutes,
        also_strength=also_strength,
        strength_minutes=strength_minutes,
    )
    return event, found


def taken_in(
    *pairs: Pair,
    role: Role = Role.RUNS,
    counts_strength: bool = True,
    goal: Goal | None = None,
    others: Iterable[ClassifiedSource] = (),
) -> Intake:
    source = ClassifiedSource(name="runs.ics", role=role, counts_strength=counts_strength, classified=pairs)
    return take_in([source, *others], availability=given.an_availability(), goal=goal, now=NOW)


def hours(intake: Intake) -> list[str]:
    return [f"{run.start:%m-%d %H:%M}-{run.end:%H:%M}" for run in intake.runs]


def test_a_timed_run_stands_where_it_stands() -> None:
    intake = taken_in(an_event("easy", on="2026-07-07", at="06:30", minutes=45))

    assert hours(intake) == ["07-07 06:30-07:15"]
    assert not intake.runs[0].assumed


@pytest.mark.parametrize(("kind", "length"), [("easy", 45), ("hard", 60), ("long", 120), ("race", 127)])
def test_an_untimed_run_gets_the_assumed_hour_and_its_kinds_length(kind: str, length: int) -> None:
    intake = taken_in(an_event(kind, on="2026-07-07"))

    assert f"{intake.runs[0].start:%H:%M}" == "07:00"
    assert intake.runs[0].minutes == length
    assert intake.runs[0].assumed
    assert intake.runs[0].because[-1].text == "assumes you run about 07:00"


def test_an_untimed_run_at_the_weekend_is_assumed_an_hour_later() -> None:
    assert hours(taken_in(an_event("easy", on="2026-07-11"))) == ["07-11 08:00-08:45"]


def test_a_second_untimed_run_of_a_day_is_assumed_in_the_evening() -> None:
    intake = taken_in(
        an_event("easy", on="2026-07-07", summary="shake-out", km=5),
        an_event("hard", on="2026-07-07", summary="track night"),
    )

    assert hours(intake) == ["07-07 07:00-07:30", "07-07 17:00-18:00"]


def test_the_assumed_hour_is_the_median_of_that_weekdays_last_eight_timed_runs() -> None:
    past = [
        an_event("easy", on=f"2026-06-{day:02}", at=at) for day, at in ((16, "06:10"), (23, "06:40"), (30, "06:20"))
    ]

    intake = taken_in(*past, an_event("easy", on="2026-07-07"))

    assert hours(intake)[-1] == "07-07 06:20-07:05"


def test_two_timed_runs_of_a_weekday_teach_nothing() -> None:
    past = [an_event("easy", on=f"2026-06-{day}", at="06:10") for day in (23, 30)]

    assert hours(taken_in(*past, an_event("easy", on="2026-07-07")))[-1] == "07-07 07:00-07:45"


def test_a_one_hour_placeholder_is_lengthened_to_what_its_distance_takes() -> None:
    assert hours(taken_in(an_event("long", on="2026-07-12", at="08:00", minutes=60, km=20))) == ["07-12 08:00-10:00"]


def test_an_untimed_run_lasts_as_long_as_its_text_says() -> None:
    assert taken_in(an_event("easy", on="2026-07-07", says_minutes=35)).runs[0].minutes == 35


def test_an_untimed_run_with_a_distance_lasts_at_least_six_minutes_a_kilometre() -> None:
    assert taken_in(an_event("easy", on="2026-07-07", says_minutes=35, km=10)).runs[0].minutes == 60


def test_a_planned_and_a_done_copy_of_a_run_count_once_at_the_hour_it_was_run() -> None:
    intake = taken_in(
        an_event("hard", on="2026-07-07", summary="Tempo 8 km", km=8),
        an_event("easy", on="2026-07-07", at="18:10", minutes=47, summary="Evening run", km=8.2),
    )

    assert hours(intake) == ["07-07 18:10-18:59"]
    assert intake.runs[0].kind is RunKind.HARD


def test_copies_that_share_a_uid_count_once() -> None:
    intake = taken_in(
        an_event("easy", on="2026-07-07", uid="one"), an_event("easy", on="2026-07-07", at="18:00", uid="one")
    )

    assert len(intake.runs) == 1


def test_two_timed_runs_apart_are_two_runs() -> None:
    intake = taken_in(
        an_event("easy", on="2026-07-07", at="06:30", summary="Easy 6 km", km=6),
        an_event("easy", on="2026-07-07", at="18:00", summary="Easy 6 km", km=6),
    )

    assert len(intake.runs) == 2


def test_a_planned_run_and_another_one_of_other_size_are_two_runs() -> None:
    intake = taken_in(
        an_event("easy", on="2026-07-07", summary="Easy 6 km", km=6),
        an_event("hard", on="2026-07-07", at="18:30", summary="Club track", km=11),
    )

    assert len(intake.runs) == 2


def test_the_same_run_in_two_feeds_counts_once() -> None:
    other = ClassifiedSource(
        name="log.ics",
        role=Role.RUNS,
        counts_strength=True,
        classified=(an_event("long", on="2026-07-12", summary="Long run 20 km", km=20.4),),
    )

    intake = taken_in(an_event("long", on="2026-07-12", summary="Sunday long run", km=20), others=[other])

    assert len(intake.runs) == 1


def test_a_cancelled_run_is_none() -> None:
    event, found = an_event("easy", on="2026-07-07")

    assert taken_in((replace(event, cancelled=True), found)).runs == ()


def test_another_sport_counts_as_an_easy_run_and_as_a_hard_one_when_it_says_so() -> None:
    ride, found = an_event("cross", on="2026-07-07", at="18:00")
    hard = replace(found, hard=True)

    easy_run, hard_run = taken_in((ride, found)).runs[0], taken_in((ride, hard)).runs[0]

    assert (easy_run.kind, hard_run.kind) == (RunKind.EASY, RunKind.HARD)
    assert easy_run.cross


def test_the_goal_of_the_config_marks_that_days_race() -> None:
    intake = taken_in(
        an_event("race", on="2026-10-18", at="09:00", minutes=240),
        goal=Goal(day=date(2026, 10, 18), distance_km=42.2),
    )

    assert [(run.goal, run.distance_km) for run in intake.runs] == [(True, 42.2)]


def test_a_goal_without_an_event_that_day_is_a_race_of_its_own() -> None:
    intake = taken_in(goal=Goal(day=date(2026, 10, 18), distance_km=10))

    assert hours(intake) == ["10-18 08:00-09:00"]
    assert intake.runs[0].goal


def test_a_long_run_on_the_goals_day_is_the_race() -> None:
    intake = taken_in(an_event("long", on="2026-10-18", at="09:00"), goal=Goal(day=date(2026, 10, 18)))

    assert [(run.kind, run.goal) for run in intake.runs] == [(RunKind.RACE, True)]


def test_a_busy_source_yields_busy_time_and_never_runs() -> None:
    intake = taken_in(an_event("easy", on="2026-07-07", at="18:00", summary="Run payroll"), role=Role.BUSY)

    assert intake.runs == ()
    assert [busy.summary for busy in intake.busy] == ["Run payroll"]


def test_a_source_of_runs_yields_no_busy_time() -> None:
    assert taken_in(an_event("other", on="2026-07-07", at="18:00")).busy == ()


def test_free_time_and_whole_days_block_nothing_unless_they_are_out_of_office() -> None:
    meeting, found = an_event("other", on="2026-07-07", at="18:00")
    holiday, other = an_event("other", on="2026-07-08")
    away = replace(holiday, uid=EventUid("away"), out_of_office=True)

    busy = taken_in((replace(meeting, transparent=True), found), (holiday, other), (away, other), role=Role.BOTH).busy

    assert [(f"{one.start:%m-%d %H:%M}", f"{one.end:%m-%d %H:%M}") for one in busy] == [("07-08 00:00", "07-09 00:00")]


def test_the_runners_gym_class_counts_as_moderate_strength() -> None:
    intake = taken_in(an_event("strength", on="2026-07-07", at="19:00"), an_event("strength", on="2026-06-30"))

    assert [(s.intensity, s.status, f"{s.start:%H:%M}") for s in intake.strength] == [
        (Intensity.MODERATE, Status.PINNED, "19:00"),
        (Intensity.MODERATE, Status.DONE, "18:00"),
    ]


def test_short_strength_and_core_work_do_not_count() -> None:
    core, found = an_event("strength", on="2026-07-07", at="19:00")

    intake = taken_in(
        (core, replace(found, full_strength=False)), an_event("strength", on="2026-07-08", at="19:00", minutes=25)
    )

    assert intake.strength == ()


@pytest.mark.parametrize(
    ("minutes", "run", "lift"),
    [(90, "06:30-07:05", "07:15-08:00"), (60, "06:30-07:00", "07:10-07:55"), (45, "06:30-07:00", "07:10-07:55")],
)
def test_gym_work_in_the_event_of_a_run_stands_behind_the_run(minutes: int, run: str, lift: str) -> None:
    intake = taken_in(an_event("easy", on="2026-07-07", at="06:30", minutes=minutes, km=5, also_strength=True))

    assert hours(intake) == [f"07-07 {run}"]
    assert [(s.intensity, f"{s.start:%H:%M}-{s.end:%H:%M}") for s in intake.strength] == [(Intensity.MODERATE, lift)]


def test_gym_work_beside_a_run_without_an_hour_stands_in_the_evening_as_a_gym_class_does() -> None:
    intake = taken_in(an_event("easy", on="2026-07-07", km=5, also_strength=True))

    assert hours(intake) == ["07-07 07:00-07:30"]
    assert [f"{s.start:%H:%M}-{s.end:%H:%M}" for s in intake.strength] == ["18:00-18:45"]


@pytest.mark.parametrize(("told", "counted"), [(25, 0), (30, 1)])
def test_gym_work_beside_a_run_counts_by_its_own_length(told: int, counted: int) -> None:
    pair = an_event("easy", on="2026-07-07", at="06:30", minutes=90, also_strength=True, strength_minutes=told)

    assert len(taken_in(pair).strength) == counted


def test_gym_work_beside_another_sport_does_not_count() -> None:
    assert taken_in(an_event("cross", on="2026-07-07", also_strength=True)).strength == ()


def test_a_source_can_leave_its_strength_uncounted() -> None:
    mixed = an_event("easy", on="2026-07-08", also_strength=True)
    assert taken_in(an_event("strength", on="2026-07-07"), mixed, counts_strength=False).strength == ()


@pytest.mark.parametrize(
    ("summary", "days"),
    [
        ("#sick", ["07-07"]),
        ("flu #hold please", ["07-07"]),
        ("#injured: knee", ["07-07"]),
        ("#sore 6", ["07-07", "07-08", "07-09"]),
        ("#sore 5", []),
        ("seasick", []),
        ("#sickness", []),
    ],
)
def test_tags_put_days_on_hold(summary: str, days: list[str]) -> None:
    held = taken_in(an_event("other", on="2026-07-07", summary=summary)).held

    assert sorted(f"{day:%m-%d}" for day in held) == days


def test_soreness_told_at_an_hour_holds_the_whole_of_the_day_that_72_hours_reach_into() -> None:
    held = taken_in(an_event("other", on="2026-07-07", at="20:00", summary="legs #sore 7")).held

    assert sorted(f"{day:%m-%d}" for day in held) == ["07-07", "07-08", "07-09", "07-10"]
