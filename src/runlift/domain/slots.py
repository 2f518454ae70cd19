"""The places where a session could stand: every legal start of a day, with what it costs (H13, H18, P3 to P12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from runlift.domain import rules
from runlift.domain.bans import Ban, day_bans, hour_bans, session_bans
from runlift.domain.kinds import DayKind, Intensity, RunKind
from runlift.domain.landscape import Landscape, Minute, Span, minute
from runlift.domain.progression import is_learning, prescribe
from runlift.domain.sessions import Prescription
from runlift.domain.weeks import Week

_HOUR = 60
_GRID = 15
_DAY = timedelta(days=1)
_KEY_RUNS = {RunKind.HARD, RunKind.LONG, RunKind.RACE}
_WEEKDAY_WISH, _WEEKEND_WISH = time(18), time(10)
"""P12: where a session is welcome on a day without a run."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One soft cost of one slot."""

    rule: str
    points: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One legal place for one session.

    Attributes:
        distance: minutes from the preferred time.
        for_novice: legal for one of the runner's first two sessions as well.
    """

    day: date
    start: Minute
    prescription: Prescription
    costs: tuple[Cost, ...]
    distance: int
    for_novice: bool

    @property
    def intensity(self) -> Intensity:
        """How hard the session is."""
        return self.prescription.intensity

    @property
    def points(self) -> int:
        """The sum of its soft costs."""
        return sum(cost.points for cost in self.costs)


@dataclass(frozen=True, slots=True)
class Place:
    """A start inside a window, legal or not, before its hour is judged.

    Attributes:
        closes: when the window ends.
    """

    start: Minute
    closes: Minute
    after_easy_run: bool


class DayPlan:
    """One day as a session of any intensity meets it."""

    def __init__(self, landscape: Landscape, day: date, plan_week: int, *, held_from_week: int | None) -> None:
        self._landscape = landscape
        self._held_from_week = held_from_week
        self.day = day
        self.plan_week = plan_week
        self.kind = landscape.day_kind(day)
        self._runs = landscape.runs_on(day)

    def places(self, also: Sequence[Minute] = ()) -> Iterator[Place]:
        """Yield every start to be considered.

        They are each window's beginning, the quarter hours inside it, ten minutes after each run, and those in `also`.
        """
        earliest = self._landscape.now + rules.NEW_SESSION_AHEAD_H * _HOUR
        after_runs = [run.end + rules.AFTER_RUN_MIN for run in self._runs]
        for window in self._landscape.windows_on(self.day):
            first = -(-window.start // _GRID) * _GRID
            starts = {
                window.start,
                *range(first, window.end, _GRID),
                *_inside(window, after_runs),
                *_inside(window, also),
            }
            for start in sorted(start for start in starts if start >= earliest):
                yield Place(start, window.end, self.follows_easy_run(start))

    def follows_easy_run(self, start: Minute) -> bool:
        """Say whether a session then may count an easy run as its warm-up (C2)."""
        return any(
            run.kind is RunKind.EASY
            and not run.run.cross
            and run.minutes >= rules.WARM_UP_RUN_MIN
            and 0 <= start - run.end <= rules.WARM_UP_RUN_WITHIN_MIN
            for run in self._runs
        )

    def prescription(self, intensity: Intensity, *, after_easy_run: bool) -> Prescription:
        """Return what a session of an intensity asks for on this day."""
        season, experience = self._landscape.season, self._landscape.situation.runner.experience
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

    def hour_bans(self, intensity: Intensity, minutes: int, *, novel: bool = False) -> list[Ban]:
        """Return what forbids some of the day's hours: runs and busy time."""
        return hour_bans(self._landscape, self.day, intensity, minutes, novel=novel)

    def bans(self, prescription: Prescription, *, novel: bool = False) -> list[Ban]:
        """Return what forbids some of the day's hours for a session: runs, busy time and fixed sessions."""
        intensity, situation = prescription.intensity, self._landscape.situation
        bans = self.hour_bans(intensity, prescription.minutes, novel=novel)
        for fixed in situation.fixed:
            bans += session_bans(fixed, self.day, intensity, slow_recovery=situation.runner.slow_recovery)
        return bans

    def slots(self, intensity: Intensity, places: Sequence[Place], *, novel: bool) -> Iterator[Slot]:
        """Yield the legal slots for an intensity.

        Args:
            novel: the runner's first two sessions may be among those planned.
        """
        if not places or self.whole_day_bans(intensity):
            return
        judged = {
            after: self._judge(self.prescription(intensity, after_easy_run=after), novel=novel)
            for after in {place.after_easy_run for place in places}
        }
        steady = self._steady_costs(intensity)
        for place in places:
            prescription, bans, novice_bans = judged[place.after_easy_run]
            fits = place.start + prescription.minutes <= place.closes
            if not fits or any(ban.forbids(place.start) for ban in bans):
                continue
            yield Slot(
                day=self.day,
                start=place.start,
                prescription=prescription,
                costs=(*steady, *self._hour_costs(place.start, prescription)),
                distance=self._off_preference(place.start),
                for_novice=not any(ban.forbids(place.start) for ban in novice_bans),
            )

    def _judge(self, prescription: Prescription, *, novel: bool) -> tuple[Prescription, list[Ban], list[Ban]]:
        return prescription, self.bans(prescription), self.bans(prescription, novel=True) if novel else []

    def _steady_costs(self, intensity: Intensity) -> list[Cost]:
        """Return the costs that every hour of the day has (P3, P4, P5, P9, P10)."""
        points = {"P3": rules.PAIRING[self._landscape.situation.runner.policy][self.kind][intensity]}
        if self.kind is DayKind.NONE:
            days_off = sum(self._landscape.day_kind(day) is DayKind.NONE for day in Week.of(self.day).days)
            points["P4"] = rules.DAY_OFF_SCARCE if days_off <= rules.SCARCE_DAYS_OFF else rules.DAY_OFF
        tomorrow = self._landscape.day_kind(self.day + _DAY)
        if tomorrow is DayKind.LONG:
            points["P5"] = rules.EVE_LONG
        elif tomorrow is DayKind.HARD:
            points["P5"] = rules.EVE_HARD[intensity]
        if self._landscape.has_long(self.day - _DAY):
            points["P9"] = rules.AFTER_LONG[intensity]
        if sum(not run.run.cross for run in self._runs) > 1:
            points["P10"] = rules.DOUBLE_RUN
        return [Cost(rule, value) for rule, value in points.items() if value]

    def _hour_costs(self, start: Minute, prescription: Prescription) -> Iterator[Cost]:
        """Yield the costs of one hour of the day (P6, P7, P8, P11, P12)."""
        end = start + prescription.minutes
        later = [run for run in self._landscape.runs_near(self.day, 0, 5) if run.start >= end]
        if prescription.intensity is Intensity.HEAVY and any(
            run.kind in _KEY_RUNS and run.start - end < rules.HEAVY_KEY_H * _HOUR for run in later
        ):
            yield Cost("P6", rules.HEAVY_UNDER_48H)
        if gap := sum(_gap_cost(run.kind, start - run.end) for run in self._runs if run.end <= start):
            yield Cost("P7", gap)
        if any(run.start >= end for run in self._runs):
            yield Cost("P8", rules.LIFT_BEFORE_RUN)
        if any(run.kind is RunKind.RACE and run.start - end < rules.RACE_NEAR_H * _HOUR for run in later):
            yield Cost("P11", rules.RACE_UNDER_96H)
        if off := min(self._off_preference(start) // _HOUR * rules.PER_HOUR_OFF, rules.PER_HOUR_OFF_MAX):
            yield Cost("P12", off)

    def _off_preference(self, start: Minute) -> int:
        """Return by how many minutes a start misses the preferred time (P12)."""
        wish = self._wished()
        return max(wish.start - start, start - wish.end, 0)

    def _wished(self) -> Span:
        availability = self._landscape.situation.availability
        if availability.prefer is None and self._runs:
            last = max(run.end for run in self._runs)
            first_hour, last_hour = availability.gap_hours
            return Span(last + round(first_hour * _HOUR), last + round(last_hour * _HOUR))
        wall = availability.prefer or (_WEEKDAY_WISH if self.day.weekday() < 5 else _WEEKEND_WISH)
        instant = minute(availability.clock.at(self.day, wall))
        return Span(instant, instant)


def _inside(window: Span, starts: Sequence[Minute]) -> list[Minute]:
    return [start for start in starts if window.start <= start < window.end]


def _gap_cost(kind: RunKind, gap: int) -> int:
    if kind is RunKind.EASY and rules.GAP_EASY_FROM_MIN <= gap < rules.GAP_EASY_TO_MIN:
        return rules.GAP_EASY
    if kind is RunKind.HARD and rules.GAP_HARD_FROM_MIN <= gap < rules.GAP_HARD_TO_MIN:
        return rules.GAP_HARD
    return 0
