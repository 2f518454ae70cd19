"""The texts of an event, freed of iCalendar's escapes."""

from icalendar.parser import split_on_unescaped_comma, unescape_backslash


def text(value: str) -> str:
    r"""Return the text that an escaped value stands for; exports of Final Surge write line ends as ``\r\n``."""
    unescaped: str = unescape_backslash(value.replace("\\r\\n", "\\n"))
    return unescaped.strip()


def texts(value: str) -> tuple[str, ...]:
    """Return the texts of a list; only commas without a backslash part them (RFC 5545, 3.3.11)."""
    return tuple(part for item in split_on_unescaped_comma(value) if (part := item.strip()))
