"""Does a calendar of strength sessions keep the hard rules? Read anew, apart from the planner.

1. The planner searches; this only looks. They share the rules' numbers and no code, so that no mistake hides twice.
2. A session that is done is history: it counts for others and is never at fault.
3. A session that stands (pinned, frozen, the runner's own) keeps its time: its hour and length are excused, and so is
   what such sessions do to each other. What it does to a run, a race or a hold is told.
4. A planned session answers for everything.

H15 and H19 are about changes to a calendar and not about a calendar: the sync keeps them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from runlift.domain.check.races import after_a_race, experience_cap, goal_countdown, race_shield
from runlift.domain.check.running import (
    after_runs,
    before_runs,
    before_same_day_run,
    between_long_runs,
    day_cap,
    eve_of_long_run,
)
from runlift.domain.check.scene import Scene, scene_of
from runlift.domain.check.spans import Lift
from runlift.domain.check.times import availability, collision, length, stop_signs
from runlift.domain.check.weekly import full_rest_day, one_a_day, spacing, weekly_maximum
from runlift.domain.kinds import Status
from runlift.domain.plan import Situation, Violation
from runlift.domain.sessions import FixedSession, Session
from runlift.domain.weeks import Week

__all__ = ["check"]

_OF_ONE: tuple[tuple[str, Callable[[Lift, Scene], Iterable[str]]], ...] = (
    ("H1", race_shield),
    ("H2", goal_countdown),
    ("H3", after_a_race),
    ("H4", before_runs),
    ("H5", after_runs),
    ("H5", between_long_runs),
    ("H6", before_same_day_run),
    ("H7", day_cap),
    ("H8", eve_of_long_run),
    ("H11", experience_cap),
    ("H12", collision),
    ("H16", stop_signs),
)
_OF_ONE_PLANNED: tuple[tuple[str, Callable[[Lift, Scene], Iterable[str]]], ...] = (
    ("H13", availability),
    ("H18", length),
)
_OF_TWO: tuple[tuple[str, Callable[[Lift, Lift, Scene], Iterable[str]]], ...] = (
    ("H9", spacing),
    ("H17", one_a_day),
)
_OF_A_WEEK: tuple[tuple[str, Callable[[Week, Scene], Iterable[str]]], ...] = (
    ("H10", full_rest_day),
    ("H14", weekly_maximum),
)


def check(
    sessions: Sequence[Session | FixedSession],
    situation: Situation,
    *,
    requests: Mapping[Week, int] | None = None,
) -> list[Violation]:
    """Tell every breach of a hard rule by the sessions, together with what stands already.

    Args:
        sessions: what the calendar is to hold; the fixed ones of the situation may be among them and need not be.
            Of a fixed session and one of the same key, this one counts.
        requests: how many sessions each week asks for in full (H14); a week without one only has the general maximum.

    Returns:
        the violations, by week, hour and rule.
    """
    scene = scene_of(sessions, situation, requests or {})
    found = [*_alone(scene), *_in_pairs(scene), *_in_weeks(scene)]
    return sorted(found, key=_order)


def _alone(scene: Scene) -> Iterator[Violation]:
    for lift in scene.lifts:
        if lift.status is Status.DONE:
            continue
        rules = _OF_ONE + _OF_ONE_PLANNED if lift.status is Status.PLANNED else _OF_ONE
        for rule, read in rules:
            for text in read(lift, scene):
                yield _of(lift, rule, text)


def _in_pairs(scene: Scene) -> Iterator[Violation]:
    for earlier, later in combinations(scene.lifts, 2):
        planned = [lift for lift in (earlier, later) if lift.status is Status.PLANNED]
        if not planned:
            continue
        for rule, read in _OF_TWO:
            for text in read(earlier, later, scene):
                yield _of(planned[-1], rule, text)


def _in_weeks(scene: Scene) -> Iterator[Violation]:
    for week in {Week.of(lift.day) for lift in scene.lifts if lift.status is Status.PLANNED}:
        for rule, read in _OF_A_WEEK:
            for text in read(week, scene):
                yield Violation(rule=rule, week=week, text=text)


def _of(lift: Lift, rule: str, text: str) -> Violation:
    return Violation(rule=rule, week=Week.of(lift.day), text=text, key=lift.key, start=lift.start)


def _order(violation: Violation) -> tuple[Week, float, int, str]:
    start = violation.start.timestamp() if violation.start else float("inf")
    return violation.week, start, int(violation.rule[1:]), violation.text
