"""What the README shows is what the program does."""

import re
from pathlib import Path

import pytest

from runlift.app.config import load_config
from runlift.app.wiring import sample_config
from runlift.cli.main import run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PLAN, WORKOUT = re.findall(r"```text\n(.*?)```", README, re.DOTALL)


def test_the_plan_in_the_readme_is_what_the_demo_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo"]) == 0
    out = "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines())

    assert out.startswith(PLAN.rstrip())


def test_the_workout_in_the_readme_stands_in_the_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "marathon.ics").write_bytes((sample_config().parent / "marathon.ics").read_bytes())
    config = tmp_path / "runlift.toml"
    target = '\n[[target]]\ntype = "ics"\npath = "strength.ics"\n'
    config.write_text(sample_config().read_text(encoding="utf-8") + target, encoding="utf-8")
    assert run(["--config", str(config), "--now", "2026-08-17T06:00", "sync", "-q"]) == 0
    capsys.readouterr()
    body = (tmp_path / "strength.ics").read_text(encoding="utf-8").replace("\n ", "")

    for line in WORKOUT.splitlines()[2:]:
        if line.startswith("•"):
            assert line.replace(",", "\\,").replace(";", "\\;") in body


def test_every_command_of_the_readme_exists(capsys: pytest.CaptureFixture[str]) -> None:
    for command in set(re.findall(r"`runlift (\w+)", README)):
        assert run([command, "--help"]) == 0, command
    capsys.readouterr()


def test_the_config_that_the_readme_names_can_be_loaded() -> None:
    assert load_config(ROOT / "config.example.toml").sources
