"""How a calendar of sessions presents itself to its subscribers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLook:
    """How a calendar of sessions presents itself.

    Attributes:
        name: what subscribers show.
        color: a CSS3 colour name (RFC 7986, 5.9), or one of Google's for a calendar there; None: ours.
        busy: sessions block time.
        alarm_minutes: a reminder so many minutes before each session; None: no reminder.
        link: where a session links to, where the calendar has a place for that.
    """

    name: str
    color: str | None = None
    busy: bool = False
    alarm_minutes: int | None = None
    link: str | None = None
