"""The Google of the tests keeps its clients, and itself, to Google's contract."""

import pytest
import requests

from tests.google import contract
from tests.google.caller import Caller, Said
from tests.google.conftest import JO
from tests.google.event_texts import timed
from tests.google.google import Google
from tests.google.server import ContractBroken, google_server


def insert(caller: Caller, body: object) -> str:
    return caller.call("events.insert", body, calendarId="primary").reason


@pytest.mark.parametrize(
    ("body", "breach"),
    [
        (timed(title="Heavy lift"), "'title' was unexpected"),
        (timed(summary=7), "summary: 7 is not of type"),
        (timed(reminders={"override": []}), "'override' was unexpected"),
        (timed() | {"start": {"dateTime": "tomorrow"}}, "start.dateTime: 'tomorrow' is not a 'local-date-time'"),
        (timed() | {"start": {"date": "2026-07-07T10:00:00Z"}}, "start.date: '2026-07-07T10:00:00Z' is not a 'date'"),
        (timed(extendedProperties={"private": {"count": 1}}), "private.count: 1 is not of type"),
        ({"summary": "no times"}, "calendar.events.insert needs"),
        ([timed()], "is not of type"),
    ],
)
def test_a_body_that_the_contract_does_not_have_is_refused_and_told(
    google: Google, jo: Caller, body: object, breach: str
) -> None:
    assert insert(jo, body) == "400 badRequest"
    assert breach in google.take_breaches()[0]


@pytest.mark.parametrize(
    ("query", "breach"),
    [
        ({"singleEvent": "true"}, "has no parameter singleEvent"),
        ({"singleEvents": "yes"}, "'yes' is not of type 'boolean'"),
        ({"maxResults": "0"}, "0 is less than the minimum"),
        ({"maxResults": "many"}, "'many' is not of type 'integer'"),
        ({"timeMin": "2026-07-01T00:00:00"}, "'2026-07-01T00:00:00' is not a 'date-time'"),
        ({"orderBy": "summary"}, "'summary' is not one of"),
        ({"q": ["run", "lift"]}, "takes q once"),
        ({"calendarId": "primary"}, "has no parameter calendarId"),
    ],
)
def test_a_query_that_the_contract_does_not_have_is_refused_and_told(
    google: Google, jo: Caller, query: dict[str, str | list[str]], breach: str
) -> None:
    answer = jo.send("GET", "calendar/v3/calendars/primary/events", query=query)
    assert answer.reason == "400 badRequest"
    assert breach in google.take_breaches()[0]


@pytest.mark.parametrize("path", ["calendar/v3/calendars/primary/event", "calendar/v4/calendars/primary", ""])
def test_a_path_that_the_contract_does_not_have_is_told(google: Google, jo: Caller, path: str) -> None:
    assert jo.send("GET", path).status == 404
    assert "the API has no GET" in google.take_breaches()[0]


def test_a_method_that_is_missing_here_is_told(google: Google, jo: Caller) -> None:
    assert jo.call("colors.get").status == 501
    assert google.take_breaches() == ["the Google of the tests has no calendar.colors.get"]


def test_an_answer_that_the_contract_does_not_have_is_told(google: Google, jo: Caller) -> None:
    vars(google.state.calendars[JO])["summary"] = 7
    jo.call("calendars.get", calendarId="primary")
    assert google.take_breaches() == ["answer of calendar.calendars.get summary: 7 is not of type 'string'"]


def test_a_fault_of_the_servers_own_is_told(google: Google, jo: Caller) -> None:
    del vars(google.state.calendars[JO])["summary"]
    with pytest.raises(requests.ConnectionError):
        jo.call("calendars.get", calendarId="primary")
    assert "AttributeError" in google.take_breaches()[0]


def test_a_breach_that_the_test_does_not_take_fails_it() -> None:
    def wrong() -> None:
        with google_server() as google, Caller(google, google.new_user(JO).owner) as caller:
            insert(caller, {"summary": "no times"})

    with pytest.raises(ContractBroken, match="needs start"):
        wrong()


