"""Changes that no plan asks for: seen whole by the guard, and decided on anew where another hand was faster."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime

from runlift.app.look import Opened
from runlift.app.writer import Applied, Writer
from runlift.domain.runner import Availability
from runlift.errors import CalendarError
from runlift.sync.changes import Change
from runlift.sync.guards import takes_too_much
from runlift.sync.keeping import instants
from runlift.sync.memory import TargetId
from runlift.sync.observed import Observed

_ROUNDS = 3
"""How often a change that met another hand is decided on before it is left."""

Open = Collection[tuple[TargetId, str]]
"""Sessions, by target and key, on which nothing is settled yet."""


def write_in_rounds(
    writer: Writer,
    opened: Opened,
    changes: Mapping[TargetId, Sequence[Change]],
    decide_again: Callable[[Open], Mapping[TargetId, Sequence[Change]]],
) -> tuple[Applied, ...]:
    """Make the changes; those that met another hand are decided on again.

    Args:
        decide_again: returns what happens now in each target that it could read, be it nothing.
    """
    applied: dict[TargetId, Applied] = {}
    for attempt in range(_ROUNDS):
        if attempt:
            try:
                changes = decide_again({(one.target.id, change.key) for one in applied.values() for change in one.open})
            except CalendarError:
                # What was written until now counts; the next sync looks again.
                break
        for target, calendar in opened:
            if target.id in changes:
                one = writer.write(target, calendar, changes[target.id])
                applied[target.id] = applied[target.id].then(one) if target.id in applied else one
        if not any(one.open for one in applied.values()):
            break
    return tuple(applied.values())


def mass_deletes(
    opened: Opened,
    observed: Observed,
    changes: Mapping[TargetId, Sequence[Change]],
    availability: Availability,
    now: datetime,
) -> Iterator[str]:
    """Say in which targets most of the sessions to come would go."""
    for target, _ in opened:
        standing = observed.standing.get(target.id, {}).values()
        ahead = sum(instants(seen.event.when, availability)[0] > now for seen in standing)
        counted = takes_too_much(changes.get(target.id, ()), ahead=ahead)
        if counted:
            yield (
                f"{counted} of the {ahead} sessions ahead in {target.label} would be deleted, so nothing was changed; "
                "look with --dry-run, and say --allow-deletes if that is what you want"
            )
