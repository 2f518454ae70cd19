"""What is in the box: the wheel's data, and the sample season."""

import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import icalendar
import pytest

from runlift.app.config import load_config
from runlift.domain.kinds import Role

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "src" / "runlift" / "sample"
SUFFIXES = {".py", ".toml", ".ics", ".html", ".css", ".js", ".svg"}
RACE_DAY = date(2026, 10, 18)
NOW = date(2026, 8, 17)


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    package = ROOT / "src" / "runlift"
    files = {path for path in package.rglob("*") if path.is_file() and path.suffix in SUFFIXES}
    assert {path.suffix for path in files} == SUFFIXES
    assert {f"runlift/{path.relative_to(package).as_posix()}" for path in files} <= set(
        zipfile.ZipFile(wheel).namelist()
    )


@pytest.fixture(scope="module")
def events() -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical((SAMPLE / "marathon.ics").read_bytes()).events


def day_of(event: icalendar.Event) -> date:
    """Return the day on which an event starts."""
    return event.start.date() if isinstance(event.start, datetime) else event.start


def title_of(event: icalendar.Event) -> str:
    """Return an event's title."""
    return str(event["SUMMARY"])


def test_the_sample_config_reads_the_sample_season() -> None:
    config = load_config(SAMPLE / "runlift.toml")
    assert [(source.path, source.role) for source in config.sources] == [(SAMPLE / "marathon.ics", Role.BOTH)]
    assert config.targets == ()


def test_the_sample_season_is_eighteen_weeks_and_ends_with_the_race(events: list[icalendar.Event]) -> None:
    days = sorted(day_of(event) for event in events)
    assert (days[0], days[-1]) == (date(2026, 6, 15), RACE_DAY)
    (race,) = (event for event in events if day_of(event) == RACE_DAY)
    assert "Marathon" in title_of(race)
    assert isinstance(race.start, datetime)


def test_the_sample_season_has_days_ahead_and_hours_behind(events: list[icalendar.Event]) -> None:
    planned = [event for event in events if title_of(event).startswith("🏃")]
    done = [event for event in events if title_of(event).startswith("✅")]
    assert len(planned) >= 40
    assert len(done) >= 40
    assert not any(isinstance(event.start, datetime) for event in planned)
    assert all(isinstance(event.start, datetime) and day_of(event) < NOW for event in done)


def test_the_sample_season_is_written_as_calendars_are(events: list[icalendar.Event]) -> None:
    lines = (SAMPLE / "marathon.ics").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)
    assert len({event["UID"] for event in events}) == len(events)
    assert [event.errors for event in events if event.errors] == []
