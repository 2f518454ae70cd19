"""The daemon as a service of systemd's, for the user who installs it."""

import re
import shlex
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from platformdirs import user_config_path

from runlift.app.commands import run_command
from runlift.app.config import Config
from runlift.errors import UsageError
from runlift.state.files import atomic_write

NAME = "runlift.service"
_PLAIN = re.compile(r"[\w./+:@=-]+")

_UNIT = """\
[Unit]
Description=runlift: strength sessions around the runs of your calendar

[Service]
ExecStart={command}
Restart=on-failure
RestartSec=30
# A config that cannot be used, or a port that is taken, does not mend itself.
RestartPreventExitStatus=2
# A sync that is going on may finish; what it leaves, the next one finishes.
KillMode=mixed
TimeoutStopSec=90
Nice=10
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""


def unit_place() -> Path:
    """Return where systemd looks for the services of this user."""
    return user_config_path("systemd", appauthor=False) / "user" / NAME


def unit_text(words: Sequence[str]) -> str:
    """Return the unit that runs a command."""
    return _UNIT.format(command=" ".join(map(_quoted, words)))


def require_systemd(words: Sequence[str]) -> None:
    """Refuse where systemd runs no services for this user.

    Args:
        words: the command that something else may run in its place.

    Raises:
        UsageError: it does not.
    """
    try:
        run_command([_systemctl(), "--user", "show-environment"])
    except UsageError as error:
        line = shlex.join(words).replace("%", "\\%")  # cron ends a line at a bare one
        raise UsageError(
            f"systemd runs no services for you here; say `crontab -e` and add the line: @reboot {line}"
        ) from error


def install_unit(text: str) -> None:
    """Put the unit in its place, start it, and have it started with every sign-in.

    Raises:
        UsageError: it cannot be written, or systemd refuses.
    """
    place = unit_place()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(place, text.encode(), mode=0o644)
    except OSError as error:
        raise UsageError(f"{place} cannot be written ({error.strerror}); see to its folder") from error
    for words in (["daemon-reload"], ["enable", NAME], ["restart", NAME]):
        run_command([_systemctl(), "--user", *words], shown=True)


def unseen_variables(configs: Iterable[Config]) -> tuple[str, ...]:
    """Return the environment variables that the configs count on; a service does not see those of a terminal."""
    names: set[str] = set()
    for config in configs:
        servers = [source.caldav for source in config.sources] + [target.caldav for target in config.targets]
        names |= {server.password_env for server in servers if server and server.password_env}
        names |= {config.feed.token_env} if config.feed.token_env else set()
    return tuple(sorted(names))


def _systemctl() -> str:
    return shutil.which("systemctl") or "systemctl"


def _quoted(word: str) -> str:
    """Quote a word as systemd reads it (systemd.service(5), "Command lines")."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return escaped if _PLAIN.fullmatch(escaped) else f'"{escaped}"'
