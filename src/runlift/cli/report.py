"""Lines around the plan: what could not be read, what changes, what was written."""

from collections import Counter

import click

from runlift.app.decide import Decision
from runlift.app.sync import Applied
from runlift.domain.kinds import RUNS, Role
from runlift.errors import CalendarError
from runlift.sync.changes import Action

_WORDS = {Action.CREATE: "new", Action.UPDATE: "changed", Action.DELETE: "gone", Action.KEEP: "kept"}


def say_notes(decision: Decision) -> None:
    """Say on standard error what could not be read as written, and which calendar holds no run."""
    for failure in decision.failures:
        click.echo(f"runlift: {failure}; until then what it said last stays in force", err=True)
    for note in decision.notes:
        click.echo(f"runlift: {note}", err=True)
    for source in decision.sources:
        runs = sum(found.kind in RUNS for _, found in source.classified)
        if source.role is not Role.BUSY and not runs:
            click.echo(
                f"runlift: {source.name} holds no run in these weeks among {len(source.classified)} events; "
                "see what it holds with `runlift classify`, or name another calendar",
                err=True,
            )


def exit_code(decision: Decision) -> int:
    """Return 3 when a calendar could not be reached, though its last good answer served."""
    return CalendarError.exit_code if decision.failures else 0


def say_changes(decision: Decision) -> None:
    """Say what a sync would do."""
    for entry in decision.changes:
        click.echo(f"{entry.target.path.name}: {_counts(Counter(change.action for change in entry.changes))}")


def say_applied(decision: Decision, applied: tuple[Applied, ...]) -> None:
    """Say what a sync did, one line a target."""
    for entry, one in zip(decision.changes, applied, strict=True):
        counts = _counts(Counter(change.action for change in entry.changes))
        what = "written" if one.written.changed else "nothing to write"
        click.echo(f"{one.target}: {what} ({counts})")


def _counts(actions: Counter[Action]) -> str:
    return ", ".join(f"{actions[action]} {_WORDS[action]}" for action in Action if actions[action]) or "no sessions"
