"""What check finds, as tests like to compare it."""

from collections.abc import Mapping

from runlift.domain.check import check
from runlift.domain.plan import Situation, Violation
from runlift.domain.sessions import FixedSession, Session
from runlift.domain.weeks import Week


def broken_rules(
    situation: Situation, *sessions: Session | FixedSession, requests: Mapping[Week, int] | None = None
) -> list[str]:
    """Return the ids of the broken rules, in the order of the report."""
    return [violation.rule for violation in check(sessions, situation, requests=requests)]


def the_breach(
    situation: Situation, *sessions: Session | FixedSession, requests: Mapping[Week, int] | None = None
) -> Violation:
    """Return the only violation."""
    (violation,) = check(sessions, situation, requests=requests)
    return violation
