"""The nets that the tests themselves hang in."""

import os
import socket
import time
from pathlib import Path

import pytest
import requests

from tests.conftest import HOST_ZONE


def test_the_machine_stands_in_the_zone_of_the_tests() -> None:
    assert os.environ["TZ"] == HOST_ZONE
    assert time.localtime(0).tm_gmtoff == 5.5 * 3600  # Kathmandu went to 5:45 in 1986


@pytest.mark.parametrize("address", ["http://192.0.2.1/feed.ics", "https://example.com/"])
def test_reaching_another_machine_fails_the_test(address: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="may not use the network"):
        requests.get(address, timeout=1)


def test_reaching_this_machine_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=1):
        pass


def test_the_folders_of_whoever_runs_the_tests_are_out_of_reach(tmp_path: Path) -> None:
    assert Path.home() == tmp_path / "home"
