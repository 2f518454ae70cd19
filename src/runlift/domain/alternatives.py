"""What else a day could hold: for each intensity its best hour and what that costs, or the rule that forbids it."""

from dataclasses import dataclass
from datetime import date, datetime

from runlift.domain.because import Explainer
from runlift.domain.kinds import Intensity, Status
from runlift.domain.landscape import Landscape
from runlift.domain.pins import with_intensities
from runlift.domain.plan import Plan, Situation
from runlift.domain.planner import freeze
from runlift.domain.prices import Cost
from runlift.domain.reasons import Reason
from runlift.domain.season import frame_season
from runlift.domain.slots import DayPlan, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One intensity on one day.

    Attributes:
        start: the best legal hour; None where there is none.
        costs: what that hour costs by itself.
        blocked: what keeps the intensity off the day beside the rest of the plan; None: nothing does.
    """

    intensity: Intensity
    start: datetime | None
    costs: tuple[Cost, ...]
    blocked: Reason | None


def alternatives(situation: Situation, plan: Plan, day: date) -> tuple[Alternative, ...]:
    """Return what each intensity would come to on a day, the heaviest first; empty outside the planned weeks."""
    settled, _ = freeze(situation, plan.displaced)
    pinned = {lift.key: lift.intensity for lift in plan.sessions if lift.status is Status.PINNED}
    landscape = Landscape(with_intensities(settled, pinned))
    frame = frame_season(landscape)
    chosen = {round(session.start.timestamp() / 60) for session in plan.sessions}
    slots = [slot for week in frame.weeks for _, held in week.days for slot in held if slot.start in chosen]
    chosen_slots = [slot for slot in slots if _is_chosen(slot, plan)]
    explainer = Explainer(landscape, chosen_slots)
    own = next((slot for slot in chosen_slots if slot.day == day), None)
    week = next((week for week in frame.weeks if day in week.outline.week.days), None)
    if week is None:
        return ()
    judge = DayPlan(landscape, day, week.outline.plan_week, held_from_week=week.held_from_week)
    found = []
    for intensity in sorted(Intensity, key=lambda intensity: -intensity.rank):
        legal = [slot for slot in dict(week.days)[day] if slot.intensity is intensity]
        best = min(legal, key=lambda slot: (slot.points, slot.distance, slot.start), default=None)
        found.append(
            Alternative(
                intensity=intensity,
                start=landscape.instant(day, best.start) if best else None,
                costs=judge.costs(best) if best else (),
                blocked=explainer.blocker(week, day, intensity, leaving_out=own),
            )
        )
    return tuple(found)


def _is_chosen(slot: Slot, plan: Plan) -> bool:
    return any(
        round(session.start.timestamp() / 60) == slot.start and session.intensity is slot.intensity
        for session in plan.sessions
    )
