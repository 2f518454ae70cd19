"""`runlift serve` as a process of its own, and the ways to ask it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

_PATIENCE = 30
"""Seconds that a start, an answer or a stop may take."""


@dataclass
class Serving:
    """A server that runs.

    Attributes:
        page, feed: their addresses.
    """

    process: "subprocess.Popen[str]"
    page: str
    feed: str

    def get(self, address: str, **headers: str) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return session.get(address, headers=named, timeout=_PATIENCE)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal, and return the exit code with what was said on standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=_PATIENCE)
        return self.process.returncode, said


@contextmanager
def serving(
    folder: Path, *options: str, now: str = "2026-07-06T00:00", environment: dict[str, str] | None = None
) -> Iterator[Serving]:
    """Serve what the config in a folder says; its state is kept in the folder too."""
    command = [
        sys.executable,
        "-m",
        "runlift",
        "--config",
        str(folder / "runlift.toml"),
        "--now",
        now,
        "--json",
        "serve",
    ]
    process = subprocess.Popen(
        [*command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_STATE_HOME": str(folder / "state"), "HOME": str(folder), **(environment or {})},
    )
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        if not told:
            raise RuntimeError(process.communicate()[1])
        yield Serving(process, **json.loads(told))
    finally:
        process.kill()
        process.communicate()
