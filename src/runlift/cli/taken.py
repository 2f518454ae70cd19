"""What commands that do not plan say of what they did."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from runlift.app.writer import Applied
from runlift.cli import machine
from runlift.cli.report import say
from runlift.domain.printing import one_line
from runlift.errors import CalendarError, GuardError
from runlift.sync.changes import Action, Change
from runlift.sync.memory import TargetId

_WORDS = {Action.CREATE: "new", Action.UPDATE: "changed", Action.DELETE: "gone"}
_RELEASED = "yours now"


def say_taken(applied: Iterable[Applied]) -> None:
    """Say what was done, one line a target, and on standard error what was not."""
    for one in applied:
        counts = Counter(_RELEASED if change.releases else _WORDS[change.action] for change in one.done)
        told = ", ".join(f"{number} {word}" for word, number in counts.items()) or "nothing to write"
        click.echo(f"{one_line(one.target.label)}: {told}")
        for sentence in one.refused:
            say(sentence)
        if one.failure:
            say(f"{one.failure}; run the command again to finish")
        if one.open:
            say(f"{one.target.label} was changed by another hand meanwhile; run the command again to finish")


def code_of(applied: Sequence[Applied], failures: Sequence[CalendarError], stops: Sequence[str]) -> int:
    """Return 4 when a guard would stop it, 3 when a calendar did not take part in all of it."""
    if stops:
        return GuardError.exit_code
    unfinished = any(one.failure or one.refused or one.open for one in applied)
    return CalendarError.exit_code if failures or unfinished else 0


def changes_shape(changes: Mapping[TargetId, Sequence[Change]], labels: Mapping[TargetId, str]) -> list[dict[str, Any]]:
    """Return changes as data, those that are none left out."""
    return [
        {
            "action": change.action.value,
            "target": labels[target],
            "key": change.key,
            "because": machine.because(change.because),
        }
        for target, found in changes.items()
        for change in found
        if change.action is not Action.KEEP
    ]


def taken_shape(applied: Iterable[Applied]) -> list[dict[str, Any]]:
    """Return what was done as data."""
    return [
        {
            "target": one.target.label,
            "done": len(one.done),
            "open": len(one.open),
            "refused": [*one.refused, *([str(one.failure)] if one.failure else [])],
        }
        for one in applied
    ]
