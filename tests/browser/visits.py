"""Visits to the page: which browser comes, what it fetched, what it complained about."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, Page

from tests import npm

Theme = Literal["light", "dark"]
WIDTHS = (390, 1280)
THEMES: tuple[Theme, ...] = ("light", "dark")
_HEIGHTS = {320: 640, 390: 844, 1280: 900}
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Visit:
    """One visit.

    Attributes:
        fetched: the addresses of all requests.
        complaints: what the browser wrote to its console: script errors, and what the page's policy forbids.
    """

    page: Page
    fetched: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def unfold(self) -> None:
        """Open everything that opens."""
        self.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    def audit(self) -> tuple[list[str], list[str]]:
        """Return what axe-core finds, each with its rule: elements that break it, and those it cannot judge."""
        self.page.evaluate((npm.package("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
        wanted = {"runOnly": _STANDARDS, "resultTypes": ["violations", "incomplete"]}
        found: dict[str, Any] = self.page.evaluate(f"axe.run(document, {json.dumps(wanted)})")
        broken, undecided = (
            [f"{entry['id']}: {node['html']}" for entry in found[kind] for node in entry["nodes"]]
            for kind in ("violations", "incomplete")
        )
        return broken, undecided

    def focused(self) -> str:
        """Return what has the focus: its name, or its text."""
        said = "(it => it.getAttribute('aria-label') || it.innerText.trim().split('\\n')[0])(document.activeElement)"
        return str(self.page.evaluate(said))


@contextmanager
def visiting(
    browser: Browser, address: str, *, width: int = 390, theme: Theme = "light", script: bool = True
) -> Iterator[Visit]:
    """Visit a page with a browser that has never been there."""
    context = browser.new_context(
        viewport={"width": width, "height": _HEIGHTS[width]},
        color_scheme=theme,
        java_script_enabled=script,
        device_scale_factor=2 if width < 500 else 1,
        permissions=["clipboard-read", "clipboard-write"],
    )
    visit = Visit(context.new_page())
    visit.page.on("request", lambda request: visit.fetched.append(request.url))
    visit.page.on("console", lambda message: visit.complaints.append(message.text))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    try:
        visit.page.goto(address)
        yield visit
    finally:
        context.close()
