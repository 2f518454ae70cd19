"""The grammar of workouts, in any language: repetitions, ladders, zones, efforts, shares of race pace.

Repetitions of at most 30 s or 150 m are strides unless a word says that they are hard ("hill", "sprint"). Beside a word
for walking, repetitions are a beginner's run and walk.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from runlift.domain.classify.size import Part
from runlift.domain.lexicon import Concept

STRIDE_KM, STRIDE_MINUTES = 0.15, 0.51
REPEATED_KM = (0.2, 8)
"""Distances that are repeated on foot; what else is repeated in metres, a swim, says so."""
HARD_ZONE, HARD_EFFORT, HARD_SHARE = 4, 7, 85
EASY_ZONE, EASY_EFFORT, EASY_HEART_SHARE = 2, 5, 78

# "4 x 400": metres without their unit; "400s", "1600, 2x800": the distances name the workout.
_TRACK = r"(?:[2-68]00|1[0268]00|2000|2400|3200)"
_BARE_METRES = re.compile(r"(?<![\d.,:])\d{1,2}\.?\s*x\s*(?:\d{1,2}\s*x\s*)?([1-9]\d?00|[1-4]50)\b(?!\s*w\b(?!/))")
_TRACK_DISTANCES = re.compile(
    rf"\b{_TRACK}'?s\b|(?<![\d.,:]){_TRACK}(?:\s*[,/]\s*(?:\d{{1,2}}\s*x\s*)?{_TRACK})+\b"
    rf"|(?<![\d.,:-]){_TRACK}(?:\s?-\s?{_TRACK}){{2,}}(?![\d-])"
    # "1000x5", "4 x mile"
    rf"|(?<![\d.,:]){_TRACK}\s?x\s?\d{{1,2}}(?!\d)"
    r"|(?<![\d.,:])\d{1,2}\s*x\s*(?:mile|km|k)\b"
)
# "1-2-3-4-3-2-1", "6/5/4 min", "10-20-30", but not a date
_LADDER = re.compile(r"(?<![\d:.,/-])\d{1,2}(?:\s*[-/]\s*\d{1,2}){2,}(?!\d|[:.]\d|\s*[-/]\s*\d)(\s*(?:min|m\b|'))?")
_ZONE = re.compile(
    r"(?=[zi])(?<![a-z])(?:z\s?|zone?\s?|zona\s|i(?=\d))(\d)(?:\s*[-/]\s*(?:z|i)?(\d))?(?!\d|[:.]\d|\s*(?:km|min|x))"
)
# "1'/1'", "1:30'/3'", "30s/30s", "15 x 45/15": work and rest
_TIME = r"\d{1,2}(?::[0-5]\d)?\s?(?:['\"]{1,2}|s|sec|min)"
_WORK_AND_REST = re.compile(
    rf"(?<![\d.,/]){_TIME}\s*/\s*{_TIME}(?![a-z])|\d{{1,2}}\s*x\s*\(?(?:15|20|30|40|45|60)/(?:10|15|20|30|40|60)(?!\d)"
    r"|(?<![\d./])(?:15|20|30|40|45|60|70)/(?:10|15|20|30|40|60)\s*x\s*\d"
)
# a distance and its pace: "4 km @ 5:10", "5 km in 4:50-5:00"
_AT_A_PACE = re.compile(r"\d\s?(?:km|k|mi)\s?(?:[a-z@]{1,3}\s)?\d:[0-5]\d(?!:|\s?h)")
# Daniels' letter for threshold behind a quantity: "30 min T"
_CODE = re.compile(r"\d\s?(?:min|mins|'|km|k|mi|:[0-5]\d)\s@?\s?t\b")
# Daniels' letters for a whole workout: "2E + 3T + 1E"
_LETTERS = re.compile(r"(?<![a-z\d.,:])\d{1,3}(?:\s?x\s?\d{1,2})?\s?(?:km|k|mi|min)?\s?([etir])(?![a-z])")
_EFFORT = re.compile(r"rpe\W{0,3}(\d{1,2}(?:[.,]\d)?)")
_HEART_SHARE = re.compile(r"(\d{2})\s*%\s*(?:of |der |de la |de |du )?(?:max )?(?:fc|hf|hr|heart)")
_NUMBERED_PACE = re.compile(r"\d{1,2}:[0-5]\d(?:\s*/\s*(?:km|mi|mile))?\s*pace\b")
_SHARE = re.compile(
    r"(\d{2,3})(?:\s*-\s*\d{2,3})?\s*%\s*(?:of\s)?\s*(?:\d+k|h?mp|lt|hm|vo2|vma|mas|fc|hf|hr|max|threshold)"
)


_WALKING = frozenset({Concept.RUN_WALK, Concept.CROSS})


class Structure(NamedTuple):
    """What the numbers of a text say of the effort.

    Attributes:
        repeats: it is made of repetitions that are longer than strides.
        strides: it holds repetitions that are strides.
        hard: words for it ("repetitions", "zone 4") if the numbers alone make it a hard run, else "".
        easy: words for it if the numbers alone make it an easy run, else "".
        distances: it repeats distances as runners do.
    """

    repeats: bool = False
    strides: bool = False
    hard: str = ""
    easy: str = ""
    distances: bool = False


NO_STRUCTURE = Structure()


def structure_of(folded: str, found: Sequence[Part], concepts: frozenset[Concept]) -> Structure:
    """Return what the numbers of a folded text say, given its quantities and what its words mean."""
    repeated = [part for part in found if part.reps > 1]
    bare = _BARE_METRES.search(folded) if "x" in folded else None
    repeats = (
        (bare is not None and int(bare[1]) > STRIDE_KM * 1000)
        or (bool(repeated) and not all(map(_is_stride, repeated)))
        or (("00" in folded or "x" in folded) and _TRACK_DISTANCES.search(folded) is not None)
        or ("/" in folded and _WORK_AND_REST.search(folded) is not None)
        or _ladder(folded)
    )
    zone, effort, heart = _zone(folded), _effort(folded), _heart(folded)
    hard = _hard(folded, zone, effort)
    if not hard and repeats and concepts.isdisjoint(_WALKING):
        hard = "repetitions"
    if not hard and Concept.EASY not in concepts and _has_part_at_a_pace(folded, found):
        hard = "a part at a pace of its own"
    if not (hard or repeats or zone or effort or heart or repeated or bare):
        return NO_STRUCTURE
    easy = "" if hard else _easy(zone, effort, heart)
    distances = any(part.km and REPEATED_KM[0] <= part.km <= REPEATED_KM[1] for part in repeated)
    return Structure(repeats, not repeats and bool(repeated or bare), hard, easy, distances)


def _hard(folded: str, zone: int, effort: float) -> str:
    """Return the number that by itself makes a run hard, or ""."""
    if zone >= HARD_ZONE:
        return f"zone {zone}"
    if effort >= HARD_EFFORT:
        return f"an effort of {effort:g} of 10"
    share = _share(folded)
    if share >= HARD_SHARE:
        return f"{share} % of a fast pace"
    letters = _LETTERS.findall(folded) if "+" in folded or "," in folded else ()
    if "e" in letters and not {"t", "i", "r"}.isdisjoint(letters):
        return "the letters of its paces"
    threshold = _CODE.search(folded) if " t" in folded or "@t" in folded else None
    return f"threshold (T): {threshold[0]}" if threshold is not None else ""


def _easy(zone: int, effort: float, heart: int) -> str:
    """Return the number that makes a run easy, or ""."""
    if 0 < zone <= EASY_ZONE:
        return f"zone {zone}"
    if 0 < heart <= EASY_HEART_SHARE:
        return f"{heart} % of the highest heart rate"
    return f"an effort of {effort:g} of 10" if 0 < effort <= EASY_EFFORT else ""


def without_numbered_efforts(folded: str) -> str:
    """Return a text without "80 % of LT" and "10:00 pace", in which the words tell nothing of the effort."""
    if "%" in folded:
        folded = _SHARE.sub(" ", folded)
    return _NUMBERED_PACE.sub(" ", folded) if ":" in folded and "pace" in folded else folded


def _has_part_at_a_pace(folded: str, found: Sequence[Part]) -> bool:
    if ":" not in folded or sum(part.km is not None for part in found) < 2:
        return False
    return _AT_A_PACE.search(folded) is not None


def _is_stride(part: Part) -> bool:
    if part.km is not None:
        return part.km <= STRIDE_KM
    return part.minutes is not None and part.minutes <= STRIDE_MINUTES


def _ladder(folded: str) -> bool:
    match = _LADDER.search(folded) if folded.count("-") + folded.count("/") > 1 else None
    if match is None:
        return False
    steps = re.findall(r"\d+", match[0])
    return match[1] is not None or len(steps) > 3 or sorted(steps) == ["10", "20", "30"]


def _zone(folded: str) -> int:
    if _ZONE.search(folded) is None:
        return 0
    return max((int(high or low) for low, high in _ZONE.findall(folded) if 1 <= int(high or low) <= 5), default=0)


def _effort(folded: str) -> float:
    match = _EFFORT.search(folded) if "rpe" in folded else None
    return float(match[1].replace(",", ".")) if match else 0


def _share(folded: str) -> int:
    if "%" not in folded:
        return 0
    return max((int(share) for share in _SHARE.findall(folded) if int(share) <= 130), default=0)


def _heart(folded: str) -> int:
    if "%" not in folded:
        return 0
    return max(map(int, _HEART_SHARE.findall(folded)), default=0)
