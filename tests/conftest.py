"""What every test stands on: a fixed zone, no network beyond this machine, and hypothesis profiles."""

import os
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No runner lives in this zone and its offset is odd, so that whatever leans on the machine's zone shows.
HOST_ZONE = "Asia/Kathmandu"
os.environ["TZ"] = HOST_ZONE
time.tzset()

# A test run answers for the change at hand, so it looks at the same examples every time.
# HYPOTHESIS_PROFILE=search looks for new ones. (hypothesis has a profile "ci" of its own, which others would inherit.)
settings.register_profile("search", deadline=None, max_examples=1000, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=10_000, print_blob=True)
settings.register_profile("deterministic", deadline=None, max_examples=100, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "deterministic"))

_connect = socket.socket.connect
_getaddrinfo = socket.getaddrinfo


def _refuse_other_machines(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name not in {"None", "localhost"} and not name.startswith("127.") and name != "::1":
        pytest.fail(f"a test tried to reach {name}; tests may not use the network")


def _connect_here(self: socket.socket, address: tuple[Any, ...] | str | bytes) -> None:
    if isinstance(address, tuple):  # all other addresses are sockets in the file system
        _refuse_other_machines(address[0])
    _connect(self, address)


def _look_up_here(host: str | bytes | None, port: str | int | None, *args: int, **options: int) -> list[Any]:
    _refuse_other_machines(host)
    return _getaddrinfo(host, port, *args, **options)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _connect_here)
    monkeypatch.setattr(socket, "getaddrinfo", _look_up_here)


@pytest.fixture(autouse=True)
def _no_folders_of_the_runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let nothing that a test does reach the config, state or cache of whoever runs it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    # The width of whoever runs the tests, or of their runner, is not that of a pipe either.
    monkeypatch.delenv("COLUMNS", raising=False)
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
