"""What the runner writes on a session, and what it changes in those to come."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from runlift.domain.check import check
from runlift.domain.feedback import Feedback, merge, read_feedback
from runlift.domain.kinds import Intensity, Status
from runlift.domain.plan import Plan, Situation
from runlift.domain.planner import plan
from runlift.domain.sessions import FixedSession
from tests import builders as given
from tests.builders import FRI, MON, TUE, WED

LAST_TUESDAY, LAST_FRIDAY = "2026-06-30 18:00", "2026-07-03 18:00"


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ("", Feedback()),
        ("felt good, new shoes", Feedback()),
        ("#done", Feedback(done=True)),
        ("great session #DONE!", Feedback(done=True)),
        ("shoulder\n done \nall fine", Feedback(done=True)),
        ("✓", Feedback(done=True)),
        ("✔\ufe0f", Feedback(done=True)),
        ("☑", Feedback(done=True)),
        ("✅\r\nnice", Feedback(done=True)),
        ("#skip, the kids are ill", Feedback(skip=True)),
        ("#sore 4", Feedback(sore=4)),
        ("legs #sore 0", Feedback(sore=0)),
        ("#sore10", Feedback(sore=10)),
        ("#Sore: 7/10", Feedback(sore=7)),
        ("Sore 5", Feedback(sore=5)),
        ("#sore 3\nsore 6", Feedback(sore=6)),
        ("#heavier", Feedback(heavier=True)),
        ("#lighter (#pin)", Feedback(lighter=True, pin=True)),
        ("#auto", Feedback(auto=True)),
        ("#sick", Feedback(hold=True)),
        ("#injured #done", Feedback(hold=True, done=True)),
        ("#hold\u00a0please", Feedback(hold=True)),
    ],
)
def test_a_note_says_what_the_runner_means(notes: str, said: Feedback) -> None:
    assert read_feedback(notes) == said


@pytest.mark.parametrize(
    "notes",
    [
        "#sore 11",
        "#sore 4.5",
        "#sore -3",
        "#sore",
        "#sore four",
        "sore 4 weeks ago",
        "sore 99",
        "done with the dishes",
        "not done",
        "undone#done",
        "#donee",
        "#done-ish",
        "skip",
        "heavier",
        "seasick",
        "#sickness",
        "https://example.org/plan#done",
        "https://example.org/#skip",
        "✓ bring bands",
    ],
)
def test_what_only_looks_like_feedback_is_none(notes: str) -> None:
    assert read_feedback(notes) == Feedback()


def test_copies_of_a_session_say_together_what_each_of_them_says() -> None:
    said = [read_feedback(notes) for notes in ("#done #sore 3", "", "#sore 5 #heavier", "#pin")]

    assert merge(said) == Feedback(done=True, sore=5, heavier=True, pin=True)
    assert merge([]) == Feedback()


def a_build_week(*notes: tuple[str, str], done: tuple[str, ...] = (), week: int = 7) -> Situation:
    """Return a week with a goal ahead, after sessions with notes on them: the text and when the session was."""
    since = date.fromisocalendar(2026, 28 - week + 1, 1)
    lifts = [
        given.a_fixed_session("moderate", start=start, status=Status.DONE, key=f"2026-W27/{n}")
        for n, start in enumerate((*(at for _, at in notes), *done), 1)
    ]
    return given.a_situation(
        *given.W3_RUNS,
        given.MARATHON,
        runner=given.a_runner(since=str(since)),
        availability=given.an_availability(at=given.windows("12:00-13:30 17:00-21:00", "07:00-19:00")),
        fixed=lifts,
        notes=[given.a_note(text, start=start) for text, start in notes],
    )


def loads(planned: Plan) -> dict[Intensity, float | None]:
    return {lift.intensity: lift.prescription.load for lift in planned.sessions}


HEAVY, MODERATE, LIGHT = Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT


def test_a_load_that_was_too_small_grows_by_a_tenth() -> None:
    assert loads(plan(a_build_week(("", LAST_FRIDAY)))) == {MODERATE: 0.16, HEAVY: 0.20}
    assert loads(plan(a_build_week(("#heavier", LAST_FRIDAY)))) == {MODERATE: 0.176, HEAVY: 0.22}


def test_a_load_that_was_too_big_shrinks_by_a_twentieth_and_what_was_said_adds_up() -> None:
    assert loads(plan(a_build_week(("#lighter", LAST_FRIDAY))))[HEAVY] == 0.19
    said = (("#heavier", "2026-06-26 18:00"), ("#heavier", LAST_TUESDAY), ("#lighter", LAST_FRIDAY))
    assert loads(plan(a_build_week(*said)))[HEAVY] == 0.2299


def test_however_often_the_runner_asks_the_load_ends_at_a_third_of_the_body_weight() -> None:
    said = [("#heavier", f"2026-06-{day} 18:00") for day in range(10, 30, 2)]
    assert loads(plan(a_build_week(*said)))[HEAVY] == 0.33


def test_a_note_on_a_session_to_come_says_nothing_about_the_load_yet() -> None:
    assert loads(plan(a_build_week(("#heavier", f"{FRI} 18:00"))))[MODERATE] == 0.16


@pytest.mark.parametrize(("told", "load"), [("#sore 3", 0.20), ("#sore 4", 0.18), ("#sore 5", 0.18)])
def test_sore_legs_keep_the_load_where_it_was(told: str, load: float) -> None:
    assert loads(plan(a_build_week((told, LAST_FRIDAY))))[HEAVY] == load


def test_sore_legs_take_nothing_from_the_load_of_the_same_week() -> None:
    midweek = replace(a_build_week(("#sore 5", f"{TUE} 18:00")), now=given.a_moment(f"{WED} 08:00"), horizon_days=0)

    assert loads(plan(midweek)) == {HEAVY: 0.20}


def test_a_load_that_is_kept_never_falls_and_grows_again_the_week_after() -> None:
    sore_in = {n: a_build_week(("#sore 5", LAST_FRIDAY), week=n) for n in range(4, 12)}
    before = [a_build_week(week=n) for n in range(3, 11)]

    kept = [loads(plan(situation)).get(MODERATE) for situation in sore_in.values()]
    last_week = [loads(plan(situation)).get(MODERATE) for situation in before]
    assert kept == last_week
    assert all(first is not None and later is not None and first <= later for first, later in pairwise(kept))


@pytest.mark.parametrize(("told", "jumping"), [("#sore 3", ["Tue", "Fri"]), ("#sore 4", ["Fri"])])
def test_nobody_jumps_on_sore_legs(told: str, jumping: list[str]) -> None:
    on_easy_days = given.runs_in_week(MON, "Tue easy 06:30 45", "Fri easy 06:30 45", "Sun long 08:00 90")
    planned = plan(given.a_situation(*on_easy_days, given.MARATHON, notes=[given.a_note(told, start=LAST_FRIDAY)]))

    with_jumps = [lift for lift in planned.sessions if "Plyometrics" in [step.name for step in lift.workout]]
    assert [f"{lift.start:%a}" for lift in with_jumps] == jumping


def test_very_sore_legs_rest_for_three_days_and_begin_again_with_one_light_set() -> None:
    """Friday's session left the runner with a 7: nothing until Monday evening, then light with a set fewer."""
    told = (("#sore 7", LAST_FRIDAY),)
    sessions = plan(a_build_week(*told)).sessions

    first, second = sessions
    assert first.day > date.fromisoformat(MON)
    assert (first.intensity, first.prescription.sets, first.prescription.minutes) == (LIGHT, 1, 20)
    assert (second.intensity, second.prescription.sets) == (MODERATE, 3)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("#sore 7", "C9: a set fewer: the last session left your legs sore, 7 of 10"),
        ("#sore 4", "C9: no more load than before, since your legs were sore"),
        ("#heavier", "C6: 10 % more load than planned, as your notes asked for"),
        ("#lighter", "C6: 5 % less load than planned, as your notes asked for"),
    ],
)
def test_the_next_session_says_what_the_runners_note_has_changed(told: str, reason: str) -> None:
    first = plan(a_build_week((told, LAST_FRIDAY))).sessions[0]

    assert f"{first.because[-1].rule}: {first.because[-1].text}" == reason
    assert len(first.because) <= 3


