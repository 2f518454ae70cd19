"""One runner's feed and page, as the server asks for them."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from runlift.app.config import Config
from runlift.app.places import TargetConfig
from runlift.app.wiring import state_folder
from runlift.formats.ics_feed import is_our_feed
from runlift.state.feed_token import kept_token, sound_token
from runlift.web.scene import Scene

_END = b"END:VCALENDAR"


class KeptPublication:
    """A calendar file, and the latest plan beside it.

    Args:
        config: one that has a calendar file among its targets (`with_feed`).
        token: the secret part of its address.
        now: reads the clock.
    """

    def __init__(self, *, config: Config, token: str, now: Callable[[], datetime]) -> None:
        self.token = token
        self.address = config.feed.address
        self._path = feed_target(config).path or Path()
        self._clock = config.availability.clock
        self._now = now
        self._feed: bytes | None = None
        self._scene: Scene | None = None

    def show(self, scene: Scene) -> None:
        """Put another plan on the page."""
        self._scene = scene

    def feed(self) -> bytes | None:
        """Return the calendar as it stands; while it cannot be read, as it was read last."""
        try:
            body = self._path.read_bytes()
        except OSError:
            return self._feed
        if is_our_feed(body) and body.rstrip().endswith(_END):
            self._feed = body
        return self._feed

    def scene(self) -> Scene | None:
        """Return what the page shows."""
        return self._scene

    def now(self) -> datetime:
        """Return the present instant on the runner's clock."""
        return self._clock.local(self._now())


def publication_of(config: Config, now: Callable[[], datetime]) -> KeptPublication:
    """Return the publication of a profile, which has no plan yet.

    Args:
        config: one that has a calendar file among its targets (`with_feed`).
        now: reads the clock.

    Raises:
        UsageError: its token cannot be had.
    """
    return KeptPublication(config=config, token=_token(config), now=now)


def with_feed(config: Config) -> Config:
    """Return a config that has a calendar file among its targets: where it names none, one in the state folder."""
    if any(target.path for target in config.targets):
        return config
    folder = state_folder()
    with suppress(OSError):  # whoever writes there will say what is wrong
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    like = next(iter(config.targets), TargetConfig())
    own = TargetConfig(path=folder / f"{config.profile}.ics", name=like.name, title_prefix=like.title_prefix)
    return replace(config, targets=(*config.targets, own))


def feed_target(config: Config) -> TargetConfig:
    """Return the calendar file that is served: the first among the targets."""
    return next(target for target in config.targets if target.path)


def _token(config: Config) -> str:
    name = config.feed.token_env
    if name is None:
        return kept_token(state_folder(), config.profile)
    return sound_token(os.environ.get(name, ""), f"the environment variable {name} (feed.token_env)")
