"""Garmin Connect: a recording of a planned or suggested workout is called `<Place> - <Workout>`."""

import re

from runlift.domain.classify.vendors.field import Field, Texts

_WORKOUT = re.compile(r"[^-:]+ - ([^-]+)")


def read(texts: Texts) -> Field | None:
    """Return the workout behind the place; only of a recording, since people write meetings and plans like that too."""
    found = _WORKOUT.fullmatch(texts.title) if texts.recorded else None
    return Field(name="the workout behind the place", text=found[1]) if found else None
