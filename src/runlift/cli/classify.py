"""`runlift classify`: what each event is taken for."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from runlift.app.classified import Classified, classify_files, classify_sources
from runlift.app.lexicons import lexicon
from runlift.app.wiring import store_to_read
from runlift.calendars.registry import load
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.errors import CalendarError

_TABLE = "runlift.cli.classify_view:show_classified"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@with_settings
def command(settings: Settings, *, files: Sequence[Path]) -> int:
    """Show what each event is taken for: long, hard, easy, race, or no run at all.

    Without FILES the sources of the config are read.
    """
    if files:
        found = classify_files(files, lexicon())
    else:
        config = settings.config()
        now = settings.now(config)
        with store_to_read(config, now) as store:
            found = classify_sources(config, store, now, lexicon())
    for note in found.notes:
        click.echo(f"runlift: {note}", err=True)
    if settings.as_json:
        _print_lines(found)
    else:
        load(_TABLE)(found, settings)
    return CalendarError.exit_code if found.failed else 0


def _print_lines(found: Classified) -> None:
    for event, said in found.pairs:
        click.echo(json.dumps(machine.classification(event, said), ensure_ascii=False))
