"""What a vendor's reader is given and what it gives back."""

from dataclasses import dataclass
from typing import NamedTuple

from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import FieldKey


class KeyValue(NamedTuple):
    """One "Key: value" line.

    Attributes:
        told: what the line is about.
        key: as written, folded.
        value: folded.
    """

    told: FieldKey
    key: str
    value: str


class Texts(NamedTuple):
    """The texts of one event.

    Attributes:
        title: folded.
        notes: what is planned, folded.
        fields: the "Key: value" lines of the whole notes, in their order: what is told, the key, the value; folded.
        uid: as written.
        categories: folded.
        recorded: the event's length is that of a recording rather than that of a plan.
    """

    title: str
    notes: str
    fields: tuple[KeyValue, ...]
    uid: str
    categories: tuple[str, ...]
    recorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The part of an event in which an app itself names the workout.

    Attributes:
        name: how the runner knows it ("Runna's workout type").
        text: the name of the workout, for the lexicon to read; folded.
        kind: what it is, where the shape alone tells.
        sport: the text names a sport or says nothing.
    """

    name: str
    text: str = ""
    kind: EventKind | None = None
    sport: bool = False
