"""Final Surge, and other coaching sites that append the coach's commentary to the plan of the day."""

import re

_COMMENTARY = re.compile(r"\b(?:workout purpose|coach(?:'s|es'?)? notes?|purpose|post-activity comments?)\s*:")


def plan_in(notes: str) -> str:
    """Return the folded notes up to the commentary, which speaks of other days too."""
    found = _COMMENTARY.search(notes)
    return notes[: found.start()] if found and found.start() > 0 else notes
