"""The options that every command takes, before or after its name."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from runlift.calendars.registry import load
from runlift.errors import UsageError

if TYPE_CHECKING:
    from runlift.app.config import Config

# Loaded when a command wants them: what reads a config costs more than all of --help.
_FIND_CONFIG = "runlift.app.config_file:find_config"
_LOAD_CONFIG = "runlift.app.config:load_config"
_NOW = "runlift.app.wiring:now"

R = TypeVar("R")


@dataclass(kw_only=True)
class Settings:
    """What the shared options say.

    Attributes:
        config_paths: the configs that are named; several, or folders of them, where a command keeps several profiles.
        at: the clock as given with --now; None: the real one.
        as_json: print the machine shape.
        verbose: say more.
        no_color: print without colours even on a terminal.
    """

    config_paths: tuple[Path, ...] = ()
    at: str | None = None
    as_json: bool = False
    verbose: bool = False
    no_color: bool = False

    def config_file(self) -> Path:
        """Return where the config is.

        Raises:
            ConfigError: there is none.
            UsageError: several are named.
        """
        if len(self.config_paths) > 1:
            raise UsageError("this command takes one --config; run it once for each")
        found: Path = load(_FIND_CONFIG)(next(iter(self.config_paths), None), Path.cwd())
        return found

    def config(self) -> "Config":
        """Load the config.

        Raises:
            ConfigError: there is none, or it has problems.
            UsageError: several are named.
        """
        config: Config = load(_LOAD_CONFIG)(self.config_file())
        addresses = [source.name for source in config.sources if source.url]
        if addresses and sys.stderr.isatty():
            click.echo(f"reading {', '.join(addresses)} …", err=True)
        return config

    def all_config_paths(self) -> tuple[Path, ...]:
        """Return the configs and folders of them that are named; where none is, the one that any command would find.

        Raises:
            ConfigError: none is named, and there is none.
        """
        return self.config_paths or (load(_FIND_CONFIG)(None, Path.cwd()),)

    def now(self, config: "Config") -> datetime:
        """Return the instant to plan from, on the runner's clock.

        Raises:
            UsageError: --now is no time.
        """
        clock = config.availability.clock
        if self.at is None:
            return clock.local(load(_NOW)())
        try:
            given = datetime.fromisoformat(self.at)
            # The earliest and the latest years have no room for the weeks before and after them.
            given.astimezone(UTC).replace(year=given.year - 1)
        except (ValueError, OverflowError):
            raise UsageError(f"--now {self.at} is no time; write it as 2026-07-06T08:00") from None
        return clock.local(given) if given.tzinfo else clock.at(given.date(), given.time())


def shared_options(function: Callable[..., R]) -> Callable[..., R]:
    """Add the shared options to a command; those given after its name win."""

    @click.option("--config", "config_paths", multiple=True, type=click.Path(path_type=Path), help="The config to use.")
    @click.option("--now", "at", metavar="ISO", help="Plan as if it were then, as 2026-07-06T08:00.")
    @click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
    @click.option("-v", "--verbose", is_flag=True, help="Say more.")
    @click.option("--no-color", is_flag=True, help="Print without colours.")
    @click.pass_context
    @wraps(function)
    def with_shared(ctx: click.Context, /, **given: Any) -> R:  # noqa: ANN401 - each command has options of its own
        settings = ctx.ensure_object(Settings)
        settings.config_paths = given.pop("config_paths") or settings.config_paths
        settings.at = given.pop("at") or settings.at
        settings.as_json |= given.pop("as_json")
        settings.verbose |= given.pop("verbose")
        settings.no_color |= given.pop("no_color")
        return function(**given)

    return with_shared


def with_settings(function: Callable[..., R]) -> Callable[..., R]:
    """Add the shared options to a command and pass what they say as its first argument."""

    @wraps(function)
    def with_first_argument(**given: Any) -> R:  # noqa: ANN401 - as above
        return function(click.get_current_context().ensure_object(Settings), **given)

    return shared_options(with_first_argument)
