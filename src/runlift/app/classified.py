"""Events with what they are taken for, from files or from the configured sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from runlift.app.config import Config, zone_of_the_machine
from runlift.app.gather import read_sources, reading_window
from runlift.calendars.base import Reading
from runlift.calendars.ics_file import read_calendar_file
from runlift.domain.classification import Classification
from runlift.domain.classify import classify
from runlift.domain.events import Event
from runlift.domain.lexicon import Lexicon
from runlift.formats.ics import read_components
from runlift.state.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """Events with what they are taken for.

    Attributes:
        pairs: in the order of the calendar.
        notes: what could not be read as written.
        failed: a source did not answer, and what it said last stands in.
    """

    pairs: tuple[tuple[Event, Classification], ...]
    notes: tuple[str, ...]
    failed: bool = False


def classify_files(files: Sequence[Path], lexicon: Lexicon) -> Classified:
    """Classify every VEVENT of some files, each file being one runner's calendar.

    Raises:
        CalendarError: a file cannot be read, or is no calendar.
    """
    pairs: list[tuple[Event, Classification]] = []
    notes: list[str] = []
    zone = zone_of_the_machine()
    for path in files:
        events, said = read_components(read_calendar_file(path), name=str(path), zone=zone)
        pairs += zip(events, classify(events, lexicon), strict=True)
        notes += said
    return Classified(pairs=tuple(pairs), notes=tuple(notes))


def classify_sources(config: Config, store: Store, now: datetime, lexicon: Lexicon) -> Classified:
    """Classify what the config's sources hold in the weeks that are read.

    Raises:
        CalendarError: a source cannot be read.
    """
    pairs: list[tuple[Event, Classification]] = []
    notes: list[str] = []
    answers = read_sources(config, store, reading_window(config, now))
    fixes = store.fixes()
    for read in answers:
        reading = read.reading or (read.kept.reading if read.kept else Reading(events=()))
        found = classify(reading.events, lexicon, prefix=config.prefix, fixes=fixes)
        pairs += zip(reading.events, found, strict=True)
        notes += [str(read.failure)] * (read.failure is not None) + list(reading.notes)
    failed = any(read.failure for read in answers)
    return Classified(pairs=tuple(pairs), notes=tuple(notes), failed=failed)
