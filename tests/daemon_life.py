"""A daemon as a process of its own, keeping a calendar on a real server while much goes wrong."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import SystemRandom
from typing import Any
from urllib.parse import urlsplit

from tests.caldav_servers import CalDavServer
from tests.flaky_proxy import FlakyProxy, flaky
from tests.processes import free_port
from tests.system.desk import calendar

WEEK = ("Rest day", "Intervals 6 x 800 m", "Easy run", "Tempo run", "Easy run", "Easy run", "Long run")
FOREIGN = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a runner//EN
BEGIN:VEVENT
UID:dentist
DTSTAMP:20260601T000000Z
DTSTART:20260708T100000Z
DTEND:20260708T110000Z
SUMMARY:Dentist
END:VEVENT
END:VCALENDAR
"""
_PATIENCE = 120
"""Seconds that a command or a stop may take on a machine with much else to do."""


class Life:
    """A folder with a config, a calendar of runs, and a daemon that can be started, stopped and killed.

    Attributes:
        health: where the daemon answers.
    """

    def __init__(self, folder: Path, *, target: str, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.path = folder / "runlift.toml"
        self.log = folder / "log"
        self.health = f"127.0.0.1:{free_port()}"
        self._environment = {**os.environ, **(environment or {})}
        self._target = target
        self.process: subprocess.Popen[bytes] | None = None
        self.config()
        self.runs(hour=6)

    def config(self, *, every: str = "1s") -> None:
        """Write the config."""
        self.path.write_text(
            f'[runner]\nprofile = "life"\ntimezone = "Europe/Berlin"\n[[source]]\ntype = "ics"\npath = "runs.ics"\n'
            f'{self._target}[daemon]\nevery = "{every}"\nhealth = "{self.health}"\n'
            '[feed]\nbind = "127.0.0.1:0"\n',
            encoding="utf-8",
        )

    def runs(self, *, hour: int) -> None:
        """Let the runner run three weeks from this one on, at an hour of the day."""
        today = datetime.now(UTC).date()
        monday = today - timedelta(days=today.weekday())
        days: list[date] = [monday + timedelta(days=n) for n in range(21)]
        text = calendar(
            [(f"{day:%Y%m%d}", f"{hour:02}0000", 60, title) for day, title in zip(days, WEEK * 3, strict=True)]
        )
        # As a program that exports a calendar does it: all at once.
        new = self.folder / "new.ics"
        new.write_text(text, encoding="utf-8", newline="")
        new.replace(self.folder / "runs.ics")

    def start(self) -> subprocess.Popen[bytes]:
        """Start the daemon."""
        command = [sys.executable, "-m", "runlift", "--config", str(self.path), "daemon"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stderr=log, stdout=log, env=self._environment, cwd=self.folder)
        return self.process

    def stop(self, how: signal.Signals) -> int:
        """Stop the daemon, and return its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(how)
        code = self.process.wait(_PATIENCE)
        self.process = None
        return code

    def do(self, *args: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of runlift's on the same config."""
        command = [sys.executable, "-m", "runlift", "--config", str(self.path), *args]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, env=self._environment, timeout=_PATIENCE
        )

    def lines(self, event: str = "sync") -> list[dict[str, Any]]:
        """Return what the log tells of one kind of event; every line has to be JSON."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        whole = [line for line in text.splitlines(keepends=True) if line.endswith("\n")]
        assert all(line.startswith("{") for line in whole), text
        return [line for line in map(json.loads, whole) if line["event"] == event]

    def wait_for(self, event: str = "sync", number: int = 1) -> dict[str, Any]:
        """Wait until the log tells of an event the given time."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if len(self.lines(event)) >= number:
                return self.lines(event)[number - 1]
            time.sleep(0.05)
        raise AssertionError(f"no {event}: {self.log.read_text(encoding='utf-8')}")


@contextmanager
def living(folder: Path, *, target: str, environment: Mapping[str, str] | None = None) -> Iterator[Life]:
    """Yield a life whose daemon, if it still runs, ends with the block."""
    life = Life(folder, target=target, environment=environment)
    try:
        yield life
    finally:
        if life.process is not None:
            life.stop(signal.SIGKILL)


def live(folder: Path, server: CalDavServer, seconds: float) -> Counter[str]:
    """Let the daemon keep a calendar behind a flaky proxy while runs move and it is stopped and killed.

    Returns:
        what happened how often.

    Raises:
        AssertionError: the calendar is not what it would be had nothing gone wrong.
    """
    home = server.new_calendar("strength")
    server.put(f"{home}dentist.ics", FOREIGN)
    with flaky(urlsplit(server.url).port or 0) as proxy:
        address = f"http://127.0.0.1:{proxy.port}{urlsplit(home).path}"
        target = (
            f'[[target]]\ntype = "caldav"\nurl = "{address}"\nusername = "{server.username}"\n'
            'password_env = "CALDAV_PASSWORD"\n'
        )
        with living(folder, target=target, environment={"CALDAV_PASSWORD": server.password or ""}) as life:
            counts = _through_it_all(life, proxy, seconds)
            proxy.harm = 0
            _all_is_well(life, server, home)
        return counts + proxy.counts


def _through_it_all(life: Life, proxy: FlakyProxy, seconds: float) -> Counter[str]:
    counts: Counter[str] = Counter()
    end = time.monotonic() + seconds
    life.start()
    life.wait_for()
    proxy.harm = 0.3
    while time.monotonic() < end:
        counts["turns"] += 1
        seen = len(life.lines())
        life.runs(hour=(6, 16, 7, 18, 12)[counts["turns"] % 5])
        if counts["turns"] % 3:
            # After some failures in a row the daemon takes its time.
            enough = time.monotonic() + 10
            while len(life.lines()) == seen and time.monotonic() < enough:
                time.sleep(0.1)
            continue
        time.sleep(SystemRandom().uniform(0, 2))
        # Every other time it has no chance to tidy up.
        how = signal.SIGKILL if counts["turns"] % 2 else signal.SIGTERM
        counts[how.name] += 1
        life.stop(how)
        life.start()
    life.stop(signal.SIGTERM)
    counts["syncs"] = len(life.lines())
    return counts


def _all_is_well(life: Life, server: CalDavServer, home: str) -> None:
    done = life.do("sync", "--json")
    assert done.returncode == 0, done.stderr
    again = life.do("sync", "--json")
    assert [one["done"] for one in json.loads(again.stdout)["applied"]] == [0], again.stdout
    text = server.get(home).replace("\r\n", "\n").replace("\n ", "")
    keys = re.findall(r"^X-RUNLIFT-KEY.*:(.*)$", text, re.MULTILINE)
    wanted = [session["key"] for session in json.loads(again.stdout)["sessions"] if session["status"] != "done"]
    assert sorted(keys) == sorted(wanted)
    assert len(keys) == len(set(keys))
    assert "SUMMARY:Dentist" in text
    (stands,) = json.loads(life.do("status", "--json").stdout)["profiles"]
    # The runner deleted nothing, moved nothing, and wrote nothing.
    assert (stands["declined"], stands["troubles"]) == ([], [])
    assert {session["status"] for session in stands["sessions"]} <= {"planned", "frozen"}
