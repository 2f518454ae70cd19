"""Listings of races: notes that offer several distances, one of which will be run."""

import re

from runlift.domain.classify.vendors.field import Field, Texts
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import FieldKey

_SEVERAL = re.compile(r"\d\s*(?:km|k|mi)?\s*/\s*\d+(?:[.,]\d+)?\s*(?:km|k|mi)")


def read(texts: Texts) -> Field | None:
    """Return a race, unless the title tells of a date on the way to it (registration, deadline)."""
    if not texts.fields:
        return None
    several = any(told is FieldKey.DISTANCE and _SEVERAL.search(value) for told, _, value in texts.fields)
    return Field(name="the notes' list of race distances", kind=EventKind.RACE) if several else None
