"""What is done: words that tell a run from a rest day, from the gym, from another sport and from ordinary life.

A strong word counts wherever it stands. A hint ("easy", "race") counts only in a licensed text: one that holds other
signs of training, or no word that the lexicon does not know, or that stands in a training calendar.
"""

from runlift.domain.classify.reading import Mark, Reading, first
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Concept, Entry

RUN_KINDS = frozenset(
    {
        Concept.RUN_WALK,
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
_SLIGHT = frozenset({Concept.FAST})
_GYM = frozenset({Concept.STRENGTH, Concept.CORE})
_OTHER_TRAINING = _GYM | {Concept.CROSS}
_RUN_BY_ITSELF = frozenset({Concept.RUN_WALK, Concept.EASY, Concept.LONG, Concept.PACE, Concept.HARD})
_ACTIVITIES = frozenset({Concept.RUN, *_OTHER_ACTIVITIES})
_ANY_TRAINING = _ACTIVITIES | RUN_KINDS
SHORTEST_RUN_KM = 1

Told = tuple[EventKind | None, Entry | None]
"""What is done, None being a run; and the word that says so."""


def licensed_marks(reading: Reading, *, training: bool) -> tuple[Mark, ...]:
    """Return the marks that count: all of them, or only the strong ones where nothing licenses hints.

    Args:
        reading: the text.
        training: something outside the text says that it is about training; a text of strangers' words it does not make
            one.
    """
    marks = reading.marks
    if reading.unknown == 0 or reading.measured or (training and _is_mostly_known(reading)):
        return marks
    if not reading.strong <= _NO_TRAINING:
        return marks
    return tuple([mark for mark in marks if mark[1].strong])


def _is_mostly_known(reading: Reading) -> bool:
    """Tell whether at least half of the words speak of training, or the first that does says "easy"."""
    marks = reading.marks
    return reading.unknown <= len(marks) or (bool(marks) and marks[0][1].concept is Concept.EASY)


def activity(reading: Reading, *, training: bool) -> Told | None:
    """Return what is done, or None if the text does not tell."""
    marks = licensed_marks(reading, training=training)
    if not marks:
        return (None, None) if _is_measured_run(reading, training=training) else None
    concepts = reading.concepts if len(marks) == len(reading.marks) else reading.strong
    if Concept.EVERYDAY in concepts and _is_ordinary_life(reading, marks, concepts, training=training):
        return EventKind.OTHER, reading.says(Concept.EVERYDAY)
    if Concept.BANNER in concepts and concepts.isdisjoint(_ANY_TRAINING):
        return EventKind.OTHER, reading.says(Concept.BANNER)
    if not concepts.isdisjoint(_ACTIVITIES):
        return _named(_words_before_emoji(marks, reading.text), reading)
    if not concepts.isdisjoint(RUN_KINDS) and (training or _speaks_of_running(reading)):
        return None, next(entry for _, entry in marks if entry.concept in RUN_KINDS)
    return (None, None) if _is_measured_run(reading, training=training) else None


def is_core_alone(reading: Reading) -> bool:
    """Tell whether all the gym work that words name is for the trunk."""
    named = {entry.concept for _, entry in _words_before_emoji(reading.marks, reading.text)}
    return Concept.CORE in named and Concept.STRENGTH not in named


def is_hard(reading: Reading) -> bool:
    """Tell whether a text about any sport speaks of hard work."""
    return Concept.HARD in reading.concepts or reading.structure.repeats


def _speaks_of_running(reading: Reading) -> bool:
    """Tell whether words for kinds of running are more than a slight sign ("Sprint 14", "Test")."""
    return bool(reading.strong) or reading.concepts != _SLIGHT or reading.measured


def _is_measured_run(reading: Reading, *, training: bool) -> bool:
    """Tell whether a text without a word for training is a run by its numbers."""
    if reading.structure.repeats and (reading.structure.distances or reading.size.km is not None):
        return True
    if training and reading.structure.strides and reading.size.minutes is not None:
        return True
    return reading.measured and (training or reading.unknown == 0)


def _words_before_emoji(marks: tuple[Mark, ...], text: str) -> tuple[Mark, ...]:
    """Leave out emoji where a word names the activity: apps choose the emoji, the runner the word."""
    if not text.isascii() and any(entry.concept in _ACTIVITIES and entry.phrase[0].isalnum() for _, entry in marks):
        return tuple([mark for mark in marks if mark[1].phrase[0].isalnum()])
    return marks


def _named(marks: tuple[Mark, ...], reading: Reading) -> Told:
    """Return the activity that a word names: of several the run, unless there is a choice or rest comes first."""
    told = [entry for _, entry in marks if entry.concept in _ANY_TRAINING]
    leading = told[0]
    if reading.choice:
        return _OTHER_ACTIVITIES.get(leading.concept), leading
    if leading.concept is Concept.REST and not reading.measured:
        lifted = None if "+" not in reading.text else reading.says(Concept.STRENGTH)
        return (EventKind.STRENGTH, lifted) if lifted is not None and lifted.strong else (EventKind.REST, leading)
    others = [entry for entry in told if entry.concept in _OTHER_TRAINING]
    other = others[0] if others else None
    for entry in told:
        if _names_a_run(entry, beside=other):
            return None, entry
    if other is not None:
        return (None, leading) if _holds_a_run(marks, reading, other) else (_OTHER_ACTIVITIES[other.concept], other)
    if reading.structure.repeats or first(marks, Concept.HARD) is not None or _is_a_distance(reading):
        return None, leading
    return EventKind.REST, next(entry for entry in told if entry.concept in _ACTIVITIES)


def _names_a_run(entry: Entry, *, beside: Entry | None) -> bool:
    """Tell whether a word names a run even beside another activity."""
    if entry.concept is Concept.RUN:
        return entry.strong or beside is None
    if not entry.strong or entry.concept not in _RUN_BY_ITSELF:
        return False
    return entry.run or (entry.concept is not Concept.HARD and beside is not None and beside.concept in _GYM)


def _holds_a_run(marks: tuple[Mark, ...], reading: Reading, other: Entry) -> bool:
    """Tell whether gym work stands beside a run that is told by its distance or its intervals only."""
    if other.concept is Concept.CROSS:
        return False
    hard, gym = first(marks, Concept.HARD), first(marks, *_GYM)
    if _is_a_distance(reading) or reading.structure.distances or (reading.structure.repeats and not other.strong):
        return True
    return hard is not None and gym is not None and hard < gym


def _is_a_distance(reading: Reading) -> bool:
    return (reading.size.km or 0) >= SHORTEST_RUN_KM


def _is_ordinary_life(
    reading: Reading, marks: tuple[Mark, ...], concepts: frozenset[Concept], *, training: bool
) -> bool:
    """Tell whether a word of ordinary life decides: not against a run with a distance or a kind, nor a day off."""
    strong = reading.strong
    if Concept.EVERYDAY not in strong and (reading.measured or not strong.isdisjoint(_ANY_TRAINING)):
        return False
    leading = marks[0][1]
    if leading.concept is Concept.REST or (training and leading.concept in _ANY_TRAINING and leading.strong):
        return False
    if Concept.EVERYDAY in strong and strong.isdisjoint(_ANY_TRAINING) and not reading.measured:
        return True
    if reading.measured and (training or Concept.RUN in concepts):
        return False
    return Concept.RUN not in concepts or concepts.isdisjoint(RUN_KINDS - {Concept.RACE_NAME, Concept.RACE})
