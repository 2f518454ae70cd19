"""What a config comes to: found, read, and turned into the runner's choices."""

import os
import re
import tomllib
from dataclasses import fields, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from runlift.app.config import Config, load_config
from runlift.app.config_file import find_config
from runlift.app.config_schema import ConfigFile
from runlift.app.places import SourceConfig, TargetConfig
from runlift.calendars.google_place import GooglePlace
from runlift.domain.intake import Goal
from runlift.domain.kinds import Experience, Policy, Role
from runlift.domain.runner import Availability, Clock, Runner, Trip, Window
from runlift.errors import ConfigError
from tests.conftest import HOST_ZONE

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"
BERLIN = ZoneInfo("Europe/Berlin")
SOURCE = '[[source]]\ntype = "ics"\npath = "runs.ics"\n'


def a_config(folder: Path, text: str, *, zone: str = "Europe/Berlin") -> Config:
    """Return what a config comes to that lives in `zone` and reads runs.ics."""
    file = folder / "runlift.toml"
    head = "" if "[runner]" in text else f'[runner]\ntimezone = "{zone}"\n'
    file.write_text(head + text + SOURCE, encoding="utf-8")
    return load_config(file)


def a_window(text: str) -> Window:
    """Return the window that reads so."""
    start, end = (time.fromisoformat(part) for part in text.split("-"))
    return Window(start=start, end=end)


def test_a_config_with_a_source_only_is_as_usual(tmp_path: Path) -> None:
    assert a_config(tmp_path, "") == Config(
        profile="default",
        prefix="",
        runner=Runner(),
        availability=Availability(clock=Clock(home=BERLIN)),
        goal=None,
        horizon_days=27,
        sources=(
            SourceConfig(
                path=tmp_path / "runs.ics",
                url=None,
                role=Role.RUNS,
                counts_strength=True,
                allow_private=False,
            ),
        ),
        targets=(),
    )


def test_everything_that_is_written_arrives(tmp_path: Path) -> None:
    config = a_config(
        tmp_path,
        """
[runner]
profile = "k3v9"
timezone = "Europe/Berlin"
experience = "beginner"
strength_since = 2026-09-07
body_weight_kg = 70
dumbbells_kg = [8, 4, 6.5, 8]
bedtime = "00:30"
slow_recovery = true
prefix = "Jack •"
[goal]
date = 2027-04-25
distance_km = 42.2
[timing]
policy = "hard_days_hard"
prefer = "18:00"
gap_hours = [2, 6.5]
travel_minutes = 20
horizon_days = 13
race_week_session = false
assumed_run.weekday = "06:15"
assumed_run.weekend = "09:00"
[[travel]]
from = 2027-01-10
to = 2027-01-12
timezone = "Asia/Tokyo"
[[travel]]
from = 2026-12-20
to = 2027-01-03
timezone = "America/New_York"
[[source]]
type = "ics"
url = "webcal://plans.example/secret/feed.ics"
role = "both"
strength = "ignore"
allow_private = true
[[target]]
type = "ics"
path = "strength.ics"
name = "Lifting"
title_prefix = "Jo: "
color = "teal"
alarm_minutes = 30
busy = true
[daemon]
every = "1h"
health = "[::1]:9000"
[notify]
command = "mail jo"
""",
    )
    assert (config.every, config.health, config.notify) == (timedelta(hours=1), "[::1]:9000", "mail jo")
    assert (config.profile, config.prefix, config.horizon_days) == ("k3v9", "Jack •", 13)
    assert config.goal == Goal(day=date(2027, 4, 25), distance_km=42.2)
    assert config.runner == Runner(
        experience=Experience.BEGINNER,
        strength_since=date(2026, 9, 7),
        body_weight_kg=70,
        dumbbells_kg=(4, 6.5, 8),
        slow_recovery=True,
        policy=Policy.HARD_DAYS_HARD,
        race_week_session=False,
    )
    availability = config.availability
    assert availability.clock.trips == (
        Trip(start=date(2026, 12, 20), end=date(2027, 1, 3), zone=ZoneInfo("America/New_York")),
        Trip(start=date(2027, 1, 10), end=date(2027, 1, 12), zone=ZoneInfo("Asia/Tokyo")),
    )
    assert (availability.bedtime, availability.prefer, availability.gap_hours) == (time(0, 30), time(18), (2, 6.5))
    assert availability.travel == timedelta(minutes=20)
    assert [availability.assumed_run[day] for day in range(7)] == [time(6, 15)] * 5 + [time(9)] * 2
    assert config.sources[0] == SourceConfig(
        path=None,
        url="webcal://plans.example/secret/feed.ics",
        role=Role.BOTH,
        counts_strength=False,
        allow_private=True,
    )
    assert config.targets == (
        TargetConfig(
            path=tmp_path / "strength.ics",
            name="Lifting",
            title_prefix="Jo: ",
            color="teal",
            alarm_minutes=30,
            busy=True,
        ),
    )


