"""A sync that is killed between any two steps: the next one makes everything right."""

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from runlift.calendars.caldav_session import CalDavSession
from runlift.cli.main import run
from runlift.state.opening import open_store
from runlift.state.store import SqliteStore
from tests.caldav_servers import CalDavServer, radicale
from tests.system.desk import CONFIG, WEEK, calendar

P = ParamSpec("P")
R = TypeVar("R")

STORE_WRITES = (
    "remember",
    "keep_reading",
    "suspect",
    "begin",
    "know_target",
    "intend",
    "note_outcome",
    "echo",
    "close",
)
FIRST, SECOND = "2026-07-05T08:00", "2026-07-06T04:00"
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


NEXT_WEEK = [(f"{int(day) + 7}", hour, minutes, title) for day, hour, minutes, title in WEEK[:-1]]


class Desk:
    """A config with an .ics and a CalDAV target, the server, and what is remembered; all of it can be put back."""

    def __init__(self, folder: Path, server: CalDavServer) -> None:
        self.folder = folder
        self.server = server
        self.home = server.new_calendar("strength")
        (folder / "runlift.toml").write_text(
            CONFIG.replace("horizon_days = 6", "horizon_days = 7")
            + f'\n[[target]]\ntype = "caldav"\nurl = "{self.home}"\nusername = "{server.username}"\n'
            + 'password_env = "CALDAV_PASSWORD"\n',
            encoding="utf-8",
        )
        self.runs([*WEEK[:-1], *NEXT_WEEK])
        server.put(f"{self.home}dentist.ics", FOREIGN)

    def runs(self, runs: Iterable[tuple[str, str | None, int, str]]) -> None:
        (self.folder / "runs.ics").write_text(calendar(runs), encoding="utf-8", newline="")

    def sync(self, now: str) -> int:
        return run(["--config", str(self.folder / "runlift.toml"), "--now", now, "sync", "--quiet"])

    @property
    def _kept(self) -> tuple[Path, Path]:
        return self.folder / "home", self.folder / "server" / "collections"

    def snapshot(self) -> None:
        for part in self._kept:
            shutil.copytree(part, self.folder / "kept" / part.name)
        shutil.copy(self.folder / "strength.ics", self.folder / "kept")

    def put_back(self) -> None:
        for part in self._kept:
            shutil.rmtree(part)
            shutil.copytree(self.folder / "kept" / part.name, part)
        shutil.copy(self.folder / "kept" / "strength.ics", self.folder)

    def ours(self) -> list[str]:
        return [event for event in events(self.server.get(self.home)) if "X-RUNLIFT-KEY" in event]

    def address(self, event: str) -> str:
        return f"{self.home}{re.findall(r'^UID:(.*)@', event, re.MULTILINE)[0]}.ics"

    def sessions(self) -> list[tuple[str, ...]]:
        """Return what our events say, without what tells one key from another."""
        return sorted(fields(event) for event in self.ours())

    def declined(self) -> set[str]:
        """Return what is taken for the runner's deletes."""
        with open_store(self.folder / "home/.local/state/runlift", "desk", now=datetime.now(UTC), keep=False) as store:
            assert store.memory().numbered
            return {entry.key for entry in store.memory().declined}

    def exported(self) -> list[tuple[str, ...]]:
        text = (self.folder / "strength.ics").read_text(encoding="utf-8").replace("\r\n ", "")
        return sorted(fields(event) for event in events(text))


def events(text: str) -> list[str]:
    unfolded = text.replace("\r\n", "\n").replace("\n ", "")
    return re.findall(r"BEGIN:VEVENT\n.*?END:VEVENT", unfolded, re.DOTALL)


def fields(event: str) -> tuple[str, ...]:
    found = dict(re.findall(r"^(DTSTART|DTEND|SUMMARY)[^:\n]*:(.*)$", event, re.MULTILINE))
    return found["DTSTART"], found["DTEND"], found["SUMMARY"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with radicale(tmp_path / "server") as server:
        monkeypatch.setenv("CALDAV_PASSWORD", server.password or "")
        yield Desk(tmp_path, server)


def dying(point: int, do: Callable[[], int]) -> bool:
    """Do it in a process that is killed at the given step; tell whether it lived."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        return not os.WIFSIGNALED(status)
    steps = iter(range(1, 10_000))

    def step() -> None:
        if next(steps) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    places = [*((SqliteStore, name) for name in STORE_WRITES), (CalDavSession, "ask"), (Path, "replace")]
    for owner, name in places:
        setattr(owner, name, between(step, getattr(owner, name)))
    os._exit(do())


def between(step: Callable[[], None], function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def stepping(*args: P.args, **options: P.kwargs) -> R:
        step()
        result = function(*args, **options)
        step()
        return result

    return stepping


def test_a_sync_killed_at_any_step_is_finished_by_the_next(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.sync(FIRST) == 0
    first, *_ = sorted(desk.ours(), key=fields)
    noted = desk.server.get(desk.address(first)).replace("DESCRIPTION:", "DESCRIPTION:knee felt odd\\n\\n")
    desk.server.put(desk.address(first), noted)
    # the runner falls ill tomorrow, and the next week comes into sight
    ill = [(f"202607{day}", None, 0, "#sick") for day in ("07", "08", "09", "10", "11", "12")]
    desk.runs([*WEEK[:3], *ill, *NEXT_WEEK])
    desk.snapshot()
    capsys.readouterr()
    assert desk.sync(SECOND) == 0
    assert "strength: written (2 new, 1 changed, 1 gone)" in capsys.readouterr().out
    right, exported, foreign = desk.sessions(), desk.exported(), desk.server.get(f"{desk.home}dentist.ics")
    assert right != []

    point = 0
    lived = False
    while not lived:
        point += 1
        desk.put_back()
        lived = dying(point, lambda: desk.sync(SECOND))
        capsys.readouterr()
        assert desk.sync(SECOND) == 0, point
        assert (desk.sessions(), desk.exported()) == (right, exported), point
        assert desk.server.get(f"{desk.home}dentist.ics") == foreign
        assert "knee felt odd" in desk.server.get(desk.address(first))
        assert desk.declined() == set(), point
        capsys.readouterr()
        assert desk.sync(SECOND) == 0
        assert capsys.readouterr().out.count("nothing to write") == 2, point
    assert point > 30
