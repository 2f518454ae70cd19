"""Our Google beside the one of `emulate`: what both have is alike, but for the differences that stand here.

Whatever differs is said with what Google's reference has; ours follows that, and the emulator's shape is written down
so that a release which mends it shows.
"""

import json
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google_auth_oauthlib.flow import InstalledAppFlow

from tests import npm
from tests.google import contract
from tests.google.browser import Browser, visit
from tests.google.conftest import JO
from tests.google.contract import SCOPE
from tests.google.emulator import Emulator, emulator
from tests.google.event_texts import all_day, timed
from tests.google.google import Google
from tests.google.problems import Json

PLAN = "plan"
Said = Mapping[str, str | int]


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two, with twelve events in a calendar.

    Attributes:
        calendar: that calendar.
        bearer: an access token.
    """

    base_url: str
    calendar: str
    bearer: str

    def ask(self, verb: str, path: str, body: Json | None = None, said: Said | None = None) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            session.headers["Authorization"] = f"Bearer {self.bearer}"
            return session.request(verb, f"{self.base_url}calendar/v3/{path}", params=said, json=body, timeout=10)

    def free_busy(self) -> list[dict[str, str]]:
        """Return when the calendar is busy on one day."""
        asked = {"timeMin": "2026-07-03T00:00:00Z", "timeMax": "2026-07-04T00:00:00Z", "items": [{"id": self.calendar}]}
        busy: list[dict[str, str]] = self.ask("POST", "freeBusy", asked).json()["calendars"][self.calendar]["busy"]
        return busy

    def events(self, **said: str | int) -> Json:
        answer: Json = self.ask("GET", f"calendars/{self.calendar}/events", said=said).json()
        return answer


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    calendars = [
        {"id": name, "user_email": JO, "summary": name, "primary": name == "primary", "time_zone": "Europe/Berlin"}
        for name in ("primary", PLAN)
    ]
    runs = [
        {
            "id": f"run{number:02}",
            "user_email": JO,
            "calendar_id": PLAN,
            "summary": f"Run {number}",
            "start_date_time": f"2026-07-{number:02}T07:00:00+02:00",
            "end_date_time": f"2026-07-{number:02}T08:00:00+02:00",
        }
        for number in range(1, 13)
    ]
    with emulator(tmp_path_factory.mktemp("emulator"), users=[JO], calendars=calendars, events=runs) as running:
        yield running


@pytest.fixture
def sides(emulated: Emulator, google: Google) -> tuple[Side, Side]:
    """Return ours and theirs."""
    plan = google.new_calendar(JO, PLAN)
    for number in range(1, 13):
        times = (f"2026-07-{number:02}T07:00:00+02:00", f"2026-07-{number:02}T08:00:00+02:00")
        google.add_event(plan.id, timed(*times, id=f"run{number:02}", summary=f"Run {number}"))
    access, _ = google.sign_in(JO, "calendar")
    ours = Side(base_url=google.base_url, calendar=plan.id, bearer=access)
    return ours, Side(base_url=emulated.base_url, calendar=PLAN, bearer="any")


def outline(event: Json) -> Json:
    return {name: event[name] for name in ("kind", "id", "status", "summary", "start", "end")}


ALIKE: dict[str, Callable[[Side], object]] = {
    "events of a window": lambda side: [
        outline(event)
        for event in side.events(timeMin="2026-07-03T00:00:00+02:00", timeMax="2026-07-06T00:00:00+02:00")["items"]
    ],
    "a page of five": lambda side: [
        len(side.events(maxResults=5)["items"]),
        "nextPageToken" in side.events(maxResults=5),
        "nextPageToken" in side.events(maxResults=50),
    ],
    "words": lambda side: [event["id"] for event in side.events(q="run 11")["items"]],
    "calendars": lambda side: sorted(
        (entry["kind"], entry["accessRole"], entry["timeZone"], entry.get("primary", False))
        for entry in side.ask("GET", "users/me/calendarList").json()["items"]
    ),
    "a calendar that there is not": lambda side: side.ask("GET", "calendars/none/events").json()["error"]["errors"][0][
        "reason"
    ],
    "no token": lambda side: (
        requests.get(f"{side.base_url}calendar/v3/calendars/{PLAN}/events", timeout=10).status_code
    ),
    "a new event": lambda side: [
        (made := side.ask("POST", f"calendars/{side.calendar}/events", timed()).json())["start"],
        side.ask("DELETE", f"calendars/{side.calendar}/events/{made['id']}").status_code,
        made["summary"] in [event["summary"] for event in side.events(maxResults=50)["items"]],
    ],
    "free and busy": lambda side: [
        [datetime.fromisoformat(busy[name]) for name in ("start", "end")] for busy in side.free_busy()
    ],
}


@pytest.mark.parametrize("what", ALIKE)
def test_what_both_have_is_alike(sides: tuple[Side, Side], what: str) -> None:
    ours, theirs = (ALIKE[what](side) for side in sides)
    assert ours == theirs


DIFFERENT: dict[str, tuple[Callable[[Side], object], object, object]] = {
    "free and busy in UTC": (
        lambda side: side.free_busy()[0]["start"],
        "2026-07-03T05:00:00Z",
        "2026-07-03T07:00:00+02:00",
    ),
    "a page that nobody sized (250)": (lambda side: len(side.events()["items"]), 12, 10),
    "an id that the client made": (
        lambda side: side.ask("POST", f"calendars/{side.calendar}/events", timed(id="lift1")).json()["id"] == "lift1",
        True,
        False,
    ),
    "a second delete (410)": (
        lambda side: [side.ask("DELETE", f"calendars/{side.calendar}/events/run12").status_code for _ in range(2)],
        [204, 410],
        [204, 404],
    ),
    "extended properties": (
        lambda side: (
            "extendedProperties"
            in side.ask(
                "POST", f"calendars/{side.calendar}/events", timed(extendedProperties={"private": {"key": "1"}})
            ).json()
        ),
        True,
        False,
    ),
    "a day has no zone": (
        lambda side: side.ask("POST", f"calendars/{side.calendar}/events", all_day()).json()["start"],
        {"date": "2026-07-07"},
        {"date": "2026-07-07", "timeZone": "Europe/Berlin"},
    ),
    "an etag of its own for each version": (
        lambda side: side.events(q="Run 1")["items"][0]["etag"] != '"run01"',
        True,
        False,
    ),
    "a sync token at the end": (lambda side: "nextSyncToken" in side.events(maxResults=50), True, False),
    "a sync token that never was (400)": (
        lambda side: side.ask("GET", f"calendars/{side.calendar}/events", said={"syncToken": "never"}).status_code,
        400,
        200,
    ),
    "partial answers": (lambda side: "items" in side.events(fields="kind"), False, True),
    "one event": (lambda side: side.ask("GET", f"calendars/{side.calendar}/events/run01").status_code, 200, 404),
    "a patch": (
        lambda side: side.ask("PATCH", f"calendars/{side.calendar}/events/run01", {"summary": "x"}).status_code,
        200,
        404,
    ),
    "a new calendar": (lambda side: side.ask("POST", "calendars", {"summary": "Lift"}).status_code, 200, 404),
    "a calendar": (lambda side: side.ask("GET", f"calendars/{side.calendar}").status_code, 200, 404),
    "what goes without saying": (
        lambda side: (
            side.events(q="Run 1")["items"][0].keys()
            ^ {"kind", "etag", "id", "status", "htmlLink", "created", "updated", "summary", "start", "end"}
        ),
        {"creator", "organizer", "iCalUID", "sequence", "reminders", "eventType"},
        {"attendees"},
    ),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_what_differs_is_known(sides: tuple[Side, Side], what: str) -> None:
    ask, *expected = DIFFERENT[what]
    assert [ask(side) for side in sides] == expected


def test_the_emulators_answers_are_within_the_contract_too(sides: tuple[Side, Side]) -> None:
    _, theirs = sides
    found = contract.find("GET", f"calendars/{PLAN}/events")
    assert found is not None
    assert contract.answer_breaches(found[0], theirs.events()) == []


@dataclass(frozen=True, kw_only=True)
class Door:
    """An authorization server, and the runner who goes through its consent screen."""

    client_json: Path
    revoke_uri: str
    consent: Callable[[str], str]


def door(side: Google | Emulator, folder: Path) -> Door:
    path = side.client_json(folder / "client.json")
    if isinstance(side, Google):
        return Door(client_json=path, revoke_uri=f"{side.base_url}revoke", consent=visit)
    return Door(
        client_json=path,
        revoke_uri=f"{side.base_url}oauth2/revoke",
        consent=lambda url: side.consent(url, JO),
    )


@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_googles_own_client_signs_in_refreshes_and_is_revoked(
    google: Google, emulated: Emulator, whose: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the machine is its own
    entrance = door(google if whose == "ours" else emulated, tmp_path)
    browser = Browser(entrance.consent)
    monkeypatch.setattr(webbrowser, "get", lambda _: browser)
    flow = InstalledAppFlow.from_client_secrets_file(str(entrance.client_json), [f"{SCOPE}calendar.events"])
    credentials = flow.run_local_server(port=0)
    browser.close()
    assert "Authentication" in browser.shown[0] or "authentication" in browser.shown[0]
    first = credentials.token
    with requests.Session() as session:
        session.trust_env = False
        credentials.refresh(Request(session=session))
        assert credentials.token != first
        revoked = session.post(entrance.revoke_uri, {"token": credentials.refresh_token}, timeout=10)
        assert revoked.status_code == 200
        with pytest.raises(RefreshError, match="invalid_grant"):
            credentials.refresh(Request(session=session))


def test_a_package_of_npms_is_locked_by_its_content_and_names_no_place() -> None:
    lock = json.loads((Path(npm.__file__).parent / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert not any("resolved" in package for package in packages)


def test_packages_that_are_not_installed_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npm, "_HOME", tmp_path)
    with pytest.raises(RuntimeError, match=r"install them with: python -m tests\.npm"):
        npm.package("emulate")
