"""`runlift undo`: take back what the last command did."""

from collections.abc import Mapping
from typing import Any

import click

from runlift.app.gather import open_targets
from runlift.app.target_settings import labels_of
from runlift.app.undo import Undone, carry_out, prepare, run_to_undo
from runlift.app.wiring import store_to_read, store_to_write
from runlift.app.writer import Applied
from runlift.cli import machine
from runlift.cli.journal_view import change_line, moment_text
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import say
from runlift.cli.taken import changes_shape, code_of, say_taken, taken_shape
from runlift.domain.printing import one_line
from runlift.domain.runner import Clock
from runlift.sync.journal import JournalRun, Occasion
from runlift.sync.memory import TargetId

_Labels = Mapping[TargetId, str]


@click.command()
@click.option("--allow-deletes", is_flag=True, help="Let as many sessions go as the last run made.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken back, and change nothing.")
@with_settings
def command(settings: Settings, *, allow_deletes: bool, dry_run: bool) -> int:
    """Take back what the last sync or clean did.

    Sessions that it made go, and the plan does not ask for them again. Sessions that it moved or deleted are back where
    they were, and stay there as if you had moved them. What you have changed since is left alone.
    """
    config = settings.config()
    clock = config.availability.clock
    now = settings.now(config)
    with (store_to_read if dry_run else store_to_write)(config, now) as store:
        if store.notice:
            say(store.notice)
        run = run_to_undo(store)
        if run is None or run.occasion is Occasion.UNDO:
            return _nothing(settings, run)
        labels = labels_of(config, store)
        undone = prepare(config, store, open_targets(config, store), run, now)
        stops = () if allow_deletes else undone.stops
        applied = () if dry_run else carry_out(config, store, undone, now, allow_deletes=allow_deletes)
    for sentence in (*map(str, undone.failures), *stops):
        say(sentence)
    if settings.as_json:
        machine.print_json({"dry_run": dry_run, **_shape(undone, applied, labels, clock)})
    else:
        _show(undone, applied, labels, clock, dry_run=dry_run)
    return code_of(applied, undone.failures, stops)


def _nothing(settings: Settings, run: JournalRun | None) -> int:
    if settings.as_json:
        machine.print_json({"run": None, "changes": [], "declined": [], "left": [], "applied": []})
    elif run is None:
        click.echo("nothing was written yet that could be undone")
    else:
        click.echo("the last change was an undo, and an undo is not undone; move or delete sessions by hand instead")
    return 0


def _show(undone: Undone, applied: tuple[Applied, ...], labels: _Labels, clock: Clock, *, dry_run: bool) -> None:
    click.echo(
        f"{'would take' if dry_run else 'takes'} back the {undone.run.occasion} of {moment_text(undone.run.at, clock)}"
    )
    for target, changes in undone.undoing.changes.items():
        for change in changes:
            click.echo(f"  {change_line(change, labels[target], clock)}")
    for left in undone.undoing.left:
        label = labels.get(left.target, left.target)
        click.echo(one_line(f"  {'left':<8}{left.key} in {label}: {left.why}"))
    say_taken(applied)


def _shape(undone: Undone, applied: tuple[Applied, ...], labels: _Labels, clock: Clock) -> dict[str, Any]:
    return {
        "run": {
            "at": clock.local(undone.run.at).isoformat(),
            "occasion": undone.run.occasion.value,
            "summary": undone.run.summary,
        },
        "changes": changes_shape(undone.undoing.changes, labels),
        "declined": [entry.key for entry in undone.undoing.declined],
        "left": [
            {
                "action": left.action.value,
                "target": labels.get(left.target, left.target),
                "key": left.key,
                "because": [{"rule": "undo", "text": left.why}],
            }
            for left in undone.undoing.left
        ],
        "applied": taken_shape(applied),
    }
