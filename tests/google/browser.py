"""The runner's browser: it opens an address, follows where it is sent, and shows nothing.

As a command, `python -m tests.google.browser ADDRESS`, it stands in for the browser of a runlift in another process.
"""

import sys
import webbrowser
from collections.abc import Callable
from threading import Thread

import requests

_PATIENCE = 10
"""Seconds that a page may take."""


class Browser(webbrowser.BaseBrowser):
    """Opens an address in another thread, as browsers do: the app waits for what it sends.

    Attributes:
        opened: the addresses, the oldest first.
        shown: the last page of each, once it is closed.
    """

    def __init__(self, consent: Callable[[str], str] | None = None) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.shown: list[str] = []
        self._consent = consent or visit
        self._threads: list[Thread] = []

    def open(self, url: str, *_: object, **__: object) -> bool:
        self.opened.append(url)
        self._threads.append(Thread(target=self._show, args=(url,)))
        self._threads[-1].start()
        return True

    def close(self) -> None:
        """Wait for what was opened."""
        for thread in self._threads:
            thread.join()

    def _show(self, url: str) -> None:
        self.shown.append(self._consent(url))


def visit(url: str) -> str:
    """Open an address, follow where it leads, and return the text of the last page."""
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=_PATIENCE).text


def redirect_of(url: str) -> str:
    """Open an address and return where it leads, for a runner who copies that from the address line."""
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=_PATIENCE, allow_redirects=False).headers["Location"]


if __name__ == "__main__":
    visit(sys.argv[1])
