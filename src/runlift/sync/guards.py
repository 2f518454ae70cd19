"""What stops a change before any of it is applied, and what is not believed.

They see the whole change first; what to say about it, and whether the runner allowed it, is not theirs.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from runlift.sync.changes import Action, Change

_HARD_RULE = re.compile(r"H\d+")
_FEW = 3
_MANY = 6
_KNOWN = 2
_CONFIRMED_AFTER = timedelta(minutes=30)


def looks_emptied(*, before: int, after: int) -> bool:
    """Say whether a source lost its runs ahead in a way that looks like an accident: all, or most of many.

    Args:
        before: the runs ahead in its last good reading; none: the season is over, and that is no accident.
        after: the runs ahead in the new reading.
    """
    return (before > 0 and after == 0) or (before >= _MANY and after * 2 < before)


def is_confirmed(*, since: datetime | None, now: datetime) -> bool:
    """Say whether an emptied source has said the same for long enough to be believed."""
    return since is not None and now - since >= _CONFIRMED_AFTER


def is_emptied(*, known: int, missing: int) -> bool:
    """Say whether a target lost all of our sessions at once: that is never taken for declines.

    Args:
        known: the sessions ahead that we know of.
        missing: how many of them it does not show.
    """
    return known >= _KNOWN and missing == known


def takes_too_much(changes: Sequence[Change], *, ahead: int) -> int:
    """Return how many sessions would be deleted, where that is too many; else 0.

    All of three or more are, and more than half of six or more. Deletes that a hard rule or a hold explains, and those
    that the runner asked for, are not counted.

    Args:
        changes: all that would happen to one target.
        ahead: how many of our sessions that are still to come stand in it.
    """
    counted = sum(change.action is Action.DELETE and not _is_explained(change) for change in changes)
    too_many = (counted >= _FEW and counted == ahead) or (ahead >= _MANY and counted * 2 > ahead)
    return counted if too_many else 0


def _is_explained(change: Change) -> bool:
    return any(reason.rule == "declined" or _HARD_RULE.fullmatch(reason.rule) for reason in change.because[:1])
