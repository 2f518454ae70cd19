"""What the daemon tells of itself: to the log, to the metrics, and to whoever asks how it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from runlift.app.daemon_job import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that the log tells.

    Attributes:
        event: one word for it.
        level: info, warning or error.
        fields: the rest of it, as JSON has it.
        seconds: how long a sync took.
        outcome: what it came to; None where there was none, or where it did not live to tell it.
    """

    event: str
    at: datetime
    profile: str = ""
    level: str = "info"
    fields: Mapping[str, object] = field(default_factory=dict)
    seconds: float = 0
    outcome: Outcome | None = None


Tell = Callable[[Happening], None]
"""Takes what happened; it neither fails nor waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one profile stands.

    Attributes:
        last: when its last sync ended; None: none has yet.
        running: one is going on.
        troubles: the names of what is not well.
    """

    profile: str
    last: datetime | None
    running: bool
    troubles: tuple[str, ...]


def of_sync(outcome: Outcome) -> Mapping[str, object]:
    """Return what the log tells of a sync."""
    visits = [
        ("sources", outcome.sources.values()),
        ("targets", outcome.targets),
    ]
    told: dict[str, object] = {
        "code": outcome.code,
        **{action.value: number for action, number in outcome.changes.items()},
        **{
            kind: [
                {
                    "name": visit.name,
                    "requests": visit.requests,
                    "received": visit.received,
                    "sent": visit.sent,
                    "seconds": round(visit.seconds, 3),
                    **({"failure": str(visit.failure)} if visit.failure else {}),
                }
                for visit in found
            ]
            for kind, found in visits
        },
    }
    if outcome.failure:
        told["failure"] = outcome.failure
    if outcome.notes:
        told["notes"] = list(outcome.notes)
    return told
