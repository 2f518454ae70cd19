"""What starting the command costs."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"caldav", "icalendar", "lxml", "recurring_ical_events", "requests", "rich", "sqlite3"}


def test_help_imports_no_heavy_library() -> None:
    code = "import atexit, sys\natexit.register(lambda: print(*sys.modules))\nfrom runlift.cli.main import main\n"
    code += "sys.argv = ['runlift', '--help']\nmain()"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "--config" in done.stdout
    assert HEAVY & set(done.stdout.split()) == set()


def imported_by(folder: Path, config: str, *command: str) -> set[str]:
    """Return the modules that a command imports under a config."""
    (folder / "runlift.toml").write_text(config, encoding="utf-8")
    (folder / "runs.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", encoding="utf-8")
    code = "import atexit, sys\natexit.register(lambda: print('MODULES', *sys.modules))\n"
    code += f"from runlift.cli.main import main\nmain({list(command)!r})"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=folder)
    return set(done.stdout.rpartition("MODULES")[2].split())


@pytest.mark.parametrize("command", ["sync", "plan", "doctor"])
def test_nothing_of_google_is_imported_when_google_is_not_configured(tmp_path: Path, command: str) -> None:
    config = '[[source]]\ntype = "ics"\npath = "runs.ics"\n[[target]]\ntype = "ics"\npath = "strength.ics"\n'
    modules = imported_by(tmp_path, config, command)
    assert "runlift.app.sync" in modules
    assert not {name for name in modules if name.split(".")[0] in {"google", "googleapiclient", "httplib2", "tenacity"}}


def test_google_calendar_is_read_without_the_libraries_of_the_others(tmp_path: Path) -> None:
    config = '[google]\nclient_file = "c.json"\n[[source]]\ntype = "google"\ncalendar = "primary"\n'
    modules = imported_by(tmp_path, config, "plan")
    assert "googleapiclient" in modules
    assert not {"caldav", "icalendar", "requests", "google_auth_oauthlib"} & modules
