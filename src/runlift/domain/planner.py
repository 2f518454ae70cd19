"""From a situation to the cheapest plan that breaks no hard rule (docs/rules.md).

The steps: settle what may not move, lay out the weeks and their legal slots, search, and write out what was chosen.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from runlift.domain import phrasing, rules
from runlift.domain.because import Explainer
from runlift.domain.history import breaks_before
from runlift.domain.kinds import Status
from runlift.domain.landscape import Landscape, Span, minute
from runlift.domain.pins import Pin, settle_pins, with_intensities
from runlift.domain.plan import Notice, Plan, Situation, Unplaced
from runlift.domain.reasons import Reason
from runlift.domain.search import Choice, cheapest
from runlift.domain.season import SeasonFrame, frame_season, history_of
from runlift.domain.sessions import FixedSession, PublishedSession
from runlift.domain.slots import DayPlan
from runlift.domain.writing import Standing, Writer


def plan(situation: Situation) -> Plan:
    """Return the cheapest legal plan; the same situation gives the same plan on every machine."""
    displaced = _displaced_sessions(Landscape(situation))
    settled, frozen = freeze(situation, displaced)
    landscape, frame, pins, choice = _choose(settled)
    explainer = Explainer(landscape, choice.slots)
    writer = Writer(landscape, frame, Standing(frozen=frozen, pins=pins), explainer)
    unplaced: list[Unplaced] = []
    for week in frame.weeks:
        unplaced += explainer.unplaced(week)
    return Plan(
        weeks=tuple(week.outline for week in frame.weeks),
        sessions=writer.write(choice.slots),
        unplaced=tuple(unplaced),
        warnings=tuple(_warnings(landscape, frame)),
        displaced=displaced,
        cost=choice.cost,
    )


def _choose(situation: Situation) -> tuple[Landscape, SeasonFrame, tuple[Pin, ...], Choice]:
    """Search until the breaks that the plan itself holds are those that it reckons with."""
    landscape = Landscape(situation)
    resumed = set[date]()
    while True:
        pins = settle_pins(landscape, history_of(landscape, sorted(resumed)))
        if pins:
            intensities = {pin.session.key: pin.session.intensity for pin in pins}
            landscape = Landscape(with_intensities(situation, intensities))
        frame = frame_season(landscape, sorted(resumed))
        choice = cheapest(frame, slow_recovery=situation.runner.slow_recovery)
        ahead = [fixed.day for fixed in situation.fixed if fixed.key and fixed.day >= landscape.today]
        coming = sorted([*ahead, *(slot.day for slot in choice.slots)])
        # A break that still lasts counts from today, however long it goes on.
        still_lasts = breaks_before([*frame.known[-1:], landscape.today])
        found = set(breaks_before(coming if still_lasts else [*frame.known[-1:], *coming])) - resumed
        # A gap is a break only after a session that is known to have been.
        if not found or not frame.known:
            return landscape, frame, pins, choice
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
    history = history_of(landscape)
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
    bans += judge.hour_bans(intensity, minute(session.end) - start, Span(start, start), novel=novel)
    if not bans:
        return None
    kind = landscape.day_kind(day)
    return Reason(bans[0].rule, phrasing.of_ban(bans[0], day, intensity, kind, landscape.season))


def _warnings(landscape: Landscape, frame: SeasonFrame) -> list[Notice]:
    notices = []
    for week in frame.weeks:
        outline = week.outline
        if outline.request and all(landscape.runs_on(day) for day in outline.week.days):
            notices.append(Notice(week=outline.week, text="no full rest day this week: you run on all seven days"))
        if outline.request and not any(landscape.windows_on(day) for day in outline.week.days):
            notices.append(Notice(week=outline.week, text="no window to lift in this week"))
    return notices
