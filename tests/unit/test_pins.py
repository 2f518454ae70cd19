"""Sessions that the runner has moved: the time is the runner's, the content follows the place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from runlift.domain.alternatives import alternatives
from runlift.domain.check import check
from runlift.domain.kinds import Intensity, Status
from runlift.domain.plan import Plan, Situation
from runlift.domain.planner import plan
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, Session
from tests import builders as given
from tests.builders import FRI, MON, SAT, SUN, THU, TUE, WED

EVENINGS = given.an_availability(at=given.windows("12:00-13:30 17:00-21:00", "07:00-19:00"))
FIRST, SECOND = "2026-W28/1", "2026-W28/2"
LONG_AGO = "2025-01-06"


def a_build_week(
    *pinned: FixedSession, runs: tuple[Run, ...] = given.W3_RUNS, since: str = "2026-05-25", horizon_days: int = 6
) -> Situation:
    """Return the third worked week, which asks for a heavy and a moderate session, with pinned ones in it."""
    return given.a_situation(
        *runs,
        given.MARATHON,
        runner=given.a_runner(since=since),
        availability=EVENINGS,
        fixed=pinned,
        horizon_days=horizon_days,
    )


def the_pinned(planned: Plan, key: str = SECOND) -> Session:
    (found,) = [lift for lift in planned.sessions if lift.key == key]
    assert found.status is Status.PINNED
    return found


def placed(planned: Plan) -> list[tuple[str, str, str]]:
    return [(f"{lift.start:%a %H:%M}", lift.intensity.value, lift.status.value) for lift in planned.sessions]


def test_a_heavy_session_moved_to_the_eve_of_the_long_run_becomes_a_light_one() -> None:
    """Friday evening does not suit the runner, who drags the heavy session to Saturday, the eve of the long run."""
    moved = given.a_pinned_session(SECOND, "heavy", start=f"{SAT} 17:10", minutes=55)
    planned = plan(a_build_week(moved))

    session = the_pinned(planned)
    assert (session.start, session.end) == (moved.start, moved.end)
    assert (session.intensity, session.minutes, session.flag) == (Intensity.LIGHT, 25, "")
    assert session.because[0].rule == "H8"
    assert session.because[0].text == "light, because the eve of the long run is for light and short work"


def test_the_plan_serves_what_is_left_of_the_week_beside_a_pinned_session() -> None:
    moved = given.a_pinned_session(SECOND, "heavy", start=f"{SAT} 17:10")
    planned = plan(a_build_week(moved))

    assert placed(planned) == [("Fri 18:00", "heavy", "planned"), ("Sat 17:10", "light", "pinned")]
    assert planned.unplaced == ()


def test_a_moderate_session_moved_to_a_quiet_day_becomes_the_weeks_heavy_one() -> None:
    moved = given.a_pinned_session(FIRST, "moderate", start=f"{FRI} 17:30", minutes=60)
    planned = plan(a_build_week(moved))

    assert placed(planned) == [("Tue 18:00", "moderate", "planned"), ("Fri 17:30", "heavy", "pinned")]
    assert the_pinned(planned, FIRST).because[0].rule == "pin"


def test_a_new_session_keeps_its_distance_to_what_a_pinned_one_has_become() -> None:
    """As a light session Wednesday's would leave room for a heavy one on Friday; as a heavy one it needs 48 hours."""
    runs = given.runs_in_week(MON, "Wed easy 06:30 45", "Fri easy 06:30 45")
    moved = given.a_pinned_session(FIRST, "light", start=f"{WED} 20:00", minutes=60)
    planned = plan(a_build_week(moved, runs=runs, since=LONG_AGO))

    pinned = the_pinned(planned, FIRST)
    assert pinned.intensity is Intensity.HEAVY
    for lift in planned.sessions:
        gap = abs(lift.start - pinned.start)
        assert lift is pinned or gap >= timedelta(hours=36 if lift.intensity is not Intensity.LIGHT else 20)


@pytest.mark.parametrize(
    ("minutes", "intensity", "sets"),
    [(90, "heavy", 3), (55, "heavy", 3), (54, "moderate", 3), (45, "moderate", 3), (40, "light", 2), (20, "light", 1)],
)
def test_a_resized_session_holds_what_fits_into_its_time(minutes: int, intensity: str, sets: int) -> None:
    moved = given.a_pinned_session(SECOND, "heavy", start=f"{FRI} 18:00", minutes=minutes)
    session = the_pinned(plan(a_build_week(moved)))

    assert (session.intensity.value, session.prescription.sets, session.flag) == (intensity, sets, "")
    assert session.end == moved.end
    assert session.minutes <= minutes


