"""What the runner notes on a session: done, skipped, how sore the legs were, too light or too heavy, hands off.

A note is a tag anywhere in the text, `#sore 4`, or a line of its own, `sore 4`, `done` or a check mark.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from runlift.domain.kinds import Intensity

# Not a link's fragment (/page#done, /#done), nor the beginning of a longer tag (#done-soon).
_TAG = re.compile(r"(?<![\w/])#(done|skip|heavier|lighter|pin|auto|sick|injured|hold)(?![\w-])", re.IGNORECASE)
_SORE_TAG = re.compile(r"(?<![\w/])#sore[^\S\n]*[:=]?[^\S\n]*(\d+)(?!\w|[.,]\d)", re.IGNORECASE)
_SORE_LINE = re.compile(r"sore[^\S\n]*[:=]?[^\S\n]*(\d+)", re.IGNORECASE)
_DONE_LINE = re.compile(r"done|[✓✔☑✅]\ufe0f?", re.IGNORECASE)
_MOST_SORE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What one session's notes say.

    Attributes:
        done: it was done, whatever its hour says.
        skip: it was not done, or will not be.
        sore: how sore the legs were, from 0 to 10; None: not said.
        heavier, lighter: the load was too small, too big (C6b).
        pin, auto: its hour is the runner's, is ours again.
        hold: no strength on its day: ill, hurt or on hold (H16).
    """

    done: bool = False
    skip: bool = False
    sore: int | None = None
    heavier: bool = False
    lighter: bool = False
    pin: bool = False
    auto: bool = False
    hold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNote:
    """What the runner noted on one session of ours.

    Attributes:
        start: the session's, aware.
    """

    key: str
    start: datetime
    intensity: Intensity
    feedback: Feedback


def read_feedback(notes: str) -> Feedback:
    """Read the tags and the lines of their own; whatever else the notes say is the runner's."""
    tags = {tag.casefold() for tag in _TAG.findall(notes)}
    lines = [line.strip() for line in notes.splitlines()]
    told = [*_SORE_TAG.findall(notes), *(found[1] for line in lines if (found := _SORE_LINE.fullmatch(line)))]
    return Feedback(
        done="done" in tags or any(_DONE_LINE.fullmatch(line) for line in lines),
        skip="skip" in tags,
        sore=max((sore for sore in map(int, told) if sore <= _MOST_SORE), default=None),
        heavier="heavier" in tags,
        lighter="lighter" in tags,
        pin="pin" in tags,
        auto="auto" in tags,
        hold=not tags.isdisjoint({"sick", "injured", "hold"}),
    )


def merge(feedbacks: Iterable[Feedback]) -> Feedback:
    """Return what several copies of one session say together: every tag, and the highest soreness."""
    said = list(feedbacks)
    return Feedback(
        done=any(one.done for one in said),
        skip=any(one.skip for one in said),
        sore=max((one.sore for one in said if one.sore is not None), default=None),
        heavier=any(one.heavier for one in said),
        lighter=any(one.lighter for one in said),
        pin=any(one.pin for one in said),
        auto=any(one.auto for one in said),
        hold=any(one.hold for one in said),
    )
