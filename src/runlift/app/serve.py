"""Keeps one profile's feed and page up to date while they are served."""

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from runlift.app.config import Config
from runlift.app.config_feed import FeedConfig
from runlift.app.decide import decide
from runlift.app.gather import Gathered, gather, read_targets
from runlift.app.lexicons import lexicon
from runlift.app.publication import KeptPublication, feed_target, with_feed
from runlift.app.scene import scene_of
from runlift.app.wiring import open_ics_target, store_to_read
from runlift.app.writer import Writer
from runlift.errors import GuardError
from runlift.sync.changes import Action
from runlift.sync.journal import Occasion
from runlift.web.server import names_of_this_machine

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_UNENCRYPTED = (
    "feed.bind lets other machines in without encryption, so that whoever listens on the way learns the address; "
    "put a web server with TLS in front of it, and name that in feed.address"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a feed is reached.

    Attributes:
        hosts: the names that are answered to.
        root: the address that the token is appended to.
        warning: what is wrong with being reached there; empty where nothing is.
    """

    hosts: tuple[str, ...]
    root: str
    warning: str = ""


def keep_feed(config: Config, gathered: Gathered) -> None:
    """Bring the calendar file in the state folder up to date, for a config that names none of its own.

    Args:
        gathered: what a sync of the config has read.

    Raises:
        CalendarError: the file could not be written, or something else is in its place.
    """
    own = with_feed(config)
    if own is config:
        return
    target, now = feed_target(own), gathered.now
    opened = open_ics_target(target, own.profile)
    read = read_targets([(target, opened)], own, now)
    decision = decide(own, replace(gathered, targets=(*gathered.targets, *read)), lexicon())
    if not decision.stops:
        changes = [change for change in decision.changes[-1].changes if change.action is not Action.KEEP]
        deque(opened.apply(changes, now=now), maxlen=0)


def refresh(config: Config, publication: KeptPublication, now: datetime) -> tuple[str, ...]:
    """Plan anew, put it on the page, and bring the calendar file up to date; no other target is written.

    Returns the sentences on what could not be read, for as long as it could not.

    Args:
        config: one with a calendar file among its targets (`with_feed`).

    Raises:
        CalendarError: a source could not be read and never was, or the file could not be.
        GuardError: the change looks like an accident; the file stays as it is.
    """
    target = feed_target(config)
    with store_to_read(config, now) as store:
        gathered = gather(config, store, now)
        decision = decide(config, gathered, lexicon())
        scene = scene_of(decision, target.name)
        publication.show(scene)
        if decision.stops:
            raise GuardError("\n".join(decision.stops))
        opened = next(read.opened for read in gathered.targets if read.target.id == target.id)
        changes = [change for entry in decision.changes if entry.target.id == target.id for change in entry.changes]
        applied = Writer(store, Occasion.SYNC, now).write(target, opened, changes)
    if applied.failure:
        raise applied.failure
    return scene.troubles


def addresses(feed: FeedConfig, port: int) -> Addresses:
    """Return where a feed is reached whose server listens at a port."""
    names = list(_LOOPBACK)
    if feed.is_everywhere:
        names = [*names_of_this_machine(), *names]
    elif feed.host not in names:
        names.insert(0, f"[{feed.host}]" if ":" in feed.host else feed.host)
    outside = urlsplit(feed.address).hostname if feed.address else None
    return Addresses(
        hosts=(*names, *([outside] if outside else [])),
        root=feed.address or f"http://{names[0]}:{port}",
        warning="" if feed.is_local or feed.is_encrypted else _UNENCRYPTED,
    )
