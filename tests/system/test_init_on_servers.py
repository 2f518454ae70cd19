"""`runlift init` with calendars on a CalDAV server and at Google."""

import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from runlift.errors import SignInNeeded
from tests.caldav_servers import KEY, RUNNER, CalDavServer, radicale
from tests.google.google import Google
from tests.google.server import google_server
from tests.system.desk import WEEK, calendar
from tests.system.google_desk import add_week
from tests.system.init_desk import NewDesk, a_new_desk

GOOGLE_RUNNER = "jo@example.com"
ANSWERS = ("", "", "", "", "y")
"""Weekdays, weekends, since, race: as usual; and yes to the plan."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalDavServer]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        runs = running.new_calendar("training")
        for number, run in enumerate((*WEEK, ("20260708", "120000", 60, "Team meeting"))):
            running.put(f"{runs}{number}.ics", calendar([run]).replace(f"-{0}\r\n", f"-{number}\r\n"))
        running.new_calendar("strength")
        yield running


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> NewDesk:
    made = a_new_desk(tmp_path, capsys, monkeypatch)
    made.put("runs.ics", calendar(WEEK))
    monkeypatch.setenv("CALENDAR_PASSWORD", KEY)
    return made


def on(server: CalDavServer) -> tuple[str, ...]:
    return ("--caldav-url", server.url, "--caldav-user", RUNNER, "--password-env", "CALENDAR_PASSWORD")


def test_caldav_calendars_are_listed_and_chosen_by_number_or_id(desk: NewDesk, server: CalDavServer) -> None:
    answer = desk.init(
        types=["caldav", server.url, RUNNER, "$CALENDAR_PASSWORD", "4", "training", "caldav", "strength", *ANSWERS]
    )
    assert answer.code == 0, answer.err
    assert "iCloud      https://caldav.icloud.com/" in answer.err
    assert '"4" is none of them; write a number from 1 to 3' in answer.err
    (source,), (target,) = desk.tables["source"], desk.tables["target"]
    place = {"type": "caldav", "url": server.url, "username": RUNNER, "password_env": "CALENDAR_PASSWORD"}
    assert source == place | {"calendar": "training", "role": "both"}
    assert target == place | {"calendar": "strength"}
    assert KEY not in desk.config.read_text(encoding="utf-8") + answer.out + answer.err
    synced = desk.do("sync", "-q")
    assert (synced.code, "strength: written" in synced.out) == (0, True), synced.err


def test_caldav_runs_unattended_by_options(desk: NewDesk, server: CalDavServer) -> None:
    answer = desk.init("--source", "caldav:training", "--target", "caldav:strength", *on(server), "--yes")
    assert answer.code == 0, answer.err
    assert [table["calendar"] for table in (*desk.tables["source"], *desk.tables["target"])] == ["training", "strength"]


def test_command_that_prints_the_password_goes_into_the_config_and_the_password_does_not(
    desk: NewDesk, server: CalDavServer
) -> None:
    desk.put("key", f"{KEY}\n")
    where = ("--caldav-url", server.url, "--caldav-user", RUNNER, "--password-command", f"cat {desk.folder / 'key'}")
    assert desk.init("--source", "runs.ics", "--target", "caldav:strength", *where, "--yes").code == 0
    (target,) = desk.tables["target"]
    assert target["password_command"] == f"cat {desk.folder / 'key'}"
    assert KEY not in desk.config.read_text(encoding="utf-8")


def test_wrong_password_is_told_and_asked_for_again(
    desk: NewDesk, server: CalDavServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRONG", "wrong")
    says = "does not accept the username and password"
    refused = desk.init("--source", "caldav:training", *on(server)[:-1], "WRONG", "--yes")
    assert (refused.code, says in refused.err) == (2, True), refused.err
    asked = desk.init(
        *("--source", "caldav:training", *on(server)[:-1], "WRONG"),
        types=[server.url, RUNNER, "CALENDAR_PASSWORD", "", *ANSWERS],
    )
    assert (asked.code, says in asked.err) == (0, True), asked.err
    assert "CALENDAR_PASSWORD" in desk.tables["source"][0].values()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--source", "caldav:runs"), 'has no calendar "runs"'),
        (("--source", "caldav"), "the account has 3 calendars; add --source caldav:ID with one of"),
        (("--source", "caldav:strength"), "strength holds no run and nothing else"),
        (("--password-env", "NOWHERE"), "the environment variable NOWHERE holds no password"),
        (("--password-command", "nowhere-to-be-found"), "cannot be run"),
        (("--caldav-url", "http://127.0.0.1:9/"), "takes no connections"),
        (("--caldav-url", "ftp://127.0.0.1/"), "is no address of a calendar"),
        (("--caldav-url", "http://example.com/"), "would send your password unencrypted"),
    ],
)
def test_caldav_answer_that_cannot_be_used_is_refused_in_one_sentence(
    desk: NewDesk, server: CalDavServer, options: tuple[str, ...], says: str
) -> None:
    usual = dict(zip(on(server)[::2], on(server)[1::2], strict=True)) | {"--source": "caldav:training"}
    if options[0] == "--password-command":
        del usual["--password-env"]
    given = usual | {options[0]: options[1]}
    answer = desk.init(*(word for pair in given.items() for word in pair), "--yes")
    assert (answer.code, says in answer.err, answer.err.count("\n")) == (2, True, 1), answer.err
    assert not desk.config.exists()


def test_server_that_does_not_say_which_option_is_missing_is_no_excuse(desk: NewDesk) -> None:
    answer = desk.init("--source", "caldav:training", "--yes")
    assert (answer.code, "--caldav-url" in answer.err) == (2, True)


@pytest.fixture
def google(desk: NewDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    with google_server() as running:
        running.new_user(GOOGLE_RUNNER)
        add_week(running)
        monkeypatch.setattr(webbrowser, "get", lambda _=None: running.browser)
        monkeypatch.setattr("runlift.app.places.API", running.base_url)
        running.client_json(desk.folder / "client.json")
        yield running


def test_google_signs_in_once_for_both_calendars_and_shows_the_plan(desk: NewDesk, google: Google) -> None:
    answer = desk.init(types=["google", "google", "", "y", *ANSWERS])
    assert answer.code == 0, answer.err
    assert len(google.browser.opened) == 1
    assert "make a calendar of its own" in answer.err
    assert "Mon 6 Jul – Sun 12 Jul" in answer.out
    assert desk.tables["google"] == {"client_file": "client.json"}
    assert desk.tables["source"] == [{"type": "google", "calendar": "primary", "role": "runs"}]


def test_google_steps_say_that_the_app_is_published(desk: NewDesk, google: Google) -> None:
    client = desk.folder / "client.json"
    client.rename(desk.folder / "mine.json")
    answer = desk.init(types=["google", "google", "client.json", "google", "mine.json", "y", *ANSWERS])
    assert answer.code == 0, answer.err
    assert 'Publish app: it must say "In production"' in answer.err
    assert "client.json is no file here" in answer.err
    assert desk.tables["target"] == [{"type": "google", "calendar": "own"}]
    assert google.browser.opened


def test_google_target_of_an_unattended_set_up_is_signed_in_afterwards(desk: NewDesk, google: Google) -> None:
    answer = desk.init("--source", "runs.ics", "--target", "google", "--yes")
    assert (answer.code, google.browser.opened) == (0, []), answer.err
    assert "Mon 6 Jul – Sun 12 Jul" in answer.out
    assert answer.out.index("runlift auth google") < answer.out.index("runlift sync")
    assert desk.do("auth", "google").code == 0
    assert desk.do("sync", "-q").code == 0


def test_google_source_of_an_unattended_set_up_has_its_plan_after_the_sign_in(desk: NewDesk, google: Google) -> None:
    answer = desk.init("--json", "--source", "google", "--target", "google", "--yes")
    assert (answer.code, google.browser.opened) == (0, []), answer.err
    assert answer.json["plan"] is None
    assert answer.json["next"][0] == "runlift auth google"
    assert "the plan shows once you have signed in at Google" in answer.err
    assert desk.tables["source"][0]["role"] == "both"


def test_google_that_cannot_be_signed_in_to_is_told(
    desk: NewDesk, google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise SignInNeeded("you refused access, so nothing was changed")

    monkeypatch.setattr("runlift.calendars.google_consent.consent", refuse)
    answer = desk.init(types=["google", "strength.ics", "", "y", "strength.ics", "", "n", *ANSWERS])
    assert (answer.code, "you refused access" in answer.err) == (0, True), answer.err
    assert "runlift auth google" in answer.out
    assert not google.browser.opened
