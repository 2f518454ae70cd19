"""The feeds and pages of the profiles that the daemon keeps, for as long as it runs."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from typing import Protocol

from runlift.app.config import Config
from runlift.app.publication import KeptPublication, publication_of, with_feed
from runlift.app.serve import addresses
from runlift.web.scene import Scene
from runlift.web.server import listen, serving
from runlift.web.site import site

Place = tuple[str, int]
"""A host and a port to listen on."""


class Keeping(Protocol):
    """Whoever keeps profiles up to date; asked from several threads."""

    @property
    def configs(self) -> tuple[Config, ...]:
        """The configs in force."""

    @property
    def scenes(self) -> Mapping[str, Scene]:
        """The latest plan of each profile that has one."""


@contextmanager
def publishing(
    keeping: Keeping, *, now: Callable[[], datetime], warn: Callable[[str], None]
) -> Iterator[Mapping[Place, int]]:
    """Serve the feeds and pages of all profiles while the block lasts, and tell at which port each place listens.

    Profiles that come later are served where those of the beginning are.

    Raises:
        UsageError: a port is taken, or a token cannot be had.
    """
    shelf = _Shelf(keeping, now)
    ports: dict[Place, int] = {}
    with ExitStack() as stack:
        for place in dict.fromkeys(_place(config) for config in keeping.configs):
            door = stack.enter_context(listen(*place))
            ports[place] = door.getsockname()[1]
            found = [addresses(config.feed, ports[place]) for config in keeping.configs if _place(config) == place]
            for warning in dict.fromkeys(one.warning for one in found if one.warning):
                warn(warning)
            shelf.at(place)
            hosts = [host for one in found for host in one.hosts]
            stack.enter_context(serving(site(partial(shelf.at, place), hosts=hosts), door))
        yield ports


class _Shelf:
    """The publications, each made when its profile is first seen under its config."""

    def __init__(self, keeping: Keeping, now: Callable[[], datetime]) -> None:
        self._keeping, self._now = keeping, now
        self._made: dict[str, tuple[Config, KeptPublication]] = {}

    def at(self, place: Place) -> list[KeptPublication]:
        """Return what is published at a place, as it is now."""
        return [self._of(config) for config in self._keeping.configs if _place(config) == place]

    def _of(self, config: Config) -> KeptPublication:
        known, publication = self._made.get(config.profile, (None, None))
        if publication is None or known != config:
            publication = publication_of(with_feed(config), self._now)
            self._made[config.profile] = config, publication
        scene = self._keeping.scenes.get(config.profile)
        if scene is not None:
            publication.show(scene)
        return publication


def _place(config: Config) -> Place:
    return config.feed.host, config.feed.port
