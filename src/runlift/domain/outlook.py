"""What the rest of a season costs at the least."""

from runlift.domain.course import Course
from runlift.domain.spacing import NOTHING, Last
from runlift.domain.tally import Tally


class Outlook:
    """The rest of a season seen day by day, which is quick and never too dear.

    A session is as cheap as the cheapest slot of its kind and day, and as far from the one before as the earliest slot
    there and the latest one here allow. The first sessions after a break or a hold count as any others.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._known: list[dict[tuple[Tally, Last], int]] = [{} for _ in range(course.days + 1)]

    def learn(self, day: int, tally: Tally, price: int) -> None:
        """Take note of what the rest really costs from a Monday on, nothing weighing on it.

        No week is looked at before all that come after it are known.
        """
        self._known[day][tally, NOTHING] = price

    def price_after(self, day: int, tally: Tally, last: Last) -> int:
        """Return the least price from the end of a day on.

        Args:
            last: with each session at the earliest start of its kind and day.
        """
        price, tally = self._course.end_day(day, tally)
        state = tally, self._course.forget(day + 1, last)
        known = self._known[day + 1]
        if state not in known:
            known[state] = self._work_out(day + 1, *state)
        return price + known[state]

    def _work_out(self, day: int, tally: Tally, last: Last) -> int:
        if day == self._course.days:
            return self._course.price_after(last)
        week = self._course.weeks[day // 7]
        if week.fixed[day % 7]:
            price, last = week.pass_fixed(day % 7, last)
            return price + self.price_after(day, tally, last)
        least = self.price_after(day, tally, last)
        for kind in week.kinds[day % 7]:
            used = week.use(tally, kind)
            if used is not None and kind.latest >= self._course.spacing.earliest(last, kind.level):
                price = kind.price + week.pair_price(last, kind.latest)
                least = min(least, price + self.price_after(day, used, last.followed_by(kind.earliest, kind.level)))
        # Nothing makes a week and what follows it cheaper than to have nothing weigh on it.
        return least if day % 7 else max(least, self._known[day][tally, NOTHING])
