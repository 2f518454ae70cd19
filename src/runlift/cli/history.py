"""`runlift history`: what each command did to the calendars, and why."""

from collections.abc import Iterator, Mapping

import click

from runlift.app.target_settings import labels_of
from runlift.app.wiring import store_to_read
from runlift.cli import machine
from runlift.cli.journal_view import entry_line, entry_shape
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import say
from runlift.domain.phrasing import day_name
from runlift.domain.printing import one_line
from runlift.domain.runner import Clock
from runlift.sync.journal import JournalRun
from runlift.sync.memory import TargetId


@click.command()
@click.option("--limit", default=10, show_default=True, type=click.IntRange(min=1), help="Show so many runs at most.")
@with_settings
def command(settings: Settings, *, limit: int) -> int:
    """Show what each sync did and why, newest first; -v tells all reasons."""
    config = settings.config()
    clock = config.availability.clock
    with store_to_read(config, settings.now(config)) as store:
        runs, labels = store.history(limit), labels_of(config, store)
        if store.notice:
            say(store.notice)
    if settings.as_json:
        machine.print_json({"runs": [_shape(run, labels, clock) for run in runs]})
        return 0
    if not runs:
        click.echo("nothing was written yet")
    for run in runs:
        for line in _lines(run, labels, clock, verbose=settings.verbose):
            click.echo(line)
    return 0


def _lines(run: JournalRun, labels: Mapping[TargetId, str], clock: Clock, *, verbose: bool) -> Iterator[str]:
    at = clock.local(run.at)
    outcome = "interrupted" if run.closed is None else one_line(run.summary)
    yield f"{day_name(at.date())} {at.year}, {at:%H:%M}  {run.occasion}: {outcome}"
    for entry in run.entries:
        yield f"  {entry_line(entry, labels.get(entry.target, entry.target), clock)}"
        # That an hour was assumed says the least about why something was done.
        telling = sorted(entry.because, key=lambda reason: reason.rule == "assumed")
        for reason in entry.because if verbose else telling[:1]:
            yield f"      {reason.rule}: {one_line(reason.text)}"


def _shape(run: JournalRun, labels: Mapping[TargetId, str], clock: Clock) -> dict[str, object]:
    return {
        "at": clock.local(run.at).isoformat(),
        "occasion": run.occasion.value,
        "closed": run.closed and clock.local(run.closed).isoformat(),
        "summary": run.summary,
        "changes": [entry_shape(entry, labels.get(entry.target, entry.target)) for entry in run.entries],
    }
