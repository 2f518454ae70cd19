"""`runlift doctor`: what is wrong, where, and what to do next."""

import click

from runlift.app.doctor import Finding, examine, exit_code
from runlift.app.lexicons import lexicon
from runlift.app.wiring import store_to_read
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.domain.printing import one_line


@click.command()
@with_settings
def command(settings: Settings) -> int:
    """Look for what is wrong: calendars, sessions, memory; and say what to do next.

    Nothing is changed. The exit code is that of the worst finding; mere advice is none.
    """
    config = settings.config()
    now = settings.now(config)
    with store_to_read(config, now) as store:
        found = examine(config, store, now, lexicon())
    if settings.as_json:
        machine.print_json({"findings": [_shape(finding) for finding in found]})
        return exit_code(found)
    for finding in found:
        click.echo(f"{one_line(finding.where)}: {one_line(finding.what)}")
        click.echo(f"    next: {one_line(finding.step)}")
    if not found:
        click.echo("nothing is wrong")
    return exit_code(found)


def _shape(finding: Finding) -> dict[str, object]:
    return {"code": finding.code, "where": finding.where, "what": finding.what, "next": finding.step}
