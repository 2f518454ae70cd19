"""What goes wrong while runlift syncs: the process dies, calendars give no answer, another hand is faster."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import httplib2

from runlift.calendars.base import Outcome, Reading, Result, Source, Target, Traffic
from runlift.domain.events import ReadingWindow
from runlift.errors import Unreachable
from runlift.state.base import Store
from runlift.sync.changes import Change
from runlift.sync.standing import StandingEvent
from tests.google import batch
from tests.google.api import name_of
from tests.google.faults import Fault, Kind
from tests.google.google import Google
from tests.google.in_process import Connection

counts: Counter[str] = Counter()
"""What happened in all worlds of this process: steps, syncs, faults, invariants that were looked at."""


class Died(BaseException):
    """The process ends, whatever it was doing."""


@dataclass
class Faults:
    """What goes wrong during one sync.

    Attributes:
        dies_at: the step into or out of a store or a calendar at which the process ends.
        down: calendars that give no answer.
        breaks: the write, counted over all calendars, at which the connection is lost, and whether it was made.
        conflicts: the write that is answered with a conflict.
        meanwhile: the write just before which the runner's hand is at work.
    """

    dies_at: int | None = None
    down: tuple[str, ...] = ()
    breaks: tuple[int, bool] | None = None
    conflicts: int | None = None
    meanwhile: tuple[int, Callable[[], None]] | None = None
    steps: int = 0
    writes: int = 0

    @property
    def lets_it_finish(self) -> bool:
        """Whether a sync that ends has done all that the calendars that answer need."""
        return not (self.meanwhile or self.conflicts or self.breaks)

    def step(self) -> None:
        """Pass a point at which the process may end."""
        self.steps += 1
        if self.steps == self.dies_at:
            counts["fault: died"] += 1
            raise Died

    def reach(self, name: str) -> None:
        """Ask a calendar for something."""
        self.step()
        if name in self.down:
            counts["fault: unreachable"] += 1
            raise Unreachable(f"{name} cannot be reached")


class FragileStore:
    """A store between any two calls of which the process may end."""

    def __init__(self, store: Store, faults: Faults) -> None:
        self._store = store
        self._faults = faults

    def __getattr__(self, name: str) -> object:
        found = getattr(self._store, name)
        return partial(self._call, found) if callable(found) else found

    def _call(self, method: Callable[..., object], *args: object, **named: object) -> object:
        self._faults.step()
        found = method(*args, **named)
        self._faults.step()
        return found


class FragileTarget:
    """A target whose every write may be lost, refused, or the last thing that the process did."""

    def __init__(self, target: Target, faults: Faults) -> None:
        self._target = target
        self._faults = faults
        self.name = target.name
        self.is_output = target.is_output

    @property
    def traffic(self) -> Traffic:
        return self._target.traffic

    @property
    def stamp(self) -> str:
        return self._target.stamp

    def existing(self, window: ReadingWindow) -> tuple[StandingEvent, ...]:
        self._faults.reach(self.name)
        return self._target.existing(window)

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        self._faults.reach(self.name)
        if self.is_output:
            yield from self._target.apply(changes, now=now)
            self._faults.step()
            return
        for change in changes:
            self._faults.writes += 1
            yield self._write(change, now)

    def settle(self) -> tuple[StandingEvent, ...]:
        self._faults.reach(self.name)
        return self._target.settle()

    def _write(self, change: Change, now: datetime) -> Outcome:
        faults = self._faults
        faults.step()
        if faults.conflicts == faults.writes:
            counts["fault: conflict"] += 1
            return Outcome(change=change, result=Result.CONFLICT)
        if faults.meanwhile and faults.meanwhile[0] == faults.writes:
            counts["fault: another hand"] += 1
            faults.meanwhile[1]()
        if faults.breaks == (faults.writes, False):
            counts["fault: lost request"] += 1
            raise Unreachable(f"{self.name} cannot be reached")
        (outcome,) = self._target.apply([change], now=now)
        if faults.breaks == (faults.writes, True):
            counts["fault: lost answer"] += 1
            raise Unreachable(f"{self.name} cannot be reached")
        faults.step()
        return outcome


class FragileBatches(FragileTarget):
    """A target that writes many things in one request, so that they fail together: see `FragileConnection`."""

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        self._faults.reach(self.name)
        yield from self._target.apply(changes, now=now)


class FragileConnection(Connection):
    """A connection to Google on which every batch of writes may be lost, refused in part, or come too late."""

    def __init__(self, google: Google, faults: Faults) -> None:
        super().__init__(google)
        self._faults = faults
        self._is_lost = False

    def request(
        self, uri: str, method: str = "GET", body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[httplib2.Response, bytes]:
        if self._is_lost:
            raise ConnectionResetError
        writes = _writes(body, headers or {})
        if not writes:
            return super().request(uri, method, body, headers)
        faults = self._faults
        faults.step()
        numbers = range(faults.writes + 1, faults.writes + 1 + len(writes))
        faults.writes += len(writes)
        self._another_hand_comes_first(numbers, writes)
        number, is_made = faults.breaks or (0, False)
        self._is_lost = number in numbers
        if self._is_lost and not is_made:
            counts["fault: lost request"] += 1
            raise ConnectionResetError
        answer = super().request(uri, method, body, headers)
        if self._is_lost:
            counts["fault: lost answer"] += 1
            raise ConnectionResetError
        faults.step()
        return answer

    def _another_hand_comes_first(self, numbers: range, writes: Sequence[batch.Part]) -> None:
        faults = self._faults
        if faults.conflicts is not None and faults.conflicts in numbers:
            counts["fault: conflict"] += 1
            refused = name_of(writes[numbers.index(faults.conflicts)])
            self._google.faults.add(Fault(kind=Kind.STATUS, method=refused, status=412, reason="conditionNotMet"))
        if faults.meanwhile and faults.meanwhile[0] in numbers:
            counts["fault: another hand"] += 1
            faults.meanwhile[1]()


def _writes(body: str | bytes | None, headers: Mapping[str, str]) -> list[batch.Part]:
    """Return the writes of a batch; none where it is no batch, or one that only reads."""
    kind = headers.get("content-type", "")
    if not isinstance(body, str) or not kind.startswith("multipart/mixed"):
        return []
    return [part for part in batch.read(kind, body.encode()) if part.verb != "GET"]


class FragileSource:
    """A source that may give no answer."""

    def __init__(self, source: Source, faults: Faults) -> None:
        self._source = source
        self._faults = faults
        self.name = source.name

    def read(self, window: ReadingWindow) -> Reading:
        if self.name in self._faults.down:
            counts["fault: feed down"] += 1
            raise Unreachable(f"{self.name} cannot be reached")
        return self._source.read(window)