def test_a_session_without_enough_time_for_anything_is_light_and_flagged() -> None:
    moved = given.a_pinned_session(SECOND, "heavy", start=f"{FRI} 18:00", minutes=15)
    session = the_pinned(plan(a_build_week(moved)))

    assert (session.intensity, session.flag) == (Intensity.LIGHT, "light takes 20 min, and 15 are set aside")


@pytest.mark.parametrize(
    ("start", "flag"),
    [
        (f"{SUN} 05:30", "light needs 10 h before the long run on Sun 07:30"),
        (f"{TUE} 08:30", "light needs 3 h after the hard run on Tue 06:30"),
        (f"{FRI} 06:20", "it would meet the easy run on Fri 06:30"),
    ],
)
def test_where_nothing_is_legal_a_session_stays_light_and_says_why(start: str, flag: str) -> None:
    moved = given.a_pinned_session(SECOND, "moderate", start=start)
    session = the_pinned(plan(a_build_week(moved)))

    assert (session.start, session.intensity, session.flag) == (moved.start, Intensity.LIGHT, flag)


def test_a_session_within_three_days_of_a_race_is_flagged() -> None:
    race = given.a_race(on=SAT, at="10:00", km=10, minutes=50, goal=False)
    moved = given.a_pinned_session(SECOND, "moderate", start=f"{THU} 18:00")

    session = the_pinned(plan(a_build_week(moved, runs=(race,))))

    assert session.because[0].rule == "H1"
    assert session.flag == "light needs 72 h before your race on Sat 10:00"


def test_a_session_on_a_day_on_hold_is_the_runners_and_stays_flagged() -> None:
    moved = given.a_pinned_session(SECOND, "heavy", start=f"{FRI} 18:00")
    planned = plan(replace(a_build_week(moved), held=frozenset({date.fromisoformat(FRI)})))

    assert the_pinned(planned).flag == "you marked the day as one to leave alone"


def test_the_first_session_after_a_long_hold_is_light_wherever_it_was_put() -> None:
    moved = given.a_pinned_session(SECOND, "heavy", start=f"{FRI} 18:00")
    held = frozenset(date.fromisoformat(day) for day in (MON, TUE, WED, THU))
    session = the_pinned(plan(replace(a_build_week(moved), held=held)))

    assert (session.intensity, session.because[0].rule, session.flag) == (Intensity.LIGHT, "H16", "")


def test_windows_and_meetings_are_the_runners_own_affair() -> None:
    moved = given.a_pinned_session(SECOND, "heavy", start=f"{FRI} 14:00")
    situation = replace(a_build_week(moved), busy=(given.a_busy_time(start=f"{FRI} 14:15"),))
    session = the_pinned(plan(situation))

    assert (session.intensity, session.flag) == (Intensity.HEAVY, "")


def test_of_two_sessions_moved_to_one_day_the_later_is_flagged() -> None:
    both = [
        given.a_pinned_session(key, "moderate", start=f"{FRI} {hour}")
        for key, hour in ((FIRST, "12:00"), (SECOND, "19:00"))
    ]
    planned = plan(a_build_week(*both))

    assert the_pinned(planned, FIRST).flag == ""
    assert the_pinned(planned, SECOND).flag == "strength stands on that day already"
    assert len(planned.sessions) == 2


def test_the_earlier_of_two_pinned_sessions_takes_the_heavy_one_that_the_week_asks_for() -> None:
    runs = given.runs_in_week(MON, "Mon easy 06:30 45", "Fri easy 06:30 45")
    both = [
        given.a_pinned_session(FIRST, "moderate", start=f"{MON} 18:00", minutes=60),
        given.a_pinned_session(SECOND, "heavy", start=f"{FRI} 18:00"),
    ]
    planned = plan(a_build_week(*both, runs=runs))

    assert placed(planned) == [("Mon 18:00", "heavy", "pinned"), ("Fri 18:00", "moderate", "pinned")]


def test_what_is_done_already_leaves_a_pinned_session_the_rest_of_the_request() -> None:
    done = given.a_fixed_session("heavy", start=f"{MON} 18:00", status=Status.DONE, key=FIRST)
    moved = given.a_pinned_session(SECOND, "heavy", start=f"{FRI} 18:00")
    planned = plan(replace(a_build_week(done, moved), now=given.a_moment(f"{WED} 08:00"), horizon_days=0))

    assert placed(planned) == [("Fri 18:00", "moderate", "pinned")]


