"""The places where a session could stand: every legal start of a day, with its price (H13, H18)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from runlift.domain import rules
from runlift.domain.bans import Ban, day_bans, hour_bans, session_bans
from runlift.domain.kinds import Intensity, RunKind
from runlift.domain.landscape import Landscape, Minute, Span
from runlift.domain.prices import POINT, Cost, DayPrices
from runlift.domain.progression import is_learning, prescribe
from runlift.domain.sessions import Prescription
from runlift.domain.weeks import Week

_HOUR = 60
_GRID = 15


class Slot(NamedTuple):
    """One legal place for one session.

    Attributes:
        price: its soft costs and, to decide between equal ones, its distance; in minutes of distance.
        for_novice: legal for one of the runner's first two sessions as well.
    """

    day: date
    start: Minute
    prescription: Prescription
    price: int = 0
    for_novice: bool = True

    @property
    def intensity(self) -> Intensity:
        """How hard the session is."""
        return self.prescription.intensity

    @property
    def points(self) -> int:
        """The sum of its soft costs."""
        return self.price // POINT

    @property
    def distance(self) -> int:
        """Minutes from the preferred time."""
        return self.price % POINT


class Opening(NamedTuple):
    """The starts to be considered inside one window, legal or not, in order.

    Attributes:
        closes: when the window ends.
    """

    closes: Minute
    starts: list[Minute]

    def room_for(self, minutes: int) -> list[Minute]:
        """Return the starts from which a session so long ends inside the window."""
        return self.starts[: bisect_right(self.starts, self.closes - minutes)]


class DayPlan:
    """One day as a session of any intensity meets it."""

    def __init__(self, landscape: Landscape, day: date, plan_week: int, *, held_from_week: int | None) -> None:
        self._landscape = landscape
        self._held_from_week = held_from_week
        self.day = day
        self.plan_week = plan_week
        self.kind = landscape.day_kind(day)
        self._runs = landscape.runs_on(day)
        self._warm = {
            run.end + minutes
            for run in self._runs
            if run.kind is RunKind.EASY and not run.run.cross and run.minutes >= rules.WARM_UP_RUN_MIN
            for minutes in range(rules.WARM_UP_RUN_WITHIN_MIN + 1)
        }

    def openings(self, also: Sequence[Minute] = ()) -> list[Opening]:
        """Return every start to be considered, window by window.

        They are each window's beginning, the quarter hours inside it, ten minutes after each run, and those in `also`.
        """
        earliest = self._landscape.now + rules.NEW_SESSION_AHEAD_H * _HOUR
        others = [*(run.end + rules.AFTER_RUN_MIN for run in self._runs), *also]
        found = []
        for opens, closes in self._landscape.windows_on(self.day):
            starts = {opens, *range(-(-opens // _GRID) * _GRID, closes, _GRID)}
            starts.update(start for start in others if opens <= start < closes)
            found.append(Opening(closes, sorted(start for start in starts if start >= earliest)))
        return [opening for opening in found if opening.starts]

    def follows_easy_run(self, start: Minute) -> bool:
        """Say whether a session then may count an easy run as its warm-up (C2)."""
        return start in self._warm

    def prescription(self, intensity: Intensity, *, after_easy_run: bool) -> Prescription:
        """Return what a session of an intensity asks for on this day."""
        experience = self._landscape.situation.runner.experience
        season = self._landscape.season
        wished = prescribe(
            intensity,
            phase=season.phase_on(self.day),
            plan_week=self.plan_week,
            days_to_goal=season.days_to_goal(self.day),
            experience=experience,
            after_easy_run=after_easy_run,
            held_from_week=self._held_from_week,
        )
        return self._landscape.response.apply(
            wished, Week.of(self.day), learning=is_learning(experience, self.plan_week)
        )

    def whole_day_bans(self, intensity: Intensity) -> list[Ban]:
        """Return what forbids an intensity on the whole day."""
        return list(day_bans(self._landscape, self.day, intensity, self.plan_week))

    def hour_bans(self, intensity: Intensity, minutes: int, among: Span, *, novel: bool = False) -> list[Ban]:
        """Return what forbids starts between the first and the last in question: runs and busy time."""
        return hour_bans(self._landscape, self.day, intensity, minutes, among, novel=novel)

    def bans(self, prescription: Prescription, among: Span, *, novel: bool = False) -> list[Ban]:
        """Return what forbids starts between the first and the last in question: runs, busy time, fixed sessions."""
        intensity, slow = prescription.intensity, self._landscape.situation.runner.slow_recovery
        bans = self.hour_bans(intensity, prescription.minutes, among, novel=novel)
        for fixed in self._landscape.fixed_around(self.day):
            bans += session_bans(fixed, self.day, intensity, slow_recovery=slow)
        return bans

    def slots(self, intensity: Intensity, openings: Sequence[Opening], *, novel: bool) -> list[Slot]:
        """Return the legal slots for an intensity, by start.

        Args:
            novel: the runner's first two sessions may be among those planned.
        """
        if not openings or self.whole_day_bans(intensity):
            return []
        found: list[Slot] = []
        for after_easy_run in {start in self._warm for opening in openings for start in opening.starts}:
            prescription = self.prescription(intensity, after_easy_run=after_easy_run)
            starts = [start for opening in openings for start in opening.room_for(prescription.minutes)]
            alike = [start for start in starts if (start in self._warm) is after_easy_run]
            if alike:
                found += self._slots(prescription, alike, novel=novel)
        return sorted(found, key=attrgetter("start")) if self._warm else found

    def _slots(self, prescription: Prescription, starts: Sequence[Minute], *, novel: bool) -> list[Slot]:
        among = Span(starts[0], starts[-1])
        legal = _outside(self.bans(prescription, among), starts)
        prices = self._prices.of(prescription, legal) if legal else []
        if not novel:
            return [Slot(self.day, start, prescription, price) for start, price in zip(legal, prices, strict=True)]
        for_novice = set(_outside(self.bans(prescription, among, novel=True), legal))
        return [
            Slot(self.day, start, prescription, price, start in for_novice)
            for start, price in zip(legal, prices, strict=True)
        ]

    @cached_property
    def _prices(self) -> DayPrices:
        return DayPrices(self._landscape, self.day)

    def costs(self, slot: Slot) -> tuple[Cost, ...]:
        """Return of what the points of a slot are made up."""
        return self._prices.costs(slot.prescription, slot.start)


def _outside(bans: Iterable[Ban], starts: Iterable[Minute]) -> list[Minute]:
    """Return the starts that no ban forbids."""
    left = list(starts)
    for ban in bans:
        after, until = ban.after, ban.until
        left = [start for start in left if start <= after or until <= start]
    return left
