"""The terminal: colours only where there is one, and nothing from a calendar that could steer it."""

import os
from typing import Literal

from rich.console import Console
from rich.text import Text

from runlift.cli.options import Settings
from runlift.domain.printing import one_line

_PIPED_WIDTH = 100


def terminal(settings: Settings) -> Console:
    """Return the console for ordinary output."""
    colors: Literal["auto"] | None = None if settings.no_color or os.environ.get("NO_COLOR") else "auto"
    found = Console(color_system=colors, highlight=False)
    if found.is_terminal or os.environ.get("COLUMNS"):
        return found
    # a file or a pipe has no width of its own
    return Console(color_system=None, highlight=False, width=_PIPED_WIDTH)


def plain(text: str) -> Text:
    """Return a calendar's text without anything that could steer the terminal or be taken for markup."""
    return Text(one_line(text))
