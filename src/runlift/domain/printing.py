"""Texts of calendars as they may be shown."""

import unicodedata

_STEERING = {"Cc", "Cf", "Zl", "Zp"}
_JOINER = "\u200d"
"""Joins emoji, and does nothing else."""


def one_line(text: str) -> str:
    """Return a calendar's text as it may be printed: on one line, and with nothing that could steer a terminal."""
    return "".join(" " if unicodedata.category(sign) in _STEERING and sign != _JOINER else sign for sign in text)
