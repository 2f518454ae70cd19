"""What becomes of our sessions when the runner wants them out of a target.

What holds something of the runner's loses our marker and stays: it is the runner's from then on. What we never write,
such as a series, stays as it is. Nothing of this is a decline: a later sync plans anew.
"""

from collections.abc import Iterator
from datetime import datetime

from runlift.domain.events import AllDay, Timed
from runlift.domain.reasons import Because, Reason
from runlift.domain.runner import Availability
from runlift.sync.changes import Action, Change
from runlift.sync.keeping import instants
from runlift.sync.memory import TargetId
from runlift.sync.observed import Observed, Seen

_WANTED = Reason("clean", "you had the sessions taken out of this calendar")
_YOURS = Reason("clean", "it holds something of yours, so it stays and is yours from now on")


def clean(
    observed: Observed, target: TargetId, *, past: bool, availability: Availability, now: datetime
) -> tuple[Change, ...]:
    """Return the fate of every session of ours in one target, updates first, then deletes and keeps.

    Args:
        past: what has started or is over goes as well.
    """
    changes = [*_sessions(observed, target), *_copies(observed, target)]
    order = list(Action)
    return tuple(
        sorted(
            (change for change, seen in changes if past or _is_ahead(seen.event.when, availability, now)),
            key=lambda change: (order.index(change.action), change.key),
        )
    )


def _sessions(observed: Observed, target: TargetId) -> Iterator[tuple[Change, Seen]]:
    for seen in observed.standing[target].values():
        # it repeats, its mark is damaged, a newer runlift wrote it
        if seen.hands_off:
            yield _change(Action.KEEP, seen, (Reason("yours", seen.hands_off),)), seen
        # the runner has moved it, written into it, or invited somebody
        elif not seen.is_untouched:
            yield _change(Action.UPDATE, seen, (_YOURS,)), seen
        else:
            yield _change(Action.DELETE, seen, (_WANTED,)), seen


def _copies(observed: Observed, target: TargetId) -> Iterator[tuple[Change, Seen]]:
    for seen in observed.copies:
        if seen.target == target:
            yield _change(Action.UPDATE, seen, (Reason("copy", "a copy of a session is yours"),)), seen


def _change(action: Action, seen: Seen, because: Because) -> Change:
    return Change(action=action, key=seen.key, because=because, before=seen.event)


def _is_ahead(when: Timed | AllDay, availability: Availability, now: datetime) -> bool:
    return instants(when, availability)[0] > now
