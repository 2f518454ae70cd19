"""The words of runners, by language and meaning; the words themselves are data in `runlift/lexicon/*.toml`.

A table of a language is named after a concept and holds two texts of phrases, parted by commas: `strong` ones speak of
training wherever they stand, `hint` ones only beside other signs of training ("easy", "race"). `*` at one end of a word
stands for any letters. [units] and [fields] list how units of measure and the keys of "Key: value" lines are spelt,
[at_pace] what stands before or after a distance that names a pace, [distances] the names of races by their
kilometres.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from runlift.domain.folding import fold, tokens

Table = Mapping[str, Mapping[str, str | Sequence[str]]]
"""The content of one language's file."""
STRENGTHS = frozenset({"strong", "hint"})
LISTS = frozenset({"units", "fields", "at_pace", "distances"})
"""Tables that are no concepts."""
SHORTEST_PART = 4
"""Letters that a word must share with the beginning or the end of a compound."""


class Concept(StrEnum):
    """What a word can mean to a runner."""

    RUN = "run"
    """running itself"""
    RUN_WALK = "run_walk"
    """running and walking by turns, which is easy whatever its repetitions"""
    EASY = "easy"
    """low effort"""
    LONG = "long"
    """the long run"""
    MEDIUM_LONG = "medium_long"
    """the second longest run of the week, which is easy"""
    HARD = "hard"
    """intervals, threshold, hills, tests"""
    PACE = "pace"
    """fast miles inside a run: race pace, progression"""
    FAST = "fast"
    """a slight sign of speed; yields to EASY"""
    RACE = "race"
    """the runner races"""
    RACE_NAME = "race_name"
    """a race distance, which may also be what the training is for"""
    STRIDES = "strides"
    """a few short accelerations, which do not make a run hard"""
    PART = "part"
    """warm-up and cool-down"""
    WORKOUT = "workout"
    """training of a kind not told"""
    REST = "rest"
    """a day off"""
    LOOSEN = "loosen"
    """stretching, yoga, sauna: rest unless something else is done too"""
    STRENGTH = "strength"
    """gym work"""
    CORE = "core"
    """work for the trunk alone, which is strength but no session of it"""
    CROSS = "cross"
    """another sport"""
    NEVER = "never"
    """the runner does not run: registration, spectating, called off"""
    EVERYDAY = "everyday"
    """ordinary life, and idioms that only look like running"""
    BANNER = "banner"
    """a heading over days"""
    FILLER = "filler"
    """says nothing either way"""
    OR = "or"
    """a choice"""
    NOT = "not"
    """what follows is not done now"""


class Unit(StrEnum):
    """A unit of measure; `m` alone is told apart by context."""

    KM = "km"
    MILE = "mile"
    METRE = "metre"
    M = "m"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


class FieldKey(StrEnum):
    """What a "Key: value" line of the notes can hold."""

    DISTANCE = "distance"
    DURATION = "duration"
    WORKOUT = "workout"


class Entry(NamedTuple):
    """One phrase of the lexicon.

    Attributes:
        phrase: as the language writes it.
        concept: what it means.
        strong: it speaks of training wherever it stands.
        run: it names running itself, or holds a word that does ("easy run").
    """

    phrase: str
    concept: Concept
    strong: bool
    run: bool


Following = tuple[tuple[str, ...], Entry]
"""The tokens of a phrase from its third on, and the phrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All phrases, ready for look-up.

    Attributes:
        words: phrases of one token.
        phrases: longer phrases by their first and second token, the longest first.
        numbers: bare numbers that stand in phrases; all others mean the same to the lexicon, nothing.
        prefixes: what a word may begin with.
        suffixes: what a word may end with.
        units: the spelling of units, folded.
        number: finds where a number with a unit may begin, quickly.
        quantity: matches a number with a unit.
        keys: the spelling of field keys, folded.
        field: finds "Key: value" lines.
        before_pace: what stands before a distance that names a pace ("at 5k"), folded.
        after_pace: what stands behind one ("5k pace"), folded.
        distances: kilometres of the names of races, folded.
        race: finds the name of a race.
    """

    words: Mapping[str, Entry]
    phrases: Mapping[str, Mapping[str, Sequence[Following]]]
    numbers: Collection[str]
    prefixes: Mapping[str, Entry]
    suffixes: Mapping[str, Entry]
    units: Mapping[str, Unit]
    number: re.Pattern[str]
    quantity: re.Pattern[str]
    keys: Mapping[str, FieldKey]
    field: re.Pattern[str]
    before_pace: tuple[str, ...]
    after_pace: tuple[str, ...]
    distances: Mapping[str, float]
    race: re.Pattern[str]

    def race_km(self, folded: str) -> float | None:
        """Return the kilometres of the race that a folded text names, as in "half marathon"."""
        found = self.race.search(folded)
        return self.distances[found[0]] if found else None

    def word(self, token: str) -> Entry | None:
        """Return what a token means by itself, or by the longest part that it begins or ends with."""
        entry = self.words.get(token)
        if entry is not None or token.isdecimal():
            return entry
        for size in range(len(token) - 1, SHORTEST_PART - 1, -1):
            entry = self.prefixes.get(token[:size]) or self.suffixes.get(token[-size:])
            if entry is not None:
                return entry
        return None


