"""Workouts written step by step in the notes, as Intervals.icu and exporters for sports watches write them.

    - warmup: 10min @ Z1
    repeat 5:
      - run 400m
      - recovery 1m
    - 10m Z1

A repetition ("5x", "repeat 5:", "- repeat: 5") holds the steps below it, up to a blank line or to a step that is
indented no more than the repetition itself.
"""

import re
from typing import NamedTuple

from runlift.domain.classify.size import parts
from runlift.domain.lexicon import Lexicon

_STEP = re.compile(r"(?P<indent>[ \t]*)[-•*]\s*(?P<verb>[^\W\d]+(?:-[^\W\d]+)?)?\s*:?\s*(?P<amount>\d.*)")
_REPEAT = re.compile(r"(?P<indent>[ \t]*)[-•*]?\s*(?:repeat\W{1,2}(\d{1,2})|(\d{1,2})\s?x)\s*:?\s*$")
_NO_STEPS = frozenset({"other", "date", "repeat"})


class Steps(NamedTuple):
    """All steps together.

    Attributes:
        km: of the steps that are measured in distance.
        minutes: of the steps that are measured in time.
    """

    km: float
    minutes: float


def steps_in(notes: str, lexicon: Lexicon) -> Steps | None:
    """Return the sum of the steps in folded notes, or None if there are none, or if more than steps is measured."""
    if not any(map(_STEP.match, notes.splitlines())):
        return None
    km = minutes = 0.0
    times, repeat_indent, inside = 1, 0, False
    for line in notes.splitlines():
        repeat, step = _REPEAT.match(line), _STEP.match(line)
        if repeat is not None:
            times, repeat_indent, inside = int(repeat[2] or repeat[3]), len(repeat["indent"]), False
            continue
        if not line.strip() or (step is not None and inside and len(step["indent"]) <= repeat_indent):
            times, inside = 1, False
        if step is None:
            if parts(line, lexicon, prose=True):
                return None
        elif step["verb"] not in _NO_STEPS:
            inside = inside or len(step["indent"]) > repeat_indent
            for part in parts(step["amount"], lexicon, prose=True)[:1]:
                km += times * part.reps * (part.km or 0)
                minutes += times * part.reps * (part.minutes or 0)
    return Steps(km, minutes) if km or minutes else None
