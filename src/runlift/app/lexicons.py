"""Reads the lexicon that comes with the package."""

import tomllib
from functools import cache
from importlib.resources import files

from runlift.domain.lexicon import Lexicon, build_lexicon

LANGUAGES = (
    "any",
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "no",
    "da",
    "pl",
    "zh",
    "ja",
    "ru",
    "fi",
    "cs",
    "ko",
    "he",
    "lb",
)
"""In this order: a phrase that two languages share means what it means in the first."""


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of all languages, read once."""
    folder = files("runlift") / "lexicon"
    return build_lexicon(
        {language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8")) for language in LANGUAGES}
    )
