"""Reads the config's tables into their types, and collects everything that is wrong with them.

What cannot be read is reported and left out, so that the rest can still be looked at: the runner hears of every problem
at once.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

from cattrs import AttributeValidationNote, BaseValidationError, ForbiddenExtraKeysError, IterableValidationNote

from runlift.app.config_converter import KEY_OF_FIELD, converter
from runlift.app.config_schema import ConfigFile

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, and where.

    Attributes:
        path: the keys that lead there; entries of a list count from 0.
        text: what is wrong and what to write instead.
    """

    path: KeyPath
    text: str

    def __str__(self) -> str:
        """Return the sentence behind its path, as in `source[0].url: …`."""
        keys = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.path)
        return f"{keys.removeprefix('.')}: {self.text}"


def read_tables(document: Mapping[str, Any]) -> tuple[ConfigFile, list[Problem]]:
    """Return what the document holds without its problems, and the problems."""
    rest = deepcopy(dict(document))
    problems: list[Problem] = []
    while True:
        try:
            return converter.structure(rest, ConfigFile), problems
        except BaseValidationError as error:
            found = list(_problems_of(error, ()))
        # Later rounds find only what the first one's cuts left incomplete.
        problems = problems or found
        for problem in reversed(found):
            _cut(rest, problem.path)


def _problems_of(error: BaseValidationError, path: KeyPath) -> Iterator[Problem]:
    for cause in error.exceptions:
        place = (*path, *_step(cause))
        match cause:
            case BaseValidationError():
                yield from _problems_of(cause, place)
            case ForbiddenExtraKeysError():
                for key in sorted(cause.extra_fields):
                    yield Problem((*place, key), _unknown(key, cause.cl))
            case KeyError():
                yield Problem(place, "is missing; this table needs it")
            case _:
                yield Problem(place, str(cause))


def _step(cause: Exception) -> KeyPath:
    for note in getattr(cause, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (KEY_OF_FIELD.get(note.name, note.name),)
        if isinstance(note, IterableValidationNote) and isinstance(note.index, int):
            return (note.index,)
    return ()


def _unknown(key: str, table: type) -> str:
    known = _keys(table)
    elsewhere = [field.name for field in fields(ConfigFile) if key in _keys(field.type)]
    if elsewhere:
        return f"unknown key here; it belongs to [{elsewhere[0]}]"
    near = get_close_matches(key.lower().replace("-", "_"), known, n=1)
    if near:
        return f'unknown key; did you mean "{near[0]}"?'
    return f"unknown key; known here: {', '.join(known)}"


def _keys(table: object) -> list[str]:
    return [KEY_OF_FIELD.get(field.name, field.name) for field in fields(table)] if isinstance(table, type) else []


def _cut(document: dict[str, Any], path: KeyPath) -> None:
    """Remove what a path leads to, or the table that lacks it."""
    *way, last = path
    holder: Any = document
    for key in way:
        holder = holder[key]
    match holder, last:
        case None, _:
            pass  # the whole table is gone already
        case dict(), _ if last not in holder:
            _cut(document, tuple(way))
        case list(), int(index) if isinstance(holder[index], dict):
            holder[index] = None
        case _:
            del holder[last]
