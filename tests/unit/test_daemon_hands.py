"""The processes that do the daemon's jobs, and the signals that stop it."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import Pipe, active_children
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from runlift.app.config import load_config
from runlift.app.daemon_hands import Crash, Processes, stop_on_signals
from runlift.app.daemon_job import Job, Outcome
from runlift.app.daemon_preload import modules_for
from tests.daemon_world import START, a_config
from tests.system.desk import WEEK, calendar

PATIENCE = 60


@pytest.fixture
def stop() -> Iterator[tuple[Connection, Connection]]:
    heard, ask = Pipe(duplex=False)
    with heard, ask:
        yield heard, ask


@pytest.fixture
def hands(stop: tuple[Connection, Connection]) -> Iterator[Processes]:
    yield Processes(stop[0])
    for process in active_children():
        process.kill()
        process.join()


def a_job(folder: Path, name: str, *, hangs: bool = False) -> Job:
    """Return a job on a calendar of runs, or on one that gives no answer."""
    source = folder / f"{name}.ics"
    if hangs:
        os.mkfifo(source)
    else:
        source.write_text(calendar(WEEK), encoding="utf-8", newline="")
    return Job(config=load_config(a_config(folder, name)), now=START)


def test_a_job_is_done_elsewhere_and_its_outcome_comes_back(hands: Processes, tmp_path: Path) -> None:
    job = a_job(tmp_path, "jo")
    hands.preload(modules_for([job.config]))
    hands.start(tmp_path / "jo.toml", job)
    ((path, found),) = hands.wait(PATIENCE)
    assert path == tmp_path / "jo.toml"
    assert isinstance(found, Outcome)
    assert (found.code, found.report.at) == (0, START)
    assert (tmp_path / "jo-strength.ics").exists()
    assert active_children() == []


def test_one_job_that_hangs_keeps_no_other_from_ending_and_can_be_ended(hands: Processes, tmp_path: Path) -> None:
    hands.start(tmp_path / "ill", a_job(tmp_path, "ill", hangs=True))
    hands.start(tmp_path / "well", a_job(tmp_path, "well"))
    assert [path.name for path, _ in hands.wait(PATIENCE)] == ["well"]
    hands.kill(tmp_path / "ill")
    assert active_children() == []
    assert hands.wait(0) == []


def test_a_process_that_is_killed_is_a_crash_and_says_by_what(hands: Processes, tmp_path: Path) -> None:
    hands.start(tmp_path / "ill", a_job(tmp_path, "ill", hangs=True))
    os.kill(active_children()[0].pid or 0, signal.SIGSEGV)
    assert hands.wait(PATIENCE) == [(tmp_path / "ill", Crash("it was ended by signal 11 (Segmentation fault)"))]


def test_our_own_fault_is_a_crash_that_says_where_and_quotes_nothing(hands: Processes, tmp_path: Path) -> None:
    job = a_job(tmp_path, "jo")
    secret: Any = ("https://secret.example/token",)
    spoilt = replace(job, config=replace(job.config, sources=secret))
    hands.start(tmp_path / "jo", spoilt)
    ((_, found),) = hands.wait(PATIENCE)
    assert isinstance(found, Crash)
    assert found.text.startswith("our fault, please report it: ")
    assert "secret" not in found.text
    assert "\n" not in found.text


def test_a_signal_does_not_end_what_is_going_on(hands: Processes, tmp_path: Path) -> None:
    job = a_job(tmp_path, "jo", hangs=True)
    hands.start(tmp_path / "jo", job)
    process = active_children()[0]
    with (tmp_path / "jo.ics").open("w", encoding="utf-8") as pipe:  # opens once the job reads
        for asked in (signal.SIGTERM, signal.SIGINT):
            os.kill(process.pid or 0, asked)
        pipe.write(calendar(WEEK))
    ((_, found),) = hands.wait(PATIENCE)
    assert isinstance(found, Outcome)


def test_waiting_ends_when_the_daemon_is_to_stop(hands: Processes, stop: tuple[Connection, Connection]) -> None:
    stop[1].send_bytes(b"stop")
    began = time.monotonic()
    assert hands.wait(PATIENCE) == []
    assert time.monotonic() - began < PATIENCE / 2


def test_a_stop_does_not_end_the_waiting_for_what_is_going_on(
    hands: Processes, stop: tuple[Connection, Connection], tmp_path: Path
) -> None:
    hands.start(tmp_path / "jo", a_job(tmp_path, "jo"))
    stop[1].send_bytes(b"stop")
    assert len(hands.wait(PATIENCE)) == 1


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_heard_once_and_then_means_what_it_always_does(asked: signal.Signals) -> None:
    before = signal.getsignal(asked)
    with stop_on_signals() as heard:
        assert not heard.poll()
        os.kill(os.getpid(), asked)
        assert heard.poll(PATIENCE)
        assert signal.getsignal(asked) is signal.SIG_DFL
    assert signal.getsignal(asked) is before
