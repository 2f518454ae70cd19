"""A CalDAV calendar is read as it is, in few requests, from servers of many habits."""

from dataclasses import replace

import pytest

from runlift.calendars.caldav_source import CalDavSource
from runlift.errors import CalendarError, NotACalendar
from tests.fake_caldav import CALENDAR, FakeCalDav, Oddities, fake_caldav
from tests.feed_server import Reply
from tests.ics_texts import YEAR_2026
from tests.unit.calendars.caldav_desk import KeptReplica, a_run_body, open_source, titles

HABITS = {
    "keeps to the book": Oddities(),
    "no sync-collection": Oddities(sync=False),
    "neither sync-collection nor ctag": Oddities(sync=False, ctag=False),
    "lists everything whatever the token": Oddities(sync="ignored"),
    "lists everything and has no etags": Oddities(sync="ignored", etags="none"),
    "lists everything and has no ctag": Oddities(sync="ignored", ctag=False),
    "no etags": Oddities(etags="none"),
    "no etags and no sync-collection": Oddities(sync=False, etags="none"),
    "weak etags": Oddities(etags="weak"),
    "etags that never change": Oddities(etags="lying"),
    "etags that never change and no sync-collection": Oddities(sync=False, etags="lying"),
    "tells one change at a time": Oddities(page=1),
    "multiget without data": Oddities(multiget=False),
    "escapes more than it need": Oddities(hrefs="escaped"),
    "names folders too": Oddities(folders=True),
    "spells addresses out": Oddities(hrefs="absolute"),
}
"""How servers differ; each is read the same."""


def three_runs(server: FakeCalDav) -> None:
    for name in ("a", "b", "c"):
        server.put(f"run-{name}.ics", a_run_body(name, f"Run {name}"))


@pytest.mark.parametrize("odd", HABITS.values(), ids=HABITS)
def test_what_the_runner_changes_adds_and_deletes_is_seen(odd: Oddities) -> None:
    with fake_caldav(odd) as server:
        three_runs(server)
        kept = KeptReplica()
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a", "Run b", "Run c"]

        server.put("run-a.ics", a_run_body("a", "Run a, longer"))
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a, longer", "Run b", "Run c"]

        server.put("run-a.ics", a_run_body("a", "Run a, shorter"))
        server.delete("run-b.ics")
        server.put("run-d.ics", a_run_body("d", "Run d"))
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a, shorter", "Run c", "Run d"]

        server.put("run-d.ics", a_run_body("d", "Run d, longer"))
        server.put("run-e.ics", a_run_body("e", "Run e"))
        for _ in range(2):
            reading = open_source(server.url, kept).read(YEAR_2026)
            assert titles(reading) == ["Run a, shorter", "Run c", "Run d, longer", "Run e"]


@pytest.mark.parametrize(
    ("odd", "requests"),
    [
        (Oddities(), ["sync-collection"]),
        (Oddities(sync=False), ["PROPFIND"]),
        (Oddities(sync=False, ctag=False), ["calendar-query"]),
    ],
)
def test_unchanged_calendar_costs_one_request(odd: Oddities, requests: list[str]) -> None:
    with fake_caldav(odd) as server:
        three_runs(server)
        kept = KeptReplica()
        open_source(server.url, kept).read(YEAR_2026)
        before, saved = len(server.asked), kept.saved

        reading = open_source(server.url, kept).read(YEAR_2026)

        assert titles(reading) == ["Run a", "Run b", "Run c"]
        assert server.requests_since(before) == requests
        assert (reading.requests, kept.saved) == (1, saved)


def test_changed_events_cost_one_request_more() -> None:
    with fake_caldav() as server:
        three_runs(server)
        kept = KeptReplica()
        open_source(server.url, kept).read(YEAR_2026)
        before = len(server.asked)
        server.put("run-a.ics", a_run_body("a", "Run a, longer"))
        open_source(server.url, kept).read(YEAR_2026)
        assert server.requests_since(before) == ["sync-collection", "calendar-multiget"]


def test_server_that_ignores_tokens_is_asked_for_its_ctag_from_then_on() -> None:
    with fake_caldav(Oddities(sync="ignored")) as server:
        three_runs(server)
        kept = KeptReplica()
        for _ in range(2):
            open_source(server.url, kept).read(YEAR_2026)
        before = len(server.asked)
        server.delete("run-b.ics")
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a", "Run c"]
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a", "Run c"]
        assert server.requests_since(before) == ["PROPFIND", "calendar-query", "PROPFIND"]


@pytest.mark.parametrize(
    ("status", "condition", "next_request"),
    [
        (403, "<D:valid-sync-token/>", "sync-collection"),
        (409, "<D:valid-sync-token/>", "sync-collection"),
        (412, "", "sync-collection"),
        (507, "", "sync-collection"),
        (403, "", "PROPFIND"),
        (400, "", "PROPFIND"),
        (500, "", "PROPFIND"),
    ],
)
def test_token_that_is_refused_ends_in_a_full_reading(status: int, condition: str, next_request: str) -> None:
    with fake_caldav() as server:
        three_runs(server)
        kept = KeptReplica()
        open_source(server.url, kept).read(YEAR_2026)
        server.delete("run-c.ics")
        server.forgotten = (3, status, condition)

        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a", "Run b"]

        before = len(server.asked)
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a", "Run b"]
        assert server.requests_since(before) == [next_request]


def test_window_that_the_replica_does_not_cover_is_read_in_full() -> None:
    with fake_caldav() as server:
        three_runs(server)
        kept = KeptReplica()
        open_source(server.url, kept).read(YEAR_2026)
        earlier = replace(YEAR_2026, start=YEAR_2026.start.replace(year=2025))
        before = len(server.asked)
        open_source(server.url, kept).read(earlier)
        assert server.requests_since(before) == ["PROPFIND", "PROPFIND", "calendar-query"]


