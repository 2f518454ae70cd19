"""Whose turn it is: each profile after its own pause, one sync at a time for each, and none waits for a slow one.

Nothing here looks at a clock, waits, or syncs but through what is handed in. Pauses are counted by a clock that only
ever grows, so that a night's sleep, a changed hour or a corrected clock costs no more than the syncs that were due
meanwhile.
"""

import sched
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from runlift.app.daemon_charge import Charge
from runlift.app.daemon_events import Happening, Tell, of_sync
from runlift.app.daemon_hands import Crash, Hands
from runlift.app.daemon_job import Outcome
from runlift.app.daemon_pace import pause

if TYPE_CHECKING:
    from pathlib import Path

AT_ONCE = 4
SLOW = 30.0
"""Seconds after which a sync makes room for another one, whatever it waits for."""
LIMIT = 600.0
"""Seconds after which a sync is ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What there is outside: time, chance, and whoever does the work or hears of it.

    Attributes:
        elapsed: returns seconds that only ever grow.
        now: returns the instant that syncs plan from.
        chance: returns a number from 0 to 1.
        hands: do the syncs.
        tell: takes what happens.
    """

    elapsed: Callable[[], float]
    now: Callable[[], datetime]
    chance: Callable[[], float]
    hands: Hands
    tell: Tell

    def say(self, event: str, *, profile: str = "", level: str = "info", **fields: object) -> None:
        """Tell what happens now."""
        self.tell(Happening(event=event, at=self.now(), profile=profile, level=level, fields=fields))


class Turns:
    """Gives each profile its turns."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._time = sched.scheduler(machine.elapsed, _do_not_wait)
        self._queue: deque[Charge] = deque()
        self._charges: dict[Path, Charge] = {}
        self._closing = False

    @property
    def charges(self) -> tuple[Charge, ...]:
        """The profiles that have turns."""
        return tuple(self._charges.values())

    @property
    def running(self) -> int:
        """How many syncs are going on."""
        return sum(charge.began is not None for charge in self._charges.values())

    def take_on(self, charge: Charge) -> None:
        """Give a profile turns from now on."""
        self._charges[charge.path] = charge
        self.at_once(charge)

    def give_up(self, charge: Charge) -> None:
        """Give a profile no more turns; a sync that is going on ends first."""
        if charge.began is not None:
            charge.gone = True
            return
        self._cancel(charge)
        if charge.is_queued:
            self._queue.remove(charge)
        del self._charges[charge.path]
        charge.hold.close()

    def at_once(self, charge: Charge) -> None:
        """Make it a profile's turn, after the sync that is going on."""
        if charge.began is not None:
            charge.again = True
        elif not charge.is_queued:
            self._cancel(charge)
            charge.is_queued = True
            self._queue.append(charge)

    def go_on(self, longest: float) -> None:
        """Begin what is due, and wait until something ends or becomes due, or for so many seconds."""
        until = self._time.run(blocking=False)
        while self._queue and self._has_room():
            self._start(self._queue.popleft())
        self._wait(longest if until is None else min(until, longest))

    def close(self, grace: float) -> None:
        """Begin nothing more, let what is going on end for so many seconds, and then end it."""
        self._closing = True
        end = self._machine.elapsed() + grace
        while self.running and self._machine.elapsed() < end:
            self._wait(end - self._machine.elapsed())
        for charge in self.charges:
            if charge.began is not None:
                self._machine.hands.kill(charge.path)
                self._machine.say("ended", profile=charge.config.profile, level="warning", after=grace)
                charge.began = None
            self.give_up(charge)

    def _wait(self, seconds: float) -> None:
        for path, found in self._machine.hands.wait(seconds):
            self._ended(self._charges[path], found)

    def _has_room(self) -> bool:
        return sum(charge.began is not None and not charge.is_slow for charge in self._charges.values()) < AT_ONCE

    def _start(self, charge: Charge, fault: str = "") -> None:
        now = self._machine.elapsed()
        charge.is_queued = charge.is_slow = False
        charge.again = charge.again and bool(fault)
        charge.began, charge.is_telling = now, bool(fault)
        charge.timers = [
            self._time.enter(SLOW, 0, self._make_room, (charge,)),
            self._time.enter(LIMIT, 0, self._end, (charge,)),
        ]
        try:
            self._machine.hands.start(charge.path, charge.job(self._machine.now(), now, fault))
        except OSError as error:
            self._ended(charge, Crash(f"no process could be started: {error.strerror or type(error).__name__}"))

    def _make_room(self, charge: Charge) -> None:
        charge.is_slow = True

    def _end(self, charge: Charge) -> None:
        self._machine.hands.kill(charge.path)
        self._ended(charge, Crash(f"it took more than {LIMIT / 60:.0f} minutes and was ended"))

    def _ended(self, charge: Charge, found: Outcome | Crash) -> None:
        began, elapsed = charge.began or 0, self._machine.elapsed()
        self._cancel(charge)
        charge.began, charge.last = None, self._machine.now()
        if not charge.is_telling or isinstance(found, Crash):
            self._log(charge, found, elapsed - began)
        if isinstance(found, Crash):
            charge.failures += 1
        elif charge.is_telling:
            charge.report = found.report
        else:
            charge.learn(found, began)
        if charge.gone:
            self.give_up(charge)
        elif isinstance(found, Crash) and not charge.is_telling and not self._closing:
            self._start(charge, fault=found.text)
        elif not self._closing:
            self._next(charge, began)

    def _next(self, charge: Charge, began: float) -> None:
        if charge.again:
            self.at_once(charge)
            return
        due = began + pause(charge.config.every, charge.failures, self._machine.chance())
        charge.timers = [self._time.enterabs(max(due, self._machine.elapsed()), 1, self.at_once, (charge,))]

    def _cancel(self, charge: Charge) -> None:
        for timer in charge.timers:
            # Those that have gone off are none any more.
            with suppress(ValueError):
                self._time.cancel(timer)
        charge.timers = []

    def _log(self, charge: Charge, found: Outcome | Crash, seconds: float) -> None:
        happening = Happening(event="sync", at=self._machine.now(), profile=charge.config.profile, seconds=seconds)
        if isinstance(found, Crash):
            happening = replace(happening, level="error", fields={"failure": found.text})
        else:
            level = "warning" if found.code else "info"
            happening = replace(happening, level=level, fields=of_sync(found), outcome=found)
        self._machine.tell(happening)


def _do_not_wait(_seconds: float) -> None:
    """Let the hands do the waiting."""
