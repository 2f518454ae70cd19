"""Nike Run Club: the title of a guided run says nothing of its effort; the type before it or the steps do."""

import re

from runlift.domain.classify.vendors.field import Field, Texts

_TYPE = re.compile(r"\W*((?:recovery|speed|long) run): \S")
_GUIDED = re.compile(r"\W*(?:nrc|nike run club) guided run\b")


def read(texts: Texts) -> Field | None:
    """Return the type, or the steps of a guided run without the repeated title."""
    if "run" not in texts.title:
        return None
    found = _TYPE.match(texts.title)
    if found:
        return Field(name="Nike Run Club's type", text=found[1])
    if not texts.notes or not _GUIDED.match(texts.title):
        return None
    name = re.split(r" - |: ", texts.title, maxsplit=1)[-1].strip()
    return Field(name="the steps of the guided run", text=texts.notes.replace(name, " ").replace("guided run", " "))
