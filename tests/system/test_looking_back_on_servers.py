"""Undo, clean and doctor on calendars of real CalDAV servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.caldav_servers import CalDavServer, radicale, xandikos
from tests.system.desk import CONFIG, WEEK, Desk, a_desk, calendar

LATER = CONFIG.replace('"18:00"', '"19:00"').replace('"12:00-13:30", "17:00-21:00"', '"19:00-21:00"')
SICK = [(f"202607{day:02}", None, 0, "#sick") for day in range(8, 13)]
PLANNED = ["2026-07-07T18:00:00+02:00", "2026-07-10T18:00:00+02:00"]


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalDavServer]:
    start = {"radicale": radicale, "xandikos": xandikos}[request.param]
    with start(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return a_desk(tmp_path, capsys)


def on_server(server: CalDavServer, url: str, config: str = CONFIG) -> str:
    """Return a config that keeps the sessions in a calendar on the server."""
    sign_in = f'username = "{server.username}"\npassword_env = "CALENDAR_PASSWORD"\n' if server.username else ""
    place = f'type = "caldav"\nurl = "{url}"\n{sign_in}'
    return config.replace('type = "ics"\npath = "strength.ics"\n', place)


@pytest.fixture
def strength(server: CalDavServer, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CALENDAR_PASSWORD", server.password or "")
    return server.new_calendar(f"strength-{abs(hash(request.node.name))}")


def starts(desk: Desk) -> list[str]:
    return [session["start"] for session in desk.do("plan", "--json").json["sessions"]]


def pending(desk: Desk) -> list[tuple[str, str]]:
    return [(change["action"], change["key"]) for change in desk.do("plan", "--json").json["changes"]]


def test_undone_creates_stay_away(server: CalDavServer, strength: str, desk: Desk) -> None:
    desk.config(on_server(server, strength))
    desk.do("sync")

    assert desk.do("undo").code == 0

    assert pending(desk) == []
    assert starts(desk) == []


def test_undone_moves_stay_back(server: CalDavServer, strength: str, desk: Desk) -> None:
    desk.config(on_server(server, strength))
    desk.do("sync")
    desk.config(on_server(server, strength, LATER))
    desk.do("sync")
    assert starts(desk) != PLANNED

    assert desk.do("undo").code == 0

    for _ in range(3):
        assert starts(desk) == PLANNED
        desk.do("sync")


def test_undone_deletes_stay_back(server: CalDavServer, strength: str, desk: Desk) -> None:
    desk.config(on_server(server, strength))
    desk.do("sync")
    desk.runs(calendar([*WEEK, *SICK]))
    desk.do("sync")
    assert starts(desk) == PLANNED[:1]

    assert desk.do("undo").code == 0

    for _ in range(3):
        assert starts(desk) == PLANNED
        desk.do("sync")


def test_clean_is_undone_and_the_next_sync_changes_nothing(server: CalDavServer, strength: str, desk: Desk) -> None:
    desk.config(on_server(server, strength))
    desk.do("sync")

    assert desk.do("clean").code == 0
    assert len(pending(desk)) == 2
    assert desk.do("undo").code == 0

    assert pending(desk) == []


def test_calendar_that_left_the_config_and_is_gone_is_forgotten(
    server: CalDavServer, strength: str, desk: Desk
) -> None:
    desk.config(on_server(server, strength))
    desk.do("sync")
    desk.config(CONFIG)
    desk.do("sync")
    label = strength.rstrip("/").rpartition("/")[2]
    assert f"runlift clean --target {label}" in desk.do("doctor").out
    server.delete(strength)

    answer = desk.do("clean", "--target", label)

    assert answer.code == 2
    assert label in answer.err
    assert desk.do("doctor").out == "nothing is wrong\n"


def test_doctor_finds_a_calendar_in_order(server: CalDavServer, strength: str, desk: Desk) -> None:
    desk.config(on_server(server, strength))
    desk.do("sync")

    assert desk.do("doctor").out == "nothing is wrong\n"


def test_doctor_finds_what_keeps_a_sync_from_a_calendar(
    server: CalDavServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDAR_PASSWORD", server.password or "")
    desk.config(on_server(server, f"{server.home}nowhere/"))
    assert desk.do("doctor").code == 2

    if server.read_only:
        desk.config(on_server(server, server.read_only))
        assert "it may not be written" in desk.do("doctor").out
        monkeypatch.setenv("CALENDAR_PASSWORD", "wrong")
        assert desk.do("doctor").code == 2
