"""How a session is known again: its key, the UID that derives from it, and the marker that its event carries.

A UID holds no mutable field, so that a session which moves or changes stays the same event. Each managed field has a
short fingerprint of what we sent: an event whose field no longer has that fingerprint was edited by the runner.
"""

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date

from runlift.domain.events import AllDay, EventUid, Timed
from runlift.domain.weeks import Week
from runlift.sync.notes import block_of

DOMAIN = "@runlift"

_LINE_BREAK = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = re.compile(r"[^\t\n -~\u00a0-\ud7ff\ue000-\U0010ffff]")
_KEY = re.compile(r"(\d{4})-W(\d{2})/([1-9]\d*)")


def key_of(week: Week, number: int) -> str:
    """Return the key of the week's session of that number, as in 2026-W10/1."""
    return f"{week}/{number}"


def parse_key(key: str) -> tuple[Week, int]:
    """Return the week and the number that a key names.

    Raises:
        ValueError: it is no key.
    """
    parts = _KEY.fullmatch(key)
    if parts is None:
        raise ValueError(f"{key!r} is no session key")
    year, week, number = map(int, parts.groups())
    return Week(date.fromisocalendar(year, week, 1)), number


def uid_for(profile: str, key: str) -> EventUid:
    """Return the UID of a session.

    Its local part is made of 0-9 and a-v only, so that Google Calendar takes it as an event id as well.
    """
    return EventUid(_digest(f"{profile}\0{key}", octets=20) + DOMAIN)


def is_ours(uid: str) -> bool:
    """Tell whether a UID is one of runlift's, of whichever profile."""
    return uid.strip().casefold().endswith(DOMAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprints:
    """Short hashes of the managed fields, normalised so that a server's harmless rewriting does not change them."""

    time: str
    title: str
    text: str


def fingerprints(*, when: Timed | AllDay, title: str, text: str) -> Fingerprints:
    """Return the fingerprints of an event's managed fields.

    The time counts as instants, whatever the zone; of the text only our block counts, and how its lines are laid out
    does not: apps and servers like to rearrange white space.
    """
    return Fingerprints(
        time=_digest(_span(when)),
        title=_digest(" ".join(plain(title).split())),
        text=_digest(" ".join(block_of(plain(text)).split())),
    )


def _span(when: Timed | AllDay) -> str:
    if isinstance(when, AllDay):
        return f"{when.start:%Y%m%d}/{when.end:%Y%m%d}"
    return "/".join(f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}" for instant in (when.start, when.end))


def plain(text: str) -> str:
    """Return the text as any calendar can carry it.

    RFC 5545, 3.1 allows no control character but the tab; an exotic line break is one to half of all parsers.
    """
    allowed = _FORBIDDEN.sub("", _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", text)))
    # icalendar 7 writes a literal backslash and N as a line break, so that is what it is taken for.
    return "\n".join(line.rstrip() for line in allowed.replace("\\N", "\n").split("\n"))


def _digest(value: str, *, octets: int = 5) -> str:
    digest = hashlib.sha256(value.encode()).digest()[:octets]
    return base64.b32hexencode(digest).decode().rstrip("=").lower()
