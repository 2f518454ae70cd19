"""What event resources of the Google Calendar API say."""

from datetime import UTC, date
from typing import Any

import pytest

from runlift.domain.events import AllDay, Event, EventUid, Timed
from runlift.domain.kinds import Intensity
from runlift.formats.google_json import event_id, may_be_ours, read_event, read_standing, read_text
from runlift.sync.identity import uid_for
from runlift.sync.marker import Flaw, Marker
from tests.builders import a_moment
from tests.changes import a_session_event

RUN: dict[str, Any] = {
    "id": "run1",
    "etag": '"1"',
    "status": "confirmed",
    "iCalUID": "run-1@example.com",
    "summary": " Easy run ",
    "description": "5 km",
    "location": "Park",
    "start": {"dateTime": "2026-07-07T06:30:00+02:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-07-07T07:30:00+02:00", "timeZone": "Europe/Berlin"},
}
SESSION = a_session_event()
MARKER = Marker(profile="k3v9", key=SESSION.key, intensity=Intensity.HEAVY, marks=SESSION.fingerprints)
OURS: dict[str, Any] = {
    **RUN,
    "id": event_id(SESSION.uid),
    "iCalUID": f"{event_id(SESSION.uid)}@google.com",
    "updated": "2026-07-05T18:00:00.123Z",
    "extendedProperties": {"private": {"runlift": "session", **MARKER.properties()}},
}


def event(**changes: object) -> Event:
    found = read_event({**RUN, **changes})
    assert found is not None
    return found


def test_event_is_read_with_all_that_it_says() -> None:
    assert event() == Event(
        uid=EventUid("run-1@example.com"),
        when=Timed(start=a_moment("2026-07-07 06:30"), end=a_moment("2026-07-07 07:30")),
        summary="Easy run",
        description="5 km",
        location="Park",
    )


def test_event_that_says_next_to_nothing_is_read_all_the_same() -> None:
    found = read_event({"id": "made1", "start": {"date": "2026-07-07"}, "end": {"date": "2026-07-08"}})
    assert found == Event(uid=EventUid("made1"), when=AllDay(start=date(2026, 7, 7), end=date(2026, 7, 8)), summary="")


@pytest.mark.parametrize(
    ("changes", "transparent", "cancelled", "out_of_office"),
    [
        ({}, False, False, False),
        ({"transparency": "opaque"}, False, False, False),
        ({"transparency": "transparent"}, True, False, False),
        ({"eventType": "focusTime"}, False, False, False),
        ({"eventType": "workingLocation"}, True, False, False),
        ({"eventType": "outOfOffice"}, False, False, True),
        ({"status": "tentative"}, False, False, False),
        ({"status": "cancelled"}, False, True, False),
        ({"attendees": [{"self": True, "responseStatus": "declined"}]}, False, True, False),
        ({"attendees": [{"self": True, "responseStatus": "accepted"}]}, False, False, False),
        ({"attendees": [{"self": True, "responseStatus": "needsAction"}]}, False, False, False),
        ({"attendees": [{"responseStatus": "declined"}]}, False, False, False),
    ],
    ids=str,
)
def test_kind_of_an_event_says_whether_it_takes_time(
    changes: dict[str, object], *, transparent: bool, cancelled: bool, out_of_office: bool
) -> None:
    found = event(**changes)
    assert (found.transparent, found.cancelled, found.out_of_office) == (transparent, cancelled, out_of_office)


def test_occurrence_of_a_series_shares_its_uid() -> None:
    found = event(id="run1_20260707T043000Z", recurringEventId="run1")
    assert (found.uid, found.series) == ("run-1@example.com", True)


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("2026-07-07T06:30:00+02:00", "Europe/Berlin", "2026-07-07T06:30:00+02:00"),
        ("2026-07-07T06:30:00+02:00", "America/New_York", "2026-07-07T00:30:00-04:00"),
        ("2026-07-07T04:30:00Z", None, "2026-07-07T04:30:00+00:00"),
        ("2026-07-07T04:30:00Z", "Mars/Olympus", "2026-07-07T04:30:00+00:00"),
        ("2026-10-25T02:30:00+01:00", "Europe/Berlin", "2026-10-25T02:30:00+01:00"),
    ],
)
def test_time_is_shown_on_the_clock_of_its_own_zone(written: str, zone: str | None, expected: str) -> None:
    found = event(start={"dateTime": written, **({"timeZone": zone} if zone else {})}, end={"dateTime": written})
    assert isinstance(found.when, Timed)
    assert found.when.start.isoformat() == expected


