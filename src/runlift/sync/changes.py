"""What a sync does to a target, as values."""

from dataclasses import dataclass
from enum import StrEnum

from runlift.domain.reasons import Because
from runlift.sync.session_event import SessionEvent


class Action(StrEnum):
    """What happens to one session in one target."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One session's fate in one target.

    Attributes:
        before: what stands there; None for a create.
        after: what is wanted; None for a delete.
    """

    action: Action
    key: str
    because: Because
    before: SessionEvent | None = None
    after: SessionEvent | None = None
