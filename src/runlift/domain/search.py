"""The cheapest legal choice of slots over all planned weeks, exactly.

What makes the choice hard is that sessions keep their distance to the minute (H9, P13), so that the best hour of one
day depends on the hour chosen days before. Weeks hardly touch each other, though: what weighs on a week of those before
it is forgotten within three days. So the season is worked out from its end, week by week: the cheapest rest of it, once
for each gate, which is whatever a week has to know of those before it.

A week is searched best-first (A*), day by day, guided by the outlook, which is never too high: the first week that is
taken up complete, with the rest of the season, is the cheapest. The outlook is told what the season really costs from a
week on before the weeks ahead of it are searched. So what it overlooks in one week never adds to that of the next, and
a week takes as much work in a long season as in a short one.

Two sorts of ways are left out, and no others. Of the slots of one day that a week counts alike, one that is no cheaper
than an earlier one: whatever may follow it may follow the earlier one too, at no higher price. And of two ways to the
same day that have used the same of the week and have the same outlook, the one that was taken up later, and thus costs
no less, if at least as much weighs on what follows.

What is compared is the sum of the soft costs, then the minutes from the preferred times, then the starts in order, then
heavier sessions first; so there is one answer, on every machine. Neither omission loses it: of equal prices the way
that is kept has the earlier starts, and the rest of its season is compared in the same order.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from runlift.domain.course import Course
from runlift.domain.history import NOVEL_SESSIONS
from runlift.domain.landscape import Minute
from runlift.domain.outlook import Outlook
from runlift.domain.prices import POINT
from runlift.domain.season import GENTLE_SESSIONS, SeasonFrame
from runlift.domain.slots import Slot
from runlift.domain.spacing import NOTHING, Last
from runlift.domain.tally import Kind, Tally, WeekBook


@dataclass(frozen=True, slots=True)
class Choice:
    """The cheapest season.

    Attributes:
        cost: the sum of its soft costs.
    """

    cost: int
    slots: tuple[Slot, ...]


def cheapest(frame: SeasonFrame, *, slow_recovery: bool) -> Choice:
    """Return the cheapest legal choice of slots."""
    return _Search(frame, slow_recovery=slow_recovery).run()


class _Gate(NamedTuple):
    """With what a week begins: what weighs on it, and how many of the next sessions are novel and gentle ones."""

    last: Last
    novel: int
    gentle: int


class _Rest(NamedTuple):
    """The cheapest way through the rest of a season."""

    price: int
    starts: tuple[Minute, ...] = ()
    levels: tuple[int, ...] = ()
    slots: tuple[Slot, ...] = ()


class _Node(NamedTuple):
    """A week planned up to a day; compared from the first field on.

    Attributes:
        bound: the least that the season costs from the week's beginning on; what it costs where the node is complete.
        easy_last: `last` as the outlook takes it: each session at the earliest start of its kind and day.
        is_complete: the rest of the season is part of it.
    """

    bound: int
    starts: tuple[Minute, ...]
    levels: tuple[int, ...]
    day: int
    spent: int
    tally: Tally
    last: Last
    easy_last: Last
    novel: int
    gentle: int
    slots: tuple[Slot, ...] = ()
    is_complete: bool = False


class _Way(NamedTuple):
    """What may be done on one day; compared from the first field on.

    Attributes:
        bound: the least that the season costs then, from the week's beginning on.
        start: that of the session; empty where there is none.
    """

    bound: int
    start: tuple[Minute, ...]
    level: int
    price: int
    tally: Tally
    easy_last: Last
    slot: Slot | None = None


class _Search:
    """One season to be searched; the days of all weeks are counted on."""

    def __init__(self, frame: SeasonFrame, *, slow_recovery: bool) -> None:
        self._course = Course(frame, slow_recovery=slow_recovery)
        self._outlook = Outlook(self._course)
        self._start = _Gate(self._course.before, frame.novel, frame.gentle)
        self._rests: dict[tuple[int, _Gate], _Rest] = {}

    def run(self) -> Choice:
        """Work out the season from its end."""
        for number in range(len(self._course.weeks) - 1, 0, -1):
            week = self._course.weeks[number]
            easiest = _Gate(NOTHING, NOVEL_SESSIONS if week.resumes else 0, 0)
            self._outlook.learn(7 * number, week.fresh, self._rest(number, easiest).price)
        best = self._rest(0, self._start)
        return Choice(best.price // POINT, best.slots)

    def _rest(self, number: int, gate: _Gate) -> _Rest:
        """Return the cheapest way from a week's beginning to the end of the season."""
        if number == len(self._course.weeks):
            return _Rest(self._course.price_after(gate.last))
        if (number, gate) not in self._rests:
            self._rests[number, gate] = self._search(number, gate)
        return self._rests[number, gate]

    def _search(self, number: int, gate: _Gate) -> _Rest:
        """Find the cheapest way through one week together with what follows it."""
        week = self._course.weeks[number]
        root = _Node(0, (), (), 7 * number, 0, week.fresh, gate.last, gate.last, gate.novel, gate.gentle)
        heap: list[tuple[_Node, Iterator[_Node]]] = [(root, iter(()))]
        seen: dict[tuple[int, Tally, Last, int, int], list[Last]] = defaultdict(list)
        while True:
            node = self._pop(heap)
            if node.is_complete:
                return _Rest(node.bound, node.starts, node.levels, node.slots)
            peers = seen[node.day, node.tally, node.easy_last, node.novel, node.gentle]
            if any(peer.weighs_no_more_than(node.last) for peer in peers):
                continue
            peers.append(node.last)
            if node.day == 7 * number + 7:
                heapq.heappush(heap, (self._complete(node, number + 1), iter(())))
            else:
                children = self._children(week, node)
                heapq.heappush(heap, (next(children), children))

    def _pop(self, heap: list[tuple[_Node, Iterator[_Node]]]) -> _Node:
        """Take the best node; its next sibling takes its place."""
        node, siblings = heap[0]
        following = next(siblings, None)
        if following is None:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, (following, siblings))
        return node

    def _complete(self, node: _Node, number: int) -> _Node:
        """Add to a planned week the rest of the season, which begins with the week of that number."""
        novel = node.novel
        if number < len(self._course.weeks) and self._course.weeks[number].resumes:
            novel = NOVEL_SESSIONS
        rest = self._rest(number, _Gate(node.last, novel, node.gentle))
        return node._replace(
            bound=node.spent + rest.price,
            starts=node.starts + rest.starts,
            levels=node.levels + rest.levels,
            slots=node.slots + rest.slots,
            is_complete=True,
        )

    def _children(self, week: WeekBook, node: _Node) -> Iterator[_Node]:
        """Yield the nodes that a day leads to, the best first."""
        day = node.day % 7
        if week.returns[day]:
            node = node._replace(gentle=GENTLE_SESSIONS)
        if week.fixed[day]:
            yield self._past_fixed(week, node)
            return
        ahead = self._outlook.price_after(node.day, node.tally, node.easy_last)
        nothing = _Way(node.spent + ahead, (), 0, 0, node.tally, node.easy_last)
        ways = (self._ways(week, node, kind) for kind in week.kinds[day])
        for way in heapq.merge([nothing], *ways):
            yield self._along(node, way)

    def _past_fixed(self, week: WeekBook, node: _Node) -> _Node:
        price, last = week.pass_fixed(node.day % 7, node.last)
        _, easy_last = week.pass_fixed(node.day % 7, node.easy_last)
        came = week.coming[node.day % 7]
        passed = node._replace(last=last, novel=max(0, node.novel - came), gentle=max(0, node.gentle - came))
        ahead = self._outlook.price_after(node.day, node.tally, easy_last)
        return self._along(passed, _Way(node.spent + price + ahead, (), 0, price, node.tally, easy_last))

    def _ways(self, week: WeekBook, node: _Node, kind: Kind) -> Iterator[_Way]:
        """Yield what a kind of session on the next day comes to, the best first."""
        tally = week.use(node.tally, kind)
        if tally is None or kind.level < node.gentle:
            return
        easy_last = node.easy_last.followed_by(kind.earliest, kind.level)
        ahead = node.spent + self._outlook.price_after(node.day, tally, easy_last)
        for price, slot in self._worthwhile(week, node, kind):
            yield _Way(price + ahead, (slot.start,), kind.level, price, tally, easy_last, slot)

    def _worthwhile(self, week: WeekBook, node: _Node, kind: Kind) -> Iterator[tuple[int, Slot]]:
        """Yield the legal slots of a kind that are cheaper here than all earlier ones, the cheapest first."""
        earliest = self._course.spacing.earliest(node.last, kind.level)
        slots = [slot for slot in kind.slots if slot.start >= earliest and (slot.for_novice or not node.novel)]
        surcharge, alone_from = week.surcharge(kind.level), node.last.start + week.pair_reach
        prices = [slot.price + surcharge for slot in slots]
        for place, slot in enumerate(slots):
            if slot.start >= alone_from:
                break
            prices[place] += week.pair_price(node.last, slot.start)
        while prices:
            cheapest = min(prices)
            place = prices.index(cheapest)
            yield cheapest, slots[place]
            del prices[place:]

    def _along(self, node: _Node, way: _Way) -> _Node:
        """Return the node at the end of a way."""
        last, novel, gentle, slots = node.last, node.novel, node.gentle, node.slots
        if way.slot:
            last = last.followed_by(way.slot.start, way.level)
            novel, gentle, slots = max(0, novel - 1), max(0, gentle - 1), (*slots, way.slot)
        closing, tally = self._course.end_day(node.day, way.tally)
        return _Node(
            bound=way.bound,
            starts=node.starts + way.start,
            levels=(*node.levels, way.level) if way.slot else node.levels,
            day=node.day + 1,
            spent=node.spent + way.price + closing,
            tally=tally,
            last=self._course.forget(node.day + 1, last),
            easy_last=self._course.forget(node.day + 1, way.easy_last),
            novel=novel,
            gentle=gentle,
            slots=slots,
        )
