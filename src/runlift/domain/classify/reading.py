"""A text as the classifier sees it: its marks (phrases of the lexicon, in order), its quantities, its structure."""

import re
from typing import NamedTuple

from runlift.domain.classify.size import NOTHING, Size, parts, whole
from runlift.domain.classify.structure import NO_STRUCTURE, Structure, structure_of, without_numbered_efforts
from runlift.domain.folding import SEPARATORS, fold, tokens
from runlift.domain.lexicon import Concept, Entry, Lexicon

Mark = tuple[int, Entry]
"""The number of the phrase's first token, and what the phrase means."""

# A number that may be part of a workout: beside a letter or a sign, or behind a word for effort; not "Week 3".
_MEASURING = re.compile(r"\d\s?[^\s\d)\]]|[^\s\d(\[#]\d|(?:z|zone?|zona|x|rpe\W{0,2})\s\d")
# How many words "no", "before" or "yesterday's" may reach over before the phrase that they take away.
_NOT_REACHES = 2


class Reading(NamedTuple):
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


class _Scan(NamedTuple):
    """What the words of a text come to."""

    marks: list[Mark]
    choice: bool
    unknown: int


class _Words(dict[str, Entry | None]):
    """What tokens mean by themselves; each different one is looked up once."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, token: str) -> Entry | None:
        entry = self[token] = self._lexicon.word(token)
        return entry


class Reader:
    """Reads texts.

    Attributes:
        lexicon: what the words mean.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._words = _Words(lexicon)
        self._prose: dict[str, Reading] = {}
        self._concepts: dict[frozenset[Concept], frozenset[Concept]] = {}

    def read(self, text: str, *, prose: bool = False) -> Reading:
        """Return the reading of a title, or of prose; each different prose is read once."""
        if not prose:
            return self._read(fold(text), prose=False)
        known = self._prose.get(text)
        if known is None:
            known = self._prose[text] = self._read(fold(text), prose=True)
        return known

    def _read(self, folded: str, *, prose: bool) -> Reading:
        marks, choice, unknown = self._scan(tokens(without_numbered_efforts(folded)))
        said = frozenset([entry.concept for _, entry in marks])
        concepts = self._concepts.setdefault(said, said)
        size, structure = NOTHING, NO_STRUCTURE
        if _MEASURING.search(folded):
            found = parts(folded, self.lexicon, prose=prose)
            structure = structure_of(folded, found, concepts)
            size = whole(found, structured=structure.repeats or Concept.PART in concepts)
        return Reading(folded, tuple(marks), concepts, choice, unknown, size, structure)

    def _scan(self, cut: list[str]) -> _Scan:
        """Find the phrases, the longest at every place, but for what a "no" takes away."""
        openings, words = self.lexicon.openings, self._words
        marks: list[Mark] = []
        choice, unknown, denied_to, position = False, 0, -1, 0
        while position < len(cut):
            token = cut[position]
            entry, length = self._phrase_at(cut, position) if token in openings else (words[token], 1)
            concept = entry.concept if entry is not None else None
            if entry is None:
                if token in SEPARATORS:
                    denied_to = -1
                unknown += len(token) > 1 and token.isalpha()
            elif concept is Concept.NOT:
                if not _numbers(cut, position):
                    denied_to = position + length - 1 + _NOT_REACHES
            elif concept is Concept.OR:
                choice = True
            elif concept is not Concept.FILLER:
                if position <= denied_to:
                    denied_to = position + length
                else:
                    marks.append((position, entry))
            position += length
        return _Scan(marks, choice, unknown)

    def _phrase_at(self, cut: list[str], position: int) -> tuple[Entry | None, int]:
        """Return the longest phrase that begins at a token, or the token alone; and its number of tokens."""
        if position + 1 < len(cut):
            for rest, entry in self.lexicon.phrases.get((cut[position], cut[position + 1]), ()):
                if not rest or tuple(cut[position + 2 : position + 2 + len(rest)]) == rest:
                    return entry, 2 + len(rest)
        return self._words[cut[position]], 1


def _numbers(cut: list[str], position: int) -> bool:
    """Tell whether a "no" counts ("No.1") rather than denies."""
    return cut[position] == "no" and position + 1 < len(cut) and cut[position + 1].isdecimal()


def first(marks: tuple[Mark, ...], *concepts: Concept) -> int | None:
    """Return where the first mark with one of the meanings stands, or None."""
    return next((position for position, entry in marks if entry.concept in concepts), None)
