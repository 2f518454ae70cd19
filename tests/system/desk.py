"""A runner's desk: a folder with a config, a calendar of runs and whatever runlift writes beside them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runlift.cli.main import run

WEEK = (
    ("20260706", None, 0, "Rest day"),
    ("20260707", "063000", 60, "Intervals 6 x 800 m"),
    ("20260708", "063000", 45, "Easy run"),
    ("20260709", "063000", 60, "Tempo run"),
    ("20260710", "063000", 45, "Easy run"),
    ("20260711", "080000", 50, "Easy run"),
    ("20260712", "073000", 120, "Long run"),
    ("20260714", "063000", 60, "Hill repeats"),
)
"""The runs of one build week: day, hour, minutes, title."""

CONFIG = """
[runner]
profile = "desk"
timezone = "Europe/Berlin"
experience = "intermediate"
strength_since = 2026-05-25
body_weight_kg = 70

[goal]
date = 2026-10-18
distance_km = 42.2

[timing]
prefer = "18:00"
horizon_days = 6
windows.weekday = ["12:00-13:30", "17:00-21:00"]
windows.weekend = ["07:00-19:00"]

[[source]]
type = "ics"
path = "runs.ics"

[[target]]
type = "ics"
path = "strength.ics"
"""


def calendar(runs: Iterable[tuple[str, str | None, int, str]]) -> str:
    """Return runs as an .ics file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a runner//EN"]
    for number, (day, hour, minutes, title) in enumerate(runs):
        start = f"DTSTART;TZID=Europe/Berlin:{day}T{hour}" if hour else f"DTSTART;VALUE=DATE:{day}"
        length = [f"DURATION:PT{minutes}M"] if hour else []
        lines += ["BEGIN:VEVENT", f"UID:run-{day}-{number}", "DTSTAMP:20260601T000000Z", start, *length]
        lines += [f"SUMMARY:{title}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


@dataclass(frozen=True, slots=True)
class Answer:
    """What one command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object that it printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(frozen=True, slots=True)
class Desk:
    """The folder, and a way to run commands in it."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def strength(self) -> Path:
        """The target of the config."""
        return self.folder / "strength.ics"

    def runs(self, text: str) -> None:
        """Put something else where the runs are read from."""
        (self.folder / "runs.ics").write_text(text, encoding="utf-8", newline="")

    def config(self, text: str) -> None:
        """Put another config in its place."""
        (self.folder / "runlift.toml").write_text(text, encoding="utf-8")

    def do(self, *args: str, now: str | None = "2026-07-06T00:00") -> Answer:
        """Run a command; its clock stands still unless `now` is None."""
        self.capsys.readouterr()
        clock = [] if now is None else ["--now", now]
        code = run(["--config", str(self.folder / "runlift.toml"), *clock, *args])
        captured = self.capsys.readouterr()
        return Answer(code, captured.out, captured.err)


def a_desk(folder: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return a desk with a build week on it."""
    desk = Desk(folder, capsys)
    desk.config(CONFIG)
    desk.runs(calendar(WEEK))
    return desk
