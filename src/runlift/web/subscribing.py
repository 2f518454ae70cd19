"""The ways into a runner's own calendar: addresses for each kind of it, and a QR code."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlencode, urlsplit

import segno

FEED = "strength.ics"
_QUIET_MODULES = 4
"""Of white around a QR code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How to get the sessions into a calendar.

    Attributes:
        page: the page's own address.
        feed: the feed's.
        is_local: no other machine can reach it.
        is_private: nobody outside the home network can.
    """

    page: str
    feed: str
    is_local: bool
    is_private: bool

    @classmethod
    def at(cls, page: str) -> "Ways":
        """Return the ways that begin at a page's address, which ends with a slash."""
        host = urlsplit(page).hostname or ""
        return cls(page=page, feed=f"{page}{FEED}", is_local=_is_local(host), is_private=_is_private(host))

    @property
    def webcal(self) -> str:
        """What Apple's calendar and many others subscribe to at a click."""
        return f"webcal://{self.feed.partition('://')[2]}"

    def google(self) -> str:
        """Return Google's page to add a calendar from a URL; it takes no other scheme than webcal."""
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"

    def outlook(self, name: str) -> str:
        """Return the page of Outlook on the web to subscribe to a calendar."""
        wish = urlencode({"url": self.feed, "name": name}, quote_via=quote, safe="", errors="replace")
        return f"https://outlook.live.com/calendar/0/addfromweb?{wish}"

    def qr_code(self) -> str:
        """Return the page's address as a drawing of a QR code."""
        code = segno.make(self.page, error="m", micro=False)
        return code.svg_inline(border=_QUIET_MODULES, omitsize=True, svgclass="code", lineclass=None)


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_private(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".home.arpa", ".internal"))
