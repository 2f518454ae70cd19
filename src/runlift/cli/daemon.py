"""`runlift daemon`: keep the calendars up to date for as long as it runs, and have the system run it."""

import sys

import click

from runlift.app.config import load_config, require_targets
from runlift.app.daemon_configs import configs_in
from runlift.app.service_unit import install_unit, require_systemd, unit_place, unit_text, unseen_variables
from runlift.calendars.registry import load
from runlift.cli.options import Settings, with_settings
from runlift.errors import UsageError

_RUN = "runlift.app.daemon_start:run_daemon"
"""Loaded when it is run: what it takes would weigh on --help."""


@click.group(invoke_without_command=True)
@with_settings
def command(settings: Settings) -> int:
    """Sync every `daemon.every`, until it is stopped.

    --config may be given several times, and may name a folder of configs: each is a profile of its own, and none waits
    for another. What happens is logged to standard error, one JSON object a line.
    """
    if click.get_current_context().invoked_subcommand is not None:
        return 0
    if settings.at is not None:
        raise UsageError("the daemon goes by the real clock; leave --now out")
    load(_RUN)(settings.all_config_paths(), sys.stderr)
    return 0


@command.command()
@click.option("--dry-run", is_flag=True, help="Show the service, and install nothing.")
@click.option("--yes", is_flag=True, help="Install it without asking.")
@with_settings
def install(settings: Settings, *, dry_run: bool, yes: bool) -> int:
    """Have systemd run the daemon whenever you are signed in; the service is shown first."""
    named = [path.absolute() for path in settings.all_config_paths()]
    configs = [load_config(path) for path in configs_in(named)]
    for config in configs:
        require_targets(config)
    flags = [word for path in named for word in ("--config", str(path))]
    words = [sys.executable, "-m", "runlift", *flags, "daemon"]
    text = unit_text(words)
    click.echo(f"{unit_place()}:\n\n{text}")
    for name in unseen_variables(configs):
        click.echo(f"{name} has to be set for the service too: `systemctl --user edit runlift`, see docs/daemon.md")
    require_systemd(words)
    if dry_run:
        return 0
    if not yes:
        click.confirm("install this service and start it?", abort=True)
    install_unit(text)
    click.echo("runlift runs now; `systemctl --user status runlift` shows how, `journalctl --user -u runlift` its log")
    click.echo("it ends when you sign out, unless you say `loginctl enable-linger`")
    return 0
