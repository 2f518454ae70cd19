"""What a runner does by hand in Google's window shows in the API as this project assumes."""

from datetime import date, timedelta

import pytest

from tests.google.caller import Caller
from tests.google.conftest import JO
from tests.google.event_texts import timed
from tests.google.google import Google
from tests.google.hand import Hand
from tests.google.problems import Json

OWN = {"private": {"key": "2026-W28/1"}}


@pytest.fixture
def hand(google: Google) -> Hand:
    google.add_event(JO, timed(id="lift1", description="A < B\nrest", extendedProperties=OWN))
    return google.hand(JO)


def seen(jo: Caller, event_id: str = "lift1", calendar: str = "primary") -> Json:
    return jo.call("events.get", calendarId=calendar, eventId=event_id).body


def test_an_event_is_dragged_by_its_whole_length(hand: Hand, jo: Caller) -> None:
    hand.move("lift1", timedelta(days=1, hours=-2))
    event = seen(jo)
    assert [event[name]["dateTime"] for name in ("start", "end")] == [
        "2026-07-08T16:00:00+02:00",
        "2026-07-08T17:00:00+02:00",
    ]
    assert event["sequence"] == 1


def test_a_new_title_leaves_the_rest(hand: Hand, jo: Caller) -> None:
    before = seen(jo)
    hand.retitle("lift1", "Leg day")
    after = seen(jo)
    assert after["summary"] == "Leg day"
    assert after["etag"] != before["etag"]
    assert {name for name in before if before[name] != after[name]} <= {"summary", "etag", "updated"}


def test_an_edited_description_is_html_and_stays_so(hand: Hand, jo: Caller) -> None:
    hand.annotate("lift1", "#sore 4")
    assert seen(jo)["description"] == "#sore 4<br>A &lt; B<br>rest"
    hand.annotate("lift1", "again")
    assert seen(jo)["description"] == "again<br>#sore 4<br>A &lt; B<br>rest"


def test_a_deleted_event_comes_back_from_the_bin(hand: Hand, jo: Caller) -> None:
    hand.delete("lift1")
    assert seen(jo)["status"] == "cancelled"
    hand.restore("lift1")
    assert (seen(jo)["status"], seen(jo)["extendedProperties"]) == ("confirmed", OWN)


@pytest.mark.parametrize("with_private", [True, False])
def test_a_copy_is_an_event_of_its_own(hand: Hand, jo: Caller, *, with_private: bool) -> None:
    made = hand.copy("lift1", with_private=with_private)["id"]
    copied, original = seen(jo, made), seen(jo)
    assert copied["iCalUID"] != original["iCalUID"]
    assert copied["htmlLink"] != original["htmlLink"]
    assert copied.get("extendedProperties") == (OWN if with_private else None)


def test_guests_answers_and_own_reminders(hand: Hand, jo: Caller) -> None:
    hand.invite("lift1", "ann@example.com")
    hand.answer("lift1", "declined")
    hand.remind("lift1", 77)
    hand.paint("lift1", "3")
    event = seen(jo)
    assert [(who["email"], who["responseStatus"]) for who in event["attendees"]] == [
        (JO, "declined"),
        ("ann@example.com", "needsAction"),
    ]
    assert event["reminders"] == {"useDefault": False, "overrides": [{"method": "popup", "minutes": 77}]}
    assert event["colorId"] == "3"


def test_an_event_is_made_all_day_or_a_series(hand: Hand, jo: Caller) -> None:
    hand.make_all_day("lift1", date(2026, 7, 9))
    assert [seen(jo)[name] for name in ("start", "end")] == [{"date": "2026-07-09"}, {"date": "2026-07-10"}]
    hand.move("lift1", timedelta(days=1))
    assert seen(jo)["start"] == {"date": "2026-07-10"}
    hand.repeat("lift1")
    assert seen(jo)["recurrence"] == ["RRULE:FREQ=WEEKLY;COUNT=3"]


def test_an_event_moves_to_another_calendar_with_all_that_it_holds(google: Google, hand: Hand, jo: Caller) -> None:
    other = google.new_calendar(JO, "Plan").id
    hand.move_to("lift1", google.hand(other))
    assert seen(jo)["status"] == "cancelled"
    moved = seen(jo, calendar=other)
    assert (moved["status"], moved["extendedProperties"], moved["organizer"]["email"]) == ("confirmed", OWN, other)


def test_an_event_that_is_not_there_cannot_be_edited(hand: Hand) -> None:
    with pytest.raises(KeyError):
        hand.retitle("never", "x")


def test_a_calendar_that_was_deleted_by_hand_is_not_found(google: Google, jo: Caller) -> None:
    plan = google.new_calendar(JO, "Plan").id
    google.delete_calendar(plan)
    assert jo.call("events.list", calendarId=plan).reason == "404 notFound"
