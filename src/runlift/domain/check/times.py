"""H12, H13, H16 and H18: the hour of a session and its length."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from runlift.domain import rules
from runlift.domain.check.scene import Scene
from runlift.domain.check.spans import MINUTE, Lift, Span
from runlift.domain.check.wording import lasting, named
from runlift.domain.kinds import Status
from runlift.domain.runs import Busy, Run

NOON = time(12)


def collision(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H12: time to come from a run, to travel, and to be ready for what is next."""
    own, travel = Span.of(lift), scene.situation.availability.travel.total_seconds()
    before = max(rules.BEFORE_NEXT_MIN * MINUTE, travel)
    after_run = max(rules.AFTER_RUN_MIN * MINUTE, travel)
    for run, when in scene.runs:
        yield from _clash(own, run, when, before=before, after=after_run)
    if lift.status is not Status.PINNED:
        for busy, when in scene.busy:
            yield from _clash(own, busy, when, before=before, after=travel)


def _clash(own: Span, other: Run | Busy, when: Span, *, before: float, after: float) -> Iterator[str]:
    until, since = when.start - own.end, own.start - when.end
    if until >= before or since >= after:
        return
    what = named(other) if isinstance(other, Run) else "an event"
    if until >= 0:
        yield f"it ends {lasting(until)} before {what} at {other.start:%H:%M}; {lasting(before)} are needed"
    elif since >= 0:
        yield f"it starts {lasting(since)} after {what} until {other.end:%H:%M}; {lasting(after)} are needed"
    else:
        yield f"it overlaps {what} at {other.start:%H:%M}"


def availability(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H13: inside one of the day's windows, and an hour before bed."""
    hours, own = scene.situation.availability, Span.of(lift)
    zone = hours.clock.zone_on(lift.day)

    def at(wall: time, *, next_day: bool) -> float:
        return datetime.combine(lift.day + timedelta(days=next_day), wall, zone).timestamp()

    inside = (
        at(window.start, next_day=False) <= own.start and own.end <= at(window.end, next_day=window.end == time(0))
        for window in hours.windows.get(lift.day.weekday(), ())
    )
    if not any(inside):
        yield f"{lift.start:%H:%M} to {lift.end:%H:%M} lies in no window of {lift.day:%A}"
    if at(hours.bedtime, next_day=hours.bedtime < NOON) - own.end < rules.BEFORE_BED_MIN * MINUTE:
        yield f"it ends at {lift.end:%H:%M}; {rules.BEFORE_BED_MIN} min to {hours.bedtime:%H:%M} are needed"


def stop_signs(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H16: no strength on a held day."""
    if lift.day in scene.held:
        yield f"{lift.day:%A} is held: no strength while you are ill, hurt or very sore"


def length(lift: Lift, _scene: Scene) -> Iterator[str]:
    """Yield a breach of H18: neither too short to count nor too long."""
    minutes = Span.of(lift).length / MINUTE
    if not rules.MIN_MINUTES <= minutes <= rules.MAX_MINUTES:
        yield f"it lasts {minutes:.0f} minutes; {rules.MIN_MINUTES} to {rules.MAX_MINUTES} are allowed"
