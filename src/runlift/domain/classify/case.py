"""One event laid out for the evidence: its texts, and what they say of its size."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from runlift.domain.classify.reading import Reader, Reading
from runlift.domain.classify.size import NOTHING, Size, clock_minutes, parts, whole
from runlift.domain.classify.steps import Steps, steps_in
from runlift.domain.classify.vendors import final_surge
from runlift.domain.classify.vendors.field import KeyValue, Texts
from runlift.domain.events import Event, Timed
from runlift.domain.folding import fold
from runlift.domain.lexicon import FieldKey, Lexicon

NOTES_READ, LINES_READ = 400, 4000
"""Characters of the notes that are read: what is planned stands first, what a coach muses about later. "Key: value"
lines and steps are looked for further on."""

_CUT = re.compile(r"\s[-–—·|:]\s|:\s")
"""What parts a heading such as the week from what is planned."""


PLAN_MINUTES = 5
"""Plans are made in steps of so many minutes; what lasts 47 was recorded."""
_NO_FIELDS: Mapping[FieldKey, str] = {}


class Case:
    """What evidence is looked for in.

    Attributes:
        event: as the calendar holds it; of events that are alike but for their day, the first.
        title: its title, read; without the runner's prefix.
        reader: reads further texts.
        texts: the folded texts, for the readers of vendors' formats.
        fields: the first value of each kind of "Key: value" line.
        steps: the sum of the steps in the notes, if there are any.
    """

    __slots__ = ("event", "fields", "reader", "steps", "texts", "title")

    def __init__(self, event: Event, title: str, reader: Reader) -> None:
        self.event = event
        self.title = reader.read(title)
        self.reader = reader
        notes = fold(event.description[:LINES_READ]) if event.description else ""
        self.texts = Texts(
            title=self.title.text,
            notes=final_surge.plan_in(notes[:NOTES_READ]) if ":" in notes else notes[:NOTES_READ],
            fields=tuple(_key_values(notes, reader.lexicon)) if ":" in notes else (),
            uid=event.uid,
            recorded=recorded(event),
            categories=tuple(map(fold, event.categories)) if event.categories else (),
        )
        self.fields = _first_of_each(self.texts.fields) if self.texts.fields else _NO_FIELDS
        self.steps: Steps | None = steps_in(notes, reader.lexicon) if notes else None

    @property
    def notes(self) -> Reading:
        """The head of the notes, read."""
        return self.reader.read(self.texts.notes, prose=True)

    @property
    def told(self) -> Size:
        """The whole run's size by title and fields, its distance also by the notes where the title tells no size."""
        title = self.title.size
        if not self.texts.notes:
            return title
        km = title.km or self._field(FieldKey.DISTANCE).km
        if km is None and title.minutes is None and self.steps is None:
            km = self.notes.size.km
        return Size(km=km, minutes=title.minutes or self._field(FieldKey.DURATION).minutes)

    def _field(self, key: FieldKey) -> Size:
        value = self.fields.get(key)
        if value is None:
            return NOTHING
        minutes = clock_minutes(value) if key is FieldKey.DURATION else None
        return (
            Size(minutes=minutes) if minutes else whole(parts(value, self.reader.lexicon, prose=True), structured=False)
        )


def recorded(event: Event) -> bool:
    """Tell whether the event's length is that of a recording rather than that of a plan."""
    if not isinstance(event.when, Timed):
        return False
    return bool((event.when.end - event.when.start) % timedelta(minutes=PLAN_MINUTES))


def _first_of_each(fields: Sequence[KeyValue]) -> Mapping[FieldKey, str]:
    return {told: value for told, _, value in reversed(fields)}


def _key_values(notes: str, lexicon: Lexicon) -> Iterator[KeyValue]:
    for found in lexicon.field.finditer(notes):
        yield KeyValue(lexicon.keys[found[1]], found[1], found[2].strip())


def whole_title(title: str, notes: str) -> str:
    """Return the title, whole again where an exporter cut it off and the notes go on ("Thu - 3", "3.5 miles …")."""
    if not notes:
        return title
    line = notes.lstrip().partition("\n")[0].partition(". ")[0].rstrip()
    for start in (0, *(cut.end() for cut in _CUT.finditer(title))):
        tail = title[start:].rstrip()
        if tail and len(line) > len(tail) and line.startswith(tail) and _goes_on(tail, line[len(tail)]):
            return title[:start] + line
    return title


def _goes_on(tail: str, sign: str) -> bool:
    """Say whether a sign goes on with the word or the number that a tail ends with."""
    return (tail[-1].isdigit() and (sign.isdigit() or sign in ".,")) or (tail[-1].isalpha() and sign.isalpha())
