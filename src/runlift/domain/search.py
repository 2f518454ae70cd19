"""The cheapest legal choice of slots over all planned weeks, exactly.

Weeks hardly touch each other: only the spacing of sessions (H9, P13) reaches across days and weeks. So the cost of
finishing a season is first worked out without spacing, which is quick and never too high, and then guides a best-first
search (A*) that does know about spacing. The first complete season that it takes up is the cheapest; nothing is cut
away but states to which another one is at least as good in every respect.

What is compared is the sum of the soft costs, then the minutes from the preferred times, then the starts in order, then
heavier sessions first; so there is one answer, on every machine.
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from runlift.domain import rules
from runlift.domain.kinds import Intensity
from runlift.domain.landscape import Minute
from runlift.domain.season import SeasonFrame, WeekFrame
from runlift.domain.slots import Slot
from runlift.domain.spacing import least_gap, pair_cost

_CLASSES = (Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT)
_HEAVY, _MODERATE, _LIGHT = range(3)
_POINT = 10**7
"""One point of cost, in minutes of distance: no season strays so far from the preferred times."""
_LONG_AGO = -(1 << 60)
_HOUR = 60


class _Option(NamedTuple):
    """A slot, as the search sees it."""

    start: Minute
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
    """A season planned up to a day; compared from the first field on."""

    bound: int
    starts: tuple[Minute, ...]
    levels: tuple[int, ...]
    day: int
    spent: int
    tally: _Tally
    last: _Last
    novel: int
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
        rest = 0
        self._after: list[int] = []
        for week in reversed(self._weeks):
            self._after.append(rest)
            rest += week.to_finish(0, week.fresh)
        self._after.reverse()
        self._whole = rest

    def run(self) -> Choice:
        first = self._weeks[0]
        heap = [_Node(self._whole, (), (), 0, 0, first.fresh, self._before(), self._frame.novel, ())]
        seen: dict[tuple[int, _Tally, int], list[_Last]] = defaultdict(list)
        while True:
            node = heapq.heappop(heap)
            if node.day == 7 * len(self._weeks):
                return Choice(node.spent // _POINT, node.slots)
            week, day = divmod(node.day, 7)
            last = self._forget(node.last, self._weeks[week].midnights[day])
            peers = seen[node.day, node.tally, node.novel]
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
        fixed = week.fixed[day]
        if fixed:
            for start, level in fixed:
                price = 0 if node.last.fixed else week.pair_price(node.last.any, start)
                node = node._replace(spent=node.spent + price, last=_follow(node.last, start, level, fixed=True))
            return [self._advance(node, number, day)]
        children = [self._advance(node, number, day)]
        for option in week.options[day]:
            tally = week.use(node.tally, option)
            if tally is None or (node.novel and not option.for_novice) or not self._spaced(node.last, option):
                continue
            child = node._replace(
                starts=(*node.starts, option.start),
                levels=(*node.levels, option.level),
                spent=node.spent + option.price + week.pair_price(node.last.any, option.start),
                tally=tally,
                last=_follow(node.last, option.start, option.level, fixed=False),
                novel=max(0, node.novel - 1),
                slots=(*node.slots, option.slot),
            )
            children.append(self._advance(child, number, day))
        return children

    def _advance(self, node: _Node, number: int, day: int) -> _Node:
        week = self._weeks[number]
        if day < 6:  # noqa: PLR2004
            bound = node.spent + week.to_finish(day + 1, node.tally) + self._after[number]
            return node._replace(bound=bound, day=node.day + 1)
        spent = node.spent + week.closing_price(node.tally)
        fresh = self._weeks[number + 1].fresh if number + 1 < len(self._weeks) else node.tally
        return node._replace(bound=spent + self._after[number], spent=spent, day=node.day + 1, tally=fresh)

    def _spaced(self, last: _Last, option: _Option) -> bool:
        gaps = self._gaps[option.level]
        if option.start - last.any < gaps[_LIGHT]:
            return False
        if option.level == _LIGHT:
            return True
        if option.start - last.above_light < gaps[_MODERATE]:
            return False
        return option.level == _MODERATE or option.start - last.heavy >= gaps[_HEAVY]


class _WeekSearch:
    """One week's options and prices."""

    def __init__(self, frame: WeekFrame) -> None:
        self._frame = frame
        self._room = frame.room
        self._moving = [points for _, points in frame.published]
        self._from_monday = frame.monday
        self._two_requested = len(frame.asked) == 2  # noqa: PLR2004
        self._memo: dict[tuple[int, _Tally], int] = {}
        self.midnights = frame.midnights
        self.fresh = _Tally(days_off_left=len(frame.free_days) - 1 if frame.free_days else 0)
        self.fixed = [
            [(start, _CLASSES.index(intensity)) for start, intensity in frame.fixed[day]] for day, _ in frame.days
        ]
        self.options = [self._options(day, slots) for day, slots in frame.days]
        self._best = [_cheapest_of_each(options) for options in self.options]

    def _options(self, day: date, slots: tuple[Slot, ...]) -> list[_Option]:
        if self._frame.fixed[day] or (self._frame.rest_day_lost and day in self._frame.rest_days):
            return []
        published = {start: number for number, (start, _) in enumerate(self._frame.published)}
        return [
            _Option(
                start=slot.start,
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

    def to_finish(self, day: int, tally: _Tally) -> int:
        """Return the price of the week's rest when sessions may stand as close as they like: never too high."""
        if day == 7:  # noqa: PLR2004
            return self.closing_price(tally)
        known = self._memo.get((day, tally))
        if known is None:
            known = self.to_finish(day + 1, tally)
            for option in self._best[day]:
                used = self.use(tally, option)
                if used is not None:
                    known = min(known, option.price + self.to_finish(day + 1, used))
            self._memo[day, tally] = known
        return known

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
