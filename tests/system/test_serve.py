"""`runlift serve`: the feed that others subscribe to, as a process that lives and dies."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream

from tests.ics_lint import lint
from tests.system.desk import CONFIG, WEEK, Desk, a_desk, calendar
from tests.system.serving import serving
from tests.unit.web.scenes import Page

# These two have no types.
ics: Any = import_module("ics")
vobject: Any = import_module("vobject")

ANYWHERE = '\n[feed]\nbind = "127.0.0.1:0"\n'


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    desk = a_desk(tmp_path, capsys)
    desk.config(CONFIG + ANYWHERE)
    return desk


def test_the_feed_is_the_synced_file_byte_for_byte(desk: Desk) -> None:
    desk.do("sync")
    written = desk.strength.read_bytes()
    with serving(desk.folder, now="2026-07-06T00:30") as served:
        answer = served.get(served.feed)
        assert answer.content == desk.strength.read_bytes() == written
        assert served.get(served.feed, If_None_Match=answer.headers["ETag"]).status_code == 304
        assert Page(served.get(served.page).text).texts("#today h2 time") == ["Monday 6 July"]


def test_a_later_sync_is_served_at_once(desk: Desk) -> None:
    with serving(desk.folder) as served:
        before = served.get(served.feed)
        desk.runs(calendar(run for run in WEEK if run[0] != "20260710"))
        desk.do("sync")
        after = served.get(served.feed, If_None_Match=before.headers["ETag"])
        assert (after.status_code, after.content) == (200, desk.strength.read_bytes())


def test_the_token_may_come_from_the_environment(desk: Desk) -> None:
    desk.config(CONFIG + ANYWHERE + 'token_env = "MY_TOKEN"\n')
    with serving(desk.folder, environment={"MY_TOKEN": "t" * 40}) as served:
        assert served.page.endswith(f"/{'t' * 40}/")
        assert served.get(served.page).status_code == 200
    assert list((desk.folder / "state").rglob("*.token")) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_and_has_logged_nothing_that_was_asked(desk: Desk, number: signal.Signals) -> None:
    with serving(desk.folder) as served:
        for address in (served.page, served.feed, f"{served.page}nothing"):
            served.get(address)
        assert served.stop(number) == (0, "")


def test_the_plan_follows_the_runs_while_it_is_served(desk: Desk) -> None:
    desk.config(CONFIG + ANYWHERE + '[daemon]\nevery = "1s"\n')
    with serving(desk.folder) as served:
        before = served.get(served.feed)
        desk.runs(calendar(run for run in WEEK if run[0] != "20260710"))
        deadline = time.monotonic() + 60
        while served.get(served.feed, If_None_Match=before.headers["ETag"]).status_code == 304:
            assert time.monotonic() < deadline, "the feed has not followed the runs"
            time.sleep(0.2)


def test_a_calendar_that_fails_is_told_once_and_the_feed_stays(desk: Desk) -> None:
    desk.do("sync")
    (desk.folder / "runs.ics").unlink()
    desk.config(CONFIG + ANYWHERE + '[daemon]\nevery = "1s"\n')
    with serving(desk.folder) as served:
        time.sleep(3)
        assert served.get(served.feed).content == desk.strength.read_bytes()
        code, said = served.stop()
    assert code == 0
    assert said.count("runs.ics does not exist") == 1


def test_the_address_survives_a_restart_and_is_nobody_elses(desk: Desk) -> None:
    pages = []
    for _ in range(2):
        with serving(desk.folder) as served:
            pages.append(served.page.partition("://")[2].partition("/")[2])
    assert pages[0] == pages[1]
    (token,) = (desk.folder / "state").rglob("*.token")
    assert stat.S_IMODE(token.stat().st_mode) == 0o600


def refused(desk: Desk) -> tuple[int, str]:
    """Return how a start ends that cannot be."""
    command = [sys.executable, "-m", "runlift", "--config", str(desk.folder / "runlift.toml"), "serve"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


def test_a_port_that_is_taken_is_named(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        desk.config(CONFIG + f'\n[feed]\nbind = "127.0.0.1:{port}"\n')
        assert refused(desk) == (
            2,
            f"runlift: cannot listen on 127.0.0.1:{port} (Address already in use); choose another feed.bind\n",
        )


def test_the_address_can_be_asked_for_without_serving(desk: Desk) -> None:
    first, again = desk.do("serve", "--where"), desk.do("--json", "serve", "--where")
    assert first.code == again.code == 0
    assert first.out == (
        f"page: {again.json['page']}\nfeed: {again.json['feed']}\n"
        "Keep the address to yourself: whoever has it can read both.\n"
    )
    assert not desk.strength.exists()


def test_without_the_variable_that_the_config_names_it_does_not_start(desk: Desk) -> None:
    desk.config(CONFIG + ANYWHERE + 'token_env = "MY_TOKEN"\n')
    code, said = refused(desk)
    assert code == 2
    assert said.startswith("runlift: the token in the environment variable MY_TOKEN (feed.token_env) is none; write 22")


def test_being_open_without_encryption_is_said(desk: Desk) -> None:
    desk.config(CONFIG + f'\n[feed]\nbind = "{socket.inet_ntoa(bytes(4))}:0"\n')
    with serving(desk.folder) as served:
        code, said = served.stop()
    assert code == 0
    assert "put a web server with TLS in front of it" in said


def test_independent_readers_find_the_sessions(desk: Desk) -> None:
    with serving(desk.folder) as served:
        body = served.get(served.feed).text
    titles = sorted(str(event.summary) for event in IcsCalendarStream.calendar_from_ics(body).events)
    assert len(titles) >= 2
    assert sorted(str(event.name) for event in ics.Calendar(body).events) == titles
    read = vobject.readOne(StringIO(body))
    assert read.validate(raiseException=True)
    assert sorted(event.summary.value for event in read.vevent_list) == titles
    assert lint(body.encode()) == []


def test_vdirsyncer_subscribes_to_it(desk: Desk) -> None:
    folder = desk.folder / "vdirsyncer"
    folder.mkdir()
    with serving(desk.folder) as served:
        (folder / "config").write_text(
            f'[general]\nstatus_path = "{folder}/status/"\n'
            '[pair lifts]\na = "feed"\nb = "copy"\ncollections = null\nconflict_resolution = "a wins"\n'
            f'[storage feed]\ntype = "http"\nurl = "{served.feed}"\n'
            f'[storage copy]\ntype = "filesystem"\npath = "{folder}/copy/"\nfileext = ".ics"\n'
        )
        environment = {**os.environ, "VDIRSYNCER_CONFIG": str(folder / "config")}
        for command in (["discover"], ["sync"], ["sync"]):
            program = [sys.executable, "-m", "vdirsyncer", *command]
            done = subprocess.run(program, env=environment, check=False, input="y\n", capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        events = served.get(served.feed).text.count("BEGIN:VEVENT")
    copied = list((folder / "copy").glob("*.ics"))
    assert len(copied) == events > 0
