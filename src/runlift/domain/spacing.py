"""How far apart two strength sessions stand, start to start (H9, P13)."""

from runlift.domain import rules
from runlift.domain.kinds import Intensity

_HOUR = 60


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
