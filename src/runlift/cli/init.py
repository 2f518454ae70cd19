"""`runlift init`: a few questions, the first plan, and a config."""

import secrets
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from runlift.app.config import Config
from runlift.app.config_file import FILE_NAME
from runlift.app.config_schema import CalendarType, ConfigFile, RunnerTable
from runlift.app.decide import Decision, decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.setup import Seen, look_at_source, needs_sign_in, new_profile, profile_in, write_config
from runlift.app.setup_survey import LANGUAGE_NAMES
from runlift.app.setup_text import config_text
from runlift.app.wiring import store_to_read
from runlift.cli import init_words, machine
from runlift.cli.init_asking import Asking, Given
from runlift.cli.init_calendars import Desk, ask_source, ask_target
from runlift.cli.init_runner import ask_race, ask_run_hours, ask_since, ask_windows, ask_zone, first_zone
from runlift.cli.options import Settings, with_settings
from runlift.cli.plan import show
from runlift.cli.report import say, say_notes
from runlift.domain.kinds import RUNS, Experience
from runlift.domain.printing import one_line
from runlift.errors import UsageError

_PROFILE_BYTES = 5


@click.command()
@click.option("--source", metavar="WHERE", help="Where your runs are: a link, a file, caldav[:ID] or google[:ID].")
@click.option("--target", metavar="WHERE", help="Where sessions go: a file, caldav[:ID] or google[:ID].")
@click.option("--windows", metavar="DAY=HOURS", multiple=True, help="When you can lift, as weekday=17:00-21:00.")
@click.option("--since", metavar="WHEN", help='Since when you lift: "now", "6 months" or a date.')
@click.option("--race", metavar="DATE KM", help='The race you train for, as "2026-10-18 42.2"; or calendar.')
@click.option(
    "--experience", type=click.Choice([one.value for one in Experience]), help="With lifting; else --since tells."
)
@click.option("--timezone", metavar="ZONE", help="Where you live; else this machine tells.")
@click.option("--run-weekday", metavar="HH:MM", help="When you run if your calendar gives a day only.")
@click.option("--run-weekend", metavar="HH:MM", help="The same for Saturdays and Sundays.")
@click.option("--caldav-url", metavar="URL", help="The CalDAV server.")
@click.option("--caldav-user", metavar="NAME", help='Your name there; or "none".')
@click.option("--password-env", metavar="NAME", help="The environment variable that holds the password.")
@click.option("--password-command", metavar="COMMAND", help="Prints the password; without either: the keyring.")
@click.option("--google-client", metavar="FILE", help="The file of your OAuth client at Google.")
@click.option("-y", "--yes", is_flag=True, help="Take what is usual for what is left out, and write.")
@click.option("--replace", "replaces", is_flag=True, help="Replace the config that is there; it is kept beside.")
@with_settings
def command(settings: Settings, *, yes: bool, replaces: bool, windows: Sequence[str], **given: str | None) -> int:
    """Set runlift up: a few questions, the first plan, and a config.

    Nothing is written before you have seen the plan. Every answer is an option too.
    """
    options: Given = {name.replace("_", "-"): value for name, value in given.items()}
    asking = Asking(can_ask=sys.stdin.isatty() and not settings.as_json, takes_usual=yes)
    path = _place(settings)
    desk = Desk(asking=asking, settings=settings, folder=path.parent, here=Path.cwd())
    replaces = _may_replace(asking, path, replaces=replaces)
    _refuse_to_guess(asking, options)
    if options["source"] is None:
        asking.tell(init_words.WAYS)
    profile = (profile_in(path) if replaces else None) or new_profile(secrets.token_bytes(_PROFILE_BYTES))
    tables, seen = _answers(desk, profile, options, windows)
    decision = _preview(desk, tables, tell=seen is not None)
    if not asking.confirm(f"Write this to {path}?"):
        click.echo("nothing was written", err=True)
        return 0
    kept = write_config(path, config_text(tables), replaces=replaces)
    steps = list(_next_steps(desk, path, tables))
    if settings.as_json:
        machine.print_json(_shape(path, kept, decision, steps))
    else:
        _tell(path, kept, steps)
    return 0


def _place(settings: Settings) -> Path:
    if len(settings.config_paths) > 1:
        raise UsageError("init writes one config; name one with --config")
    path = next(iter(settings.config_paths), Path(FILE_NAME)).expanduser().absolute()
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name the config in it, as {path / FILE_NAME}")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent} is no folder; make it first, or name another place with --config")
    return path


