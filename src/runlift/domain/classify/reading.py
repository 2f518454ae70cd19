"""A text as the classifier sees it: its marks (phrases of the lexicon, in order), its quantities, its structure."""

from dataclasses import dataclass

from runlift.domain.classify.size import NOTHING, Size, parts, whole
from runlift.domain.classify.structure import NO_STRUCTURE, Structure, structure_of
from runlift.domain.folding import SEPARATORS, fold, tokens
from runlift.domain.lexicon import Concept, Entry, Lexicon

Mark = tuple[int, Entry]
"""The number of the phrase's first token, and what the phrase means."""

_SILENT = frozenset({Concept.FILLER, Concept.OR, Concept.NOT})
# How many words "no", "before" or "yesterday's" may reach over before the phrase that they take away.
_NOT_REACHES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the lexicon makes of one text.

    Attributes:
        text: the text, folded.
        marks: phrases with a meaning, in order; those that are taken away ("no", "before") are left out.
        concepts: the meanings among the marks.
        choice: the text offers a choice ("or").
        unknown: how many words the lexicon does not know.
        size: what the text says of the whole run.
        structure: what its repetitions, zones and efforts say.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    concepts: frozenset[Concept] = frozenset()
    choice: bool = False
    unknown: int = 0
    size: Size = NOTHING
    structure: Structure = NO_STRUCTURE

    def says(self, *concepts: Concept) -> Entry | None:
        """Return the first mark with one of the meanings."""
        if self.concepts.isdisjoint(concepts):
            return None
        return next(entry for _, entry in self.marks if entry.concept in concepts)

    @property
    def measured(self) -> bool:
        """Tell whether it holds a distance, repetitions or an effort, as only a workout's title does."""
        return self.size.km is not None or self.structure.repeats or bool(self.structure.hard or self.structure.easy)


@dataclass(slots=True)
class _Scan:
    """The marks found so far.

    Attributes:
        denied_to: the last token that a "no" reaches.
    """

    marks: list[Mark]
    choice: bool = False
    unknown: int = 0
    denied_to: int = -1

    def add(self, position: int, length: int, entry: Entry) -> None:
        """Take in a phrase."""
        match entry.concept:
            case Concept.FILLER:
                pass
            case Concept.NOT:
                self.denied_to = position + length - 1 + _NOT_REACHES
            case Concept.OR:
                self.choice = True
            case _ if position <= self.denied_to:
                self.denied_to = position + length
            case _:
                self.marks.append((position, entry))


class Reader:
    """Reads texts; each different text and word only once.

    Attributes:
        lexicon: what the words mean.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._readings: dict[tuple[str, bool], Reading] = {}
        self._words: dict[str, Entry | None] = {}

    def read(self, text: str, *, prose: bool = False) -> Reading:
        """Return the reading of a title, or of prose."""
        known = self._readings.get((text, prose))
        if known is None:
            known = self._readings[text, prose] = self._read(fold(text), prose=prose)
        return known

    def _read(self, folded: str, *, prose: bool) -> Reading:
        scan = self._scan(tokens(folded))
        concepts = frozenset([entry.concept for _, entry in scan.marks])
        size, structure = NOTHING, NO_STRUCTURE
        if any(map(str.isdecimal, folded)):
            found = parts(folded, self.lexicon, prose=prose)
            structure = structure_of(folded, found, concepts)
            size = whole(found, structured=structure.repeats or Concept.PART in concepts)
        return Reading(
            text=folded,
            marks=tuple(scan.marks),
            concepts=concepts,
            choice=scan.choice,
            unknown=scan.unknown,
            size=size,
            structure=structure,
        )

    def _scan(self, cut: list[str]) -> _Scan:
        scan = _Scan([])
        openings, words = self.lexicon.openings, self._words
        position = 0
        while position < len(cut):
            token = cut[position]
            entry, length = (None, 1)
            if token in openings:
                entry, length = self._phrase_at(cut, position)
            if entry is None:
                if token not in words:
                    words[token] = self.lexicon.word(token)
                entry = words[token]
            if entry is not None:
                if entry.concept is not Concept.NOT or not _numbers(cut, position):
                    scan.add(position, length, entry)
            elif token in SEPARATORS:
                scan.denied_to = -1
            elif len(token) > 1 and token.isalpha():
                scan.unknown += 1
            position += length
        return scan

    def _phrase_at(self, cut: list[str], position: int) -> tuple[Entry | None, int]:
        if position + 1 == len(cut):
            return None, 1
        for rest, entry in self.lexicon.phrases.get((cut[position], cut[position + 1]), ()):
            if tuple(cut[position + 2 : position + 2 + len(rest)]) == rest:
                return entry, 2 + len(rest)
        return None, 1


def _numbers(cut: list[str], position: int) -> bool:
    """Tell whether a "no" counts ("No.1") rather than denies."""
    return cut[position] == "no" and position + 1 < len(cut) and cut[position + 1].isdecimal()


def first(marks: tuple[Mark, ...], *concepts: Concept) -> int | None:
    """Return where the first mark with one of the meanings stands, or None."""
    return next((position for position, entry in marks if entry.concept in concepts), None)
