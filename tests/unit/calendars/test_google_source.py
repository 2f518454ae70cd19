"""Reading a calendar at Google."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from runlift.domain.events import AllDay, Event, Timed
from runlift.errors import CalendarError, NoSuchCalendar, SignInNeeded, Unreachable
from tests.builders import a_moment
from tests.changes import SUMMER
from tests.google_desk import RUNNER, Desk

SCOPE = "calendar.events.readonly"


@pytest.fixture(autouse=True)
def _signed_in(desk: Desk) -> None:
    desk.sign_in(SCOPE)


def a_run(start: str = "2026-07-07 06:30", **changes: object) -> dict[str, Any]:
    begins = a_moment(start)
    times = [{"dateTime": moment.isoformat()} for moment in (begins, begins + timedelta(hours=1))]
    return {"summary": "Easy run", "start": times[0], "end": times[1], **changes}


def titles(desk: Desk) -> list[str]:
    return sorted(event.summary for event in desk.source().read(SUMMER).events)


def only(desk: Desk) -> Event:
    (event,) = desk.source().read(SUMMER).events
    return event


def queries(desk: Desk) -> list[Mapping[str, str]]:
    return [
        dict(part.split("=", 1) for part in request.path.partition("?")[2].split("&"))
        for request in desk.google.requests
        if request.method == "calendar.events.list"
    ]


def test_first_reading_is_one_page_of_the_window_and_of_no_more_than_what_is_needed(desk: Desk) -> None:
    desk.google.add_event(RUNNER, a_run())
    reading = desk.source().read(SUMMER)
    assert (len(reading.events), reading.requests) == (1, 1)
    (query,) = queries(desk)
    assert (query["maxResults"], query["singleEvents"]) == ("2500", "true")
    assert {"timeMin", "timeMax", "fields"} <= query.keys()
    assert "htmlLink" not in query["fields"]


def test_unchanged_calendar_costs_one_request_that_says_from_where(desk: Desk) -> None:
    desk.google.add_event(RUNNER, a_run())
    desk.source().read(SUMMER)
    reading = desk.source().read(SUMMER)
    assert (len(reading.events), reading.requests) == (1, 1)
    assert {"syncToken"} < queries(desk)[-1].keys()
    assert not {"timeMin", "timeMax", "privateExtendedProperty", "orderBy"} & queries(desk)[-1].keys()


READING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from runlift.calendars.google_place import GooglePlace
from runlift.calendars.google_source import GoogleSource
from runlift.domain.events import ReadingWindow

class Nothing:
    def load(self): return None
    def save(self, replica): self.kept = replica

client, root = Path(sys.argv[1]), sys.argv[2]
window = ReadingWindow(start=datetime(2026, 6, 1, tzinfo=UTC), end=datetime(2026, 9, 1, tzinfo=UTC), zone=UTC)
place = GooglePlace(calendar="primary", client_file=client, api_endpoint=root)
reading = GoogleSource(place, replica=Nothing(), folder=client.parent).read(window)
print(len(reading.events), *sys.modules)
"""
FOR_WRITING = {"googleapiclient.discovery", "google.oauth2.credentials", "cattrs", "filelock", "tenacity"}


def test_reading_loads_nothing_that_only_writing_and_signing_in_need(desk: Desk) -> None:
    desk.google.add_event(RUNNER, a_run())
    command = [sys.executable, "-c", READING, str(desk.client_file), desk.google.base_url]
    found, *modules = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert found == "1"
    assert FOR_WRITING & set(modules) == set()


@pytest.mark.parametrize("empty_first_page", [False, True])
def test_calendar_is_read_page_by_page(desk: Desk, *, empty_first_page: bool) -> None:
    desk.google.state.page_limit = 10
    desk.google.state.empty_first_page = empty_first_page
    for day in range(1, 26):
        desk.google.add_event(RUNNER, a_run(f"2026-07-{day:02} 06:30"))
    reading = desk.source().read(SUMMER)
    assert (len(reading.events), reading.requests) == (25, 3 + empty_first_page)
    assert desk.source().read(SUMMER).events == reading.events


def test_changes_are_seen_without_reading_the_rest(desk: Desk) -> None:
    kept, changed, gone = (desk.google.add_event(RUNNER, a_run(summary=name))["id"] for name in ("kept", "old", "gone"))
    assert titles(desk) == ["gone", "kept", "old"]
    hand = desk.google.hand(RUNNER)
    hand.retitle(changed, "new")
    hand.delete(gone)
    desk.google.add_event(RUNNER, a_run(summary="made"))
    assert titles(desk) == ["kept", "made", "new"]
    assert kept not in str(desk.google.requests[-1].body)


def test_forgotten_sync_token_means_reading_all_and_seeing_what_is_gone(desk: Desk) -> None:
    gone = desk.google.add_event(RUNNER, a_run(summary="gone"))["id"]
    desk.google.add_event(RUNNER, a_run(summary="kept"))
    assert titles(desk) == ["gone", "kept"]
    desk.google.hand(RUNNER).delete(gone)
    desk.google.expire_sync_tokens()
    reading = desk.source().read(SUMMER)
    assert ([event.summary for event in reading.events], reading.requests) == (["kept"], 2)
    assert desk.source().read(SUMMER).requests == 1


def test_window_that_moves_on_by_weeks_is_still_covered(desk: Desk) -> None:
    desk.google.add_event(RUNNER, a_run("2026-10-01 06:30"))
    assert titles(desk) == []
    later = replace(SUMMER, start=SUMMER.start + timedelta(weeks=6), end=SUMMER.end + timedelta(weeks=6))
    reading = desk.source().read(later)
    assert (len(reading.events), reading.requests) == (1, 1)
    assert "syncToken" in queries(desk)[-1]


