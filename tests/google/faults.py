"""What goes wrong between a client and Google, on demand."""

from dataclasses import dataclass
from enum import StrEnum

from tests.google.problems import Problem


class Kind(StrEnum):
    """Where it goes wrong."""

    STATUS = "status"
    """Nothing is done and an error is answered."""
    DROP_BEFORE = "drop before"
    """Nothing is done and nothing answered."""
    DROP_AFTER = "drop after"
    """It is done, but the answer is lost."""
    CUT = "cut"
    """It is done; the first half of the answer arrives, and then no more."""
    DELAY = "delay"
    """It is done, late."""


@dataclass(kw_only=True)
class Fault:
    """Something that goes wrong a few times.

    Attributes:
        method: which requests, also those inside of a batch where it names a method; None: any but those for tokens.
        skip: how many of them go well before.
        page: an answer that is not Google's JSON, but a page of some machine on the way.
        keeps_promise: whether a cut answer is whole as far as HTTP goes; otherwise the connection breaks off.
        seconds: of a delay.
    """

    kind: Kind
    method: str | None = None
    times: int = 1
    skip: int = 0
    status: int = 503
    reason: str = "backendError"
    retry_after: str | None = None
    page: bytes | None = None
    keeps_promise: bool = True
    seconds: float = 0

    def problem(self) -> Problem:
        """Return the error that is answered."""
        headers = {} if self.retry_after is None else {"Retry-After": self.retry_after}
        domain = "usageLimits" if self.status in {403, 429} else "global"
        return Problem(self.status, self.reason, _MESSAGES.get(self.reason, self.reason), domain, headers=headers)


_MESSAGES = {
    "backendError": "Backend Error",
    "rateLimitExceeded": "Rate Limit Exceeded",
    "userRateLimitExceeded": "User Rate Limit Exceeded",
    "quotaExceeded": "Calendar usage limits exceeded.",
    "dailyLimitExceeded": "Daily Limit Exceeded",
    "accessNotConfigured": "Google Calendar API has not been used in this project before or it is disabled.",
}
"""What the guide to errors says with each reason."""


class Faults:
    """The faults that are still to come, the oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let something go wrong."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Let everything go well from now on."""
        self._waiting.clear()

    def next(self, method: str, *, in_batch: bool = False) -> Fault | None:
        """Return what goes wrong with this request."""
        for fault in self._waiting:
            if not _is_about(fault, method, in_batch=in_batch):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
            return fault
        return None


def _is_about(fault: Fault, method: str, *, in_batch: bool) -> bool:
    if in_batch:
        return fault.method == method and fault.kind is Kind.STATUS
    return fault.method == method or (fault.method is None and method not in {"token", "revoke", "auth", "tokeninfo"})
