"""What a session costs on a day, by the hour at which it starts (P3 to P12)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from runlift.domain import rules
from runlift.domain.kinds import DayKind, Intensity, RunKind
from runlift.domain.landscape import Landscape, Minute, RunSpan, Span, minute
from runlift.domain.sessions import Prescription
from runlift.domain.weeks import Week

POINT: Final = 10**7
"""One point of cost, in minutes of distance: no season strays so far from the preferred times."""
_HOUR = 60
_DAY = timedelta(days=1)
_ALWAYS: Final = 1 << 60


@dataclass(frozen=True, slots=True)
class Cost:
    """One soft cost of one slot."""

    rule: str
    points: int


class Toll(NamedTuple):
    """What one rule charges for some starts, the first and the last included."""

    rule: str
    points: int
    first: Minute
    last: Minute


class DayPrices:
    """The soft costs of one day."""

    def __init__(self, landscape: Landscape, day: date) -> None:
        self._landscape = landscape
        self._day = day
        self._kind = landscape.day_kind(day)
        self._runs = landscape.runs_on(day)
        self._ahead = landscape.key_runs_ahead(day)
        self._wish = self._wished()
        self._steady = self._steady_rows()

    def of(self, prescription: Prescription, starts: Sequence[Minute]) -> list[int]:
        """Return the price of each of some starts in order: its points and its minutes from the preferred time."""
        first, last = self._wish
        steady = POINT * sum(row[prescription.intensity] for _, row in self._steady)
        missed = [first - start if start < first else start - last if start > last else 0 for start in starts]
        prices = [steady + _points_off(minutes) * POINT + minutes for minutes in missed]
        for toll in self._tolls(prescription):
            for charged in range(bisect_left(starts, toll.first), bisect_right(starts, toll.last)):
                prices[charged] += toll.points * POINT
        return prices

    def costs(self, prescription: Prescription, start: Minute) -> tuple[Cost, ...]:
        """Return of what the points of a start are made up."""
        points = {rule: row[prescription.intensity] for rule, row in self._steady}
        for toll in self._tolls(prescription):
            if toll.first <= start <= toll.last:
                points[toll.rule] = points.get(toll.rule, 0) + toll.points
        points["P12"] = _points_off(max(self._wish.start - start, start - self._wish.end, 0))
        return tuple(Cost(rule, value) for rule, value in points.items() if value)

    def _steady_rows(self) -> list[tuple[str, Mapping[Intensity, int]]]:
        """Return what every hour of the day costs, by rule and intensity (P3, P4, P5, P9, P10)."""
        landscape = self._landscape
        rows: list[tuple[str, Mapping[Intensity, int]]]
        rows = [("P3", rules.PAIRING[landscape.situation.runner.policy][self._kind])]
        if self._kind is DayKind.NONE:
            days_off = sum(landscape.day_kind(day) is DayKind.NONE for day in Week.of(self._day).days)
            points = rules.DAY_OFF_SCARCE if days_off <= rules.SCARCE_DAYS_OFF else rules.DAY_OFF
            rows.append(("P4", dict.fromkeys(Intensity, points)))
        tomorrow = landscape.day_kind(self._day + _DAY)
        if tomorrow is DayKind.LONG:
            rows.append(("P5", dict.fromkeys(Intensity, rules.EVE_LONG)))
        elif tomorrow is DayKind.HARD:
            rows.append(("P5", rules.EVE_HARD))
        if landscape.has_long(self._day - _DAY):
            rows.append(("P9", rules.AFTER_LONG))
        if sum(not run.run.cross for run in self._runs) > 1:
            rows.append(("P10", dict.fromkeys(Intensity, rules.DOUBLE_RUN)))
        return rows

    def _tolls(self, prescription: Prescription) -> Iterator[Toll]:
        """Yield what some hours of the day cost (P6, P7, P8, P11)."""
        if prescription.intensity is Intensity.HEAVY:
            hours = rules.HEAVY_KEY_H
            yield from _tolls_before("P6", rules.HEAVY_UNDER_48H, self._ahead, hours, prescription.minutes)
        for run in self._runs:
            yield from _tolls_after(run)
        if self._runs:
            last = max(run.start for run in self._runs) - prescription.minutes
            yield Toll("P8", rules.LIFT_BEFORE_RUN, -_ALWAYS, last)
        races = [run for run in self._ahead if run.kind is RunKind.RACE]
        yield from _tolls_before("P11", rules.RACE_UNDER_96H, races, rules.RACE_NEAR_H, prescription.minutes)

    def _wished(self) -> Span:
        """Return when a session is welcome (P12)."""
        availability = self._landscape.situation.availability
        if availability.prefer is None and self._runs:
            last = max(run.end for run in self._runs)
            first_hour, last_hour = availability.gap_hours
            return Span(last + round(first_hour * _HOUR), last + round(last_hour * _HOUR))
        instant = minute(availability.usual_start(self._day))
        return Span(instant, instant)


def _points_off(minutes: int) -> int:
    """Return what P12 charges so many minutes from the preferred time."""
    return min(minutes // _HOUR * rules.PER_HOUR_OFF, rules.PER_HOUR_OFF_MAX)


def _tolls_before(rule: str, points: int, runs: Iterable[RunSpan], hours: int, minutes: int) -> Iterator[Toll]:
    """Yield the starts from which a session ends less than so many hours before one of the runs, each once."""
    charged = -_ALWAYS
    for start in sorted(run.start for run in runs):
        yield Toll(rule, points, max(charged, start - hours * _HOUR - minutes) + 1, start - minutes)
        charged = start - minutes


def _tolls_after(run: RunSpan) -> Iterator[Toll]:
    """Yield what is charged for a gap after a run that is neither short nor long (P7)."""
    if run.kind is RunKind.EASY:
        yield Toll("P7", rules.GAP_EASY, run.end + rules.GAP_EASY_FROM_MIN, run.end + rules.GAP_EASY_TO_MIN - 1)
    if run.kind is RunKind.HARD:
        yield Toll("P7", rules.GAP_HARD, run.end + rules.GAP_HARD_FROM_MIN, run.end + rules.GAP_HARD_TO_MIN - 1)
