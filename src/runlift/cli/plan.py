"""`runlift plan`: show the weeks ahead, change nothing."""

import click

from runlift.app.decide import Decision, decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.sync import is_pending
from runlift.app.wiring import store_to_read
from runlift.calendars.registry import load
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import exit_code, say_changes, say_kept, say_notes
from runlift.state.base import Store

_PENDING = 5
WEEKS_VIEW = "runlift.cli.weeks_view:show_weeks"
"""Loaded when it is shown: tables cost 67 ms that JSON need not pay."""


@click.command()
@click.option("--check", "check_only", is_flag=True, help="Exit with 5 when a sync would change something.")
@with_settings
def command(settings: Settings, *, check_only: bool) -> int:
    """Show the weeks ahead: runs and strength sessions side by side."""
    config = settings.config()
    now = settings.now(config)
    with store_to_read(config, now) as store:
        decision = decide(config, gather(config, store, now), lexicon())
        show(decision, settings, store)
    return _PENDING if check_only and is_pending(decision) else exit_code(decision)


def show(decision: Decision, settings: Settings, store: Store) -> None:
    """Print a decision in the shape that was asked for."""
    say_notes(decision, store)
    if settings.as_json:
        machine.print_json(machine.decision(decision))
        return
    load(WEEKS_VIEW)(decision, settings)
    say_changes(decision)
    say_kept(decision)
