"""The secret part of a feed's address."""

import stat
from pathlib import Path

import pytest

from runlift.errors import UsageError
from runlift.state.feed_token import kept_token, sound_token


def test_a_token_is_made_once_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    first = kept_token(folder, "jo")
    assert kept_token(folder, "jo") == first
    assert len(first) == 43
    assert kept_token(folder, "sam") != first


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    kept_token(tmp_path / "state", "jo")
    assert stat.S_IMODE((tmp_path / "state" / "jo.token").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_a_token_that_others_can_read_is_none(tmp_path: Path) -> None:
    kept_token(tmp_path, "jo")
    (tmp_path / "jo.token").chmod(0o640)
    with pytest.raises(UsageError, match=r"others can read .*jo\.token; delete it for a new address, or close it"):
        kept_token(tmp_path, "jo")


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"short\n", b"a b" * 20, b"a" * 129, b"\xff" * 40, b"../../etc/passwd/////////"]
)
def test_a_file_without_a_token_says_what_to_write(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "jo.token").write_bytes(content)
    (tmp_path / "jo.token").chmod(0o600)
    with pytest.raises(UsageError, match=r"the token in .*jo\.token is none; write 22 to 128 random letters"):
        kept_token(tmp_path, "jo")


def test_a_token_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "jo.token").mkdir(mode=0o700)
    with pytest.raises(UsageError, match=r"jo\.token cannot be read \(Is a directory\)"):
        kept_token(tmp_path, "jo")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"")
    with pytest.raises(UsageError, match=r"jo\.token cannot be (read|written) \((Not a directory|File exists)\)"):
        kept_token(tmp_path / "state", "jo")


@pytest.mark.parametrize("token", ["a" * 22, "0123456789abcdefABCDEF-_", "x" * 128])
def test_a_token_of_ones_own_is_taken(token: str) -> None:
    assert sound_token(token, "the environment") == token
