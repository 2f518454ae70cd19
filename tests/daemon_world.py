"""A world for the daemon in which time passes when the test says so: hours take milliseconds."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from runlift.app.daemon import Daemon
from runlift.app.daemon_configs import ConfigWatch
from runlift.app.daemon_events import Happening
from runlift.app.daemon_hands import Crash
from runlift.app.daemon_job import Job, Outcome
from runlift.app.daemon_turns import Machine
from runlift.app.report import Report
from runlift.errors import UsageError

START = datetime(2026, 7, 6, 6, 0, tzinfo=UTC)
MINUTE, HOUR = 60.0, 3600.0

Fate = tuple[float, Outcome | Crash | None]
"""How many seconds a job takes, and what comes of it; None: it hangs."""
Work = Callable[[Path, Job], Fate]


def goes_well(_path: Path, job: Job) -> Fate:
    """Sync in a second."""
    return 1, Outcome(code=0, failure="", report=Report(at=job.now))


def fails(text: str = "the disk is full") -> Work:
    """Come to nothing, in a second."""
    return lambda _path, job: (1, Outcome(code=3, failure=text, report=Report(at=job.now)))


@dataclass(frozen=True, slots=True)
class Start:
    """A job that was begun."""

    at: float
    path: Path
    job: Job


@dataclass
class World:
    """Time, chance, and hands that work as they are told.

    Attributes:
        elapsed: seconds since the beginning.
        wall: what the clock on the wall shows.
        chance: what chance gives, always.
        work: what becomes of a job.
        meanwhile: what happens at which second.
        begun: the jobs that were begun, in order.
        most: the most jobs that ever ran at once.
        log: what the daemon told.
        held: the profiles that are held.
        elsewhere: the profiles that another daemon holds.
    """

    work: Work = goes_well
    elapsed: float = 0
    wall: datetime = START
    chance: float = 0.5
    meanwhile: dict[float, Callable[[], object]] = field(default_factory=dict)
    begun: list[Start] = field(default_factory=list)
    killed: list[tuple[float, Path]] = field(default_factory=list)
    most: int = 0
    log: list[Happening] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    running: dict[Path, tuple[float, Outcome | Crash | None]] = field(default_factory=dict)

    def start(self, path: Path, job: Job) -> None:
        assert path not in self.running
        self.begun.append(Start(self.elapsed, path, job))
        seconds, found = self.work(path, job)
        self.running[path] = (self.elapsed + seconds if found else float("inf"), found)
        self.most = max(self.most, len(self.running))

    def kill(self, path: Path) -> None:
        del self.running[path]
        self.killed.append((self.elapsed, path))

    def wait(self, seconds: float) -> Sequence[tuple[Path, Outcome | Crash]]:
        assert seconds >= 0
        end = min([self.elapsed + seconds, *(ends for ends, _ in self.running.values())])
        self._pass(end)
        ended = [(path, found) for path, (ends, found) in self.running.items() if ends <= self.elapsed and found]
        for path, _ in ended:
            del self.running[path]
        return ended

    def sleep(self, seconds: float) -> None:
        """Let the machine be suspended: time passes, and nobody does anything."""
        self.elapsed += seconds
        self.wall += timedelta(seconds=seconds)

    def _pass(self, end: float) -> None:
        for moment in sorted(self.meanwhile):
            if moment <= end:
                self.sleep(max(0, moment - self.elapsed))
                self.meanwhile.pop(moment)()
        self.sleep(max(0, end - self.elapsed))

    @contextmanager
    def hold(self, profile: str) -> Iterator[None]:
        if profile in self.held | self.elsewhere:
            raise UsageError(f"another daemon keeps profile {profile} already")
        self.held.add(profile)
        yield
        self.held.remove(profile)

    @property
    def machine(self) -> Machine:
        return Machine(
            elapsed=lambda: self.elapsed,
            now=lambda: self.wall,
            chance=lambda: self.chance,
            hands=self,
            tell=self.log.append,
        )

    def a_daemon(self, *named: Path) -> Daemon:
        """Return a daemon that has taken on the configs."""
        daemon = Daemon(ConfigWatch(named), self.machine, self.hold)
        daemon.begin()
        return daemon

    def run(self, daemon: Daemon, *, until: float) -> None:
        """Let the daemon run until a second has come."""
        daemon.run(lambda: self.elapsed >= until)

    def starts(self, path: Path) -> list[float]:
        """Return when the jobs of a config were begun."""
        return [start.at for start in self.begun if start.path == path]

    def told(self, event: str) -> list[Happening]:
        """Return what the log tells of one kind."""
        return [happening for happening in self.log if happening.event == event]


def a_config(folder: Path, profile: str, *, every: str = "15m", notify: str = "") -> Path:
    """Write a config, and return its place."""
    place = folder / f"{profile}.toml"
    place.write_text(
        f'[runner]\nprofile = "{profile}"\ntimezone = "Europe/Berlin"\n'
        f'[[source]]\ntype = "ics"\npath = "{profile}.ics"\n'
        f'[[target]]\ntype = "ics"\npath = "{profile}-strength.ics"\n[daemon]\nevery = "{every}"\n'
        f"[notify]\ncommand = '{notify}'\n",
        encoding="utf-8",
    )
    return place
