"""`runlift sync`: say at once that nothing has changed, or bring every target up to date."""

import json

import click

from runlift.app.standstill import Calm, Visit, circumstances_of, find_calm
from runlift.calendars.registry import load
from runlift.cli.options import Settings, with_settings

# Loaded where something may have changed: a sync that finds nothing changed needs none of it.
_FULL_SYNC = "runlift.cli.full_sync:run"
_ALLOWANCES = "runlift.app.stops:Allowances"


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out the weeks; say only what was written.")
@click.option("--accept-source", is_flag=True, help="Believe a calendar that lost its runs.")
@click.option("--accept-target", is_flag=True, help="Write to a calendar anew that lost its sessions.")
@click.option("--allow-deletes", is_flag=True, help="Let as many sessions go as the plan says.")
@with_settings
def command(settings: Settings, *, dry_run: bool, quiet: bool, **allowed: bool) -> int:
    """Plan, and write the sessions to every target.

    Where nothing has changed since the last sync, it says so without planning anew.
    """
    circumstances = circumstances_of(settings.config_file())
    is_plain = not dry_run and not any(allowed.values())
    if is_plain and (calm := find_calm(circumstances, settings.at)):
        _say(calm, as_json=settings.as_json, quiet=quiet)
        return 0
    allowances = load(_ALLOWANCES)(
        source=allowed["accept_source"], target=allowed["accept_target"], deletes=allowed["allow_deletes"]
    )
    code: int = load(_FULL_SYNC)(settings, circumstances, allowances, dry_run=dry_run, quiet=quiet)
    return code


def _say(calm: Calm, *, as_json: bool, quiet: bool) -> None:
    answer = dict(calm.standstill.answer)
    kept = answer.pop("kept")
    if as_json:
        untouched = {"changed": False, "done": 0, "open": 0, "refused": []}
        answer |= {
            "now": calm.now.isoformat(),
            "applied": [{"target": entry["target"], **untouched} for entry in kept],
            "failures": [],
            "sources": [_cost(visit, visit.glance.received) for visit in calm.sources],
            "targets": [_cost(visit, 0) for visit in calm.targets],
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    if not quiet:
        click.echo(f"nothing has changed since {calm.standstill.since:%H:%M}; `runlift plan` shows the weeks")
    for entry in kept:
        click.echo(f"{entry['target']}: nothing to write ({entry['sessions']} kept)")


def _cost(visit: Visit, size: int) -> dict[str, object]:
    cost = {"requests": visit.glance.requests, "bytes": size, "seconds": round(visit.seconds, 3)}
    return {"name": visit.name, **cost}
