"""The runs, windows and busy hours of a season, laid out so that a slot can be judged quickly.

Instants are whole minutes since the epoch, so that every gap is elapsed time whatever the clocks do that night. A run's
start is rounded down and its end up: the gaps around it never come out too long.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from runlift.domain import rules
from runlift.domain.kinds import DayKind, RunKind
from runlift.domain.phases import Season
from runlift.domain.plan import Situation
from runlift.domain.response import respond
from runlift.domain.runner import Availability
from runlift.domain.runs import Run

Minute = int
_DAY = timedelta(days=1)
_STRENGTH = {RunKind.EASY: 1, RunKind.HARD: 2, RunKind.LONG: 3, RunKind.RACE: 4}


def minute(instant: datetime) -> Minute:
    """Return an instant as whole minutes since the epoch, rounded down."""
    return int(instant.timestamp() // 60)


def minute_up(instant: datetime) -> Minute:
    """Return an instant as whole minutes since the epoch, rounded up."""
    return -int(-instant.timestamp() // 60)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of minutes."""

    start: Minute
    end: Minute


@dataclass(frozen=True, slots=True)
class RunSpan:
    """A run, with what the rules ask of it.

    Attributes:
        second_long: a long run on the day after another one.
        before_long: a long run on the day before another one.
    """

    start: Minute
    end: Minute
    day: date
    kind: RunKind
    run: Run
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
        self.today = self.clock.local(situation.now).date()
        self.season = Season.of(situation.runs, self.today)
        self.now = minute(situation.now)
        self.held = situation.on_hold
        self.response = respond(situation)
        self.declined_days = frozenset(declined.day for declined in situation.declined)
        self._runs = _run_spans(situation.runs)
        self._by_day: Mapping[date, list[RunSpan]] = _group_by_day(self._runs)

    def instant(self, day: date, start: Minute) -> datetime:
        """Return a minute as an instant on the runner's clock of a day."""
        return datetime.fromtimestamp(start * 60, self.clock.zone_on(day))

    def runs_on(self, day: date) -> list[RunSpan]:
        """Return the runs that belong to a day, by start."""
        return self._by_day.get(day, [])

    def runs_near(self, day: date, before: int, after: int) -> list[RunSpan]:
        """Return the runs of the days from `before` days earlier to `after` days later."""
        return [run for n in range(-before, after + 1) for run in self.runs_on(day + n * _DAY)]

    def day_kind(self, day: date) -> DayKind:
        """Return the strongest run of a day."""
        kinds = [run.kind for run in self.runs_on(day)]
        return DayKind(max(kinds, key=_STRENGTH.__getitem__)) if kinds else DayKind.NONE

    def has_long(self, day: date) -> bool:
        """Say whether a long run belongs to the day."""
        return any(run.kind is RunKind.LONG for run in self.runs_on(day))

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
        return _windows_on(self.situation.availability, day)


def _run_spans(runs: Iterable[Run]) -> list[RunSpan]:
    ordered = sorted(runs, key=lambda run: (run.start, run.end))
    long_days = {run.day for run in ordered if run.kind is RunKind.LONG}
    return [
        RunSpan(
            start=minute(run.start),
            end=minute_up(run.end),
            day=run.day,
            kind=run.kind,
            run=run,
            second_long=run.kind is RunKind.LONG and run.day - _DAY in long_days,
            before_long=run.kind is RunKind.LONG and run.day + _DAY in long_days,
        )
        for run in ordered
    ]


def _group_by_day(runs: Iterable[RunSpan]) -> dict[date, list[RunSpan]]:
    found: dict[date, list[RunSpan]] = defaultdict(list)
    for run in runs:
        found[run.day].append(run)
    return found


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
