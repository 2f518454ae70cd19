"""The last good answer of each feed, so that an unchanged one costs a 304 and no body."""

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from runlift.state.files import atomic_write


class FileFeedCache:
    """Keeps one file for each feed; all of them may be thrown away.

    Args:
        folder: where they are; made when it is needed, readable for the runner alone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, url: str) -> tuple[str | None, str | None, bytes] | None:
        """Return the ETag, the Last-Modified and the body that were kept; None where there are none, or broken ones."""
        try:
            head, _, body = self._path(url).read_bytes().partition(b"\n")
            kept = json.loads(head)
            whole = kept["sha256"] == sha256(body).hexdigest()
            return (kept["etag"], kept["last_modified"], body) if whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def head(self, url: str) -> tuple[str | None, str | None, str] | None:
        """Return the ETag and the Last-Modified that were kept, and the digest of the body, which is not looked at."""
        try:
            with self._path(url).open("rb") as file:
                kept = json.loads(file.readline())
            return kept["etag"], kept["last_modified"], kept["sha256"]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, url: str, feed: tuple[str | None, str | None, bytes]) -> None:
        """Keep an answer; where the disk refuses it, the next sync fetches the feed again."""
        etag, last_modified, body = feed
        kept = {"etag": etag, "last_modified": last_modified, "sha256": sha256(body).hexdigest()}
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic_write(self._path(url), json.dumps(kept).encode() + b"\n" + body, mode=0o600)

    def _path(self, url: str) -> Path:
        # The address is a secret, so that not even the file's name tells it.
        return self._folder / f"{sha256(url.encode()).hexdigest()[:32]}.feed"
