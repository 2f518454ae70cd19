"""H12, H13, H16 and H18: the hour of a session and its length."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from runlift.domain import rules
from runlift.domain.check.scene import MINUTE, Lift, Scene, named, seconds, span
from runlift.domain.kinds import Status
from runlift.domain.runs import Busy, Run

NOON = time(12)


def collision(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H12: time to come from a run, to travel, and to be ready for what is next."""
    travel = scene.situation.availability.travel.total_seconds()
    before = max(rules.BEFORE_NEXT_MIN * MINUTE, travel)
    for run in scene.situation.runs:
        yield from _clash(lift, run, named(run), before=before, after=max(rules.AFTER_RUN_MIN * MINUTE, travel))
    if lift.status is not Status.PINNED:
        for busy in scene.situation.busy:
            yield from _clash(lift, busy, "an event", before=before, after=travel)


def _clash(lift: Lift, other: Run | Busy, what: str, *, before: float, after: float) -> Iterator[str]:
    until, since = seconds(lift.end, other.start), seconds(other.end, lift.start)
    if until < 0 and since < 0:
        yield f"it overlaps {what} at {other.start:%H:%M}"
    elif 0 <= until < before:
        yield f"it ends {span(until)} before {what} at {other.start:%H:%M}; {span(before)} are needed"
    elif 0 <= since < after:
        yield f"it starts {span(since)} after {what} until {other.end:%H:%M}; {span(after)} are needed"


def availability(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H13: inside one of the day's windows, and an hour before bed."""
    hours = scene.situation.availability
    zone = hours.clock.zone_on(lift.day)

    def at(wall: time, *, next_day: bool) -> datetime:
        return datetime.combine(lift.day + timedelta(days=next_day), wall, zone)

    windows = hours.windows.get(lift.day.weekday(), ())
    inside = (
        seconds(at(window.start, next_day=False), lift.start) >= 0
        and seconds(lift.end, at(window.end, next_day=window.end == time(0))) >= 0
        for window in windows
    )
    if not any(inside):
        yield f"{lift.start:%H:%M} to {lift.end:%H:%M} lies in no window of {lift.day:%A}"
    awake = seconds(lift.end, at(hours.bedtime, next_day=hours.bedtime < NOON))
    if awake < rules.BEFORE_BED_MIN * MINUTE:
        yield f"it ends at {lift.end:%H:%M}; {rules.BEFORE_BED_MIN} min to {hours.bedtime:%H:%M} are needed"


def stop_signs(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H16: no strength on a held day."""
    if lift.day in scene.situation.held:
        yield f"{lift.day:%A} is held"


def length(lift: Lift, _scene: Scene) -> Iterator[str]:
    """Yield a breach of H18: neither too short to count nor too long."""
    minutes = seconds(lift.start, lift.end) / MINUTE
    if not rules.MIN_MINUTES <= minutes <= rules.MAX_MINUTES:
        yield f"it lasts {minutes:.0f} minutes; {rules.MIN_MINUTES} to {rules.MAX_MINUTES} are allowed"
