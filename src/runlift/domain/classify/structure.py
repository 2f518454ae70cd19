"""The grammar of workouts, in any language: repetitions, ladders, zones, efforts, shares of race pace.

Repetitions of at most 30 s or 150 m are strides unless a word says that they are hard ("hill", "sprint"). Beside a word
for walking, repetitions are a beginner's run and walk.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from runlift.domain.classify.size import Part
from runlift.domain.lexicon import Concept

STRIDE_KM, STRIDE_MINUTES = 0.15, 0.51
HARD_ZONE, HARD_EFFORT, HARD_SHARE = 4, 7, 85

# "4 x 400": metres without their unit; "400s", "1600, 2x800": the distances name the workout.
_TRACK = r"(?:[2-68]00|1[0268]00|2000|2400|3200)"
_BARE_METRES = re.compile(r"(?<![\d.,:])\d{1,2}\s*x\s*(?:\d{1,2}\s*x\s*)?([1-9]\d?00|[1-4]50)\b(?!\s*w\b)")
_TRACK_DISTANCES = re.compile(rf"\b{_TRACK}'?s\b|(?<![\d.,:]){_TRACK}(?:\s*[,/]\s*(?:\d{{1,2}}\s*x\s*)?{_TRACK})+\b")
# "1-2-3-4-3-2-1", "6/5/4 min", "10-20-30", but not a date
_LADDER = re.compile(r"(?<![\d:.,/-])\d{1,2}(?:\s*[-/]\s*\d{1,2}){2,}(?!\d|[:.]\d|\s*[-/]\s*\d)(\s*(?:min|m\b|'))?")
_ZONE = re.compile(
    r"(?<![a-z])(?:z\s?|zone?\s?|zona\s|i(?=\d))(\d)(?:\s*[-/]\s*(?:z|i)?(\d))?(?!\d|[:.]\d|\s*(?:km|min|x))"
)
# Daniels' letter for threshold behind a quantity: "30 min T"
_CODE = re.compile(r"\d\s?(?:min|mins|'|km|k|mi)\s@?\s?t\b")
_EFFORT = re.compile(r"rpe\W{0,3}(\d{1,2}(?:[.,]\d)?)")
_SHARE = re.compile(
    r"(\d{2,3})(?:\s*-\s*\d{2,3})?\s*%\s*(?:of\s)?\s*(?:\d+k|h?mp|lt|hm|vo2|vma|mas|fc|hf|hr|max|threshold)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What the numbers of a text say of the effort.

    Attributes:
        repeats: it is made of repetitions that are longer than strides.
        strides: it holds repetitions that are strides.
        hard: words for it ("repetitions", "zone 4") if the numbers alone make it a hard run, else "".
        easy: words for it if the numbers alone make it an easy run, else "".
    """

    repeats: bool = False
    strides: bool = False
    hard: str = ""
    easy: str = ""


NO_STRUCTURE = Structure()


def structure_of(folded: str, found: Sequence[Part], concepts: frozenset[Concept]) -> Structure:
    """Return what the numbers of a folded text say, given its quantities and what its words mean."""
    repeated = [part for part in found if part.reps > 1]
    bare = _BARE_METRES.search(folded) if "x" in folded else None
    long_bare = bare is not None and int(bare[1]) > STRIDE_KM * 1000
    long_repeated = any(not _is_stride(part) for part in repeated)
    track = "00" in folded and _TRACK_DISTANCES.search(folded) is not None
    repeats = long_repeated or long_bare or track or _ladder(folded)
    zone, effort, share = _zone(folded), _effort(folded), _share(folded)
    threshold = _CODE.search(folded) if " t" in folded or "@t" in folded else None
    hard = easy = ""
    if zone >= HARD_ZONE:
        hard = f"zone {zone}"
    elif effort >= HARD_EFFORT:
        hard = f"an effort of {effort:g} of 10"
    elif share >= HARD_SHARE:
        hard = f"{share} % of a fast pace"
    elif threshold is not None:
        hard = f"threshold (T): {threshold[0]}"
    elif repeats and Concept.CROSS not in concepts:
        hard = "repetitions"
    elif 0 < zone <= 2:
        easy = f"zone {zone}"
    elif 0 < effort <= 5:
        easy = f"an effort of {effort:g} of 10"
    strides = not repeats and (bool(repeated) or bare is not None)
    return Structure(repeats=repeats, strides=strides, hard=hard, easy=easy)


def _is_stride(part: Part) -> bool:
    if part.km is not None:
        return part.km <= STRIDE_KM
    return part.minutes is not None and part.minutes <= STRIDE_MINUTES


def _ladder(folded: str) -> bool:
    match = _LADDER.search(folded) if folded.count("-") + folded.count("/") > 1 else None
    if match is None:
        return False
    steps = re.findall(r"\d+", match[0])
    return match[1] is not None or len(steps) > 3 or steps == ["10", "20", "30"]


def _zone(folded: str) -> int:
    return max((int(high or low) for low, high in _ZONE.findall(folded) if 1 <= int(high or low) <= 5), default=0)


def _effort(folded: str) -> float:
    match = _EFFORT.search(folded) if "rpe" in folded else None
    return float(match[1].replace(",", ".")) if match else 0


def _share(folded: str) -> int:
    if "%" not in folded:
        return 0
    return max((int(share) for share in _SHARE.findall(folded) if int(share) <= 130), default=0)
