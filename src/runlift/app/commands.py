"""Other programs that are run: the runner's own, and the machine's."""

import subprocess
from collections.abc import Sequence

from runlift.errors import UsageError

_PATIENCE = 60
"""Seconds."""


def run_command(words: Sequence[str], *, given: str = "", shown: bool = False) -> None:
    """Run a command to its end, without a shell.

    Args:
        given: what it reads on its standard input.
        shown: what it prints is let through.

    Raises:
        UsageError: it cannot be run, fails, or takes too long.
    """
    # A pipe would be kept open by whatever the command leaves running, and be waited for.
    output = None if shown else subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603 - the runner's own words, and no shell reads them
            words,
            check=False,
            input=given.encode("utf-8", "replace"),
            stdout=output,
            stderr=output,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise UsageError(f"{words[0]} takes more than {_PATIENCE} seconds; run it in a terminal to see why") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{words[0]} cannot be run ({type(error).__name__}); check its spelling") from None
    if done.returncode != 0:
        raise UsageError(f"{words[0]} fails with the status {done.returncode}; run it in a terminal to see why")
