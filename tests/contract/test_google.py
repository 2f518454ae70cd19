"""Google Calendar under contract: a calendar of runlift's own, one that the runner has already, and one to read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.google_hand import GoogleAtHand, GoogleFeed
from tests.contract.hand import SourceAtHand, TargetAtHand
from tests.contract.source_contract import RUN, SourceContract, read
from tests.contract.target_contract import TargetContract
from tests.google.server import google_server
from tests.google_desk import RUNNER, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with google_server() as google:
        google.new_user(RUNNER)
        yield Desk(google=google, folder=tmp_path)


class TestOwnCalendar(TargetContract):
    @pytest.fixture
    def calendar(self, desk: Desk) -> TargetAtHand:
        desk.sign_in("calendar.app.created")
        return GoogleAtHand(desk, "own")


class TestExistingCalendar(TargetContract):
    @pytest.fixture
    def calendar(self, desk: Desk) -> TargetAtHand:
        desk.sign_in("calendar.events")
        return GoogleAtHand(desk, desk.google.new_calendar(RUNNER, "Training").id)


class TestGoogleSource(SourceContract):
    unchanged_requests = 1
    unchanged_is_free = False

    @pytest.fixture
    def calendar(self, desk: Desk) -> SourceAtHand:
        desk.sign_in("calendar.events.readonly")
        return GoogleFeed(desk)

    def test_event_that_was_called_off_is_marked_and_not_left_out(self, calendar: SourceAtHand) -> None:
        """To Google what was called off is deleted: it is gone, as what the runner deletes is."""
        calendar.add(RUN)
        assert len(read(calendar)) == 1
        calendar.delete(RUN.uid)
        assert read(calendar) == ()
