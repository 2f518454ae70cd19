"""Lists behave as the reference of `events.list` and the guide to synchronising say."""

from datetime import timedelta

import pytest

from tests.google.caller import Caller, Said
from tests.google.conftest import JO
from tests.google.event_texts import all_day, timed, weekly
from tests.google.google import Google
from tests.google.problems import Json
from tests.google.state import BUSY_READER

JULY: dict[str, Said] = {"timeMin": "2026-07-01T00:00:00Z", "timeMax": "2026-08-01T00:00:00Z"}


def listed(caller: Caller, **said: Said) -> Json:
    answer = caller.call("events.list", calendarId="primary", **said)
    assert answer.status == 200, answer.body
    return answer.body


def ids(caller: Caller, **said: Said) -> list[str]:
    return sorted(item["id"] for item in listed(caller, **said)["items"])


def read_all(caller: Caller, **said: Said) -> tuple[list[Json], list[Json]]:
    """Return every page and every item."""
    pages = [listed(caller, **said)]
    while "nextPageToken" in pages[-1]:
        pages.append(listed(caller, **said, pageToken=pages[-1]["nextPageToken"]))
    return pages, [item for page in pages for item in page["items"]]


def changes(caller: Caller, token: str, **said: Said) -> list[tuple[str, str]]:
    pages, items = read_all(caller, syncToken=token, **said)
    assert "nextSyncToken" in pages[-1]
    return sorted((item["id"], item["status"]) for item in items)


def add_ten(google: Google) -> None:
    for number in range(10):
        google.add_event(JO, timed(id=f"lift{number}"))


def test_pages_end_with_a_sync_token_and_only_they(google: Google, jo: Caller) -> None:
    add_ten(google)
    pages, items = read_all(jo, maxResults=4)
    assert [len(page["items"]) for page in pages] == [4, 4, 2]
    assert ["nextSyncToken" in page for page in pages] == [False, False, True]
    assert ["nextPageToken" in page for page in pages] == [True, True, False]
    assert len({item["id"] for item in items}) == 10


def test_a_page_may_be_short_or_empty_though_more_follow(google: Google, jo: Caller) -> None:
    add_ten(google)
    google.state.page_limit = 3
    google.state.empty_first_page = True
    pages, items = read_all(jo, maxResults=2500)
    assert [len(page["items"]) for page in pages] == [0, 3, 3, 3, 1]
    assert len(items) == 10


def test_a_page_holds_250_unless_more_are_asked_for_and_never_more_than_2500(google: Google, jo: Caller) -> None:
    for number in range(2501):
        google.add_event(JO, timed(id=f"lift{number:04}"))
    sizes = [len(listed(jo, fields="items/id", **size)["items"]) for size in ({}, {"maxResults": 9999})]
    assert sizes == [250, 2500]


def test_a_page_is_of_the_list_that_it_belongs_to(google: Google, jo: Caller) -> None:
    add_ten(google)
    token = listed(jo, maxResults=4)["nextPageToken"]
    assert jo.call("events.list", calendarId="primary", pageToken=token, q="x").reason == "400 invalid"
    assert jo.call("events.list", calendarId="primary", pageToken="page-other").reason == "400 invalid"


def test_pages_stand_still_while_the_calendar_changes(google: Google, jo: Caller) -> None:
    add_ten(google)
    first = listed(jo, maxResults=6)
    google.hand(JO).delete(first["items"][0]["id"])
    google.add_event(JO, timed(id="late1"))
    last = listed(jo, maxResults=6, pageToken=first["nextPageToken"])
    assert len(last["items"]) == 4
    assert changes(jo, last["nextSyncToken"]) == [("late1", "confirmed"), (first["items"][0]["id"], "cancelled")]


def test_the_window_takes_what_ends_after_its_start_and_begins_before_its_end(google: Google, jo: Caller) -> None:
    day = {"timeMin": "2026-07-07T00:00:00+02:00", "timeMax": "2026-07-08T00:00:00+02:00"}
    google.add_event(JO, timed("2026-07-06T23:00:00+02:00", "2026-07-07T00:00:00+02:00", id="before"))
    google.add_event(JO, timed("2026-07-06T23:00:00+02:00", "2026-07-07T00:00:01+02:00", id="into0"))
    google.add_event(JO, timed("2026-07-08T00:00:00+02:00", "2026-07-08T01:00:00+02:00", id="after"))
    google.add_event(JO, all_day(id="day00"))
    google.add_event(JO, all_day("2026-07-08", "2026-07-09", id="day01"))
    assert ids(jo, **day) == ["day00", "into0"]