def test_event_over_the_hour_that_is_repeated_keeps_its_length() -> None:
    zone = {"timeZone": "Europe/Berlin"}
    start, end = {"dateTime": "2026-10-25T02:30:00+02:00"}, {"dateTime": "2026-10-25T02:25:00+01:00"}
    when = event(start=start | zone, end=end | zone).when
    assert isinstance(when, Timed)
    assert (when.end.astimezone(UTC) - when.start.astimezone(UTC)).total_seconds() == 55 * 60


@pytest.mark.parametrize(
    "changes",
    [
        {"start": {}},
        {"start": {"dateTime": "tomorrow"}},
        {"start": {"dateTime": "2026-07-07T06:30:00"}},
        {"start": {"date": "2026-02-30"}},
        {"start": {"date": "2026-07-07"}},
    ],
    ids=str,
)
def test_event_without_a_time_that_makes_sense_is_none(changes: dict[str, object]) -> None:
    assert read_event({**RUN, **changes}) is None
    assert read_standing({**OURS, **changes}) is None


def test_end_before_the_start_counts_as_no_length() -> None:
    when = event(end={"dateTime": "2026-07-07T05:30:00+02:00"}).when
    assert isinstance(when, Timed)
    assert when.start == when.end


def test_only_properties_that_calendars_know_are_properties() -> None:
    found = event(extendedProperties={"private": {"x-mood": "good", "runlift": "session"}})
    assert found.properties == (("X-MOOD", "good"),)


# Our own


def test_session_is_known_by_its_marker() -> None:
    standing = read_standing(OURS)
    assert standing is not None
    assert (standing.uid, standing.ref, standing.etag) == (SESSION.uid, OURS["id"], '"1"')
    assert standing.marker == MARKER
    assert standing.modified is not None
    assert not standing.has_guests
    assert not standing.repeats


@pytest.mark.parametrize(
    ("changes", "ours"),
    [
        ({"extendedProperties": {}}, True),
        ({"id": "run1", "iCalUID": "run-1@example.com"}, True),
        ({"id": "run1", "iCalUID": "run-1@example.com", "extendedProperties": {}}, False),
        ({"id": "0" * 32, "iCalUID": f"{'0' * 32}@google.com", "extendedProperties": {}}, False),
        ({"status": "cancelled"}, False),
        ({"id": f"{OURS['id']}_20260714T160000Z", "recurringEventId": OURS["id"]}, False),
    ],
    ids=["its marker is off", "a copy", "another's", "another program's UUID", "deleted", "one of a series"],
)
def test_session_is_ours_by_its_marker_or_its_id(changes: dict[str, object], *, ours: bool) -> None:
    assert (read_standing({**OURS, **changes}) is not None) is ours


def test_damaged_marker_is_told() -> None:
    damaged = {**MARKER.properties(), "X-RUNLIFT-KEY": "Friday"}
    standing = read_standing({**OURS, "extendedProperties": {"private": damaged}})
    assert standing is not None
    assert standing.marker is Flaw.DAMAGED


@pytest.mark.parametrize(
    ("changes", "guests", "repeats"),
    [
        ({"attendees": [{"email": "kim@example.com"}]}, True, False),
        ({"recurrence": ["RRULE:FREQ=WEEKLY"]}, False, True),
    ],
)
def test_what_the_runner_added_is_told(changes: dict[str, object], *, guests: bool, repeats: bool) -> None:
    standing = read_standing({**OURS, **changes})
    assert standing is not None
    assert (standing.has_guests, standing.repeats) == (guests, repeats)


@pytest.mark.parametrize(
    ("private", "kept"),
    [({}, False), ({"runlift": "session"}, True), ({"X-RUNLIFT-KEY": "?"}, True), ({"x": "y"}, False)],
)
def test_what_may_be_ours_is_kept(private: dict[str, str], *, kept: bool) -> None:
    assert may_be_ours({**RUN, "extendedProperties": {"private": private}}) is kept


def test_id_of_a_session_is_its_uid_under_a_name() -> None:
    uid = uid_for("k3v9", "2026-W28/2")
    assert event_id(uid) == "runlift" + uid.removesuffix("@runlift")
    assert set(event_id(uid)) <= set("0123456789abcdefghijklmnopqrstuv")


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("plain\ntext < 7, & more\xa0so", "plain\ntext < 7, & more\xa0so"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("3 &times;&nbsp;8 &lt; 9", "3 × 8 < 9"),
        ("<b>strong</b>\xa0today", "strong today"),
    ],
)
def test_text_that_googles_editor_made_html_of_is_read_as_it_was(description: str, expected: str) -> None:
    assert read_text(description) == expected
