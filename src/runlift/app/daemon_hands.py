"""Processes that do the daemon's jobs, one for each: what one of them does or suffers, no other one feels.

A process can be ended while it hangs, which a thread cannot, and whatever it leaks goes with it. It is forked from a
server that has loaded what a sync needs, so that it costs milliseconds.
"""

import logging
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from runlift.app.daemon_job import Job, Outcome, run_job

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

_MOMENT = 1
"""Seconds that a process gets to leave once it has nothing to do."""
_LONGEST = 1200
"""Seconds after which a process ends itself."""


@dataclass(frozen=True, slots=True)
class Crash:
    """A job ended without an outcome; the text says how, and holds nothing of anybody's calendar."""

    text: str


class Hands(Protocol):
    """Whoever does the jobs, several at a time; each is known by its config's path."""

    def start(self, path: Path, job: Job) -> None:
        """Begin a job; nothing of it is waited for."""
        ...

    def kill(self, path: Path) -> None:
        """End a job wherever it is; it is not heard of again."""
        ...

    def wait(self, seconds: float) -> Sequence[tuple[Path, Outcome | Crash]]:
        """Return the jobs that ended, once there is one, once somebody wants the daemon to stop, or after a while."""
        ...


class Processes:
    """Does each job in a process of its own.

    Args:
        stop: becomes readable when the daemon is to stop.
    """

    def __init__(self, stop: Connection) -> None:
        self._stop = stop
        # As Python itself chooses from 3.14 on; a fork of a process with threads may hang.
        self._context: ForkServerContext | SpawnContext = (
            get_context("forkserver") if sys.platform == "linux" else get_context("spawn")
        )
        self._running: dict[Path, tuple[BaseProcess, Connection]] = {}

    def preload(self, modules: Sequence[str]) -> None:
        """Load modules once for all jobs, where that can be; before the first one begins."""
        if sys.platform == "linux":
            self._context.set_forkserver_preload(list(modules))

    def start(self, path: Path, job: Job) -> None:
        """Begin a job in a new process."""
        answer, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_work, args=(theirs, job), name=f"runlift {path.stem}")
        process.start()
        theirs.close()
        self._running[path] = process, answer

    def kill(self, path: Path) -> None:
        """End the job's process."""
        process, answer = self._running.pop(path)
        answer.close()
        _end(process)

    def wait(self, seconds: float) -> Sequence[tuple[Path, Outcome | Crash]]:
        """Return the jobs that ended; not a moment is waited once the daemon is to stop and nothing runs."""
        answers = {answer: path for path, (_, answer) in self._running.items()}
        stopping = [] if self._stop.poll() and answers else [self._stop]
        ready = wait([*answers, *stopping], timeout=max(0, seconds))
        return [(answers[answer], self._take(answers[answer])) for answer in ready if answer in answers]

    def _take(self, path: Path) -> Outcome | Crash:
        process, answer = self._running.pop(path)
        with answer:
            try:
                found: Outcome | Crash = answer.recv()
            except (EOFError, OSError):
                process.join(_MOMENT)
                found = Crash(_ending(process.exitcode))
        process.join(_MOMENT)
        _end(process)
        return found


def _end(process: BaseProcess) -> None:
    process.kill()
    # What a dead disk holds cannot be ended, and is not waited for.
    process.join(_MOMENT)


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        return f"it was ended by signal {-code} ({signal.strsignal(-code)})"
    return f"it ended with the status {code}"


def _go_on(*_: object) -> None:
    """Leave it to the daemon when to stop."""


def _work(answer: Connection, job: Job) -> None:
    # What is begun is finished: the daemon waits for it when it is stopped. Commands that it runs heed them as usual.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, _go_on)
    # What libraries say holds addresses, and an address may be a secret.
    logging.disable()
    if sys.platform != "win32":
        # A daemon that was killed ends nobody.
        signal.alarm(_LONGEST)
    found: Outcome | Crash
    try:
        found = run_job(job)
    except Exception as error:  # noqa: BLE001 - whatever we got wrong is the daemon's to tell
        # The message might quote a calendar, or an address that is a secret.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        found = Crash(f"our fault, please report it: {type(error).__name__} in {where}")
    # Where the daemon is gone, the next one finds in the calendars what was done.
    with suppress(OSError), answer:
        answer.send(found)


@contextmanager
def stop_on_signals() -> Iterator[Connection]:
    """Yield what becomes readable on SIGTERM or SIGINT; the second one of either ends the process at once."""
    heard, ask = Pipe(duplex=False)
    signals = (signal.SIGINT, signal.SIGTERM)

    def hear(*_: object) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_DFL)
        ask.send_bytes(b"stop")

    before = [signal.signal(each, hear) for each in signals]
    try:
        yield heard
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)
        heard.close()
        ask.close()
