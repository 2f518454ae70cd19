"""A new runner's desk: an empty folder, and somebody who answers what `runlift init` asks."""

import io
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runlift.cli.main import run
from tests.system.desk import Answer

MONDAY = "2026-07-06T00:00"


class Terminal(io.StringIO):
    """The keyboard of a runner who types these lines, and then goes away."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class NewDesk:
    """The folder in which commands are run."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    @property
    def config(self) -> Path:
        """What `init` writes."""
        return self.folder / "runlift.toml"

    @property
    def tables(self) -> dict[str, Any]:
        """What stands in it."""
        return tomllib.loads(self.config.read_text(encoding="utf-8"))

    def put(self, name: str, text: str) -> None:
        """Put a file into the folder."""
        (self.folder / name).write_text(text, encoding="utf-8", newline="")

    def do(self, *args: str, types: Sequence[str] | None = None, now: str | None = MONDAY) -> Answer:
        """Run a command, at a terminal where somebody types."""
        self.capsys.readouterr()
        keyboard = io.StringIO() if types is None else Terminal("".join(f"{line}\n" for line in types))
        self.monkeypatch.setattr(sys, "stdin", keyboard)
        code = run([*(["--now", now] if now else []), *args])
        captured = self.capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    def init(self, *args: str, types: Sequence[str] | None = None, zone: str | None = "Europe/Berlin") -> Answer:
        """Run `init`, in a zone that is given with an option; None: without that option."""
        return self.do("init", *(["--timezone", zone] if zone else []), *args, types=types)


def a_new_desk(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> NewDesk:
    """Return an empty desk; its folder is the one that commands are run in."""
    folder = folder / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return NewDesk(folder, capsys, monkeypatch)
