"""The runs, windows and busy hours of a season, laid out so that a slot can be judged quickly.

Instants are whole minutes since the epoch, so that every gap is elapsed time whatever the clocks do that night. A run's
start is rounded down and its end up: the gaps around it never come out too long.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple

from runlift.domain import rules
from runlift.domain.holds import returns_from
from runlift.domain.kinds import DayKind, Intensity, RunKind
from runlift.domain.phases import Season
from runlift.domain.plan import Situation
from runlift.domain.response import respond
from runlift.domain.runner import Availability
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession

Minute = int
_DAY = timedelta(days=1)
_STRENGTH = {RunKind.EASY: 1, RunKind.HARD: 2, RunKind.LONG: 3, RunKind.RACE: 4}
_SLOW_H = rules.SLOW_RECOVERY_BEFORE_KEY_H
_REACH_BEFORE = {
    RunKind.EASY: round(rules.BEFORE_RUN_H[Intensity.HEAVY][RunKind.EASY] * 60),
    RunKind.HARD: round((rules.BEFORE_RUN_H[Intensity.HEAVY][RunKind.HARD] + _SLOW_H) * 60),
    RunKind.LONG: round((rules.BEFORE_RUN_H[Intensity.HEAVY][RunKind.LONG] + _SLOW_H) * 60),
    RunKind.RACE: round(rules.BEFORE_RUN_H[Intensity.HEAVY][RunKind.RACE] * 60),
}
_REACH_AFTER = {
    RunKind.EASY: round(rules.AFTER_EASY_H[Intensity.HEAVY] * 60) + rules.AFTER_RUN_MIN,
    RunKind.HARD: round(rules.AFTER_HARD_H[Intensity.HEAVY] * 60) + rules.AFTER_RUN_MIN,
    RunKind.LONG: 3 * 24 * 60,  # until a second one on the next day starts, in whichever zone
    RunKind.RACE: rules.AFTER_RUN_MIN,
}
"""Minutes over which a run weighs on sessions at the most."""
_DAYS_AROUND_RUN = [n * _DAY for n in range(-5, 5)]
"""H1 looks ahead 96 h from a session's end, H5 back 36 h from its start."""
_DAYS_AROUND_SESSION = [n * _DAY for n in range(-4, 5)]
"""H9 asks for 72 h from start to start at the most."""


