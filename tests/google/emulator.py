"""`emulate` (npm), a Google that others wrote: its authorization server, calendar lists, lists of events and free/busy.

It knows neither ids that clients make nor If-Match, sync tokens, scopes or batches; `test_against_the_emulator` lists
what it does otherwise than Google's contract and our own server.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import requests

from tests import npm
from tests.processes import free_port, running

_PATIENCE = 10
"""Seconds that a page may take."""

_FORM = re.compile(r'<form[^>]*action="([^"]*)"(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """An emulator that runs.

    Attributes:
        base_url: its root, with a slash at its end.
    """

    base_url: str

    @property
    def auth_uri(self) -> str:
        return f"{self.base_url}o/oauth2/v2/auth"

    @property
    def token_uri(self) -> str:
        return f"{self.base_url}oauth2/token"

    def client_json(self, path: Path) -> Path:
        """Write the file of an installed app's OAuth client; the emulator takes any."""
        installed = {
            "client_id": "987.apps.googleusercontent.com",
            "project_id": "runlift-of-the-tests",
            "auth_uri": self.auth_uri,
            "token_uri": self.token_uri,
            "client_secret": "GOCSPX-known-to-all",
            "redirect_uris": ["http://localhost"],
        }
        path.write_text(json.dumps({"installed": installed}), encoding="utf-8")
        return path

    def consent(self, url: str, user: str) -> str:
        """Open the consent screen, choose a user there, follow where that leads and return the last page."""
        with requests.Session() as session:
            session.trust_env = False
            screen = session.get(url, timeout=_PATIENCE).text
            for action, inside in _FORM.findall(screen):
                fields = {name: unescape(value) for name, value in _HIDDEN.findall(inside)}
                if fields.get("email") == user:
                    return session.post(f"{self.base_url}{action.lstrip('/')}", fields, timeout=_PATIENCE).text
        raise LookupError(f"the consent screen does not offer {user}")


@contextmanager
def emulator(
    folder: Path,
    *,
    users: Sequence[str],
    calendars: Sequence[Mapping[str, object]],
    events: Sequence[Mapping[str, object]],
) -> Iterator[Emulator]:
    """Run the emulator with what it shall hold.

    Args:
        folder: where its seed and its log are written.
        users: their addresses.
        calendars: in its own words: id, user_email, summary, primary, time_zone.
        events: likewise: id, user_email, calendar_id, summary, start_date_time or start_date, end_… alike.
    """
    port = free_port()
    seed = folder / "seed.yaml"
    held = {
        "users": [{"email": user, "name": user} for user in users],
        "calendars": list(calendars),
        "calendar_events": list(events),
    }
    seed.write_text(json.dumps({"google": held}), encoding="utf-8")  # JSON is YAML
    program = str(npm.package("emulate") / "dist" / "index.js")
    options = ["--service", "google", "--seed", str(seed), "--port", str(port), "--host", "127.0.0.1"]
    with running([npm.node(), program, "start", *options], port, folder):
        yield Emulator(base_url=f"http://127.0.0.1:{port}/")
