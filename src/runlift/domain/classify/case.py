"""One event laid out for the evidence: its texts, read only when asked for."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from runlift.domain.classify.reading import Reader, Reading
from runlift.domain.classify.size import NOTHING, Size, clock_minutes, parts, whole
from runlift.domain.classify.vendors import final_surge
from runlift.domain.classify.vendors.field import KeyValue, Texts
from runlift.domain.events import Event
from runlift.domain.folding import fold
from runlift.domain.lexicon import FieldKey, Lexicon

NOTES_READ, LINES_READ = 400, 4000
"""Characters of the notes that are read: what is planned stands first, what a coach muses about later. "Key: value"
lines are looked for further on."""

_CUT = re.compile(r"\s[-–—·|:]\s|:\s")
"""What parts a heading such as the week from what is planned."""


class Case:
    """What evidence is looked for in.

    Attributes:
        event: as the calendar holds it; of events that are alike but for their day, the first.
        title: its title, read; without the runner's prefix.
        reader: reads further texts.
    """

    def __init__(self, event: Event, title: str, reader: Reader) -> None:
        self.event = event
        self.title = reader.read(title)
        self.reader = reader

    @cached_property
    def notes(self) -> Reading:
        """The head of the notes, read."""
        return self.reader.read(self.texts.notes, prose=True)

    @cached_property
    def fields(self) -> Mapping[FieldKey, str]:
        """The first value of each kind of "Key: value" line."""
        return {told: value for told, _, value in reversed(self.texts.fields)}

    @cached_property
    def told(self) -> Size:
        """The whole run's size by title and fields, its distance also by the notes where the title tells no size."""
        title = self.title.size
        km = title.km or self._field(FieldKey.DISTANCE).km
        if km is None and title.minutes is None:
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

    @cached_property
    def texts(self) -> Texts:
        """The folded texts, for the readers of vendors' formats."""
        notes = fold(self.event.description[:LINES_READ])
        return Texts(
            title=self.title.text,
            notes=final_surge.plan_in(notes[:NOTES_READ]),
            fields=tuple(_key_values(notes, self.reader.lexicon)),
            uid=self.event.uid,
            categories=tuple(map(fold, self.event.categories)),
        )


def _key_values(notes: str, lexicon: Lexicon) -> Iterator[KeyValue]:
    if ":" in notes:
        for found in lexicon.field.finditer(notes):
            yield KeyValue(lexicon.keys[found[1]], found[1], found[2].strip())


def whole_title(title: str, notes: str) -> str:
    """Return the title, whole again where an exporter cut it off and the notes go on ("Thu - 3", "3.5 miles …")."""
    line = notes.lstrip().partition("\n")[0].partition(". ")[0].rstrip()
    for start in (0, *(cut.end() for cut in _CUT.finditer(title))):
        tail = title[start:].rstrip()
        if tail and len(line) > len(tail) and line.startswith(tail) and _goes_on(tail, line[len(tail)]):
            return title[:start] + line
    return title


def _goes_on(tail: str, sign: str) -> bool:
    """Say whether a sign goes on with the word or the number that a tail ends with."""
    return (tail[-1].isdigit() and (sign.isdigit() or sign in ".,")) or (tail[-1].isalpha() and sign.isalpha())
