"""The daemon as a process: signals, ports, rivals, and a server behind a line that fails."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
import requests

from tests.caldav_servers import radicale
from tests.daemon_life import Life, live, living

FILE = '[[target]]\ntype = "ics"\npath = "strength.ics"\n'


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with living(tmp_path, target=FILE) as life:
        yield life


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """Yield a life whose daemon runs, for tests that do it no harm."""
    folder = tmp_path_factory.mktemp("running")
    with living(folder, target=FILE, environment={"HOME": str(folder)}) as life:
        life.start()
        life.wait_for()
        yield life


def test_it_syncs_again_and_again_and_ends_when_it_is_told_to(life: Life) -> None:
    life.start()
    life.wait_for(number=3)
    assert life.stop(signal.SIGTERM) == 0
    assert [line["code"] for line in life.lines()][:3] == [0, 0, 0]
    assert [line["event"] for line in (*life.lines("started"), *life.lines("stopped"))] == ["started", "stopped"]
    assert "BEGIN:VEVENT" in (life.folder / "strength.ics").read_text(encoding="utf-8")


def test_it_says_how_it_is_to_this_machine_only(running: Life) -> None:
    health = requests.get(f"http://{running.health}/healthz", timeout=10)
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    assert [profile["profile"] for profile in health.json()["profiles"]] == ["life"]
    figures = requests.get(f"http://{running.health}/metrics", timeout=10)
    assert 'runlift_syncs_total{code="0",profile="life"}' in figures.text
    assert figures.headers["content-type"].startswith("text/plain; version=0.0.4")
    rebound = requests.get(f"http://{running.health}/metrics", headers={"Host": "evil.example"}, timeout=10)
    assert rebound.status_code == 400
    assert requests.get(f"http://{running.health}/", timeout=10).status_code == 404


def test_a_config_that_changes_while_it_runs_is_in_force_and_a_broken_one_is_not(life: Life) -> None:
    life.config(every="1h")
    life.start()
    life.wait_for()
    life.path.write_text("[runner\n", encoding="utf-8")
    told = life.wait_for("config")
    assert told["kept_old"] is True
    assert told["problem"].startswith("runlift.toml: ")
    life.wait_for(number=2)
    life.config(every="1s")
    assert life.wait_for("config", 2)["change"] == "changed"
    life.wait_for(number=5)


def test_a_port_that_is_taken_is_told(running: Life, tmp_path: Path) -> None:
    with living(tmp_path, target=FILE) as second:
        second.health = running.health
        second.config()
        second.path.write_text(second.path.read_text(encoding="utf-8").replace('"life"', '"other"'), encoding="utf-8")
        done = second.do("daemon")
    assert done.returncode == 2
    assert f"the daemon cannot answer at {running.health} (Address already in use" in done.stderr
    assert 'choose another daemon.health, or "" for none' in done.stderr


def test_a_second_daemon_of_the_same_profile_is_refused_and_the_first_goes_on(running: Life) -> None:
    done = running.do("daemon")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "runlift: another daemon keeps profile life already; stop that one, or leave this config out"
    )
    running.wait_for(number=len(running.lines()) + 1)


def hang_up(door: socket.socket) -> None:
    with suppress(OSError):
        while True:
            door.accept()[0].close()


def test_no_library_writes_into_the_log_and_no_secret_is_in_it(tmp_path: Path) -> None:
    """Libraries log addresses, and some of them turn all logging on."""
    (tmp_path / "sitecustomize.py").write_text("import logging; logging.basicConfig(level=0)", encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    with socket.create_server(("127.0.0.1", 0)) as door:
        Thread(target=hang_up, args=(door,), daemon=True).start()
        url = f"http://127.0.0.1:{door.getsockname()[1]}/secret/"
        with living(
            tmp_path, target=f'[[target]]\ntype = "caldav"\nurl = "{url}"\n', environment={"PYTHONPATH": path}
        ) as life:
            life.start()
            line = life.wait_for()  # every line has to be JSON
            text = life.log.read_text(encoding="utf-8")
    assert line["code"] == 3
    assert "/secret/" not in text


def test_a_daemon_that_was_killed_leaves_room_for_the_next(life: Life) -> None:
    life.start()
    life.wait_for()
    life.stop(signal.SIGKILL)
    life.start()
    life.wait_for("started", 2)
    life.wait_for(number=len(life.lines()) + 1)


def test_a_stop_in_the_middle_of_a_sync_lets_it_finish(life: Life) -> None:
    """The source is a pipe, so that the sync stands still until the test writes into it."""
    life.config(every="1h")
    source = life.folder / "runs.ics"
    text = source.read_text(encoding="utf-8")
    source.unlink()
    os.mkfifo(source)
    process = life.start()
    life.wait_for("started")
    with source.open("w", encoding="utf-8") as pipe:  # opens once the sync reads
        process.send_signal(signal.SIGTERM)
        life.wait_for("stopping")
        time.sleep(0.3)
        assert process.poll() is None
        pipe.write(text)
    assert process.wait(60) == 0
    (line,) = life.lines()
    assert line["code"] == 0
    assert (life.folder / "strength.ics").exists()


def test_the_calendar_is_right_after_some_time_on_a_line_that_fails(tmp_path: Path) -> None:
    """`scripts/soak-daemon` does the same for minutes."""
    folder = tmp_path / "life"
    folder.mkdir()
    with radicale(tmp_path / "server") as server:
        counts = live(folder, server, seconds=12)
    assert counts["syncs"] >= 2
    assert counts["well"] >= 5
