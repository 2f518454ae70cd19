"""The terminal: colours only where there is one, and nothing from a calendar that could steer it."""

from rich.console import Console
from rich.text import Text

from runlift.cli.machine import one_line
from runlift.cli.options import Settings

_PIPED_WIDTH = 100


def terminal(settings: Settings) -> Console:
    """Return the console for ordinary output."""
    found = Console(no_color=settings.no_color, highlight=False)
    # a file or a pipe has no width of its own
    return found if found.is_terminal else Console(no_color=True, highlight=False, width=_PIPED_WIDTH)


def plain(text: str) -> Text:
    """Return a calendar's text without anything that could steer the terminal or be taken for markup."""
    return Text(one_line(text))
