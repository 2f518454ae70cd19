"""Single events behave as the reference of the Events resource and its guides say."""

import pytest

from tests.google.caller import Caller
from tests.google.conftest import JO
from tests.google.event_texts import all_day, timed, weekly
from tests.google.google import Google
from tests.google.problems import Json
from tests.google.state import BUSY_READER, READER, WRITER


def insert(caller: Caller, body: Json, calendar: str = "primary") -> Json:
    answer = caller.call("events.insert", body, calendarId=calendar)
    assert answer.status == 200, answer.body
    return answer.body


def get(caller: Caller, event_id: str) -> Json:
    return caller.call("events.get", calendarId="primary", eventId=event_id).body


def patch(caller: Caller, event_id: str, body: Json) -> Json:
    answer = caller.call("events.patch", body, calendarId="primary", eventId=event_id)
    assert answer.status == 200, answer.body
    return answer.body


def delete(caller: Caller, event_id: str) -> int:
    return caller.call("events.delete", calendarId="primary", eventId=event_id).status


def test_an_event_has_what_google_adds(jo: Caller) -> None:
    event = insert(jo, timed(id="lift1"))
    assert event.keys() == {
        *("kind", "etag", "id", "status", "htmlLink", "created", "updated", "summary", "creator", "organizer"),
        *("start", "end", "iCalUID", "sequence", "reminders", "eventType"),
    }
    assert (event["iCalUID"], event["sequence"], event["reminders"]) == ("lift1@google.com", 0, {"useDefault": True})
    assert event["organizer"] == {"email": JO, "self": True}


@pytest.mark.parametrize("event_id", ["abcd", "lifts", "Abcde", "abcd-e", "abcdw", "a" * 1025])
def test_an_id_is_5_to_1024_letters_of_base32hex(jo: Caller, event_id: str) -> None:
    answer = jo.call("events.insert", timed(id=event_id), calendarId="primary")
    assert (answer.status == 200) == (event_id == "lifts")


def test_an_id_is_used_once_even_after_the_event_is_deleted(jo: Caller) -> None:
    insert(jo, timed(id="lift1"))
    again = [jo.call("events.insert", timed(id="lift1"), calendarId="primary").reason]
    delete(jo, "lift1")
    again.append(jo.call("events.insert", timed(id="lift1"), calendarId="primary").reason)
    assert again == ["409 duplicate", "409 duplicate"]


def test_a_deleted_event_is_cancelled_and_deleted_once(jo: Caller) -> None:
    insert(jo, timed(id="lift1"))
    assert delete(jo, "lift1") == 204
    assert get(jo, "lift1")["status"] == "cancelled"
    assert jo.call("events.delete", calendarId="primary", eventId="lift1").reason == "410 deleted"


def test_a_deleted_event_can_be_restored(jo: Caller) -> None:
    insert(jo, timed(id="lift1"))
    delete(jo, "lift1")
    assert patch(jo, "lift1", {"status": "confirmed"})["summary"] == "Heavy lift"


def test_an_event_that_never_was_is_not_found(jo: Caller) -> None:
    for method in ("get", "patch", "delete"):
        body = {"summary": "x"} if method == "patch" else None
        answer = jo.call(f"events.{method}", body, calendarId="primary", eventId="never")
        assert answer.reason == "404 notFound"


def test_every_write_changes_the_etag(jo: Caller) -> None:
    etags = [insert(jo, timed(id="lift1"))["etag"]]
    etags += [patch(jo, "lift1", body)["etag"] for body in ({"summary": "Light lift"}, {"summary": "Light lift"})]
    delete(jo, "lift1")
    assert len({*etags, get(jo, "lift1")["etag"]}) == 4


@pytest.mark.parametrize(("method", "done"), [("patch", 200), ("update", 200), ("delete", 204)])
def test_a_write_to_another_version_is_refused(jo: Caller, method: str, done: int) -> None:
    old = insert(jo, timed(id="lift1"))["etag"]
    new = patch(jo, "lift1", {"location": "gym"})["etag"]
    bodies: dict[str, Json] = {"patch": {"summary": "x"}, "update": timed()}
    answers = [
        jo.call_with({"If-Match": etag}, f"events.{method}", bodies.get(method), calendarId="primary", eventId="lift1")
        for etag in (old, new)
    ]
    assert answers[0].reason == "412 conditionNotMet"
    assert answers[1].status == done


def test_a_version_that_is_known_is_not_sent_again(jo: Caller) -> None:
    etag = insert(jo, timed(id="lift1"))["etag"]
    statuses = [
        jo.call_with({"If-None-Match": known}, "events.get", calendarId="primary", eventId="lift1").status
        for known in (etag, '"1"')
    ]
    assert statuses == [304, 200]


