"""Recurrence rules that can be followed without harm.

dateutil, which follows them, looks on until the year 9999 for a day that a rule never meets (7 s for a daily one), and
at each second of a year for FREQ=SECONDLY. A feed is not ours, so every rule is weighed before it is followed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from math import prod

from icalendar.prop import vRecur

from runlift.formats.rule_days import surely_meets_a_day

_LAST_YEAR = 9998
"""The last whole year of Python's calendar: a day later it cannot be told in every zone."""

_PACE = {"DAILY": 1.5, "WEEKLY": 0.3, "MONTHLY": 0.1, "YEARLY": 0.06}
"""What a year of a rule costs, in milliseconds, as measured."""

BUDGET = 10_000.0
"""What all the rules of one calendar may cost together, in milliseconds."""

_LARGEST = {
    "BYSECOND": 60,
    "BYMINUTE": 59,
    "BYHOUR": 23,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYMONTH": 12,
    "BYSETPOS": 366,
}
_PARTS = frozenset({"FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "WKST", *_LARGEST})
"""RFC 5545, 3.3.10; dateutil knows more, and costs more."""

_FROM_ZERO = frozenset({"BYSECOND", "BYMINUTE", "BYHOUR"})
_MOST_TIMES_A_DAY = 24
_LONGEST_RULE = 500


class UnusableRule(ValueError):
    """A rule that is not followed; the message says why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that may be followed.

    Attributes:
        recur: the rule, its UNTIL in the form that its DTSTART asks for.
        cost: what following it to the window's end costs at most, in milliseconds.
    """

    recur: vRecur
    cost: float


def usable_rule(value: str, start: date | datetime, *, until_year: int, budget: float) -> Rule:
    """Weigh an RRULE.

    Args:
        value: the property's value.
        start: the event's DTSTART; aware if it has an hour.
        until_year: the year in which the window ends.
        budget: the milliseconds that it may cost.

    Raises:
        UnusableRule: it is broken, repeats within the day, may have no day, or costs too much.
    """
    recur = _parsed(value)
    if "UNTIL" in recur:
        recur["UNTIL"] = [_until(recur["UNTIL"][0], start)]
        # dateutil warns of both (RFC 5545, 3.3.10 forbids it).
        recur.pop("COUNT", None)
    if not surely_meets_a_day(recur, start):
        raise UnusableRule("it may have no day at all")
    years = max(until_year - start.year, 0) + 1
    cost = years * _PACE[_frequency(recur)] * _times_a_day(recur) / recur.get("INTERVAL", [1])[0]
    if cost > budget:
        raise UnusableRule("it takes too long to work out")
    return Rule(recur, cost)


def refuse_zone_rule(value: str) -> None:
    """Check the RRULE of a VTIMEZONE: clocks change on days of the year (RFC 5545, 3.6.5).

    Raises:
        UnusableRule: it is broken, or no rule by which clocks are changed.
    """
    recur = _parsed(value)
    if _frequency(recur) != "YEARLY" or not surely_meets_a_day(recur, date(1970, 1, 1)):
        raise UnusableRule("it is no rule by which clocks are changed")


def _parsed(value: str) -> vRecur:
    if len(value) > _LONGEST_RULE:
        raise UnusableRule("its rule is too long to be meant")
    try:
        recur: vRecur = vRecur.from_ical(value.strip())
    except ValueError as error:
        raise UnusableRule("its rule cannot be understood") from error
    if not _PARTS.issuperset(recur) or not all(_in_range(recur, part) for part in _LARGEST):
        raise UnusableRule("its rule has parts or numbers that iCalendar does not know")
    if _frequency(recur) not in _PACE:
        raise UnusableRule("it repeats more often than once a day, or does not say how often")
    if recur.get("INTERVAL", [1])[0] < 1:
        raise UnusableRule("it repeats at no interval")
    if _times_a_day(recur) > _MOST_TIMES_A_DAY:
        raise UnusableRule("it repeats too often within a day")
    return recur


def _in_range(recur: vRecur, part: str) -> bool:
    numbers = recur.get(part, [])
    return all((part in _FROM_ZERO or number != 0) and abs(number) <= _LARGEST[part] for number in numbers)


def _frequency(recur: vRecur) -> str:
    return str(recur.get("FREQ", [""])[0]).upper()


def _times_a_day(recur: vRecur) -> int:
    return prod(len(recur.get(part, [0])) for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))


def _until(until: date | datetime, start: date | datetime) -> date | datetime:
    """Return UNTIL as RFC 5545, 3.3.10 wants it: a date for dates, else UTC; a date means its whole day."""
    if until.year > _LAST_YEAR:
        until = datetime(_LAST_YEAR, 12, 31, tzinfo=UTC)
    if not isinstance(start, datetime):
        return until.date() if isinstance(until, datetime) else until
    zone: tzinfo | None = start.tzinfo
    if not isinstance(until, datetime):
        return datetime.combine(until, time(23, 59, 59), zone).astimezone(UTC)
    return (until if until.tzinfo else until.replace(tzinfo=zone)).astimezone(UTC)
