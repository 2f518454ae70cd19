"""The secret part of a feed's address: made once, and kept for its owner alone."""

import re
import secrets
import stat
from pathlib import Path

from runlift.errors import UsageError
from runlift.state.files import atomic_write

_OCTETS = 32
_SOUND = re.compile(r"[A-Za-z0-9_-]{22,128}")
"""What goes into an address as it is, and holds 128 bits at least where it is random."""


def sound_token(token: str, origin: str) -> str:
    """Return a token that somebody has chosen.

    Raises:
        UsageError: it is too short, or would not go into an address.
    """
    if not _SOUND.fullmatch(token):
        raise UsageError(
            f"the token in {origin} is none; write 22 to 128 random letters, digits, - or _, "
            "as `openssl rand -hex 32` prints them"
        )
    return token


def kept_token(folder: Path, profile: str) -> str:
    """Return a profile's token; the first time it is made.

    Raises:
        UsageError: its file cannot be read or made, is open to others, or holds no token.
    """
    place = folder / f"{profile}.token"
    try:
        if stat.S_IMODE(place.stat().st_mode) & 0o077:
            raise UsageError(f"others can read {place}; delete it for a new address, or close it with chmod 600")
        return sound_token(place.read_text(encoding="ascii").strip(), str(place))
    except FileNotFoundError:
        return _made(place)
    except OSError as error:
        raise UsageError(f"{place} cannot be read ({error.strerror}); see to its permissions") from error
    except UnicodeDecodeError:
        return sound_token("", str(place))


def _made(place: Path) -> str:
    token = secrets.token_urlsafe(_OCTETS)
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic_write(place, f"{token}\n".encode(), mode=0o600)
    except OSError as error:
        raise UsageError(f"{place} cannot be written ({error.strerror}); see to its folder") from error
    return token
