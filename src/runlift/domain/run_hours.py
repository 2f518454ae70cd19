"""When a run without an hour is assumed to be, and how long a run without a length (docs/rules.md)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from statistics import median

from runlift.domain import rules
from runlift.domain.events import EventUid
from runlift.domain.kinds import RunKind
from runlift.domain.reasons import Reason
from runlift.domain.runner import Availability
from runlift.domain.runs import Run

_MINUTES_A_KM = 6
_DEFAULT_MINUTES = {RunKind.EASY: 45, RunKind.HARD: 60, RunKind.LONG: 120}
_LEARNS_FROM, _LEARNS_AT_LEAST = 8, 3
_SECOND_RUN_AT = time(17)


def default_minutes(kind: RunKind, distance_km: float | None) -> float:
    """Return how long a run is taken to be: six minutes a kilometre, or its kind's usual length."""
    if distance_km:
        return distance_km * _MINUTES_A_KM
    if kind is RunKind.RACE:
        return rules.UNKNOWN_RACE_KM * _MINUTES_A_KM
    return _DEFAULT_MINUTES[kind]


@dataclass(frozen=True, slots=True)
class RunHours:
    """The runner's habits: the clock time at which a run without one is assumed, by `date.weekday()`."""

    usual: Mapping[int, time]
    availability: Availability

    @classmethod
    def learn(cls, timed: Sequence[Run], availability: Availability) -> "RunHours":
        """Take the median of each weekday's last eight timed runs; with fewer than three the config decides."""
        starts: dict[int, list[int]] = defaultdict(list)
        for run in sorted(timed, key=lambda run: run.start):
            if run.kind is not RunKind.RACE and not run.cross:
                starts[run.day.weekday()].append(run.start.hour * 60 + run.start.minute)
        usual = dict(availability.assumed_run)
        for weekday, minutes in starts.items():
            if len(minutes) >= _LEARNS_AT_LEAST:
                middle = int(median(minutes[-_LEARNS_FROM:]))
                usual[weekday] = time(middle // 60, middle % 60)
        return cls(usual, availability)

    def place(self, runs: Sequence[tuple[Run, bool]]) -> list[Run]:
        """Give every run without an hour its time; a second one on a day, or one in another's way, stands at 17:00.

        Args:
            runs: pairs of a run and whether its hour is known.
        """
        days: dict[date, list[tuple[Run, bool]]] = defaultdict(list)
        for run, timed in runs:
            days[run.day].append((run, timed))
        return [run for day in days.values() for run in self._place_day(day)]

    def _place_day(self, runs: Sequence[tuple[Run, bool]]) -> Iterator[Run]:
        standing = [run for run, timed in runs if timed]
        yield from standing
        for run in (run for run, timed in runs if not timed):
            wall = self.usual[run.day.weekday()]
            placed = self._at(run, wall)
            if any(other.start < placed.end and placed.start < other.end for other in standing):
                placed = self._at(run, _SECOND_RUN_AT)
            standing.append(placed)
            yield placed

    def _at(self, run: Run, wall: time) -> Run:
        start = self.availability.clock.at(run.day, wall)
        reason = Reason("assumed", f"assumes you run about {wall:%H:%M}")
        end = self._later(start, run.minutes)
        return replace(run, start=start, end=end, assumed=True, because=(*run.because, reason))

    def race(self, uid: EventUid, summary: str, day: date, distance_km: float | None) -> Run:
        """Return a goal race that no calendar holds."""
        start = self.availability.clock.at(day, self.usual[day.weekday()])
        end = self._later(start, default_minutes(RunKind.RACE, distance_km))
        return Run(
            uid=uid,
            summary=summary,
            start=start,
            end=end,
            kind=RunKind.RACE,
            assumed=True,
            distance_km=distance_km,
            goal=True,
        )

    def _later(self, start: datetime, minutes: float) -> datetime:
        return datetime.fromtimestamp(start.timestamp() + minutes * 60, start.tzinfo)