def _may_replace(asking: Asking, path: Path, *, replaces: bool) -> bool:
    """Return whether the config that stands there goes.

    Raises:
        UsageError: it stays.
    """
    if replaces or not path.exists():
        return replaces
    question = f"{path} is there already. Replace it? It is kept beside the new one"
    if asking.can_ask and click.confirm(question, default=False, err=True):
        return True
    raise UsageError(f"{path} is there already; name another place with --config, or add --replace")


def _refuse_to_guess(asking: Asking, options: Given) -> None:
    """Say all that is missing at once where nobody can be asked."""
    if asking.can_ask:
        return
    missing = ["--source with where your runs are"] if options["source"] is None else []
    missing += [] if asking.takes_usual else ["--yes to take what is usual for what is left out, and to write"]
    if missing:
        raise UsageError(f"there is no terminal to ask on; add {', and '.join(missing)}")


def _answers(desk: Desk, profile: str, options: Given, windows: Sequence[str]) -> tuple[ConfigFile, Seen | None]:
    runner = RunnerTable(profile=profile, timezone=first_zone(options))
    if options["experience"]:
        runner = replace(runner, experience=Experience(options["experience"]))
    tables, seen = desk.asking.repeat(partial(ask_source, desk, ConfigFile(runner=runner)), options)
    zoned = ask_zone(desk, tables, seen, options)
    if seen is not None and zoned != tables:
        # What has no zone of its own is told in the runner's.
        seen = look_at_source(replace(desk.config(zoned), targets=()), desk.now(zoned))
    tables = zoned
    if seen is not None:
        desk.asking.tell("\n".join(_told(seen, tables.runner.timezone)))
    if not tables.target:
        tables = desk.asking.repeat(partial(ask_target, desk, tables), options)
    tables = ask_windows(desk, tables, options, windows)
    tables = ask_run_hours(desk, tables, seen.survey if seen else None, options)
    tables = ask_since(desk, tables, options)
    return ask_race(desk, tables, seen, options), seen


def _told(seen: Seen, zone: ZoneInfo | None) -> Iterator[str]:
    """Yield what a source says of its runner."""
    found = seen.survey
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(found.kinds.items()) if kind in RUNS)
    yield f"{one_line(seen.name)} holds {found.runs} runs ({kinds})"
    if found.languages:
        yield f"  titles in {' and '.join(LANGUAGE_NAMES[code] for code in found.languages)}"
    hours = (("on weekdays", found.weekday_hour), ("at weekends", found.weekend_hour))
    known = [f"{hour:%H:%M} {when}" for when, hour in hours if hour]
    if known:
        yield f"  mostly about {', '.join(known)} ({zone})"
    if found.appointments:
        yield f"  {found.appointments} appointments"


def _preview(desk: Desk, tables: ConfigFile, *, tell: bool) -> Decision | None:
    """Show the first plan; None where only a sign-in would tell what it is."""
    config = desk.config(tables)
    if not tell:
        say("the plan shows once you have signed in at Google")
        return None
    config = _readable(config)
    now = desk.settings.now(config)
    with store_to_read(config, now) as store:
        decision = decide(config, gather(config, store, now), lexicon())
        if desk.settings.as_json:
            say_notes(decision, store)
        else:
            show(decision, desk.settings, store)
    return decision


def _readable(config: Config) -> Config:
    """Return the config without targets that only a sign-in would open."""
    if not needs_sign_in(config):
        return config
    return replace(config, targets=tuple(target for target in config.targets if not target.google))


def _next_steps(desk: Desk, path: Path, tables: ConfigFile) -> Iterator[tuple[str, str]]:
    named = "" if path == Path.cwd() / FILE_NAME else f" --config {shlex.quote(str(path))}"
    if needs_sign_in(desk.config(tables)):
        yield f"runlift auth google{named}", "signs in"
    yield f"runlift sync{named}", "writes the sessions"
    if any(target and target.type is CalendarType.ICS for target in tables.target):
        yield f"runlift serve{named}", "shows the address that your calendar subscribes to"
    yield f"runlift daemon{named}", "keeps all of it up to date"


def _tell(path: Path, kept: Path | None, steps: Sequence[tuple[str, str]]) -> None:
    click.echo(f"{path}: written, for you alone to read")
    if kept:
        click.echo(f"{kept}: the config that stood there before")
    click.echo("next:")
    width = max(len(step) for step, _ in steps)
    for step, purpose in steps:
        click.echo(f"  {step:<{width}}  {purpose}")


def _shape(
    path: Path, kept: Path | None, decision: Decision | None, steps: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "config": str(path),
        "replaced": str(kept) if kept else None,
        "plan": machine.decision(decision) if decision else None,
        "next": [step for step, _ in steps],
    }
