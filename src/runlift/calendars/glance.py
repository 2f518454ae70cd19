"""A glance at a calendar: whether anything in it may have changed, found out without reading what it holds.

A stamp is a digest of all that a reading comes from. Calendars with the same stamp hold the same.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from runlift.calendars.replica import Replica, ReplicaStore
from runlift.errors import Unreachable

NO_STAMP = ""
"""Of a calendar of which only reading it tells what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a glance came to, and what it cost."""

    stamp: str
    requests: int = 0
    received: int = 0


def stamp_of_body(body: bytes) -> str:
    """Return the stamp of a calendar in one piece."""
    return sha256(body).hexdigest()


def stamp_of_replica(replica: Replica) -> str:
    """Return the stamp of a server's calendar."""
    digest = sha256(replica.place.encode())
    for name in sorted(replica.resources):
        body = replica.resources[name].body.encode("utf-8", "surrogatepass")
        # The length tells where one ends and the next begins.
        digest.update(f"\n{name} {len(body)}\n".encode("utf-8", "surrogatepass") + body)
    return digest.hexdigest()


def glance_at_file(path: Path) -> Glance:
    """Glance at a calendar in a file.

    Raises:
        Unreachable: it cannot be opened.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise Unreachable(f"{path} cannot be read ({error.strerror})") from error
    return Glance(stamp=stamp_of_body(body), received=len(body))


class UnsavedReplica:
    """A replica that may be caught up without being kept, since nobody else is locked out meanwhile."""

    def __init__(self, store: ReplicaStore) -> None:
        self._store = store

    def load(self) -> Replica | None:
        """Return what was kept."""
        return self._store.load()

    def save(self, replica: Replica) -> None:
        """Keep nothing."""
