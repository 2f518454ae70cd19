"""H9, H10, H14 and H17: what sessions leave to each other and to the week."""

from collections.abc import Iterator

from runlift.domain import rules
from runlift.domain.check.scene import Scene
from runlift.domain.check.spans import HOUR, Lift, Span
from runlift.domain.check.wording import days, lasting
from runlift.domain.kinds import Intensity, Status
from runlift.domain.weeks import Week


def spacing(earlier: Lift, later: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H9, start to start."""
    gap = Span.of(later).start - Span.of(earlier).start
    hours = _hours_apart(earlier, later, scene)
    if gap < hours * HOUR:
        first, second = earlier.intensity.upper(), later.intensity.upper()
        yield f"{second} starts {lasting(gap)} after {first} has started; {hours} h are needed"


def one_a_day(earlier: Lift, later: Lift, _scene: Scene) -> Iterator[str]:
    """Yield a breach of H17."""
    if earlier.day == later.day:
        yield f"two sessions stand on {later.day:%A}; one is the most"


def full_rest_day(week: Week, scene: Scene) -> Iterator[str]:
    """Yield a breach of H10; a planned session is at fault only where it takes such a day itself."""
    lifts = scene.lifts_in(week)
    lift_days = {lift.day for lift in lifts}
    days_off = {day for day in week.days if not scene.runs_on(day)}
    taken = {lift.day for lift in lifts if lift.status is Status.PLANNED} & days_off
    if taken and days_off <= lift_days:
        yield "no day without a run stays free of strength"
    free, needed = len(week.days) - len(lift_days), rules.STRENGTH_FREE_DAYS_WITHOUT_REST_DAY
    if not days_off and free < needed:
        yield f"a week of runs every day leaves {days(free)} without strength; {needed} are needed"


def weekly_maximum(week: Week, scene: Scene) -> Iterator[str]:
    """Yield a breach of H14: the request, never above the general maximum nor the runner's own."""
    count = len(scene.lifts_in(week))
    asked = (scene.requests.get(week), scene.situation.runner.session_cap)
    most = min(limit for limit in (rules.MAX_PER_WEEK, *asked) if limit is not None)
    if count > most:
        yield f"{count} sessions stand in the week; the most is {most}"


def _hours_apart(earlier: Lift, later: Lift, scene: Scene) -> int:
    pair = {earlier.intensity, later.intensity}
    if pair == {Intensity.HEAVY}:
        slow = scene.situation.runner.slow_recovery
        return rules.SPACING_HEAVY_HEAVY_SLOW_H if slow else rules.SPACING_HEAVY_HEAVY_H
    return rules.SPACING_ANY_H if Intensity.LIGHT in pair else rules.SPACING_NON_LIGHT_H
