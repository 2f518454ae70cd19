"""Calendars behind addresses, under contract."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from runlift.calendars.base import Source
from runlift.calendars.feed import Patience
from runlift.calendars.ics_url import IcsUrlSource
from runlift.state.feed_cache import FileFeedCache
from tests.contract.entry import Entry, as_calendar
from tests.contract.hand import SourceAtHand
from tests.contract.source_contract import FailingSourceContract, SourceContract
from tests.feed_server import Asked, Reply, serving

HASTY = Patience(connect=1, read=0.3, overall=1, retry_after=0, retries=0)


class WebFeed:
    """A feed that a coach's server makes of whatever entries there are."""

    def __init__(self, folder: Path) -> None:
        self.url = ""
        self._cache = FileFeedCache(folder)
        self._entries: dict[str, Entry] = {}

    def answer(self, asked: Asked) -> Reply:
        body = as_calendar(*self._entries.values())
        etag = f'"{sha256(body).hexdigest()[:8]}"'
        return Reply(status=304) if asked.headers.get("if-none-match") == etag else Reply.of(body, etag=etag)

    def open(self) -> IcsUrlSource:
        return IcsUrlSource(self.url, cache=self._cache, allow_private=True, patience=HASTY)

    def add(self, entry: Entry) -> None:
        self._entries[entry.uid] = entry

    def delete(self, uid: str) -> None:
        del self._entries[uid]


class TestIcsUrlSource(SourceContract, FailingSourceContract):
    unchanged_requests = 1
    unchanged_is_free = True

    @pytest.fixture
    def calendar(self, tmp_path: Path) -> Iterator[SourceAtHand]:
        feed = WebFeed(tmp_path / "feeds")
        with serving(answer=feed.answer) as server:
            feed.url = server.url
            yield feed

    @pytest.fixture(
        params=[
            Reply.of(status=503),
            Reply.of(status=404),
            Reply.of(b""),
            Reply.of(b"<html>Sign in</html>"),
            Reply.of(as_calendar()[:-20]),
            Reply(pieces=(as_calendar(),), promised=1000),
            Reply(pieces=(as_calendar(),), pause=0.5),
        ],
        ids=["in trouble", "not there", "empty", "page", "half", "broken off", "silent"],
    )
    def failing_source(self, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Source]:
        with serving(request.param) as server:
            yield IcsUrlSource(server.url, cache=FileFeedCache(tmp_path), allow_private=True, patience=HASTY)
