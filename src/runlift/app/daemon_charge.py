"""A profile that the daemon keeps, and what it remembers of it between syncs."""

import sched
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from runlift.app.config import Config
from runlift.app.daemon_events import Standing
from runlift.app.daemon_job import Job, Outcome
from runlift.app.daemon_pace import pause
from runlift.app.report import Report
from runlift.errors import CalendarError, GuardError
from runlift.sync.memory import SourceId
from runlift.web.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A source that has failed some times in a row, and is not asked until then."""

    error: CalendarError
    times: int
    until: float


@dataclass(slots=True, kw_only=True)
class Charge:
    """A profile that is kept.

    Attributes:
        hold: what is given up with it.
        problem: why the config on the disk is not the one in force.
        report: what its last sync came to.
        last: when that ended.
        scene: what the page shows.
        failures: how many syncs in a row came to nothing.
        failing: the sources that do not answer.
        began: when the job that runs began; None where none does.
        is_telling: that job only tells of the one before it.
        is_slow: that job has made room for another one.
        is_queued: it is its turn, as soon as there is room.
        again: its config has changed while the job ran.
        gone: its config is gone.
        timers: what the scheduler holds for it.
    """

    path: Path
    config: Config
    hold: ExitStack
    problem: str = ""
    report: Report | None = None
    last: datetime | None = None
    scene: Scene | None = None
    failures: int = 0
    failing: Mapping[SourceId, Failing] = field(default_factory=dict)
    began: float | None = None
    is_telling: bool = False
    is_slow: bool = False
    is_queued: bool = False
    again: bool = False
    gone: bool = False
    timers: list[sched.Event] = field(default_factory=list)

    @property
    def standing(self) -> Standing:
        """How it stands, for whoever asks."""
        return Standing(
            profile=self.config.profile,
            last=self.last,
            running=self.began is not None,
            troubles=tuple(trouble.name for trouble in self.report.troubles) if self.report else (),
        )

    def job(self, now: datetime, elapsed: float, fault: str) -> Job:
        """Return what is to be done.

        Args:
            elapsed: as the daemon's clock counts.
            fault: what became of the job before; empty where that is known.
        """
        return Job(
            config=self.config,
            now=now,
            report=self.report,
            resting={source: failing.error for source, failing in self.failing.items() if failing.until > elapsed},
            problem=self.problem,
            fault=fault,
        )

    def learn(self, outcome: Outcome, began: float) -> None:
        """Take in what a sync came to."""
        self.report = outcome.report
        self.scene = outcome.scene or self.scene
        gave_nothing = outcome.failure and outcome.code != GuardError.exit_code
        self.failures = self.failures + 1 if gave_nothing else 0
        if outcome.sources:
            self.failing = {
                source: self._failing(source, visit.failure, began)
                for source, visit in outcome.sources.items()
                if visit.failure
            }

    def _failing(self, source: SourceId, error: CalendarError, began: float) -> Failing:
        before = self.failing.get(source)
        if before and before.until > began:
            return before
        times = before.times + 1 if before else 1
        # Half a pause less: the turn that is nearest asks again.
        until = began + pause(self.config.every, times, 0.5) - self.config.every.total_seconds() / 2
        return Failing(error=error, times=times, until=until)
