"""The last good answers of feeds, on disk."""

import stat
from pathlib import Path

import pytest

from runlift.state.feed_cache import FileFeedCache

URL = "https://plan.example/secret/feed.ics"
FEED = ('"v1"', None, b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")


def test_answer_outlives_the_process(tmp_path: Path) -> None:
    FileFeedCache(tmp_path / "feeds").put(URL, FEED)

    assert FileFeedCache(tmp_path / "feeds").get(URL) == FEED
    assert FileFeedCache(tmp_path / "feeds").get(URL + "2") is None


def test_newer_answer_takes_the_place_of_the_older(tmp_path: Path) -> None:
    cache = FileFeedCache(tmp_path)
    cache.put(URL, FEED)
    cache.put(URL, (None, "Mon, 04 May 2026 07:00:00 GMT", b""))

    assert cache.get(URL) == (None, "Mon, 04 May 2026 07:00:00 GMT", b"")
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_on_disk_tells_the_address_to_others(tmp_path: Path) -> None:
    FileFeedCache(tmp_path / "feeds").put(URL, FEED)
    (file,) = (tmp_path / "feeds").iterdir()

    assert b"secret" not in file.name.encode() + file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("damaged", [b"", b"{}", b"[]\nx", b"not json\n", b"\xff\n"])
def test_damaged_file_counts_as_none(tmp_path: Path, damaged: bytes) -> None:
    cache = FileFeedCache(tmp_path)
    cache.put(URL, FEED)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damaged)

    assert cache.get(URL) is None


def test_cut_body_counts_as_none(tmp_path: Path) -> None:
    cache = FileFeedCache(tmp_path)
    cache.put(URL, FEED)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1])

    assert cache.get(URL) is None


def test_folder_that_cannot_be_made_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("a file is in the way")

    FileFeedCache(tmp_path / "feeds").put(URL, FEED)

    assert FileFeedCache(tmp_path / "feeds").get(URL) is None