def test_soreness_is_over_once_another_session_was_done() -> None:
    situation = a_build_week(("#sore 7", "2026-06-23 18:00"), done=(LAST_TUESDAY, LAST_FRIDAY))

    assert [lift.prescription.sets for lift in plan(situation).sessions] == [3, 3]


def test_a_session_noted_as_on_hold_holds_its_day() -> None:
    situation = given.a_situation(
        *given.W3_RUNS,
        given.MARATHON,
        published=[given.a_published_session("2026-W28/2", "heavy", start=f"{FRI} 18:00")],
        held=[TUE],
        notes=[given.a_note("#hold", key="2026-W28/2", start=f"{FRI} 18:00")],
    )
    planned = plan(situation)

    assert planned.displaced["2026-W28/2"].rule == "H16"
    assert not {date.fromisoformat(day) for day in (TUE, FRI)} & {lift.day for lift in planned.sessions}
    assert check(planned.sessions, situation) == []
    assert "H16" in {found.rule for found in check([given.a_session("light", start=f"{FRI} 18:00")], situation)}


def a_done_session(start: str) -> FixedSession:
    week = date.fromisoformat(start[:10]).isocalendar()
    return given.a_fixed_session("heavy", start=start, status=Status.DONE, key=f"{week.year}-W{week.week}/1")


def after_weeks(*missed: int, runner_since: str = "2026-05-25") -> Situation:
    """Return the week of 6 July after weeks in which the runner took every session out."""
    return given.a_situation(
        *given.W3_RUNS,
        given.MARATHON,
        runner=given.a_runner(since=runner_since),
        fixed=[a_done_session(start) for start in ("2026-06-18 18:00",)],
        declined=[
            given.a_declined_session(f"2026-W{week}/1", "heavy", on=str(date.fromisocalendar(2026, week, 2)))
            for week in missed
        ],
    )


def test_weeks_in_which_everything_was_taken_out_are_no_plan_weeks() -> None:
    assert [plan(after_weeks(*missed)).weeks[0].plan_week for missed in ((), (27,), (26, 27))] == [7, 6, 5]


def test_after_two_missed_weeks_there_is_one_week_with_less_load_and_a_set_fewer() -> None:
    one, two = (plan(after_weeks(*missed)).sessions for missed in ((27,), (26, 27)))

    assert {lift.prescription.sets for lift in one} == {3}
    assert {lift.prescription.sets for lift in two} == {2}
    assert [lift.prescription.load for lift in two if lift.intensity is HEAVY] == [round(0.9 * 0.16, 4)]


def test_a_session_marked_as_done_before_its_hour_counts_and_is_not_planned_again() -> None:
    done = given.a_fixed_session("heavy", start=f"{FRI} 18:00", status=Status.DONE, key="2026-W28/2")
    planned = plan(given.a_situation(*given.W3_RUNS, given.MARATHON, fixed=[done]))

    assert [lift.day for lift in planned.sessions if lift.key == done.key] == []
    assert [lift.intensity for lift in planned.sessions] == [MODERATE]
    assert planned.unplaced == ()
