"""A sync that finds nothing changed says so without planning, writes nothing, and misses nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.system.desk import CONFIG, WEEK, Answer, Desk, a_desk, calendar

AFTERNOON, LATER = "2026-07-06T13:40", "2026-07-06T13:50"
"""No session, run or window begins then, nor does one half a day from there."""
STILL = "nothing has changed since 13:40; `runlift plan` shows the weeks"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Return a desk on which everything is done."""
    made = a_desk(tmp_path, capsys)
    assert "2 new" in made.do("sync", now=AFTERNOON).out
    return made


@pytest.fixture
def idle(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Return a way to sync that fails where anything is read or planned."""

    def fail(*_: object, **__: object) -> None:
        pytest.fail("this sync should have found nothing changed")

    def sync(*args: str, now: str | None = LATER) -> Answer:
        with monkeypatch.context() as patch:
            patch.setattr("runlift.cli.full_sync.run", fail)
            return desk.do("sync", *args, now=now)

    return sync


def files(desk: Desk) -> dict[str, tuple[int, bytes]]:
    """Return every file with when it was written, the memory's locks left out."""
    paths = [path for path in desk.folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def test_sync_right_after_one_that_wrote_is_idle(idle: Callable[..., Answer]) -> None:
    answer = idle()
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [STILL, "strength.ics: nothing to write (2 kept)"]


def test_quiet_sync_says_only_what_was_written(idle: Callable[..., Answer]) -> None:
    assert idle("-q").out == "strength.ics: nothing to write (2 kept)\n"


def test_idle_sync_leaves_every_file_as_it_is(desk: Desk, idle: Callable[..., Answer]) -> None:
    before = files(desk)
    idle()
    idle("--json")
    assert files(desk) == before


def test_idle_sync_says_the_same_to_machines_as_a_whole_one(desk: Desk, idle: Callable[..., Answer]) -> None:
    def plan(answer: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in answer.items() if name not in {"sources", "targets"}}

    short = idle("--json").json
    desk.do("classify", "--fix", "a title that no run has=easy")
    whole = desk.do("sync", "--json", now=LATER).json
    assert plan(short) == plan(whole)
    for place in ("sources", "targets"):
        assert [(one["name"], one["requests"]) for one in short[place]] == [
            (one["name"], one["requests"]) for one in whole[place]
        ]
        assert [one.keys() for one in short[place]] == [one.keys() for one in whole[place]]


def move_a_run(desk: Desk) -> None:
    desk.runs(calendar((("20260708", "173000", 45, "Easy run"), *WEEK[3:])))


def lose_the_memory(desk: Desk) -> None:
    for path in desk.folder.rglob("*.sqlite"):
        path.unlink()


CHANGES: dict[str, Callable[[Desk], object]] = {
    "a run moved": move_a_run,
    "the runs are gone": lambda desk: (desk.folder / "runs.ics").unlink(),
    "another hand in the target": lambda desk: desk.strength.write_bytes(desk.strength.read_bytes() + b"\r\n"),
    "the target is gone": lambda desk: desk.strength.unlink(),
    "another config": lambda desk: desk.config(CONFIG.replace("horizon_days = 6", "horizon_days = 7")),
    "a word on a title": lambda desk: desk.do("classify", "--fix", "Tempo run=easy"),
    "taken back": lambda desk: desk.do("undo", now=AFTERNOON),
    "the memory is lost": lose_the_memory,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_looked_at(desk: Desk, change: Callable[[Desk], object]) -> None:
    change(desk)
    assert STILL not in desk.do("sync", now=LATER).out


@pytest.mark.parametrize(
    "now", ["2026-07-06T13:30", "2026-07-07T00:00", "2026-07-07T13:40", "2026-07-06T19:00"]
)  # before, on another day, a day later, and where a window closes half a day on
def test_time_that_may_change_something_is_looked_at(desk: Desk, now: str) -> None:
    assert STILL not in desk.do("sync", now=now).out


@pytest.mark.parametrize("option", ["--dry-run", "--accept-source", "--accept-target", "--allow-deletes"])
def test_what_is_asked_for_beyond_a_plain_sync_is_done(desk: Desk, option: str) -> None:
    assert STILL not in desk.do("sync", option, now=LATER).out


@pytest.mark.parametrize("now", ["2026-07-06T13:50+02:00", "2026-07-06T11:50+00:00", "2026-07-06T11:50Z"])
def test_instant_counts_however_it_is_told(idle: Callable[..., Answer], now: str) -> None:
    assert idle(now=now).out.startswith(STILL)


def test_time_that_is_none_is_refused_as_ever(desk: Desk) -> None:
    assert desk.do("sync", now="soon").code == 2


def test_standstill_ends_with_the_first_change_and_comes_back(desk: Desk, idle: Callable[..., Answer]) -> None:
    idle()
    move_a_run(desk)
    assert desk.do("sync", now=LATER).code == 0
    assert idle(now="2026-07-06T13:55").out.startswith("nothing has changed since 13:50")


def test_profile_that_never_synced_is_not_still(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = a_desk(tmp_path, capsys)
    made.do("sync", "--dry-run", now=AFTERNOON)
    assert "2 new" in made.do("sync", now=LATER).out


def test_copy_of_the_config_elsewhere_is_not_still(desk: Desk, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    shutil.copy(desk.folder / "runlift.toml", away)
    shutil.copy(desk.folder / "runs.ics", away)
    assert "2 new" in Desk(away, desk.capsys).do("sync", now=LATER).out


def test_source_that_fails_keeps_every_sync_whole(desk: Desk) -> None:
    (desk.folder / "runs.ics").unlink()
    for _ in range(2):
        answer = desk.do("sync", now=LATER)
        assert answer.code == 3
        assert "does not exist" in answer.err
