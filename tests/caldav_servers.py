"""Real CalDAV servers of two makes, each a process of its own on a free port of this machine."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from requests.auth import HTTPBasicAuth

from tests.processes import free_port, running

RUNNER, KEY = "runner", "opens, only: ßésame"
"""The runner's name and password."""

_RADICALE = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = from_file
file = {folder}/rights
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""

# The rights of `owner_only`, but for one calendar that can only be read.
_RIGHTS = """\
[root]
user: .+
collection:
permissions: R
[principal]
user: .+
collection: {user}
permissions: RW
[read-only]
user: .+
collection: {user}/read-only
permissions: r
[calendars]
user: .+
collection: {user}/[^/]+
permissions: rw
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalDavServer:
    """A server that runs.

    Attributes:
        url: its root.
        home: the folder of the runner's calendars.
        username: None where it asks for none.
        password: likewise.
        read_only: the address of a calendar that cannot be written, where the server has such.
    """

    url: str
    home: str
    username: str | None = None
    password: str | None = None
    read_only: str | None = None

    def new_calendar(self, name: str) -> str:
        """Make an empty calendar and return its address."""
        url = f"{self.home}{name}/"
        self.request("MKCALENDAR", url)
        return url

    def put(self, url: str, body: str) -> None:
        """Put an event there, whatever stood there."""
        self.request("PUT", url, body, {"Content-Type": "text/calendar; charset=utf-8"})

    def get(self, url: str) -> str:
        """Return what stands there."""
        response = self.request("GET", url)
        response.encoding = "utf-8"
        return response.text

    def delete(self, url: str) -> None:
        """Take away what stands there."""
        self.request("DELETE", url)

    def request(
        self, method: str, url: str, body: str = "", headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        """Do as another client of the runner's would."""
        sign_in = HTTPBasicAuth(self.username.encode(), (self.password or "").encode()) if self.username else None
        with requests.Session() as session:
            session.trust_env = False
            response = session.request(method, url, data=body.encode(), headers=headers, auth=sign_in, timeout=10)
        response.raise_for_status()
        return response


@contextmanager
def radicale(folder: Path) -> Iterator[CalDavServer]:
    """Run Radicale on an empty folder."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").write_text(f"{RUNNER}:{KEY}\n", encoding="utf-8")
    (folder / "rights").write_text(_RIGHTS, encoding="utf-8")
    config = folder / "config"
    config.write_text(_RADICALE.format(port=port, folder=folder), encoding="utf-8")
    read_only = folder / "collections" / "collection-root" / RUNNER / "read-only"
    read_only.mkdir(parents=True)
    (read_only / ".Radicale.props").write_text('{"tag": "VCALENDAR"}', encoding="utf-8")
    url = f"http://127.0.0.1:{port}/"
    home = f"{url}{RUNNER}/"
    with running([sys.executable, "-m", "radicale", "-C", str(config)], port, folder):
        yield CalDavServer(url=url, home=home, username=RUNNER, password=KEY, read_only=f"{home}{read_only.name}/")


@contextmanager
def xandikos(folder: Path) -> Iterator[CalDavServer]:
    """Run Xandikos on an empty folder."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    principal = f"/{RUNNER}/"
    command = [sys.executable, "-m", "xandikos", "serve", "-d", str(folder / "collections"), "--state-dir", str(folder)]
    command += ["--current-user-principal", principal, "--defaults", "-l", "127.0.0.1", "-p", str(port)]
    url = f"http://127.0.0.1:{port}/"
    with running([*command, "--no-detect-systemd"], port, folder):
        yield CalDavServer(url=url, home=f"{url}{RUNNER}/calendars/")
