"""`runlift daemon install`: shown first, installed only when asked to, and what to do where there is no systemd."""

import os
import shlex
import sys
from io import StringIO
from pathlib import Path

import pytest

from runlift.app.service_unit import unit_text
from tests.system.desk import CONFIG, Desk, a_desk

SYSTEMCTL = '#!/bin/sh\necho "$@" >> "$HOME/asked"\nexit {code}\n'


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    (tmp_path / "bin").mkdir()
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    systemd(tmp_path, code=0)
    return a_desk(tmp_path, capsys)


def systemd(folder: Path, *, code: int) -> None:
    """Let the machine's systemd answer so."""
    place = folder / "bin" / "systemctl"
    place.write_text(SYSTEMCTL.format(code=code), encoding="utf-8")
    place.chmod(0o755)


def asked(folder: Path) -> list[str]:
    """Return what systemd was asked, but for whether it is there."""
    place = folder / "home" / "asked"
    lines = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
    return [line for line in lines if line != "--user show-environment"]


def unit(folder: Path) -> Path:
    return folder / "home/.config/systemd/user/runlift.service"


def test_the_service_is_shown_installed_and_started(desk: Desk, tmp_path: Path) -> None:
    done = desk.do("daemon", "install", "--yes", now=None)
    assert done.code == 0
    text = unit(tmp_path).read_text(encoding="utf-8")
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    assert f"ExecStart={python} -m runlift --config {desk.folder}/runlift.toml daemon\n" in text
    assert text in done.out
    assert asked(tmp_path) == [
        "--user daemon-reload",
        "--user enable runlift.service",
        "--user restart runlift.service",
    ]


def test_a_dry_run_shows_it_and_installs_nothing(desk: Desk, tmp_path: Path) -> None:
    done = desk.do("daemon", "install", "--dry-run", now=None)
    assert (done.code, unit(tmp_path).exists(), asked(tmp_path)) == (0, False, [])
    assert "[Service]" in done.out


def test_without_a_yes_nothing_is_installed(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(""))
    done = desk.do("daemon", "install", now=None)
    assert (done.code, unit(tmp_path).exists()) == (1, False)
    assert done.err.endswith("runlift: stopped\n")


def test_without_systemd_it_says_what_cron_can_do(desk: Desk, tmp_path: Path) -> None:
    systemd(tmp_path, code=1)
    done = desk.do("daemon", "install", "--yes", now=None)
    command = shlex.join([sys.executable, "-m", "runlift", "--config", f"{desk.folder}/runlift.toml", "daemon"])
    assert done.code == 2
    assert done.err == (
        f"runlift: systemd runs no services for you here; say `crontab -e` and add the line: @reboot {command}\n"
    )
    assert not unit(tmp_path).exists()


def test_a_password_that_the_service_would_not_see_is_told(desk: Desk) -> None:
    desk.config(
        f'{CONFIG}[[target]]\ntype = "caldav"\nurl = "https://c.example/"\nusername = "jo"\n'
        'password_env = "CALDAV_PASSWORD"\n'
    )
    done = desk.do("daemon", "install", "--dry-run", now=None)
    assert "CALDAV_PASSWORD has to be set for the service too: `systemctl --user edit runlift`" in done.out


def test_a_config_that_cannot_be_used_is_not_installed(desk: Desk, tmp_path: Path) -> None:
    desk.config("[runner]\n")
    assert desk.do("daemon", "install", "--yes", now=None).code == 2
    assert not unit(tmp_path).exists()


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/usr/bin/python3.11", "/usr/bin/python3.11"),
        ("/home/jo doe/runs.toml", '"/home/jo doe/runs.toml"'),
        ("50%", '"50%%"'),
        ("$HOME", '"$$HOME"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("été", "été"),
    ],
)
def test_a_path_is_written_as_systemd_reads_it(word: str, written: str) -> None:
    assert f"ExecStart={written}\n" in unit_text([word])


def test_the_daemon_goes_by_the_real_clock(desk: Desk) -> None:
    done = desk.do("daemon", now="2026-07-06T08:00")
    assert (done.code, done.err) == (2, "runlift: the daemon goes by the real clock; leave --now out\n")
