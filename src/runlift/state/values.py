"""Values of the domain as JSON text, and back: what comes back equals what was written.

Times are written as RFC 9557 does, with their offset and the name of their zone. A zone without a name, as a calendar
may define one for itself, comes back as the offset that it had then.
"""

import json
import re
import zlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from cattrs import Converter

from runlift.domain.events import AllDay, Timed

T = TypeVar("T")

_MOMENT = re.compile(r"([^\[]+)(?:\[([^\]]+)\])?")


def json_of(value: object) -> str:
    """Return the value as JSON, without what is as its type has it anyway."""
    return json.dumps(_CONVERTER.unstructure(value), separators=(",", ":"))


def value_of(text: str | bytes, kind: type[T]) -> T | None:
    """Return the value of that type; None where the text holds none."""
    try:
        return _CONVERTER.structure(json.loads(text), kind)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def pack(text: str) -> bytes:
    """Return the text compressed, so that it takes little room and damage to it shows."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpack(body: bytes) -> str:
    """Return the text that was packed.

    Raises:
        ValueError: it is damaged.
    """
    try:
        return zlib.decompress(body).decode("utf-8", "surrogatepass")
    except zlib.error as error:
        raise ValueError("the text is damaged") from error


def written_moment(moment: datetime) -> str:
    """Return an aware instant as text."""
    zone = getattr(moment.tzinfo, "key", None)
    return f"{moment.isoformat()}[{zone}]" if zone else moment.isoformat()


def read_moment(text: str) -> datetime:
    """Return the instant that was written, in its own zone if this machine knows it.

    Raises:
        ValueError: it is none.
    """
    parts = _MOMENT.fullmatch(text)
    moment = datetime.fromisoformat(parts[1]) if parts else None
    if parts is None or moment is None or moment.tzinfo is None:
        raise ValueError(f"{text!r} is no instant")
    try:
        local = moment.replace(tzinfo=ZoneInfo(parts[2])) if parts[2] else moment
    except (KeyError, ValueError, OSError):
        return moment
    return local.replace(fold=int(local.utcoffset() != moment.utcoffset()))


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