def test_a_patch_changes_what_it_names(jo: Caller) -> None:
    own = {"key": "2026-W28/1", "old": "1"}
    insert(jo, timed(id="lift1", location="gym", extendedProperties={"private": own, "shared": {"team": "a"}}))
    event = patch(jo, "lift1", {"location": None, "extendedProperties": {"private": {"old": None, "new": "2"}}})
    assert "location" not in event
    assert event["extendedProperties"] == {"private": {"key": "2026-W28/1", "new": "2"}, "shared": {"team": "a"}}
    assert event["summary"] == "Heavy lift"


def test_a_patch_replaces_lists(google: Google, jo: Caller) -> None:
    insert(jo, timed(id="lift1", reminders={"useDefault": False, "overrides": [{"method": "popup", "minutes": 9}]}))
    event = patch(jo, "lift1", {"reminders": {"overrides": [{"method": "email", "minutes": 30}]}})
    assert event["reminders"] == {"useDefault": False, "overrides": [{"method": "email", "minutes": 30}]}
    assert google.take_breaches() == []


def test_a_timed_event_becomes_all_day_only_if_its_time_is_cleared(jo: Caller) -> None:
    insert(jo, timed(id="lift1"))
    days = {"start": {"date": "2026-07-07"}, "end": {"date": "2026-07-08"}}
    assert jo.call("events.patch", days, calendarId="primary", eventId="lift1").reason == "400 invalid"
    cleared = {name: {**day, "dateTime": None, "timeZone": None} for name, day in days.items()}
    assert patch(jo, "lift1", cleared)["start"] == {"date": "2026-07-07"}


def test_an_update_replaces_the_whole_event(jo: Caller) -> None:
    insert(jo, timed(id="lift1", location="gym", extendedProperties={"private": {"key": "1"}}))
    event = jo.call("events.update", timed(summary="Light lift"), calendarId="primary", eventId="lift1").body
    assert "location" not in event
    assert "extendedProperties" not in event
    assert (event["id"], event["iCalUID"]) == ("lift1", "lift1@google.com")


def test_a_new_time_raises_the_sequence_and_a_new_title_does_not(jo: Caller) -> None:
    insert(jo, timed(id="lift1"))
    assert patch(jo, "lift1", {"summary": "Light lift"})["sequence"] == 0
    assert patch(jo, "lift1", {"end": {"dateTime": "2026-07-07T20:00:00+02:00"}})["sequence"] == 1
    old = jo.call("events.patch", {"sequence": 0, "summary": "x"}, calendarId="primary", eventId="lift1")
    assert old.reason == "400 invalid"


