"""Notes in lines of "Workout type: Run" or "Workout: Tempo", as TrainingPeaks, Final Surge and many exporters write."""

import re

from runlift.domain.classify.vendors.field import Field, Texts
from runlift.domain.lexicon import FieldKey

_BRACKETED = re.compile(r"\s*\[([a-z][a-z ]{2,30})\]")


def read(texts: Texts) -> Field | None:
    """Return the value of the first line that names the workout; else a `[type]` in brackets; else the categories."""
    for told, key, value in texts.fields:
        if told is FieldKey.WORKOUT:
            return Field(name=f'the notes\' line "{key}"', text=value)
    bracketed = _BRACKETED.match(texts.notes) if "[" in texts.notes else None
    if bracketed:
        return Field(name="the type in the notes", text=bracketed[1])
    return Field(name="the category", text=", ".join(texts.categories)) if texts.categories else None
