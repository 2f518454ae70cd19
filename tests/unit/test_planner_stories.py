"""What the planner does when a week is not a plain one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from runlift.domain.kinds import Intensity, Policy, Status
from runlift.domain.plan import Plan, Situation
from runlift.domain.planner import plan
from runlift.domain.runner import Trip
from runlift.domain.runs import Run
from tests import builders as given
from tests.builders import FRI, MON, SAT, SUN, THU, TUE, WED

EVENINGS = given.an_availability(at=given.windows("12:00-13:30 17:00-21:00", "07:00-19:00"))


def a_build_week(*runs: Run, now: str = f"{MON} 00:00", **more: Any) -> Situation:  # noqa: ANN401 - whatever a situation takes
    return given.a_situation(
        *(runs or given.W3_RUNS),
        given.MARATHON,
        now=now,
        runner=more.pop("runner", given.a_runner(since="2026-05-25")),
        availability=more.pop("availability", EVENINGS),
        **more,
    )


def placed(planned: Plan) -> list[tuple[str, str]]:
    return [(f"{session.start:%Y-%m-%d %H:%M}", session.intensity.value) for session in planned.sessions]


def test_a_week_without_runs_asks_for_nothing() -> None:
    planned = plan(a_build_week(given.a_run("easy", on="2026-07-20")))

    assert planned.weeks[0].request == ()
    assert planned.sessions == ()


def test_no_session_stands_before_the_first_week_of_strength() -> None:
    planned = plan(a_build_week(runner=given.a_runner(since="2026-07-13")))

    assert planned.weeks[0].request == ()


def test_a_week_first_seen_on_friday_asks_for_its_days_share_the_heaviest_first() -> None:
    planned = plan(a_build_week(now=f"{FRI} 00:00", horizon_days=0))

    assert placed(planned) == [(f"{FRI} 18:00", "heavy")]
    assert planned.unplaced == ()


def test_a_new_session_stands_at_least_twelve_hours_ahead() -> None:
    free = given.an_availability(prefer="09:00")
    planned = plan(
        a_build_week(given.a_run("easy", on=MON, at="20:00", minutes=30), now=f"{MON} 08:00", availability=free)
    )

    assert all(session.start >= given.a_moment(f"{MON} 20:00") for session in planned.sessions)


def test_what_is_done_this_week_counts_toward_it() -> None:
    done = given.a_fixed_session("moderate", start=f"{TUE} 18:00", status=Status.DONE, key="2026-W28/1")
    planned = plan(a_build_week(now=f"{WED} 08:00", horizon_days=0, fixed=[done]))

    assert placed(planned) == [(f"{FRI} 18:00", "heavy")]


def test_the_runners_own_strength_counts_toward_the_week_and_keeps_its_distance() -> None:
    gym = given.a_fixed_session("moderate", start=f"{THU} 18:00", minutes=60)
    planned = plan(a_build_week(fixed=[gym]))

    # Friday is now within 36 hours of the gym class, and Wednesday on the eve of a hard run.
    assert len(planned.sessions) == 1
    assert abs(planned.sessions[0].start - gym.start) >= timedelta(hours=20)


def test_a_session_that_starts_within_a_day_stays_as_it_is() -> None:
    soon = given.a_published_session("2026-W28/1", "light", start=f"{TUE} 19:15", minutes=25)
    planned = plan(a_build_week(now=f"{TUE} 00:00", published=[soon]))

    kept = planned.sessions[0]
    assert (kept.key, kept.start, kept.intensity, kept.status) == (
        "2026-W28/1",
        soon.start,
        Intensity.LIGHT,
        Status.FROZEN,
    )


def test_a_frozen_session_gives_way_to_a_run_that_forbids_it() -> None:
    soon = given.a_published_session("2026-W28/1", "moderate", start=f"{TUE} 18:00")
    new_run = given.a_run("hard", on=TUE, at="17:00", minutes=60)
    planned = plan(a_build_week(new_run, *given.W3_RUNS[1:], now=f"{TUE} 00:00", published=[soon]))

    assert f"{TUE} 18:00" not in [start for start, _ in placed(planned)]
    assert planned.displaced["2026-W28/1"].rule == "H5"


def test_a_race_that_turns_up_clears_the_three_days_before_it() -> None:
    race = given.a_race(on=SUN, at="10:00", km=10, minutes=60, goal=False)
    planned = plan(a_build_week(*given.W3_RUNS[:4], race))

    assert all(session.end <= given.a_moment(f"{THU} 10:00") for session in planned.sessions)


def test_a_published_session_stays_where_it_is_when_another_place_is_only_a_little_better() -> None:
    published = [
        given.a_published_session("2026-W28/1", "moderate", start=f"{TUE} 19:00"),
        given.a_published_session("2026-W28/2", "heavy", start=f"{FRI} 18:30"),
    ]
    planned = plan(a_build_week(published=published))

    assert placed(planned) == [(f"{TUE} 19:00", "moderate"), (f"{FRI} 18:30", "heavy")]


def test_a_held_day_stays_free() -> None:
    planned = plan(a_build_week(held=[FRI, SAT, SUN]))

    assert all(session.day < date.fromisoformat(FRI) for session in planned.sessions)


def test_a_day_without_a_window_gets_nothing() -> None:
    no_friday = {**given.windows("17:00-21:00", "07:00-19:00"), 4: ()}
    planned = plan(a_build_week(availability=given.an_availability(at=no_friday)))

    assert FRI not in [start[:10] for start, _ in placed(planned)]


def test_a_week_without_any_window_is_skipped_and_says_so() -> None:
    never = given.an_availability(at=given.windows(""))
    planned = plan(a_build_week(availability=never))

    assert planned.sessions == ()
    assert [missing.because[0].rule for missing in planned.unplaced] == ["H13", "H13"]
    assert "no window to lift in this week" in [notice.text for notice in planned.warnings]


def test_a_missing_session_names_the_rule_that_left_it_no_place() -> None:
    busy = [given.a_busy_time(start=f"{day} 00:00", minutes=24 * 60 - 1) for day in (MON, TUE, WED, THU, FRI, SAT, SUN)]
    planned = plan(a_build_week(busy=busy))

    assert planned.sessions == ()
    assert {reason.rule for missing in planned.unplaced for reason in missing.because} >= {"H12"}


def test_an_evening_runner_lifts_right_after_a_short_easy_run_with_a_short_warm_up() -> None:
    runs = given.runs_in_week(MON, "Mon easy 18:00 40", "Wed easy 18:00 40", "Sun long 08:00 90")
    late = given.an_availability(at=given.windows("18:00-21:00", "07:00-08:00"), prefer=None)
    planned = plan(a_build_week(*runs, availability=late))

    first = planned.sessions[0]
    assert (f"{first.start:%H:%M}", first.prescription.warm_up) == ("19:00", 3)


def test_travel_moves_the_windows_to_the_other_zone() -> None:
    trip = Trip(start=date.fromisoformat(MON), end=date.fromisoformat(SUN), zone=ZoneInfo("America/New_York"))
    away = given.an_availability(at=given.windows("12:00-13:30 17:00-21:00", "07:00-19:00"), trips=[trip])
    runs = [
        given.a_run("easy", on=FRI, at="06:30", zone=trip.zone),
        given.a_run("long", on=SUN, at="08:00", zone=trip.zone),
    ]
    planned = plan(a_build_week(*runs, availability=away))

    assert planned.sessions
    assert {session.start.tzinfo for session in planned.sessions} == {trip.zone}
    assert all(12 <= session.start.hour < 21 for session in planned.sessions)


def test_sessions_of_a_week_alternate_two_workouts() -> None:
    planned = plan(a_build_week())

    names = [[step.name for step in session.workout if step.beyond_seed] for session in planned.sessions]
    assert names[0] == []
    assert names[1]


def test_no_more_than_two_sessions_a_week_have_plyometrics_and_none_on_a_hard_day() -> None:
    planned = plan(a_build_week())

    jumps = {
        f"{session.start:%a}": any(step.name == "Plyometrics" for step in session.workout)
        for session in planned.sessions
    }
    assert jumps == {"Tue": False, "Fri": True}


@pytest.mark.parametrize(
    ("policy", "days"), [(Policy.LIGHT_RUN_HEAVY_LIFT, {FRI}), (Policy.HARD_DAYS_HARD, {TUE, THU})]
)
def test_the_policy_decides_which_days_carry_the_heavy_lifts(policy: Policy, days: set[str]) -> None:
    planned = plan(a_build_week(runner=given.a_runner("advanced", since="2026-05-25", policy=policy)))

    assert {start[:10] for start, intensity in placed(planned) if intensity == "heavy"} == days


def test_the_first_reason_of_a_session_beside_a_run_without_an_hour_says_when_it_is_assumed() -> None:
    run = replace(given.a_run("easy", on=FRI, at="06:30"), assumed=True)
    planned = plan(a_build_week(run, given.a_run("long", on=SUN, at="07:30", minutes=120)))

    friday = next(session for session in planned.sessions if session.day == date.fromisoformat(FRI))
    assert friday.because[0].text == "assumes you run about 06:30"


def test_after_a_long_hold_lifting_begins_again_light_and_then_moderate() -> None:
    held = ["2026-07-02", "2026-07-03", "2026-07-04", "2026-07-05"]
    known = [given.a_fixed_session("heavy", start="2026-06-30 18:00", status=Status.DONE, key="2026-W27/1")]
    planned = plan(a_build_week(held=held, fixed=known, horizon_days=7))

    assert [session.intensity for session in planned.sessions][:2] == [Intensity.LIGHT, Intensity.MODERATE]


def test_a_hold_of_two_days_asks_for_no_gentle_return() -> None:
    planned = plan(a_build_week(held=["2026-07-04", "2026-07-05"], horizon_days=0))

    assert Intensity.HEAVY in [session.intensity for session in planned.sessions]


def test_a_hold_inside_the_plan_is_followed_by_a_light_session() -> None:
    planned = plan(a_build_week(held=[MON, TUE, WED, THU], horizon_days=0))

    assert planned.sessions[0].intensity is Intensity.LIGHT
