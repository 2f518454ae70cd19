"""How instants and long texts are written in tables: what comes back equals what was written.

Times are written as RFC 9557 does, with their offset and the name of their zone. A zone without a name, as a calendar
may define one for itself, comes back as the offset that it had then.
"""

import re
import zlib
from datetime import datetime
from zoneinfo import ZoneInfo

_MOMENT = re.compile(r"([^\[]+)(?:\[([^\]]+)\])?")


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
