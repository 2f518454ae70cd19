"""The chosen slots, and what stands beside them, written out as sessions with their workouts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from runlift.domain import rules
from runlift.domain.because import MOST_REASONS, Explainer
from runlift.domain.kinds import DayKind, Status
from runlift.domain.landscape import Landscape, Minute, minute
from runlift.domain.pins import Pin
from runlift.domain.progression import is_learning, one_set_fewer
from runlift.domain.reasons import Because
from runlift.domain.season import SeasonFrame, WeekFrame
from runlift.domain.sessions import FixedSession, Prescription, Session
from runlift.domain.slots import DayPlan, Slot
from runlift.domain.weeks import Week
from runlift.domain.workouts import Variant, write_workout


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands in the calendar and comes out of the plan again.

    Attributes:
        frozen: sessions that start within 24 hours.
        pins: sessions that the runner has put elsewhere.
    """

    frozen: tuple[FixedSession, ...]
    pins: tuple[Pin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One session of a week; what is over is among them, so that the others keep their workouts as time goes by.

    Attributes:
        slot: where it stands and what it asks for.
        fixed: what stands in the calendar; None for a new session.
        pin: set for a pinned session.
    """

    slot: Slot
    plan_week: int
    fixed: FixedSession | None = None
    pin: Pin | None = None


class Writer:
    """Writes sessions, week by week."""

    def __init__(self, landscape: Landscape, frame: SeasonFrame, standing: Standing, explainer: Explainer) -> None:
        self._landscape = landscape
        self._frame = frame
        self._standing = standing
        self._explainer = explainer
        self._pins = {pin.session.key: pin for pin in standing.pins}
        self._ours: dict[Week, list[FixedSession]] = defaultdict(list)
        for fixed in landscape.situation.fixed:
            if fixed.key:
                self._ours[fixed.week].append(fixed)
        self._tender: Minute | None = None

    def write(self, slots: Sequence[Slot]) -> tuple[Session, ...]:
        """Return all sessions of the plan, by start."""
        self._tender = self._first_after_soreness(slots)
        chosen: dict[Week, list[Slot]] = defaultdict(list)
        for slot in slots:
            chosen[Week.of(slot.day)].append(slot)
        sessions: list[Session] = []
        for frame in self._frame.weeks:
            week, plan_week = frame.outline.week, frame.outline.plan_week
            entries = [_Entry(slot=slot, plan_week=plan_week) for slot in chosen[week]]
            sessions += self._write_week(week, [*entries, *self._entries(week, plan_week)], frame)
        planned = {frame.outline.week for frame in self._frame.weeks}
        for week in sorted({pin.session.week for pin in self._standing.pins} - planned):
            sessions += self._write_week(week, list(self._entries(week, plan_week=1)), None)
        return tuple(sorted(sessions, key=lambda session: session.start))

    def _entries(self, week: Week, plan_week: int) -> Iterator[_Entry]:
        """Yield what stands of a week's sessions, wherever the runner has put them."""
        for fixed in self._ours[week]:
            pin = self._pins.get(fixed.key)
            counted = pin.plan_week if pin else plan_week
            yield _Entry(slot=self._slot_of(fixed, pin, counted), plan_week=counted, fixed=fixed, pin=pin)

    def _slot_of(self, fixed: FixedSession, pin: Pin | None, plan_week: int) -> Slot:
        start = minute(fixed.start)
        if pin:
            return Slot(fixed.day, start, pin.prescription)
        judge = DayPlan(self._landscape, fixed.day, plan_week, held_from_week=self._held_from_week(fixed.week))
        prescription = judge.prescription(fixed.intensity, after_easy_run=judge.follows_easy_run(start))
        length = minute(fixed.end) - start
        return Slot(fixed.day, start, replace(prescription, minutes=length))

    def _held_from_week(self, week: Week) -> int | None:
        return next((frame.held_from_week for frame in self._frame.weeks if frame.outline.week == week), None)

    def _write_week(self, week: Week, entries: list[_Entry], frame: WeekFrame | None) -> Iterator[Session]:
        entries.sort(key=lambda entry: entry.slot.start)
        jumps = self._jumping([entry.slot for entry in entries])
        alternate = frame is None or len(frame.asked) > 1
        for number, entry in enumerate(entries):
            if entry.fixed and not entry.pin and entry.fixed not in self._standing.frozen:
                continue
            variant: Variant = "B" if alternate and number % 2 else "A"
            yield self._session(week, entry, frame, variant=variant, jumping=entry.slot.start in jumps)

    def _session(
        self, week: Week, entry: _Entry, frame: WeekFrame | None, *, variant: Variant, jumping: bool
    ) -> Session:
        landscape, slot, fixed = self._landscape, entry.slot, entry.fixed
        prescription = self._prescription(entry)
        return Session(
            start=fixed.start if fixed else landscape.instant(slot.day, slot.start),
            end=fixed.end if fixed else landscape.instant(slot.day, slot.start + prescription.minutes),
            intensity=slot.intensity,
            week=week,
            phase=landscape.season.phase_on(slot.day),
            plan_week=entry.plan_week,
            prescription=prescription,
            workout=write_workout(
                prescription,
                variant=variant,
                jumping=jumping,
                runner=landscape.situation.runner,
                plan_week=entry.plan_week,
            ),
            because=self._because(entry, frame),
            status=_status(entry),
            key=fixed.key if fixed else None,
            flag=entry.pin.flag if entry.pin else "",
        )

    def _prescription(self, entry: _Entry) -> Prescription:
        """Return what a session asks for: a set fewer where the legs were very sore after the last one (C9)."""
        prescription, sore = entry.slot.prescription, self._landscape.response.sore or 0
        if entry.slot.start != self._tender or sore < rules.VERY_SORE:
            return prescription
        fewer = one_set_fewer(
            prescription, learning=is_learning(self._landscape.situation.runner.experience, entry.plan_week)
        )
        # A frozen session keeps its time.
        return replace(fewer, minutes=prescription.minutes) if entry.fixed and not entry.pin else fewer

    def _because(self, entry: _Entry, frame: WeekFrame | None) -> Because:
        slot = entry.slot
        if entry.pin:
            because = self._explainer.pinned(entry.pin, slot)
        elif entry.fixed or frame is None:
            return self._explainer.frozen()
        else:
            because = self._explainer.placed(frame, slot)
        answer = self._landscape.response.reason(Week.of(slot.day), tender=slot.start == self._tender)
        return (*because[: MOST_REASONS - 1], answer) if answer else because

    def _first_after_soreness(self, slots: Sequence[Slot]) -> Minute | None:
        """Return the start of the next session while the legs are sore from the last one (C9, C10)."""
        if (self._landscape.response.sore or 0) < rules.SORE:
            return None
        standing = [*self._standing.frozen, *(pin.session for pin in self._standing.pins)]
        return min([*(slot.start for slot in slots), *(minute(session.start) for session in standing)], default=None)

    def _jumping(self, slots: Sequence[Slot]) -> set[Minute]:
        """Return the starts of the sessions with plyometrics: two a week, away from hard and long runs (C10)."""
        allowed = [
            slot
            for slot in slots
            if slot.prescription.plyo
            and slot.start != self._tender
            and self._landscape.day_kind(slot.day) not in {DayKind.HARD, DayKind.LONG}
            and not self._landscape.has_long(slot.day - timedelta(days=1))
        ]
        allowed.sort(key=lambda slot: (-slot.intensity.rank, slot.start))
        return {slot.start for slot in allowed[: rules.PLYO_SESSIONS_A_WEEK]}


def _status(entry: _Entry) -> Status:
    if entry.pin:
        return Status.PINNED
    return Status.FROZEN if entry.fixed else Status.PLANNED
