"""Races: which of them a season is built towards, its phases, and what a week of each phase asks for (F1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from runlift.domain.kinds import Experience, Intensity, Phase, RunKind
from runlift.domain.runs import Run

H, M, L = Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT
TWENTY_WEEKS = timedelta(weeks=20)


@dataclass(frozen=True, slots=True)
class Distance:
    """What section 4, H2 and H3 say about one distance, in days.

    Attributes:
        taper, peak, build: where the next phase outwards begins.
        last_heavy, last_moderate: before a goal.
        heavy_after_b: after a race that is no goal.
    """

    km: float
    taper: int
    peak: int
    build: int
    last_heavy: int
    last_moderate: int
    light_after: int
    moderate_after: int
    heavy_after: int
    heavy_after_b: int


DISTANCES = (
    Distance(5.5, 7, 21, 56, 7, 5, 2, 2, 3, 3),
    Distance(10.5, 11, 25, 56, 7, 5, 3, 4, 6, 6),
    Distance(21.5, 14, 35, 84, 8, 7, 4, 7, 13, 7),
    Distance(43, 21, 49, 112, 10, 7, 8, 14, 26, 26),
    Distance(100, 21, 49, 112, 10, 7, 11, 21, 28, 28),
    Distance(float("inf"), 21, 49, 112, 10, 7, 15, 21, 35, 35),
)


def kilometres(race: Run) -> float:
    """Return the length of a race; one of unknown distance counts as a half marathon."""
    return 21.1 if race.distance_km is None else race.distance_km


def distance(race: Run) -> Distance:
    """Return what the rules say about a race's distance."""
    return next(known for known in DISTANCES if kilometres(race) <= known.km)


def with_goals_flagged(runs: Sequence[Run], today: date) -> tuple[Run, ...]:
    """Flag the goals: the flag decides; without one ahead, the longest race of 20 weeks, and so on from there."""
    races = sorted((run for run in runs if run.kind is RunKind.RACE), key=lambda race: race.start.timestamp())
    goals = [race for race in races if race.goal]
    if not goals:
        goals = [race for race in races if race.day < today and _longest(races, race.day) == race]
    since = max([today, *(race.day + timedelta(days=1) for race in races if race.goal)])
    while longest := _longest(races, since):
        goals.append(longest)
        since = longest.day + timedelta(days=1)
    return tuple(replace(run, goal=run in goals) for run in runs)


def _longest(races: Sequence[Run], since: date) -> Run | None:
    within = [race for race in races if since <= race.day <= since + TWENTY_WEEKS]
    return max(within, key=lambda race: (kilometres(race), race.start.timestamp()), default=None)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The goal races of a season."""

    goals: tuple[Run, ...]

    def ahead(self, day: date) -> Run | None:
        """Return the next goal."""
        return min((race for race in self.goals if race.day >= day), key=lambda race: race.day, default=None)

    def behind(self, day: date) -> Run | None:
        """Return the last goal."""
        return max((race for race in self.goals if race.day < day), key=lambda race: race.day, default=None)

    def days_to_goal(self, day: date) -> int | None:
        """Return D."""
        goal = self.ahead(day)
        return (goal.day - day).days if goal else None

    def phase(self, day: date) -> Phase:
        """Section 4: recovery until heavy work is allowed again, then by the days to the next goal."""
        behind, ahead = self.behind(day), self.ahead(day)
        if behind and (day - behind.day).days < distance(behind).heavy_after:
            return Phase.RECOVERY
        if not ahead:
            return Phase.BASE
        days, limits = (ahead.day - day).days, distance(ahead)
        if days < 7:
            return Phase.RACE_WEEK
        if days < limits.taper:
            return Phase.TAPER
        if days < limits.peak:
            return Phase.PEAK
        return Phase.BUILD if days < limits.build else Phase.BASE

    def f1(self, thursday: date, p: int, experience: Experience) -> list[Intensity]:
        """Return the weekly request of the table, without deloads and wishes."""
        beginner, phase = experience is Experience.BEGINNER, self.phase(thursday)
        if phase is Phase.BASE:
            return _base(p, experience)
        if phase is Phase.BUILD and beginner:
            return [M, M] if p <= 8 else [H, M]
        if phase is Phase.BUILD:
            return [H, M] if experience is Experience.INTERMEDIATE else [H, H]
        if phase is Phase.RACE_WEEK:
            return [L]
        if phase is Phase.RECOVERY:
            return self._recovery(thursday)
        late = phase is Phase.TAPER and (self.days_to_goal(thursday) or 0) < 11
        return [M] if beginner or late else [H]

    def _recovery(self, thursday: date) -> list[Intensity]:
        race = self.behind(thursday)
        since = (thursday - race.day).days if race else 0
        if not race or since < distance(race).light_after:
            return []
        return [M, L] if since >= distance(race).moderate_after else [L]


def _base(p: int, experience: Experience) -> list[Intensity]:
    if experience is Experience.BEGINNER:
        return [M, M] if p <= 4 else [M, M, L] if p <= 8 else [H, M, L]
    return [M, M, M] if experience is Experience.INTERMEDIATE and p <= 2 else [H, H, M]
