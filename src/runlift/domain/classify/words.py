"""Evidence of the words: an app's field, the title, the notes."""

from runlift.domain.classify.activity import RUN_KINDS, activity
from runlift.domain.classify.case import Case
from runlift.domain.classify.context import Context
from runlift.domain.classify.effort import run_kind
from runlift.domain.classify.finding import RUNS, Finding
from runlift.domain.classify.reading import Reading
from runlift.domain.classify.vendors import VENDORS, Field, may_name
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Concept, Entry, FieldKey
from runlift.domain.reasons import Reason

_SPORTS = frozenset(
    {Concept.RUN, Concept.RUN_WALK, Concept.STRENGTH, Concept.CORE, Concept.CROSS, Concept.REST, Concept.LOOSEN}
)
_TRAINING = RUN_KINDS | {Concept.RUN, Concept.WORKOUT}
_NOTES_LESS_SURE = 0.06
BY_A_HINT = 0.8
"""Confidence in what a hint says that is no run."""


def vendor_field(case: Case, _context: Context) -> Finding | None:
    """Read the field in which an app itself names the workout; one that names only the sport leaves the kind open."""
    if not may_name(case.texts):
        return None
    open_run: Finding | None = None
    for read in VENDORS:
        field = read(case.texts)
        finding = _named_by(field, case) if field is not None else None
        if finding is not None and finding.kind is not None and (open_run is None or finding.kind in RUNS):
            return finding
        open_run = open_run or finding
    return open_run


def title_words(case: Case, context: Context) -> Finding | None:
    """Read the title; beside a distance in the notes its hints count."""
    training = context.training or bool(case.title.marks and FieldKey.DISTANCE in case.fields)
    told = activity(case.title, training=training)
    return _found(case.title, told, training=training, prose=False) if told is not None else None


def note_words(case: Case, context: Context) -> Finding | None:
    """Read the notes of a title that speaks of training but leaves open of what kind."""
    if not case.texts.notes:
        return None
    says_training = case.title.measured or not case.title.concepts.isdisjoint(_TRAINING)
    if not (says_training or (context.training and not case.title.marks)):
        return None
    told = activity(case.notes, training=says_training)
    return _found(case.notes, told, training=says_training, prose=True) if told is not None else None


def _named_by(field: Field, case: Case) -> Finding | None:
    if field.kind is not None:
        return Finding(kind=field.kind, confidence=0.9, reason=Reason("vendor", f"{field.name} says so"))
    reading = case.reader.read(field.text, prose=True)
    if not reading.marks or (field.sport and not _is_sport(reading)):
        return None
    told = activity(reading, training=True)
    if told is None:
        return None
    done, word = told
    if (done is EventKind.REST and case.title.measured) or (
        done is EventKind.STRENGTH and field.sport and case.title.structure.distances
    ):
        return None
    kind = None if done is not None or field.sport else run_kind(reading, training=True, prose=True)
    named = kind[1] if kind else f'"{word.phrase}"' if word else "a workout"
    return Finding(
        kind=kind[0] if kind else done,
        confidence=0.97,
        reason=Reason("vendor", f"{field.name} is {named}"),
        also_strength=done is None and _also_strength(reading),
    )


def _is_sport(reading: Reading) -> bool:
    """Tell whether a text is the name of a sport and nothing else."""
    return reading.unknown == 0 and all(entry.strong and entry.concept in _SPORTS for _, entry in reading.marks)


def _found(reading: Reading, told: tuple[EventKind | None, Entry | None], *, training: bool, prose: bool) -> Finding:
    """Return what a title (or prose) makes of an event, given what it tells of the activity."""
    done, word = told
    place, says, tell = ("notes", "the notes say", "tell") if prose else ("title", "the title says", "tells")
    less = _NOTES_LESS_SURE if prose else 0.0
    if done is not None:
        sure = 0.96 if word is not None and word.strong else BY_A_HINT
        reason = Reason(place, f'{says} "{word.phrase}"' if word else f"{says} so")
        return Finding(done, sure - less, reason)
    # Notes speak of other days' strength too.
    also_strength = not prose and _also_strength(reading)
    kind = run_kind(reading, training=training, prose=prose)
    if kind is None:
        reason = Reason(place, f'{says} "{word.phrase}"' if word else f"the {place} {tell} a distance")
        return Finding(None, 0.9 - less, reason, also_strength)
    value, named, sure = kind
    reason = (
        Reason(place, f"{says} {named}")
        if named.startswith('"')
        else Reason("structure", f"the {place} {tell} of {named}")
    )
    return Finding(value, sure - less, reason, also_strength)


def _also_strength(reading: Reading) -> bool:
    if Concept.STRENGTH not in reading.strong or reading.choice:
        return False
    # "Strength 6 x 1 mile" is strength endurance on foot.
    return not reading.structure.distances or "+" in reading.text or "&" in reading.text
