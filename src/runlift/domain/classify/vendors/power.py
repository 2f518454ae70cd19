"""Cycling computers: a workout in watts, or in shares of the functional threshold power, is ridden."""

import re

from runlift.domain.classify.vendors.field import Field, Texts
from runlift.domain.kinds import EventKind

_WATTS = re.compile(r"\d\s*w\b(?!\s*/)|%\s*(?:of\s)?ftp\b")


def read(texts: Texts) -> Field | None:
    """Return another sport where power is prescribed in the title, or in the notes of a title without a run."""
    if ("w" in texts.title or "%" in texts.title) and _WATTS.search(texts.title):
        return Field(name="the power in watts", kind=EventKind.CROSS)
    return None
