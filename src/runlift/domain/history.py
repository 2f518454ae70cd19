"""What the past says about the present: the plan week and whether lifting is new to the legs (docs/rules.md)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from runlift.domain.sessions import FixedSession, PublishedSession
from runlift.domain.weeks import Week

_BREAK = timedelta(weeks=3)
_BREAK_SETS_BACK = 4
NOVEL_SESSIONS = 2


class History:
    """The sessions that we placed so far, from the first week of strength on.

    Sessions before the first known one are not doubted: a runner whose calendar shows none is taken at the word of
    `strength_since`, and only a gap after a known session is a break.

    Args:
        since: any day of the first week of strength; None: the first known session decides.
        fixed: what stands; of the runner's own strength nothing is known of what came before it, so it does not count.
        today: the runner's day.
        resumed: days still to come on which the plan itself takes up lifting after a break.
        missed: weeks that are over and count for nothing, since nothing was lifted in them.
    """

    def __init__(
        self,
        since: date | None,
        fixed: Sequence[FixedSession],
        today: date,
        resumed: Sequence[date] = (),
        missed: Collection[Week] = (),
    ) -> None:
        self._today = today
        past = sorted(session.day for session in fixed if session.key and session.day < today)
        self._first_week = Week.of(since or min(past, default=today))
        self.known = [day for day in past if Week.of(day) >= self._first_week]
        self._restarts = [*breaks_before([*self.known, today]), *resumed]
        self._resumed = {Week.of(day) for day in resumed}
        self._missed = missed

    def plan_week(self, week: Week) -> int:
        """Return p: 1 in the first week of strength training, below 1 before it; a break sets it back by four."""
        counted, start = 1, self._first_week
        for restart in self._restarts:
            again = Week.of(restart)
            if again <= week:
                counted = max(1, counted + self._count(start, again) - _BREAK_SETS_BACK)
                start = again
        return counted + self._count(start, week)

    def _count(self, start: Week, end: Week) -> int:
        return end - start - sum(start <= missed < end for missed in self._missed)

    def novel_among(self, coming: Sequence[FixedSession]) -> set[str | None]:
        """Return the keys of sessions that may be novel, whatever is planned beside them.

        Args:
            coming: sessions of ours that are not known yet, by start.
        """
        novel = list(coming[: self.novel_sessions])
        for week in self._resumed:
            novel += [session for session in coming if session.day >= week.monday][:NOVEL_SESSIONS]
        return {session.key for session in novel}

    @property
    def has_breaks_ahead(self) -> bool:
        """Whether the plan itself holds a break."""
        return bool(self._resumed)

    def resumes_in(self, week: Week) -> bool:
        """Say whether the plan takes up lifting in that week after a break that lies within the plan."""
        return week in self._resumed

    def is_coming(self, session: FixedSession | PublishedSession) -> bool:
        """Say whether a session is one of ours that is not known yet."""
        return session.key is not None and session.day >= self._today and Week.of(session.day) >= self._first_week

    @property
    def novel_sessions(self) -> int:
        """How many of the next sessions are the first two ever, or the first two after a break (E26)."""
        # Weeks ahead that take up lifting again count their own.
        ahead = self._resumed - {Week.of(self._today)}
        restarts = [day for day in self._restarts if Week.of(day) not in ahead]
        if restarts:
            return max(0, NOVEL_SESSIONS - sum(day >= restarts[-1] for day in self.known))
        begins = Week.of(self.known[0] if self.known else self._today)
        return max(0, NOVEL_SESSIONS - len(self.known)) if begins <= self._first_week else 0


def breaks_before(days: Iterable[date]) -> list[date]:
    """Return the days, of those in order, that come three weeks or more after the one before."""
    return [day for before, day in pairwise(days) if day - before >= _BREAK]
