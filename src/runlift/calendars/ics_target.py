"""An .ics file that sessions are written to and others subscribe to: an output, read back for its own history only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from runlift.calendars.base import Written
from runlift.errors import NotACalendar, NotOurFile, Unreachable
from runlift.formats.ics_feed import StampedEvent, is_our_feed, merge, read_feed, write_feed
from runlift.state.files import atomic_write
from runlift.sync.calendar_look import CalendarLook
from runlift.sync.changes import Change
from runlift.sync.session_event import SessionEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class IcsFileTarget:
    """A file of sessions.

    Attributes:
        profile: whose sessions are ours; another profile's stay in the file as they stand.
    """

    path: Path
    profile: str
    look: CalendarLook
    name: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the file's name."""
        object.__setattr__(self, "name", self.path.name)

    def existing(self) -> tuple[SessionEvent, ...]:
        """Read the sessions of this profile."""
        return tuple(stamped.event for stamped in self._read(self._body()) if stamped.event.profile == self.profile)

    def render(self, changes: Sequence[Change], *, now: datetime) -> bytes:
        """Return what the file should hold after the changes."""
        return self._render(self._body(), changes, now)

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Written:
        """Write the file anew, whole or not at all; not when it would come out the same."""
        body = self._body()
        written = self._render(body, changes, now)
        if written == body:
            return Written(changed=False)
        try:
            # A calendar to subscribe to is there to be read by others, such as a web server.
            atomic_write(self.path, written, mode=None if self.path.exists() else 0o644)
        except OSError as error:
            raise Unreachable(
                f"{self.path} cannot be written ({error.strerror}); what stood there stands: "
                "make room, or choose another path for the target"
            ) from error
        return Written(changed=True, sent=len(written))

    def _render(self, body: bytes, changes: Sequence[Change], now: datetime) -> bytes:
        wanted = [change.after for change in changes if change.after]
        return write_feed(merge(self._read(body), wanted, profile=self.profile, now=now), self.look)

    def _read(self, body: bytes) -> tuple[StampedEvent, ...]:
        try:
            return read_feed(body)
        except NotACalendar as error:
            raise NotACalendar(f"{self.path} is damaged; move it away and sync again") from error

    def _body(self) -> bytes:
        """Return what the file holds; nothing when there is none yet."""
        try:
            body = self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise Unreachable(
                f"{self.path} cannot be read ({error.strerror}); choose another path for the target"
            ) from error
        if body and not is_our_feed(body):
            raise NotOurFile(
                f"{self.path} was not written by runlift and stays as it is; choose another path for the target"
            )
        return body
