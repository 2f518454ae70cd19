"""From a situation to the cheapest plan that breaks no hard rule (docs/rules.md).

The steps: settle what may not move, lay out the weeks and their legal slots, search, and write out what was chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from runlift.domain import phrasing, rules
from runlift.domain.because import Explainer
from runlift.domain.history import History, breaks_before
from runlift.domain.kinds import DayKind, Status
from runlift.domain.landscape import Landscape, Minute, minute
from runlift.domain.plan import Notice, Plan, Situation, Unplaced
from runlift.domain.reasons import Reason
from runlift.domain.search import Choice, cheapest
from runlift.domain.season import SeasonFrame, WeekFrame, frame_season
from runlift.domain.sessions import FixedSession, PublishedSession, Session
from runlift.domain.slots import DayPlan, Slot
from runlift.domain.workouts import Variant, write_workout


def plan(situation: Situation) -> Plan:
    """Return the cheapest legal plan; the same situation gives the same plan on every machine."""
    displaced = _displaced_sessions(Landscape(situation))
    settled, frozen = freeze(situation, displaced)
    landscape = Landscape(settled)
    frame, choice = _choose(landscape)
    explainer = Explainer(landscape, frame, choice.slots)
    sessions: list[Session] = []
    unplaced: list[Unplaced] = []
    for week in frame.weeks:
        slots = [slot for slot in choice.slots if slot.day in week.outline.week.days]
        sessions += _write_week(landscape, week, slots, frozen, explainer)
        unplaced += explainer.unplaced(week, slots)
    return Plan(
        weeks=tuple(week.outline for week in frame.weeks),
        sessions=tuple(sorted(sessions, key=lambda session: session.start)),
        unplaced=tuple(unplaced),
        warnings=tuple(_warnings(landscape, frame)),
        displaced=displaced,
        cost=choice.cost,
    )


def _choose(landscape: Landscape) -> tuple[SeasonFrame, Choice]:
    """Search until the breaks that the plan itself holds are those that it reckons with."""
    resumed: set[date] = set()
    while True:
        frame = frame_season(landscape, sorted(resumed))
        choice = cheapest(frame, slow_recovery=landscape.situation.runner.slow_recovery)
        ahead = [fixed.day for fixed in landscape.situation.fixed if fixed.key and fixed.day >= landscape.today]
        days = sorted([*frame.known, *ahead, *(slot.day for slot in choice.slots)])
        found = {day for day in breaks_before(days) if day >= landscape.today} - resumed
        # A gap is a break only after a session that is known to have been.
        if not found or not frame.known:
            return frame, choice
        resumed |= found


def freeze(situation: Situation, displaced: Mapping[str, Reason]) -> tuple[Situation, tuple[FixedSession, ...]]:
    """Turn published sessions that start within 24 hours into fixed ones, but those that are displaced (H19)."""
    near = minute(situation.now) + rules.FREEZE_H * 60
    frozen, movable = [], []
    for session in situation.published:
        if minute(session.start) < near and session.key not in displaced:
            frozen.append(
                FixedSession(
                    start=session.start,
                    end=session.end,
                    intensity=session.intensity,
                    week=session.week,
                    status=Status.FROZEN,
                    key=session.key,
                )
            )
        else:
            movable.append(session)
    settled = replace(situation, fixed=(*situation.fixed, *frozen), published=tuple(movable))
    return settled, tuple(frozen)


def _displaced_sessions(landscape: Landscape) -> dict[str, Reason]:
    """Return why published sessions cannot stay where they stand, by key; those that can are not among them."""
    situation = landscape.situation
    history = History(situation.runner.strength_since, situation.fixed, landscape.today)
    novel = history.novel_sessions
    ours: tuple[FixedSession | PublishedSession, ...] = (*situation.fixed, *situation.published)
    first = sorted(session.start for session in ours if history.is_coming(session))[:novel]
    found = {
        session.key: _displaced(landscape, session, novel=session.start in first) for session in situation.published
    }
    return {key: reason for key, reason in found.items() if reason}


def _displaced(landscape: Landscape, session: PublishedSession, *, novel: bool) -> Reason | None:
    """Return the rule that forbids a session its place, of those that may undo a freeze: H1 to H8, H12 and H16."""
    start, day, intensity = minute(session.start), session.start.date(), session.intensity
    judge = DayPlan(landscape, day, plan_week=1, held_from_week=None)
    bans = [ban for ban in judge.whole_day_bans(intensity) if ban.rule != "H11"]
    by_hour = judge.hour_bans(intensity, minute(session.end) - start, novel=novel)
    bans += [ban for ban in by_hour if ban.forbids(start)]
    if not bans:
        return None
    kind = landscape.day_kind(day)
    return Reason(bans[0].rule, phrasing.of_ban(bans[0], day, intensity, kind, landscape.season))


def _write_week(
    landscape: Landscape,
    week: WeekFrame,
    slots: Sequence[Slot],
    frozen: Sequence[FixedSession],
    explainer: Explainer,
) -> list[Session]:
    # What is over counts too, so that the others keep their workouts while the week goes by.
    ours = [f for f in landscape.situation.fixed if f.key and f.week == week.outline.week]
    standing = [(_standing_slot(landscape, week, f), f) for f in ours]
    placed = sorted([*((slot, None) for slot in slots), *standing], key=lambda pair: pair[0].start)
    jumps = _jumping(landscape, [slot for slot, _ in placed])
    sessions = []
    for number, (slot, fixed) in enumerate(placed):
        if fixed and fixed not in frozen:
            continue
        variant: Variant = "B" if len(week.asked) > 1 and number % 2 else "A"
        session = Session(
            start=fixed.start if fixed else instant(landscape, slot.day, slot.start),
            end=fixed.end if fixed else instant(landscape, slot.day, slot.start + slot.prescription.minutes),
            intensity=slot.intensity,
            week=week.outline.week,
            phase=landscape.season.phase_on(slot.day),
            plan_week=week.outline.plan_week,
            prescription=slot.prescription,
            workout=write_workout(
                slot.prescription,
                variant=variant,
                jumping=slot.start in jumps,
                runner=landscape.situation.runner,
                plan_week=week.outline.plan_week,
            ),
            because=explainer.frozen() if fixed else explainer.placed(week, slot),
            status=Status.FROZEN if fixed else Status.PLANNED,
            key=fixed.key if fixed else None,
        )
        sessions.append(session)
    return sessions


def _standing_slot(landscape: Landscape, week: WeekFrame, fixed: FixedSession) -> Slot:
    """Return a session that stands as the slot that it stands in."""
    judge = DayPlan(landscape, fixed.day, week.outline.plan_week, held_from_week=week.held_from_week)
    start = minute(fixed.start)
    prescription = judge.prescription(fixed.intensity, after_easy_run=judge.follows_easy_run(start))
    length = minute(fixed.end) - start
    return Slot(fixed.day, start, replace(prescription, minutes=length), (), 0, for_novice=True)


def _jumping(landscape: Landscape, slots: Sequence[Slot]) -> set[Minute]:
    """Return the starts of the sessions with plyometrics: two a week, away from hard and long runs (C10)."""
    allowed = [
        slot
        for slot in slots
        if slot.prescription.plyo
        and landscape.day_kind(slot.day) not in {DayKind.HARD, DayKind.LONG}
        and not landscape.has_long(slot.day - timedelta(days=1))
    ]
    allowed.sort(key=lambda slot: (-slot.intensity.rank, slot.start))
    return {slot.start for slot in allowed[: rules.PLYO_SESSIONS_A_WEEK]}


def _warnings(landscape: Landscape, frame: SeasonFrame) -> list[Notice]:
    notices = []
    for week in frame.weeks:
        outline = week.outline
        if outline.request and all(landscape.runs_on(day) for day in outline.week.days):
            notices.append(Notice(week=outline.week, text="no full rest day this week: you run on all seven days"))
        if outline.request and not any(landscape.windows_on(day) for day in outline.week.days):
            notices.append(Notice(week=outline.week, text="no window to lift in this week"))
    return notices


def instant(landscape: Landscape, day: date, start: Minute) -> datetime:
    """Return a minute as an instant on the runner's clock."""
    return datetime.fromtimestamp(start * 60, landscape.clock.zone_on(day))
