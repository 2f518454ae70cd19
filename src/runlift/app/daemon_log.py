"""The daemon's log: one JSON object a line, in which nothing of a calendar can pass for anything else."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TextIO

from runlift.app.daemon_events import Happening, Tell


class JsonLog:
    """Writes what happens to a stream; a full disk or a closed pipe stops nothing.

    Args:
        stream: usually standard error, which systemd keeps.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, happening: Happening) -> None:
        """Write one line."""
        line: dict[str, object] = {
            "at": happening.at.isoformat(timespec="seconds"),
            "level": happening.level,
            "event": happening.event,
        }
        if happening.profile:
            line["profile"] = happening.profile
        if happening.seconds:
            line["seconds"] = round(happening.seconds, 3)
        with suppress(OSError, ValueError):
            self._stream.write(json.dumps({**line, **happening.fields}) + "\n")
            self._stream.flush()


class FaultLog(logging.Handler):
    """Tells what libraries report of faults; that there was one, since their words may hold an address.

    Args:
        tell: takes it.
        now: reads the clock.
    """

    def __init__(self, tell: Tell, now: Callable[[], datetime]) -> None:
        super().__init__(logging.ERROR)
        self._tell, self._now = tell, now

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one of them."""
        kind = record.exc_info[0] if record.exc_info else None
        fault = {"library": record.name, "failure": kind.__name__ if kind else record.levelname.lower()}
        self._tell(Happening(event="fault", at=self._now(), level="error", fields=fault))
