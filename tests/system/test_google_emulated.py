"""Signing in and reading runs at a Google that others wrote."""

import json
import webbrowser
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from runlift.cli.main import run
from tests.google.browser import Browser
from tests.google.emulator import Emulator, emulator
from tests.system.desk import Answer

RUNNER = "jo@example.com"
PLAN = "plan"
CONFIG = """
[runner]
profile = "desk"
timezone = "Europe/Berlin"

[google]
client_file = "client.json"
api_endpoint = "{api}"

[[source]]
type = "google"
calendar = "plan"
role = "runs"

[[target]]
type = "ics"
path = "strength.ics"
"""


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    calendars = [
        {"id": name, "user_email": RUNNER, "summary": name, "primary": name == "primary", "time_zone": "Europe/Berlin"}
        for name in ("primary", PLAN)
    ]
    runs = [
        {
            "id": f"run{day:02}",
            "user_email": RUNNER,
            "calendar_id": PLAN,
            "summary": f"Easy run {day}",
            "start_date_time": f"2026-07-{day:02}T07:00:00+02:00",
            "end_date_time": f"2026-07-{day:02}T08:00:00+02:00",
        }
        for day in range(1, 24)
    ]
    with emulator(tmp_path_factory.mktemp("emulator"), users=[RUNNER], calendars=calendars, events=runs) as running:
        yield running


class EmulatedDesk:
    """A folder with a config, and a browser that goes through the emulator's consent screen."""

    def __init__(self, emulated: Emulator, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys
        emulated.client_json(folder / "client.json")
        (folder / "runlift.toml").write_text(CONFIG.format(api=emulated.base_url), encoding="utf-8")

    def do(self, *args: str) -> Answer:
        self._capsys.readouterr()
        code = run(["--config", str(self._folder / "runlift.toml"), "--now", "2026-07-05T20:00", *args])
        captured = self._capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    def change_sign_in(self, changes: Mapping[str, str]) -> None:
        (path,) = self._folder.rglob("google-*.json")
        path.write_text(json.dumps({**json.loads(path.read_bytes()), **changes}), encoding="utf-8")


@pytest.fixture
def desk(
    emulated: Emulator, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[EmulatedDesk]:
    browser = Browser(lambda url: emulated.consent(url, RUNNER))
    monkeypatch.setattr(webbrowser, "get", lambda _=None: browser)
    yield EmulatedDesk(emulated, tmp_path, capsys)
    browser.close()


def an_hour_ago() -> str:
    return (datetime.now(UTC) - timedelta(hours=1)).isoformat()


def test_runs_are_read_page_by_page_after_signing_in(desk: EmulatedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    # Its pages are as large as one asks for, and a plan of more than 2500 runs would take it long to make.
    monkeypatch.setattr("runlift.calendars.google_replica._PAGE", 10)
    signed_in = desk.do("auth", "google")
    assert (signed_in.code, signed_in.err) == (0, "")
    found = desk.do("sync", "--json").json
    assert len(found["runs"]) == 23
    assert found["runs"][0]["start"].startswith("2026-07-01T07:00")
    assert found["sources"][0]["requests"] == 3


def test_access_token_that_has_ended_is_renewed(desk: EmulatedDesk) -> None:
    desk.do("auth", "google")
    desk.change_sign_in({"expiry": an_hour_ago()})
    assert desk.do("plan").code == 0


def test_sign_in_that_was_revoked_is_told(desk: EmulatedDesk) -> None:
    desk.do("auth", "google")
    desk.change_sign_in({"expiry": an_hour_ago(), "refresh_token": "unknown"})
    answer = desk.do("plan")
    assert answer.code == 2
    assert "Google has ended the sign-in" in answer.err


def test_revoking_takes_the_sign_in_back(desk: EmulatedDesk) -> None:
    desk.do("auth", "google")
    assert desk.do("auth", "revoke").code == 0
    assert desk.do("plan").code == 2