def test_a_window_that_is_none_is_refused(jo: Caller) -> None:
    answer = jo.call("events.list", calendarId="primary", timeMin=JULY["timeMax"], timeMax=JULY["timeMin"])
    assert answer.reason == "400 timeRangeEmpty"


def test_series_are_listed_as_such_or_one_by_one(google: Google, jo: Caller) -> None:
    google.add_event(JO, weekly(id="club0"))
    hand = google.hand(JO)
    hand.move("club0_20260714T050000Z", timedelta(days=1))
    hand.delete("club0_20260721T050000Z")
    # A hole in a series is told wherever the series itself is (events.list: showDeleted).
    assert ids(jo) == ["club0", "club0_20260714T050000Z", "club0_20260721T050000Z"]
    rows = {row["id"]: row for row in listed(jo, singleEvents=True)["items"]}
    assert sorted(rows) == ["club0_20260707T050000Z", "club0_20260714T050000Z", "club0_20260728T050000Z"]
    moved = rows["club0_20260714T050000Z"]
    assert moved["recurringEventId"] == "club0"
    assert moved["originalStartTime"]["dateTime"] == "2026-07-14T07:00:00+02:00"
    assert moved["start"]["dateTime"] == "2026-07-15T07:00:00+02:00"
    assert "recurrence" not in moved


@pytest.mark.parametrize(
    ("recurrence", "days"),
    [
        (["RRULE:FREQ=WEEKLY;UNTIL=20260714T050000Z"], ["07", "14"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Berlin:20260714T070000"], ["07", "21"]),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:20260714T050000Z", "RDATE:20260716T050000Z"], ["07", "16"]),
        (["RRULE:FREQ=WEEKLY"], ["07", "14", "21", "28"]),
    ],
)
def test_rules_are_expanded_on_the_clock_of_the_series(
    google: Google, jo: Caller, recurrence: list[str], days: list[str]
) -> None:
    google.add_event(JO, weekly() | {"recurrence": recurrence})
    rows = listed(jo, singleEvents=True, orderBy="startTime", **JULY)["items"]
    assert [row["start"]["dateTime"] for row in rows] == [f"2026-07-{day}T07:00:00+02:00" for day in days]


def test_a_series_keeps_its_hour_when_the_clocks_change(google: Google, jo: Caller) -> None:
    first, last = ({"dateTime": f"2026-10-20T0{hour}:00:00", "timeZone": "Europe/Berlin"} for hour in (7, 8))
    google.add_event(JO, weekly(2, id="club0") | {"start": first, "end": last})
    rows = listed(jo, singleEvents=True, orderBy="startTime")["items"]
    assert [row["start"]["dateTime"][10:] for row in rows] == ["T07:00:00+02:00", "T07:00:00+01:00"]
    assert [row["id"] for row in rows] == ["club0_20261020T050000Z", "club0_20261027T060000Z"]


def test_all_day_series_have_days_in_their_ids(google: Google, jo: Caller) -> None:
    google.add_event(JO, all_day(id="club0", recurrence=["RRULE:FREQ=DAILY;COUNT=2"]))
    assert ids(jo, singleEvents=True) == ["club0_20260707", "club0_20260708"]


