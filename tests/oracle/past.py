"""What lies behind a runner: the plan week, breaks, and whether the next sessions are new to the legs, or gentle."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from runlift.domain.plan import Situation
from runlift.domain.sessions import FixedSession
from runlift.domain.weeks import Week

DAY, THREE_WEEKS = timedelta(days=1), timedelta(weeks=3)
FIRST_TWO = 2


@dataclass(frozen=True, slots=True)
class Few:
    """From a day on, so many sessions are special."""

    since: date
    sessions: int


class Past:
    """The sessions of ours that are known to have been, and what follows from them.

    Args:
        fixed: all that stands.
        resumed: days to come on which the plan itself takes up lifting again after a break.
    """

    def __init__(
        self, situation: Situation, fixed: Sequence[FixedSession], today: date, resumed: Collection[date]
    ) -> None:
        since, past = situation.runner.strength_since, sorted(f.day for f in fixed if f.key and f.day < today)
        self.today = today
        self.first_week = Week.of(since or min([*past, today]))
        self.known = [day for day in past if day >= self.first_week.monday]
        self.breaks = [*ends_of_breaks([*self.known, today]), *sorted(resumed)]
        self.resumed = sorted(resumed)
        self.novel = self._novel()
        self.gentle = self._gentle(situation.on_hold)

    def plan_week(self, week: Week) -> int:
        """P counts from the first week with strength; a break sets it back by four."""
        p, last = 1, self.first_week
        for day in self.breaks:
            if day <= week.sunday:
                p, last = max(1, p + (Week.of(day) - last) - 4), Week.of(day)
        return p + (week - last)

    def is_coming(self, lift: FixedSession) -> bool:
        """Tell whether it is one of ours that nothing is known of yet."""
        return lift.key is not None and lift.day >= self.today and lift.day >= self.first_week.monday

    def _novel(self) -> list[Few]:
        """E26: the first two sessions ever, and the first two after a break, by the day from which they count."""
        over = [day for day in self.breaks if day not in self.resumed]
        begins = Week.of(min([*self.known, self.today]))
        if over:
            left = FIRST_TWO - sum(day >= over[-1] for day in self.known)
        else:
            left = FIRST_TWO - len(self.known) if begins <= self.first_week else 0
        return [Few(self.today, max(0, left)), *(Few(Week.of(day).monday, FIRST_TWO) for day in self.resumed)]

    def _gentle(self, held: Collection[date]) -> list[Few]:
        """After a hold of three days or more the first session is light, and the second moderate at most."""
        back = sorted(day + DAY for day in held if day + DAY not in held and {day - DAY, day - 2 * DAY}.issubset(held))
        over = [day for day in back if day <= self.today]
        since = sum(day >= over[-1] for day in self.known) if over else FIRST_TWO
        return [
            Few(self.today, max(0, FIRST_TWO - since)),
            *(Few(day, FIRST_TWO) for day in back if day > self.today),
        ]


def ends_of_breaks(days: Sequence[date]) -> list[date]:
    """Return the days that come three weeks or more after the one before."""
    return [day for before, day in pairwise(days) if day - before >= THREE_WEEKS]


def few_on(rules: Sequence[Few], day: date) -> Few:
    """Return what applies on a day: the last that has begun."""
    return [few for n, few in enumerate(rules) if n == 0 or few.since <= day][-1]
