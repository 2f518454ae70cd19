"""One sync of a profile at a time."""

import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Timer

import pytest

from runlift.errors import SyncRunning, UsageError
from runlift.state.lock import profile_lock

AT_ONCE = timedelta(0)


@contextmanager
def another_process_that_syncs(folder: Path, profile: str) -> Iterator[int]:
    """Let a process hold the lock until it is killed."""
    ready, said = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with profile_lock(folder, profile):
                os.write(said, b"!")
                signal.pause()
        finally:
            os._exit(1)
    os.close(said)
    assert os.read(ready, 1) == b"!"
    try:
        yield process
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(ready)


def test_second_sync_of_a_profile_is_turned_away(tmp_path: Path) -> None:
    with (
        another_process_that_syncs(tmp_path, "k3v9"),
        pytest.raises(SyncRunning, match="another sync of profile k3v9 is running"),
        profile_lock(tmp_path, "k3v9", patience=AT_ONCE),
    ):
        pass


def test_second_sync_waits_for_the_first_to_end_however_it_ends(tmp_path: Path) -> None:
    with another_process_that_syncs(tmp_path, "k3v9") as process:
        Timer(0.2, os.kill, (process, signal.SIGKILL)).start()
        with profile_lock(tmp_path, "k3v9", patience=timedelta(minutes=1)):
            pass


def test_other_profile_is_free(tmp_path: Path) -> None:
    with another_process_that_syncs(tmp_path, "k3v9"), profile_lock(tmp_path, "default", patience=AT_ONCE):
        pass


def test_lock_is_free_again_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(KeyError), profile_lock(tmp_path, "k3v9"):
        raise KeyError

    with profile_lock(tmp_path, "k3v9", patience=AT_ONCE):
        pass


def test_lock_is_the_runners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "runlift"
    with profile_lock(folder, "k3v9"):
        (file,) = folder.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UsageError, match=r"file/k3v9\.lock cannot be locked"), profile_lock(tmp_path / "file", "k3v9"):
        pass
