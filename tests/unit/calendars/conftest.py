"""What the tests of calendars stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.google.server import google_server
from tests.google_desk import RUNNER, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with google_server() as google:
        google.new_user(RUNNER)
        yield Desk(google=google, folder=tmp_path)
