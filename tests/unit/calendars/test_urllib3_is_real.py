"""The HTTP library underneath is the one that its name says (docs/decisions/0004-caldav-library.md)."""

from importlib.metadata import packages_distributions, version

import urllib3
from caldav.lib import http_sync


def test_urllib3_is_urllib3s_own() -> None:
    # A package that replaces it installs its modules under the same name, with versions of its own.
    assert set(packages_distributions()["urllib3"]) == {"urllib3"}
    assert vars(urllib3)["__version__"] == version("urllib3")
    assert int(version("urllib3").split(".")[2]) < 900


def test_caldav_speaks_through_requests() -> None:
    assert http_sync.requests.__name__ == "requests"
