"""The scripts, with a Python that only writes down what it is asked to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Stands in for the machine's Python and, copied by `-m venv`, for the one of the environment.
FAKE_PYTHON = r"""#!/bin/bash
case "$*" in
    "-c"*) exit 0 ;;
    "--version") echo "Python 3.11.0" ; exit 0 ;;
    "-m venv --clear "*)
        for folder; do :; done  # the last argument
        rm -rf "$folder" && mkdir -p "$folder/bin" && cp "$0" "$folder/bin/python" ;;
esac
printf '%s\n' "$*" >>"$FAKE_LOG"
if [[ "$*" == *"$FAKE_FAILS"* ]]; then exit 7; fi
"""


class Checkout:
    """A copy of the scripts in a folder whose name has a space, on a machine with a fake Python."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout"
        self.log = folder / "log"
        self.bin = folder / "bin"
        self.path = f"{self.bin}:/usr/bin:/bin"
        for part in ("scripts", "requirements", ".ci", "src/runlift/sample"):
            shutil.copytree(ROOT / part, self.root / part)
        shutil.copy(ROOT / "pyproject.toml", self.root)
        self.bin.mkdir()
        self.add_python("python3")
        self.add_python("chromium")

    def add_python(self, name: str, text: str = FAKE_PYTHON) -> None:
        """Put a Python on the machine's PATH."""
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def run(self, script: str, *args: str, fails: str = "nothing fails", status: int = 0) -> list[str]:
        """Run a script from another folder and return what Python was asked to do."""
        self.log.write_text("")
        environment = {"PATH": self.path, "FAKE_LOG": str(self.log), "FAKE_FAILS": fails}
        done = subprocess.run(
            [self.root / script, *args], cwd="/", env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stderr
        self.said = done.stdout + done.stderr
        return self.log.read_text().replace(f"{self.root}/", "").replace(str(self.root), ".").splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def bootstrap(lock: str, folder: str = ".venv") -> list[str]:
    """Return what making an environment asks of Python."""
    return [
        f"-m venv --clear {folder}",
        f"-m pip install --quiet --require-hashes --requirement requirements/{lock}.txt",
        "-m pip install --quiet --no-deps --no-build-isolation --editable .",
    ]


PYTEST = "-m pytest --numprocesses auto --dist loadfile"
CHECKS = ["-m tests.npm", "-m ruff check", "-m ruff format --check", "-m mypy"]
WEB = "-m pytest tests/browser"
SAMPLE = "-m runlift --config .cache/sample/runlift.toml --now 2026-08-17T06:00:00+02:00 sync"


def test_sync_makes_the_environment_and_syncs_the_sample(checkout: Checkout) -> None:
    assert checkout.run("scripts/sync") == [*bootstrap("run"), SAMPLE]
    assert "making .venv with Python 3.11.0" in checkout.said
    assert "as if it were 2026-08-17" in checkout.said


def test_a_second_sync_finds_the_environment(checkout: Checkout) -> None:
    checkout.run("scripts/sync")
    assert checkout.run("scripts/sync") == [SAMPLE]
    assert "the environment in .venv is up to date" in checkout.said


def test_sync_with_arguments_is_the_runners_own(checkout: Checkout) -> None:
    checkout.run("scripts/sync")
    assert checkout.run("scripts/sync", "--config", "my runs.toml", "--dry-run") == [
        "-m runlift sync --config my runs.toml --dry-run"
    ]


def test_test_checks_everything_and_hands_its_arguments_to_pytest(checkout: Checkout) -> None:
    assert checkout.run("scripts/test", "-k", "long run") == [*bootstrap("test"), *CHECKS, f"{PYTEST} -k long run"]


def test_an_environment_for_tests_serves_sync_too(checkout: Checkout) -> None:
    checkout.run("scripts/test")
    assert checkout.run("scripts/sync") == [SAMPLE]
    assert checkout.run("scripts/test") == [*CHECKS, PYTEST]


def test_an_environment_for_sync_is_completed_for_tests(checkout: Checkout) -> None:
    checkout.run("scripts/sync")
    assert checkout.run("scripts/test") == [*bootstrap("test")[1:], *CHECKS, PYTEST]


@pytest.mark.parametrize("changed", ["requirements/run.txt", "pyproject.toml"])
def test_a_changed_lock_or_package_is_installed_again(checkout: Checkout, changed: str) -> None:
    checkout.run("scripts/sync")
    with (checkout.root / changed).open("a") as file:
        file.write("# changed\n")
    assert checkout.run("scripts/sync") == [*bootstrap("run")[1:], SAMPLE]


@pytest.mark.parametrize("step", ["-m venv", "--require-hashes", "--editable"])
def test_an_environment_that_is_half_made_is_made_again(checkout: Checkout, step: str) -> None:
    checkout.run("scripts/sync", fails=step, status=7)
    assert checkout.run("scripts/sync") == [*bootstrap("run"), SAMPLE]


def test_an_environment_whose_python_is_gone_is_made_again(checkout: Checkout) -> None:
    checkout.run("scripts/sync")
    (checkout.root / ".venv/bin/python").unlink()
    assert checkout.run("scripts/sync") == [*bootstrap("run"), SAMPLE]


def test_an_environment_that_was_moved_is_installed_again(checkout: Checkout) -> None:
    checkout.run("scripts/sync")
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    assert checkout.run("scripts/sync") == [*bootstrap("run")[1:], SAMPLE]


def test_the_planners_bench_has_an_environment_of_its_own(checkout: Checkout) -> None:
    checkout.run("scripts/sync")
    measured = "-m tests.bench_planner --seasons 5"
    bench = bootstrap("bench", ".cache/bench-planner")
    assert checkout.run("scripts/bench-planner", "--seasons", "5") == [*bench, measured]
    assert checkout.run("scripts/bench-planner", "--seasons", "5") == [measured]
    assert checkout.run("scripts/sync") == [SAMPLE]


def test_ci_runs_the_tests_and_then_the_browser(checkout: Checkout) -> None:
    assert checkout.run(".ci/run") == [*bootstrap("test"), *CHECKS, PYTEST, "-m tests.npm", WEB]


def test_the_browsers_tests_take_arguments_for_pytest(checkout: Checkout) -> None:
    checkout.run("scripts/test")
    assert checkout.run("scripts/test-web", "-k", "dark") == ["-m tests.npm", f"{WEB} -k dark"]


def a_machine_without_chromium(checkout: Checkout, apt: str) -> None:
    """Leave on the PATH what the scripts need, and an apt-get that does as it is told."""
    (checkout.bin / "chromium").unlink()
    for name in ("bash", "cat", "cksum", "dirname", "env"):
        (checkout.bin / name).symlink_to(shutil.which(name) or name)
    checkout.add_python("apt-get", f'#!/bin/bash\nprintf "apt-get %s\\n" "$*" >>"$FAKE_LOG"\n{apt}\n')
    checkout.path = str(checkout.bin)


def test_a_missing_browser_is_installed_first(checkout: Checkout) -> None:
    checkout.run("scripts/test")
    a_machine_without_chromium(checkout, "exit 0")
    assert checkout.run("scripts/test-web") == [
        "-m tests.npm",
        "apt-get update --quiet=2",
        "apt-get install --quiet=2 --yes --no-install-recommends chromium",
        WEB,
    ]


def test_a_browser_that_cannot_be_installed_fails_and_says_what_to_do(checkout: Checkout) -> None:
    checkout.run("scripts/test")
    a_machine_without_chromium(checkout, "exit 100")
    assert checkout.run("scripts/test-web", status=1) == ["-m tests.npm", "apt-get update --quiet=2"]
    assert checkout.said.endswith("put one on the PATH, or run this as root on a Debian\n")


@pytest.mark.parametrize(
    ("step", "status"),
    [("-m tests.npm", 7), ("-m ruff check", 7), ("-m mypy", 7), ("-m pytest", 7), ("tests/browser", 7)],
)
def test_ci_fails_with_the_first_check_that_fails(checkout: Checkout, step: str, status: int) -> None:
    assert step in checkout.run(".ci/run", fails=step, status=status)[-1]


def test_a_python_that_is_too_old_is_passed_over(checkout: Checkout) -> None:
    too_old = "#!/bin/bash\nexit 1\n"
    for name in ("python3", "python3.14", "python3.13", "python3.11", "python"):
        checkout.add_python(name, too_old)
    checkout.add_python("python3.12")
    assert checkout.run("scripts/sync") == [*bootstrap("run"), SAMPLE]


def test_a_machine_without_a_fitting_python_is_told_what_to_install(checkout: Checkout) -> None:
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"):
        checkout.add_python(name, "#!/bin/bash\nexit 1\n")
    assert checkout.run("scripts/sync", status=1) == []
    assert checkout.said == (
        "runlift needs Python 3.11 or newer with its venv module; install it (on Debian: python3 and python3-venv)\n"
    )


def test_scripts_can_be_run_and_say_what_they_do() -> None:
    for script in [*(ROOT / "scripts").iterdir(), ROOT / ".ci/run"]:
        if not script.name.startswith("_"):
            assert os.access(script, os.X_OK), script
            first, second = script.read_text(encoding="utf-8").splitlines()[:2]
            assert first.startswith("#!/usr/bin/env "), script
            assert second.startswith(("# ", '"""')), script


def test_locks_name_packages_with_hashes_and_no_place() -> None:
    for lock in (ROOT / "requirements").iterdir():
        lines = [line.strip(" \\") for line in lock.read_text(encoding="utf-8").splitlines()]
        assert {line[:14] for line in lines if "==" not in line} == {"--hash=sha256:"}, lock
        assert not any("/" in line for line in lines), lock