def test_reminders_change_without_a_new_modification_time(jo: Caller) -> None:
    before = insert(jo, timed(id="lift1"))
    after = patch(jo, "lift1", {"reminders": {"useDefault": False, "overrides": []}})
    assert (after["updated"], after["etag"]) != (before["updated"], before["etag"])
    assert after["updated"] == before["updated"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"start": {"dateTime": "2026-07-07T18:00:00"}}, "required"),
        ({"start": {"date": "2026-07-07"}}, "invalid"),
        ({"start": {"dateTime": "2026-07-07T20:00:00+02:00"}}, "timeRangeEmpty"),
        (all_day(last="2026-07-07"), "timeRangeEmpty"),
        ({"start": {"dateTime": "2026-07-07T18:00:00", "timeZone": "Berlin"}}, "invalid"),
        ({"colorId": "12"}, "invalid"),
        ({"status": "done"}, "invalid"),
        ({"source": {"title": "plan", "url": "webcal://example.com"}}, "invalid"),
        ({"recurrence": ["every day"]}, "invalid"),
        ({"reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 1}] * 6}}, "invalid"),
        ({"reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": 40321}]}}, "invalid"),
        (
            {"reminders": {"useDefault": True, "overrides": [{"method": "popup", "minutes": 1}]}},
            "cannotUseDefaultRemindersAndSpecifyOverride",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(jo: Caller, body: Json, reason: str) -> None:
    answer = jo.call("events.insert", timed() | body, calendarId="primary")
    assert answer.reason == f"400 {reason}"


def test_times_come_back_on_the_calendars_clock_with_their_own_zone(jo: Caller) -> None:
    start = {"dateTime": "2026-07-07T12:00:00", "timeZone": "America/New_York"}
    event = insert(jo, timed(end="2026-07-07T17:00:00Z") | {"start": start})
    assert event["start"] == {"dateTime": "2026-07-07T18:00:00+02:00", "timeZone": "America/New_York"}
    assert event["end"] == {"dateTime": "2026-07-07T19:00:00+02:00", "timeZone": "Europe/Berlin"}
    asked = jo.call("events.list", calendarId="primary", timeZone="UTC").body["items"][0]
    assert asked["start"]["dateTime"] == "2026-07-07T16:00:00Z"


def test_what_goes_without_saying_is_left_out(jo: Caller) -> None:
    event = insert(jo, timed(transparency="opaque", visibility="default", location=""))
    assert not {"transparency", "visibility", "location"} & event.keys()
    assert insert(jo, timed(transparency="transparent"))["transparency"] == "transparent"


def test_long_extended_properties_are_cut_or_dropped_without_a_word(jo: Caller) -> None:
    own = {"k" * 44: "v" * 1025, "k" * 45: "v"}
    assert insert(jo, timed(extendedProperties={"private": own}))["extendedProperties"] == {
        "private": {"k" * 44: "v" * 1024}
    }


@pytest.mark.parametrize("own", [{f"k{n}": "v" for n in range(301)}, {f"k{n}": "v" * 1024 for n in range(32)}])
def test_too_many_extended_properties_are_refused(jo: Caller, own: dict[str, str]) -> None:
    assert jo.call("events.insert", timed(extendedProperties={"private": own}), calendarId="primary").status == 400


def test_the_source_is_shown_to_its_creator_only(google: Google, jo: Caller) -> None:
    insert(jo, timed(id="lift1", source={"title": "runlift", "url": "https://example.com/"}))
    google.new_user("ann@example.com")
    google.share(JO, "ann@example.com", READER)
    with Caller(google, "ann@example.com") as ann:
        seen = ann.call("events.get", calendarId=JO, eventId="lift1").body
    assert "source" in get(jo, "lift1")
    assert "source" not in seen


@pytest.mark.parametrize(
    ("role", "scope", "shows"),
    [
        (READER, "calendar.events.readonly", ["public0"]),
        (WRITER, "calendar.events.readonly", ["public0", "secret"]),
        (BUSY_READER, "calendar.events.readonly", []),
        (WRITER, "calendar.events.freebusy", []),
    ],
)
def test_details_are_hidden_from_who_may_only_know_the_times(
    google: Google, role: str, scope: str, shows: list[str]
) -> None:
    google.add_event(JO, timed(id="public0"))
    google.add_event(JO, timed(id="secret", visibility="private"))
    google.new_user("ann@example.com")
    google.share(JO, "ann@example.com", role)
    with Caller(google, "ann@example.com", scope) as ann:
        rows = ann.call("events.list", calendarId=JO).body["items"]
    assert [row["id"] for row in rows if "summary" in row] == shows
    assert all(row["start"]["dateTime"] == "2026-07-07T18:00:00+02:00" for row in rows)


@pytest.mark.parametrize("kind", ["outOfOffice", "focusTime", "workingLocation"])
def test_special_events_are_for_the_primary_calendar(google: Google, jo: Caller, kind: str) -> None:
    other = google.new_calendar(JO, "Plan").id
    assert jo.call("events.insert", timed(eventType=kind), calendarId=other).reason == "400 eventTypeRestriction"
    assert insert(jo, timed(eventType=kind))["eventType"] == kind


@pytest.mark.parametrize("change", [{"eventType": "focusTime"}, {"iCalUID": "x@y"}, {"id": "other"}])
def test_what_cannot_change_is_refused(jo: Caller, change: Json) -> None:
    insert(jo, timed(id="lift1"))
    assert jo.call("events.patch", change, calendarId="primary", eventId="lift1").reason == "400 invalid"


def test_somebody_elses_calendar_is_not_found_or_read_only(google: Google, jo: Caller) -> None:
    google.new_user("ann@example.com")
    seen = [jo.call("events.list", calendarId="ann@example.com").status]
    google.share("ann@example.com", JO, READER)
    seen.append(jo.call("events.list", calendarId="ann@example.com").status)
    assert seen == [404, 200]
    answer = jo.call("events.insert", timed(), calendarId="ann@example.com")
    assert answer.reason == "403 requiredAccessLevel"


def test_an_import_makes_and_renews_by_its_uid(jo: Caller) -> None:
    copy = timed(iCalUID="run@example.com")
    first = jo.call("events.import", copy, calendarId="primary").body
    second = jo.call("events.import", copy | {"summary": "Light lift"}, calendarId="primary").body
    assert (first["id"], second["summary"]) == (second["id"], "Light lift")


def test_a_moved_event_is_cancelled_where_it_was(google: Google, jo: Caller) -> None:
    other = google.new_calendar(JO, "Plan").id
    insert(jo, timed(id="lift1", extendedProperties={"private": {"key": "1"}}))
    moved = jo.call("events.move", calendarId="primary", eventId="lift1", destination=other).body
    assert (moved["organizer"]["email"], moved["extendedProperties"]) == (other, {"private": {"key": "1"}})
    assert get(jo, "lift1")["status"] == "cancelled"


def test_one_instance_of_a_series_can_be_written(jo: Caller) -> None:
    insert(jo, weekly(id="club0"))
    patch(jo, "club0_20260714T050000Z", {"summary": "Track"})
    assert delete(jo, "club0_20260721T050000Z") == 204
    rows = jo.call("events.instances", calendarId="primary", eventId="club0").body["items"]
    assert sorted((row["id"][-16:], row["summary"]) for row in rows) == [
        ("20260707T050000Z", "Club run"),
        ("20260714T050000Z", "Track"),
        ("20260728T050000Z", "Club run"),
    ]
    assert jo.call("events.get", calendarId="primary", eventId="club0_20260708T050000Z").status == 404