def test_deleted_events_are_listed_when_asked_for(google: Google, jo: Caller) -> None:
    add_ten(google)
    google.hand(JO).delete("lift3")
    assert "lift3" not in ids(jo)
    assert "lift3" in ids(jo, showDeleted=True)
    assert "lift3" in ids(jo, updatedMin="2020-01-01T00:00:00Z")
    assert ids(jo, updatedMin="2200-01-01T00:00:00Z") == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"privateExtendedProperty": "by=runlift"}, ["both0", "mine0"]),
        ({"privateExtendedProperty": ["by=runlift", "n=2"]}, ["both0"]),
        ({"sharedExtendedProperty": "by=runlift"}, ["team0"]),
        ({"q": "LIFT"}, ["both0", "mine0", "team0"]),
        ({"q": "gym"}, ["team0"]),
        ({"iCalUID": "mine0@google.com"}, ["mine0"]),
        ({"eventTypes": "outOfOffice"}, ["away0"]),
        ({"eventTypes": ["outOfOffice", "default"]}, ["away0", "both0", "mine0", "team0"]),
    ],
)
def test_lists_are_filtered(google: Google, jo: Caller, said: dict[str, Said], found: list[str]) -> None:
    google.add_event(JO, timed(id="mine0", extendedProperties={"private": {"by": "runlift"}}))
    google.add_event(JO, timed(id="both0", extendedProperties={"private": {"by": "runlift", "n": "2"}}))
    google.add_event(JO, timed(id="team0", location="the gym", extendedProperties={"shared": {"by": "runlift"}}))
    google.add_event(JO, timed(id="away0", summary="Away", eventType="outOfOffice"))
    assert ids(jo, **said) == found


def test_only_single_events_have_an_order_of_starts(jo: Caller) -> None:
    assert jo.call("events.list", calendarId="primary", orderBy="startTime").reason == "400 invalid"


def test_a_sync_gives_what_is_new_changed_and_deleted(google: Google, jo: Caller) -> None:
    add_ten(google)
    token = listed(jo, singleEvents=True)["nextSyncToken"]
    assert changes(jo, token, singleEvents=True) == []
    hand = google.hand(JO)
    hand.retitle("lift1", "Light lift")
    hand.delete("lift2")
    google.add_event(JO, timed(id="late1"))
    expected = [("late1", "confirmed"), ("lift1", "confirmed"), ("lift2", "cancelled")]
    assert changes(jo, token, singleEvents=True) == expected
    assert changes(jo, token, singleEvents=True) == expected  # a token is good until it expires


def test_a_deleted_event_has_no_details_in_a_sync(google: Google, jo: Caller) -> None:
    add_ten(google)
    token = listed(jo)["nextSyncToken"]
    google.hand(JO).delete("lift1")
    (item,) = listed(jo, syncToken=token)["items"]
    assert item.keys() == {"kind", "etag", "id", "status"}
    (item,) = listed(jo, syncToken=token, showDeleted=True)["items"]
    assert item["summary"] == "Heavy lift"


def test_a_sync_is_of_the_window_of_its_first_list(google: Google, jo: Caller) -> None:
    google.add_event(JO, timed(id="july0"))
    token = listed(jo, **JULY)["nextSyncToken"]
    google.add_event(JO, timed("2026-09-01T10:00:00Z", "2026-09-01T11:00:00Z", id="fall0"))
    google.hand(JO).move("july0", timedelta(days=60))
    assert changes(jo, token) == [("july0", "confirmed")]  # it was in the window, and is told where it went


def test_a_deleted_series_takes_its_instances_along_also_those_that_were_moved(google: Google, jo: Caller) -> None:
    google.add_event(JO, weekly(id="club0"))
    google.hand(JO).move("club0_20260714T050000Z", timedelta(days=1))
    google.hand(JO).delete("club0")
    assert ids(jo, singleEvents=True) == []
    assert len(ids(jo, singleEvents=True, showDeleted=True)) == 4


