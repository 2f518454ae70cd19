"""TrainingPeaks, and coaches who write like it: `<Sport>: <title>`."""

import re

from runlift.domain.classify.vendors.field import Field, Texts

_SPORT = re.compile(r"\W*([^\W\d][^:\d\n@]{1,18}):\s")


def read(texts: Texts) -> Field | None:
    """Return the sport before the colon."""
    found = _SPORT.match(texts.title) if ":" in texts.title else None
    return Field(name="the sport before the colon", text=found[1], sport=True) if found else None
