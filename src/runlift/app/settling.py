"""Whether a sync has left nothing to do, so that the next one may find a standstill."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from runlift.app.config import Config
from runlift.app.decide import Decision, decide
from runlift.app.gather import Gathered, read_targets
from runlift.app.standstill import Standstill
from runlift.app.sync import Synced, is_pending, remember_sessions
from runlift.app.time_edges import same_until
from runlift.domain.lexicon import Lexicon
from runlift.errors import CalendarError
from runlift.state.base import Store

_LOOKS = 2
"""How often what was remembered meanwhile is taken into account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the next sync would find, which would change nothing.

    Attributes:
        until: when time alone may change something.
        stamps: of the sources and then the targets.
    """

    decision: Decision
    until: datetime
    stamps: tuple[str, ...]

    def standstill(self, circumstances: str, answer: Mapping[str, Any]) -> Standstill:
        """Return it as it is kept.

        Args:
            circumstances: the digest of those in which the sync began.
            answer: what there is to say of it, in the machine's shape.
        """
        return Standstill(
            circumstances=circumstances,
            since=self.decision.now,
            until=self.until,
            stamps=self.stamps,
            answer=answer,
        )


def settle(config: Config, store: Store, synced: Synced, lexicon: Lexicon) -> Settled | None:
    """Return what the next sync would find if it would change nothing; None where it might.

    What was written is read back right away, so that already the next sync finds a standstill.
    """
    if not _is_whole(synced):
        return None
    try:
        gathered, decision = _after(config, store, synced, lexicon)
    except CalendarError:
        return None
    for _ in range(_LOOKS):
        if (memory := store.memory()) == gathered.memory:
            break
        gathered = replace(gathered, memory=memory)
        decision = decide(config, gathered, lexicon)
        remember_sessions(store, gathered, decision)
    else:
        return None
    has_news = not set(decision.observed.notices) <= set(synced.decision.observed.notices)
    return None if has_news else _settled(gathered, decision)


def _is_whole(synced: Synced) -> bool:
    sources, applied = synced.gathered.sources, synced.applied
    unread = any(read.failure or read.reading is None or read.suspected for read in sources)
    return not (unread or any(one.failure or one.refused or one.open for one in applied))


def _after(config: Config, store: Store, synced: Synced, lexicon: Lexicon) -> tuple[Gathered, Decision]:
    if not any(one.changed for one in synced.applied):
        return synced.gathered, synced.decision
    opened = [(read.target, read.opened) for read in synced.gathered.targets]
    gathered = replace(
        synced.gathered, targets=read_targets(opened, config, synced.gathered.now), memory=store.memory()
    )
    decision = decide(config, gathered, lexicon)
    remember_sessions(store, gathered, decision)
    return gathered, decision


def _settled(gathered: Gathered, decision: Decision) -> Settled | None:
    stamps = (
        *(read.reading.stamp if read.reading else "" for read in gathered.sources),
        *(read.opened.stamp for read in gathered.targets),
    )
    until = same_until(decision).astimezone(decision.now.tzinfo)
    in_the_way = (*decision.stops, *decision.doubts, *decision.failures, *decision.unread)
    # An offset that changes meanwhile would leave open which instant a time without one means.
    is_plain = until > decision.now and until.utcoffset() == decision.now.utcoffset()
    if in_the_way or is_pending(decision) or not all(stamps) or not is_plain:
        return None
    return Settled(decision=decision, until=until, stamps=stamps)
