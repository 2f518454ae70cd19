"""The runner's word on a title: it outlives the event, and wins when a plan app imports everything anew."""

from collections.abc import Mapping

from runlift.domain.folding import fold
from runlift.domain.kinds import EventKind

Fixes = Mapping[str, EventKind]
"""What the runner said that events of a title are, by `title_key`."""


def title_key(title: str) -> str:
    """Return what titles share that are the same but for case, accents, typography and blanks."""
    return " ".join(fold(title).split())
