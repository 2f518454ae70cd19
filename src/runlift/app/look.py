"""What stands in the targets, for commands that do not plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from runlift.app.config import Config
from runlift.app.places import TargetConfig
from runlift.calendars.base import Target
from runlift.domain.events import ReadingWindow
from runlift.errors import CalendarError
from runlift.state.base import Store
from runlift.sync.memory import Presence, TargetId
from runlift.sync.observe import observe
from runlift.sync.observed import Observed, TargetLook

Opened = Sequence[tuple[TargetConfig, Target]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What stands in the targets.

    Attributes:
        failures: why a target could not be read.
    """

    observed: Observed
    failures: dict[TargetId, CalendarError]


def look(config: Config, store: Store, opened: Opened, window: ReadingWindow, now: datetime) -> Look:
    """Read the targets back; what the runner did to them since the last sync is left for the next sync to take in.

    What earlier changes of ours have come to is taken in, so that new ones can be meant.

    Raises:
        CalendarError: none of the targets could be read.
        NotOurFile: a target holds something that runlift did not write.
    """
    looks: list[TargetLook] = []
    failures: dict[TargetId, CalendarError] = {}
    for target, calendar in opened:
        try:
            events = calendar.existing(window)
        except CalendarError as error:
            failures[target.id] = error
        else:
            looks.append(TargetLook(target=target.id, is_output=calendar.is_output, events=events, window=window))
    if failures and not looks:
        first, *_ = failures.values()
        raise type(first)("\n".join(map(str, failures.values()))) from first
    memory = store.memory()
    # Sources were not read, so that nothing can be said of what is gone: it may stand in another calendar.
    observed = observe(looks, memory, profile=config.profile, sightings=(), availability=config.availability, now=now)
    known = {(row.target, row.key) for row in memory.sessions}
    store.remember(
        sessions=[
            row
            for row in observed.remembered
            if row.presence is Presence.STANDING and (row.target, row.key) not in known
        ],
        forgotten=observed.forgotten,
        digested=[each.target for each in looks],
    )
    return Look(observed=observed, failures=failures)
