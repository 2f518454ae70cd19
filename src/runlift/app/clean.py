"""Taking our sessions out of targets, those that have left the config among them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from runlift.app.config import Config
from runlift.app.gather import open_targets, session_window
from runlift.app.look import Look, Opened, look
from runlift.app.places import TargetConfig
from runlift.app.rounds import Open, mass_deletes, write_in_rounds
from runlift.app.sync import summary
from runlift.app.target_settings import departed_targets
from runlift.app.writer import Applied, Writer
from runlift.domain.events import ReadingWindow
from runlift.errors import CalendarError, GuardError, NoSuchCalendar, UsageError
from runlift.state.base import Store
from runlift.sync.changes import Change
from runlift.sync.clean import clean
from runlift.sync.journal import Occasion
from runlift.sync.memory import TargetId

_LONG = timedelta(days=20 * 365)
"""Longer than anybody has had runlift, or plans ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaning:
    """What is taken out of targets.

    Attributes:
        opened: the targets.
        changes: what happens to each session; keeps tell what is never written.
        stops: why nothing is changed before the runner allows it.
        failures: targets that could not be read.
    """

    opened: Opened
    window: ReadingWindow
    changes: Mapping[TargetId, tuple[Change, ...]]
    stops: tuple[str, ...]
    failures: tuple[CalendarError, ...]


def targets_to_clean(config: Config, store: Store, name: str | None) -> Opened:
    """Open the targets of the config, or the one of that id or label, be it in the config or not any more.

    Raises:
        UsageError: none has that name, or several have.
    """
    targets = {target.id: target for target in config.targets}
    if name is not None:
        targets = _named(targets | departed_targets(config, store), name)
    return open_targets(replace(config, targets=tuple(targets.values())), store)


def _named(known: Mapping[TargetId, TargetConfig], name: str) -> dict[TargetId, TargetConfig]:
    named = {place: target for place, target in known.items() if name in {place, target.label}}
    if not named:
        there_are = ", ".join(target.label for target in known.values()) or "there is none"
        raise UsageError(f"no target is called {name}; name one of these: {there_are}")
    if len(named) > 1:
        raise UsageError(f"several targets are called {name}; name one of these: {', '.join(named)}")
    return named


def prepare(config: Config, store: Store, opened: Opened, now: datetime, *, past: bool) -> Cleaning:
    """Look at the targets and decide what goes.

    Args:
        past: what has started or is over goes as well.

    Raises:
        CalendarError: none of the targets could be read; one that has left the config and is gone is forgotten.
        NotOurFile: a target holds something that runlift did not write.
    """
    window = replace(session_window(config, now), end=now + _LONG)
    if past:
        window = replace(window, start=now - _LONG)
    try:
        seen = look(config, store, opened, window, now)
    except NoSuchCalendar as error:
        departed = [target for target, _ in opened if target not in config.targets]
        if not departed:
            raise
        for target in departed:
            store.forget_target(target.id)
        names = ", ".join(target.label for target in departed)
        raise NoSuchCalendar(f"{names} has left the config and is gone, so that it is forgotten now") from error
    changes = _changes(config, seen, now, past=past)
    return Cleaning(
        opened=opened,
        window=window,
        changes=changes,
        stops=tuple(mass_deletes(opened, seen.observed, changes, config.availability, now)),
        failures=tuple(seen.failures.values()),
    )


def carry_out(
    config: Config, store: Store, cleaning: Cleaning, now: datetime, *, past: bool, allow_deletes: bool
) -> tuple[Applied, ...]:
    """Take the sessions out; a target that has left the config is forgotten once it is clean.

    Raises:
        GuardError: more sessions would go than the runner allowed; nothing was changed.
    """
    if cleaning.stops and not allow_deletes:
        raise GuardError("\n".join(cleaning.stops))

    def again(_: Open) -> Mapping[TargetId, tuple[Change, ...]]:
        return _changes(config, look(config, store, cleaning.opened, cleaning.window, now), now, past=past)

    writer = Writer(store, Occasion.CLEAN, now)
    applied = write_in_rounds(writer, cleaning.opened, cleaning.changes, again)
    writer.close(summary(applied))
    present = {target.id for target in config.targets}
    for one in applied:
        if one.target.id not in present and not (one.open or one.refused or one.failure):
            store.forget_target(one.target.id)
    return applied


def _changes(config: Config, seen: Look, now: datetime, *, past: bool) -> dict[TargetId, tuple[Change, ...]]:
    return {
        target: clean(seen.observed, target, past=past, availability=config.availability, now=now)
        for target in seen.observed.standing
    }