def build_lexicon(tables: Mapping[str, Table]) -> Lexicon:
    """Make one lexicon of all languages; where two know the same phrase, the first language wins.

    Args:
        tables: by language, the content of its file.

    Raises:
        ValueError: a file holds a table, a list or a phrase that has no meaning here.
    """
    words: dict[str, Entry] = {}
    phrases: dict[str, dict[str, list[Following]]] = {}
    parts: dict[bool, dict[str, Entry]] = {True: {}, False: {}}
    units: dict[str, Unit] = {}
    keys: dict[str, FieldKey] = {}
    distances: dict[str, float] = {}
    at_pace: dict[str, set[str]] = {"before": set(), "after": set()}
    for table in tables.values():
        for folded, entry in _entries(table):
            if "*" in folded:
                parts[folded.endswith("*")].setdefault(folded.strip("*"), entry)
            elif folded.isascii() and folded.isalnum():
                words.setdefault(folded, entry)
            else:
                _add_phrase(words, phrases, tokens(folded), entry)
        units |= {fold(word): Unit(unit) for unit, known in table.get("units", {}).items() for word in known}
        keys |= {fold(word): FieldKey(key) for key, known in table.get("fields", {}).items() for word in known}
        for place, known in table.get("at_pace", {}).items():
            at_pace[place].update(map(fold, known))
        distances |= {fold(name): float(km) for km, known in table.get("distances", {}).items() for name in known}
    for seconds in phrases.values():
        for following in seconds.values():
            following.sort(key=lambda item: -len(item[0]))
    return Lexicon(
        words=words,
        phrases=phrases,
        numbers=_numbers_in(words, phrases),
        prefixes=parts[True],
        suffixes=parts[False],
        units=units,
        number=_number_pattern(units),
        quantity=_quantity_pattern(units),
        keys=keys,
        field=re.compile(rf"^[^\w\n]*({_any_of(keys)})[^\w\n:]*:[ \t]*([^\n|]+)", re.MULTILINE),
        before_pace=tuple(sorted(at_pace["before"])),
        after_pace=tuple(sorted(at_pace["after"])),
        distances=distances,
        race=re.compile(_any_of(distances)),
    )


def _entries(table: Table) -> Iterator[tuple[str, Entry]]:
    for name, lists in table.items():
        if name in LISTS:
            continue
        concept = Concept(name)
        for strength, listed in lists.items():
            if strength not in STRENGTHS or not isinstance(listed, str):
                raise ValueError(f"[{name}] {strength} is neither strong nor hint, or no text")
            strong = strength == "strong"
            for phrase, folded in zip(listed.split(","), fold(listed).split(","), strict=True):
                yield folded.strip(), Entry(phrase.strip(), concept, strong, concept is Concept.RUN)


def _add_phrase(
    words: dict[str, Entry], phrases: dict[str, dict[str, list[Following]]], cut: Sequence[str], entry: Entry
) -> None:
    if not cut:
        raise ValueError(f"[{entry.concept}] holds an empty phrase")
    if len(cut) == 1:
        words.setdefault(cut[0], entry)
        return
    runs = any((word := words.get(token)) is not None and word.run and word.strong for token in cut)
    following = phrases.setdefault(cut[0], {}).setdefault(cut[1], [])
    following.append((tuple(cut[2:]), entry._replace(run=True) if runs else entry))


def _numbers_in(words: Iterable[str], phrases: Mapping[str, Mapping[str, Sequence[Following]]]) -> frozenset[str]:
    """Return the bare numbers among the words and in the phrases."""
    found = {*words, *phrases}
    for seconds in phrases.values():
        found.update(seconds, *(rest for following in seconds.values() for rest, _ in following))
    return frozenset(token for token in found if token.isdecimal())


def _any_of(words: Mapping[str, object]) -> str:
    """Return a pattern for any of the words, the longest first so that none hides a longer one.

    Words are grouped by their first letter, since the engine tries one alternative after the other.
    """
    known = sorted(words, key=lambda word: (word[0], -len(word)))
    groups = [(first, "|".join(re.escape(word[1:]) for word in each)) for first, each in groupby(known, itemgetter(0))]
    return "|".join(f"{re.escape(first)}(?:{rests})" for first, rests in groups) or r"(?!)"


def _number_pattern(units: Mapping[str, Unit]) -> re.Pattern[str]:
    """Find the beginnings of numbers before a unit, "x" or a range."""
    behind = re.escape("".join(sorted({word[0] for word in units} | set("-x/(tb"))))
    return re.compile(rf"\d(?<![a-z\d.,:/@].)(?=[\d.,]*\s*[{behind}])")


def _quantity_pattern(units: Mapping[str, Unit]) -> re.Pattern[str]:
    """Match "6x800m", "4-6 mi", "1h30", "45'", "7,5 km": repetitions, number, upper end, unit, minutes after hours."""
    firsts = "".join(sorted({word[0] for word in units}))
    unit = f"(?=[{re.escape(firsts)}])(?:{_any_of(units)})" if units else _any_of(units)
    hour = _any_of({word: unit for word, unit in units.items() if unit is Unit.HOUR})
    return re.compile(
        rf"(?P<hours>\d{{1,2}})\s*(?:{hour})\s*(?P<rest>[0-5]?\d)(?![\d.,:]|\s*[x-])"
        r"|(?:(?P<reps>\d{1,2})(?:\s*[-/]\s*\d{1,2})?\.?\s*x\s*\(?\s*)?"
        r"(?P<low>\d++(?:[.,]\d++)?+)"
        rf"(?:\.?\s*(?:{unit})?\s*(?:-|to|bis)\s*(?P<high>\d++(?:[.,]\d++)?+))?"
        rf"\.?\s*-?\s*(?P<unit>{unit})(?!(?!x\s*\d)[a-z\u0430-\u044f\u0451]|@\d+h)"
        r"(?P<after>\s*x\s*\d{1,2}\b)?"
    )
