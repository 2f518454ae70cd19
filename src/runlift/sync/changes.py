"""What a sync does to a target, as values."""

from dataclasses import dataclass
from enum import StrEnum

from runlift.domain.reasons import Because
from runlift.sync.identity import Fingerprints
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent


class Action(StrEnum):
    """What happens to one event in one target."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    KEEP = "keep"


class Field(StrEnum):
    """The fields that are managed; everything else of an event is set once and then the runner's."""

    TIME = "time"
    TITLE = "title"
    TEXT = "text"


ALL_FIELDS = frozenset(Field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event's fate in one target.

    Attributes:
        before: what stands there; None for a create.
        after: what is wanted; None for a delete, and for an update that takes our marker off.
        fields: the fields that an update writes; the others stay as they stand.
        marks: what the marker says afterwards; a field that is not written keeps its old mark.
        revives: a create of what we deleted ourselves, for calendars that keep it in a bin under its old name.
    """

    action: Action
    key: str
    because: Because
    before: StandingEvent | None = None
    after: SessionEvent | None = None
    fields: frozenset[Field] = frozenset()
    marks: Fingerprints | None = None
    revives: bool = False

    @property
    def releases(self) -> bool:
        """Whether it takes our marker off and changes nothing else, so that the event is the runner's."""
        return self.action is Action.UPDATE and self.after is None