@pytest.mark.parametrize(
    ("written", "cap", "bias"),
    [('"auto"', None, 0), ("1", 1, 0), ("4", 4, 0), ('"+1"', None, 1), ('"-1"', None, -1)],
)
def test_sessions_per_week_is_a_cap_or_a_bias(tmp_path: Path, written: str, cap: int | None, bias: int) -> None:
    runner = a_config(tmp_path, f"[timing]\nsessions_per_week = {written}\n").runner
    assert (runner.session_cap, runner.session_bias) == (cap, bias)


@pytest.mark.parametrize(
    ("written", "day", "windows"),
    [
        ("", 0, ["12:00-13:30", "17:00-21:00"]),
        ("", 6, ["07:00-19:00"]),
        ('weekday = ["06:00-07:00"]', 4, ["06:00-07:00"]),
        ('weekday = ["06:00-07:00"]', 5, ["07:00-19:00"]),
        ('weekend = ["09:00-10:00"]', 5, ["09:00-10:00"]),
        ('weekday = ["06:00-07:00"], friday = []', 4, []),
        ('weekday = ["06:00-07:00"], friday = []', 3, ["06:00-07:00"]),
        ('friday = ["17:00-21:00", "6:00-7:00"]', 4, ["06:00-07:00", "17:00-21:00"]),
        ('friday = ["18:00-21:00", "16:00-17:00", "17:00-18:00"]', 4, ["16:00-21:00"]),
        ('friday = ["20:00-24:00"]', 4, ["20:00-00:00"]),
        ('friday = ["20:00-00:00"]', 4, ["20:00-00:00"]),
    ],
)
def test_windows_of_a_day_are_its_own_or_those_of_its_kind(
    tmp_path: Path, written: str, day: int, windows: list[str]
) -> None:
    availability = a_config(tmp_path, f"[timing]\nwindows = {{ {written} }}\n").availability
    assert availability.windows[day] == tuple(a_window(text) for text in windows)


def test_a_clock_time_needs_no_quotes(tmp_path: Path) -> None:
    assert a_config(tmp_path, "[timing]\nprefer = 18:00:00\n").availability.prefer == time(18)


def test_paths_count_from_the_folder_of_the_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    (folder / "runlift.toml").write_text(SOURCE + '[[target]]\ntype = "ics"\npath = "../out.ics"\n')
    config = load_config(Path("settings/runlift.toml"))
    assert config.sources[0].path == folder / "runs.ics"
    assert (config.targets[0].path or Path()).resolve() == tmp_path / "out.ics"


def test_a_tilde_is_the_home_of_the_runner(tmp_path: Path) -> None:
    config = a_config(tmp_path, '[[target]]\ntype = "ics"\npath = "~/strength.ics"\n')
    assert config.targets[0].path == Path.home() / "strength.ics"


def test_an_absolute_path_stands_as_it_is(tmp_path: Path) -> None:
    config = a_config(tmp_path, '[[target]]\ntype = "ics"\npath = "/srv/strength.ics"\n')
    assert config.targets[0].path == Path("/srv/strength.ics")


def test_the_zone_is_the_machines_where_none_is_written(tmp_path: Path) -> None:
    assert a_config(tmp_path, '[runner]\nprofile = "x"\n').availability.clock.home == ZoneInfo(HOST_ZONE)


def test_a_source_is_called_by_its_file_or_its_host_and_never_by_its_secret(tmp_path: Path) -> None:
    config = a_config(tmp_path, '[[source]]\ntype = "ics"\nurl = "https://plans.example/secret/feed.ics"\n')
    assert [source.name for source in config.sources] == ["plans.example", "runs.ics"]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "runlift.toml"
    file.write_text(SOURCE, encoding="utf-8-sig")
    assert load_config(file).sources[0].path == tmp_path / "runs.ics"


