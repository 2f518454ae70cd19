"""How far apart sessions stand, start to start (H9, P13), and what a session has to know of those before it."""

from typing import Final, NamedTuple

from runlift.domain import rules
from runlift.domain.kinds import Intensity

_HOUR = 60
LONG_AGO: Final = -(1 << 60)
LEVELS = (Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT)
HEAVY, MODERATE, LIGHT = range(3)
"""Places in `LEVELS`: the higher, the easier to stand beside."""
LEVEL_OF = {intensity: level for level, intensity in enumerate(LEVELS)}


def least_gap(first: Intensity, second: Intensity, *, slow_recovery: bool) -> int:
    """Return the minutes that H9 asks for between two starts."""
    if first is second is Intensity.HEAVY:
        hours = rules.SPACING_HEAVY_HEAVY_SLOW_H if slow_recovery else rules.SPACING_HEAVY_HEAVY_H
    elif Intensity.LIGHT in {first, second}:
        hours = rules.SPACING_ANY_H
    else:
        hours = rules.SPACING_NON_LIGHT_H
    return hours * _HOUR


def pair_cost(gap: int, *, two_requested: bool) -> int:
    """Return what P13 charges for two consecutive sessions.

    Args:
        gap: minutes from start to start.
        two_requested: both serve one week that asks for exactly two sessions.
    """
    if gap < rules.CLOSE_PAIR_H * _HOUR:
        return rules.CLOSE_PAIR
    if two_requested and gap < rules.CLOSE_PAIR_OF_TWO_H * _HOUR:
        return rules.CLOSE_PAIR_OF_TWO
    return 0


def pair_reach(*, two_requested: bool) -> int:
    """Return the minutes from start to start over which P13 looks."""
    return (rules.CLOSE_PAIR_OF_TWO_H if two_requested else rules.CLOSE_PAIR_H) * _HOUR


class Last(NamedTuple):
    """What a session has to know of those before it: the last one, and the start of the last heavy one.

    H9 holds for any two sessions, yet these two are enough: where another session stands between two, the gaps on its
    sides add up to what the two need (20 h + 20 h, 36 h + 36 h), but for a light one between two heavy ones.

    Attributes:
        fixed: the last one may not move, so that P13 charges nothing for a fixed one after it.
    """

    start: int = LONG_AGO
    level: int = LIGHT
    heavy: int = LONG_AGO
    fixed: bool = True

    def followed_by(self, start: int, level: int, *, fixed: bool = False) -> "Last":
        """Return what weighs on the session after the next one."""
        if level == HEAVY:
            return Last(start, level, start, fixed)
        return Last(start, level, self.heavy if level == LIGHT else LONG_AGO, fixed)

    def weighs_no_more_than(self, other: "Last") -> bool:
        """Say whether whatever may follow the other one may follow this one, at no higher price."""
        return (
            self.start <= other.start
            and self.level >= other.level
            and self.heavy <= other.heavy
            and self.fixed >= other.fixed
        )


NOTHING: Final = Last()


class Spacing:
    """H9 for one runner."""

    def __init__(self, *, slow_recovery: bool) -> None:
        self._gaps = [[least_gap(one, other, slow_recovery=slow_recovery) for other in LEVELS] for one in LEVELS]

    @property
    def heavy(self) -> int:
        """The minutes between two heavy sessions, the most that H9 asks for."""
        return self._gaps[HEAVY][HEAVY]

    def earliest(self, last: Last, level: int) -> int:
        """Return the first start that is far enough from all sessions before it."""
        start = last.start + self._gaps[last.level][level]
        return max(start, last.heavy + self._gaps[HEAVY][HEAVY]) if level == HEAVY else start
