"""The cheapest plan of one or two weeks, found by trying every legal set of sessions: slow, and written from the rules.

It shares no code with the planner. What a session may do by itself is asked of `check`, and how long it is of
`prescribe`, neither of which searches; every cost, and what sessions do to each other, is spelt out here again.
Goals are marathons that are flagged; breaks, holds and declines are not read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from math import ceil

from runlift.domain.check import check
from runlift.domain.kinds import Experience, Intensity, Phase, Policy, RunKind, Status
from runlift.domain.plan import Situation
from runlift.domain.progression import prescribe
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, PublishedSession, Session
from runlift.domain.weeks import Week
from tests.builders import later

MINUTE, HOUR, DAY = 60, 3600, timedelta(days=1)
H, M, L = Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT
EASY, HARD, LONG, RACE = RunKind.EASY, RunKind.HARD, RunKind.LONG, RunKind.RACE

BEFORE_RUN_H: dict[Intensity, dict[RunKind, float]] = {
    H: {EASY: 10, HARD: 36, LONG: 36, RACE: 96},
    M: {EASY: 0.25, HARD: 20, LONG: 24, RACE: 72},
    L: {EASY: 0.25, HARD: 6, LONG: 10, RACE: 72},
}
ONE_ROW_HEAVIER = {L: M, M: H, H: H}
PAIRING: dict[Policy, dict[RunKind | None, dict[Intensity, int]]] = {
    Policy.LIGHT_RUN_HEAVY_LIFT: {
        EASY: {H: 0, M: 2, L: 4},
        None: {H: 4, M: 4, L: 6},
        HARD: {M: 6, L: 6},
        LONG: {L: 30},
    },
    Policy.HARD_DAYS_HARD: {
        EASY: {H: 10, M: 8, L: 2},
        None: {H: 12, M: 12, L: 8},
        HARD: {H: 0, M: 0, L: 4},
        LONG: {L: 30},
    },
}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """New sessions, by start, and what they and the requests that they leave open cost."""

    slots: tuple[Slot, ...]
    cost: int

    @property
    def order(self) -> tuple[int, int, list[float], list[int]]:
        """The cheapest come first, then ties as they are broken."""
        return (
            self.cost,
            sum(slot.distance for slot in self.slots),
            [slot.at for slot in self.slots],
            [-slot.intensity.rank for slot in self.slots],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheapest:
    """The cheapest legal plan: what it costs, and its sessions together with those that are frozen."""

    cost: int
    sessions: tuple[tuple[datetime, Intensity], ...]


def cheapest(situation: Situation) -> Cheapest:
    """Return the cheapest plan that breaks no hard rule; of several the one to which the tie goes."""
    scene = Scene(situation)
    firsts, seconds = (scene.sorted_choices(week) for week in scene.two_weeks)
    best: Choice | None = None
    for first in firsts:
        for second in seconds:
            if best and first.cost + second.cost > best.cost:
                break  # all later ones cost at least as much
            slots = (*first.slots, *second.slots)
            cost = first.cost + second.cost + scene.cost_between_weeks(first.slots, second.slots)
            joined = Choice(slots=slots, cost=cost)
            if (not best or joined.order < best.order) and scene.may_follow(first.slots, second.slots):
                best = joined
    assert best
    frozen = ((lift.start, lift.intensity) for lift in scene.frozen)
    return Cheapest(cost=best.cost, sessions=tuple(sorted([*((s.start, s.intensity) for s in best.slots), *frozen])))


class Scene:
    """A situation with what follows from it before any session is chosen."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.runner, self.hours, self.clock = situation.runner, situation.availability, situation.availability.clock
        self.now = situation.now.timestamp()
        self.today = self.clock.local(situation.now).date()
        self.by_day: dict[date, list[Run]] = {}
        for run in situation.runs:
            self.by_day.setdefault(run.day, []).append(run)
        frozen = [published for published in situation.published if self._is_frozen(published)]
        self.frozen = [_as_fixed(published) for published in frozen]
        self.movable = [published for published in situation.published if published not in frozen]
        self.fixed = sorted((*situation.fixed, *self.frozen), key=_at)
        first = Week.of(self.today)
        self.two_weeks = (first, first.next())
        self.last = Week.of(self.clock.local(situation.now + situation.horizon_days * DAY).date())
        self.full = {week: self._full_request(week) for week in self.two_weeks}
        self.request = {week: self._request(week) for week in self.two_weeks}
        self.days_off = {week: {day for day in week.days if day not in self.by_day} for week in self.two_weeks}
        # What stands there, and what stands for its request, wherever that is.
        self.standing = {week: [lift for lift in self.fixed if lift.day in week.days] for week in self.two_weeks}
        self.serving = {week: [lift for lift in self.fixed if lift.week == week] for week in self.two_weeks}

    # What stands, and what is asked.

    def _is_frozen(self, published: PublishedSession) -> bool:
        """H19: it starts within a day, and breaks none of the rules that may end a freeze."""
        if published.start.timestamp() >= self.now + 24 * HOUR:
            return False
        lift = _as_fixed(published)
        broken = {found.rule for found in check([lift], self.situation) if found.start == published.start}
        return not broken & {"H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H12"}

    def plan_week(self, week: Week) -> int:
        """P counts from the first week with strength."""
        since = self.runner.strength_since
        return week - (self.two_weeks[0] if since is None else Week.of(since)) + 1

    def days_to_goal(self, day: date) -> int | None:
        """Return D."""
        ahead = [run.day for run in self.situation.runs if run.goal and run.day >= day]
        return (min(ahead) - day).days if ahead else None

    def days_since_goal(self, day: date) -> int | None:
        """Return the days since the last goal race."""
        behind = [run.day for run in self.situation.runs if run.goal and run.day < day]
        return (day - max(behind)).days if behind else None

    def phase(self, day: date) -> Phase:
        """Section 4, for marathons."""
        since, ahead = self.days_since_goal(day), self.days_to_goal(day)
        if since is not None and since < 26:
            return Phase.RECOVERY
        if ahead is None or ahead >= 112:
            return Phase.BASE
        if ahead >= 49:
            return Phase.BUILD
        if ahead >= 21:
            return Phase.PEAK
        return Phase.TAPER if ahead >= 7 else Phase.RACE_WEEK

    def _full_request(self, week: Week) -> tuple[Intensity, ...]:
        """F1; a week without runs asks for nothing."""
        p = self.plan_week(week)
        if week > self.last or p < 1 or not any(self.own_runs(day) for day in week.days):
            return ()
        phase = self.phase(week.thursday)
        request = _f1(phase, p, self.runner.experience, self.days_to_goal(week.thursday))
        if phase is Phase.RECOVERY:
            since = self.days_since_goal(week.thursday) or 0
            request = [M, L] if since >= 14 else [L] if since >= 8 else []
        if phase in {Phase.BASE, Phase.BUILD} and p % 4 == 0 and H in request:
            request[request.index(H)] = M
        if self.runner.session_bias > 0 and phase in {Phase.BASE, Phase.BUILD, Phase.PEAK}:
            request.append(M)
        request.sort(key=_heaviest_first)
        return tuple(request[: -1 if self.runner.session_bias < 0 else 4][: self.runner.session_cap])

    def _request(self, week: Week) -> tuple[Intensity, ...]:
        """Return what the week asks for: once it has begun, what stands and the share of its days that are left."""
        full, serving = self.full[week], [lift for lift in self.fixed if lift.week == week]
        published = [lift for lift in self.movable if lift.week == week]
        days_left = min(7, (week.sunday - self.today).days + 1)
        return full[: len(serving) + max(ceil(len(full) * days_left / 7), len(published))]

    def own_runs(self, day: date) -> list[Run]:
        """Return the day's runs without other sports, which count as runs for gaps and for the kind of a day only."""
        return [run for run in self.by_day.get(day, []) if not run.cross]

    # One new session.

    def starts(self, day: date) -> Iterator[datetime]:
        """Every quarter of an hour in the windows, ten minutes after each run, and where sessions stand."""
        for window in self.hours.windows.get(day.weekday(), ()):
            for quarter in range(96):
                wall = time(quarter // 4, quarter % 4 * 15)
                start = self.clock.at(day, wall)
                exists = start.astimezone(UTC).astimezone(start.tzinfo).time() == wall
                if exists and window.start <= wall and (wall < window.end or window.end == time(0)):
                    yield start
        others = [later(run.end, 10) for run in self.situation.runs] + [lift.start for lift in self.movable]
        for start in others:
            local = start.astimezone(self.clock.zone_on(day))
            if local.date() == day:
                yield local

    def slots(self, week: Week) -> list[Slot]:
        """Return every session of the week that could stand alone, by start."""
        found = {
            (start.timestamp(), intensity): slot
            for day in week.days
            for start in self.starts(day)
            if start.timestamp() >= self.now + 12 * HOUR
            for intensity in (H, M, L)
            if (slot := self.slot(start, intensity, week))
        }
        return sorted(found.values(), key=_at)

    def slot(self, start: datetime, intensity: Intensity, week: Week) -> Slot | None:
        """Return the session if it keeps every hard rule by itself and beside what is fixed."""
        session = self.session(start, intensity, week)
        end = session.end.timestamp()
        # Whether it is among the first two ever is known only of whole plans, so that H4 is read here.
        broken = {found.rule for found in check([session], replace(self.situation, fixed=()))}
        if not broken <= {"H4"} or not self.keeps_h4(intensity, end):
            return None
        slot = Slot(
            at=start.timestamp(),
            day=start.date(),
            start=start,
            intensity=intensity,
            cost=self.cost_alone(session),
            distance=self.distance(start),
            novel_too=self.keeps_h4(ONE_ROW_HEAVIER[intensity], end),
        )
        return slot if all(self.keep_apart(slot, lift) for lift in self.fixed) else None

    def session(self, start: datetime, intensity: Intensity, week: Week) -> Session:
        """Return the session as long as it is prescribed for its day."""
        day, p = start.date(), self.plan_week(week)
        warm = any(
            run.kind is EASY and run.minutes >= 15 and 0 <= start.timestamp() - run.end.timestamp() <= 30 * MINUTE
            for run in self.own_runs(day)
        )
        prescription = prescribe(
            intensity,
            phase=self.phase(day),
            plan_week=p,
            days_to_goal=self.days_to_goal(day),
            experience=self.runner.experience,
            after_easy_run=warm,
        )
        return Session(
            start=start,
            end=later(start, prescription.minutes),
            intensity=intensity,
            week=week,
            phase=self.phase(day),
            plan_week=p,
            prescription=prescription,
        )

    def keeps_h4(self, row: Intensity, end: float) -> bool:
        """H4 in one row, for every later run."""
        for run in self.situation.runs:
            hours = BEFORE_RUN_H[row][run.kind]
            if self.runner.slow_recovery and row is H and run.kind in {HARD, LONG}:
                hours += 12
            if 0 <= run.start.timestamp() - end < hours * HOUR:
                return False
        return True

    def cost_alone(self, session: Session) -> int:
        """P3 to P12."""
        intensity, start, end = session.intensity, session.start.timestamp(), session.end.timestamp()
        today, tomorrow, yesterday = (self.kinds(session.day + n * DAY) for n in (0, 1, -1))
        runs = self.by_day.get(session.day, [])
        cost = PAIRING[self.runner.policy][_strongest(today)].get(intensity, 0)
        if not runs:
            cost += 10 if len(self.days_off[session.week]) <= 2 else 2
        if LONG in tomorrow:
            cost += 8
        elif HARD in tomorrow:
            cost += 3 if intensity is L else 6
        until = [(run.kind, run.start.timestamp() - end) for run in self.situation.runs]
        cost += 10 * (intensity is H and any(kind is not EASY and 0 <= gap < 48 * HOUR for kind, gap in until))
        for run in runs:
            gap = start - run.end.timestamp()
            cost += 4 * (run.kind is EASY and 30 * MINUTE <= gap < 3 * HOUR)
            cost += 5 * (run.kind is HARD and 3 * HOUR <= gap < 6 * HOUR)
        cost += 15 * any(end <= run.start.timestamp() for run in runs)
        cost += {H: 6, M: 3, L: 0}[intensity] * (LONG in yesterday)
        cost += 6 * (len(self.own_runs(session.day)) >= 2)
        cost += 10 * any(kind is RACE and 0 <= gap < 96 * HOUR for kind, gap in until)
        return cost + min(6, self.distance(session.start) // 60)

    def kinds(self, day: date) -> set[RunKind]:
        """Return the kinds of the day's runs."""
        return {run.kind for run in self.by_day.get(day, [])}

    def distance(self, start: datetime) -> int:
        """Return the minutes to the preferred time, or to the band of preferred times."""
        day, at = start.date(), start.timestamp()
        prefer, ends = self.hours.prefer, [run.end.timestamp() for run in self.by_day.get(day, [])]
        if prefer is None and ends:
            first, last = (max(ends) + hours * HOUR for hours in self.hours.gap_hours)
        else:
            first = last = self.clock.at(day, prefer or (time(18) if day.weekday() < 5 else time(10))).timestamp()
        return round(max(first - at, at - last, 0) / MINUTE)

    # Several sessions.

    def keep_apart(self, one: Lift, other: Lift) -> bool:
        """H9 and H17."""
        if one.intensity is other.intensity is H:
            hours = 72 if self.runner.slow_recovery else 48
        else:
            hours = 20 if L in {one.intensity, other.intensity} else 36
        return one.day != other.day and abs(_at(one) - _at(other)) >= hours * HOUR

    def sorted_choices(self, week: Week) -> list[Choice]:
        """Return what the week may hold, the cheapest first; of those that other weeks cannot tell apart, the best."""
        best: dict[object, Choice] = {}
        for slots in self.sets(week):
            choice = Choice(slots=slots, cost=self.cost_of_week(week, slots))
            # No rule and no cost reaches over more than 72 hours, but for who is among the first two.
            near = tuple(slot for slot in slots if self.is_near_the_edge(slot, week))
            seen = (near, len(slots), tuple(slot.novel_too for slot in slots[:2]) if self.any_novel else ())
            if self.any_novel and self.fixed:
                seen = (slots, 0, ())
            best[seen] = min(best.get(seen, choice), choice, key=lambda choice: choice.order)
        return sorted(best.values(), key=lambda choice: choice.order)

    def is_near_the_edge(self, slot: Slot, week: Week) -> bool:
        """Tell whether the slot lies within 72 hours of the edge between the two weeks."""
        return slot.day >= week.monday + 4 * DAY if week == self.two_weeks[0] else slot.day <= week.monday + 3 * DAY

    def sets(self, week: Week) -> Iterator[tuple[Slot, ...]]:
        """Yield every legal set of new sessions that serve the week."""
        slots = self.slots(week) if self.request[week] else []
        beside = {
            slot.at + slot.intensity.rank: {id(other) for other in slots if self.keep_apart(slot, other)}
            for slot in slots
        }

        def grown(chosen: tuple[Slot, ...], others: Sequence[Slot]) -> Iterator[tuple[Slot, ...]]:
            yield chosen
            for n, slot in enumerate(others):
                if self.week_holds(week, (*chosen, slot)):
                    near = beside[slot.at + slot.intensity.rank]
                    yield from grown((*chosen, slot), [later for later in others[n + 1 :] if id(later) in near])

        yield from grown((), slots)

    def week_holds(self, week: Week, new: tuple[Slot, ...]) -> bool:
        """F1, H10 and H14: whatever holds more of the week is illegal too once one of them is broken."""
        placed = [lift.intensity.rank for lift in (*self.serving[week], *new)]
        asked = [intensity.rank for intensity in self.request[week]]
        for rank in range(max(slot.intensity.rank for slot in new) + 1):
            if sum(other >= rank for other in placed) > sum(other >= rank for other in asked):
                return False
        standing, days_off = self.standing[week], self.days_off[week]
        if len(standing) + len(new) > min(4, self.runner.session_cap or 4, len(self.full[week])):
            return False
        taken = {lift.day for lift in (*standing, *new)}
        if not days_off:
            return len(taken) <= 4
        return not days_off <= taken or not any(slot.day in days_off for slot in new)

    def cost_of_week(self, week: Week, new: tuple[Slot, ...]) -> int:
        """P1 to P12 and P14 of the week, and P13 up to the edge of the other week."""
        if week > self.last:
            return 0
        cost = sum(slot.cost for slot in new)
        request = self.request[week]
        placed = sorted((lift.intensity for lift in (*self.serving[week], *new)), key=_heaviest_first)
        cost += 100 * max(0, len(request) - len(placed))
        cost += sum(20 * max(0, asked.rank - got.rank) for asked, got in zip(request, placed, strict=False))
        cost += sum(self.moves(week, new))
        lifts: list[Lift] = sorted((*self.standing[week], *new), key=_at)
        if week == self.two_weeks[0]:
            lifts = [*(lift for lift in self.fixed if lift.day < week.monday), *lifts]
        else:
            lifts = [*lifts, *(lift for lift in self.fixed if lift.day > week.sunday)]
        return cost + sum(self.cost_of_pair(*pair) for pair in pairwise(lifts))

    def moves(self, week: Week, new: tuple[Slot, ...]) -> list[int]:
        """P14: what stands elsewhere now, as far as it is still planned."""
        published = [lift for lift in self.movable if lift.week == week]
        starts = {slot.at for slot in new}
        unkept = [lift for lift in published if lift.start.timestamp() not in starts]
        moved = min(len(new), len(published)) - (len(published) - len(unkept))
        return sorted(25 if lift.start.timestamp() < self.now + 7 * 24 * HOUR else 3 for lift in unkept)[:moved]

    def cost_of_pair(self, one: Lift, other: Lift) -> int:
        """P13 for two consecutive sessions; the runner's own doings cost nothing."""
        if isinstance(one, FixedSession) and isinstance(other, FixedSession):
            return 0
        gap = _at(other) - _at(one)
        week = Week.of(one.day)
        two = week == Week.of(other.day) and len(self.request.get(week, ())) == 2
        return 6 if gap < 48 * HOUR else 3 if two and gap < 60 * HOUR else 0

    def cost_between_weeks(self, first: tuple[Slot, ...], second: tuple[Slot, ...]) -> int:
        """P13 for the last session of one week and the first of the next."""
        lifts: list[list[Lift]] = [
            sorted((*new, *self.standing[week]), key=_at)
            for week, new in zip(self.two_weeks, (first, second), strict=True)
        ]
        return self.cost_of_pair(lifts[0][-1], lifts[1][0]) if all(lifts) else 0

    @cached_property
    def any_novel(self) -> bool:
        """Tell whether the first two sessions ever may lie ahead."""
        since, ours = self.runner.strength_since, self.ours
        if since is None or Week.of(since) >= self.two_weeks[0]:
            return True
        return bool(ours) and Week.of(ours[0].day) == Week.of(since)

    @cached_property
    def ours(self) -> list[FixedSession]:
        """Return our own sessions that stand, from the first week on."""
        since = self.runner.strength_since or date.min
        return [lift for lift in self.fixed if lift.key and lift.day >= Week.of(since).monday]

    def may_follow(self, first: tuple[Slot, ...], second: tuple[Slot, ...]) -> bool:
        """H9 over the edge of the weeks, and H4 for whatever is among the first two sessions ever."""
        lifts: list[Lift] = sorted((*self.ours, *first, *second), key=_at)
        novel: Iterable[Lift] = lifts[:2] if self.any_novel else ()
        return all(self.keep_apart(one, other) for one in first[-2:] for other in second[:2]) and all(
            lift.novel_too for lift in novel if isinstance(lift, Slot)
        )


def _f1(phase: Phase, p: int, experience: Experience, days_to_goal: int | None) -> list[Intensity]:
    """Return the weekly request of the table, without deloads."""
    beginner = experience is Experience.BEGINNER
    if phase is Phase.BASE:
        if beginner:
            return [M, M] if p <= 4 else [M, M, L] if p <= 8 else [H, M, L]
        return [M, M, M] if experience is Experience.INTERMEDIATE and p <= 2 else [H, H, M]
    if phase is Phase.BUILD:
        if beginner:
            return [M, M] if p <= 8 else [H, M]
        return [H, M] if experience is Experience.INTERMEDIATE else [H, H]
    if phase is Phase.RACE_WEEK:
        return [L]
    late = phase is Phase.TAPER and days_to_goal is not None and days_to_goal < 11
    return [M] if beginner or late else [H]


def _as_fixed(published: PublishedSession) -> FixedSession:
    return FixedSession(
        start=published.start,
        end=published.end,
        intensity=published.intensity,
        week=published.week,
        status=Status.FROZEN,
        key=published.key,
    )


def _at(lift: Lift) -> float:
    return lift.at if isinstance(lift, Slot) else lift.start.timestamp()


def _strongest(kinds: set[RunKind]) -> RunKind | None:
    return next((kind for kind in (RACE, LONG, HARD, EASY) if kind in kinds), None)


def _heaviest_first(intensity: Intensity) -> int:
    return -intensity.rank
