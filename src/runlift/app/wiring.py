"""The only place that knows the concrete classes, the clock and the folders of the machine."""

import time
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path, user_state_path

from runlift.app.places import SourceConfig, TargetConfig
from runlift.calendars.registry import GLANCES, SOURCES, TARGETS, load
from runlift.sync.calendar_look import CalendarLook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runlift.app.config import Config
    from runlift.calendars.base import Source, Target
    from runlift.calendars.glance import Glance
    from runlift.calendars.ics_target import IcsFileTarget
    from runlift.calendars.replica import ReplicaStore
    from runlift.state.base import Store
    from runlift.state.feed_cache import FileFeedCache

_NAME = "runlift"

# Loaded when they are wanted: a sync that finds nothing changed takes no lock and opens no store.
_LOCK = "runlift.state.lock:profile_lock"
_STORE = "runlift.state.opening:open_store"
_FEED_CACHE = "runlift.state.feed_cache:FileFeedCache"
_FILES = "importlib.resources:files"


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def elapsed() -> float:
    """Return seconds that only ever grow, those that the machine was suspended included where it counts them."""
    # Linux leaves them out of the monotonic clock; macOS and Windows count them there.
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def state_folder() -> Path:
    """Return where profiles' memories and sign-ins are kept."""
    return user_state_path(_NAME, appauthor=False)


@contextmanager
def store_to_write(config: "Config", at: datetime) -> "Iterator[Store]":
    """Open the profile's memory for one command that writes; no other can meanwhile.

    Raises:
        SyncRunning: another sync of this profile goes on.
        UsageError: the disk refuses, or a newer runlift made the file.
    """
    folder = state_folder()
    with load(_LOCK)(folder, config.profile), load(_STORE)(folder, config.profile, now=at) as store:
        yield store


def store_to_read(config: "Config", at: datetime) -> "AbstractContextManager[Store]":
    """Open a copy of the profile's memory: whatever is done to it leaves no trace."""
    opened: AbstractContextManager[Store] = load(_STORE)(state_folder(), config.profile, now=at, keep=False)
    return opened


def open_source(source: SourceConfig, replica: "ReplicaStore") -> "Source":
    """Return the source that an entry of the config describes."""
    opened: Source
    if source.resting is not None:
        opened = load(SOURCES["resting"])(source.name, source.resting)
    elif source.caldav is not None:
        opened = load(SOURCES["caldav"])(place=source.caldav, replica=replica)
    elif source.google is not None:
        opened = load(SOURCES["google"])(place=source.google, replica=replica, folder=state_folder())
    elif source.path is not None:
        opened = load(SOURCES["ics file"])(path=source.path)
    else:
        opened = load(SOURCES["ics url"])(url=source.url, cache=_feed_cache(), allow_private=source.allow_private)
    return opened


def open_target(target: TargetConfig, profile: str, replica: "ReplicaStore", *, anew: bool = False) -> "Target":
    """Return the target that an entry of the config describes.

    Args:
        target: the entry.
        profile: whose sessions it holds.
        replica: keeps what a server's calendar holds.
        anew: a calendar that runlift made, and that is gone, is made again.
    """
    opened: Target
    if target.caldav is not None:
        opened = load(TARGETS["caldav"])(place=target.caldav, look=look_of(target), replica=replica)
    elif target.google is not None:
        opened = load(TARGETS["google"])(
            place=target.google,
            profile=profile,
            look=look_of(target),
            replica=replica,
            folder=state_folder(),
            anew=anew,
        )
    else:
        opened = open_ics_target(target, profile)
    return opened


def open_ics_target(target: TargetConfig, profile: str) -> "IcsFileTarget":
    """Return the .ics target that an entry of the config describes."""
    opened: IcsFileTarget = load(TARGETS["ics file"])(path=target.path, profile=profile, look=look_of(target))
    return opened


def glance_at_source(source: SourceConfig, replica: "ReplicaStore") -> "Glance":
    """Ask a source whether anything in it may have changed; nothing of what it holds is read.

    Raises:
        CalendarError: it gave no answer; reading it will tell why.
    """
    found: Glance
    if source.caldav is not None:
        found = load(GLANCES["caldav"])(source.caldav, replica)
    elif source.google is not None:
        found = load(SOURCES["google"])(place=source.google, replica=replica, folder=state_folder()).glance()
    elif source.path is not None:
        found = load(GLANCES["ics file"])(source.path)
    else:
        found = load(GLANCES["ics url"])(source.url, _feed_cache(), allow_private=source.allow_private)
    return found


def glance_at_target(target: TargetConfig, profile: str, replica: "ReplicaStore") -> "Glance":
    """Ask a target whether anything in it may have changed; nothing of what it holds is read.

    Raises:
        CalendarError: it gave no answer; reading it will tell why.
    """
    found: Glance
    if target.caldav is not None:
        found = load(GLANCES["caldav"])(target.caldav, replica)
    elif target.google is not None:
        found = load(TARGETS["google"])(
            place=target.google, profile=profile, look=look_of(target), replica=replica, folder=state_folder()
        ).glance()
    else:
        found = load(GLANCES["ics file"])(target.path)
    return found


def _feed_cache() -> "FileFeedCache":
    opened: FileFeedCache = load(_FEED_CACHE)(user_cache_path(_NAME, appauthor=False) / "feeds")
    return opened


def look_of(target: TargetConfig) -> CalendarLook:
    """Return how the target presents itself."""
    return CalendarLook(
        name=target.name,
        color=target.color,
        busy=target.busy,
        alarm_minutes=target.alarm_minutes,
        link=target.link,
    )


def sample_config() -> Path:
    """Return the config of the bundled sample, a whole marathon build."""
    return Path(str(load(_FILES)("runlift") / "sample" / "runlift.toml"))