def test_the_config_that_is_named_wins(tmp_path: Path) -> None:
    (tmp_path / "runlift.toml").touch()
    assert find_config(Path("other.toml"), tmp_path) == Path("other.toml")


def test_the_config_of_the_folder_comes_before_that_of_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", os.fspath(tmp_path / "etc"))
    platform = tmp_path / "etc" / "runlift" / "runlift.toml"
    platform.parent.mkdir(parents=True)
    platform.touch()
    assert find_config(None, tmp_path) == platform
    (tmp_path / "runlift.toml").touch()
    assert find_config(None, tmp_path) == tmp_path / "runlift.toml"


def test_no_config_anywhere_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no runlift\.toml in .*--config, or make one with `runlift init`"):
        find_config(None, tmp_path)


def the_example(*, everything: bool) -> str:
    """Return the example config, as it stands or with every key in force."""
    text = EXAMPLE.read_text(encoding="utf-8")
    return re.sub(r"(?m)^# (\[+\w+\]+|[a-z_.]+ = .*)$", r"\1", text) if everything else text


@pytest.mark.parametrize("everything", [False, True])
def test_the_example_config_is_valid(tmp_path: Path, *, everything: bool) -> None:
    file = tmp_path / "runlift.toml"
    file.write_text(the_example(everything=everything), encoding="utf-8")
    assert load_config(file).targets[0].path == tmp_path / "strength.ics"


def test_the_example_config_says_what_is_so_anyway(tmp_path: Path) -> None:
    file = tmp_path / "runlift.toml"
    file.write_text(the_example(everything=False), encoding="utf-8")
    config, usual = load_config(file), a_config(tmp_path, "")
    assert (config.runner, config.availability, config.horizon_days) == (
        usual.runner,
        usual.availability,
        usual.horizon_days,
    )


def keys_of(table: type, path: str = "") -> set[str]:
    """Return the path of every key that the schema knows."""
    found = set()
    for field in fields(table):
        name = f"{path}{field.name.removesuffix('_')}"
        nested = [kind for kind in inner_types(field.type) if getattr(kind, "__name__", "").endswith("Table")]
        found |= keys_of(nested[0], f"{name}.") if nested else {name}
    return found


def inner_types(kind: object) -> list[Any]:
    """Return a type and those that it is made of."""
    return [kind] + [inner for part in get_args(kind) for inner in inner_types(part)]


def written_keys(document: dict[str, Any], path: str = "") -> set[str]:
    """Return the path of every key that a document holds."""
    found = set()
    for key, value in document.items():
        tables = [value] if isinstance(value, dict) else value
        if isinstance(tables, list) and tables and all(isinstance(table, dict) for table in tables):
            found |= {name for table in tables for name in written_keys(table, f"{path}{key}.")}
        else:
            found.add(f"{path}{key}")
    return found


def test_the_example_config_shows_every_key_of_this_version() -> None:
    days = {f"timing.windows.{day}" for day in ("monday", "tuesday", "wednesday", "thursday", "saturday", "sunday")}
    shown = written_keys(tomllib.loads(the_example(everything=True)))
    # A password comes from one place only, so each of the two is shown in one table.
    passwords = {"source.password_env", "target.password_command"}
    other_sign_in = {"google.service_account_file"}
    assert keys_of(ConfigFile) - shown == days | passwords | other_sign_in


def test_a_calendar_at_google_is_signed_in_to_by_the_files_of_the_config_folder(tmp_path: Path) -> None:
    text = """
[google]
client_file = "client.json"
api_endpoint = "http://127.0.0.1:4603/"
[[source]]
type = "google"
calendar = "primary"
role = "busy"
[[target]]
type = "google"
calendar = "own"
color = "intensity"
link = "https://lift.example/"
"""
    config = a_config(tmp_path, text)
    primary = GooglePlace(
        calendar="primary", client_file=tmp_path / "client.json", api_endpoint="http://127.0.0.1:4603/"
    )
    assert (config.sources[0].google, config.sources[0].id) == (primary, "google:primary")
    (target,) = config.targets
    assert (target.google, target.id) == (replace(primary, calendar="own"), "google:own")
    assert (target.color, target.link) == ("intensity", "https://lift.example/")
