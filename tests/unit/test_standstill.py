"""What a standstill rests on, and what ends it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from runlift.app.standstill import Standstill, circumstances_of
from runlift.errors import ConfigError
from tests.builders import a_moment

CONFIG = '[runner]\ntimezone = "Europe/Berlin"\n'


def a_standstill(since: str = "2026-07-06 08:00", until: str = "2026-07-06 12:00") -> Standstill:
    return Standstill(
        circumstances="as they are",
        since=a_moment(since),
        until=a_moment(until),
        stamps=("runs", "strength"),
        answer={"runs": ["Läufe"]},
    )


def test_what_is_written_comes_back() -> None:
    kept = a_standstill()
    assert Standstill.read(kept.written()) == kept


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"since": 1, "until": 2}', '{"since": "x", "until": "y"}'])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no standstill"):
        Standstill.read(text)


@pytest.mark.parametrize(
    ("now", "covered"),
    [
        ("2026-07-06 07:59", False),
        ("2026-07-06 08:00", True),
        ("2026-07-06 11:59", True),
        ("2026-07-06 12:00", False),
        ("2026-07-07 08:00", False),
    ],
)
def test_standstill_holds_from_its_sync_until_time_alone_may_change_something(now: str, *, covered: bool) -> None:
    assert a_standstill().covers(a_moment(now)) is covered
    assert a_standstill().covers(a_moment(now).astimezone(UTC)) is covered


def digest(folder: Path, text: str = CONFIG, name: str = "runlift.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return circumstances_of(path).digest


def test_circumstances_are_the_same_while_nothing_changes(tmp_path: Path) -> None:
    assert digest(tmp_path) == digest(tmp_path)


@pytest.mark.parametrize("changed", [f'{CONFIG}prefix = "Jo"\n', CONFIG.replace("Berlin", "Rome"), "[runner]\n"])
def test_another_config_is_another_circumstance(tmp_path: Path, changed: str) -> None:
    assert digest(tmp_path, changed) != digest(tmp_path)


def test_same_config_in_another_place_leads_to_other_calendars(tmp_path: Path) -> None:
    assert digest(tmp_path, name="other.toml") != digest(tmp_path)


def test_zone_of_the_machine_counts_where_the_config_names_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_zone(zone: str, text: str) -> str:
        monkeypatch.setattr("tzlocal.get_localzone_name", lambda: zone)
        return digest(tmp_path, text)

    assert in_zone("Europe/Rome", "[runner]\n") != in_zone("Europe/Berlin", "[runner]\n")
    assert in_zone("Europe/Rome", CONFIG) == in_zone("Europe/Berlin", CONFIG)


def test_another_program_is_another_circumstance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(tmp_path)
    monkeypatch.setattr("runlift.app.standstill.__version__", "99")
    assert digest(tmp_path) != before


@pytest.mark.parametrize("text", ["", "runner = 3\n", "source = 5\n", "[[source]]\n"])
def test_config_that_cannot_be_used_has_circumstances_too(tmp_path: Path, text: str) -> None:
    assert digest(tmp_path, text)


def test_config_that_is_no_toml_is_refused_as_ever(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not TOML"):
        digest(tmp_path, "[")


def test_an_hour_without_an_offset_is_one_of_the_runners_day() -> None:
    kept = a_standstill()
    assert kept.since.utcoffset() == timedelta(hours=2)
    assert Standstill.read(kept.written()).since == datetime(2026, 7, 6, 6, tzinfo=UTC)
