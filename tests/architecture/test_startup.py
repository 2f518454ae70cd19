"""What starting the command costs."""

import subprocess
import sys

HEAVY = {"icalendar", "recurring_ical_events", "requests", "rich", "sqlite3"}


def test_help_imports_no_heavy_library() -> None:
    code = "import atexit, sys\natexit.register(lambda: print(*sys.modules))\nfrom runlift.cli.main import main\n"
    code += "sys.argv = ['runlift', '--help']\nmain()"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "--config" in done.stdout
    assert HEAVY & set(done.stdout.split()) == set()
