"""Where a day stands in the season, and how much strength its week asks for (docs/rules.md)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from runlift.domain import rules
from runlift.domain.kinds import Experience, Intensity, Phase, RunKind
from runlift.domain.runner import Runner
from runlift.domain.runs import Run
from runlift.domain.weeks import Week

_GOAL_HORIZON = timedelta(weeks=20)
_L, _M, _H = Intensity.LIGHT, Intensity.MODERATE, Intensity.HEAVY
_LATE_TAPER_DAYS = 11
"""F1: from here on the taper's one session is moderate."""


@dataclass(frozen=True, slots=True)
class Season:
    """The races that shape a season.

    Attributes:
        races: every known race, by start; `goal` is set on those that the season is built towards.
        goals: those races.
    """

    races: tuple[Run, ...]
    goals: tuple[Run, ...]
    _phases: dict[date, Phase] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, runs: Sequence[Run], today: date) -> "Season":
        """Find the races among the runs and choose the goals.

        Flagged races are the goals; without a flag it is the longest in the next 20 weeks, of equals the later.
        After a goal the next one is chosen the same way. A past race was the goal of its time when none of the 20
        weeks after it was longer.
        """
        races = sorted((run for run in runs if run.kind is RunKind.RACE), key=lambda race: race.start)
        chosen = {id(race) for race in _choose_goals(races, today)}
        told = [replace(race, goal=id(race) in chosen) for race in races]
        return cls(tuple(told), tuple(race for race in told if race.goal))

    def next_goal(self, day: date) -> Run | None:
        """Return the goal race that is run on the day or after it."""
        return next((race for race in self.goals if race.day >= day), None)

    def last_goal(self, day: date) -> Run | None:
        """Return the goal race that was run before the day."""
        return next((race for race in reversed(self.goals) if race.day < day), None)

    def days_to_goal(self, day: date) -> int | None:
        """Return D: whole days from the day to the next goal race."""
        goal = self.next_goal(day)
        return None if goal is None else (goal.day - day).days

    def phase_on(self, day: date) -> Phase:
        """Return the phase of a day (F0)."""
        if day not in self._phases:
            self._phases[day] = self._find_phase(day)
        return self._phases[day]

    def _find_phase(self, day: date) -> Phase:
        before = self.last_goal(day)
        if before and not allowed_after(before, _H, day):
            return Phase.RECOVERY
        goal = self.next_goal(day)
        if goal is None:
            return Phase.BASE
        distance = rules.race_rules(goal.distance_km)
        return _phase_at((goal.day - day).days, distance)


def _phase_at(days: int, race: rules.RaceRules) -> Phase:
    limits = (
        (rules.RACE_WEEK_DAYS, Phase.RACE_WEEK),
        (race.taper, Phase.TAPER),
        (race.peak, Phase.PEAK),
        (race.block, Phase.BUILD),
    )
    return next((phase for limit, phase in limits if days < limit), Phase.BASE)


def allowed_after(race: Run, intensity: Intensity, day: date) -> bool:
    """Say whether H3 allows an intensity on a day after the race."""
    limits = rules.race_rules(race.distance_km)
    first = limits.first_day_after[intensity]
    if intensity is _H and not race.goal:
        first = limits.heavy_after_b_race
    return (day - race.day).days >= first


def _choose_goals(races: Sequence[Run], today: date) -> list[Run]:
    flagged = [race for race in races if race.goal]
    goals = flagged or [race for race in races if race.day < today and _longest_from(races, race.day) is race]
    day = max([today, *(race.day + timedelta(days=1) for race in flagged)])
    while (goal := _longest_from(races, day)) is not None:
        goals.append(goal)
        day = goal.day + timedelta(days=1)
    return goals


def _longest_from(races: Sequence[Run], day: date) -> Run | None:
    within = [race for race in races if day <= race.day <= day + _GOAL_HORIZON]
    return max(within, key=lambda race: (race.distance_km or rules.UNKNOWN_RACE_KM, race.start), default=None)


def weekly_request(week: Week, *, season: Season, plan_week: int, runner: Runner) -> tuple[Intensity, ...]:
    """Return the sessions that a week asks for, heaviest first (F1).

    Args:
        plan_week: p, counted from the first week of strength training; below 1 nothing is asked.
    """
    if plan_week < 1:
        return ()
    day = week.thursday
    phase = season.phase_on(day)
    request = list(_base_request(phase, day, season, plan_week, runner))
    growing = phase in {Phase.BASE, Phase.BUILD}
    if growing and plan_week % rules.DELOAD_EVERY == 0 and _H in request:
        request[request.index(_H)] = _M
    if runner.session_bias > 0 and (growing or phase is Phase.PEAK):
        request.append(_M)
    request.sort(key=lambda intensity: -intensity.rank)
    if runner.session_bias < 0 and request:
        request.pop()
    return tuple(request[: min(rules.MAX_PER_WEEK, runner.session_cap or rules.MAX_PER_WEEK)])


def _base_request(phase: Phase, day: date, season: Season, plan_week: int, runner: Runner) -> tuple[Intensity, ...]:
    match phase:
        case Phase.BASE:
            return _base_phase_request(plan_week, runner.experience)
        case Phase.BUILD:
            return _build_request(plan_week, runner.experience)
        case Phase.PEAK:
            return (_M,) if runner.experience is Experience.BEGINNER else (_H,)
        case Phase.TAPER:
            late = (season.days_to_goal(day) or 0) < _LATE_TAPER_DAYS
            return (_M,) if late or runner.experience is Experience.BEGINNER else (_H,)
        case Phase.RACE_WEEK:
            return (_L,) if runner.race_week_session else ()
        case Phase.RECOVERY:
            return _recovery_request(day, season)


def _base_phase_request(plan_week: int, experience: Experience) -> tuple[Intensity, ...]:
    if experience is Experience.BEGINNER:
        if plan_week <= 4:
            return (_M, _M)
        return (_M, _M, _L) if plan_week <= 8 else (_H, _M, _L)
    if experience is Experience.INTERMEDIATE and plan_week <= 2:
        return (_M, _M, _M)
    return (_H, _H, _M)


def _build_request(plan_week: int, experience: Experience) -> tuple[Intensity, ...]:
    if experience is Experience.BEGINNER and plan_week <= 8:
        return (_M, _M)
    return (_H, _H) if experience is Experience.ADVANCED else (_H, _M)


def _recovery_request(day: date, season: Season) -> tuple[Intensity, ...]:
    race = season.last_goal(day)
    if race is None or not allowed_after(race, _L, day):
        return ()
    return (_M, _L) if allowed_after(race, _M, day) else (_L,)
