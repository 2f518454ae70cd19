"""One week in the eyes of the search: what it may still hold, and what that costs (H10, H14, P1, P2, P13, P14)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from runlift.domain import rules
from runlift.domain.landscape import Minute
from runlift.domain.prices import POINT
from runlift.domain.season import WeekFrame
from runlift.domain.slots import Slot
from runlift.domain.spacing import HEAVY, LEVEL_OF, LIGHT, Last, pair_cost, pair_reach


class Kind(NamedTuple):
    """The slots of one day that a week counts alike.

    Attributes:
        heavy, above_light, days_off: what a session adds to a tally.
        keeps: what moving the session of ours would cost that stands there already; 0: none does.
        slots: by start.
        price: the lowest among them.
    """

    level: int
    heavy: int
    above_light: int
    days_off: int
    keeps: int
    slots: tuple[Slot, ...]
    earliest: Minute
    latest: Minute
    price: int


class Tally(NamedTuple):
    """What a week has used so far, as far as it matters.

    Attributes:
        heavy, above_light: counted where the week has less room for them than for the next wider class.
        days_off_left: how many days off may still be used up; counted where there are so few that it matters.
        kept: what moving each of our own sessions that stay where they stand would cost, in order.
    """

    heavy: int = 0
    above_light: int = 0
    sessions: int = 0
    days_off_left: int = 0
    kept: tuple[int, ...] = ()


class WeekBook:
    """One week's slots and prices.

    That a session is lighter than its wish (P2) is charged at once, as if every wish were a heavy one, and made good
    when the week is closed. That comes to the same: new sessions never make a week hold more of a class and above than
    it asks for (H14), so that, sorted and paired off, none of them is heavier than its wish.

    Attributes:
        fresh: the tally with which the week begins.
        kinds: of each day; none where only fixed sessions may stand.
        fixed: starts and levels of each day's fixed sessions.
        returns: of each day, whether lifting begins again after a long hold.
        coming: of each day, how many of its fixed sessions are ours and not counted as known yet.
        resumes: lifting begins again in it after a break.
        pair_reach: the minutes from start to start over which P13 looks within it.
    """

    def __init__(self, frame: WeekFrame) -> None:
        self._frame = frame
        room_heavy, room_above_light, self._room = frame.room
        self._room_above_light = min(room_above_light, self._room)
        self._room_heavy = min(room_heavy, self._room_above_light)
        self._days_off = frame.free_days if len(frame.free_days) <= self._room else frozenset[date]()
        self._prices: dict[Tally, int] = {}
        self._two_requested = len(frame.asked) == 2
        self.pair_reach = pair_reach(two_requested=self._two_requested)
        self.resumes = frame.resumes
        self.fresh = Tally(days_off_left=max(0, len(self._days_off) - 1))
        self.fixed = [[(start, LEVEL_OF[intensity]) for start, intensity in frame.fixed[day]] for day, _ in frame.days]
        self.returns = [day in frame.returns for day, _ in frame.days]
        self.coming = [frame.coming[day] for day, _ in frame.days]
        self.kinds = [self._kinds(day, slots) for day, slots in frame.days]

    def _kinds(self, day: date, slots: Sequence[Slot]) -> list[Kind]:
        frame = self._frame
        if frame.fixed[day] or (frame.rest_day_lost and day in frame.rest_days):
            return []
        moving = dict(frame.published)
        alike: dict[tuple[int, int], list[Slot]] = defaultdict(list)
        for slot in slots:
            alike[LEVEL_OF[slot.prescription.intensity], moving.get(slot.start, 0)].append(slot)
        return [
            Kind(
                level=level,
                heavy=int(level == HEAVY and self._room_heavy < self._room_above_light),
                above_light=int(level < LIGHT and self._room_above_light < self._room),
                days_off=int(day in self._days_off),
                keeps=keeps,
                slots=tuple(same),
                earliest=same[0].start,
                latest=same[-1].start,
                price=min([slot.price for slot in same]) + self.surcharge(level),
            )
            for (level, keeps), same in alike.items()
        ]

    @staticmethod
    def surcharge(level: int) -> int:
        """Return what a session costs more than a heavy one (P2)."""
        return level * rules.CLASS_STEP * POINT

    def use(self, tally: Tally, kind: Kind) -> Tally | None:
        """Return the tally with a session more; None where the week has no room for it (H10, H14)."""
        heavy, above_light = tally.heavy + kind.heavy, tally.above_light + kind.above_light
        days_off_left = tally.days_off_left - kind.days_off
        full = tally.sessions == self._room or above_light > self._room_above_light or heavy > self._room_heavy
        if full or days_off_left < 0:
            return None
        kept = tuple(sorted((*tally.kept, kind.keeps))) if kind.keeps else tally.kept
        return Tally(heavy, above_light, tally.sessions + 1, days_off_left, kept)

    def pair_price(self, last: Last, start: Minute) -> int:
        """Return what P13 charges for a session after the last one."""
        gap = start - last.start
        if gap >= self.pair_reach:
            return 0
        two_requested = self._two_requested and last.start >= self._frame.monday
        return pair_cost(gap, two_requested=two_requested) * POINT

    def pass_fixed(self, day: int, last: Last) -> tuple[int, Last]:
        """Go through the fixed sessions of a day; return what they cost and what weighs on the next session."""
        price = 0
        for start, level in self.fixed[day]:
            price += 0 if last.fixed else self.pair_price(last, start)
            last = last.followed_by(start, level, fixed=True)
        return price, last

    def closing_price(self, tally: Tally) -> int:
        """Return what the week costs as a whole beside its sessions: missing ones, moves, and P2 made good."""
        if tally not in self._prices:
            points = rules.CLASS_STEP * self._steps(tally.sessions) + self._moves(tally.sessions, tally.kept)
            points += rules.MISSING * max(0, len(self._frame.asked) - len(self._frame.served) - tally.sessions)
            self._prices[tally] = points * POINT
        return self._prices[tally]

    def _steps(self, sessions: int) -> int:
        """Return the class steps from what is asked for down to heavy sessions only: below zero, as a rule."""
        asked, served = self._frame.asked, self._frame.served
        filled = min(len(asked), len(served) + sessions)
        steps = -2 * sessions
        for rank in (1, 2):
            wished = sum(intensity.rank >= rank for intensity in asked[:filled])
            steps += max(0, wished - sum(intensity.rank >= rank for intensity in served))
        return steps

    def _moves(self, sessions: int, kept: tuple[int, ...]) -> int:
        """Return what moved sessions cost; of those that are not kept the cheapest count as moved."""
        if not self._frame.published:
            return 0
        unkept = sorted((Counter(points for _, points in self._frame.published) - Counter(kept)).elements())
        return sum(unkept[: sessions - len(kept)])
