"""How long the daemon waits: between syncs, and longer after failures."""

from datetime import timedelta

_LONGEST = timedelta(hours=4)
_SPREAD = 0.1


def pause(every: timedelta, failures: int, chance: float) -> float:
    """Return the seconds from the beginning of one try to the next.

    The second failure in a row doubles them, and so on up to four hours; a tenth more or less keeps many profiles from
    asking one server all at once.

    Args:
        failures: how many tries in a row have failed.
        chance: from 0 to 1.
    """
    seconds = every.total_seconds()
    longest = max(seconds, _LONGEST.total_seconds())
    # A second that is doubled thirty times is longer than any longest.
    patient = min(longest, seconds * (1 << min(max(failures - 1, 0), 30)))
    return patient * (1 - _SPREAD + 2 * _SPREAD * chance)
