"""How far and how long: the quantities that a text holds, and what they say of the whole run."""

import re
from collections.abc import Sequence
from re import Match
from typing import NamedTuple

from runlift.domain.lexicon import Lexicon, Unit

KM_PER_MILE = 1.609344
LONGEST_KM, LONGEST_MINUTES = 330.0, 24 * 60.0
METRES_FROM, MILES_TO = 100, 26.5
METRES_A_REP_FROM = 40
WIDEST_RANGE = 3
"""A second number beyond, or below the first, is no upper end: "HR 140 - 10 km", "Week 5 - 50 km"."""
ATTACHED_MINUTES_FROM = 15
SAME_DISTANCE = 0.12
MOST_OF_IT = 0.7
"""A first quantity of at least this share of all that follow is their total: "12 km: 2 easy, 2x3 tempo"."""
LONGEST_TRACK_KM = 2
RACED_KM = frozenset({3, 5, 10, 15, 20, 21, 21.1, 42, 42.2})
"""Distances whose pace runners speak of; "8 km pace" is a distance at race pace."""
MOST_HOURS = 5
TRACK_FROM = 200
"""So many "seconds" are metres on the track: "400s"."""
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(:[0-5]\d)?\b")
# "3 x 10:00", but not "2 x 4:30/km"
_CLOCK_REPS = re.compile(r"(?<![\d.,:])(\d{1,2})\s*x\s*\(?(\d{1,2}):([0-5]\d)(?![\d:]|\s*/)")
# hours by the clock: "2:15 h"
_CLOCK_HOURS = re.compile(r"(?<![\d:@-])(\d{1,2}):([0-5]\d)\s?(?:h|hrs?|hours?|std|t)\b")
# "40:00 @ 5:10": a time that is run at a pace
_CLOCK_AT_PACE = re.compile(r"(?<![\d:@-])(\d{2,3}):[0-5]\d(?=\s*@)")

_KM = {Unit.KM: 1.0, Unit.MILE: KM_PER_MILE, Unit.METRE: 0.001}
_MINUTES = {Unit.HOUR: 60.0, Unit.MINUTE: 1.0, Unit.SECOND: 1 / 60}


class Part(NamedTuple):
    """One quantity of a text.

    Attributes:
        reps: how often it is repeated; 1 if it is not.
        km: kilometres once, or None for a span of time.
        minutes: minutes once, or None for a distance.
    """

    reps: int
    km: float | None
    minutes: float | None


class Size(NamedTuple):
    """What a text says of the whole run; None where it says nothing.

    Attributes:
        km: kilometres.
        minutes: minutes.
    """

    km: float | None = None
    minutes: float | None = None


NOTHING = Size()


def parts(folded: str, lexicon: Lexicon, *, prose: bool) -> list[Part]:
    """Return the quantities of a folded text, in its order; prose does not shorten miles to "m"."""
    found = _quantities(folded, lexicon)
    clock = _clock_parts(folded) if ":" in folded else []
    if clock:
        return [*clock, *_parts_of(folded, found, lexicon, timed=True)]
    if not found:
        return []
    timed = prose or any(_is_time(match, lexicon) for match in found)
    return _parts_of(folded, found, lexicon, timed=timed)


def _quantities(folded: str, lexicon: Lexicon) -> list[Match[str]]:
    """Find numbers with their units, from left to right."""
    found: list[Match[str]] = []
    position = 0
    for number in lexicon.number.finditer(folded):
        if number.start() >= position:
            match = lexicon.quantity.match(folded, number.start())
            if match is not None:
                found.append(match)
                position = match.end()
    return found


def clock_minutes(value: str) -> float | None:
    """Return the minutes of a time field: "0:45" and "1:10:00" begin with hours, "28:37" with minutes."""
    found = _CLOCK.match(value)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    return first * 60 + second if found[3] or first <= MOST_HOURS else first + second / 60


def _clock_parts(folded: str) -> list[Part]:
    repeated = [
        Part(int(reps), None, int(minutes) + int(seconds) / 60)
        for reps, minutes, seconds in _CLOCK_REPS.findall(folded)
    ]
    single = _clock_part(folded)
    return [single, *repeated] if single is not None else repeated


def _clock_part(folded: str) -> Part | None:
    hours = _CLOCK_HOURS.search(folded)
    if hours is not None:
        return Part(1, None, int(hours[1]) * 60 + int(hours[2]))
    clock = _CLOCK_AT_PACE.search(folded) if "@" in folded else None
    return Part(1, None, int(clock[1])) if clock is not None else None


