"""The cheapest legal choice of slots over all planned weeks, exactly.

What makes the choice hard is that sessions keep their distance to the minute (H9, P13), so that the best hour of one
day depends on the hour chosen days before. Seen day by day the choice is easy. So the price of finishing a season is
first worked out day by day, each pair of days being given the widest gap that their slots allow: quick, and never too
high. It then guides a best-first search (A*) over the slots themselves. The first complete season that it takes up is
the cheapest; nothing is cut away but states to which another one is at least as good in every respect.

What is compared is the sum of the soft costs, then the minutes from the preferred times, then the starts in order, then
heavier sessions first; so there is one answer, on every machine.
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from runlift.domain import rules
from runlift.domain.history import NOVEL_SESSIONS
from runlift.domain.kinds import Intensity
from runlift.domain.landscape import Minute
from runlift.domain.season import GENTLE_SESSIONS, SeasonFrame, WeekFrame
from runlift.domain.slots import Slot
from runlift.domain.spacing import least_gap, pair_cost

_CLASSES = (Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT)
_HEAVY, _MODERATE, _LIGHT = range(3)
_POINT = 10**7
"""One point of cost, in minutes of distance: no season strays so far from the preferred times."""
_LONG_AGO = -(1 << 60)
_HOUR = 60


class _Option(NamedTuple):
    """A slot, as the search sees it; `earliest` and `latest` are the outermost starts of its like on that day."""

    start: Minute
    earliest: Minute
    latest: Minute
    level: int
    price: int
    for_novice: bool
    takes_day_off: bool
    published: int
    slot: Slot


class _Tally(NamedTuple):
    """What a week has used so far."""

    counts: tuple[int, int, int] = (0, 0, 0)
    days_off_left: int = 7
    kept: int = 0


class _Last(NamedTuple):
    """The latest starts that still weigh on the next session; `fixed` tells whether the very last may not move."""

    any: Minute = _LONG_AGO
    above_light: Minute = _LONG_AGO
    heavy: Minute = _LONG_AGO
    fixed: bool = True


class _Node(NamedTuple):
    """A season planned up to a day; compared from the first field on.

    `easy_last` is `last` as the day-by-day view takes it: each session at the earliest start of its day.
    """

    bound: int
    starts: tuple[Minute, ...]
    levels: tuple[int, ...]
    day: int
    spent: int
    tally: _Tally
    last: _Last
    easy_last: _Last
    novel: int
    gentle: int
    slots: tuple[Slot, ...]


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


class _Search:
    def __init__(self, frame: SeasonFrame, *, slow_recovery: bool) -> None:
        self._weeks = [_WeekSearch(week) for week in frame.weeks]
        self._frame = frame
        self._gaps = [
            [least_gap(first, second, slow_recovery=slow_recovery) for second in _CLASSES] for first in _CLASSES
        ]
        self._days = 7 * len(self._weeks)
        self._known: dict[tuple[int, _Tally, _Last], int] = {}

    def run(self) -> Choice:
        before = self._before()
        heap = [_Node(0, (), (), 0, 0, self._weeks[0].fresh, before, before, self._frame.novel, self._frame.gentle, ())]
        seen: dict[tuple[int, _Tally, _Last, int, int], list[_Last]] = defaultdict(list)
        while True:
            node = heapq.heappop(heap)
            if node.day == self._days:
                return Choice(node.spent // _POINT, node.slots)
            week, day = divmod(node.day, 7)
            last = self._forget(node.last, self._weeks[week].midnights[day])
            peers = seen[node.day, node.tally, node.easy_last, node.novel, node.gentle]
            if any(_no_later(peer, last) for peer in peers):
                continue
            peers.append(last)
            for child in self._expand(node._replace(last=last), week, day):
                heapq.heappush(heap, child)

    def _before(self) -> _Last:
        last = _Last()
        for start, intensity in self._frame.before:
            last = _follow(last, start, _CLASSES.index(intensity), fixed=True)
        return last

    def _forget(self, last: _Last, midnight: Minute) -> _Last:
        """Drop starts so far back that no rule looks at them any more, so that like states meet."""
        reach = max(rules.CLOSE_PAIR_OF_TWO_H, rules.SPACING_ANY_H) * _HOUR
        gone = midnight - last.any >= reach
        return _Last(
            _LONG_AGO if gone else last.any,
            _LONG_AGO if midnight - last.above_light >= self._gaps[_MODERATE][_MODERATE] else last.above_light,
            _LONG_AGO if midnight - last.heavy >= self._gaps[_HEAVY][_HEAVY] else last.heavy,
            True if gone else last.fixed,
        )

    def _expand(self, node: _Node, number: int, day: int) -> list[_Node]:
        week = self._weeks[number]
        if week.returns[day]:
            node = node._replace(gentle=GENTLE_SESSIONS)
        if week.fixed[day]:
            price, last = week.pass_fixed(day, node.last)
            easy_last = week.pass_fixed(day, node.easy_last)[1]
            passed = node._replace(
                spent=node.spent + price,
                last=last,
                easy_last=easy_last,
                novel=max(0, node.novel - week.coming[day]),
                gentle=max(0, node.gentle - week.coming[day]),
            )
            return [self._advance(passed)]
        children = [self._advance(node)]
        for option in week.options[day]:
            tally = week.use(node.tally, option)
            if (
                tally is None
                or (node.novel and not option.for_novice)
                or option.level < node.gentle
                or not self._spaced(node.last, option.start, option.level)
            ):
                continue
            child = node._replace(
                starts=(*node.starts, option.start),
                levels=(*node.levels, option.level),
                spent=node.spent + option.price + week.pair_price(node.last.any, option.start),
                tally=tally,
                last=_follow(node.last, option.start, option.level, fixed=False),
                easy_last=_follow(node.easy_last, option.earliest, option.level, fixed=False),
                novel=max(0, node.novel - 1),
                gentle=max(0, node.gentle - 1),
                slots=(*node.slots, option.slot),
            )
            children.append(self._advance(child))
        return children

    def _advance(self, node: _Node) -> _Node:
        price, tally, easy_last = self._next_day(node.day, node.tally, node.easy_last)
        spent = node.spent + price + self._price_after(node.day, node.last)
        again = (node.day + 1) % 7 == 0 and node.day + 1 < self._days and self._weeks[(node.day + 1) // 7].resumes
        bound = spent + self._to_finish(node.day + 1, tally, easy_last)
        return node._replace(
            bound=bound,
            day=node.day + 1,
            spent=spent,
            tally=tally,
            easy_last=easy_last,
            novel=NOVEL_SESSIONS if again else node.novel,
        )

    def _next_day(self, number: int, tally: _Tally, last: _Last) -> tuple[int, _Tally, _Last]:
        """Go to the next day, closing the week after a Sunday; return the price of that."""
        week, day = divmod(number + 1, 7)
        price = 0
        if day == 0:
            price = self._weeks[week - 1].closing_price(tally)
            if week == len(self._weeks):
                return price, _Tally(), _Last()
            tally = self._weeks[week].fresh
        return price, tally, self._forget(last, self._weeks[week].midnights[day])

    def _price_after(self, number: int, last: _Last) -> int:
        """Return, on the last day, what the distance to a fixed session after the last week costs."""
        if number + 1 < self._days or last.fixed or self._frame.after is None:
            return 0
        return pair_cost(self._frame.after - last.any, two_requested=False) * _POINT

    def _to_finish(self, number: int, tally: _Tally, last: _Last) -> int:
        """Return the price of all that follows as seen day by day, with the widest gaps there are: never too high."""
        if number == self._days:
            return 0
        known = self._known.get((number, tally, last))
        if known is not None:
            return known
        week, day = self._weeks[number // 7], number % 7
        if week.fixed[day]:
            price, last_fixed = week.pass_fixed(day, last)
            found = price + self._from_next_day(number, tally, last_fixed)
        else:
            found = self._from_next_day(number, tally, last)
            for option in week.best[day]:
                used = week.use(tally, option)
                if used is not None and self._spaced(last, option.latest, option.level):
                    follow = _follow(last, option.earliest, option.level, fixed=False)
                    price = option.price + week.pair_price(last.any, option.latest)
                    found = min(found, price + self._from_next_day(number, used, follow))
        self._known[number, tally, last] = found
        return found

    def _from_next_day(self, number: int, tally: _Tally, last: _Last) -> int:
        after = self._price_after(number, last)
        price, tally, last = self._next_day(number, tally, last)
        return price + after + self._to_finish(number + 1, tally, last)

    def _spaced(self, last: _Last, start: Minute, level: int) -> bool:
        gaps = self._gaps[level]
        if start - last.any < gaps[_LIGHT]:
            return False
        if level == _LIGHT:
            return True
        if start - last.above_light < gaps[_MODERATE]:
            return False
        return level == _MODERATE or start - last.heavy >= gaps[_HEAVY]


class _WeekSearch:
    """One week's options and prices."""

    def __init__(self, frame: WeekFrame) -> None:
        self._frame = frame
        self._room = frame.room
        self._moving = [points for _, points in frame.published]
        self._from_monday = frame.monday
        self._two_requested = len(frame.asked) == 2
        self.midnights = frame.midnights
        self.resumes = frame.resumes
        self.fresh = _Tally(days_off_left=len(frame.free_days) - 1 if frame.free_days else 0)
        self.fixed = [
            [(start, _CLASSES.index(intensity)) for start, intensity in frame.fixed[day]] for day, _ in frame.days
        ]
        self.returns = [day in frame.returns for day, _ in frame.days]
        self.coming = [frame.coming[day] for day, _ in frame.days]
        self.options = [self._options(day, slots) for day, slots in frame.days]
        self.best = [_cheapest_of_each(options) for options in self.options]

    def _options(self, day: date, slots: tuple[Slot, ...]) -> list[_Option]:
        if self._frame.fixed[day] or (self._frame.rest_day_lost and day in self._frame.rest_days):
            return []
        published = {start: number for number, (start, _) in enumerate(self._frame.published)}
        outermost = _outermost_starts(slots)
        return [
            _Option(
                start=slot.start,
                earliest=outermost[slot.intensity][0],
                latest=outermost[slot.intensity][1],
                level=_CLASSES.index(slot.intensity),
                price=slot.points * _POINT + slot.distance,
                for_novice=slot.for_novice,
                takes_day_off=day in self._frame.free_days,
                published=published.get(slot.start, -1),
                slot=slot,
            )
            for slot in slots
        ]

    def use(self, tally: _Tally, option: _Option) -> _Tally | None:
        """Return the tally with a slot taken; None where the week has no room for it (H10, H14)."""
        heavy, moderate, light = tally.counts
        counts = (
            heavy + (option.level == _HEAVY),
            moderate + (option.level == _MODERATE),
            light + (option.level == _LIGHT),
        )
        room_heavy, room_above_light, room = self._room
        if counts[0] > room_heavy or counts[0] + counts[1] > room_above_light or sum(counts) > room:
            return None
        days_off = tally.days_off_left - option.takes_day_off
        if days_off < 0:
            return None
        kept = tally.kept | (1 << option.published if option.published >= 0 else 0)
        return _Tally(counts, days_off, kept)

    def pass_fixed(self, day: int, last: _Last) -> tuple[int, _Last]:
        """Go through the fixed sessions of a day; return what they cost and what weighs on the next session."""
        price = 0
        for start, level in self.fixed[day]:
            price += 0 if last.fixed else self.pair_price(last.any, start)
            last = _follow(last, start, level, fixed=True)
        return price, last

    def closing_price(self, tally: _Tally) -> int:
        """Return what the week costs as a whole: missing and lighter sessions and moves (P1, P2, P14)."""
        ranks = [intensity.rank for intensity in self._frame.served]
        ranks += [_CLASSES[level].rank for level in range(3) for _ in range(tally.counts[level])]
        ranks.sort(reverse=True)
        asked = [intensity.rank for intensity in self._frame.asked]
        missing = max(0, len(asked) - len(ranks))
        steps = sum(max(0, wish - rank) for wish, rank in zip(asked, ranks, strict=False))
        points = rules.MISSING * missing + rules.CLASS_STEP * steps + self._moves(tally)
        return points * _POINT

    def _moves(self, tally: _Tally) -> int:
        """Return what moved sessions cost; of those that are not kept the cheapest count as moved."""
        unkept = sorted(points for number, points in enumerate(self._moving) if not tally.kept >> number & 1)
        elsewhere = sum(tally.counts) - (len(self._moving) - len(unkept))
        return sum(unkept[: max(0, elsewhere)])

    def pair_price(self, before: Minute, start: Minute) -> int:
        """Return what P13 charges for two consecutive sessions."""
        two = self._two_requested and before >= self._from_monday
        return pair_cost(start - before, two_requested=two) * _POINT


def _follow(last: _Last, start: Minute, level: int, *, fixed: bool) -> _Last:
    return _Last(
        any=start,
        above_light=start if level != _LIGHT else last.above_light,
        heavy=start if level == _HEAVY else last.heavy,
        fixed=fixed,
    )


def _no_later(one: _Last, other: _Last) -> bool:
    """Say whether whatever may follow `other` may follow `one` at no higher price."""
    return (
        one.any <= other.any
        and one.above_light <= other.above_light
        and one.heavy <= other.heavy
        and (one.fixed or one.fixed == other.fixed)
    )


def _cheapest_of_each(options: list[_Option]) -> list[_Option]:
    best: dict[tuple[int, int], _Option] = {}
    for option in options:
        key = option.level, option.published
        if key not in best or option.price < best[key].price:
            best[key] = option
    return list(best.values())


def _outermost_starts(slots: tuple[Slot, ...]) -> dict[Intensity, tuple[Minute, Minute]]:
    starts: dict[Intensity, list[Minute]] = defaultdict(list)
    for slot in slots:
        starts[slot.intensity].append(slot.start)
    return {intensity: (min(found), max(found)) for intensity, found in starts.items()}
