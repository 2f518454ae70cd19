"""`runlift auth`: sign in at Google, see how that stands, and give it up."""

from pathlib import Path

import click

from runlift.app.auth import (
    Access,
    access,
    findings,
    look_at_calendars,
    purposes,
    revoke,
    sign_in,
    with_service_account,
)
from runlift.calendars.google_place import PURPOSE
from runlift.calendars.google_sign_in import ByHand
from runlift.cli.options import Settings, with_settings


@click.group()
def command() -> None:
    """Sign in at Google, see how that stands, or give it up."""


@command.command()
@click.option("--no-browser", is_flag=True, help="Show an address to open on another machine.")
@click.option("--find-calendar", is_flag=True, help="Find the calendar that runlift made on another machine.")
@click.option(
    "--service-account",
    "key",
    type=click.Path(path_type=Path),
    help="Try the key of a service account, which needs no browser ever.",
)
@with_settings
def google(settings: Settings, *, no_browser: bool, find_calendar: bool, key: Path | None) -> int:
    """Sign in at Google."""
    config = settings.config()
    if key is not None:
        _try(with_service_account(config, key), key)
        return 0
    wanted = access(config)
    click.echo("runlift asks Google to let it")
    for purpose in purposes(wanted.uses):
        click.echo(f"  - {purpose}")
    by_hand = ByHand(show=_show, ask=_ask) if no_browser else None
    kept = sign_in(wanted, settings.now(config), find=find_calendar, by_hand=by_hand)
    click.echo(f"signed in{f' as {kept.account}' if kept.account else ''}")
    if wanted.may_have_lost and not find_calendar:
        click.echo(
            "the first sync makes a calendar; if runlift made one on another machine before, run "
            "`runlift auth google --find-calendar` first"
        )
    return _tell(access(config), settings)


@command.command()
@with_settings
def status(settings: Settings) -> int:
    """Show who is signed in, since when, and what that allows."""
    found = access(settings.config())
    kept = found.sign_in
    if found.client is None:
        click.echo("a service account signs in by itself; `runlift auth google --service-account FILE` tries it")
    elif kept.refresh_token is not None:
        since = f" since {kept.since:%Y-%m-%d}" if kept.since else ""
        click.echo(f"signed in at Google{f' as {kept.account}' if kept.account else ''}{since}; runlift may")
        for scope in kept.scopes:
            click.echo(f"  - {PURPOSE.get(scope, scope)} ({scope.rpartition('/')[2]})")
    return _tell(found, settings)


@command.command(name="revoke")
@with_settings
def give_up(settings: Settings) -> int:
    """Give up the sign-in, here and at Google."""
    done = revoke(access(settings.config()))
    click.echo("signed out at Google; your sessions stay where they are" if done else "runlift is not signed in")
    return 0


def _tell(found: Access, settings: Settings) -> int:
    told = tuple(findings(found, settings.now(settings.config())))
    for finding in told:
        click.echo(f"{finding.what}; {finding.step}", err=True)
    return max((finding.code for finding in told), default=0)


def _try(wanted: Access, key: Path) -> None:
    look_at_calendars(wanted)
    click.echo("the service account reaches every calendar of the config")
    click.echo(f'write it into the config: [google] service_account_file = "{key}"')


def _show(url: str) -> None:
    click.echo("open this address in a browser on any machine, and allow access:")
    click.echo(url)
    click.echo("the browser then ends at an address that begins with http://127.0.0.1:1/ and shows no page")


def _ask() -> str:
    answer: str = click.prompt("copy that address from the browser to here")
    return answer
