"""H1, H2, H3 and H11: what races and experience allow."""

from collections.abc import Iterator

from runlift.domain import rules
from runlift.domain.check.scene import Scene
from runlift.domain.check.spans import HOUR, Lift, Span
from runlift.domain.check.wording import days, lasting, named
from runlift.domain.kinds import Intensity, RunKind, Status
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession


def race_shield(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H1: three days, for HEAVY four, before a race."""
    needed = rules.BEFORE_RUN_H[lift.intensity][RunKind.RACE] * HOUR
    end = Span.of(lift).end
    for race, when in scene.runs:
        gap = when.start - end
        if race.kind is RunKind.RACE and 0 <= gap < needed:
            yield f"{lift.intensity.upper()} ends {lasting(gap)} before {named(race)}; {lasting(needed)} are needed"


def goal_countdown(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H2: the last day of each class before a goal race."""
    for race in scene.goals:
        ahead = (race.day - lift.day).days
        last = rules.race_rules(race.distance_km).last_day_before.get(lift.intensity, 0)
        if 0 <= ahead < last:
            yield f"{lift.intensity.upper()} stands {days(ahead)} before the goal race; {last} are needed"


def after_a_race(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H3: the first day of each class after a race."""
    start = Span.of(lift).start
    for race, when in scene.runs:
        if race.kind is not RunKind.RACE or when.start >= start:
            continue
        since, first = (lift.day - race.day).days, _first_day(lift.intensity, race, scene)
        if since < first:
            yield f"{lift.intensity.upper()} stands {days(since)} after {named(race)}; {first} are needed"


def experience_cap(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H11: HEAVY has to be learnt, and not shortly before a race; it does not end a freeze."""
    if isinstance(lift, FixedSession) or lift.status is Status.FROZEN or lift.intensity is not Intensity.HEAVY:
        return
    experience = scene.situation.runner.experience
    first = rules.HEAVY_FROM_WEEK[experience]
    if lift.plan_week < first:
        yield f"HEAVY stands in plan week {lift.plan_week}; the {experience} lifts heavy from week {first} on"
    near = rules.HEAVY_NEAR_RACE_FROM_WEEK
    if lift.plan_week < near and _in_peak_or_taper(lift, scene):
        yield f"HEAVY stands in plan week {lift.plan_week}; nothing new before week {near} in peak and taper"


def _first_day(intensity: Intensity, race: Run, scene: Scene) -> int:
    race_rules = rules.race_rules(race.distance_km)
    if intensity is Intensity.HEAVY and race not in scene.goals:
        return race_rules.heavy_after_b_race
    return race_rules.first_day_after[intensity]


def _in_peak_or_taper(lift: Lift, scene: Scene) -> bool:
    ahead = [race for race in scene.goals if race.day >= lift.day]
    if not ahead:
        return False
    goal = min(ahead, key=lambda race: race.start.timestamp())
    return rules.RACE_WEEK_DAYS <= (goal.day - lift.day).days < rules.race_rules(goal.distance_km).peak
