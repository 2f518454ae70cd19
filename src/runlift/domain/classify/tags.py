"""The runner's own tags, which outrank everything else: `#easy`, `#rest` and so on, in the title or the notes."""

import re

from runlift.domain.kinds import EventKind

_KINDS = {
    "easy": EventKind.EASY,
    "long": EventKind.LONG,
    "hard": EventKind.HARD,
    "race": EventKind.RACE,
    "rest": EventKind.REST,
    "strength": EventKind.STRENGTH,
    "cross": EventKind.CROSS,
    "ignore": EventKind.OTHER,
}
_TAG = re.compile(rf"(?<![\w#&/])#({'|'.join(_KINDS)})(?![\w-])", re.IGNORECASE)


def tag_in(*texts: str) -> tuple[str, EventKind] | None:
    """Return the first tag of the texts as written, with its kind."""
    for text in texts:
        if "#" in text and (match := _TAG.search(text)):
            return match[0], _KINDS[match[1].lower()]
    return None
