"""A conversation with Google in which answers do not come whole."""

from pathlib import Path

import httplib2
import pytest

from runlift.calendars.google_manners import Manners
from runlift.calendars.google_place import Use
from runlift.calendars.google_session import GoogleSession, Part
from runlift.errors import Unreachable
from tests.google.event_texts import timed
from tests.google.google import Google
from tests.google.in_process import Connection, google_in_process
from tests.google_desk import RUNNER, Desk

Answer = tuple[httplib2.Response, bytes]


class Tape:
    """A connection that records what Google answers, and plays it from then on, or a part of it.

    Attributes:
        answer: what it plays; None: it records.
    """

    def __init__(self, google: Google) -> None:
        self._connection = Connection(google)
        self.answer: Answer | None = None

    def request(self, uri: str, method: str = "GET", *, body: str, headers: dict[str, str]) -> Answer:
        if self.answer is None:
            self.answer = self._connection.request(uri, method, body, headers)
        return self.answer

    def close(self) -> None:
        pass


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    google = google_in_process()
    google.new_user(RUNNER)
    for name in ("first", "second"):
        google.add_event(RUNNER, timed(id=name))
    made = Desk(google=google, folder=tmp_path)
    made.sign_in("calendar.events")
    return made


@pytest.fixture
def tape(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Tape:
    made = Tape(desk.google)
    monkeypatch.setattr(httplib2, "Http", lambda **_: made)
    return made


class Writing:
    """A session that makes, changes and deletes an event at once, and plays what came of it."""

    def __init__(self, desk: Desk) -> None:
        manners = Manners(attempts=1, sleep=lambda _: None)
        self.session = GoogleSession(desk.place("primary"), uses=(Use.WRITE,), folder=desk.folder, manners=manners)
        where = {"calendarId": "primary", "sendUpdates": "none"}
        events = self.session.events
        self.requests = [
            events.insert(**where, body=timed(id="third"), fields="id"),
            events.patch(**where, eventId="first", body={"summary": "Light lift"}, fields="id,summary"),
            events.delete(**where, eventId="second"),
        ]

    def write(self) -> tuple[Part, ...]:
        return self.session.batch(self.requests)


def test_batch_answer_that_ends_anywhere_tells_the_truth_or_nothing(desk: Desk, tape: Tape) -> None:
    writing = Writing(desk)
    whole = writing.write()
    assert [part.status for part in whole] == [200, 200, 200]
    assert tape.answer
    response, content = tape.answer
    for end in range(len(content)):
        tape.answer = response, content[:end]
        try:
            found = writing.write()
        except Unreachable:
            continue
        assert found == whole, f"the first {end} bytes tell {found}"


def test_page_of_some_machine_on_the_way_is_no_answer_to_a_batch(desk: Desk, tape: Tape) -> None:
    page = httplib2.Response({"status": "200", "content-type": "text/html"})
    tape.answer = page, b"<html>Sign in to this hotel's network</html>"
    with pytest.raises(Unreachable, match="breaks off"):
        Writing(desk).write()
