"""How long Google is waited for, and how often it is asked again.

The library's own repetitions (`num_retries`) do not heed Retry-After, and know nothing of a whole sync's time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, retry_if_result, wait_exponential_jitter

from runlift.errors import Unreachable

T = TypeVar("T")


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
    """What is left of a sync's time for waiting, with exponential back-off and jitter where Google names no time."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._waited = 0.0

    def ask(self, question: Callable[[], T], refused: Callable[[T], float | None]) -> T:
        """Ask until the answer is no refusal, or patience ends; return the last answer.

        Args:
            question: makes the request.
            refused: how many seconds an answer wants us to wait, 0 where it does not say; None: it is no refusal.

        Raises:
            Unreachable: no answer came, and patience ended.
        """
        backoff = wait_exponential_jitter(initial=1, max=self._manners.longest, jitter=1)

        def wait(state: RetryCallState) -> float:
            outcome = state.outcome
            asked = refused(outcome.result()) if outcome and not outcome.failed else None
            return max(asked or 0, backoff(state))

        def is_over(state: RetryCallState) -> bool:
            wanted = state.upcoming_sleep
            left = self._manners.budget - self._waited
            return state.attempt_number >= self._manners.attempts or wanted > min(self._manners.longest, left)

        def last(state: RetryCallState) -> T:
            outcome = state.outcome
            if outcome is None:
                raise Unreachable("Google was not asked")
            answer: T = outcome.result()  # raises what was raised
            return answer

        retrying = Retrying(
            sleep=self._sleep,
            wait=wait,
            stop=is_over,
            retry=retry_if_exception_type(Unreachable) | retry_if_result(lambda answer: refused(answer) is not None),
            retry_error_callback=last,
        )
        return retrying(question)

    def _sleep(self, seconds: float) -> None:
        self._waited += seconds
        self._manners.sleep(seconds)
