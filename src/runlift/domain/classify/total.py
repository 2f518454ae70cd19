"""How far and how long the whole run is, from the best that title, notes and times tell."""

import re
from datetime import timedelta
from typing import NamedTuple

from runlift.domain.classify.case import Case
from runlift.domain.classify.steps import Steps
from runlift.domain.events import Event, Timed
from runlift.domain.lexicon import Concept

MINUTES_PER_KM = 6.0
FASTEST_MINUTES_PER_KM = 3.3
SLOWEST_MINUTES_PER_KM = 15
"""A time outside these limits is a placeholder ("every run one hour") or not the run's own."""
_JOINT = re.compile(r"[+,;&|•·]| [/-] ")
"""What parts a run from the strength work beside it."""


class Total(NamedTuple):
    """The size of a whole run.

    Attributes:
        km: kilometres as told, or None.
        minutes: minutes as told by texts or times, or None.
        estimate: minutes for the comparison within the week: as told, else by the distance; None if nothing tells.
        stated: the estimate is not just by the distance.
    """

    km: float | None = None
    minutes: float | None = None
    estimate: float | None = None
    stated: bool = True


def total_size(case: Case, length: float | None) -> Total:
    """Return what is known of the size of a run.

    Args:
        case: its texts.
        length: its minutes by the calendar, or None.
    """
    told = case.told
    km, minutes = told.km, told.minutes
    if km is None and minutes is None and case.steps is not None:
        return _total_of_steps(case.steps, length)
    minutes = minutes or length
    if minutes is None and case.title.size.km is None and case.texts.notes:
        minutes = case.notes.size.minutes
    if km is None:
        return Total(None, minutes, minutes)
    if not minutes or not FASTEST_MINUTES_PER_KM <= minutes / km <= SLOWEST_MINUTES_PER_KM:
        return Total(km, minutes, km * MINUTES_PER_KM, stated=False)
    return Total(km, minutes, minutes)


def _total_of_steps(steps: Steps, length: float | None) -> Total:
    return Total(
        km=steps.km if not steps.minutes else None,
        minutes=steps.minutes if not steps.km else length,
        estimate=steps.km * MINUTES_PER_KM + steps.minutes,
        stated=not steps.km,
    )


def strength_minutes(case: Case) -> float | None:
    """Return how long the strength work beside a run takes, where the title tells: "easy 5 km + 20 min gym"."""
    if _JOINT.search(case.title.text) is None:
        return None
    for part in _JOINT.split(case.title.text):
        reading = case.reader.read(part)
        if Concept.STRENGTH in reading.strong and Concept.RUN not in reading.concepts:
            return reading.size.minutes if reading.size.km is None else None
    return None


def length_minutes(event: Event) -> float | None:
    """Return how long the event lasts by its times or its DURATION, in minutes."""
    if event.duration is not None:
        return event.duration / timedelta(minutes=1)
    return (event.when.end - event.when.start) / timedelta(minutes=1) if isinstance(event.when, Timed) else None
