"""CalDAV on Xandikos, under contract."""

from collections.abc import Iterator

import pytest

from runlift.calendars.base import Source, Target
from tests.caldav_servers import CalDavServer, xandikos
from tests.contract.caldav_hand import (
    FAILURES,
    Access,
    CalDavAtHand,
    CalDavFeed,
    KeptReplica,
    failing,
    open_source,
    open_target,
)
from tests.contract.hand import SourceAtHand, TargetAtHand
from tests.contract.source_contract import FailingSourceContract, SourceContract
from tests.contract.target_contract import FailingTargetContract, TargetContract


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalDavServer]:
    with xandikos(tmp_path_factory.mktemp("xandikos")) as running:
        yield running


@pytest.fixture(params=FAILURES)
def access(server: CalDavServer, request: pytest.FixtureRequest) -> Iterator[Access]:
    with failing(server, request.param) as access:
        yield access


class TestCalDavTarget(TargetContract, FailingTargetContract):
    @pytest.fixture
    def calendar(self, server: CalDavServer) -> TargetAtHand:
        return CalDavAtHand(server)

    @pytest.fixture
    def failing_target(self, access: Access) -> Target:
        return open_target(access, KeptReplica())


class TestCalDavSource(SourceContract, FailingSourceContract):
    unchanged_requests = 1
    unchanged_is_free = False

    @pytest.fixture
    def calendar(self, server: CalDavServer) -> SourceAtHand:
        return CalDavFeed(server)

    @pytest.fixture
    def failing_source(self, access: Access) -> Source:
        return open_source(access, KeptReplica())
