"""What a session is that the runner has put elsewhere: the heaviest that breaks no rule there and that is asked for."""

from collections.abc import Sequence
from dataclasses import replace

from runlift.domain.check import check
from runlift.domain.kinds import Intensity, Status
from runlift.domain.sessions import FixedSession
from tests.oracle.alone import ONE_ROW_HEAVIER, keeps_h4, session_at
from tests.oracle.scene import MINUTE, H, L, M, Scene, at


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
    session = replace(session_at(scene, lift.start, intensity, lift.week), end=lift.end, status=Status.PINNED)
    # Whether it is among the first two ever depends on what else stands, so that H4 is read here.
    broken = {found.rule for found in check([session], replace(scene.situation, fixed=()))}
    row = ONE_ROW_HEAVIER[intensity] if scene.may_be_novel(lift) else intensity
    return (
        broken <= {"H4"}
        and keeps_h4(scene, row, lift.end.timestamp())
        and session.prescription.minutes * MINUTE <= lift.end.timestamp() - at(lift)
        and all(scene.keep_apart(replace(lift, intensity=intensity), other) for other in settled)
    )
