"""`runlift serve`: the calendar to subscribe to and a page beside it, on an address that nobody guesses."""

import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from threading import Event, Thread

import click

from runlift.app.config import Config
from runlift.app.publication import KeptPublication, publication_of, with_feed
from runlift.app.serve import Addresses, addresses, refresh
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import say
from runlift.errors import RunliftError
from runlift.web.server import listen, serving
from runlift.web.site import site
from runlift.web.subscribing import FEED


@click.command()
@click.option("--where", is_flag=True, help="Say at which address, and end.")
@with_settings
def command(settings: Settings, *, where: bool) -> int:
    """Serve the calendar to subscribe to, and a page beside it.

    The plan is made anew every `daemon.every`; the calendar file is brought up to date with it, and no other target is
    written. `runlift daemon` serves them too, at the same address. Stop it with Ctrl+C.
    """
    config = with_feed(settings.config())

    def now() -> datetime:
        return settings.now(config)

    publication = publication_of(config, now)
    if where:
        _tell(addresses(config.feed, config.feed.port), publication, settings)
        return 0
    keeper = _Keeper(config, publication, now)
    stopped = Event()
    with listen(config.feed.host, config.feed.port) as door:
        keeper.begin()
        found = addresses(config.feed, door.getsockname()[1])
        if found.warning:
            say(found.warning)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        with serving(site(lambda: [publication], hosts=found.hosts), door):
            _tell(found, publication, settings)
            Thread(target=keeper.go_on, args=(stopped,), daemon=True).start()
            stopped.wait()
    return 0


class _Keeper:
    """Plans anew, and says what goes wrong: each thing once for as long as it lasts."""

    def __init__(self, config: Config, publication: KeptPublication, now: Callable[[], datetime]) -> None:
        self._config, self._publication, self._now = config, publication, now
        self._said: tuple[str, ...] = ()

    def begin(self) -> None:
        """Plan for the first time.

        Raises:
            RunliftError: nothing came of it, and there is no calendar from before to be served.
        """
        try:
            self._turn()
        except RunliftError as error:
            if self._publication.feed() is None:
                raise
            self._say(_kept(error))

    def go_on(self, stopped: Event) -> None:
        """Plan again and again, until the event."""
        while not stopped.wait(self._config.every.total_seconds()):
            with _Telling(self._say):
                self._turn()

    def _turn(self) -> None:
        self._say(*refresh(self._config, self._publication, self._now()))

    def _say(self, *sentences: str) -> None:
        for sentence in sentences:
            if sentence not in self._said:
                say(sentence)
        self._said = sentences


class _Telling(AbstractContextManager[None]):
    """Tells what ends its block, and lets the loop around it go on, whatever we got wrong."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if isinstance(error, Exception):
            self._tell(_kept(error))
        return isinstance(error, Exception)


def _kept(error: Exception) -> str:
    fault = "" if isinstance(error, RunliftError) else f"our fault, please report it: {type(error).__name__}: "
    return f"{fault}{error}; the calendar is served as it stands"


def _tell(found: Addresses, publication: KeptPublication, settings: Settings) -> None:
    page = f"{found.root}/{publication.token}/"
    if settings.as_json:
        machine.print_json({"page": page, "feed": f"{page}{FEED}"})
    else:
        click.echo(f"page: {page}\nfeed: {page}{FEED}\nKeep the address to yourself: whoever has it can read both.")
