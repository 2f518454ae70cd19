"""The .ics file that sessions are written to: what happens to the file itself."""

import stat
from pathlib import Path

import pytest

from runlift.calendars.base import Result
from runlift.calendars.ics_target import IcsFileTarget
from runlift.errors import NotACalendar, NotOurFile, Unreachable
from runlift.sync.calendar_look import CalendarLook
from tests.builders import a_moment
from tests.changes import PROFILE, SUMMER, a_create, a_session_event

NOW = a_moment("2026-07-05 20:00")
SESSION = a_session_event()


def a_target(path: Path, *, name: str = "Strength") -> IcsFileTarget:
    return IcsFileTarget(path=path, profile=PROFILE, look=CalendarLook(name=name))


def sync(target: IcsFileTarget) -> list[Result]:
    return [outcome.result for outcome in target.apply([a_create(SESSION)], now=NOW)]


def test_file_is_made_for_others_to_read(tmp_path: Path) -> None:
    path = tmp_path / "strength.ics"
    assert sync(a_target(path)) == [Result.DONE]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert a_target(path).name == "strength.ics"


def test_file_that_is_there_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "strength.ics"
    path.write_bytes(a_target(path).render([], now=NOW))
    path.chmod(0o600)
    sync(a_target(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_file_that_would_come_out_the_same_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "strength.ics"
    sync(a_target(path))
    before = path.stat()
    again = a_target(path)
    assert list(again.apply([], now=NOW)) == []
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert again.traffic.sent == 0


def test_new_look_is_written_without_any_change(tmp_path: Path) -> None:
    path = tmp_path / "strength.ics"
    sync(a_target(path))
    assert list(a_target(path, name="Lifting").apply([], now=NOW)) == []
    assert b"NAME:Lifting" in path.read_bytes()


def test_what_is_rendered_is_what_would_be_written(tmp_path: Path) -> None:
    path = tmp_path / "strength.ics"
    rendered = a_target(path).render([a_create(SESSION)], now=NOW)
    assert not path.exists()
    target = a_target(path)
    sync(target)
    assert path.read_bytes() == rendered
    assert target.traffic.sent == len(rendered)


@pytest.mark.parametrize("foreign", [b"<html>", b"BEGIN:VCALENDAR\r\nPRODID:-//Another//EN\r\nEND:VCALENDAR\r\n"])
def test_file_that_runlift_did_not_write_is_left_alone(tmp_path: Path, foreign: bytes) -> None:
    path = tmp_path / "strength.ics"
    path.write_bytes(foreign)
    told = rf"^{path} was not written by runlift and stays as it is; choose another path for the target$"
    with pytest.raises(NotOurFile, match=told):
        sync(a_target(path))
    with pytest.raises(NotOurFile, match=told):
        a_target(path).existing(SUMMER)
    assert path.read_bytes() == foreign


def test_damaged_file_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "strength.ics"
    sync(a_target(path))
    half = path.read_bytes()[:-100]
    path.write_bytes(half)
    for use in (sync, lambda target: target.existing(SUMMER), lambda target: target.settle()):
        with pytest.raises(NotACalendar, match=rf"^{path} is damaged; move it away and sync again$"):
            use(a_target(path))
    assert path.read_bytes() == half


def test_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=rf"^{tmp_path} cannot be read \(Is a directory\); choose another path"):
        a_target(tmp_path).existing(SUMMER)


def test_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "strength.ics"
    with pytest.raises(Unreachable, match=rf"^{path} cannot be written \(No such file or directory\); what stood"):
        sync(a_target(path))


def test_what_was_read_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "strength.ics"
    sync(a_target(path))
    target = a_target(path)
    target.existing(SUMMER)
    target.existing(SUMMER)
    assert target.traffic.received == 2 * path.stat().st_size
