"""A sign-in at Google as it is kept: what was granted, the tokens, and which calendars were made with it.

A calendar that runlift made is within reach of the OAuth client that made it and of no other, so that its id is kept
with that client's sign-in. It outlives the sign-in.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from runlift.calendars.registry import load
from runlift.errors import UsageError
from runlift.state.files import atomic_write
from runlift.state.written import read_moment, written_moment

_PRIVATE = 0o600
_MOMENTS = ("since", "ends", "expiry")
# Most syncs only look at the sign-in.
_LOCK = "filelock:FileLock"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in.

    Attributes:
        account: whose it is, where Google has told.
        scopes: what the runner granted.
        since: when the runner signed in.
        ends: when Google lets it end by itself, where Google has told.
        refresh_token: gets access tokens; None: there is no sign-in (any more).
        access_token: for single requests.
        expiry: until when.
        calendars: the ids of the calendars that were made with it, by profile.
    """

    account: str | None = None
    scopes: tuple[str, ...] = ()
    since: datetime | None = None
    ends: datetime | None = None
    refresh_token: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    expiry: datetime | None = None
    calendars: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A consent screen on another machine than this one.

    Attributes:
        show: shows the runner the address to open.
        ask: returns the address that the browser was sent to in the end, which shows no page there.
    """

    show: Callable[[str], None]
    ask: Callable[[], str]


class SignInFile:
    """The file that a sign-in is kept in, the runner's alone.

    Args:
        path: it; its folder is made where there is none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> SignIn:
        """Return what is kept; an empty sign-in where there is nothing, or nothing that can be read.

        Raises:
            UsageError: the file cannot be read.
        """
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return SignIn()
        except OSError as error:
            raise UsageError(f"{self._path} cannot be read ({error.strerror}); see to its permissions") from None
        return _read(content)

    def save(self, sign_in: SignIn) -> None:
        """Keep it in place of what was there, whole or not at all.

        Raises:
            UsageError: the disk refuses.
        """
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic_write(self._path, _written(sign_in), mode=_PRIVATE)
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written ({error.strerror}); see to its folder") from None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let nobody else change it meanwhile, in this process or another.

        Raises:
            UsageError: its folder cannot be written.
        """
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = load(_LOCK)(self._path.with_suffix(".lock"), mode=_PRIVATE)
            lock.acquire()
        except OSError as error:
            raise UsageError(f"{self._path} cannot be locked ({error.strerror}); see to its folder") from None
        try:
            yield
        finally:
            lock.release()


def _written(sign_in: SignIn) -> bytes:
    said = asdict(sign_in)
    return json.dumps(said | {name: written_moment(said[name]) for name in _MOMENTS if said[name]}).encode()


def _read(content: bytes) -> SignIn:
    """Return the sign-in that was written; an empty one where that cannot be told.

    cattrs would read it too, and takes a fifth of the time that the rest of a sync does in which nothing changes.
    """
    try:
        said = json.loads(content)
        since, ends, expiry = (read_moment(said[name]) if said.get(name) else None for name in _MOMENTS)
        return SignIn(
            account=said.get("account"),
            scopes=tuple(said.get("scopes", ())),
            since=since,
            ends=ends,
            refresh_token=said.get("refresh_token"),
            access_token=said.get("access_token"),
            expiry=expiry,
            calendars=dict(said.get("calendars", {})),
        )
    except (ValueError, TypeError, AttributeError):
        return SignIn()
