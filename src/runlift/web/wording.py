"""How days, hours and texts of calendars read on the page."""

from datetime import date, datetime

from runlift.domain import printing
from runlift.domain.kinds import Phase

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def one_line(text: str) -> str:
    """Return a calendar's text on one line, without what could turn the text around it."""
    return " ".join(printing.one_line(text).split())


def sentence(text: str) -> str:
    """Return a reason as a line of its own."""
    return text[:1].upper() + text[1:]


def full_day(day: date) -> str:
    """Return a day in full: Thursday 8 October."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def weekday(day: date) -> str:
    """Return the name of a day of the week: Thu."""
    return _WEEKDAYS[day.weekday()][:3]


def short_date(day: date) -> str:
    """Return a day of the year: 8 Oct."""
    return f"{day.day} {month(day)}"


def month(day: date) -> str:
    """Return the name of a month: Oct."""
    return _MONTHS[day.month - 1][:3]


def clock(instant: datetime) -> str:
    """Return the hour of an instant: 06:30."""
    return f"{instant:%H:%M}"


def distance(days: int) -> str:
    """Return how far away a day is: today, tomorrow, in 12 days."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def phase_name(phase: Phase) -> str:
    """Return a phase as it is said: race week."""
    return phase.replace("_", " ")


def counted(number: int, word: str) -> str:
    """Return so many of something: 1 set, 3 sets."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
