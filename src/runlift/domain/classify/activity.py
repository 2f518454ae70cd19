"""What is done: words that tell a run from a rest day, from the gym, from another sport and from ordinary life.

A strong word counts wherever it stands. A hint ("easy", "race") counts only in a licensed text: one that holds other
signs of training, or no word that the lexicon does not know, or that stands in a training calendar.
"""

from runlift.domain.classify.reading import Mark, Reading, first
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Concept, Entry

RUN_KINDS = frozenset(
    {
        Concept.EASY,
        Concept.LONG,
        Concept.MEDIUM_LONG,
        Concept.HARD,
        Concept.PACE,
        Concept.FAST,
        Concept.RACE,
        Concept.RACE_NAME,
        Concept.STRIDES,
        Concept.PART,
    }
)
"""Words for kinds of running; they imply a run where no other sport is named."""

_NO_TRAINING = frozenset({Concept.NEVER, Concept.EVERYDAY, Concept.BANNER, Concept.WORKOUT})
_OTHER_ACTIVITIES = {
    Concept.STRENGTH: EventKind.STRENGTH,
    Concept.CORE: EventKind.STRENGTH,
    Concept.CROSS: EventKind.CROSS,
    Concept.REST: EventKind.REST,
    Concept.LOOSEN: EventKind.REST,
}
_GYM = frozenset({Concept.STRENGTH, Concept.CORE})
_ACTIVITIES = frozenset({Concept.RUN, *_OTHER_ACTIVITIES})
_ANY_TRAINING = _ACTIVITIES | RUN_KINDS
SHORTEST_RUN_KM = 1

Told = tuple[EventKind | None, Entry | None]
"""What is done, None being a run; and the word that says so."""


def licensed_marks(reading: Reading, *, training: bool) -> tuple[Mark, ...]:
    """Return the marks that count: all of them, or only the strong ones where nothing licenses hints.

    Args:
        reading: the text.
        training: something outside the text says that it is about training.
    """
    marks = reading.marks
    if training or reading.unknown == 0 or reading.measured:
        return marks
    if any(entry.strong and entry.concept not in _NO_TRAINING for _, entry in marks):
        return marks
    return tuple([mark for mark in marks if mark[1].strong])


def activity(reading: Reading, *, training: bool) -> Told | None:
    """Return what is done, or None if the text does not tell."""
    marks = licensed_marks(reading, training=training)
    if not marks:
        return (None, None) if _is_measured_run(reading, training=training) else None
    concepts = (
        reading.concepts if len(marks) == len(reading.marks) else frozenset([entry.concept for _, entry in marks])
    )
    if Concept.EVERYDAY in concepts and _is_ordinary_life(reading, marks, concepts, training=training):
        return EventKind.OTHER, reading.says(Concept.EVERYDAY)
    if Concept.BANNER in concepts and concepts.isdisjoint(_ANY_TRAINING):
        return EventKind.OTHER, reading.says(Concept.BANNER)
    if not concepts.isdisjoint(_ACTIVITIES):
        return _named(_words_before_emoji(marks, reading.text), reading)
    if not concepts.isdisjoint(RUN_KINDS) and (training or _speaks_of_running(reading, marks)):
        return None, next(entry for _, entry in marks if entry.concept in RUN_KINDS)
    return (None, None) if _is_measured_run(reading, training=training) else None


def is_core_alone(reading: Reading) -> bool:
    """Tell whether all the gym work that words name is for the trunk."""
    named = {entry.concept for _, entry in _words_before_emoji(reading.marks, reading.text)}
    return Concept.CORE in named and Concept.STRENGTH not in named


def is_hard(reading: Reading) -> bool:
    """Tell whether a text about any sport speaks of hard work."""
    return Concept.HARD in reading.concepts or reading.structure.repeats


def _speaks_of_running(reading: Reading, marks: tuple[Mark, ...]) -> bool:
    """Tell whether words for kinds of running are more than a slight sign ("Sprint 14", "Test")."""
    return reading.measured or any(entry.strong or entry.concept is not Concept.FAST for _, entry in marks)


def _is_measured_run(reading: Reading, *, training: bool) -> bool:
    """Tell whether a text without a word for training is a run by its numbers."""
    if reading.structure.repeats and (reading.structure.distances or reading.size.km is not None):
        return True
    return reading.measured and (training or reading.unknown == 0)


def _words_before_emoji(marks: tuple[Mark, ...], text: str) -> tuple[Mark, ...]:
    """Leave out emoji where a word names the activity: apps choose the emoji, the runner the word."""
    if not text.isascii() and any(entry.concept in _ACTIVITIES and entry.phrase[0].isalnum() for _, entry in marks):
        return tuple([mark for mark in marks if mark[1].phrase[0].isalnum()])
    return marks


def _named(marks: tuple[Mark, ...], reading: Reading) -> Told:
    """Return the activity that a word names: of several the run, unless there is a choice or rest comes first."""
    leading = next(entry for _, entry in marks if entry.concept in _ANY_TRAINING)
    named = [entry for _, entry in marks if entry.concept in _ACTIVITIES]
    if reading.choice:
        return _OTHER_ACTIVITIES.get(leading.concept), leading
    if leading.concept is Concept.REST and not reading.measured:
        return EventKind.REST, leading
    other = next((entry for entry in named if entry.concept in {Concept.CROSS, *_GYM}), None)
    run = next((entry for _, entry in marks if _names_a_run(entry, beside=other)), None)
    if run is not None:
        return None, run
    if other is not None:
        return (None, leading) if _holds_a_run(marks, reading, other) else (_OTHER_ACTIVITIES[other.concept], other)
    concepts = {entry.concept for _, entry in marks}
    if reading.structure.repeats or Concept.HARD in concepts or (reading.size.km or 0) >= SHORTEST_RUN_KM:
        return None, leading
    return EventKind.REST, named[0]


def _names_a_run(entry: Entry, *, beside: Entry | None) -> bool:
    """Tell whether a word names a run even beside another activity."""
    if entry.concept is Concept.RUN:
        return entry.strong or beside is None
    if not entry.strong or entry.concept not in {Concept.EASY, Concept.LONG, Concept.PACE, Concept.HARD}:
        return False
    return entry.run or (entry.concept is not Concept.HARD and beside is not None and beside.concept in _GYM)


def _holds_a_run(marks: tuple[Mark, ...], reading: Reading, other: Entry) -> bool:
    """Tell whether gym work stands beside a run that is told by its distance or its intervals only."""
    if other.concept is Concept.CROSS:
        return False
    hard, gym = first(marks, Concept.HARD), first(marks, *_GYM)
    return (reading.size.km or 0) >= SHORTEST_RUN_KM or (hard is not None and gym is not None and hard < gym)


def _is_ordinary_life(
    reading: Reading, marks: tuple[Mark, ...], concepts: frozenset[Concept], *, training: bool
) -> bool:
    """Tell whether a word of ordinary life decides: not against a run with a distance or a kind, nor a day off."""
    strong = {entry.concept for _, entry in marks if entry.strong}
    if Concept.EVERYDAY not in strong and not strong.isdisjoint(_ANY_TRAINING):
        return False
    leading = marks[0][1]
    if leading.concept is Concept.REST or (training and leading.concept in _ANY_TRAINING and leading.strong):
        return False
    if Concept.EVERYDAY in strong and strong.isdisjoint(_ANY_TRAINING) and not reading.measured:
        return True
    if reading.measured and (training or Concept.RUN in concepts):
        return False
    return Concept.RUN not in concepts or concepts.isdisjoint(RUN_KINDS - {Concept.RACE_NAME, Concept.RACE})
