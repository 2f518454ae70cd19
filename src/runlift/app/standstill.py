"""A standstill: the next sync would find nothing changed, and says so without reading or planning.

That is kept only where a sync was whole and left nothing to do, with all that the finding rests on: the config and the
program, how the calendars stood, and until when time alone changes nothing. Whatever is written to the profile's memory
afterwards ends it.
"""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from sys import version as python_version
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from runlift import __version__
from runlift.app import wiring
from runlift.app.config_file import read_document
from runlift.app.places import SourceConfig, TargetConfig, sources_of, targets_of
from runlift.calendars.glance import Glance, UnsavedReplica
from runlift.calendars.registry import load
from runlift.errors import RunliftError

if TYPE_CHECKING:
    from runlift.state.standstill import KeptStandstill

_KEPT = "runlift.state.standstill:kept_standstill"
_ZONE_OF_THE_MACHINE = "tzlocal:get_localzone_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """The config as it is on the disk, and the program.

    Attributes:
        digest: the same as long as both are the same.
    """

    path: Path
    document: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """What a sync found that left nothing to do.

    Attributes:
        circumstances: the digest of those in which it was found.
        since: when, on the runner's clock.
        until: when time alone may change something.
        stamps: of the sources and then the targets, in the order of the config.
        answer: what the sync said, in the machine's shape.
    """

    circumstances: str
    since: datetime
    until: datetime
    stamps: tuple[str, ...]
    answer: Mapping[str, Any]

    def covers(self, now: datetime) -> bool:
        """Say whether nothing but time has passed, and too little of it."""
        return self.since <= now < self.until

    def written(self) -> str:
        """Return it as text."""
        return json.dumps(
            {
                "circumstances": self.circumstances,
                "since": self.since.isoformat(),
                "until": self.until.isoformat(),
                "stamps": self.stamps,
                "answer": self.answer,
            },
            ensure_ascii=False,
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what was written.

        Raises:
            ValueError: it is no standstill.
        """
        try:
            kept = json.loads(text)
            since, until = (datetime.fromisoformat(kept[name]) for name in ("since", "until"))
            return cls(
                circumstances=kept["circumstances"],
                since=since,
                until=until,
                stamps=tuple(kept["stamps"]),
                answer=kept["answer"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("that is no standstill") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A glance at one calendar.

    Attributes:
        name: what messages call the calendar.
        seconds: how long it took.
    """

    name: str
    glance: Glance
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """A sync that found nothing changed.

    Attributes:
        now: on the runner's clock.
    """

    standstill: Standstill
    now: datetime
    sources: tuple[Visit, ...]
    targets: tuple[Visit, ...]


def circumstances_of(path: Path) -> Circumstances:
    """Return the circumstances of a sync under a config.

    Raises:
        ConfigError: the config cannot be read, or is not TOML.
    """
    document = read_document(path)
    runner = document.get("runner")
    zone = runner.get("timezone") if isinstance(runner, dict) else None
    parts = (
        __version__,
        python_version,
        _code(),
        str(path.absolute()),
        repr(document),
        "" if zone else str(load(_ZONE_OF_THE_MACHINE)()),
    )
    return Circumstances(path=path, document=document, digest=sha256("\0".join(parts).encode()).hexdigest())


def find_calm(circumstances: Circumstances, at: str | None) -> Calm | None:
    """Return what there is to say of a sync in which nothing has changed; None where something may have.

    It makes one request for each calendar on a server, and writes nothing.

    Args:
        at: the instant as it was given, on the runner's clock where it has no offset; None: the present one.
    """
    runner = circumstances.document.get("runner", {})
    profile = runner.get("profile", "default") if isinstance(runner, dict) else None
    if not isinstance(profile, str) or profile != Path(profile).name:
        return None
    # Whatever stands in the way, the whole sync that follows meets it too, and tells of it.
    with suppress(RunliftError, ValueError), load(_KEPT)(wiring.state_folder(), profile) as kept:
        return _calm(circumstances, profile, kept, at) if kept else None
    return None


def _calm(circumstances: Circumstances, profile: str, kept: "KeptStandstill", at: str | None) -> Calm | None:
    standstill = Standstill.read(kept.body)
    now = _instant(at, standstill)
    if standstill.circumstances != circumstances.digest or not standstill.covers(now):
        return None
    folder = circumstances.path.absolute().parent
    sources, targets = sources_of(circumstances.document, folder), targets_of(circumstances.document, folder)

    def visit(place: SourceConfig | TargetConfig) -> Visit:
        began = monotonic()
        if isinstance(place, SourceConfig):
            name, replica = place.name, UnsavedReplica(kept.replica(f"source {place.id}"))
            glance = wiring.glance_at_source(place, replica)
        else:
            name, replica = place.label, UnsavedReplica(kept.replica(f"target {place.id}"))
            glance = wiring.glance_at_target(place, profile, replica)
        return Visit(name=name, glance=glance, seconds=monotonic() - began)

    with ThreadPoolExecutor() as pool:
        visits = tuple(pool.map(visit, (*sources, *targets)))
    if tuple(each.glance.stamp for each in visits) != standstill.stamps:
        return None
    return Calm(standstill=standstill, now=now, sources=visits[: len(sources)], targets=visits[len(sources) :])


def _instant(at: str | None, standstill: Standstill) -> datetime:
    # Between both instants the clock is not put forward or back, so that its offset is known.
    zone = standstill.since.tzinfo
    if at is None:
        return wiring.now().astimezone(zone)
    given = datetime.fromisoformat(at)
    return given.astimezone(zone) if given.tzinfo else given.replace(tzinfo=zone)


def _code() -> str:
    """Return what tells this program from one that was edited since."""
    package = Path(__file__).parents[1]
    # What Python makes of it on the way says nothing of it.
    written = (found.stat() for found in package.rglob("*.*") if found.suffix != ".pyc")
    return repr(max((found.st_mtime_ns, found.st_size) for found in written))
