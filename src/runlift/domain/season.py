"""The weeks that are planned: what each asks for, what already stands in it, and what may still be added."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TypeVar

from runlift.domain import rules
from runlift.domain.history import History
from runlift.domain.kinds import DayKind, Intensity, Phase
from runlift.domain.landscape import Landscape, Minute, minute
from runlift.domain.phases import weekly_request
from runlift.domain.plan import Situation, WeekOutline
from runlift.domain.sessions import FixedSession, PublishedSession
from runlift.domain.slots import DayPlan, Opening, Slot
from runlift.domain.weeks import Week

GENTLE_SESSIONS = 2
S = TypeVar("S")
_LEVELS = (Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFrame:
    """One planned week, ready to be searched.

    Attributes:
        asked: the intensities to serve, heaviest first; shorter than the season's request in a partial week.
        served: the intensities of fixed sessions that serve this week.
        room: how many sessions may be added that are heavy, at least moderate, and of any intensity (H14).
        free_days: days without a run on which nothing stands; one of them must stay free (H10).
        rest_days: days without a run.
        rest_day_lost: fixed sessions leave no rest day, so that new ones stand on days with runs only.
        monday: when the week begins.
        days: the seven days with their legal slots.
        returns: days on which lifting begins again after a long hold.
        resumes: lifting begins again in it after a break, so that its first sessions are novel.
        fixed: starts and intensities of fixed sessions that stand in this week, by day.
        coming: how many of them are ours and not counted as known yet, by day.
        held_from_week: the plan week from whose load nothing is added any more; None: it still grows.
        published: start and moving cost of our own sessions that may still move.
    """

    outline: WeekOutline
    asked: tuple[Intensity, ...]
    served: tuple[Intensity, ...]
    room: tuple[int, int, int]
    free_days: frozenset[date]
    rest_days: frozenset[date]
    rest_day_lost: bool
    monday: Minute
    returns: frozenset[date]
    resumes: bool
    days: tuple[tuple[date, tuple[Slot, ...]], ...]
    fixed: dict[date, tuple[tuple[Minute, Intensity], ...]]
    coming: dict[date, int]
    published: tuple[tuple[Minute, int], ...]
    held_from_week: int | None


@dataclass(frozen=True, slots=True)
class SeasonFrame:
    """All planned weeks, with what the past lays on them.

    Attributes:
        known: days of our sessions that are over.
        novel: how many of the next sessions are novel.
        gentle: how many of the next sessions are gentle ones after a long hold: the first light, the second moderate.
        before: fixed sessions before the first planned week that still weigh on it.
        after: start of the first fixed session after the last planned week.
    """

    weeks: tuple[WeekFrame, ...]
    known: tuple[date, ...]
    novel: int
    gentle: int
    before: tuple[tuple[Minute, Intensity], ...]
    after: Minute | None


def frame_season(landscape: Landscape, resumed: Sequence[date] = ()) -> SeasonFrame:
    """Lay out the planned weeks.

    Args:
        resumed: days on which the plan takes up lifting after a break of its own.
    """
    history = history_of(landscape, resumed)
    standing = _Standing.of(landscape.situation)
    weeks = tuple(_frame_week(landscape, history, week, standing) for week in planned_weeks(landscape))
    first, last = weeks[0].outline.week, weeks[-1].outline.week
    fixed = _by_start(landscape.situation.fixed)
    return SeasonFrame(
        weeks=weeks,
        known=tuple(history.known),
        novel=history.novel_sessions,
        gentle=gentle_sessions_left(landscape),
        before=tuple((minute(f.start), f.intensity) for f in fixed if Week.of(f.day) < first),
        after=next((minute(f.start) for f in fixed if Week.of(f.day) > last), None),
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    """The sessions of ours and of the runner's own that stand already, week by week.

    Attributes:
        serving: fixed sessions, under the week whose request they serve.
        inside: fixed sessions, under the week in which they stand, by start.
        published: those of ours that may still move.
    """

    serving: Mapping[Week, list[FixedSession]]
    inside: Mapping[Week, list[FixedSession]]
    published: Mapping[Week, list[PublishedSession]]

    @classmethod
    def of(cls, situation: Situation) -> "_Standing":
        return cls(
            serving=_grouped(situation.fixed, lambda fixed: fixed.week),
            inside=_grouped(_by_start(situation.fixed), lambda fixed: Week.of(fixed.day)),
            published=_grouped(situation.published, lambda session: session.week),
        )


def _grouped(sessions: Iterable[S], week_of: Callable[[S], Week]) -> Mapping[Week, list[S]]:
    found: dict[Week, list[S]] = defaultdict(list)
    for session in sessions:
        found[week_of(session)].append(session)
    return found


def history_of(landscape: Landscape, resumed: Sequence[date] = ()) -> History:
    """Return what the past says, and the days on which the plan takes up lifting after a break of its own."""
    situation = landscape.situation
    missed = landscape.response.missed
    return History(situation.runner.strength_since, situation.fixed, landscape.today, resumed, missed)


def gentle_sessions_left(landscape: Landscape) -> int:
    """Return how many gentle sessions are left of those that the last long hold before today asks for."""
    back = [day for day in landscape.returns if day <= landscape.today]
    if not back:
        return 0
    since = sum(
        fixed.key is not None and back[-1] <= fixed.day < landscape.today for fixed in landscape.situation.fixed
    )
    return max(0, GENTLE_SESSIONS - since)


def planned_weeks(landscape: Landscape) -> Iterator[Week]:
    """Yield the weeks from now through the one that holds now plus the horizon."""
    week = Week.of(landscape.today)
    last = Week.of(landscape.today + timedelta(days=landscape.situation.horizon_days))
    while week <= last:
        yield week
        week = week.next()


def _frame_week(landscape: Landscape, history: History, week: Week, all_standing: _Standing) -> WeekFrame:
    plan_week = history.plan_week(week)
    request = request_of(landscape, week, plan_week)
    serving = all_standing.serving.get(week, [])
    standing = all_standing.inside.get(week, [])
    published = all_standing.published.get(week, [])
    over = sum(minute(fixed.start) <= landscape.now for fixed in serving)
    asked = request[: _still_asked(landscape, week, len(request), over, len(serving) - over + len(published))]
    served = tuple(fixed.intensity for fixed in serving)
    days = week.days
    rest = {day for day in days if landscape.day_kind(day) is DayKind.NONE}
    free = rest - {fixed.day for fixed in standing}
    room = _room(request, asked, served, standing, has_rest_day=bool(rest))
    return WeekFrame(
        outline=WeekOutline(
            week=week, phase=landscape.season.phase_on(week.thursday), plan_week=plan_week, request=request
        ),
        asked=asked,
        served=served,
        room=room,
        free_days=frozenset(free),
        rest_days=frozenset(rest),
        rest_day_lost=bool(rest) and not free,
        monday=minute(landscape.clock.at(week.monday, time(0))),
        returns=frozenset(day for day in landscape.returns if day in days and day > landscape.today),
        resumes=history.resumes_in(week),
        days=tuple((day, _slots(landscape, history, day, plan_week, published) if any(room) else ()) for day in days),
        fixed={day: tuple((minute(f.start), f.intensity) for f in standing if f.day == day) for day in days},
        coming={day: sum(fixed.day == day and history.is_coming(fixed) for fixed in standing) for day in days},
        held_from_week=held_from_week(landscape, history, week.thursday),
        published=tuple((minute(s.start), _moving_cost(landscape, s)) for s in published),
    )


def request_of(landscape: Landscape, week: Week, plan_week: int) -> tuple[Intensity, ...]:
    """Return what a week asks for, heaviest first: nothing without runs, and nothing in place of what was declined."""
    has_runs = any(not run.run.cross for day in week.days for run in landscape.runs_on(day))
    if not has_runs:
        return ()
    asked = weekly_request(week, season=landscape.season, plan_week=plan_week, runner=landscape.situation.runner)
    left = list(asked)
    declined = [declined.intensity for declined in landscape.situation.declined if declined.week == week]
    for intensity in sorted(declined, key=_LEVELS.index):
        if left:
            left.pop(left.index(intensity) if intensity in left else -1)
    return tuple(left)


def _still_asked(landscape: Landscape, week: Week, requested: int, over: int, standing: int) -> int:
    """Return how many sessions a week asks for: all, or in a week that has begun its days' share of them.

    Args:
        over: sessions of the week that have started.
        standing: sessions of the week that are still to come; they stay asked for, so that a plan does not shrink while
            its week goes by.
    """
    days_left = min(7, (week.sunday - landscape.today).days + 1)
    share = -(-requested * days_left // 7)
    return min(requested, over + max(share, standing))


def _room(
    request: Sequence[Intensity],
    asked: Sequence[Intensity],
    served: Sequence[Intensity],
    standing: Sequence[FixedSession],
    *,
    has_rest_day: bool,
) -> tuple[int, int, int]:
    """Return what may be added: never more nor heavier than asked, counted from the heaviest down."""
    room = [
        max(0, sum(i.rank >= level.rank for i in asked) - sum(i.rank >= level.rank for i in served))
        for level in _LEVELS
    ]
    days_taken = len({fixed.day for fixed in standing})
    most = max(0, len(request) - len(standing))
    if not has_rest_day:
        most = min(most, max(0, 7 - rules.STRENGTH_FREE_DAYS_WITHOUT_REST_DAY - days_taken))
    return room[0], room[1], min(room[2], most)


def _slots(
    landscape: Landscape, history: History, day: date, plan_week: int, published: Sequence[PublishedSession]
) -> tuple[Slot, ...]:
    plan = DayPlan(landscape, day, plan_week, held_from_week=held_from_week(landscape, history, day))
    standing = [minute(session.start) for session in published]
    openings = plan.openings(standing)
    if day in landscape.declined_days:
        openings = [Opening(closes, [start for start in starts if start in standing]) for closes, starts in openings]
    may_be_novel = history.novel_sessions > 0 or history.has_breaks_ahead
    return tuple(slot for intensity in _LEVELS for slot in plan.slots(intensity, openings, novel=may_be_novel))


def held_from_week(landscape: Landscape, history: History, day: date) -> int | None:
    """Return the plan week whose load is lifted where it is not the day's own.

    It is the one in which the peak before the next goal began, once it has (C7, C8), and each week with sore legs sets
    the load back by one, which holds it (C9).
    """
    goal, week = landscape.season.next_goal(day), Week.of(day)
    weeks = [week] if landscape.response.growth_lost(week) else []
    if goal and landscape.season.phase_on(day) in {Phase.PEAK, Phase.TAPER, Phase.RACE_WEEK}:
        weeks.append(Week.of(goal.day - timedelta(days=rules.race_rules(goal.distance_km).peak - 1)))
    grown = [history.plan_week(week) - landscape.response.growth_lost(week) for week in weeks]
    return max(1, min(grown)) if grown else None


def _moving_cost(landscape: Landscape, session: PublishedSession) -> int:
    soon = minute(session.start) < landscape.now + rules.MOVE_SOON_DAYS * 24 * 60
    return rules.MOVE_SOON if soon else rules.MOVE


def _by_start(fixed: Sequence[FixedSession]) -> list[FixedSession]:
    return sorted(fixed, key=lambda session: session.start)
