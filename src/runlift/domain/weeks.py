"""Training weeks: Monday to Sunday, named as ISO 8601 names them."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week, known by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week that holds the day."""
        return cls(day - timedelta(days=day.weekday()))

    def __str__(self) -> str:
        """Return the ISO name, as in 2026-W10; the year is that of its Thursday."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def thursday(self) -> date:
        """The day that decides the week's phase (F0)."""
        return self.monday + timedelta(days=3)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days, Monday first."""
        return tuple(self.monday + timedelta(days=n) for n in range(7))

    def next(self) -> "Week":
        """Return the week after it."""
        return Week(self.monday + timedelta(days=7))

    def __sub__(self, other: "Week") -> int:
        """Return by how many weeks it comes after `other`."""
        return (self.monday - other.monday).days // 7