def test_event_that_is_gone_before_it_is_fetched_is_left_out() -> None:
    with fake_caldav() as server:
        three_runs(server)
        kept = KeptReplica()
        open_source(server.url, kept).read(YEAR_2026)
        server.put("run-d.ics", a_run_body("d", "Run d"))
        del server.bodies[f"{CALENDAR}run-d.ics"]
        server.instead["sync-collection"] = [
            Reply.of(
                f'<multistatus xmlns="DAV:"><response><href>{CALENDAR}run-d.ics</href></response>'
                "<sync-token>4</sync-token></multistatus>".encode(),
                status=207,
            )
        ]
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a", "Run b", "Run c"]


BROKEN = [
    Reply.of(b"<!DOCTYPE html><html><body>Sign in<br></body></html>", content_type="text/html"),
    Reply.of(b"<html>Sign in</html>", status=207, content_type="text/html"),
    Reply.of(b"<html><body>Sign in<br></body></html>", status=207, content_type="text/xml"),
    Reply.of(b'<multistatus xmlns="DAV:"><response><href>/dav', status=207, content_type="application/xml"),
    Reply.of(b"", status=207, content_type="application/xml"),
    Reply.of(b"", status=200),
    Reply.of(b"\xff\xfe\x00garbage", status=207),
    Reply(status=207, headers={"Content-Type": "text/xml"}, pieces=[b"<multistatus"], promised=5000),
    Reply(status=0),
    Reply(status=207, pieces=[b"<multi", b"status"], pause=1),
    Reply.of(status=500),
    Reply.of(status=503, retry_after="3600"),
    Reply.of(status=429),
    Reply.of(status=403),
]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("request_name", ["PROPFIND", "calendar-query"])
def test_first_reading_that_fails_is_an_error_and_no_empty_calendar(broken: Reply, request_name: str) -> None:
    with fake_caldav() as server:
        three_runs(server)
        kept = KeptReplica()
        # The place is found first, and its versions asked for next.
        server.instead[request_name] = [broken] * 5
        assert_refused(open_source(server.url, kept))
        assert kept.replica is None

        server.instead.clear()
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a", "Run b", "Run c"]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("request_name", ["sync-collection", "calendar-multiget", "GET"])
def test_later_reading_that_fails_loses_nothing(broken: Reply, request_name: str) -> None:
    with fake_caldav(Oddities(multiget=request_name != "GET")) as server:
        three_runs(server)
        kept = KeptReplica()
        open_source(server.url, kept).read(YEAR_2026)
        replica = kept.replica
        server.put("run-a.ics", a_run_body("a", "Run a, longer"))
        server.instead = {request_name: [broken] * 5, "PROPFIND": [broken] * 5}
        assert_refused(open_source(server.url, kept))
        assert kept.replica is replica

        server.instead.clear()
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run a, longer", "Run b", "Run c"]


def assert_refused(source: CalDavSource) -> None:
    with pytest.raises(CalendarError) as refused:
        source.read(YEAR_2026)
    sentence = str(refused.value)
    assert sentence.startswith("strength on 127.0.0.1 ")
    assert "\n" not in sentence
    assert not sentence.endswith(".")
    assert refused.value.__cause__ is None


def test_calendar_that_tells_only_a_part_is_refused() -> None:
    with fake_caldav(Oddities(told=2)) as server:
        three_runs(server)
        with pytest.raises(NotACalendar, match="tells only a part of its events; move old ones"):
            open_source(server.url).read(YEAR_2026)


def test_calendar_without_events_is_an_empty_one() -> None:
    with fake_caldav() as server:
        assert open_source(server.url).read(YEAR_2026).events == ()


@pytest.mark.parametrize("body", ["garbage", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x", "<html></html>"])
def test_broken_event_is_noted_and_hides_no_other(body: str) -> None:
    with fake_caldav() as server:
        three_runs(server)
        server.put("broken.ics", body)
        reading = open_source(server.url).read(YEAR_2026)
        assert titles(reading) == ["Run a", "Run b", "Run c"]
        assert reading.notes == ("broken.ics is left out, since it is no whole calendar event",)


def test_calendar_that_is_gone_is_an_error_and_no_empty_one() -> None:
    with fake_caldav() as server:
        three_runs(server)
        kept = KeptReplica()
        open_source(server.url, kept).read(YEAR_2026)
        server.instead = {name: [Reply.of(status=404)] * 9 for name in ("sync-collection", "PROPFIND")}
        with pytest.raises(CalendarError, match="has no CalDAV at this address"):
            open_source(server.url, kept).read(YEAR_2026)


def test_replica_of_a_place_that_was_left_is_read_anew_where_the_calendar_is_now() -> None:
    with fake_caldav() as server:
        three_runs(server)
        kept = KeptReplica()
        open_source(server.url, kept).read(YEAR_2026)
        assert kept.replica is not None
        kept.replica = replace(kept.replica, place=server.url.replace("strength", "before"))
        server.instead["sync-collection"] = [Reply.of(status=404)]
        server.delete("run-a.ics")
        assert titles(open_source(server.url, kept).read(YEAR_2026)) == ["Run b", "Run c"]


def test_traffic_counts_every_request_and_byte() -> None:
    with fake_caldav() as server:
        three_runs(server)
        reading = open_source(server.url).read(YEAR_2026)
        assert reading.requests == len(server.asked) == 3
        assert reading.received > sum(map(len, server.bodies.values()))
