"""From the address in the config to one calendar, by its id and never by its title."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from runlift.calendars.caldav_account import find_calendar
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.caldav_session import CalDavSession
from runlift.errors import CalendarError, NoSuchCalendar, NotACalendar, Unreachable
from tests.caldav_servers import CalDavServer, radicale, xandikos
from tests.fake_caldav import CALENDAR, FakeCalDav, fake_caldav, multistatus, response
from tests.feed_server import Reply
from tests.unit.calendars.caldav_desk import HASTY


@pytest.fixture(scope="module", params=[radicale, xandikos], ids=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalDavServer]:
    with request.param(tmp_path_factory.mktemp("server")) as running:
        running.new_calendar("strength")
        running.new_calendar("runs")
        yield running


def find(url: str, calendar: str | None = None, server: CalDavServer | None = None) -> str:
    place = CalDavPlace(url=url, calendar=calendar, username=server.username if server else None)
    session = CalDavSession(place, patience=HASTY, find_password=lambda _: server.password if server else None)
    return find_calendar(session)


def refusal(url: str, calendar: str | None = None, kind: type[CalendarError] = NoSuchCalendar) -> str:
    with pytest.raises(kind) as refused:
        find(url, calendar)
    return str(refused.value)


def test_calendar_is_found_from_wherever_the_url_leads(server: CalDavServer) -> None:
    calendar = f"{server.home}strength/"
    for url in (server.url, server.home, f"{server.url}runner/", f"{server.home}runs/"):
        assert find(url, "strength", server) == calendar
    assert find(calendar, None, server) == calendar
    assert find(calendar.rstrip("/"), None, server) == calendar
    assert find(calendar, "strength", server) == calendar
    assert find(server.url, calendar, server) == calendar
    assert find(server.url, urlsplit(calendar).path, server) == calendar


def test_wrong_calendar_is_told_with_those_there_are(server: CalDavServer) -> None:
    for wrong in ("lifting", "/runner/lifting/", f"{server.home}lifting/"):
        with pytest.raises(NoSuchCalendar, match=r"127\.0\.0\.1 has no calendar .*; set calendar to the id of") as told:
            find(server.url, wrong, server)
        assert {"strength", "runs"} <= set(str(told.value).replace(",", " ").split())


def test_url_of_an_account_asks_for_a_calendar(server: CalDavServer) -> None:
    with pytest.raises(NoSuchCalendar, match=r"there is no calendar at the url of .*; set calendar to the id"):
        find(server.url, None, server)


HOME = "/dav/jo/"
PRINCIPAL = "<D:current-user-principal><D:href>/dav/principals/jo/</D:href></D:current-user-principal>"
HOMES = f"<C:calendar-home-set><D:href>{HOME}</D:href></C:calendar-home-set>"


def a_calendar(path: str, title: str, components: str = "VEVENT", kind: str = "C:calendar") -> str:
    supported = "".join(f'<C:comp name="{name}"/>' for name in components.split())
    return response(
        path,
        f"<D:resourcetype><D:collection/><{kind}/></D:resourcetype><D:displayname>{title}</D:displayname>"
        f"<C:supported-calendar-component-set>{supported}</C:supported-calendar-component-set>",
    )


def an_account(server: FakeCalDav, *calendars: str, door: str = "/") -> None:
    server.places = {
        door: multistatus(response(door, PRINCIPAL)),
        "/dav/principals/jo/": multistatus(response("/dav/principals/jo/", HOMES)),
        HOME: multistatus(response(HOME, "<D:resourcetype><D:collection/></D:resourcetype>") + "".join(calendars)),
    }


def root(server: FakeCalDav, path: str = "/") -> str:
    return f"http://127.0.0.1:{server.port}{path}"


def test_title_is_no_id() -> None:
    with fake_caldav() as server:
        an_account(server, a_calendar("/dav/jo/a1/", "Strength"), a_calendar("/dav/jo/b2/", "b2"))
        assert refusal(root(server), "Strength") == (
            '127.0.0.1 has no calendar "Strength"; set calendar to the id of one that is there: a1 ("Strength"), b2'
        )
        assert find(root(server), "a1") == root(server, "/dav/jo/a1/")


def test_title_of_a_calendar_is_shown_on_one_line_and_not_endlessly() -> None:
    with fake_caldav() as server:
        an_account(server, a_calendar("/dav/jo/a1/", f"Jo's\n\x85calendar &#13; {'x' * 500}"))
        told = refusal(root(server))
        assert "a1 (\"Jo's calendar xxx" in told
        assert len(told.splitlines()) == 1
        assert len(told) < 300


def test_what_holds_no_events_is_no_calendar_to_choose() -> None:
    with fake_caldav() as server:
        an_account(
            server,
            a_calendar("/dav/jo/tasks/", "Tasks", "VTODO"),
            a_calendar("/dav/jo/inbox/", "Inbox", kind="C:schedule-inbox"),
            a_calendar("/dav/jo/both/", "Both", "VTODO VEVENT"),
            a_calendar("/dav/jo/unsaid/", "Unsaid", ""),
        )
        assert refusal(root(server)).endswith(': both ("Both"), unsaid ("Unsaid")')


def test_account_without_calendars_asks_for_one() -> None:
    with fake_caldav() as server:
        an_account(server)
        assert refusal(root(server), "a").endswith("and no calendars at all; make one in your calendar app first")


def test_id_with_escapes_is_the_same_id() -> None:
    with fake_caldav() as server:
        an_account(server, a_calendar("/dav/jo/my%20lifts%40home/", "Lifts"))
        for spelled in ("my lifts@home", "my%20lifts%40home"):
            assert find(root(server), spelled) == root(server, "/dav/jo/my%20lifts%40home/")


def test_account_is_found_by_the_well_known_address() -> None:
    with fake_caldav() as server:
        an_account(server, a_calendar("/dav/jo/a1/", "Strength"), door="/dav/")
        server.places["/.well-known/caldav"] = Reply.of(status=301, location="/dav/")
        assert find(root(server, "/webmail"), "a1") == root(server, "/dav/jo/a1/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_followed_by_the_same_question(status: int) -> None:
    with fake_caldav() as server:
        server.places["/old/"] = Reply.of(status=status, location=CALENDAR)
        assert find(root(server, "/old/")) == server.url
        assert server.asked == ["PROPFIND", "PROPFIND"]
        assert {headers["depth"] for headers in server.headers} == {"0"}


def test_redirects_that_do_not_end_are_refused() -> None:
    with fake_caldav() as server:
        server.places["/old/"] = Reply.of(status=301, location="/old/")
        assert refusal(root(server, "/old/"), kind=Unreachable) == (
            "old on 127.0.0.1 redirects more than 5 times; check the url"
        )


def test_redirect_to_another_host_is_refused_and_never_asked() -> None:
    with fake_caldav() as server, fake_caldav() as stranger:
        server.places["/"] = Reply.of(status=301, location=stranger.url)
        assert refusal(root(server), kind=Unreachable) == (
            "127.0.0.1 leads to 127.0.0.1, which would get your password; write that server into url if you trust it"
        )
        assert stranger.asked == []


LOOK_UP = "look up your calendar's CalDAV url and write that"


@pytest.mark.parametrize(
    ("instead", "kind", "sentence"),
    [
        (
            Reply.of(b"<html><body>Welcome<br></body></html>", status=200, content_type="text/html"),
            Unreachable,
            "a on 127.0.0.1 answers with the status 200, which is not CalDAV; check the url",
        ),
        (Reply.of(status=405), NoSuchCalendar, f"a on 127.0.0.1 has no CalDAV at this address (405); {LOOK_UP}"),
        (Reply.of(status=404), NoSuchCalendar, f"a on 127.0.0.1 has no CalDAV at this address (404); {LOOK_UP}"),
        (
            Reply.of(status=403),
            Unreachable,
            "a on 127.0.0.1 refuses access (403); ask whoever runs it for the right to read this calendar",
        ),
        (
            multistatus(response("/", "")),
            NoSuchCalendar,
            f"a on 127.0.0.1 has no CalDAV at this address (404); {LOOK_UP}",
        ),
    ],
)
def test_address_without_caldav_says_what_to_do(instead: Reply, kind: type[CalendarError], sentence: str) -> None:
    with fake_caldav() as server:
        server.instead["PROPFIND"] = [instead] * 3
        assert refusal(root(server), "a", kind) == sentence


def test_web_page_as_a_multistatus_is_no_account() -> None:
    with fake_caldav() as server:
        server.instead["PROPFIND"] = [Reply.of(b"<html></html>", status=207)] * 3
        assert refusal(root(server), "a", NotACalendar) == (
            "a on 127.0.0.1 answers with something that is not CalDAV; check the url"
        )


def test_server_in_trouble_is_not_taken_for_one_without_calendars() -> None:
    with fake_caldav() as server:
        server.instead["PROPFIND"] = [Reply.of(status=503)]
        assert refusal(server.url, kind=Unreachable) == (
            "strength on 127.0.0.1 has trouble of its own (503); try again later"
        )
        assert server.asked == ["PROPFIND"]
