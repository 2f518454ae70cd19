"""A text as the classifier sees it: its marks (phrases of the lexicon, in order), its quantities, its structure."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from runlift.domain.classify.size import NOTHING, Size, parts, whole
from runlift.domain.classify.structure import NO_STRUCTURE, Structure, structure_of, without_numbered_efforts
from runlift.domain.folding import SEPARATORS, fold, tokens
from runlift.domain.lexicon import Concept, Entry, Following, Lexicon

Mark = tuple[int, Entry]
"""The number of the phrase's first token, and what the phrase means."""
_Place = tuple[int, int, Entry]
"""The same with the number of the token behind the phrase."""

# A number that may be part of a workout: beside a letter or a sign, or behind a word for effort; not "Week 3".
_MEASURING = re.compile(
    r"\d(?:\s?[^\s\d)\]]|(?<=[^\s\d(\[#].)|(?<=[zx]\s.)|(?<=zon\s.)|(?<=zon[ea]\s.)"
    r"|(?<=rpe\s.)|(?<=rpe\W\s.)|(?<=rpe\W\W\s.))"
)
# How many words "no", "before" or "yesterday's" may reach over before the phrase that they take away.
_NOT_REACHES = 2
# Members of an enumeration are slow to look up, and most words are fillers.
_FILLER = Concept.FILLER
_JOINTS = frozenset({Concept.NOT, Concept.OR})


class Reading(NamedTuple):
    """What the lexicon makes of one text.

    Attributes:
        text: the text, folded.
        marks: phrases with a meaning, in order; those that are taken away ("no", "before") are left out.
        concepts: the meanings among the marks.
        strong: the meanings of the marks that speak of training by themselves.
        choice: the text offers a choice ("or").
        unknown: how many words the lexicon does not know.
        size: what the text says of the whole run.
        structure: what its repetitions, zones and efforts say.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    concepts: frozenset[Concept] = frozenset()
    strong: frozenset[Concept] = frozenset()
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


class _Said(NamedTuple):
    """What the words of a text come to, as in `Reading`."""

    marks: tuple[Mark, ...]
    concepts: frozenset[Concept]
    strong: frozenset[Concept]
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
        self._said: dict[tuple[str, ...], _Said] = {}

    def read(self, text: str, *, prose: bool = False) -> Reading:
        """Return the reading of a title, or of prose; each different prose is read once."""
        if not prose:
            return self._read(fold(text), prose=False)
        known = self._prose.get(text)
        if known is None:
            known = self._prose[text] = self._read(fold(text), prose=True)
        return known

    def _read(self, folded: str, *, prose: bool) -> Reading:
        marks, concepts, strong, choice, unknown = self._said_in(tokens(without_numbered_efforts(folded)))
        size, structure = NOTHING, NO_STRUCTURE
        if _MEASURING.search(folded):
            found = parts(folded, self.lexicon, prose=prose)
            structure = structure_of(folded, found, concepts)
            size = whole(found, structured=structure.repeats or Concept.PART in concepts)
        return Reading(folded, marks, concepts, strong, choice, unknown, size, structure)

    def _said_in(self, cut: list[str]) -> _Said:
        """Return what the words come to; texts that differ in bare numbers only are looked through once."""
        numbers = self.lexicon.numbers
        alike = tuple(["" if token.isdecimal() and token not in numbers else token for token in cut])
        said = self._said.get(alike)
        if said is None:
            marks, choice, unknown = self._scan(cut)
            concepts = frozenset(entry.concept for _, entry in marks)
            strong = frozenset(entry.concept for _, entry in marks if entry.strong)
            said = self._said[alike] = _Said(tuple(marks), concepts, strong, choice, unknown)
        return said

    def _scan(self, cut: list[str]) -> tuple[list[Mark], bool, int]:
        """Return the phrases, the longest at every place, but for what a "no" takes away; the choice; the unknown."""
        phrases, words = self.lexicon.phrases, self._words
        found: list[_Place] = []
        breaks: list[int] = []
        unknown = free = 0
        for position, (word, after) in enumerate(zip_longest(cut, cut[1:], fillvalue="")):
            if position < free:
                continue
            seconds = phrases.get(word)
            following = seconds.get(after) if seconds is not None else None
            entry, length = _longest(following, cut, position) if following is not None else (None, 1)
            entry = entry or words[word]
            free = position + length
            if entry is not None:
                if entry.concept is not _FILLER:
                    found.append((position, free, entry))
            elif word in SEPARATORS:
                breaks.append(position)
            elif len(word) > 1 and word.isalpha():
                unknown += 1
        said = {entry.concept for _, _, entry in found}
        if said.isdisjoint(_JOINTS):
            return [(position, entry) for position, _, entry in found], False, unknown
        return _weighed(found, breaks, cut), Concept.OR in said, unknown


def _weighed(found: list[_Place], breaks: list[int], cut: list[str]) -> list[Mark]:
    """Return the marks without choices, and without what a "no" before them takes away in the same clause."""
    marks: list[Mark] = []
    denied_from = denied_to = -1
    for position, end, entry in found:
        if entry.concept is Concept.NOT:
            if not _counts(cut, position):
                denied_from, denied_to = end, end - 1 + _NOT_REACHES
        elif entry.concept is not Concept.OR:
            if position > denied_to or any(denied_from <= each < position for each in breaks):
                marks.append((position, entry))
            else:
                denied_to = end
    return marks


def _longest(following: Sequence[Following], cut: list[str], position: int) -> tuple[Entry | None, int]:
    """Return the longest phrase of those that share the two tokens at a place, and its number of tokens."""
    for rest, entry in following:
        if not rest or tuple(cut[position + 2 : position + 2 + len(rest)]) == rest:
            return entry, 2 + len(rest)
    return None, 1


def _counts(cut: list[str], position: int) -> bool:
    """Tell whether a "no" counts ("No.1") rather than denies."""
    return cut[position] == "no" and position + 1 < len(cut) and cut[position + 1].isdecimal()


def first(marks: tuple[Mark, ...], *concepts: Concept) -> int | None:
    """Return where the first mark with one of the meanings stands, or None."""
    return next((position for position, entry in marks if entry.concept in concepts), None)
