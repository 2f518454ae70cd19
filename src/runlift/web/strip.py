"""A day as a strip from morning to night, so that the hours between a run and a lift can be seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from runlift.web.agenda import Entry, WeekView

_USUAL = (6, 22)
_LABEL_EVERY_H = 3
_SHORTEST_H = 0.25


@dataclass(frozen=True, slots=True)
class Scale:
    """The hours that a strip shows, from and to."""

    first: int
    last: int

    @classmethod
    def of(cls, weeks: Iterable[WeekView]) -> "Scale":
        """Return the hours that hold everything in the weeks, and the usual waking hours."""
        entries = [entry for week in weeks for day in week.days for entry in day.entries]
        first = min([_USUAL[0], *(entry.start.hour for entry in entries)])
        return cls(first, max([_USUAL[1], *(-int(-_end(entry) // 1) for entry in entries)]))

    @property
    def labels(self) -> tuple[tuple[float, int], ...]:
        """Where whole hours stand, in hundredths of the width, and which."""
        hours = range(-(-self.first // _LABEL_EVERY_H) * _LABEL_EVERY_H, self.last + 1, _LABEL_EVERY_H)
        return tuple((self._share(hour - self.first), hour) for hour in hours)

    def place(self, entry: Entry) -> tuple[float, float]:
        """Return where an entry begins and how long it is, in hundredths of the width."""
        start = _hour(entry.start)
        return self._share(start - self.first), self._share(max(_SHORTEST_H, _end(entry) - start))

    def _share(self, hours: float) -> float:
        return round(100 * hours / (self.last - self.first), 2)


def _hour(instant: datetime) -> float:
    return instant.hour + instant.minute / 60


def _end(entry: Entry) -> float:
    """Return the hour at which an entry ends on its own day."""
    return 24.0 if entry.end.date() > entry.start.date() else max(_hour(entry.end), _hour(entry.start))
