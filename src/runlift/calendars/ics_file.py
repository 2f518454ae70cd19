"""A calendar in a file."""

from dataclasses import dataclass
from pathlib import Path

from runlift.calendars.base import Reading
from runlift.calendars.glance import stamp_of_body
from runlift.domain.events import ReadingWindow
from runlift.errors import Unreachable
from runlift.formats.ics import read_events
from runlift.formats.refusals import SIZE_LIMIT


@dataclass(frozen=True, slots=True)
class IcsFileSource:
    """Reads an iCalendar file."""

    path: Path

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def read(self, window: ReadingWindow) -> Reading:
        """Read the events inside the window.

        Raises:
            Unreachable: the file cannot be opened.
            NotACalendar: it is no calendar, or not a whole one.
        """
        body = read_calendar_file(self.path)
        events, notes = read_events(body, name=str(self.path), window=window)
        return Reading(events=events, notes=notes, received=len(body), stamp=stamp_of_body(body))


def read_calendar_file(path: Path) -> bytes:
    """Return what the file holds; of one that is too large for a calendar, enough to be refused as such.

    Raises:
        Unreachable: it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT)
    except FileNotFoundError:
        raise Unreachable(f"{path} does not exist; check the path of the calendar") from None
    except IsADirectoryError:
        raise Unreachable(f"{path} is a folder; give the path of an .ics file in it") from None
    except PermissionError:
        raise Unreachable(f"{path} may not be read; give yourself the permission to read it") from None
    except (OSError, ValueError) as error:
        # ValueError: a path with a null character.
        raise Unreachable(f"{path} cannot be read ({error}); check the path of the calendar") from error
