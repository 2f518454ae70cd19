"""What stops a change before any of it is applied."""

from collections.abc import Sequence

from runlift.errors import GuardError
from runlift.sync.session_event import SessionEvent


def guard(*, runs: int, standing: Sequence[SessionEvent]) -> None:
    """Stop a change that looks like an accident.

    Args:
        runs: how many runs all sources hold together.
        standing: our sessions that are still to come.

    Raises:
        GuardError: no calendar holds a run any more though sessions stand: that is a lost feed and not a rest.
    """
    if not runs and standing:
        raise GuardError(
            f"no calendar holds a run any more, so the {len(standing)} planned sessions stay as they are; "
            "look whether the feed still shows your runs"
        )
