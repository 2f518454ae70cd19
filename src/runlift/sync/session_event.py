"""A session as a calendar shows it."""

from dataclasses import dataclass
from datetime import datetime

from runlift.domain.events import EventUid, Timed
from runlift.domain.kinds import Intensity
from runlift.sync import identity
from runlift.sync.identity import Fingerprints


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEvent:
    """A session as a calendar shows it.

    Attributes:
        start: aware; written in its zone where that has an IANA name, in UTC otherwise.
        text: the description; of a wish, our block alone.
    """

    profile: str
    key: str
    start: datetime
    end: datetime
    intensity: Intensity
    title: str
    text: str

    @property
    def uid(self) -> EventUid:
        """The UID that derives from profile and key."""
        return identity.uid_for(self.profile, self.key)

    @property
    def fingerprints(self) -> Fingerprints:
        """The fingerprints of the managed fields."""
        return identity.fingerprints(when=Timed(start=self.start, end=self.end), title=self.title, text=self.text)