def minute(instant: datetime) -> Minute:
    """Return an instant as whole minutes since the epoch, rounded down."""
    return int(instant.timestamp() // 60)


def minute_up(instant: datetime) -> Minute:
    """Return an instant as whole minutes since the epoch, rounded up."""
    return -int(-instant.timestamp() // 60)


class Span(NamedTuple):
    """A stretch of minutes."""

    start: Minute
    end: Minute


@dataclass(frozen=True, slots=True)
class RunSpan:
    """A run, with what the rules ask of it.

    Attributes:
        weighs_from, weighs_until: no session that ends before the one or starts after the other minds it (H1, H4, H5).
        second_long: a long run on the day after another one.
        before_long: a long run on the day before another one.
    """

    start: Minute
    end: Minute
    day: date
    kind: RunKind
    run: Run
    weighs_from: Minute
    weighs_until: Minute
    second_long: bool = False
    before_long: bool = False

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.end - self.start


class Landscape:
    """Everything around a slot that does not depend on other sessions."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.clock = situation.availability.clock
        self.travel = round(situation.availability.travel.total_seconds() / 60)
        self.today = self.clock.local(situation.now).date()
        self.season = Season.of(situation.runs, self.today)
        self.now = minute(situation.now)
        self.held = situation.on_hold
        self.returns = tuple(returns_from(self.held))
        self.response = respond(situation)
        self.declined_days = frozenset(declined.day for declined in situation.declined)
        self._by_day: Mapping[date, list[RunSpan]] = _group_by_day(_run_spans(situation.runs, self.travel))
        self._windows: dict[date, list[Span]] = {}
        self._long_days = {run.day for runs in self._by_day.values() for run in runs if run.kind is RunKind.LONG}
        self._kinds = {day: _kind_of(runs) for day, runs in self._by_day.items()}

    def instant(self, day: date, start: Minute) -> datetime:
        """Return a minute as an instant on the runner's clock of a day."""
        return datetime.fromtimestamp(start * 60, self.clock.zone_on(day))

    def runs_on(self, day: date) -> list[RunSpan]:
        """Return the runs that belong to a day, by start."""
        return self._by_day.get(day, [])

    def runs_around(self, day: date) -> list[RunSpan]:
        """Return the runs that may weigh on a session of a day, by start."""
        return self._runs_around.get(day, [])

    def key_runs_ahead(self, day: date) -> list[RunSpan]:
        """Return the hard and long runs and the races of a day and the five after it, by start."""
        return [run for run in self.runs_around(day) if run.kind is not RunKind.EASY and run.day >= day]

    def day_kind(self, day: date) -> DayKind:
        """Return the strongest run of a day."""
        return self._kinds.get(day, DayKind.NONE)

    def has_long(self, day: date) -> bool:
        """Say whether a long run belongs to the day."""
        return day in self._long_days

    @cached_property
    def _runs_around(self) -> Mapping[date, list[RunSpan]]:
        found: dict[date, list[RunSpan]] = defaultdict(list)
        for runs in self._by_day.values():
            for run in runs:
                for days in _DAYS_AROUND_RUN:
                    found[run.day + days].append(run)
        return found

    @cached_property
    def _fixed_around(self) -> Mapping[date, list[FixedSession]]:
        found: dict[date, list[FixedSession]] = defaultdict(list)
        for fixed in self.situation.fixed:
            for days in _DAYS_AROUND_SESSION:
                found[fixed.day + days].append(fixed)
        return found

    def fixed_around(self, day: date) -> list[FixedSession]:
        """Return the fixed sessions that may weigh on a session of a day."""
        return self._fixed_around.get(day, [])

    @cached_property
    def _busy_by_day(self) -> Mapping[date, list[Span]]:
        """Busy spans, under each day that they touch in any zone."""
        found: dict[date, list[Span]] = defaultdict(list)
        for busy in self.situation.busy:
            span = Span(minute(busy.start), minute_up(busy.end))
            day, last = busy.start.date() - _DAY, busy.end.date() + _DAY
            while day <= last:
                found[day].append(span)
                day += _DAY
        return found

    def busy_on(self, day: date) -> list[Span]:
        """Return the busy time that may touch a day."""
        return self._busy_by_day.get(day, [])

    def windows_on(self, day: date) -> list[Span]:
        """Return when the runner can lift that day, an hour before bed at the latest (H13)."""
        if day not in self._windows:
            self._windows[day] = _windows_on(self.situation.availability, day)
        return self._windows[day]


def _run_spans(runs: Iterable[Run], travel: int) -> list[RunSpan]:
    ordered = sorted(runs, key=lambda run: (run.start, run.end))
    long_days = {run.day for run in ordered if run.kind is RunKind.LONG}
    return [_run_span(run, long_days, travel) for run in ordered]


def _run_span(run: Run, long_days: set[date], travel: int) -> RunSpan:
    start, end, day, is_long = minute(run.start), minute_up(run.end), run.day, run.kind is RunKind.LONG
    return RunSpan(
        start=start,
        end=end,
        day=day,
        kind=run.kind,
        run=run,
        weighs_from=start - max(_REACH_BEFORE[run.kind], travel),
        weighs_until=end + max(_REACH_AFTER[run.kind], travel),
        second_long=is_long and day - _DAY in long_days,
        before_long=is_long and day + _DAY in long_days,
    )


def _group_by_day(runs: Iterable[RunSpan]) -> dict[date, list[RunSpan]]:
    found: dict[date, list[RunSpan]] = defaultdict(list)
    for run in runs:
        found[run.day].append(run)
    return found


def _kind_of(runs: Iterable[RunSpan]) -> DayKind:
    return DayKind(max((run.kind for run in runs), key=_STRENGTH.__getitem__))


def _windows_on(availability: Availability, day: date) -> list[Span]:
    clock = availability.clock
    bed_day = day if availability.bedtime >= time(12) else day + _DAY
    latest = minute(clock.at(bed_day, availability.bedtime)) - rules.BEFORE_BED_MIN
    spans = []
    for window in availability.windows[day.weekday()]:
        closes = clock.at(day, window.end) if window.end > time(0) else clock.at(day + _DAY, window.end)
        start, end = minute_up(clock.at(day, window.start)), min(minute(closes), latest)
        if start < end:
            spans.append(Span(start, end))
    return spans
