"""What a situation says before any session is chosen: what stands, and what its weeks ask for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil

from runlift.domain.check import check
from runlift.domain.kinds import Intensity, Phase, RunKind, Status
from runlift.domain.plan import Situation
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, PublishedSession
from runlift.domain.weeks import Week
from tests.oracle.past import Few, Past, few_on
from tests.oracle.races import Calendar, H, L, M, with_goals_flagged

MINUTE, HOUR, DAY = 60, 3600, timedelta(days=1)
FREEZE_ENDS_AT = {"H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H12", "H16"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A session that would be legal beside what is fixed, were it the only new one.

    Attributes:
        at: its start in seconds of elapsed time.
        cost: what it costs by itself (P3 to P12).
        distance: minutes from the preferred time.
        novel_too: it would also be legal as one of the first two sessions ever (E26).
    """

    at: float
    day: date
    start: datetime
    intensity: Intensity
    cost: int
    distance: int
    novel_too: bool


Lift = Slot | FixedSession


class Scene:
    """A situation with what follows from it before any session is chosen.

    Args:
        resumed: days on which the plan itself takes up lifting again after a break.
    """

    def __init__(self, situation: Situation, resumed: Collection[date] = ()) -> None:
        self.runner, self.hours, self.clock = situation.runner, situation.availability, situation.availability.clock
        self.now = situation.now.timestamp()
        self.today = self.clock.local(situation.now).date()
        self.situation = replace(situation, runs=with_goals_flagged(situation.runs, self.today))
        self.races = Calendar(tuple(run for run in self.situation.runs if run.goal))
        self.by_day: dict[date, list[Run]] = {}
        for run in self.situation.runs:
            self.by_day.setdefault(run.day, []).append(run)
        frozen = [published for published in situation.published if self._is_frozen(published)]
        self.frozen = [_as_fixed(published) for published in frozen]
        self.movable = [published for published in situation.published if published not in frozen]
        self.fixed = sorted((*situation.fixed, *self.frozen), key=at)
        self.past = Past(situation, self.fixed, self.today, resumed)
        first = Week.of(self.today)
        self.last = Week.of(self.today + situation.horizon_days * DAY)
        self.weeks = tuple(Week(first.monday + 7 * n * DAY) for n in range(max(2, self.last - first + 1)))
        self.full = {week: self._full_request(week) for week in self.weeks}
        self.request = {week: self._request(week) for week in self.weeks}
        self.days_off = {week: {day for day in week.days if day not in self.by_day} for week in self.weeks}
        self.settle(self.fixed)

    def settle(self, fixed: list[FixedSession]) -> None:
        """Take these as what is fixed: what stands in a week, and what stands for its request, wherever that is."""
        self.fixed = fixed
        self.standing = {week: [lift for lift in self.fixed if lift.day in week.days] for week in self.weeks}
        self.serving = {week: [lift for lift in self.fixed if lift.week == week] for week in self.weeks}

    def _is_frozen(self, published: PublishedSession) -> bool:
        """H19: it starts within a day, and breaks none of the rules that may end a freeze."""
        if published.start.timestamp() >= self.now + 24 * HOUR:
            return False
        lift = _as_fixed(published)
        broken = {found.rule for found in check([lift], self.situation) if found.start == published.start}
        return not broken & FREEZE_ENDS_AT

    def plan_week(self, week: Week) -> int:
        """P counts from the first week with strength."""
        return self.past.plan_week(week)

    def days_to_goal(self, day: date) -> int | None:
        """Return D."""
        return self.races.days_to_goal(day)

    def phase(self, day: date) -> Phase:
        """Section 4."""
        return self.races.phase(day)

    def _full_request(self, week: Week) -> tuple[Intensity, ...]:
        return self.asked_by_season(week) if week <= self.last else ()

    def asked_by_season(self, week: Week) -> tuple[Intensity, ...]:
        """F1; a week without runs asks for nothing, and what was declined is not asked for again."""
        request = list(self._f1(week))
        for declined in sorted(self.situation.declined, key=lambda declined: heaviest_first(declined.intensity)):
            if declined.week == week and request:
                request.remove(declined.intensity if declined.intensity in request else request[-1])
        return tuple(request)

    def _f1(self, week: Week) -> tuple[Intensity, ...]:
        p = self.plan_week(week)
        if p < 1 or not any(self.own_runs(day) for day in week.days):
            return ()
        phase = self.phase(week.thursday)
        if phase is Phase.RACE_WEEK and not self.runner.race_week_session:
            return ()
        request = self.races.f1(week.thursday, p, self.runner.experience)
        if phase in {Phase.BASE, Phase.BUILD} and p % 4 == 0 and H in request:
            request[request.index(H)] = M
        if self.runner.session_bias > 0 and phase in {Phase.BASE, Phase.BUILD, Phase.PEAK}:
            request.append(M)
        request.sort(key=heaviest_first)
        return tuple(request[: -1 if self.runner.session_bias < 0 else 4][: self.runner.session_cap])

    def _request(self, week: Week) -> tuple[Intensity, ...]:
        """Return what the week asks for: once it has begun, only the share of the days that are left.

        What is over, and what stands for those days already, stays asked for.
        """
        full, serving = self.full[week], [lift.start.timestamp() for lift in self.fixed if lift.week == week]
        over = sum(start <= self.now for start in serving)
        coming = len(serving) - over + sum(lift.week == week for lift in self.movable)
        days_left = min(7, (week.sunday - self.today).days + 1)
        return full[: over + max(ceil(len(full) * days_left / 7), coming)]

    def is_open(self, day: date, start: datetime) -> bool:
        """Tell whether the day may hold a session; of a declined one the day stays free but for what stands there."""
        closed = {declined.day for declined in self.situation.declined}
        return day not in closed or any(lift.start == start and lift.week == Week.of(day) for lift in self.movable)

    def earlier(self, few: Few, lift: Lift, lifts: Iterable[Lift]) -> int:
        """Return how many of our sessions to come stand before one, from the day on from which they count."""
        ours = (other for other in lifts if isinstance(other, Slot) or self.past.is_coming(other))
        return sum(few.since <= other.day and at(other) < at(lift) for other in ours)

    def is_novel(self, lift: Lift, lifts: Iterable[Lift]) -> bool:
        """Tell whether a session is one of the first two ever, or after a break, among those that are planned (E26)."""
        few = few_on(self.past.novel, lift.day)
        return (isinstance(lift, Slot) or self.past.is_coming(lift)) and self.earlier(few, lift, lifts) < few.sessions

    def is_too_hard(self, lift: Lift, lifts: Iterable[Lift]) -> bool:
        """Tell whether a session is harder than the first ones after a long hold may be."""
        few = few_on(self.past.gentle, lift.day)
        return lift.intensity.rank > self.earlier(few, lift, lifts) + 2 - few.sessions

    @property
    def coming(self) -> list[FixedSession]:
        """Our own sessions that stand ahead."""
        return [lift for lift in self.fixed if self.past.is_coming(lift)]

    def own_runs(self, day: date) -> list[Run]:
        """Return the day's runs without other sports, which count as runs for gaps and for the kind of a day only."""
        return [run for run in self.by_day.get(day, []) if not run.cross]

    def kinds(self, day: date) -> set[RunKind]:
        """Return the kinds of the day's runs."""
        return {run.kind for run in self.by_day.get(day, [])}

    def keep_apart(self, one: Lift, other: Lift) -> bool:
        """H9 and H17."""
        if one.intensity is other.intensity is H:
            hours = 72 if self.runner.slow_recovery else 48
        else:
            hours = 20 if L in {one.intensity, other.intensity} else 36
        return one.day != other.day and abs(at(one) - at(other)) >= hours * HOUR


def _as_fixed(published: PublishedSession) -> FixedSession:
    return FixedSession(
        start=published.start,
        end=published.end,
        intensity=published.intensity,
        week=published.week,
        status=Status.FROZEN,
        key=published.key,
    )


def at(lift: Lift) -> float:
    """Return when it starts, in seconds."""
    return lift.at if isinstance(lift, Slot) else lift.start.timestamp()


def heaviest_first(intensity: Intensity) -> int:
    """Sort the heaviest first."""
    return -intensity.rank
