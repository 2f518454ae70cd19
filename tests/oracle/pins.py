"""What a session is that the runner has put elsewhere: the heaviest that breaks no rule there and that is asked for."""

from collections.abc import Sequence
from dataclasses import replace

from runlift.domain.kinds import Intensity, Status
from runlift.domain.sessions import FixedSession
from tests.oracle.legal import ONE_ROW_HEAVIER, Day
from tests.oracle.races import H, L, M
from tests.oracle.scene import MINUTE, Scene, at


def with_pins_settled(scene: Scene) -> list[FixedSession]:
    """Return all that is fixed, pinned sessions as what they are where they stand; the earliest is settled first."""
    settled = [lift for lift in scene.fixed if not is_open(scene, lift)]
    for lift in sorted((lift for lift in scene.fixed if is_open(scene, lift)), key=at):
        best = next(intensity for intensity in (H, M, L) if intensity is L or _may_be(scene, lift, intensity, settled))
        settled.append(replace(lift, intensity=best))
    return sorted(settled, key=at)


def is_open(scene: Scene, lift: FixedSession) -> bool:
    """Tell whether the session is one of ours that is pinned and still to come."""
    return lift.key is not None and lift.status is Status.PINNED and at(lift) > scene.now


def _may_be(scene: Scene, lift: FixedSession, intensity: Intensity, settled: Sequence[FixedSession]) -> bool:
    asked = scene.asked_by_season(lift.week)
    serving = [other.intensity for other in settled if other.week == lift.week]
    ranks = range(intensity.rank + 1)
    if any(sum(i.rank >= rank for i in serving) >= sum(i.rank >= rank for i in asked) for rank in ranks):
        return False
    day, start, end = Day(scene, lift.day), at(lift), lift.end.timestamp()
    needed = day.minutes(intensity, warm=day.follows_easy(start)) * MINUTE
    return (
        day.allows(intensity)
        and day.keeps_from_runs(intensity, start, end)
        and (not scene.is_novel(lift, scene.coming) or day.keeps_h4(ONE_ROW_HEAVIER[intensity], end))
        and not scene.is_too_hard(replace(lift, intensity=intensity), scene.coming)
        and needed <= end - start
        and all(scene.keep_apart(replace(lift, intensity=intensity), other) for other in settled)
    )
