"""`runlift export`: the sessions as an .ics file, beside the config's targets and without touching them."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from runlift.app.config import Config, TargetConfig
from runlift.app.decide import decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.sync import apply
from runlift.app.wiring import open_target
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import exit_code, say_applied, say_notes
from runlift.errors import UsageError


@click.command()
@click.argument("path", type=click.Path(path_type=Path, allow_dash=True), default="-")
@with_settings
def command(settings: Settings, *, path: Path) -> int:
    """Write the sessions to an .ics file at PATH, or to standard output.

    A file that is there already is read back first, so that it comes out the same while nothing has changed; a file
    that runlift did not write is left alone.
    """
    to_output = str(path) == "-"
    if to_output and settings.as_json:
        raise UsageError("standard output takes the calendar itself; name a file to have --json tell what was written")
    config = settings.config()
    target = _target(config, Path(os.devnull) if to_output else path.absolute())
    # The config's targets are read for what stands, so that the export shows the same sessions as they do.
    others = tuple(other for other in config.targets if other.path != target.path)
    config = replace(config, targets=(*others, target))
    gathered = gather(config, settings.now(config))
    decision = decide(config, gathered, lexicon())
    say_notes(decision)
    mine = replace(decision, changes=decision.changes[-1:])
    if to_output:
        body = open_target(target, config.profile).render(mine.changes[0].changes, now=decision.now)
        sys.stdout.buffer.write(body)
    elif settings.as_json:
        machine.print_json(machine.outcome(mine, gathered, apply(mine, config)))
    else:
        say_applied(mine, apply(mine, config))
    return exit_code(decision)


def _target(config: Config, path: Path) -> TargetConfig:
    return replace(config.targets[0], path=path) if config.targets else TargetConfig(path=path)
