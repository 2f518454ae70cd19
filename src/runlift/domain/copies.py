"""One run that calendars hold more than once: planned and done, or in several feeds."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from runlift.domain.kinds import RunKind
from runlift.domain.runs import Run

_STRENGTH = {RunKind.EASY: 0, RunKind.HARD: 1, RunKind.LONG: 2, RunKind.RACE: 3}
_LIKE_SIZE = 0.10
_WORD = re.compile(r"[^\W\d_]{3,}")

Found = tuple[Run, bool]
"""A run, and whether its hour is known."""

_Days = dict[date, list[Found]]


def merge_copies(found: Sequence[Found]) -> list[Found]:
    """Keep one of each run's copies.

    A copy is on the same day, of the same sport, like in title or UID, and of like size where both tell it; two timed
    runs that do not overlap are two runs. The hour of the timed copy wins, and the stronger kind.
    """
    days: _Days = defaultdict(list)
    for run, timed in found:
        day = days[run.day]
        twin = next((n for n, other in enumerate(day) if _same(other, (run, timed))), None)
        if twin is None:
            day.append((run, timed))
        else:
            day[twin] = _merge(day[twin], (run, timed))
    return [pair for day in days.values() for pair in day]


def _same(one: Found, other: Found) -> bool:
    (first, first_timed), (second, second_timed) = one, other
    if first.cross is not second.cross or (first_timed and second_timed and _apart(first, second)):
        return False
    if first.uid == second.uid:
        return True
    if not _like_size(first, second):
        return False
    like_titles = _like_titles(first.summary, second.summary) or _like_uids(first.uid, second.uid)
    return like_titles if first_timed is second_timed else like_titles or _sized(first, second)


def _apart(first: Run, second: Run) -> bool:
    return first.end <= second.start or second.end <= first.start


def _sized(first: Run, second: Run) -> bool:
    """Say whether both tell a distance, so that like size is evidence by itself."""
    return first.distance_km is not None and second.distance_km is not None


def _like_size(first: Run, second: Run) -> bool:
    one, other = first.distance_km, second.distance_km
    if one is None or other is None:
        return first.kind is second.kind or first.uid == second.uid
    return abs(one - other) <= _LIKE_SIZE * max(one, other)


def _like_titles(one: str, other: str) -> bool:
    first, second = (set(_WORD.findall(title.casefold())) for title in (one, other))
    shared = len(first & second)
    return shared > 0 and shared * 2 >= min(len(first), len(second))


def _like_uids(one: str, other: str) -> bool:
    """Say whether two UIDs differ in a state alone, as in UPCOMING_… and COMPLETED_… (Runna)."""
    first, second = (re.sub(r"(?i)upcoming|completed|planned|scheduled|done", "", uid) for uid in (one, other))
    return first == second


def _merge(one: Found, other: Found) -> Found:
    (first, first_timed), (second, second_timed) = one, other
    timed, untimed = (one, other) if first_timed or not second_timed else (other, one)
    stronger = max((first, second), key=lambda run: _STRENGTH[run.kind])
    merged = replace(
        timed[0],
        kind=stronger.kind,
        because=stronger.because,
        summary=stronger.summary,
        distance_km=timed[0].distance_km or untimed[0].distance_km,
    )
    return merged, timed[1]
