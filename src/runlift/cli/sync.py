"""`runlift sync`: gather, decide, apply, and say what happened."""

import click

from runlift.app.config import Config
from runlift.app.decide import decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.stops import Allowances
from runlift.app.sync import SyncStopped, sync
from runlift.app.wiring import store_to_read, store_to_write
from runlift.calendars.registry import load
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.cli.plan import WEEKS_VIEW, show
from runlift.cli.report import exit_code, say_applied, say_kept, say_notes
from runlift.errors import ConfigError


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out the weeks; say only what was written.")
@click.option("--accept-source", is_flag=True, help="Believe a calendar that lost its runs.")
@click.option("--accept-target", is_flag=True, help="Write to a calendar anew that lost its sessions.")
@click.option("--allow-deletes", is_flag=True, help="Let as many sessions go as the plan says.")
@with_settings
def command(settings: Settings, *, dry_run: bool, quiet: bool, **allowed: bool) -> int:
    """Plan, and write the sessions to every target."""
    config = settings.config()
    _require_targets(config)
    now = settings.now(config)
    allowances = Allowances(
        source=allowed["accept_source"], target=allowed["accept_target"], deletes=allowed["allow_deletes"]
    )
    if dry_run:
        with store_to_read(config, now) as store:
            decision = decide(config, gather(config, store, now), lexicon(), allowances)
            show(decision, settings, store)
        return exit_code(decision)
    with store_to_write(config, now) as store:
        try:
            synced = sync(config, store, now, lexicon(), allowances)
        except SyncStopped as stopped:
            if settings.as_json:
                machine.print_json(machine.decision(stopped.decision))
            raise
        decision, applied = synced.decision, synced.applied
        say_notes(decision, store)
    if settings.as_json:
        machine.print_json(machine.outcome(synced))
        return exit_code(decision, applied)
    if not quiet:
        load(WEEKS_VIEW)(decision, settings)
    say_applied(decision, applied)
    say_kept(decision)
    return exit_code(decision, applied)


def _require_targets(config: Config) -> None:
    if not config.targets:
        raise ConfigError(['target: there is none; add [[target]] with type = "ics" and path = "strength.ics"'])
