"""The calendars of a config: where they are, and what they are for.

What is imported here is light, since a sync that finds nothing changed needs no more of a config than this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.google_place import API, GooglePlace
from runlift.domain.kinds import Role
from runlift.errors import CalendarError

if TYPE_CHECKING:
    from runlift.sync.memory import SourceId, TargetId

Table = Mapping[str, Any]
"""A table of a config in which no problem was found."""

_LOOKS = ("name", "title_prefix", "color", "alarm_minutes", "busy", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """A calendar to read; it has a path, a url, or a place on a CalDAV server or at Google.

    Attributes:
        counts_strength: the runner's own strength training in it counts towards the week.
        allow_private: its address may lie inside the home network.
        resting: why it is not asked this time: it has failed of late, and what it said last stands in.
    """

    path: Path | None
    url: str | None
    role: Role
    counts_strength: bool
    allow_private: bool
    caldav: CalDavPlace | None = None
    google: GooglePlace | None = None
    resting: CalendarError | None = None

    @property
    def id(self) -> "SourceId":
        """What tells it from every other, for good; an address may be secret and is not told."""
        if self.google is not None:
            return cast("SourceId", _google_id(self.google))
        if self.caldav is not None:
            return cast("SourceId", _caldav_id(self.caldav))
        place = str(self.path.absolute()) if self.path else sha256((self.url or "").encode()).hexdigest()[:16]
        return cast("SourceId", f"ics:{place}")

    @property
    def name(self) -> str:
        """What messages call it: the file's or the calendar's name, or the host; an address may be secret."""
        if self.google is not None:
            return self.google.name
        if self.caldav is not None:
            return self.caldav.label
        return self.path.name if self.path else urlsplit(self.url or "").hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetConfig:
    """A file, or a calendar on a CalDAV server or at Google, to keep sessions in.

    Attributes:
        name: the calendar's name, as subscribers show it.
        title_prefix: stands before each title.
        color: a CSS colour name, or one of Google's for a calendar there; None: as the subscriber likes.
        alarm_minutes: a reminder so long before each session; None: no reminder.
        busy: sessions show as busy time.
        link: where sessions link to.
    """

    path: Path | None = None
    caldav: CalDavPlace | None = None
    google: GooglePlace | None = None
    name: str = "Strength"
    title_prefix: str = ""
    color: str | None = None
    alarm_minutes: int | None = None
    busy: bool = False
    link: str | None = None

    @property
    def id(self) -> "TargetId":
        """What tells it from every other, for good."""
        if self.google is not None:
            return cast("TargetId", _google_id(self.google))
        return cast("TargetId", _caldav_id(self.caldav) if self.caldav else f"ics:{self.path and self.path.absolute()}")

    @property
    def label(self) -> str:
        """What messages call it: the file's or the calendar's name."""
        if self.google is not None:
            return self.google.name
        if self.caldav is not None:
            return self.caldav.label
        return self.path.name if self.path else ""


def sources_of(document: Table, folder: Path) -> tuple[SourceConfig, ...]:
    """Return the calendars to read.

    Args:
        document: a config in which no problem was found.
        folder: the one that paths count from.
    """
    account = document.get("google", {})
    return tuple(
        SourceConfig(
            path=_path(table.get("path"), folder),
            url=table.get("url") if table["type"] == "ics" else None,
            caldav=_caldav_place(table),
            google=_google_place(table, account, folder),
            role=Role(table.get("role", Role.RUNS)),
            counts_strength=table.get("strength", "count") == "count",
            allow_private=table.get("allow_private", False),
        )
        for table in document.get("source", ())
    )


def targets_of(document: Table, folder: Path) -> tuple[TargetConfig, ...]:
    """Return the calendars to keep sessions in.

    Args:
        document: a config in which no problem was found.
        folder: the one that paths count from.
    """
    account = document.get("google", {})
    return tuple(
        TargetConfig(
            path=_path(table.get("path"), folder),
            caldav=_caldav_place(table),
            google=_google_place(table, account, folder),
            **{key: table[key] for key in _LOOKS if key in table},
        )
        for table in document.get("target", ())
    )


def _path(written: str | None, folder: Path) -> Path | None:
    return folder / Path(written).expanduser() if written else None


def _caldav_place(table: Table) -> CalDavPlace | None:
    if table["type"] != "caldav":
        return None
    return CalDavPlace(
        url=table["url"],
        calendar=table.get("calendar"),
        username=table.get("username"),
        password_command=table.get("password_command"),
        password_env=table.get("password_env"),
    )


def _google_place(table: Table, account: Table, folder: Path) -> GooglePlace | None:
    if table["type"] != "google":
        return None
    return GooglePlace(
        calendar=table["calendar"],
        client_file=_path(account.get("client_file"), folder),
        service_account_file=_path(account.get("service_account_file"), folder),
        api_endpoint=account.get("api_endpoint") or API,
    )


def _caldav_id(place: CalDavPlace) -> str:
    return f"caldav:{place.url}#{place.calendar or ''}"


def _google_id(place: GooglePlace) -> str:
    return f"google:{place.calendar}"
