"""Asking Google again, with exponential back-off and jitter where it names no time."""

from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, retry_if_result, wait_exponential_jitter

from runlift.calendars.google_manners import Patience
from runlift.errors import Unreachable

T = TypeVar("T")


def ask_again(
    patience: Patience, first: T | Unreachable, question: Callable[[], T], refused: Callable[[T], float | None]
) -> T:
    """Ask until the answer is no refusal, or patience ends; return the last answer.

    Args:
        patience: what there is of it.
        first: what came of the first attempt.
        question: makes the request.
        refused: how many seconds an answer wants us to wait, 0 where it does not say; None: it is no refusal.

    Raises:
        Unreachable: no answer came, and patience ended.
    """
    manners = patience.manners
    backoff = wait_exponential_jitter(initial=1, max=manners.longest, jitter=1)
    attempts = 0

    def attempt() -> T:
        nonlocal attempts
        attempts += 1
        if attempts > 1:
            return question()
        if isinstance(first, Unreachable):
            raise first
        return first

    def wait(state: RetryCallState) -> float:
        outcome = state.outcome
        asked = refused(outcome.result()) if outcome and not outcome.failed else None
        return max(asked or 0, backoff(state))

    def is_over(state: RetryCallState) -> bool:
        return attempts >= manners.attempts or state.upcoming_sleep > min(manners.longest, patience.left)

    def last(state: RetryCallState) -> T:
        outcome = state.outcome
        if outcome is None:
            raise Unreachable("Google was not asked")
        answer: T = outcome.result()  # raises what was raised
        return answer

    retrying = Retrying(
        sleep=patience.wait,
        wait=wait,
        stop=is_over,
        retry=retry_if_exception_type(Unreachable) | retry_if_result(lambda answer: refused(answer) is not None),
        retry_error_callback=last,
    )
    return retrying(attempt)
