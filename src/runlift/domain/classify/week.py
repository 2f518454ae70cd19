"""Size against the runner's own weeks: which run is the week's long run where no word says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum, auto
from statistics import median
from typing import NamedTuple

from runlift.domain.classify.case import Case
from runlift.domain.classify.judge import ASSUMED, Verdict
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Concept
from runlift.domain.reasons import Reason
from runlift.domain.weeks import Week

LONG_BY_SIZE = 0.8
"""Confidence that a run is the long run where only its size says so."""
BY_SIZE = frozenset({"size", "week"})
"""The rules of the reasons that speak of size."""
LONG_MINUTES = 90
LONG_MINUTES_ESTIMATED = 100
"""For a run beside a longer one of the same week: runners of such weeks are faster than the estimate."""
LONGEST_BY, LONGEST_MINUTES = 1.25, 60
FEWEST_RUNS = 5
"""So many runs of known length tell how long a runner usually runs; the only run of a week is compared with that."""


_NOT_THE_LONG_RUN = frozenset({Concept.HARD, Concept.MEDIUM_LONG})


class Role(Enum):
    """What a run's own evidence leaves to its size."""

    DECIDED = auto()
    """it is what it says: a race, intervals, a tagged run"""
    FAST_MILES = auto()
    """it holds fast miles: the long run only if it is both long and clearly the longest of its week"""
    SECOND = auto()
    """it says that it is the second longest: the long run only if none of its week is longer"""
    OPEN = auto()
    """it is the long run if it is long, or clearly the longest of its week"""


class SizedRun(NamedTuple):
    """One run, for the comparison.

    Attributes:
        day: when it is run.
        minutes: how long it takes, about; None if nothing tells.
        role: what its size may decide.
        stated: the minutes are told, not estimated by the distance.
    """

    day: date
    minutes: float | None
    role: Role
    stated: bool = True


def role_of(case: Case, verdict: Verdict) -> Role:
    """Return what the evidence on a run leaves to its size."""
    if verdict.rule in {"tag", "fix"}:
        return Role.DECIDED
    if verdict.kind is EventKind.EASY or verdict.rule == ASSUMED:
        return Role.SECOND if Concept.MEDIUM_LONG in case.title.concepts else Role.OPEN
    if verdict.kind is not EventKind.HARD:
        return Role.DECIDED
    texts = [case.title, case.notes]
    decided = any(text.structure.repeats or not text.concepts.isdisjoint(_NOT_THE_LONG_RUN) for text in texts)
    return Role.DECIDED if decided else Role.FAST_MILES


def long_by_size(runs: Mapping[int, SizedRun]) -> dict[int, Reason]:
    """Return the runs that their size makes the long run, by the caller's numbers, and why.

    Runs of one day are not compared with each other: a planned and a completed copy of one run are the same run.
    """
    weeks: dict[date, dict[int, SizedRun]] = defaultdict(dict)
    mondays = {day: Week.of(day).monday for day in {run.day for run in runs.values()}}
    for number, run in runs.items():
        weeks[mondays[run.day]][number] = run
    longest = {week: _longest_by_day(of_week.values()) for week, of_week in weeks.items()}
    usual = _usual_minutes(longest.values())
    found: dict[int, Reason] = {}
    for week, of_week in weeks.items():
        days = longest[week]
        for number, run in of_week.items():
            if run.role is not Role.DECIDED and run.minutes is not None and run.minutes >= LONGEST_MINUTES:
                others = max((minutes for day, minutes in days.items() if day != run.day), default=usual)
                reason = _why_long(run, run.minutes, others)
                if reason is not None:
                    found[number] = reason
    return found


def _longest_by_day(runs: Iterable[SizedRun]) -> dict[date, float]:
    """Return the minutes of each day's longest run, 0 where nothing tells."""
    days: dict[date, float] = {}
    for run in runs:
        days[run.day] = max(run.minutes or 0, days.get(run.day, 0))
    return days


def _usual_minutes(weeks: Iterable[Mapping[date, float]]) -> float:
    """Return how long the runner usually runs, or 0 where too few runs tell."""
    known = [minutes for days in weeks for minutes in days.values() if minutes]
    return median(known) if len(known) >= FEWEST_RUNS else 0


def _why_long(run: SizedRun, minutes: float, next_longest: float) -> Reason | None:
    """Return why a run is the long run, given the longest run on another day of its week (else the usual run, or 0)."""
    if run.role is Role.SECOND and minutes < next_longest:
        return None
    fast = run.role is Role.FAST_MILES
    clearly = next_longest > 0 and minutes >= LONGEST_BY * next_longest
    at_least = LONG_MINUTES if run.stated or minutes >= next_longest else LONG_MINUTES_ESTIMATED
    if minutes >= at_least and (clearly or not fast):
        return Reason("size", f"about {minutes:.0f} minutes make it a long run")
    if clearly and not fast:
        return Reason("week", f"at about {minutes:.0f} minutes it is clearly the longest run of its week")
    return None
