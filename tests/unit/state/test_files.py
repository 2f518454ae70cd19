"""Files are wholly written or not touched."""

import os
import stat
from pathlib import Path

import pytest

from runlift.state.files import atomic_write


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_new_file_is_the_runners_alone(tmp_path: Path) -> None:
    atomic_write(tmp_path / "new", b"content")

    assert (tmp_path / "new").read_bytes() == b"content"
    assert mode_of(tmp_path / "new") == 0o600


def test_existing_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.touch()
    path.chmod(0o640)

    atomic_write(path, b"content")

    assert (path.read_bytes(), mode_of(path)) == (b"content", 0o640)


def test_permissions_that_are_asked_for_win(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.touch(mode=0o600)

    atomic_write(path, b"content", mode=0o644)

    assert mode_of(path) == 0o644


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real, link = tmp_path / "elsewhere" / "real", tmp_path / "link"
    real.write_bytes(b"old")
    link.symlink_to(real)

    atomic_write(link, b"new")

    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["real"]


@pytest.mark.parametrize("failing", ["fsync", "fchmod"])
def test_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def disk_is_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, failing, disk_is_full)

    with pytest.raises(OSError, match="No space"):
        atomic_write(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_folder_in_the_files_place_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()

    with pytest.raises(OSError, match="folder"):
        atomic_write(path, b"new")

    assert list(tmp_path.iterdir()) == [path]
