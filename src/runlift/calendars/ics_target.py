"""An .ics file that sessions are written to and others subscribe to: an output, read back for its own history only."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from runlift.calendars.base import Outcome, Result, Traffic
from runlift.calendars.glance import NO_STAMP, stamp_of_body
from runlift.domain.events import ReadingWindow
from runlift.errors import NotACalendar, NotOurFile, Unreachable
from runlift.formats.ics_feed import RewrittenFeed, is_our_feed, read_feed, rewrite_feed
from runlift.state.files import atomic_write
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Action, Change
from runlift.sync.standing import EventRef, StandingEvent


class IcsFileTarget:
    """A file of sessions.

    Args:
        path: where it is, or will be.
        profile: whose sessions take on the look; another profile's stay in the file as they stand.
        look: how the calendar presents itself.
    """

    is_output = True

    def __init__(self, *, path: Path, profile: str, look: CalendarLook) -> None:
        self.name = path.name
        self._path = path
        self._profile = profile
        self._look = look
        self._traffic = Traffic()
        self._written: set[EventRef] = set()
        self._stamp = NO_STAMP

    @property
    def traffic(self) -> Traffic:
        """The bytes that were read and written; a file takes no requests."""
        return self._traffic

    @property
    def stamp(self) -> str:
        """A digest of the file as it was last read."""
        return self._stamp

    def existing(self, window: ReadingWindow) -> tuple[StandingEvent, ...]:
        """Read the events inside the window that are ours."""
        return tuple(event for event in self._read() if window.holds(event.when))

    def render(self, changes: Sequence[Change], *, now: datetime) -> bytes:
        """Return what the file should hold after the changes."""
        return self._rewritten(self._body(), changes, now).body

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        """Write the file anew, whole or not at all, and tell what was made; not when it would come out the same."""
        body = self._body()
        rewritten = self._rewritten(body, changes, now)
        if rewritten.body != body:
            self._write(rewritten.body)
        for change, made in zip(changes, rewritten.made, strict=True):
            yield self._done(change) if made else Outcome(change=change, result=Result.CONFLICT)

    def settle(self) -> tuple[StandingEvent, ...]:
        """Return what was written since the target was opened."""
        return tuple(event for event in self._read() if event.ref in self._written)

    def _done(self, change: Change) -> Outcome:
        written = change.before if change.action is Action.UPDATE else change.after
        if written is None:
            return Outcome(change=change, result=Result.DONE)
        ref = EventRef(written.uid)
        self._written.add(ref)
        return Outcome(change=change, result=Result.DONE, ref=ref)

    def _read(self) -> tuple[StandingEvent, ...]:
        body = self._body()
        with self._naming_the_file():
            return read_feed(body)

    def _rewritten(self, body: bytes, changes: Sequence[Change], now: datetime) -> RewrittenFeed:
        with self._naming_the_file():
            return rewrite_feed(body, changes, profile=self._profile, look=self._look, now=now)

    @contextmanager
    def _naming_the_file(self) -> Iterator[None]:
        try:
            yield
        except NotACalendar as error:
            raise NotACalendar(f"{self._path} is damaged; move it away and sync again") from error

    def _body(self) -> bytes:
        """Return what the file holds; nothing when there is none yet."""
        try:
            body = self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise Unreachable(
                f"{self._path} cannot be read ({error.strerror}); choose another path for the target"
            ) from error
        if body and not is_our_feed(body):
            raise NotOurFile(
                f"{self._path} was not written by runlift and stays as it is; choose another path for the target"
            )
        self._traffic = replace(self._traffic, received=self._traffic.received + len(body))
        self._stamp = stamp_of_body(body)
        return body

    def _write(self, body: bytes) -> None:
        try:
            # A calendar to subscribe to is there to be read by others, such as a web server.
            atomic_write(self._path, body, mode=None if self._path.exists() else 0o644)
        except OSError as error:
            raise Unreachable(
                f"{self._path} cannot be written ({error.strerror}); what stood there stands: "
                "make room, or choose another path for the target"
            ) from error
        self._traffic = replace(self._traffic, sent=self._traffic.sent + len(body))
