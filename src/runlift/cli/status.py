"""`runlift status`: how each profile stands, worst first."""

import click

from runlift.app.daemon_configs import configs_in
from runlift.app.report_file import as_json
from runlift.app.status import Row, rows
from runlift.app.wiring import now
from runlift.calendars.registry import load
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.errors import ConfigError

_VIEW = "runlift.cli.status_view:show_rows"
"""Loaded when it is shown: tables cost 67 ms that JSON need not pay."""
_PARTS = ("at", "sources", "sessions", "unplaced", "declined", "sore", "violations", "troubles")


@click.command()
@with_settings
def command(settings: Settings) -> int:
    """Show how each profile stands, worst first, as its last sync left it; no calendar is read.

    --config may be given several times, and may name a folder of configs. The exit code is that of the worst trouble.
    """
    paths = configs_in(settings.all_config_paths())
    if not paths:
        raise ConfigError(["there is no config in the folder; put one there, as jo.toml"])
    found = rows(paths, settings.now, now())
    if settings.as_json:
        machine.print_json({"profiles": [_shape(row) for row in found]})
    else:
        load(_VIEW)(found, settings)
    return min((row.code for row in found if row.code), default=0)


def _shape(row: Row) -> dict[str, object]:
    last_read = row.last_read
    return {
        "profile": row.profile,
        "config": str(row.path),
        "now": row.now.isoformat(),
        "problem": row.problem,
        "last_read": last_read and last_read.isoformat(),
        "next_session": as_json(row.next_session),
        **{name: as_json(getattr(row.report, name, None)) for name in _PARTS},
    }
