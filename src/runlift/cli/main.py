"""The command line's root: global options, commands loaded when called, refusals shown as one sentence."""

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import click

from runlift import __version__
from runlift.cli.options import shared_options
from runlift.errors import ConfigError, RunliftError

_TRACEBACK = "RUNLIFT_TRACEBACK"
_COMMANDS = {
    "init": "Set runlift up: a few questions, the first plan, and a config.",
    "auth": "Sign in at Google, see how that stands, or give it up.",
    "plan": "Show the weeks ahead: runs and strength sessions side by side.",
    "sync": "Plan, and write the sessions to every target.",
    "daemon": "Sync again and again, for one runner or many.",
    "status": "Show how each profile stands, worst first.",
    "export": "Write the sessions to an .ics file, or to standard output.",
    "serve": "Serve the calendar to subscribe to, and a page beside it.",
    "classify": "Show what each event is taken for: long, hard, easy, race, or no run at all.",
    "explain": "Show why a day or a session looks as it does.",
    "history": "Show what each sync did to your calendars, and why.",
    "undo": "Take back what the last sync or clean did.",
    "clean": "Take the sessions out of the calendars.",
    "doctor": "Look for what is wrong, and say what to do next.",
    "demo": "Show the plan for a bundled marathon build.",
}


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that `--help` costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"runlift.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 our fault, 2 usage or config, 3 a calendar could not be read, 4 a guard stopped it.",
)
@click.version_option(__version__, prog_name="runlift")
@shared_options
def cli() -> None:
    """Place strength sessions around the runs that are already in your calendar."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the code of the outcome."""
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    # urllib3 warns of each retry with the whole address, and a feed's address is a secret.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    try:
        code = cli.main(args=None if args is None else list(args), prog_name="runlift", standalone_mode=False)
    except Exception as error:  # noqa: BLE001 - a runner never sees a traceback, whatever we got wrong
        return _refuse(error)
    return code if isinstance(code, int) else 0


def _refuse(error: Exception) -> int:
    match error:
        case RunliftError():
            lines = error.problems if isinstance(error, ConfigError) else str(error).splitlines()
            for line in lines:
                click.echo(f"runlift: {line}", err=True)
            return error.exit_code
        case click.ClickException():
            error.show()
            return error.exit_code
        case click.Abort():
            click.echo("runlift: stopped", err=True)
        case BrokenPipeError():
            # the reader went away, as `| head` does; nothing may be flushed into the closed pipe at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case _:
            click.echo(f"runlift: our fault, please report it: {type(error).__name__}: {error}", err=True)
            if os.environ.get(_TRACEBACK):
                traceback.print_exception(error)
            else:
                click.echo(f"runlift: {_TRACEBACK}=1 shows where it happened", err=True)
    return RunliftError.exit_code
