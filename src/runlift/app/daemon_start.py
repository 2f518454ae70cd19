"""Puts the daemon together from what this machine has, and runs it."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from random import SystemRandom
from typing import TextIO

from runlift.app.daemon import Daemon
from runlift.app.daemon_configs import ConfigWatch
from runlift.app.daemon_events import Happening
from runlift.app.daemon_hands import Processes, stop_on_signals
from runlift.app.daemon_health import answering, health_app
from runlift.app.daemon_log import FaultLog, JsonLog
from runlift.app.daemon_metrics import Metrics
from runlift.app.daemon_preload import modules_for
from runlift.app.daemon_site import publishing
from runlift.app.daemon_turns import Machine
from runlift.app.wiring import elapsed, now, state_folder
from runlift.errors import SyncRunning, UsageError
from runlift.state.lock import profile_lock


def run_daemon(named: Sequence[Path], log: TextIO) -> None:
    """Keep the profiles of the named configs, and of those in the named folders, until a signal ends it.

    Raises:
        ConfigError: none of the configs can be used, or two are of one profile.
        UsageError: another daemon keeps one of the profiles, or a port is taken.
    """
    metrics, lines = Metrics(), JsonLog(log)

    def tell(happening: Happening) -> None:
        lines(happening)
        metrics(happening)

    def warn(text: str) -> None:
        machine.say("feed", level="warning", warning=text)

    logging.getLogger().handlers = [FaultLog(lines, now)]
    with stop_on_signals() as stop, ExitStack() as stack:
        hands = Processes(stop)
        machine = Machine(elapsed=elapsed, now=now, chance=SystemRandom().random, hands=hands, tell=tell)
        daemon = Daemon(ConfigWatch(named), machine, held)
        daemon.begin()
        hands.preload(modules_for(daemon.configs))
        app = health_app(daemon, metrics, elapsed)
        for address in sorted({config.health for config in daemon.configs} - {""}):
            stack.enter_context(answering(app, address))
        stack.enter_context(publishing(daemon, now=now, warn=warn))
        daemon.run(stop.poll)


@contextmanager
def held(profile: str) -> Iterator[None]:
    """Be the only daemon that keeps the profile.

    Raises:
        UsageError: another one does, or the state folder cannot be written.
    """
    try:
        # No profile's name has a dot in it.
        lock = profile_lock(state_folder(), f"{profile}.daemon", patience=timedelta(0))
        stack = ExitStack()
        stack.enter_context(lock)
    except SyncRunning as error:
        raise UsageError(
            f"another daemon keeps profile {profile} already; stop that one, or leave this config out"
        ) from error
    with stack:
        yield
