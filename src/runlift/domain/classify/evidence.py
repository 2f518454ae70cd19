"""Evidence outside the words: the runner's tag, the event's state, the calendar around it."""

from runlift.domain.classify.case import Case
from runlift.domain.classify.context import Context
from runlift.domain.classify.finding import RUNS, Finding
from runlift.domain.classify.tags import tag_in
from runlift.domain.events import AllDay
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Concept, FieldKey
from runlift.domain.reasons import Reason

BANNER_DAYS = 3
"""An all-day event over so many days is a heading; over one day less it is if nothing in it is measured, since some
exporters end a one-day event a day late."""
LONGEST_RUN_KM = 45
_ONE_DAY = (Concept.RUN, Concept.RACE, Concept.RACE_NAME)


def own_tag(case: Case, _context: Context) -> Finding | None:
    """Read the runner's own tag."""
    found = tag_in(case.event.summary, case.event.description)
    if found is None:
        return None
    tag, kind = found
    return Finding(kind=kind, confidence=1.0, reason=Reason("tag", f"it is tagged {tag}"))


def called_off(case: Case, _context: Context) -> Finding | None:
    """See whether nobody is going to train: cancelled, only a registration, somebody else's race."""
    if case.event.cancelled:
        return Finding(kind=EventKind.OTHER, confidence=1.0, reason=Reason("status", "the event is cancelled"))
    word = case.title.says(Concept.NEVER)
    if word is None:
        return None
    return Finding(kind=EventKind.OTHER, confidence=0.95, reason=Reason("title", f'the title says "{word.phrase}"'))


def banner(case: Case, _context: Context) -> Finding | None:
    """See whether the event is a heading over several days, or just more kilometres than anybody runs at once."""
    if not case.title.marks and case.title.unknown == 0 and (case.title.size.km or 0) > LONGEST_RUN_KM:
        reason = Reason("banner", f"{case.title.size.km:g} km are those of a week")
        return Finding(kind=EventKind.OTHER, confidence=0.8, reason=reason)
    days = case.event.when.days if isinstance(case.event.when, AllDay) else 1
    if days < BANNER_DAYS - 1 or (days < BANNER_DAYS and (case.title.measured or case.title.says(*_ONE_DAY))):
        return None
    reason = Reason("banner", f"it is a heading over {days} days")
    return Finding(kind=EventKind.OTHER, confidence=0.95, reason=reason)


def calendar(case: Case, context: Context) -> Finding | None:
    """Take an event for what most of the calendar is: one that was recorded, or that only says "training"."""
    if case.told.km is not None and FieldKey.DISTANCE in case.fields and Concept.EVERYDAY not in case.title.concepts:
        return Finding(kind=None, confidence=0.6, reason=Reason("notes", "its notes tell a distance"))
    if not context.training:
        return None
    if case.steps is not None and not case.title.marks:
        return Finding(kind=None, confidence=0.6, reason=Reason("notes", "its notes are the steps of a workout"))
    reason = Reason("calendar", "it stands in a calendar of trainings")
    if case.title.says(Concept.WORKOUT) is None and not case.texts.recorded:
        return None
    if context.usual not in RUNS:
        return Finding(kind=context.usual, confidence=0.6, reason=reason)
    return Finding(kind=None, confidence=0.5, reason=reason)
