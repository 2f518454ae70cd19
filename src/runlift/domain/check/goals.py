"""Which races the season is built towards (section 4 of the rules)."""

from datetime import timedelta

from runlift.domain import rules
from runlift.domain.kinds import RunKind
from runlift.domain.plan import Situation
from runlift.domain.runs import Run

SIGHT = timedelta(weeks=20)


def goal_races(situation: Situation) -> tuple[Run, ...]:
    """Return the flagged races and, where none of them lies ahead, the longest of the next 20 weeks."""
    today = situation.availability.clock.local(situation.now).date()
    races = [run for run in situation.runs if run.kind is RunKind.RACE]
    flagged = tuple(race for race in races if race.goal)
    near = [race for race in races if today <= race.day <= today + SIGHT]
    if not near or any(race.day >= today for race in flagged):
        return flagged
    return (*flagged, max(near, key=lambda race: (_kilometres(race), race.start.timestamp())))


def _kilometres(race: Run) -> float:
    return rules.UNKNOWN_RACE_KM if race.distance_km is None else race.distance_km
