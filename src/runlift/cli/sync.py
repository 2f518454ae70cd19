"""`runlift sync`: gather, decide, apply, and say what happened."""

import click

from runlift.app.config import Config
from runlift.app.decide import decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.sync import apply
from runlift.calendars.registry import load
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.cli.plan import WEEKS_VIEW, show
from runlift.cli.report import exit_code, say_applied, say_notes
from runlift.errors import ConfigError


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out the weeks; say only what was written.")
@with_settings
def command(settings: Settings, *, dry_run: bool, quiet: bool) -> int:
    """Plan, and write the sessions to every target."""
    config = settings.config()
    _require_targets(config)
    gathered = gather(config, settings.now(config))
    decision = decide(config, gathered, lexicon())
    if dry_run:
        show(decision, settings)
        return exit_code(decision)
    applied = apply(decision, config)
    say_notes(decision)
    if settings.as_json:
        machine.print_json(machine.outcome(decision, gathered, applied))
        return exit_code(decision)
    if not quiet:
        load(WEEKS_VIEW)(decision, settings)
    say_applied(decision, applied)
    return exit_code(decision)


def _require_targets(config: Config) -> None:
    if not config.targets:
        raise ConfigError(['target: there is none; add [[target]] with type = "ics" and path = "strength.ics"'])
