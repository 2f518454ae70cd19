"""What the past says about the present: the plan week and whether lifting is new to the legs (RULEBOOK 3)."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from runlift.domain.sessions import FixedSession
from runlift.domain.weeks import Week

_BREAK = timedelta(weeks=3)
_BREAK_SETS_BACK = 4
_NOVEL_SESSIONS = 2


class History:
    """The runner's strength so far.

    Sessions before the first known one are not doubted: a runner whose calendar shows none is taken at the word of
    `strength_since`, and only a gap after a known session is a break.
    """

    def __init__(self, since: date | None, fixed: Sequence[FixedSession], today: date) -> None:
        self._this_week = Week.of(today)
        past = sorted(session.day for session in fixed if session.day < today)
        self._first_week = Week.of(since) if since else Week.of(min(past, default=today))
        self._restarts = _restarts(past, today)
        self._since_restart = [day for day in past if not self._restarts or day >= self._restarts[-1]]
        self._ever = bool(past)

    def plan_week(self, week: Week) -> int:
        """Return p: 1 in the first week of strength training, below 1 before it; a break sets it back by four."""
        start = self._first_week
        for restart in self._restarts:
            again = Week.of(restart)
            if again <= week:
                before = again - start + 1
                start = Week(again.monday - timedelta(weeks=max(1, before - _BREAK_SETS_BACK) - 1))
        return week - start + 1

    @property
    def novel_sessions(self) -> int:
        """How many of the next sessions are the first two ever, or the first two after a break (E26)."""
        begins = bool(self._restarts) or self._ever or self.plan_week(self._this_week) <= 1
        return max(0, _NOVEL_SESSIONS - len(self._since_restart)) if begins else 0


def _restarts(past: Sequence[date], today: date) -> list[date]:
    """Return the days on which training began again after three weeks without."""
    return [day for before, day in pairwise([*past, today]) if day - before >= _BREAK]
