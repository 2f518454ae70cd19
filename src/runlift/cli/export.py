"""`runlift export`: the sessions as an .ics file, beside the config's targets and without touching them."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from runlift.app.config import Config
from runlift.app.decide import decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.places import TargetConfig
from runlift.app.sync import Synced
from runlift.app.wiring import open_ics_target, store_to_read
from runlift.app.writer import Writer
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import exit_code, say_applied, say_notes
from runlift.errors import UsageError
from runlift.sync.changes import Action
from runlift.sync.journal import Occasion


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
    now = settings.now(config)
    target = _target(config, Path(os.devnull) if to_output else path.absolute())
    # The config's targets are read for what stands, so that the export shows the same sessions as they do.
    others = tuple(other for other in config.targets if other.path != target.path)
    config = replace(config, targets=(*others, target))
    with store_to_read(config, now) as store:
        gathered = gather(config, store, now)
        decision = decide(config, gathered, lexicon())
        say_notes(decision, store)
        changes = [change for change in decision.changes[-1].changes if change.action is not Action.KEEP]
        if to_output:
            sys.stdout.buffer.write(open_ics_target(target, config.profile).render(changes, now=now))
            return exit_code(decision)
        applied = Writer(store, Occasion.SYNC, now).write(target, gathered.targets[-1].opened, changes)
    mine = replace(decision, changes=decision.changes[-1:])
    if settings.as_json:
        machine.print_json(machine.outcome(Synced(gathered=gathered, decision=mine, applied=(applied,))))
    else:
        say_applied(mine, [applied])
    return exit_code(decision, [applied])


def _target(config: Config, path: Path) -> TargetConfig:
    like = next((target for target in config.targets), TargetConfig(path=path))
    return replace(like, path=path, caldav=None)
