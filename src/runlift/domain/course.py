"""The season as the search goes through it, day by day."""

from typing import Final

from runlift.domain.landscape import Minute
from runlift.domain.prices import POINT
from runlift.domain.season import SeasonFrame
from runlift.domain.spacing import LEVEL_OF, LONG_AGO, NOTHING, Last, Spacing, pair_cost, pair_reach
from runlift.domain.tally import Tally, WeekBook

_NEVER: Final = 1 << 60


class Course:
    """All days of a season in order; day `n` is a Monday where seven divides `n`.

    Attributes:
        days: how many days are planned.
        before: what weighs on the first session.
    """

    def __init__(self, frame: SeasonFrame, *, slow_recovery: bool) -> None:
        self.weeks = [WeekBook(week) for week in frame.weeks]
        self.days = 7 * len(self.weeks)
        self.spacing = Spacing(slow_recovery=slow_recovery)
        self._after = frame.after
        self._floors = self._forgotten_up_to()
        last = NOTHING
        for start, intensity in frame.before:
            last = last.followed_by(start, LEVEL_OF[intensity], fixed=True)
        self.before = self.forget(0, last)

    def _forgotten_up_to(self) -> list[tuple[Minute, Minute]]:
        """Return of each day up to which start the last session no longer matters from then on, and the last heavy one.

        They are so far before whatever starts on that day or later that no rule looks at them.
        """
        opens = _NEVER if self._after is None else self._after
        floors = [(opens - pair_reach(two_requested=False), opens - self.spacing.heavy)]
        for week in reversed(self.weeks):
            for day in reversed(range(7)):
                opens = min([opens, *(kind.earliest for kind in week.kinds[day]), *(at for at, _ in week.fixed[day])])
                reach = week.pair_reach if day else pair_reach(two_requested=False)
                floors.append((opens - reach, opens - self.spacing.heavy))
        return floors[::-1]

    def forget(self, day: int, last: Last) -> Last:
        """Drop what no longer matters from a day on, so that like states meet."""
        floor, heavy_floor = self._floors[day]
        heavy = LONG_AGO if last.heavy <= heavy_floor else last.heavy
        if last.start <= floor:
            return NOTHING if heavy == LONG_AGO else Last(heavy=heavy)
        return last if heavy == last.heavy else Last(last.start, last.level, heavy, last.fixed)

    def end_day(self, day: int, tally: Tally) -> tuple[int, Tally]:
        """Return what a day's end costs, which is nothing but on a Sunday, and with what the next day begins."""
        if (day + 1) % 7:
            return 0, tally
        price = self.weeks[day // 7].closing_price(tally)
        return price, self.weeks[(day + 1) // 7].fresh if day + 1 < self.days else Tally()

    def price_after(self, last: Last) -> int:
        """Return what the distance to a fixed session after the planned weeks costs (P13)."""
        if self._after is None or last.fixed:
            return 0
        return pair_cost(self._after - last.start, two_requested=False) * POINT
