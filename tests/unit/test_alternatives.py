"""What else a day could hold."""

from datetime import date

from runlift.domain.alternatives import alternatives
from runlift.domain.planner import plan
from tests import builders as given


def test_in_a_week_that_asks_for_nothing_no_day_is_to_blame() -> None:
    situation = given.a_situation()
    found = alternatives(situation, plan(situation), date.fromisoformat(given.WED))
    assert [alternative.blocked.rule for alternative in found if alternative.blocked] == ["H14"] * 3


def test_the_costs_of_the_best_hour_add_up_to_what_the_plan_charges_for_it() -> None:
    situation = given.a_situation(
        *given.runs_in_week("2026-07-06", "Mon easy 07:00 60", "Wed hard 18:00 60", "next Mon easy 07:00 45"),
        runner=given.a_runner("advanced", session_cap=1),
        availability=given.an_availability(at=given.windows("08:00-10:00", ""), prefer="12:00"),
    )
    planned = plan(situation)
    day = planned.sessions[0].day
    best = next(found for found in alternatives(situation, planned, day) if found.start == planned.sessions[0].start)
    assert best.intensity is planned.sessions[0].intensity
    assert sum(cost.points for cost in best.costs) == planned.cost > 0