def test_a_shortened_series_cancels_its_instances_in_a_sync(google: Google, jo: Caller) -> None:
    google.add_event(JO, weekly(3, id="club0"))
    token = listed(jo, singleEvents=True)["nextSyncToken"]
    google.hand(JO).repeat("club0", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert ("club0_20260721T050000Z", "cancelled") in changes(jo, token, singleEvents=True)
    google.hand(JO).delete("club0")
    assert {status for _, status in changes(jo, token, singleEvents=True)} == {"cancelled"}


@pytest.mark.parametrize(
    "said",
    [
        {"timeMin": "2026-07-01T00:00:00Z"},
        {"timeMax": "2026-07-01T00:00:00Z"},
        {"updatedMin": "2026-07-01T00:00:00Z"},
        {"q": "run"},
        {"orderBy": "updated"},
        {"iCalUID": "x"},
        {"privateExtendedProperty": "a=b"},
        {"sharedExtendedProperty": "a=b"},
        {"showDeleted": False},
    ],
    ids=" ".join,
)
def test_a_sync_token_stands_alone(jo: Caller, said: dict[str, Said]) -> None:
    token = listed(jo)["nextSyncToken"]
    assert jo.call("events.list", calendarId="primary", syncToken=token, **said).reason == "400 invalid"


@pytest.mark.parametrize("said", [{"q": "run"}, {"orderBy": "updated"}, {"privateExtendedProperty": "a=b"}])
def test_a_filtered_list_gives_no_sync_token(jo: Caller, said: dict[str, Said]) -> None:
    assert "nextSyncToken" not in listed(jo, **said)


def test_a_sync_token_that_is_too_old_asks_for_a_full_sync(google: Google, jo: Caller) -> None:
    token = listed(jo)["nextSyncToken"]
    google.expire_sync_tokens()
    assert jo.call("events.list", calendarId="primary", syncToken=token).reason == "410 fullSyncRequired"
    assert jo.call("events.list", calendarId="primary", syncToken="sync-never").reason == "400 invalid"


def test_a_sync_token_is_of_one_calendar(google: Google, jo: Caller) -> None:
    other = google.new_calendar(JO, "Plan").id
    token = listed(jo)["nextSyncToken"]
    assert jo.call("events.list", calendarId=other, syncToken=token).reason == "400 invalid"


def test_a_sync_that_expands_otherwise_than_its_first_list_is_a_breach(google: Google, jo: Caller) -> None:
    token = listed(jo, singleEvents=True)["nextSyncToken"]
    listed(jo, syncToken=token)
    assert "another singleEvents" in google.take_breaches()[0]


def test_calendars_are_made_listed_changed_and_deleted(google: Google, jo: Caller) -> None:
    made = jo.call("calendars.insert", {"summary": "Lift", "timeZone": "Europe/Berlin", "description": "x"}).body
    google.new_user("ann@example.com")
    google.share("ann@example.com", JO, BUSY_READER)
    roles = {entry["id"]: entry["accessRole"] for entry in jo.call("calendarList.list").body["items"]}
    assert roles == {JO: "owner", made["id"]: "owner", "ann@example.com": "freeBusyReader"}
    assert [entry["id"] for entry in jo.call("calendarList.list", minAccessRole="owner").body["items"]] == [
        JO,
        made["id"],
    ]
    changed = jo.call("calendars.patch", {"summary": "Strength"}, calendarId=made["id"]).body
    assert (changed["summary"], changed["description"]) == ("Strength", "x")
    assert jo.call("calendars.delete", calendarId=made["id"]).status == 204
    assert jo.call("calendars.get", calendarId=made["id"]).reason == "404 notFound"
    assert jo.call("calendars.delete", calendarId="primary").status == 403


def test_the_list_of_calendars_comes_in_pages(google: Google, jo: Caller) -> None:
    for name in "abc":
        google.new_calendar(JO, name)
    first = jo.call("calendarList.list", maxResults=3).body
    last = jo.call("calendarList.list", maxResults=3, pageToken=first["nextPageToken"]).body
    assert (len(first["items"]), len(last["items"])) == (3, 1)
    assert ("nextSyncToken" in first, "nextSyncToken" in last) == (False, True)


def test_free_busy_tells_what_is_neither_free_nor_declined_nor_cancelled(google: Google, jo: Caller) -> None:
    google.add_event(JO, timed())
    google.add_event(JO, timed("2026-07-07T18:30:00+02:00", "2026-07-07T20:00:00+02:00"))
    google.add_event(JO, timed("2026-07-08T18:30:00+02:00", "2026-07-08T20:00:00+02:00", transparency="transparent"))
    invited = google.add_event(
        JO, timed("2026-07-09T18:30:00+02:00", "2026-07-09T20:00:00+02:00", attendees=[{"email": JO}])
    )
    google.hand(JO).answer(invited["id"], "declined")
    asked = {**JULY, "items": [{"id": JO}, {"id": "ann@example.com"}]}
    answer = jo.call("freebusy.query", asked).body["calendars"]
    assert answer[JO] == {"busy": [{"start": "2026-07-07T16:00:00Z", "end": "2026-07-07T18:00:00Z"}]}
    assert answer["ann@example.com"]["errors"] == [{"domain": "global", "reason": "notFound"}]
