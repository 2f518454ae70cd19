"""How a violation speaks of time and runs."""

from runlift.domain.check.spans import MINUTE
from runlift.domain.kinds import RunKind
from runlift.domain.runs import Run


def lasting(elapsed: float) -> str:
    """Return a stretch of seconds as a runner says it: 36 h, 11 h 35, 15 min."""
    hours, minutes = divmod(int(elapsed // MINUTE), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02}" if minutes else f"{hours} h"


def days(count: int) -> str:
    """Return a number of days in words."""
    return f"{count} day" if count == 1 else f"{count} days"


def named(run: Run) -> str:
    """Return what a sentence calls the run."""
    return f"{run.day:%A}'s race" if run.kind is RunKind.RACE else f"{run.day:%A}'s {run.kind} run"
