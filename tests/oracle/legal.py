"""One day, and what the hard rules allow a session on it by itself (H1 to H8, H11 to H13, H16 and H18)."""

from dataclasses import dataclass
from datetime import date, time
from functools import cache

from runlift.domain.kinds import Experience, Intensity, Phase, Policy, RunKind
from runlift.domain.progression import prescribe
from runlift.domain.runs import Run
from runlift.domain.weeks import Week
from tests.oracle.races import H, L, M, distance
from tests.oracle.scene import DAY, HOUR, MINUTE, Scene

EASY, HARD, LONG, RACE = RunKind.EASY, RunKind.HARD, RunKind.LONG, RunKind.RACE

BEFORE_RUN_H: dict[Intensity, dict[RunKind, float]] = {
    H: {EASY: 10, HARD: 36, LONG: 36, RACE: 96},
    M: {EASY: 0.25, HARD: 20, LONG: 24, RACE: 72},
    L: {EASY: 0.25, HARD: 6, LONG: 10, RACE: 72},
}
AFTER_LONG_H: dict[Intensity, tuple[int, int]] = {H: (24, 36), M: (18, 24), L: (6, 18)}
"""After a long run, and after the second of two days in a row."""
ONE_ROW_HEAVIER = {L: M, M: H, H: H}
HEAVY_FROM_WEEK = {Experience.BEGINNER: 9, Experience.INTERMEDIATE: 3, Experience.ADVANCED: 1}


@dataclass(frozen=True, slots=True)
class Nearby:
    """A run in elapsed seconds."""

    run: Run
    kind: RunKind
    start: float
    end: float
    second_long: bool


