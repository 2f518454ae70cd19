"""Sessions that the runner deleted or skipped: asked for no more, and their day is left alone."""

from dataclasses import replace
from datetime import date

import pytest

from runlift.domain.alternatives import alternatives
from runlift.domain.kinds import Intensity, Status
from runlift.domain.plan import Plan, Situation
from runlift.domain.planner import plan
from runlift.domain.runs import Run
from runlift.domain.sessions import Declined
from tests import builders as given
from tests.builders import FRI, MON, SUN, THU, TUE, WED

FIRST, SECOND = "2026-W28/1", "2026-W28/2"
EVENINGS = given.an_availability(at=given.windows("12:00-13:30 17:00-21:00", "07:00-19:00"))
BASE_RUNS = given.runs_in_week(MON, "Tue easy 06:30 45", "Thu easy 06:30 45", "Sat easy 08:00 40", "Sun long 08:00 90")


def a_week(*declined: Declined, runs: tuple[Run, ...] = (*given.W3_RUNS, given.MARATHON)) -> Situation:
    """Return the third worked week, which asks for a heavy and a moderate session, less what was declined."""
    return given.a_situation(*runs, runner=given.a_runner(since="2026-05-25"), availability=EVENINGS, declined=declined)


def placed(planned: Plan) -> list[tuple[str, str]]:
    return [(f"{lift.start:%a %H:%M}", lift.intensity.value) for lift in planned.sessions]


def test_a_deleted_session_is_not_planned_again_and_the_other_stays_where_it_was() -> None:
    """The runner deletes Friday's heavy session: Tuesday's moderate one is what the week still asks for."""
    assert placed(plan(a_week())) == [("Tue 18:00", "moderate"), ("Fri 18:00", "heavy")]

    planned = plan(a_week(given.a_declined_session(SECOND, "heavy", on=FRI)))

    assert planned.weeks[0].request == (Intensity.MODERATE,)
    assert placed(planned) == [("Tue 18:00", "moderate")]
    assert planned.unplaced == ()


def test_the_class_that_was_deleted_is_the_one_that_is_no_longer_asked_for() -> None:
    planned = plan(a_week(given.a_declined_session(FIRST, "moderate", on=TUE)))

    assert planned.weeks[0].request == (Intensity.HEAVY,)
    assert placed(planned) == [("Fri 18:00", "heavy")]


def test_where_the_week_asks_for_no_such_class_its_last_one_goes() -> None:
    planned = plan(a_week(given.a_declined_session(FIRST, "light", on=MON)))

    assert planned.weeks[0].request == (Intensity.HEAVY,)


@pytest.mark.parametrize(
    ("declined", "left"),
    [
        (("heavy",), ("heavy", "moderate")),
        (("heavy", "heavy"), ("moderate",)),
        (("light", "heavy"), ("heavy",)),
        (("heavy", "light"), ("heavy",)),
        (("heavy", "moderate", "heavy"), ()),
        (("light", "light", "light", "light"), ()),
    ],
)
def test_each_decline_takes_one_entry_in_whatever_order_they_came(
    declined: tuple[str, ...], left: tuple[str, ...]
) -> None:
    taken = [given.a_declined_session(f"2026-W28/{n}", intensity, on=MON) for n, intensity in enumerate(declined, 1)]

    assert plan(a_week(*taken, runs=BASE_RUNS)).weeks[0].request == tuple(map(Intensity, left))


def test_another_weeks_decline_takes_nothing_from_this_one() -> None:
    planned = plan(a_week(given.a_declined_session("2026-W29/1", "heavy", on="2026-07-14")))

    assert planned.weeks[0].request == (Intensity.HEAVY, Intensity.MODERATE)


def test_the_day_of_a_deleted_session_gets_no_other_and_says_so() -> None:
    """Base week: two heavy, one moderate. Thursday's heavy session is deleted, and Thursday stays free."""
    situation = a_week(given.a_declined_session(SECOND, "heavy", on=THU), runs=BASE_RUNS)
    planned = plan(situation)

    assert date.fromisoformat(THU) not in [lift.day for lift in planned.sessions]
    blocked = [found.blocked for found in alternatives(situation, planned, date.fromisoformat(THU))]
    assert {reason.rule if reason else "" for reason in blocked} == {"declined"}
    assert {reason.text if reason else "" for reason in blocked} == {
        "you took the session of Thu 9 Jul out, so it stays free"
    }


def test_a_session_that_finds_no_other_day_names_the_deleted_one() -> None:
    """There is time on Friday only, and Friday's session was deleted."""
    only_friday = {**given.windows(""), 4: given.windows("18:00-19:00")[4]}
    situation = replace(
        a_week(given.a_declined_session(SECOND, "heavy", on=FRI)),
        availability=given.an_availability(at=only_friday),
    )
    (missing,) = plan(situation).unplaced

    assert missing.intensity is Intensity.MODERATE
    assert "declined" in [reason.rule for reason in missing.because]


def test_a_session_that_stands_on_that_day_for_another_reason_may_stay_but_none_moves_there() -> None:
    stays = given.a_published_session(FIRST, "heavy", start=f"{FRI} 18:30")
    gone = given.a_declined_session(SECOND, "moderate", on=FRI)

    assert placed(plan(replace(a_week(gone), published=(stays,)))) == [("Fri 18:30", "heavy")]
    elsewhere = given.a_published_session(FIRST, "heavy", start=f"{WED} 18:30")
    assert FRI not in [f"{lift.day}" for lift in plan(replace(a_week(gone), published=(elsewhere,))).sessions]


def test_a_skipped_session_is_not_made_up_later_in_the_week() -> None:
    """Wednesday: Tuesday's moderate session was skipped, so that Friday's heavy one is all that is left."""
    skipped = given.a_declined_session(FIRST, "moderate", on=TUE)
    planned = plan(replace(a_week(skipped), now=given.a_moment(f"{WED} 08:00"), horizon_days=0))

    assert placed(planned) == [("Fri 18:00", "heavy")]


def test_a_decline_leaves_a_pinned_session_what_the_week_still_asks_for() -> None:
    pinned = given.a_pinned_session(FIRST, "moderate", start=f"{FRI} 18:00")
    planned = plan(replace(a_week(given.a_declined_session(SECOND, "heavy", on=TUE)), fixed=(pinned,)))

    assert [(lift.intensity, lift.status) for lift in planned.sessions] == [(Intensity.MODERATE, Status.PINNED)]


def test_a_week_whose_every_session_was_deleted_stays_empty() -> None:
    gone = [
        given.a_declined_session(FIRST, "moderate", on=TUE),
        given.a_declined_session(SECOND, "heavy", on=FRI),
    ]
    planned = plan(a_week(*gone))

    assert (planned.sessions, planned.unplaced, planned.cost) == ((), (), 0)


def test_a_decline_on_a_sunday_closes_that_day_whichever_week_it_served() -> None:
    situation = a_week(given.a_declined_session("2026-W27/2", "heavy", on=SUN))
    planned = plan(situation)

    assert planned.weeks[0].request == (Intensity.HEAVY, Intensity.MODERATE)
    found = alternatives(situation, planned, date.fromisoformat(SUN))
    assert {one.start for one in found} == {None}
