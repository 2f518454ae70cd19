"""How long Google is waited for, and how often it is asked again.

The library's own repetitions (`num_retries`) do not heed Retry-After, and know nothing of a whole sync's time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from runlift.calendars.registry import load
from runlift.errors import Unreachable

T = TypeVar("T")

# Most syncs are answered at once.
_AGAIN = "runlift.calendars.google_again:ask_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How long Google is waited for, in seconds.

    Attributes:
        timeout: for a connection, and between two pieces of an answer.
        attempts: how often a request is made at most.
        longest: the longest wait between two of them; a longer one that Google asks for ends it.
        budget: for all waits of one calendar in one sync.
        sleep: waits.
    """

    timeout: float = 30
    attempts: int = 5
    longest: float = 60
    budget: float = 120
    sleep: Callable[[float], None] = time.sleep


class Patience:
    """What is left of a sync's time for waiting.

    Attributes:
        left: so many seconds.
    """

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.left = manners.budget

    def ask(self, question: Callable[[], T], refused: Callable[[T], float | None]) -> T:
        """Ask until the answer is no refusal, or patience ends; return the last answer.

        Args:
            question: makes the request.
            refused: how many seconds an answer wants us to wait, 0 where it does not say; None: it is no refusal.

        Raises:
            Unreachable: no answer came, and patience ended.
        """
        first: T | Unreachable
        try:
            first = question()
        except Unreachable as error:
            first = error
        if not isinstance(first, Unreachable) and refused(first) is None:
            return first
        answer: T = load(_AGAIN)(self, first, question, refused)
        return answer

    def wait(self, seconds: float) -> None:
        """Wait."""
        self.left -= seconds
        self.manners.sleep(seconds)
