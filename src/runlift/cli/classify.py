"""`runlift classify`: what each event is taken for, and the runner's word on it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from runlift.app.classified import Classified, classify_files, classify_sources
from runlift.app.lexicons import lexicon
from runlift.app.wiring import store_to_read, store_to_write
from runlift.calendars.registry import load
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import say
from runlift.domain.classify.fixes import title_key
from runlift.domain.events import EventUid
from runlift.domain.kinds import EventKind
from runlift.errors import CalendarError, UsageError

_TABLE = "runlift.cli.classify_view:show_classified"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--unsure", is_flag=True, help="Show only what is a guess.")
@click.option(
    "--fix",
    "fixes",
    multiple=True,
    metavar="TITLE=KIND",
    help="Say what events of a title are, once for all; an event's UID stands for its title.",
)
@with_settings
def command(settings: Settings, *, files: Sequence[Path], unsure: bool, fixes: Sequence[str]) -> int:
    """Show what each event is taken for: long, hard, easy, race, or no run at all.

    Without FILES the sources of the config are read. KIND is one of easy, long, hard, race, rest, strength, cross and
    other.
    """
    if files and fixes:
        raise UsageError("--fix is remembered for the calendars of your config; leave the files out")
    found = _fixed(settings, fixes) if fixes else classify_files(files, lexicon()) if files else _sources(settings)
    if unsure:
        found = replace(found, pairs=tuple(pair for pair in found.pairs if pair[1].is_unsure))
    for note in found.notes:
        say(note)
    if settings.as_json:
        _print_lines(found)
    else:
        load(_TABLE)(found, settings)
    return CalendarError.exit_code if found.failed else 0


def _sources(settings: Settings) -> Classified:
    config = settings.config()
    now = settings.now(config)
    with store_to_read(config, now) as store:
        return classify_sources(config, store, now, lexicon())


def _fixed(settings: Settings, fixes: Sequence[str]) -> Classified:
    """Remember the runner's word, and return the events that it is about."""
    words = [_word(fix) for fix in fixes]
    config = settings.config()
    now = settings.now(config)
    with store_to_write(config, now) as store:
        titles = {
            event.uid: event.summary.removeprefix(config.prefix)
            for event, _ in classify_sources(config, store, now, lexicon()).pairs
        }
        keys = {title_key(titles.get(EventUid(name), name)): kind for name, kind in words}
        for key, kind in keys.items():
            store.fix(key, kind)
        found = classify_sources(config, store, now, lexicon())
    about = tuple(pair for pair in found.pairs if title_key(pair[0].summary.removeprefix(config.prefix)) in keys)
    if not about:
        say("no event of the weeks that are read has that title; it is remembered all the same")
    return replace(found, pairs=about)


def _word(fix: str) -> tuple[str, EventKind]:
    name, _, kind = (part.strip() for part in fix.rpartition("="))
    if not name or kind.lower() not in set(EventKind):
        raise UsageError(f'--fix "{fix}" does not say TITLE=KIND; the kinds are {", ".join(EventKind)}')
    return name, EventKind(kind.lower())


def _print_lines(found: Classified) -> None:
    for event, said in found.pairs:
        click.echo(json.dumps(machine.classification(event, said), ensure_ascii=False))