def test_a_session_moved_into_the_next_week_still_serves_its_own() -> None:
    """One of this week's two goes to Wednesday of the next: this week is left with one, the next has room for one."""
    next_week = given.runs_in_week("2026-07-13", "Tue hard 06:30 60", "Fri easy 06:30 45", "Sun long 08:00 90")
    moved = given.a_pinned_session(SECOND, "moderate", start="2026-07-15 18:00")
    planned = plan(a_build_week(moved, runs=(*given.W3_RUNS[:-1], *next_week), horizon_days=13))

    assert [str(lift.week) for lift in planned.sessions] == ["2026-W28", "2026-W28", "2026-W29"]
    assert the_pinned(planned).week == given.THIS_WEEK
    assert sum(lift.day >= date(2026, 7, 13) for lift in planned.sessions) == 2


def test_a_session_whose_own_week_is_over_comes_out_all_the_same() -> None:
    moved = given.a_pinned_session("2026-W27/1", "moderate", start=f"{FRI} 18:00")
    session = the_pinned(plan(a_build_week(moved)), "2026-W27/1")

    assert (str(session.week), session.start, session.plan_week) == ("2026-W27", moved.start, 7)


def test_a_session_that_has_started_is_history() -> None:
    begun = given.a_pinned_session(FIRST, "moderate", start=f"{TUE} 18:00")
    planned = plan(replace(a_build_week(begun), now=given.a_moment(f"{TUE} 18:00"), horizon_days=0))

    assert FIRST not in [lift.key for lift in planned.sessions]
    assert placed(planned) == [("Fri 18:00", "heavy", "planned")]


def test_a_gym_class_of_the_runners_own_comes_out_nowhere() -> None:
    gym = given.a_fixed_session("moderate", start=f"{TUE} 18:00")

    assert placed(plan(a_build_week(gym))) == [("Fri 18:00", "heavy", "planned")]


def test_a_novice_keeps_the_distance_of_one_class_heavier_where_the_first_session_was_put() -> None:
    """Moderate is 24 h from a hard run, which is enough but for legs to which lifting is new (36 h)."""
    runs = given.runs_in_week(MON, "Tue easy 06:30 30", "Wed hard 19:00 60")
    moved = given.a_pinned_session(FIRST, "moderate", start=f"{TUE} 18:00")
    new, old = (the_pinned(plan(a_build_week(moved, runs=runs, since=since)), FIRST) for since in (MON, LONG_AGO))

    assert (new.intensity, new.because[0].rule) == (Intensity.LIGHT, "H4")
    assert old.intensity is Intensity.MODERATE


def test_an_unflagged_session_breaks_nothing_and_a_broken_one_is_found_by_its_key() -> None:
    """The runner moved a session to Saturday; since then a run was set on the very hour."""
    moved = given.a_pinned_session(SECOND, "heavy", start=f"{SAT} 17:10", minutes=55)
    before = a_build_week(moved)
    after = replace(before, runs=(*before.runs, given.a_run("easy", on=SAT, at="17:30")))

    assert check(plan(before).sessions, before) == []
    found = check(plan(after).sessions, after)
    assert {violation.key for violation in found} == {SECOND}
    assert the_pinned(plan(after)).flag


def test_a_pinned_session_keeps_the_others_where_they_are_published() -> None:
    moved = given.a_pinned_session(FIRST, "moderate", start=f"{TUE} 19:30")
    published = given.a_published_session(SECOND, "heavy", start=f"{FRI} 18:30")
    planned = plan(replace(a_build_week(moved), published=(published,)))

    assert placed(planned) == [("Tue 19:30", "moderate", "pinned"), ("Fri 18:30", "heavy", "planned")]


def test_planning_again_with_what_the_pinned_session_became_changes_nothing() -> None:
    situation = a_build_week(given.a_pinned_session(SECOND, "heavy", start=f"{SAT} 17:10"))
    first = plan(situation)
    became = replace(situation.fixed[0], intensity=the_pinned(first).intensity)

    assert plan(replace(situation, fixed=(became,))) == first


def test_what_another_day_could_hold_reckons_with_what_the_pinned_session_became() -> None:
    runs = given.runs_in_week(MON, "Wed easy 06:30 45", "Fri easy 06:30 45")
    situation = a_build_week(
        given.a_pinned_session(FIRST, "light", start=f"{WED} 20:00", minutes=60), runs=runs, since=LONG_AGO
    )

    moderate = alternatives(situation, plan(situation), date.fromisoformat(THU))[1]
    assert moderate.blocked is not None
    assert moderate.blocked.rule == "H9"
