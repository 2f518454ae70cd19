"""One sync of a profile at a time, on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from runlift.errors import SyncRunning, UsageError

_PATIENCE = timedelta(seconds=5)


@contextmanager
def profile_lock(folder: Path, profile: str, *, patience: timedelta = _PATIENCE) -> Iterator[None]:
    """Be the only one who changes the profile's calendars; the lock ends with the process, however that ends.

    Args:
        patience: how long to wait for another one to finish.

    Raises:
        SyncRunning: another one is still at it.
        UsageError: the folder cannot be written.
    """
    place = folder / f"{profile}.lock"
    lock = FileLock(place, timeout=patience.total_seconds(), mode=0o600)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise SyncRunning(f"another sync of profile {profile} is running; let it finish and try again") from error
    except OSError as error:
        raise UsageError(f"{place} cannot be locked: {error.strerror or error}; see to its folder") from error
    try:
        yield
    finally:
        lock.release()
