"""Files that are either wholly written or not touched."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

_PRIVATE = 0o600


def atomic_write(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Replace the file's content in one step, so that no reader and no crash ever sees half of it.

    A symbolic link stays one: the file that it leads to is replaced. Nothing is left behind when it fails.

    Args:
        path: the file; its folder exists.
        content: all of it.
        mode: the permissions; None: those that the file has, for a new one 0600.

    Raises:
        OSError: it could not be written; the old content is still there.
    """
    target = path.resolve()
    permissions = _mode_of(target) if mode is None else mode
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, permissions)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _settle(target.parent)


def _mode_of(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return _PRIVATE


def _settle(folder: Path) -> None:
    """Make the new name last through a power failure; not every file system can, and the content is safe anyway."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
