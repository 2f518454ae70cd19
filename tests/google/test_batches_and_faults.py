"""Batches as Google's guide tells them, what can go wrong on demand, and the log that requests are counted by."""

import gzip
import http.client
import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.google.batch import read
from tests.google.caller import Answer, Caller
from tests.google.conftest import JO
from tests.google.event_texts import timed
from tests.google.google import Google
from tests.google.problems import Json

EVENTS = "/calendar/v3/calendars/primary/events"


def an_insert(event_id: str) -> tuple[str, str, Json]:
    return "POST", EVENTS, timed(id=event_id)


def batched(caller: Caller, *calls: tuple[str, str, Json | None], headers: str = "") -> Answer:
    """Send a batch whose parts are named `<1>`, `<2>` and so on."""
    parts = [
        f"--limit\r\nContent-Type: application/http\r\nContent-ID: <{number}>\r\n\r\n{verb} {path} HTTP/1.1\r\n"
        f"Content-Type: application/json\r\n{headers}\r\n{json.dumps(body) if body else ''}\r\n"
        for number, (verb, path, body) in enumerate(calls, start=1)
    ]
    text = "".join([*parts, "--limit--"]).encode()
    return caller.send("POST", "batch/calendar/v3", text, headers={"Content-Type": 'multipart/mixed; boundary="limit"'})


def replies(answer: Answer) -> list[tuple[str, int]]:
    """Return the name and the status of each part of an answer."""
    whole = f"Content-Type: {answer.headers['content-type']}\r\n\r\n{answer.body['text']}"
    lines = [line for line in whole.splitlines() if line.startswith(("Content-ID", "HTTP/1.1"))]
    return [
        (name.removeprefix("Content-ID: "), int(status.split()[1]))
        for name, status in zip(lines[::2], lines[1::2], strict=True)
    ]


def test_each_part_of_a_batch_has_its_own_answer_under_its_name(google: Google, jo: Caller) -> None:
    calls = (an_insert("lift1"), an_insert("lift1"), an_insert("LIFT1"), ("DELETE", f"{EVENTS}/lift2", None))
    answer = batched(jo, *calls)
    # The calls are made in any order, here from the last one on, and answered in the order of the request.
    assert replies(answer) == [
        ("<response-1>", 409),
        ("<response-2>", 200),
        ("<response-3>", 400),
        ("<response-4>", 404),
    ]
    (request,) = google.requests
    assert (request.method, request.status) == ("batch", 200)
    assert [(part.method, part.status, part.reason) for part in request.parts] == [
        ("calendar.events.insert", 409, "duplicate"),
        ("calendar.events.insert", 200, ""),
        ("calendar.events.insert", 400, "invalid"),
        ("calendar.events.delete", 404, "notFound"),
    ]


@pytest.mark.parametrize(("calls", "status"), [(50, 200), (51, 400)])
def test_a_batch_holds_at_most_50_calls(jo: Caller, calls: int, status: int) -> None:
    assert batched(jo, *(an_insert(f"lift{number}") for number in range(calls))).status == status


def test_a_part_may_have_headers_of_its_own(google: Google, jo: Caller) -> None:
    google.add_event(JO, timed(id="lift1"))
    delete = ("DELETE", f"{EVENTS}/lift1", None)
    assert replies(batched(jo, delete, headers='If-Match: "1"\r\n')) == [("<response-1>", 412)]
    assert replies(batched(jo, delete, headers="Authorization: Bearer expired\r\n")) == [("<response-1>", 401)]
    assert replies(batched(jo, delete)) == [("<response-1>", 204)]


def test_a_breach_inside_of_a_batch_is_told(google: Google, jo: Caller) -> None:
    assert replies(batched(jo, ("POST", EVENTS, {"title": "Lift"}))) == [("<response-1>", 400)]
    assert "'title' was unexpected" in google.take_breaches()[0]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("application/json", b"{}"), ("multipart/mixed; boundary=x", b"--x\r\nContent-Type: text/plain\r\n\r\n\r\n--x--")],
)
def test_what_is_no_batch_is_refused(jo: Caller, kind: str, text: bytes) -> None:
    assert jo.send("POST", "batch/calendar/v3", text, headers={"Content-Type": kind}).reason == "400 badRequest"


def test_a_batch_without_lines_is_no_request() -> None:
    text = b"--x\r\nContent-Type: application/http\r\n\r\nGET\r\n\r\n--x--"
    with pytest.raises(Exception, match="a part is no request"):
        read("multipart/mixed; boundary=x", text)


def test_some_calls_of_a_batch_can_fail(google: Google, jo: Caller) -> None:
    google.fail_next(403, "rateLimitExceeded", method="calendar.events.insert", times=2)
    answer = batched(jo, *map(an_insert, ("lift1", "lift2", "lift3")))
    assert [status for _, status in replies(answer)] == [200, 403, 403]
    assert google.events(JO).keys() == {"lift1"}


@pytest.mark.parametrize(
    ("status", "reason", "domain"),
    [
        (403, "rateLimitExceeded", "usageLimits"),
        (403, "quotaExceeded", "usageLimits"),
        (429, "rateLimitExceeded", "usageLimits"),
        (500, "backendError", "global"),
        (503, "backendError", "global"),
    ],
)
def test_a_request_fails_as_often_as_told(google: Google, jo: Caller, status: int, reason: str, domain: str) -> None:
    google.fail_next(status, reason, times=2, retry_after="7")
    answers = [jo.call("events.insert", timed(), calendarId="primary") for _ in range(3)]
    assert [answer.status for answer in answers] == [status, status, 200]
    assert answers[0].reason == f"{status} {reason}"
    assert answers[0].body["error"]["errors"][0]["domain"] == domain
    assert answers[0].headers["retry-after"] == "7"
    assert len(google.events(JO)) == 1


