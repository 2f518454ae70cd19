"""A calendar in a file."""

from pathlib import Path

import pytest

from runlift.calendars.ics_file import IcsFileSource
from runlift.errors import CalendarError, NotACalendar, Unreachable
from runlift.formats.refusals import SIZE_LIMIT
from tests.ics_texts import YEAR_2026, a_calendar


def test_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "runs.ics"
    path.write_bytes(a_calendar("UID:1\nDTSTART:20260504\nSUMMARY:Easy run", "UID:2\nSUMMARY:Some day"))

    reading = IcsFileSource(path).read(YEAR_2026)

    assert [event.summary for event in reading.events] == ["Easy run"]
    assert reading.notes == ("'Some day' is left out: it has no DTSTART",)
    assert (reading.requests, reading.received) == (0, path.stat().st_size)
    assert IcsFileSource(path).name == "runs.ics"


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreachable) as refused:
        IcsFileSource(tmp_path / "runs.ics").read(YEAR_2026)

    assert str(refused.value) == f"{tmp_path}/runs.ics does not exist; check the path of the calendar"


def test_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreachable) as refused:
        IcsFileSource(tmp_path).read(YEAR_2026)

    assert str(refused.value) == f"{tmp_path} is a folder; give the path of an .ics file in it"


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (PermissionError(13, "Permission denied"), "may not be read"),
        (OSError(5, "Input/output error"), "cannot be read"),
    ],
)
def test_unreadable_file_is_told(failure: OSError, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(Path, "open", fail)

    with pytest.raises(Unreachable, match=rf"^runs\.ics {told}"):
        IcsFileSource(Path("runs.ics")).read(YEAR_2026)


@pytest.mark.parametrize("name", ["a\0b", "x" * 300])
def test_impossible_path_is_told(name: str) -> None:
    with pytest.raises(Unreachable, match="cannot be read"):
        IcsFileSource(Path(name)).read(YEAR_2026)


def test_file_of_32_mib_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "runs.ics"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT)

    with pytest.raises(NotACalendar, match="32 MiB"):
        IcsFileSource(path).read(YEAR_2026)


def test_file_that_is_no_calendar_is_named(tmp_path: Path) -> None:
    path = tmp_path / "runs.ics"
    path.write_text("Week,Mon,Tue")

    with pytest.raises(CalendarError, match=f"^{path} is no calendar"):
        IcsFileSource(path).read(YEAR_2026)
