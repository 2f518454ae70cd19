"""Which sessions are new to the runner's legs: the first two of all, and the first two after a break (E26)."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from runlift.domain.check.spans import Lift
from runlift.domain.plan import Situation
from runlift.domain.sessions import Session
from runlift.domain.weeks import Week

BREAK = timedelta(weeks=3)
NOVEL_SESSIONS = 2


def novel_lifts(lifts: Sequence[Lift], situation: Situation) -> tuple[Lift, ...]:
    """Return the sessions that H4 reads one class heavier.

    Only what runlift placed since the first week of strength counts, and a break only after something known: where
    nothing of the past is seen, a runner in a later plan week has lifted without us.

    Args:
        lifts: everything that stands or is planned, by start.
        situation: tells since when the runner lifts, and what is past.
    """
    since = situation.runner.strength_since
    first_week = None if since is None else Week.of(since)
    ours = [
        lift
        for lift in lifts
        if (isinstance(lift, Session) or lift.key) and (first_week is None or Week.of(lift.day) >= first_week)
    ]
    if not ours:
        return ()
    known = ours[0].start.timestamp() < situation.now.timestamp()
    novel: list[Lift] = []
    if first_week is None or _is_the_first_of_all(ours[0], first_week, situation, known=known):
        novel += ours[:NOVEL_SESSIONS]
    for n, (earlier, later) in enumerate(pairwise(ours), start=1):
        if known and later.day - earlier.day >= BREAK:
            novel += ours[n : n + NOVEL_SESSIONS]
    return tuple(novel)


def _is_the_first_of_all(lift: Lift, first_week: Week, situation: Situation, *, known: bool) -> bool:
    if known:
        return Week.of(lift.day) == first_week
    this_week = Week.of(situation.availability.clock.local(situation.now).date())
    return first_week >= this_week or (isinstance(lift, Session) and lift.plan_week == 1)
