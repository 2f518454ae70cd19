"""Values of the domain as JSON text, and back: what comes back equals what was written."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from cattrs import Converter

from runlift.domain.events import AllDay, Timed
from runlift.state.written import read_moment, written_moment

T = TypeVar("T")


def json_of(value: object) -> str:
    """Return the value as JSON, without what is as its type has it anyway."""
    return json.dumps(_CONVERTER.unstructure(value), separators=(",", ":"))


def value_of(text: str | bytes, kind: type[T]) -> T | None:
    """Return the value of that type; None where the text holds none."""
    try:
        return _CONVERTER.structure(json.loads(text), kind)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _read_when(value: dict[str, str], _kind: object) -> Timed | AllDay:
    kind: type[Timed | AllDay] = Timed if "T" in value["start"] else AllDay
    return _CONVERTER.structure(value, kind)


def _ignoring_kind(read: Callable[[Any], object]) -> Callable[[Any, object], object]:
    return lambda value, _kind: read(value)


def _converter() -> Converter:
    converter = Converter(omit_if_default=True, detailed_validation=False)
    kinds: tuple[tuple[Any, Any, Any], ...] = (
        (datetime, written_moment, read_moment),
        (date, date.isoformat, date.fromisoformat),
        (timedelta, timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
    )
    for kind, write, read in kinds:
        converter.register_unstructure_hook(kind, write)
        converter.register_structure_hook(kind, _ignoring_kind(read))
    converter.register_structure_hook(Timed | AllDay, _read_when)
    return converter


_CONVERTER = _converter()
