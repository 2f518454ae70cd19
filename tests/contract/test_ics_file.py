"""Calendars in files, under contract."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from runlift.calendars.base import Source, Target
from runlift.calendars.ics_file import IcsFileSource
from runlift.calendars.ics_target import IcsFileTarget
from runlift.sync.calendar_look import CalendarLook
from tests.changes import PROFILE
from tests.contract.entry import Entry, as_calendar
from tests.contract.hand import Keepsake, SourceAtHand, TargetAtHand
from tests.contract.ics_hand import IcsHand, lines
from tests.contract.source_contract import FailingSourceContract, SourceContract
from tests.contract.target_contract import FailingTargetContract, TargetContract


class FileAtHand(IcsHand):
    """Another program's hand on a file of ours."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self) -> IcsFileTarget:
        return IcsFileTarget(path=self._path, profile=PROFILE, look=CalendarLook(name="Strength", alarm_minutes=30))

    def holdings(self) -> Mapping[str, object]:
        return {str(event["UID"]): lines(event) for event in self._calendar().events}

    def vevent(self, uid: str) -> Event:
        return next(event for event in self._calendar().events if event["UID"] == uid)

    def save(self, event: Event) -> None:
        self._replace(str(event["UID"]), event)

    def delete(self, uid: str) -> None:
        self._replace(uid)

    def _replace(self, uid: str, *events: Event) -> None:
        calendar = self._calendar()
        calendar.subcomponents = [part for part in calendar.subcomponents if part.get("UID") != uid]
        calendar.subcomponents += events
        self._path.write_bytes(calendar.to_ical())

    def _calendar(self) -> Calendar:
        return Calendar.from_ical(self._path.read_bytes())


class TestIcsFileTarget(TargetContract, FailingTargetContract):
    is_output = True
    keeps = frozenset(Keepsake) - {Keepsake.REMINDER}  # which is the same for all who subscribe

    @pytest.fixture
    def calendar(self, tmp_path: Path) -> TargetAtHand:
        return FileAtHand(tmp_path / "strength.ics")

    @pytest.fixture(
        params=[b"<html>Sign in</html>", as_calendar(), b"BEGIN:VCALENDAR\r\nPRODID:-//runlift//\r\nBEGIN:VEVENT\r\n"],
        ids=["page", "another's calendar", "half"],
    )
    def failing_target(self, tmp_path: Path, request: pytest.FixtureRequest) -> Target:
        (tmp_path / "strength.ics").write_bytes(request.param)
        return FileAtHand(tmp_path / "strength.ics").open()


class FileFeed:
    """Another program's hand on its own file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, Entry] = {}
        self._path.write_bytes(as_calendar())

    def open(self) -> IcsFileSource:
        return IcsFileSource(self._path)

    def add(self, entry: Entry) -> None:
        self._entries[entry.uid] = entry
        self._path.write_bytes(as_calendar(*self._entries.values()))

    def delete(self, uid: str) -> None:
        del self._entries[uid]
        self._path.write_bytes(as_calendar(*self._entries.values()))


class TestIcsFileSource(SourceContract, FailingSourceContract):
    unchanged_requests = 0
    unchanged_is_free = False

    @pytest.fixture
    def calendar(self, tmp_path: Path) -> SourceAtHand:
        return FileFeed(tmp_path / "runs.ics")

    @pytest.fixture(
        params=[None, b"", b"<html>Sign in</html>", as_calendar()[:-20]], ids=["no", "empty", "page", "half"]
    )
    def failing_source(self, tmp_path: Path, request: pytest.FixtureRequest) -> Source:
        path = tmp_path / "runs.ics"
        if request.param is not None:
            path.write_bytes(request.param)
        return IcsFileSource(path)
