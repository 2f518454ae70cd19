"""Why a session stands where it stands, why it is not heavier, and why one is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from runlift.domain import phrasing, rules
from runlift.domain.kinds import DayKind, Intensity, Phase, RunKind
from runlift.domain.landscape import Landscape, RunSpan, Span, minute
from runlift.domain.pins import Pin
from runlift.domain.plan import Unplaced
from runlift.domain.reasons import Because, Reason
from runlift.domain.season import WeekFrame
from runlift.domain.slots import DayPlan, Slot
from runlift.domain.spacing import least_gap

MOST_REASONS = 3
_DAYS_AROUND = [n * timedelta(days=1) for n in range(-4, 5)]
"""H9 reaches over 72 h at the most."""


class Explainer:
    """Finds the reasons for a finished choice of slots."""

    def __init__(self, landscape: Landscape, slots: Iterable[Slot]) -> None:
        self._landscape = landscape
        self._bans: dict[tuple[date, Intensity], Reason] = {}
        self._by_day: dict[date, list[Slot]] = defaultdict(list)
        for slot in slots:
            self._by_day[slot.day].append(slot)

    def frozen(self) -> Because:
        """Return why a session that starts within 24 hours stays."""
        return (Reason("H19", "it starts within 24 hours, so it stays as it is"),)

    def placed(self, week: WeekFrame, slot: Slot) -> Because:
        """Return why a session stands where it does: at most three short sentences."""
        found = [
            *self._assumption(slot.day),
            *self._why_not_heavier(week, slot),
            self._why_here(slot),
            *self._why_so_much(week.outline.plan_week, slot),
        ]
        return tuple(found[:MOST_REASONS])

    def pinned(self, pin: Pin, slot: Slot) -> Because:
        """Return why a session that the runner has put elsewhere is what it is."""
        moved = Reason("pin", "you chose the time, so it stays; what it holds follows the place")
        found = [*self._assumption(slot.day), *pin.because, moved, *self._why_so_much(pin.plan_week, slot)]
        return tuple(found[:MOST_REASONS])

    def unplaced(self, week: WeekFrame) -> Iterator[Unplaced]:
        """Yield each requested session that found no place, with the rules that left none."""
        placed = len(self._chosen(week.outline.week.days)) + len(week.served)
        for intensity in week.asked[placed:]:
            reasons = tuple(self._blockers(week, Intensity.LIGHT))[:MOST_REASONS]
            yield Unplaced(week=week.outline.week, intensity=intensity, because=reasons)

    def _chosen(self, days: Iterable[date]) -> list[Slot]:
        return [slot for day in days for slot in self._by_day.get(day, [])]

    def _assumption(self, day: date) -> list[Reason]:
        assumed = [run for run in self._landscape.runs_on(day) if run.run.assumed]
        return [Reason("assumed", f"assumes you run about {assumed[0].run.start:%H:%M}")] if assumed else []

    def _why_here(self, slot: Slot) -> Reason:
        kind = self._landscape.day_kind(slot.day)
        before = [run for run in self._landscape.runs_on(slot.day) if run.end <= slot.start]
        if self._landscape.has_long(slot.day + timedelta(days=1)):
            return Reason("H8", "light and short, since the long run is tomorrow")
        if kind is DayKind.NONE:
            return Reason("P4", f"a day without a run{self._until_key_run(slot)}, and another one stays free")
        if not before:
            return Reason("P8", f"before the day's run, so {slot.intensity} at most")
        return self._after_run(slot, kind, phrasing.span(slot.start - before[-1].end))

    def _after_run(self, slot: Slot, kind: DayKind, gap: str) -> Reason:
        if kind is DayKind.HARD:
            return Reason("S50", f"run hard, lift {gap} later, and keep easy days easy")
        if kind is DayKind.LONG:
            return Reason("H7", f"light only, {gap} after the long run")
        if slot.intensity is Intensity.HEAVY:
            return Reason("S57", f"light run, heavy lift: {gap} after an easy run{self._until_key_run(slot)}")
        return Reason("P3", f"{gap} after an easy run{self._until_key_run(slot)}")

    def _until_key_run(self, slot: Slot) -> str:
        run = self._next_key_run(slot)
        if run is None:
            return ""
        name = "race" if run.kind is RunKind.RACE else f"{run.kind} run"
        return f", {phrasing.span(run.start - slot.start - slot.prescription.minutes)} before the next {name}"

    def _next_key_run(self, slot: Slot) -> RunSpan | None:
        end = slot.start + slot.prescription.minutes
        return next((run for run in self._landscape.key_runs_ahead(slot.day) if run.start >= end), None)

    def _why_not_heavier(self, week: WeekFrame, slot: Slot) -> list[Reason]:
        wish = self._wish(week, slot)
        if wish is None or wish.rank <= slot.intensity.rank:
            return []
        blocker = next(self._blockers(week, wish, leaving_out=slot), None)
        if blocker is None:
            return []
        return [Reason(blocker.rule, f"{slot.intensity} instead of {wish}: {blocker.text}")]

    def _wish(self, week: WeekFrame, slot: Slot) -> Intensity | None:
        """Return the requested intensity that the slot is paired with (P2)."""
        mine = self._chosen(week.outline.week.days)
        ranks = sorted([*(other.intensity.rank for other in mine), *(i.rank for i in week.served)], reverse=True)
        place = ranks.index(slot.intensity.rank)
        earlier = sum(other.intensity is slot.intensity and other.start < slot.start for other in mine)
        place += earlier
        return week.asked[place] if place < len(week.asked) else None

    def _why_so_much(self, plan_week: int, slot: Slot) -> list[Reason]:
        sets = slot.prescription.sets
        count = f"{sets} set{'s' if sets > 1 else ''}"
        match self._landscape.season.phase_on(slot.day):
            case Phase.BASE | Phase.BUILD if plan_week % rules.DELOAD_EVERY == 0:
                return [Reason("C5", f"{count}: every fourth week is a lighter one")]
            case Phase.BASE | Phase.BUILD if plan_week <= 2:
                return [Reason("C5", f"{count}: your body is getting used to lifting")]
            case Phase.PEAK:
                return [Reason("C7", f"{count}: running comes first now, strength is only kept")]
            case Phase.TAPER | Phase.RACE_WEEK:
                days = self._landscape.season.days_to_goal(slot.day)
                return [Reason("C8", f"{count}: {days} days to the race, fresh legs count more")]
            case Phase.RECOVERY:
                return [Reason("H3", f"{count}: back to strength, gently, after the race")]
            case _:
                return []

    def _blockers(self, week: WeekFrame, intensity: Intensity, leaving_out: Slot | None = None) -> Iterator[Reason]:
        """Yield what keeps an intensity off the week's days, the most frequent first.

        Easy days weigh double, and closed ones nothing: that there is no window is news only where nothing else is.
        """
        votes: Counter[Reason] = Counter()
        first: dict[str, Reason] = {}
        for day in week.outline.week.days:
            if day < self._landscape.today:
                continue
            reason = self.blocker(week, day, intensity, leaving_out)
            if reason is not None:
                first.setdefault(reason.rule, reason)
                weight = 2 if self._landscape.day_kind(day) is DayKind.EASY else 1
                weight *= reason.rule != "H13"
                votes[first[reason.rule]] += weight
        yield from (reason for reason, _ in votes.most_common())

    def blocker(
        self, week: WeekFrame, day: date, intensity: Intensity, leaving_out: Slot | None = None
    ) -> Reason | None:
        """Return what keeps an intensity off a day, the rest of the plan standing; None when nothing does."""
        slots = [slot for slot in dict(week.days)[day] if slot.intensity is intensity]
        if not slots:
            if (day, intensity) not in self._bans:
                self._bans[day, intensity] = self._ban(week, day, intensity)
            return self._bans[day, intensity]
        others = [slot for slot in self._chosen(day + days for days in _DAYS_AROUND) if slot is not leaving_out]
        if any(other.day == day for other in others):
            return Reason("H17", "the other days have their session already")
        if (day in week.free_days and len(week.free_days) == 1) or (week.rest_day_lost and day in week.rest_days):
            return Reason("H10", f"{phrasing.day_name(day)} stays a full rest day")
        for other in others:
            gap = least_gap(other.intensity, intensity, slow_recovery=self._landscape.situation.runner.slow_recovery)
            if all(abs(slot.start - other.start) < gap for slot in slots):
                need = phrasing.hours(gap / 60)
                return Reason("H9", f"{intensity} and {other.intensity} stand at least {need} apart")
        return None

    def _ban(self, week: WeekFrame, day: date, intensity: Intensity) -> Reason:
        """Return the ban that forbids most of a day's places."""
        season, kind = self._landscape.season, self._landscape.day_kind(day)
        if day in self._landscape.declined_days:
            return Reason("declined", f"you took the session of {phrasing.day_name(day)} out, so it stays free")
        judge = DayPlan(self._landscape, day, week.outline.plan_week, held_from_week=week.held_from_week)
        whole_day = judge.whole_day_bans(intensity)
        if whole_day:
            ban = whole_day[0]
            return Reason(ban.rule, phrasing.of_ban(ban, day, intensity, kind, season))
        prescription = judge.prescription(intensity, after_easy_run=False)
        starts = [start for opening in judge.openings() for start in opening.room_for(prescription.minutes)]
        if not starts:
            return self._no_place(day)
        bans = judge.bans(prescription, Span(starts[0], starts[-1]))
        forbidden = [sum(ban.forbids(start) for start in starts) for ban in bans]
        if not any(forbidden):
            return Reason("H14", "its week asks for no more")
        ban = bans[forbidden.index(max(forbidden))]
        return Reason(ban.rule, phrasing.of_ban(ban, day, intensity, kind, season))

    def _no_place(self, day: date) -> Reason:
        if any(window.end > minute(self._landscape.situation.now) for window in self._landscape.windows_on(day)):
            return Reason("H13", f"no window on {phrasing.day_name(day)} is long enough")
        return Reason("H13", f"no window on {phrasing.day_name(day)}")