def _parts_of(folded: str, found: Sequence[Match[str]], lexicon: Lexicon, *, timed: bool) -> list[Part]:
    result: list[Part] = []
    for match in found:
        part = _part(match, lexicon, timed=timed)
        if part is None or (part.km is not None and _names_a_pace(folded, match, part.km, lexicon)):
            continue
        if not (result and _repeats_in_other_unit(folded, match, part, result[-1])):
            result.append(part)
    return result


def _names_a_pace(folded: str, match: Match[str], km: float, lexicon: Lexicon) -> bool:
    """Tell whether a distance stands for the pace at which it is raced: "at 5k effort", "10 km pace"."""
    if match["reps"] or not (km < LONGEST_TRACK_KM or km in RACED_KM):
        return False
    before = folded.endswith(lexicon.before_pace, 0, match.start())
    return before or folded.startswith(lexicon.after_pace, match.end())


def whole(found: Sequence[Part], *, structured: bool) -> Size:
    """Return what the quantities make of the whole run.

    Args:
        found: the quantities, in the order of the text.
        structured: the text tells the run's parts (warm-up, repetitions), so that they may be added up.
    """
    if not found:
        return NOTHING
    if len(found) == 1 and found[0].reps == 1:
        return _believed(found[0].km, found[0].minutes)
    km = _total([(part.reps, part.km) for part in found if part.km is not None], structured=structured)
    minutes = _total([(part.reps, part.minutes) for part in found if part.minutes is not None], structured=structured)
    return _believed(km, minutes)


def _believed(km: float | None, minutes: float | None) -> Size:
    return Size(
        km if km and km <= LONGEST_KM else None,
        minutes if minutes and minutes <= LONGEST_MINUTES else None,
    )


def _repeats_in_other_unit(folded: str, match: Match[str], part: Part, before: Part) -> bool:
    """Tell whether a distance is the one before it in another unit: "5 miles (8 km)", "5K / 3.1 mi"."""
    if part.km is None or before.km is None or part.reps != 1:
        return False
    near = abs(part.km - before.km) <= SAME_DISTANCE * before.km
    return near and folded[: match.start()].rstrip(" ~").endswith(("(", "/", "="))


def _total(amounts: Sequence[tuple[int, float]], *, structured: bool) -> float | None:
    singles = [amount for reps, amount in amounts if reps == 1]
    summed = sum(reps * amount for reps, amount in amounts)
    if structured and len(amounts) > 1:
        first_reps, first = amounts[0]
        if first_reps == 1 and first >= MOST_OF_IT * (summed - first):
            return first
        return summed
    return max(singles, default=None)


def _is_time(match: Match[str], lexicon: Lexicon) -> bool:
    unit = match["unit"]
    return unit is None or lexicon.units[unit] in {Unit.HOUR, Unit.MINUTE}


def _part(match: Match[str], lexicon: Lexicon, *, timed: bool) -> Part | None:
    hours, rest, repeated, low, high, spelt, after = match.groups()
    if hours:
        return Part(1, None, int(hours) * 60 + int(rest))
    amount = _number(low)
    if high is not None:
        upper = _number(high)
        amount = (amount + upper) / 2 if amount < upper <= WIDEST_RANGE * amount else upper
    reps = int(after.strip(" x") if after else repeated or 1)
    unit = lexicon.units[spelt]
    if unit is Unit.M:
        unit = _meaning_of_m(amount, repeated=reps > 1, timed=timed, attached=match[0][-2:-1].isdigit())
    return _measured(reps, amount, unit)


def _measured(reps: int, amount: float, unit: Unit) -> Part | None:
    if unit in _KM:
        return Part(reps, amount * _KM[unit], None)
    if unit is Unit.SECOND and amount >= TRACK_FROM:
        return None
    return Part(reps, None, amount * _MINUTES[unit])


def _meaning_of_m(amount: float, *, repeated: bool, timed: bool, attached: bool) -> Unit:
    """Read "m": metres from 100 on, minutes in repetitions or beside other times, else miles up to a marathon's."""
    if amount >= METRES_FROM or (repeated and amount >= METRES_A_REP_FROM):
        return Unit.METRE
    if repeated or timed or amount > MILES_TO or (attached and amount >= ATTACHED_MINUTES_FROM):
        return Unit.MINUTE
    return Unit.MILE


def _number(text: str) -> float:
    return float(text.replace(",", "."))
