"""How a run is run: the words and numbers that tell long, hard, easy and race apart.

Hard work outranks easy words beside it ("6x800 with easy jogs"), a slight sign of speed does not ("easy, hilly route").
Long outranks hard. The name of a race distance is a race only where no training is named.
"""

from runlift.domain.classify.activity import RUN_KINDS, licensed_marks
from runlift.domain.classify.reading import Mark, Reading
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Concept

MARATHON_KM = (42.1, 42.3)
"""Nobody trains exactly a marathon."""

# A later clause of a title that names an easy run speaks of another day's run.
_SAME_CLAUSE = 6
_NO_LONG_RUN = frozenset({Concept.HARD, Concept.FAST, Concept.PART, Concept.REST})

Effort = tuple[EventKind, str, float]
"""The kind of a run, what says so, and how sure that is."""


def run_kind(reading: Reading, *, training: bool, prose: bool) -> Effort | None:
    """Return the kind of a run, or None if the text does not tell.

    Args:
        reading: the text.
        training: something outside the text says that it is about training.
        prose: the text is free notes, in which "long" and "race" are often said of other things.
    """
    marks = licensed_marks(reading, training=training)
    if prose:
        marks = tuple(
            [mark for mark in marks if mark[1].strong or mark[1].concept not in {Concept.RACE, Concept.RACE_NAME}]
        )
    said = {entry.concept: f'"{entry.phrase}"' for _, entry in reversed(marks)}
    if Concept.RACE in said and not (prose and len(said.keys() & RUN_KINDS) > 1):
        return EventKind.RACE, said[Concept.RACE], 0.97
    long_run = _long(marks, prose=prose) if Concept.LONG in said else None
    if long_run is not None:
        return EventKind.LONG, f'"{long_run}"', 0.97
    if Concept.RUN_WALK in said:
        return EventKind.EASY, said[Concept.RUN_WALK], 0.95
    return _hard(reading, said) or _easy(reading, said) or _by_name(reading, said, prose=prose)


def _hard(reading: Reading, said: dict[Concept, str]) -> Effort | None:
    if Concept.HARD in said:
        return EventKind.HARD, said[Concept.HARD], 0.96
    easy = not said.keys().isdisjoint({Concept.EASY, Concept.STRIDES})
    if Concept.PACE in said and not (easy and reading.structure.strides):
        return EventKind.HARD, said[Concept.PACE], 0.93
    if reading.structure.hard:
        return EventKind.HARD, reading.structure.hard, 0.9
    if Concept.FAST in said and not easy:
        return EventKind.HARD, said[Concept.FAST], 0.85
    return None


def _easy(reading: Reading, said: dict[Concept, str]) -> Effort | None:
    for concept, confidence in ((Concept.EASY, 0.96), (Concept.MEDIUM_LONG, 0.85), (Concept.STRIDES, 0.85)):
        if concept in said:
            return EventKind.EASY, said[concept], confidence
    if Concept.RUN in said and Concept.CROSS in said:
        return EventKind.EASY, f"{said[Concept.RUN]} beside {said[Concept.CROSS]}", 0.8
    if reading.structure.easy:
        return EventKind.EASY, reading.structure.easy, 0.88
    return None


def _by_name(reading: Reading, said: dict[Concept, str], *, prose: bool) -> Effort | None:
    """Return a race by the name of its distance, or a workout by the names of its parts."""
    if not prose and Concept.RACE_NAME in said and Concept.WORKOUT not in said:
        return EventKind.RACE, said[Concept.RACE_NAME], 0.9
    if not prose and MARATHON_KM[0] <= (reading.size.km or 0) <= MARATHON_KM[1]:
        return EventKind.RACE, "exactly a marathon", 0.75
    if Concept.PART not in said:
        return None
    parts = sum(entry.concept is Concept.PART for _, entry in reading.marks)
    hard = reading.measured and (parts > 1 or reading.unknown > 0)
    return (EventKind.HARD if hard else EventKind.EASY), said[Concept.PART], 0.7


def _long(marks: tuple[Mark, ...], *, prose: bool) -> str | None:
    """Return the phrase that names the long run; the one in "long intervals" or "Intervalle lang" does not."""
    easy_until: int | None = None
    for number, (position, entry) in enumerate(marks):
        if entry.concept is Concept.EASY and entry.strong and easy_until is None:
            easy_until = position + _SAME_CLAUSE
        if entry.concept is not Concept.LONG or (easy_until is not None and position > easy_until):
            continue
        if _follower(marks, number, within=1) in _NO_LONG_RUN or (not entry.strong and _follows_work(marks, number)):
            continue
        if not prose or entry.strong or _follower(marks, number, within=2) is Concept.RUN:
            return entry.phrase
    return None


def _follows_work(marks: tuple[Mark, ...], number: int) -> bool:
    """Tell whether a mark stands right behind one of hard work."""
    return number > 0 and marks[number][0] - marks[number - 1][0] == 1 and marks[number - 1][1].concept in _NO_LONG_RUN


def _follower(marks: tuple[Mark, ...], number: int, *, within: int) -> Concept | None:
    """Return what the next mark means, if it begins within so many words."""
    if number + 1 == len(marks) or marks[number + 1][0] - marks[number][0] > within:
        return None
    return marks[number + 1][1].concept
