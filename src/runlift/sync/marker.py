"""The marker: what an event says about itself, so that a session is known again on any computer.

The same names serve as iCalendar properties and as private extended properties of Google Calendar.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from runlift.domain.kinds import Intensity
from runlift.sync.identity import Fingerprints, parse_key

SCHEMA = 1
"""Raised when an older runlift could no longer read the marker."""

VERSION = "X-RUNLIFT-VERSION"
PROFILE = "X-RUNLIFT-PROFILE"
KEY = "X-RUNLIFT-KEY"
INTENSITY = "X-RUNLIFT-INTENSITY"
FINGERPRINT_TIME = "X-RUNLIFT-FINGERPRINT-TIME"
FINGERPRINT_TITLE = "X-RUNLIFT-FINGERPRINT-TITLE"
FINGERPRINT_TEXT = "X-RUNLIFT-FINGERPRINT-TEXT"

NAMES = (VERSION, PROFILE, KEY, INTENSITY, FINGERPRINT_TIME, FINGERPRINT_TITLE, FINGERPRINT_TEXT)


class Flaw(StrEnum):
    """Why a marker cannot be relied on."""

    NEWER = "newer"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What an event says about itself.

    Attributes:
        intensity: the class that was last written.
        marks: the managed fields as they were last sent; one that is not like it any more was edited by the runner.
    """

    profile: str
    key: str
    intensity: Intensity
    marks: Fingerprints

    def properties(self) -> dict[str, str]:
        """Return it as names and values."""
        return {
            VERSION: str(SCHEMA),
            PROFILE: self.profile,
            KEY: self.key,
            INTENSITY: self.intensity.value,
            FINGERPRINT_TIME: self.marks.time,
            FINGERPRINT_TITLE: self.marks.title,
            FINGERPRINT_TEXT: self.marks.text,
        }


def read_marker(value_of: Callable[[str], str | None]) -> Marker | Flaw | None:
    """Return what an event says about itself; None where it says nothing.

    Args:
        value_of: the value of a property of the event, or None.
    """
    values = {name: value_of(name) for name in NAMES}
    if not any(values.values()):
        return None
    version = values[VERSION] or ""
    if version.isdecimal() and int(version) > SCHEMA:
        return Flaw.NEWER
    if not all(values.values()) or version != str(SCHEMA):
        return Flaw.DAMAGED
    text = {name: value or "" for name, value in values.items()}
    try:
        parse_key(text[KEY])
        intensity = Intensity(text[INTENSITY])
    except ValueError:
        return Flaw.DAMAGED
    marks = Fingerprints(time=text[FINGERPRINT_TIME], title=text[FINGERPRINT_TITLE], text=text[FINGERPRINT_TEXT])
    return Marker(profile=text[PROFILE], key=text[KEY], intensity=intensity, marks=marks)
