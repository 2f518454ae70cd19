"""What starting the command costs, told by what it imports."""

import subprocess
import sys
from pathlib import Path

import pytest

READERS = {"icalendar", "recurring_ical_events"}
SERVERS = {"caldav", "googleapiclient", "lxml", "requests", "urllib3"}
HEAVY = {*READERS, *SERVERS, "attr", "cattrs", "filelock", "platformdirs", "rich", "sqlite3", "tzlocal"}
PLANNING = {f"runlift.{name}" for name in ("app.config", "app.decide", "domain.classify", "domain.planner")}
FILES = """
[runner]
timezone = "Europe/Berlin"

[[source]]
type = "ics"
path = "runs.ics"

[[target]]
type = "ics"
path = "strength.ics"
"""


def modules_after(folder: Path, *command: str) -> set[str]:
    """Return the modules that are imported when a command ends."""
    code = "import atexit, sys\natexit.register(lambda: print('MODULES', *sys.modules))\n"
    code += f"from runlift.cli.main import main\nmain({list(command)!r})"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=folder)
    return set(done.stdout.rpartition("MODULES")[2].split())


def a_folder(folder: Path, config: str = FILES) -> Path:
    """Return a folder with a config and a calendar without runs."""
    (folder / "runlift.toml").write_text(config, encoding="utf-8")
    (folder / "runs.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", encoding="utf-8")
    return folder


def ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "runlift"}


@pytest.mark.parametrize("command", ["--help", "--version"])
def test_help_imports_no_heavy_library_and_hardly_any_module_of_ours(tmp_path: Path, command: str) -> None:
    modules = modules_after(tmp_path, command)
    assert "click" in modules
    assert HEAVY & modules == set()
    known = {"cli", "cli.main", "cli.options", "calendars", "calendars.registry", "errors"}
    assert ours(modules) <= {"runlift", *(f"runlift.{name}" for name in known)}


def test_idle_sync_imports_neither_readers_nor_planner_nor_what_checks_a_config(tmp_path: Path) -> None:
    a_folder(tmp_path)
    first = modules_after(tmp_path, "--now", "2026-07-06T13:40", "sync")
    assert first >= PLANNING | READERS
    idle = modules_after(tmp_path, "--now", "2026-07-06T13:41", "sync")
    assert "runlift.app.standstill" in idle
    assert PLANNING & idle == set()
    assert HEAVY & idle == {"platformdirs", "sqlite3"}


@pytest.mark.parametrize("command", ["plan", "sync"])
def test_json_is_told_without_tables(tmp_path: Path, command: str) -> None:
    modules = modules_after(a_folder(tmp_path), "--json", command)
    assert "runlift.app.decide" in modules
    assert "rich" not in modules
    assert "rich" in modules_after(tmp_path, "plan")


def test_looking_takes_no_lock(tmp_path: Path) -> None:
    assert "filelock" not in modules_after(a_folder(tmp_path), "plan")


@pytest.mark.parametrize("command", ["sync", "plan", "doctor"])
def test_files_are_kept_without_the_libraries_of_servers(tmp_path: Path, command: str) -> None:
    modules = modules_after(a_folder(tmp_path), command)
    assert "runlift.app.decide" in modules
    libraries = {"google", "google_auth_oauthlib", "httplib2", "tenacity", *SERVERS}
    assert not {name for name in modules if name.partition(".")[0] in libraries}


def test_google_calendar_is_read_without_the_libraries_of_the_others(tmp_path: Path) -> None:
    config = '[google]\nclient_file = "c.json"\n[[source]]\ntype = "google"\ncalendar = "primary"\n'
    modules = modules_after(a_folder(tmp_path, config), "plan")
    assert "googleapiclient" in modules
    assert not {"caldav", "icalendar", "requests", "google_auth_oauthlib"} & modules