def test_faults_wait_for_their_method(google: Google, jo: Caller) -> None:
    google.fail_next(method="calendar.events.insert", skip=2)
    statuses = [jo.call("events.list", calendarId="primary").status]
    statuses += [jo.call("events.insert", timed(), calendarId="primary").status for _ in range(4)]
    assert statuses == [200, 200, 200, 503, 200]
    google.fail_next(method="calendar.events.list")
    google.faults.clear()
    assert jo.call("events.list", calendarId="primary").status == 200


def test_a_page_of_a_machine_on_the_way_is_no_json(google: Google, jo: Caller) -> None:
    google.fail_next(502, page=b"<html>Bad Gateway</html>")
    answer = jo.call("events.list", calendarId="primary")
    assert (answer.status, answer.body) == (502, {"text": "<html>Bad Gateway</html>"})


@pytest.mark.parametrize("after_commit", [True, False])
def test_an_answer_is_lost_after_or_before_the_deed(google: Google, jo: Caller, *, after_commit: bool) -> None:
    google.drop_next(after_commit=after_commit)
    with pytest.raises(requests.ConnectionError):
        jo.call("events.insert", timed(id="lift1"), calendarId="primary")
    assert ("lift1" in google.events(JO)) == after_commit
    assert [request.method for request in google.requests] == ["calendar.events.insert"]
    assert jo.call("events.list", calendarId="primary").status == 200


def test_a_batch_is_cut_in_half(google: Google, jo: Caller) -> None:
    google.cut_next()
    answer = batched(jo, *map(an_insert, ("lift1", "lift2", "lift3")))
    assert answer.status == 200
    assert 0 < answer.body["text"].count("HTTP/1.1 200") < 3
    assert len(google.events(JO)) == 3


def test_an_answer_that_ends_before_what_it_promised_is_an_error(google: Google, jo: Caller) -> None:
    google.cut_next(method="calendar.events.list", breaks_off=True)
    with pytest.raises(requests.RequestException, match="IncompleteRead"):
        jo.call("events.list", calendarId="primary")


def test_an_answer_is_late(google: Google, jo: Caller) -> None:
    google.delay_next(0.2)
    begin = time.monotonic()
    assert jo.call("events.list", calendarId="primary").status == 200
    assert time.monotonic() - begin >= 0.2


def test_faults_of_the_token_endpoint_are_asked_for_by_name(google: Google) -> None:
    google.fail_next()
    google.fail_next(500, method="token")
    with requests.Session() as session:
        session.trust_env = False
        statuses = [session.post(google.token_uri, {}, timeout=10).status_code for _ in range(2)]
    assert statuses == [500, 401]


def test_googles_clock_can_be_wrong(google: Google, jo: Caller) -> None:
    google.set_skew(timedelta(hours=3))
    told = parsedate_to_datetime(jo.call("events.list", calendarId="primary").headers["date"])
    assert timedelta(hours=2, minutes=59) < told - datetime.now(UTC) < timedelta(hours=3, minutes=1)


def sent_raw(google: Google, headers: dict[str, str], body: bytes | None = None) -> tuple[dict[str, str], bytes]:
    """Send a request and return the answer as it came over the wire."""
    token, _ = google.sign_in(JO, "calendar")
    connection = http.client.HTTPConnection(urlsplit(google.base_url).netloc, timeout=10)
    try:
        path = EVENTS if body else f"{EVENTS}?maxResults=1"
        connection.request("POST" if body else "GET", path, body, {"Authorization": f"Bearer {token}", **headers})
        response = connection.getresponse()
        return dict(response.headers), response.read()
    finally:
        connection.close()


def test_answers_are_compressed_for_who_reads_that_and_counted_so(google: Google) -> None:
    headers, packed = sent_raw(google, {"Accept-Encoding": "gzip"})
    _, plain = sent_raw(google, {})
    assert headers["Content-Encoding"] == "gzip"
    first, second = (without_time(text) for text in (gzip.decompress(packed), plain))
    assert first == second
    assert [request.sent for request in google.requests] == [len(packed), len(plain)]


def without_time(text: bytes) -> dict[str, Any]:
    return {name: value for name, value in json.loads(text).items() if name not in {"updated", "nextSyncToken"}}


def test_a_query_that_is_too_long_comes_as_a_body(google: Google) -> None:
    sent_raw(google, {"X-HTTP-Method-Override": "GET"}, b"maxResults=1&singleEvents=true")
    assert google.asked_for() == ["calendar.events.list"]


def test_the_log_knows_each_request(google: Google, jo: Caller) -> None:
    jo.call("events.insert", timed(id="lift1"), calendarId="primary", sendUpdates="none")
    jo.call("events.insert", timed(id="lift1"), calendarId="primary")
    first, second = google.requests
    assert (first.method, first.verb, first.path) == ("calendar.events.insert", "POST", f"{EVENTS}?sendUpdates=none")
    assert (first.status, first.body, first.received) == (200, timed(id="lift1"), len(json.dumps(timed(id="lift1"))))
    assert (second.status, second.reason) == (409, "duplicate")
