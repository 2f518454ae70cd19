"""What becomes of sessions in each calendar, from what is desired and what stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from runlift.domain.events import AllDay
from runlift.domain.kinds import Status
from runlift.domain.reasons import Reason
from runlift.domain.sessions import Session
from runlift.sync.changes import Change
from runlift.sync.memory import Memory, TargetId
from runlift.sync.notes import DIVIDER
from runlift.sync.observed import Observed, TargetLook
from runlift.sync.reconcile import Circumstances, reconcile
from runlift.sync.session_event import SessionEvent
from runlift.sync.standing import StandingEvent
from tests import builders as given
from tests.changes import PROFILE, a_session_event
from tests.standing import (
    AVAILABILITY,
    HOME,
    KEY,
    NOW,
    WISH,
    a_look,
    a_memory,
    a_remembered,
    hours,
    observed,
)

SATURDAY = hours("2026-07-11 10:00")
THURSDAY_WISH = a_session_event("2026-07-09 18:00", key=KEY)
NEW_TEXT = replace(WISH, text=f"{DIVIDER}\n\nWORKOUT\nCalf raise: 3 × 10")
LATE = given.a_moment("2026-12-01 00:00")


def wanted(wish: SessionEvent, *, status: Status = Status.PLANNED) -> tuple[Session, SessionEvent]:
    minutes = (wish.end - wish.start).total_seconds() / 60
    session = given.a_session(wish.intensity.value, start=wish.start, minutes=minutes, key=wish.key, status=status)
    return session, wish


def changes(
    desired: Sequence[tuple[Session, SessionEvent]],
    seen: Observed,
    *,
    target: TargetId = HOME,
    displaced: Mapping[str, Reason] | None = None,
    now: datetime = NOW,
    read_until: datetime = LATE,
) -> tuple[Change, ...]:
    circumstances = Circumstances(
        profile=PROFILE, now=now, availability=AVAILABILITY, displaced=displaced or {}, read_until=read_until
    )
    return reconcile(list(desired), seen, target, circumstances)


def fate(
    event: StandingEvent,
    *desired: tuple[Session, SessionEvent],
    memory: Memory | None = None,
    displaced: Reason | None = None,
    now: datetime = NOW,
    read_until: datetime = LATE,
) -> Change:
    """Return what happens to the only event in the only calendar."""
    seen = observed(a_look(event), memory=a_memory(a_remembered()) if memory is None else memory)
    reasons = {KEY: displaced} if displaced else {}
    (change,) = changes(desired, seen, displaced=reasons, now=now, read_until=read_until)
    return change


def fates(desired: Sequence[tuple[Session, SessionEvent]], *looks: TargetLook, memory: Memory) -> list[Change]:
    """Return what happens to the only session in each calendar."""
    seen = observed(*looks, memory=memory)
    return [change for look in looks for change in changes(desired, seen, target=look.target)]


def wanted_at(event: StandingEvent, *, minutes: float = 55) -> tuple[Session, SessionEvent]:
    """Return the session as the plan has it where the runner has put it."""
    assert not isinstance(event.when, AllDay)
    start = event.when.start
    return wanted(replace(WISH, start=start, end=given.later(start, minutes)), status=Status.PINNED)
