"""The hard rules of one slot: which starts are forbidden, by which rule, and on account of what (H1 to H8, H11 to H17).

A ban says of a session of one intensity and length: it may not start later than `after` and earlier than `until`.
Both ends themselves are allowed, since every gap of the rulebook is a minimum that may just be met.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from runlift.domain import rules
from runlift.domain.kinds import Experience, Intensity, Phase, RunKind
from runlift.domain.landscape import Landscape, Minute, RunSpan, Span, minute
from runlift.domain.phases import allowed_after
from runlift.domain.sessions import FixedSession
from runlift.domain.spacing import least_gap

_HOUR = 60
_ALWAYS: Final = 1 << 60


class Ban(NamedTuple):
    """Starts that one rule forbids.

    Attributes:
        after: the last allowed start before the forbidden ones.
        until: the first allowed start after them.
        need_h: the hours that the rule asks for, where it asks for hours.
        cause: the run or the session on whose account.
    """

    rule: str
    after: Minute = -_ALWAYS
    until: Minute = _ALWAYS
    need_h: float = 0
    cause: RunSpan | FixedSession | None = None

    def forbids(self, start: Minute) -> bool:
        """Say whether a session may not start then."""
        return self.after < start < self.until


def day_bans(landscape: Landscape, day: date, intensity: Intensity, plan_week: int) -> Iterator[Ban]:
    """Yield the bans that forbid an intensity on a whole day."""
    situation, season = landscape.situation, landscape.season
    if day in landscape.held:
        yield Ban("H16")
    cap = rules.DAY_CAP[situation.runner.policy][landscape.day_kind(day)]
    if cap is None or intensity.rank > cap.rank:
        yield Ban("H7")
    if intensity is not Intensity.LIGHT and landscape.has_long(day + timedelta(days=1)):
        yield Ban("H8")
    goal = season.next_goal(day)
    if goal and (goal.day - day).days < rules.race_rules(goal.distance_km).last_day_before.get(intensity, 0):
        yield Ban("H2")
    if any(race.day < day and not allowed_after(race, intensity, day) for race in season.races):
        yield Ban("H3")
    if intensity is Intensity.HEAVY and not _ready_for_heavy(
        situation.runner.experience, plan_week, season.phase_on(day)
    ):
        yield Ban("H11")


def _ready_for_heavy(experience: Experience, plan_week: int, phase: Phase) -> bool:
    near_race = phase in {Phase.PEAK, Phase.TAPER}
    first = rules.HEAVY_FROM_WEEK[experience]
    return plan_week >= (max(first, rules.HEAVY_NEAR_RACE_FROM_WEEK) if near_race else first)


def hour_bans(
    landscape: Landscape, day: date, intensity: Intensity, minutes: int, among: Span, *, novel: bool
) -> list[Ban]:
    """Return the bans that runs and busy time lay on a session of an intensity and a length.

    Args:
        among: the first and the last start in question; bans on none between them are left out.
        novel: it is one of the runner's first two sessions, so that H4 counts it one intensity heavier (E26).
    """
    bans: list[Ban] = []
    latest_end = among.end + minutes
    for run in landscape.runs_around(day):
        if run.weighs_from < latest_end and among.start < run.weighs_until:
            bans += _run_bans(landscape, run, intensity, minutes, among, novel=novel)
        if run.day == day and intensity is Intensity.HEAVY:
            bans.append(Ban("H6", until=run.start, cause=run))
    before = max(rules.BEFORE_NEXT_MIN, landscape.travel)
    bans += [Ban("H12", busy.start - before - minutes, busy.end + landscape.travel) for busy in landscape.busy_on(day)]
    return [ban for ban in bans if ban.after < among.end and among.start < ban.until]


def _run_bans(
    landscape: Landscape, run: RunSpan, intensity: Intensity, minutes: int, among: Span, *, novel: bool
) -> Iterator[Ban]:
    before_h = hours_before(run.kind, intensity, novel=novel, slow=landscape.situation.runner.slow_recovery)
    after_h = hours_after(run, intensity)
    latest = run.start - max(round(before_h * _HOUR), landscape.travel) - minutes
    earliest = run.end + max(round(after_h * _HOUR), rules.AFTER_RUN_MIN, landscape.travel)
    if latest < among.end and among.start < earliest:
        yield Ban("H1" if run.kind is RunKind.RACE else "H4", latest, run.start - minutes + 1, before_h, run)
        yield Ban("H12", max(latest, run.start - minutes), run.end, 0, run)
        yield Ban("H5", run.end - 1, earliest, after_h, run)
    if run.before_long:
        second = landscape.runs_on(run.day + timedelta(days=1))
        yield Ban("H5", run.start, max(other.start for other in second if other.kind is RunKind.LONG), 0, run)


def hours_before(kind: RunKind, intensity: Intensity, *, novel: bool, slow: bool) -> float:
    """Return the hours that H4 and H1 ask for between a session's end and a run's start."""
    row = _HEAVIER[intensity] if novel else intensity
    hours = rules.BEFORE_RUN_H[row][kind]
    if slow and row is Intensity.HEAVY and kind in {RunKind.HARD, RunKind.LONG}:
        hours += rules.SLOW_RECOVERY_BEFORE_KEY_H
    return hours


_HEAVIER = {
    Intensity.LIGHT: Intensity.MODERATE,
    Intensity.MODERATE: Intensity.HEAVY,
    Intensity.HEAVY: Intensity.HEAVY,
}


def hours_after(run: RunSpan, intensity: Intensity) -> float:
    """Return the hours that H5 asks for between a run's end and a session's start, the ten minutes aside."""
    match run.kind:
        case RunKind.EASY:
            return 0 if run.minutes <= rules.EASY_SHORT_MIN else rules.AFTER_EASY_H[intensity]
        case RunKind.HARD:
            return rules.AFTER_HARD_H[intensity]
        case RunKind.LONG:
            return (rules.AFTER_SECOND_LONG_H if run.second_long else rules.AFTER_LONG_H)[intensity]
        case RunKind.RACE:
            return 0


def session_bans(fixed: FixedSession, day: date, intensity: Intensity, *, slow_recovery: bool) -> Iterator[Ban]:
    """Yield the bans that a fixed session lays on a new one (H9, H17)."""
    gap = least_gap(fixed.intensity, intensity, slow_recovery=slow_recovery)
    start = minute(fixed.start)
    if fixed.day == day:
        yield Ban("H17", cause=fixed)
    yield Ban("H9", start - gap, start + gap, gap / _HOUR, fixed)
