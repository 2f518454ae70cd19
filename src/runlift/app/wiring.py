"""The only place that knows the concrete classes, the clock and the folders of the machine."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path, user_state_path

from runlift.app.config import Config, SourceConfig, TargetConfig
from runlift.calendars.base import Source, Target
from runlift.calendars.registry import SOURCES, TARGETS, load
from runlift.calendars.replica import ReplicaStore
from runlift.state.base import Store
from runlift.state.feed_cache import FileFeedCache
from runlift.state.lock import profile_lock
from runlift.state.opening import open_store
from runlift.sync.calendar_look import CalendarLook

if TYPE_CHECKING:
    from runlift.calendars.ics_target import IcsFileTarget

_NAME = "runlift"


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def state_folder() -> Path:
    """Return where profiles' memories and sign-ins are kept."""
    return user_state_path(_NAME, appauthor=False)


@contextmanager
def store_to_write(config: Config, at: datetime) -> Iterator[Store]:
    """Open the profile's memory for one command that writes; no other can meanwhile.

    Raises:
        SyncRunning: another sync of this profile goes on.
        UsageError: the disk refuses, or a newer runlift made the file.
    """
    folder = state_folder()
    with profile_lock(folder, config.profile), open_store(folder, config.profile, now=at) as store:
        yield store


def store_to_read(config: Config, at: datetime) -> AbstractContextManager[Store]:
    """Open a copy of the profile's memory: whatever is done to it leaves no trace."""
    return open_store(state_folder(), config.profile, now=at, keep=False)


def open_source(source: SourceConfig, replica: ReplicaStore) -> Source:
    """Return the source that an entry of the config describes."""
    opened: Source
    if source.caldav is not None:
        opened = load(SOURCES["caldav"])(place=source.caldav, replica=replica)
    elif source.google is not None:
        opened = load(SOURCES["google"])(place=source.google, replica=replica, folder=state_folder())
    elif source.path is not None:
        opened = load(SOURCES["ics file"])(path=source.path)
    else:
        cache = FileFeedCache(user_cache_path(_NAME, appauthor=False) / "feeds")
        opened = load(SOURCES["ics url"])(url=source.url, cache=cache, allow_private=source.allow_private)
    return opened


def open_target(target: TargetConfig, profile: str, replica: ReplicaStore, *, anew: bool = False) -> Target:
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
    return Path(str(files("runlift") / "sample" / "runlift.toml"))
