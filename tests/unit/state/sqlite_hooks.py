"""Ways to look into SQLite, and to make it fail."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

Preparation = Callable[[sqlite3.Connection], object]


@contextmanager
def connections(prepare: Preparation) -> Iterator[None]:
    """Prepare every connection to a file that is opened meanwhile."""
    connect = sqlite3.connect

    def prepared(
        place: Path | str, *, isolation_level: None, timeout: float = 5, check_same_thread: bool = True
    ) -> sqlite3.Connection:
        connection = connect(
            place, isolation_level=isolation_level, timeout=timeout, check_same_thread=check_same_thread
        )
        if place != ":memory:":
            prepare(connection)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", prepared)
        yield


def traced(tell: Callable[[str], object]) -> Preparation:
    """Tell every statement before it is run."""
    return lambda connection: connection.set_trace_callback(tell)


def setting(pragma: str) -> Preparation:
    """Give every connection a setting."""
    return lambda connection: connection.execute(f"PRAGMA {pragma}")