def test_a_test_that_fails_by_itself_says_so_first() -> None:
    def wrong() -> None:
        with google_server() as google:
            google.state.breach("something else")
            raise LookupError

    with pytest.raises(LookupError):
        wrong()


def test_a_mail_that_would_be_sent_is_told(google: Google, jo: Caller) -> None:
    invited = timed(id="quiet", attendees=[{"email": "ann@example.com"}])
    jo.call("events.insert", invited, calendarId="primary", sendUpdates="none")
    assert google.take_breaches() == []
    jo.call("events.patch", {"summary": "Light lift"}, calendarId="primary", eventId="quiet")
    assert google.take_breaches() == ["calendar.events.patch would send mail to ann@example.com"]


def test_a_null_clears_or_says_nothing(jo: Caller) -> None:
    assert jo.call("events.insert", timed(id="plain", location=None), calendarId="primary").status == 200


def test_fields_select_what_is_answered(jo: Caller) -> None:
    jo.call("events.insert", timed(id="plain"), calendarId="primary")
    answer = jo.call("events.list", calendarId="primary", fields="items(id,start/dateTime),nextPageToken")
    assert answer.body == {"items": [{"id": "plain", "start": {"dateTime": "2026-07-07T18:00:00+02:00"}}]}


@pytest.mark.parametrize("fields", ["items(name)", "item", "items(id"])
def test_fields_that_there_are_not_are_refused(jo: Caller, fields: str) -> None:
    assert jo.call("events.list", calendarId="primary", fields=fields).reason == "400 invalidParameter"


def test_every_method_is_read_from_the_document() -> None:
    assert len(contract.methods()) == 38
    assert len(contract.document()["auth"]["oauth2"]["scopes"]) == 18
    found = contract.find("POST", "calendars/primary/events/import")
    assert found is not None
    assert found[0].id == "calendar.events.import"


@pytest.mark.parametrize(
    ("scope", "method", "status"),
    [
        ("calendar.events.readonly", "events.list", 200),
        ("calendar.events.readonly", "events.insert", 403),
        ("calendar.events.readonly", "calendarList.list", 403),
        ("calendar.calendarlist.readonly", "calendarList.list", 200),
        ("calendar.calendarlist.readonly", "events.list", 403),
        ("calendar.events", "events.insert", 200),
        ("calendar.events", "calendars.insert", 403),
        ("calendar.events.owned", "events.insert", 200),
        ("calendar.events.public.readonly", "events.list", 403),
        ("calendar.app.created", "events.list", 403),
        ("calendar.app.created", "events.insert", 403),
        ("calendar.app.created", "calendarList.list", 403),
        ("calendar.app.created", "freebusy.query", 403),
        ("calendar.app.created", "calendars.insert", 200),
    ],
)
def test_a_scope_reaches_only_its_methods(google: Google, scope: str, method: str, status: int) -> None:
    bodies = {"events.insert": timed(), "calendars.insert": {"summary": "Lift"}, "freebusy.query": {}}
    named: dict[str, Said] = {"calendarId": "primary"} if method.startswith("events") else {}
    with Caller(google, JO, scope) as caller:
        answer = caller.call(method, bodies.get(method), **named)
    assert answer.status == status
    if status == 403:
        assert answer.reason == "403 insufficientPermissions"
        assert answer.body["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_the_apps_scope_reaches_the_calendars_that_the_app_made(google: Google) -> None:
    by_hand = google.new_calendar(JO, "Lift")
    with Caller(google, JO, "calendar.app.created") as caller:
        made = caller.call("calendars.insert", {"summary": "Lift"}).body["id"]
        statuses = {
            calendar: [
                caller.call("events.insert", timed(id="lift1"), calendarId=calendar).status,
                caller.call("events.list", calendarId=calendar).status,
                caller.call("calendarList.get", calendarId=calendar).status,
                caller.call("events.move", calendarId=calendar, eventId="lift1", destination="primary").status,
                caller.call("calendars.delete", calendarId=calendar).status,
            ]
            for calendar in (made, by_hand.id)
        }
    assert statuses == {made: [200, 200, 200, 403, 204], by_hand.id: [403, 403, 403, 403, 403]}
