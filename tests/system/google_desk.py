"""A runner's desk whose calendars are at Google."""

import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from runlift.cli.main import run
from tests.builders import a_moment
from tests.google.google import Google
from tests.google.problems import Json
from tests.google.server import google_server
from tests.google.state import HeldCalendar
from tests.system.desk import WEEK, Answer

RUNNER = "jo@example.com"
SUNDAY = "2026-07-05T20:00"
CONFIG = """
[runner]
profile = "desk"
timezone = "Europe/Berlin"
strength_since = 2026-05-25

[timing]
prefer = "18:00"
horizon_days = 6

[google]
{account}
api_endpoint = "{api}"

[[source]]
type = "google"
calendar = "{source}"
role = "runs"

[[target]]
type = "google"
calendar = "{target}"
"""


@dataclass(kw_only=True)
class GoogleDesk:
    """A folder with a config, Google, and a way to run commands."""

    google: Google
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def config(self, *, source: str = "primary", target: str = "own", account: str = "") -> None:
        """Put another config in place."""
        account = account or f'client_file = "{self.google.client_json(self.folder / "client.json").name}"'
        text = CONFIG.format(api=self.google.base_url, source=source, target=target, account=account)
        (self.folder / "runlift.toml").write_text(text, encoding="utf-8")

    def do(self, *args: str, now: str = SUNDAY) -> Answer:
        """Run a command, the clock standing still."""
        self.capsys.readouterr()
        self.google.requests.clear()
        code = run(["--config", str(self.folder / "runlift.toml"), "--now", now, *args])
        captured = self.capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    def asked(self) -> list[str]:
        """Return what the last command asked of Google, sorted, since sources and targets are read at once."""
        return sorted(name.removeprefix("calendar.") for name in self.google.asked_for())

    def scopes(self) -> set[str]:
        """Return what the last consent screen asked for."""
        query = parse_qs(urlsplit(self.google.browser.opened[-1]).query)
        return {scope.rpartition("/")[2] for scope in query["scope"][0].split()}

    @property
    def own(self) -> HeldCalendar:
        """The one calendar that runlift made."""
        (made,) = self.google.calendars_made()
        return made

    def sessions(self) -> dict[str, Json]:
        """Return what stands in it, by title."""
        return {event["summary"]: event for event in self.google.events(self.own.id).values()}


def add_week(google: Google, calendar: str = RUNNER) -> None:
    """Put a build week of runs into a calendar."""
    for day, hour, minutes, title in WEEK:
        if hour is None:
            continue
        start = a_moment(f"{day[:4]}-{day[4:6]}-{day[6:]} {hour[:2]}:{hour[2:4]}")
        times = [{"dateTime": moment.isoformat()} for moment in (start, start + timedelta(minutes=minutes))]
        google.add_event(calendar, {"summary": title, "start": times[0], "end": times[1]})


@contextmanager
def a_google_desk(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[GoogleDesk]:
    """Run Google, with a build week in the runner's calendar and the runner's browser signed in."""
    with google_server() as google:
        google.new_user(RUNNER)
        add_week(google)
        monkeypatch.setattr(webbrowser, "get", lambda _=None: google.browser)
        desk = GoogleDesk(google=google, folder=folder, capsys=capsys)
        desk.config()
        yield desk
