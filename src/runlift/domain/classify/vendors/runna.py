"""Runna: `<Type> • <distance> • <time>` in the first line of the notes, and the type in the UID.

Titles are fancy names ("Gradual Build"), so that the type is the only safe sign.
"""

import re

from runlift.domain.classify.vendors.field import Field, Texts

_FIRST_LINE = re.compile(r"\s*([^\W\d][^•\n]{2,40}?) • [\d.,]+\s*(?:km|mi|m|h|k)")
_UID = re.compile(r"_plan_week_\d+_([A-Z_]+?)_\d+")


def type_in_uid(uid: str) -> str | None:
    """Return the type of the workout that the UID names."""
    found = _UID.search(uid) if "_plan_week_" in uid else None
    return found[1].lower().replace("_", " ") if found else None


def read(texts: Texts) -> Field | None:
    """Return the type of the workout."""
    found = _FIRST_LINE.match(texts.notes) if "•" in texts.notes else None
    named = found[1] if found else type_in_uid(texts.uid)
    return Field(name="Runna's workout type", text=named) if named else None
