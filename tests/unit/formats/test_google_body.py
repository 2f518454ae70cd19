"""Bodies of requests to the Google Calendar API."""

from dataclasses import replace
from html import escape
from typing import Any

import pytest

from runlift.domain.kinds import Intensity
from runlift.formats.google_body import new_body, patch_body
from runlift.formats.google_json import event_id, read_standing, read_text
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Change, Field
from runlift.sync.marker import NAMES
from runlift.sync.notes import DIVIDER, notes_of
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests.changes import a_release, a_session_event, an_update

SESSION = a_session_event()
LOOK = CalendarLook(name="Strength")


def body(event: SessionEvent = SESSION, look: CalendarLook = LOOK) -> dict[str, Any]:
    return new_body(event, event.fingerprints, look)


def standing(**changes: object) -> tuple[dict[str, Any], StandingEvent]:
    """Return a session as the server holds it, and as it is read."""
    item = {**body(), "etag": '"1"', **changes}
    found = read_standing(item)
    assert found is not None
    return item, found


def update(item: dict[str, Any], before: StandingEvent, *fields: Field, text: str | None = None) -> dict[str, Any]:
    after = replace(SESSION, title="Light lift · 25 min", intensity=Intensity.LIGHT, text=text or SESSION.text)
    return patch_body(an_update(before, after, fields), item)


def test_new_session_is_read_back_as_it_was_meant() -> None:
    _, found = standing()
    assert (found.uid, found.title, found.description) == (SESSION.uid, SESSION.title, SESSION.text)
    assert found.fingerprints == SESSION.fingerprints


def test_new_session_is_free_and_silent_in_the_colour_of_its_calendar() -> None:
    made = body()
    assert made["id"] == event_id(SESSION.uid)
    assert made["transparency"] == "transparent"
    assert made["reminders"] == {"useDefault": False, "overrides": []}
    assert not {"colorId", "source", "attendees"} & made.keys()


@pytest.mark.parametrize(
    ("look", "field", "value"),
    [
        (replace(LOOK, busy=True), "transparency", "opaque"),
        (
            replace(LOOK, alarm_minutes=30),
            "reminders",
            {"useDefault": False, "overrides": [{"method": "popup", "minutes": 30}]},
        ),
        (replace(LOOK, color="peacock"), "colorId", "7"),
        (replace(LOOK, color="intensity"), "colorId", "11"),
        (replace(LOOK, link="https://lift.example/"), "source", {"title": "runlift", "url": "https://lift.example/"}),
    ],
)
def test_new_session_looks_as_configured(look: CalendarLook, field: str, value: object) -> None:
    assert body(look=look)[field] == value


def test_each_intensity_has_a_colour_of_its_own() -> None:
    look = replace(LOOK, color="intensity")
    assert len({body(replace(SESSION, intensity=intensity), look)["colorId"] for intensity in Intensity}) == 3


@pytest.mark.parametrize(
    ("field", "written"), [(Field.TIME, {"start", "end"}), (Field.TITLE, {"summary"}), (Field.TEXT, {"description"})]
)
def test_update_names_what_it_changes_and_its_marker_only(field: Field, written: set[str]) -> None:
    patch = update(*standing(), field)
    assert patch.keys() == written | {"extendedProperties"}
    assert patch["extendedProperties"]["private"].keys() == set(NAMES)


def test_update_of_the_time_takes_the_day_away_that_an_all_day_event_has() -> None:
    patch = update(*standing(), Field.TIME)
    assert patch["start"] == {"date": None, "dateTime": "2026-07-10T18:00:00+02:00", "timeZone": "Europe/Berlin"}


def test_release_takes_the_marker_off_and_nothing_else() -> None:
    item, before = standing()
    assert patch_body(a_release(before), item) == {"extendedProperties": {"private": dict.fromkeys(NAMES)}}


def in_googles_editor(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def test_our_block_is_not_edited_by_being_made_html() -> None:
    _, found = standing(description=in_googles_editor(SESSION.text))
    assert found.fingerprints == SESSION.fingerprints


def test_notes_that_the_runner_formatted_stay_formatted_when_our_block_changes() -> None:
    noted = f"felt <b>strong</b><br><br>{in_googles_editor(SESSION.text)}"
    item, before = standing(description=noted)
    assert notes_of(before.description) == "felt strong"
    text = f"felt strong\n\n{DIVIDER}\n\nWORKOUT\nReps < 8 & rest"
    written = update(item, before, Field.TEXT, text=text)["description"]
    assert written.startswith("felt <b>strong</b><br>")
    assert read_text(written) == text


@pytest.mark.parametrize(
    "description",
    [f"felt strong\n\n{SESSION.text}", "<b>no divider</b>", in_googles_editor(f"other notes\n\n{SESSION.text}")],
    ids=["plain", "our block is gone", "other notes than those that are meant"],
)
def test_text_is_written_plainly_where_there_is_no_formatting_to_keep(description: str) -> None:
    item, before = standing(description=description)
    text = f"felt strong\n\n{DIVIDER}\n\nWORKOUT"
    assert update(item, before, Field.TEXT, text=text)["description"] == text


def test_change_without_marks_of_its_own_marks_what_it_writes() -> None:
    item, before = standing()
    change: Change = replace(an_update(before, SESSION), marks=None)
    private = patch_body(change, item)["extendedProperties"]["private"]
    assert private["X-RUNLIFT-FINGERPRINT-TITLE"] == SESSION.fingerprints.title
