"""Taking back the last run that changed something."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from runlift.app.config import Config
from runlift.app.gather import session_window
from runlift.app.look import Look, Opened, look
from runlift.app.rounds import Open, mass_deletes, write_in_rounds
from runlift.app.sync import summary
from runlift.app.writer import Applied, Writer
from runlift.errors import CalendarError, GuardError
from runlift.state.base import Store
from runlift.sync.changes import Change
from runlift.sync.journal import JournalRun, Occasion
from runlift.sync.memory import TargetId
from runlift.sync.undo import Hindsight, Undoing, last_change, undo

_FAR_BACK = 1000
"""Runs that are looked through for one that changed something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A run, and how it is taken back.

    Attributes:
        opened: the targets.
        stops: why nothing is changed before the runner allows it.
        failures: targets that could not be read.
    """

    opened: Opened
    run: JournalRun
    undoing: Undoing
    stops: tuple[str, ...]
    failures: tuple[CalendarError, ...]


def run_to_undo(store: Store) -> JournalRun | None:
    """Return the newest run that changed something; None where there is none."""
    return last_change(store.history(_FAR_BACK))


def prepare(config: Config, store: Store, opened: Opened, run: JournalRun, now: datetime) -> Undone:
    """Look at the targets and decide how a run is taken back.

    Raises:
        CalendarError: none of the targets could be read.
        NotOurFile: a target holds something that runlift did not write.
    """
    seen = look(config, store, opened, session_window(config, now), now)
    undoing = undo(run, _hindsight(config, opened, seen, now))
    return Undone(
        opened=opened,
        run=run,
        undoing=undoing,
        stops=tuple(mass_deletes(opened, seen.observed, undoing.changes, config.availability, now)),
        failures=tuple(seen.failures.values()),
    )


def carry_out(
    config: Config, store: Store, undone: Undone, now: datetime, *, allow_deletes: bool
) -> tuple[Applied, ...]:
    """Take the run back.

    Raises:
        GuardError: more sessions would go than the runner allowed; nothing was changed.
    """
    if undone.stops and not allow_deletes:
        raise GuardError("\n".join(undone.stops))
    # Before anything is written: whatever ends it half-way, the next sync deletes what is declined.
    store.remember(declined=undone.undoing.declined)

    def again(left: Open) -> Mapping[TargetId, tuple[Change, ...]]:
        seen = look(config, store, undone.opened, session_window(config, now), now)
        entries = tuple(entry for entry in undone.run.entries if (entry.target, entry.key) in left)
        decided = undo(replace(undone.run, entries=entries), _hindsight(config, undone.opened, seen, now)).changes
        return {target: decided.get(target, ()) for target in seen.observed.standing}

    writer = Writer(store, Occasion.UNDO, now)
    applied = write_in_rounds(writer, undone.opened, undone.undoing.changes, again)
    writer.close(summary(applied))
    if not any(one.failure for one in applied):
        done = {change.key for one in applied for change in one.done}
        # The runner was faster, so that the session stays after all.
        store.remember(revoked=[entry.key for entry in undone.undoing.declined if entry.key not in done])
    return applied


def _hindsight(config: Config, opened: Opened, seen: Look, now: datetime) -> Hindsight:
    return Hindsight(
        observed=seen.observed,
        outputs={target.id for target, calendar in opened if calendar.is_output},
        profile=config.profile,
        availability=config.availability,
        now=now,
    )
