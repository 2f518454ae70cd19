"""`runlift sync` where something may have changed: gather, decide, apply, and say what happened."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from runlift.app.config import Config, require_targets
from runlift.app.decide import decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.report_file import keep_report_of
from runlift.app.settling import Settled, settle
from runlift.app.standstill import Circumstances
from runlift.app.stops import Allowances
from runlift.app.sync import Synced, SyncStopped, sync
from runlift.app.wiring import store_to_read, store_to_write
from runlift.calendars.registry import load
from runlift.cli import machine
from runlift.cli.options import Settings
from runlift.cli.plan import WEEKS_VIEW, show
from runlift.cli.report import exit_code, say_applied, say_kept, say_notes
from runlift.domain.printing import one_line
from runlift.state.base import Store
from runlift.sync.changes import Action


def run(settings: Settings, circumstances: Circumstances, allowances: Allowances, *, dry_run: bool, quiet: bool) -> int:
    """Sync, say what happened, and return the exit code.

    Args:
        circumstances: as they were before the config was read.
        dry_run: show what would change, and change nothing.
        quiet: leave out the weeks.
    """
    config = settings.config()
    require_targets(config)
    if dry_run:
        return _rehearse(settings, config, allowances)
    now = settings.now(config)
    with store_to_write(config, now) as store:
        try:
            synced = sync(config, store, now, lexicon(), allowances)
        except SyncStopped as stopped:
            if settings.as_json:
                machine.print_json(machine.decision(stopped.decision))
            raise
        keep_report_of(config.profile, synced)
        say_notes(synced.decision, store)
        if allowances == Allowances():
            _keep_standstill(config, store, synced, circumstances)
    return _say(settings, synced, quiet=quiet)


def _rehearse(settings: Settings, config: Config, allowances: Allowances) -> int:
    now = settings.now(config)
    with store_to_read(config, now) as store:
        decision = decide(config, gather(config, store, now), lexicon(), allowances)
        show(decision, settings, store)
    return exit_code(decision)


def _say(settings: Settings, synced: Synced, *, quiet: bool) -> int:
    decision, applied = synced.decision, synced.applied
    if settings.as_json:
        machine.print_json(machine.outcome(synced))
        return exit_code(decision, applied)
    if not quiet:
        load(WEEKS_VIEW)(decision, settings)
    say_applied(decision, applied)
    say_kept(decision)
    return exit_code(decision, applied)


def _keep_standstill(config: Config, store: Store, synced: Synced, circumstances: Circumstances) -> None:
    settled = settle(config, store, synced, lexicon())
    if settled:
        store.keep_standstill(settled.standstill(circumstances.digest, _answer(settled)).written())


def _answer(settled: Settled) -> Mapping[str, Any]:
    """Return what there is to say while nothing changes, but for what each calendar costs then."""
    decision = settled.decision
    return {
        **machine.decision(decision),
        "kept": [
            {
                "target": one_line(entry.target.label),
                "sessions": Counter(change.action for change in entry.changes)[Action.KEEP],
            }
            for entry in decision.changes
        ],
    }