def test_window_beyond_what_was_read_is_read_anew(desk: Desk) -> None:
    desk.google.add_event(RUNNER, a_run("2027-01-07 06:30"))
    assert titles(desk) == []
    later = replace(SUMMER, end=SUMMER.end + timedelta(weeks=26))
    assert len(desk.source().read(later).events) == 1
    assert "timeMin" in queries(desk)[-1]


def test_series_is_read_as_its_occurrences_with_those_that_were_moved(desk: Desk) -> None:
    series = desk.google.add_event(
        RUNNER,
        {
            "start": a_time("2026-07-07 06:30"),
            "end": a_time("2026-07-07 07:30"),
            "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"],
        },
    )["id"]
    assert len(desk.source().read(SUMMER).events) == 3
    hand = desk.google.hand(RUNNER)
    hand.move(f"{series}_20260714T043000Z", timedelta(hours=2))
    hand.delete(f"{series}_20260721T043000Z")
    events = desk.source().read(SUMMER).events
    assert [starts(event) for event in events] == ["07-07 06:30", "07-14 08:30"]
    assert {event.series for event in events} == {True}
    hand.delete(series)
    assert desk.source().read(SUMMER).events == ()


def a_time(text: str) -> dict[str, str]:
    return {"dateTime": a_moment(text).isoformat(), "timeZone": "Europe/Berlin"}


def starts(event: Event) -> str:
    assert isinstance(event.when, Timed)
    return f"{event.when.start:%m-%d %H:%M}"


def test_declined_invitation_is_called_off(desk: Desk) -> None:
    me = {"email": RUNNER, "self": True, "responseStatus": "accepted"}
    club = desk.google.add_event(RUNNER, a_run(attendees=[me, {"email": "club@example.com"}]))["id"]
    assert not only(desk).cancelled
    desk.google.hand(RUNNER).answer(club, "declined")
    assert only(desk).cancelled


def test_out_of_office_and_working_location_are_told(desk: Desk) -> None:
    desk.google.add_event(RUNNER, a_run(eventType="outOfOffice", outOfOfficeProperties={}))
    days = {"start": {"date": "2026-07-07"}, "end": {"date": "2026-07-08"}}
    office = {"summary": "Home", "visibility": "public", "transparency": "transparent", **days}
    desk.google.add_event(
        RUNNER, {**office, "eventType": "workingLocation", "workingLocationProperties": {"type": "homeOffice"}}
    )
    found = {event.summary: event for event in desk.source().read(SUMMER).events}
    assert found["Easy run"].out_of_office
    assert found["Home"].transparent
    assert found["Home"].when == AllDay(start=date(2026, 7, 7), end=date(2026, 7, 8))


# What goes wrong


@pytest.mark.parametrize(
    ("status", "reason", "error", "says"),
    [
        (503, "backendError", Unreachable, "trouble of its own"),
        (429, "rateLimitExceeded", Unreachable, "asked too often"),
        (403, "userRateLimitExceeded", Unreachable, "asked too often"),
        (403, "quotaExceeded", Unreachable, "try again tomorrow"),
        (403, "accessNotConfigured", SignInNeeded, "enable it in Google's console"),
        (403, "forbidden", NoSuchCalendar, "ask whoever owns it"),
        (404, "notFound", NoSuchCalendar, "copy its id"),
        (418, "teapot", Unreachable, "does not know"),
    ],
)
def test_refusal_is_told_in_one_sentence(
    desk: Desk, status: int, reason: str, error: type[CalendarError], says: str
) -> None:
    desk.google.fail_next(status, reason, times=9)
    with pytest.raises(error, match=says) as refused:
        desk.source().read(SUMMER)
    assert len(str(refused.value).splitlines()) == 1
    assert not str(refused.value).endswith(".")


def test_lost_answers_are_asked_for_again(desk: Desk) -> None:
    desk.google.add_event(RUNNER, a_run())
    desk.google.drop_next(after_commit=True, times=3)
    assert titles(desk) == ["Easy run"]


def test_page_of_some_machine_on_the_way_is_no_calendar(desk: Desk) -> None:
    desk.google.fail_next(200, page=b"<html>Sign in to this hotel's network</html>", times=9)
    with pytest.raises(Unreachable, match="something that is not its API's"):
        desk.source().read(SUMMER)


def test_answer_that_breaks_off_is_no_empty_reading(desk: Desk) -> None:
    desk.google.add_event(RUNNER, a_run())
    for _ in range(9):
        desk.google.cut_next(method="calendar.events.list")
    with pytest.raises(Unreachable):
        desk.source().read(SUMMER)


def test_slow_answer_is_not_waited_for_without_end(desk: Desk) -> None:
    desk.timeout = 0.2
    for _ in range(5):
        desk.google.delay_next(0.4)
    with pytest.raises(Unreachable, match="does not answer in time"):
        desk.source().read(SUMMER)


def test_failure_in_the_middle_of_the_pages_keeps_what_was_known(desk: Desk) -> None:
    desk.google.add_event(RUNNER, a_run(summary="kept"))
    assert titles(desk) == ["kept"]
    desk.google.state.page_limit = 1
    for day in (1, 2, 3):
        desk.google.add_event(RUNNER, a_run(f"2026-07-{day:02} 06:30", summary=f"new {day}"))
    desk.google.fail_next(503, times=9, skip=1)
    with pytest.raises(Unreachable):
        desk.source().read(SUMMER)
    desk.google.faults.clear()
    assert titles(desk) == ["kept", "new 1", "new 2", "new 3"]


def test_somebody_elses_calendar_is_not_there(desk: Desk) -> None:
    desk.google.new_user("kim@example.com")
    with pytest.raises(NoSuchCalendar, match="not shared with this account"):
        desk.source("kim@example.com").read(SUMMER)
