"""`runlift clean`: take the sessions out of the calendars."""

import click

from runlift.app.clean import carry_out, prepare, targets_to_clean
from runlift.app.wiring import store_to_read, store_to_write
from runlift.cli import machine
from runlift.cli.journal_view import change_line
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import say
from runlift.cli.taken import changes_shape, code_of, say_taken, taken_shape
from runlift.sync.changes import Action


@click.command()
@click.option("--all", "past", is_flag=True, help="Take past sessions out as well.")
@click.option("--target", metavar="NAME", help="Only this target; it may have left the config.")
@click.option("--allow-deletes", is_flag=True, help="Let as many sessions go as there are.")
@click.option("--dry-run", is_flag=True, help="Show what would go, and change nothing.")
@with_settings
def command(settings: Settings, *, past: bool, target: str | None, allow_deletes: bool, dry_run: bool) -> int:
    """Take the sessions to come out of every target.

    What holds your notes, your guests or your edits stays and is yours from then on. A later sync plans anew.
    """
    config = settings.config()
    now = settings.now(config)
    with (store_to_read if dry_run else store_to_write)(config, now) as store:
        opened = targets_to_clean(config, store, target)
        labels = {each.id: each.label for each, _ in opened}
        cleaning = prepare(config, store, opened, now, past=past)
        stops = () if allow_deletes else cleaning.stops
        applied = () if dry_run else carry_out(config, store, cleaning, now, past=past, allow_deletes=allow_deletes)
        if store.notice:
            say(store.notice)
    for sentence in (*map(str, cleaning.failures), *stops):
        say(sentence)
    if settings.as_json:
        machine.print_json(
            {"dry_run": dry_run, "changes": changes_shape(cleaning.changes, labels), "applied": taken_shape(applied)}
        )
        return code_of(applied, cleaning.failures, stops)
    for place, changes in cleaning.changes.items():
        for change in changes:
            if dry_run or change.action is Action.KEEP:
                click.echo(change_line(change, labels[place], config.availability.clock))
    say_taken(applied)
    if not applied and not any(cleaning.changes.values()):
        click.echo("nothing to take out")
    return code_of(applied, cleaning.failures, stops)
