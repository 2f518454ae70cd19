"""A local copy of what a server's calendar holds, so that an unchanged one costs one request.

It may be lost at any time: the next read is then a full one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One event resource as the server last gave it.

    Attributes:
        etag: its version; None where the server names none.
        body: as it came.
    """

    etag: str | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """A calendar as it last was.

    Attributes:
        place: the calendar's address, once it is found.
        token: the server's word for this state of the calendar (a sync token, a ctag); None where it has none.
        start: events from here on are held.
        end: events up to here are held.
        resources: by href or event id.
    """

    place: str
    token: str | None
    start: datetime
    end: datetime
    resources: Mapping[str, Resource] = field(default_factory=dict)


class ReplicaStore(Protocol):
    """Keeps one calendar's replica."""

    def load(self) -> Replica | None:
        """Return what was kept; None where there is nothing, or nothing that can be read."""
        ...

    def save(self, replica: Replica) -> None:
        """Keep it in place of the one before, whole or not at all."""
        ...
