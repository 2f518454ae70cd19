"""`runlift demo`: the plan for a bundled marathon build, without a config."""

import click

from runlift.app.config import load_config
from runlift.app.decide import decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.wiring import sample_config, store_to_read
from runlift.cli.options import Settings, with_settings
from runlift.cli.plan import show

SAMPLE_NOW = "2026-08-17T06:00"
"""The bundled season is dated; this is a Monday in its build phase."""


@click.command()
@with_settings
def command(settings: Settings) -> int:
    """Show the plan for a bundled marathon build, as it stands on 17 August 2026."""
    config = load_config(sample_config())
    settings.at = settings.at or SAMPLE_NOW
    now = settings.now(config)
    with store_to_read(config, now) as store:
        show(decide(config, gather(config, store, now), lexicon()), settings, store)
    return 0
