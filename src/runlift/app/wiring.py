"""The only place that knows the concrete classes, the clock and the folders of the machine."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from runlift.app.config import SourceConfig, TargetConfig
from runlift.calendars.base import Source
from runlift.calendars.registry import SOURCES, TARGETS, load
from runlift.state.feed_cache import FileFeedCache
from runlift.sync.calendar_look import CalendarLook

if TYPE_CHECKING:
    from runlift.calendars.ics_target import IcsFileTarget


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def open_source(source: SourceConfig) -> Source:
    """Return the source that an entry of the config describes."""
    opened: Source
    if source.path is not None:
        opened = load(SOURCES["ics file"])(path=source.path)
    else:
        cache = FileFeedCache(user_cache_path("runlift", appauthor=False) / "feeds")
        opened = load(SOURCES["ics url"])(url=source.url, cache=cache, allow_private=source.allow_private)
    return opened


def open_target(target: TargetConfig, profile: str) -> "IcsFileTarget":
    """Return the target that an entry of the config describes."""
    look = CalendarLook(name=target.name, color=target.color, busy=target.busy, alarm_minutes=target.alarm_minutes)
    opened: IcsFileTarget = load(TARGETS["ics file"])(path=target.path, profile=profile, look=look)
    return opened


def sample_config() -> Path:
    """Return the config of the bundled sample, a whole marathon build."""
    return Path(str(files("runlift") / "sample" / "runlift.toml"))
