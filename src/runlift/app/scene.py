"""What the page shows of a decision."""

from collections.abc import Iterator, Mapping

from runlift.app.decide import Decision
from runlift.domain.sessions import Step
from runlift.sync.render import workout_in
from runlift.web.scene import Scene


def scene_of(decision: Decision, name: str) -> Scene:
    """Return what the page shows of a decision.

    Args:
        name: what the calendar of sessions is called.
    """
    return Scene(
        name=name,
        now=decision.now,
        plan=decision.plan,
        runs=decision.intake.runs,
        sessions=decision.sessions,
        done=decision.done,
        own=decision.intake.strength,
        workouts=_workouts(decision),
        held=decision.situation.held,
        violations=decision.violations,
        troubles=tuple(_troubles(decision)),
    )


def _workouts(decision: Decision) -> Mapping[str, tuple[Step, ...]]:
    """Return the workouts of sessions that have begun: the plan is done with them, and their events still say them."""
    begun = {session.key for session in decision.done}
    return {
        key: workout_in(seen.event.description)
        for standing in decision.observed.standing.values()
        for key, seen in standing.items()
        if key in begun
    }


def _troubles(decision: Decision) -> Iterator[str]:
    for failure in decision.failures:
        yield f"{failure}; until then what it said last stays in force"
    yield from (str(failure) for failure in decision.unread)
    yield from (*decision.doubts, *decision.stops)