class Day:
    """A day of a scene."""

    def __init__(self, scene: Scene, day: date) -> None:
        self.scene, self.day, self.week = scene, day, Week.of(day)
        days = [day + n * DAY for n in range(-4, 6)]
        self.runs = [self._nearby(run) for near in days for run in scene.by_day.get(near, [])]
        self.today = [near for near in self.runs if near.run.day == day]
        self.own = [near for near in self.today if not near.run.cross]
        kinds, tomorrow = scene.kinds(day), scene.kinds(day + DAY)
        self.kind = next((kind for kind in (RACE, LONG, HARD, EASY) if kind in kinds), None)
        self.before_long, self.before_hard = LONG in tomorrow, HARD in tomorrow
        self.after_long = LONG in scene.kinds(day - DAY)
        self.p = max(1, scene.plan_week(self.week))
        self.travel = scene.hours.travel.total_seconds()
        self.minutes = cache(self._minutes)
        self.allows = cache(self._allows)
        noon = scene.clock.at(day, time(12)).timestamp()
        self.busy = [
            (busy.start.timestamp(), busy.end.timestamp())
            for busy in scene.situation.busy
            if busy.end.timestamp() > noon - 48 * HOUR and busy.start.timestamp() < noon + 48 * HOUR
        ]
        self.windows = [
            (self._at(window.start), self._at(window.end, next_day=window.end == time(0)))
            for window in scene.hours.windows.get(day.weekday(), ())
        ]
        bedtime = scene.hours.bedtime
        self.latest_end = self._at(bedtime, next_day=bedtime < time(12)) - HOUR

    def _at(self, wall: time, *, next_day: bool = False) -> float:
        """Return when the day's clock shows it; its end is told on the next day's clock."""
        return self.scene.clock.at(self.day + next_day * DAY, wall).timestamp()

    def _nearby(self, run: Run) -> Nearby:
        second = run.kind is LONG and LONG in self.scene.kinds(run.day - DAY)
        return Nearby(run, run.kind, run.start.timestamp(), run.end.timestamp(), second)

    def follows_easy(self, start: float) -> bool:
        """Tell whether an easy run has warmed up for a session (C2)."""
        return any(
            near.kind is EASY and near.run.minutes >= 15 and 0 <= start - near.end <= 30 * MINUTE for near in self.own
        )

    def _minutes(self, intensity: Intensity, *, warm: bool) -> int:
        """Return how long a session is on this day."""
        prescription = prescribe(
            intensity,
            phase=self.scene.phase(self.day),
            plan_week=self.p,
            days_to_goal=self.scene.days_to_goal(self.day),
            experience=self.scene.runner.experience,
            after_easy_run=warm,
        )
        return prescription.minutes

    def _allows(self, intensity: Intensity) -> bool:
        """H2, H3, H7, H8, H11 and H16: what holds for the whole day."""
        if self.day in self.scene.situation.on_hold or self.kind is RACE:
            return False
        cap = {LONG: L, HARD: M}.get(self.kind, H) if self.kind else H
        if self.kind is HARD and self.scene.runner.policy is Policy.HARD_DAYS_HARD:
            cap = H
        return (
            intensity.rank <= cap.rank
            and not (intensity is not L and self.before_long)
            and not (self.before_long and self.minutes(intensity, warm=False) > 30)
            and self._is_far_enough_from_races(intensity)
            and not (intensity is H and not self._is_ready_for_heavy())
        )

    def _is_far_enough_from_races(self, intensity: Intensity) -> bool:
        """H2 and H3."""
        goal = self.scene.races.ahead(self.day)
        if goal:
            limits = distance(goal)
            if (goal.day - self.day).days < {H: limits.last_heavy, M: limits.last_moderate, L: 0}[intensity]:
                return False
        for race in self.scene.situation.runs:
            if race.kind is RACE and race.day < self.day:
                limits = distance(race)
                heavy = limits.heavy_after if race.goal else limits.heavy_after_b
                first = {H: heavy, M: limits.moderate_after, L: limits.light_after}[intensity]
                if (self.day - race.day).days < first:
                    return False
        return True

    def _is_ready_for_heavy(self) -> bool:
        """H11."""
        near = self.scene.phase(self.day) in {Phase.PEAK, Phase.TAPER}
        return self.p >= max(HEAVY_FROM_WEEK[self.scene.runner.experience], 6 if near else 1)

    def keeps_from_runs(self, intensity: Intensity, start: float, end: float) -> bool:
        """H1, H4, H5, H6 and H12, with an eye on runs."""
        for near in self.runs:
            if end <= near.start:
                if near.start - end < max(15 * MINUTE, self.travel) or (intensity is H and near.run.day == self.day):
                    return False
            elif start < near.end + max(self._hours_after(near, intensity) * HOUR, 10 * MINUTE, self.travel):
                return False
        return self.keeps_h4(intensity, end) and not self._is_between_long_runs(start, end)

    def keeps_h4(self, row: Intensity, end: float) -> bool:
        """H4 in one row, and H1, for every later run."""
        for near in self.runs:
            hours = BEFORE_RUN_H[row][near.kind]
            if self.scene.runner.slow_recovery and row is H and near.kind in {HARD, LONG}:
                hours += 12
            if 0 <= near.start - end < hours * HOUR:
                return False
        return True

    def _hours_after(self, near: Nearby, intensity: Intensity) -> int:
        """H5."""
        if near.kind is EASY:
            return 3 if intensity is H and near.run.minutes > 45 else 0
        if near.kind is HARD:
            return 6 if intensity is H else 3
        return AFTER_LONG_H[intensity][near.second_long] if near.kind is LONG else 0

    def _is_between_long_runs(self, start: float, end: float) -> bool:
        firsts = [near for near in self.runs if near.kind is LONG and near.end <= start]
        seconds = [near for near in self.runs if near.kind is LONG and end <= near.start]
        return any(second.run.day - first.run.day == DAY for first in firsts for second in seconds)

    def is_free(self, start: float, end: float) -> bool:
        """H12 and H13: inside a window, out of the way of what is busy, and an hour before bed."""
        before = max(15 * MINUTE, self.travel)
        return (
            any(opens <= start and end <= closes for opens, closes in self.windows)
            and end <= self.latest_end
            and all(end + before <= busy or start - self.travel >= over for busy, over in self.busy)
        )
