"""A calendar behind an address."""

from dataclasses import KW_ONLY, dataclass, field
from typing import Protocol

from runlift.calendars.base import Reading
from runlift.calendars.feed import Answer, Patience, fetch
from runlift.calendars.feed_address import shown
from runlift.calendars.feed_errors import bad_status
from runlift.calendars.feed_glance import headers_for
from runlift.calendars.glance import NO_STAMP, stamp_of_body
from runlift.domain.events import ReadingWindow
from runlift.formats.ics import read_events

CachedFeed = tuple[str | None, str | None, bytes]
"""The ETag, the Last-Modified and the body of an answer."""

_NOT_MODIFIED = 304


class FeedCache(Protocol):
    """Keeps the last good answer of each feed."""

    def get(self, url: str) -> CachedFeed | None:
        """Return what was kept of the feed, if anything."""
        ...

    def put(self, url: str, feed: CachedFeed) -> None:
        """Keep an answer in place of the one before."""
        ...


@dataclass(frozen=True, slots=True)
class IcsUrlSource:
    """Reads a feed by a conditional GET; an unchanged one costs a 304.

    Attributes:
        url: of https, http, webcal or webcals; a secret.
        cache: keeps the last good answer; an error or what is no calendar never takes its place.
        allow_private: an address inside the home network will do.
        patience: how long to wait.
    """

    url: str = field(repr=False)
    _: KW_ONLY
    cache: FeedCache
    allow_private: bool = False
    patience: Patience = field(default_factory=Patience)

    @property
    def name(self) -> str:
        """The scheme and host of the address; the rest of it is a secret."""
        return shown(self.url)

    def read(self, window: ReadingWindow) -> Reading:
        """Read the events inside the window.

        It has a stamp where one request will tell whether anything has changed (`feed_glance`).

        It has a stamp where one request will tell whether anything has changed (`feed_glance`).

        Raises:
            Unreachable: no answer came, or one that says no.
            NotACalendar: what came is no calendar, or not a whole one.
        """
        kept = self.cache.get(self.url)
        answer = fetch(
            self.url,
            where=self.name,
            headers=headers_for(*(kept[:2] if kept else (None, None))),
            allow_private=self.allow_private,
            patience=self.patience,
        )
        body = _body(answer, kept, self.name)
        events, notes = read_events(body, name=self.name, window=window)
        if answer.status != _NOT_MODIFIED:
            self.cache.put(self.url, (answer.etag, answer.last_modified, body))
            kept = (answer.etag, answer.last_modified, body)
        return Reading(
            events=events,
            notes=notes,
            requests=answer.requests,
            received=answer.received,
            stamp=stamp_of_body(body) if kept and any(kept[:2]) and answer.requests == 1 else NO_STAMP,
        )


def _body(answer: Answer, kept: CachedFeed | None, where: str) -> bytes:
    if answer.status == _NOT_MODIFIED and kept:
        return kept[2]
    if not 200 <= answer.status < 300:
        raise bad_status(answer.status, where)
    return answer.body
