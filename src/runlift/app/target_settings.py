"""How a target is opened, as text that outlives its place in the config; no password is in it."""

from contextlib import suppress
from dataclasses import replace

from runlift.app.config import Config
from runlift.app.places import TargetConfig
from runlift.errors import UsageError
from runlift.state.base import Store
from runlift.state.values import json_of, value_of
from runlift.sync.memory import TargetId


def settings_of(target: TargetConfig) -> str:
    """Return what it takes to open the target again, wherever the command is run."""
    return json_of(replace(target, path=target.path and target.path.absolute()))


def target_of(settings: str) -> TargetConfig:
    """Return the target that the settings describe.

    Raises:
        UsageError: they describe none.
    """
    target = value_of(settings, TargetConfig)
    if target is None:
        raise UsageError("what is remembered of a target cannot be read; delete its sessions in the calendar itself")
    return target


def departed_targets(config: Config, store: Store) -> dict[TargetId, TargetConfig]:
    """Return the targets that were written once and are in the config no longer, as far as it is known which.

    A calendar that the config spells otherwise now, or names by its id, has not left it.
    """
    present = {target.id for target in config.targets}
    places = {_place(known, store) for known in present} - {None}
    departed: dict[TargetId, TargetConfig] = {}
    for known, settings in store.targets().items():
        if known not in present and _place(known, store) not in places:
            with suppress(UsageError):
                departed[known] = target_of(settings)
    return departed


def _place(target: TargetId, store: Store) -> str | None:
    """Return where a target was found, where that is known."""
    replica = store.replica(f"target {target}").load()
    return replica.place.rstrip("/") if replica else None


def labels_of(config: Config, store: Store) -> dict[TargetId, str]:
    """Return what messages call each target that was ever written."""
    named = {target.id: target for target in config.targets} | departed_targets(config, store)
    return {known: known for known in store.targets()} | {known: target.label for known, target in named.items()}
