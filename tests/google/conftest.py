"""What the tests of the Google of the tests stand on."""

from collections.abc import Iterator

import pytest

from tests.google.caller import Caller
from tests.google.google import Google
from tests.google.server import google_server

JO = "jo@example.com"


@pytest.fixture
def google() -> Iterator[Google]:
    with google_server() as running:
        running.new_user(JO)
        yield running


@pytest.fixture
def jo(google: Google) -> Iterator[Caller]:
    """Return a client of the runner's, who may do everything."""
    with Caller(google, JO) as caller:
        yield caller
