"""One sync, start to end: gather, decide, apply."""

from dataclasses import dataclass
from time import monotonic

from runlift.app.config import Config
from runlift.app.decide import Decision, TargetChanges
from runlift.app.wiring import open_target
from runlift.calendars.base import Written
from runlift.sync.changes import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What one target took on."""

    target: str
    written: Written
    seconds: float


def apply(decision: Decision, config: Config) -> tuple[Applied, ...]:
    """Write every target; one that would come out the same is not written.

    Raises:
        CalendarError: a target cannot be written; those before it are.
    """
    return tuple(_apply(entry, config, decision) for entry in decision.changes)


def _apply(entry: TargetChanges, config: Config, decision: Decision) -> Applied:
    began = monotonic()
    written = open_target(entry.target, config.profile).apply(entry.changes, now=decision.now)
    return Applied(target=entry.target.path.name, written=written, seconds=monotonic() - began)


def is_pending(decision: Decision) -> bool:
    """Say whether a sync would change anything."""
    return any(change.action is not Action.KEEP for entry in decision.changes for change in entry.changes)
