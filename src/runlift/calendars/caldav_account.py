"""From an address in the config to one calendar (RFC 4791, 6.2.1; RFC 6764, 6); a calendar is never known by title."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from caldav.elements import cdav, dav

from runlift.calendars.caldav_errors import is_temporary, no_success
from runlift.calendars.caldav_session import CalDavSession
from runlift.calendars.caldav_xml import Member, path_of, propfind, read_multistatus
from runlift.errors import CalendarError, NoSuchCalendar, NotACalendar
from runlift.sync.identity import plain

_PLACES = ("", "/.well-known/caldav", "/")
"""Where to look, from the configured address on."""

_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A calendar of the account.

    Attributes:
        title: what calendar apps show.
    """

    url: str
    title: str

    @property
    def id(self) -> str:
        """The last part of its path."""
        return unquote(path_of(self.url).rstrip("/").rpartition("/")[2])

    def __str__(self) -> str:
        return f'{self.id} ("{self.title}")' if self.title not in {"", self.id} else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A place that knows of calendars, and what it says of itself."""

    url: str
    member: Member


def find_calendar(session: CalDavSession) -> str:
    """Return the address of the configured calendar.

    Raises:
        NoSuchCalendar: there is none; the sentence lists those there are.
        CalendarError: the server gave no answer that could be used.
    """
    wanted = session.place.calendar
    if wanted is not None and "/" in wanted:
        named = _look(session, session.resolve(session.place.url, wanted))
        if isinstance(named, Look) and _is_calendar(named.member):
            return _as_folder(named.url)
    look = _account(session)
    if _is_calendar(look.member) and (wanted is None or _matches(Found(url=look.url, title=""), wanted)):
        return _as_folder(look.url)
    calendars = tuple(_calendars(session, look))
    for calendar in calendars:
        if wanted is not None and _matches(calendar, wanted):
            return calendar.url
    raise _nothing_like_it(session, calendars)


def calendars_of(session: CalDavSession) -> tuple[Found, ...]:
    """Return the calendars that the configured address leads to.

    Raises:
        CalendarError: the server gave no answer that could be used.
    """
    look = _account(session)
    if _is_calendar(look.member):
        return (Found(url=_as_folder(look.url), title=""),)
    return tuple(_calendars(session, look))


def _matches(calendar: Found, wanted: str) -> bool:
    return calendar.id == unquote(wanted) or path_of(calendar.url).rstrip("/") == path_of(wanted).rstrip("/")


def _account(session: CalDavSession) -> Look:
    """Return the first place that knows a calendar or an account."""
    refusals: list[CalendarError] = []
    for place in _PLACES:
        looked = _look(session, urljoin(session.place.url, place))
        if isinstance(looked, Look):
            return looked
        refusals.append(looked)
    raise refusals[0]


def _look(session: CalDavSession, url: str) -> Look | CalendarError:
    """Ask a place for what it knows of calendars; return the error where that is nothing."""
    name = session.place.name
    body = propfind(dav.ResourceType, dav.DisplayName, dav.CurrentUserPrincipal, cdav.CalendarHomeSet)
    answer = session.ask("PROPFIND", url, body, {"Depth": "0"})
    if is_temporary(answer.status):
        raise no_success(answer.status, name)
    if answer.status != 207:
        return no_success(answer.status, name)
    try:
        members = read_multistatus(answer, name).members
    except NotACalendar as error:
        return error
    known = (Look(url=answer.url, member=member) for member in members if _is_calendar(member) or _leads_on(member))
    return next(known, no_success(404, name))


def _is_calendar(member: Member) -> bool:
    return cdav.Calendar.tag in member.inner(dav.ResourceType)


def _leads_on(member: Member) -> bool:
    return bool(member.hrefs(dav.CurrentUserPrincipal) or member.hrefs(cdav.CalendarHomeSet))


def _calendars(session: CalDavSession, look: Look) -> Iterator[Found]:
    """Yield the calendars of the account that a place leads to."""
    homes = [session.resolve(look.url, href) for href in look.member.hrefs(cdav.CalendarHomeSet)]
    for href in () if homes else look.member.hrefs(dav.CurrentUserPrincipal):
        principal = session.resolve(look.url, href)
        for found in _listed(session, principal, "0"):
            homes += [session.resolve(principal, home) for home in found.hrefs(cdav.CalendarHomeSet)]
    for home in homes:
        for found in _listed(session, home, "1"):
            if _is_calendar(found) and _holds_events(found):
                title = " ".join(plain(found.text(dav.DisplayName) or "").split())
                yield Found(url=_as_folder(session.resolve(home, found.href)), title=title[:_LONGEST_TITLE])


def _listed(session: CalDavSession, url: str, depth: str) -> tuple[Member, ...]:
    body = propfind(dav.ResourceType, dav.DisplayName, cdav.CalendarHomeSet, cdav.SupportedCalendarComponentSet)
    answer = session.ask("PROPFIND", url, body, {"Depth": depth})
    if answer.status != 207:
        raise no_success(answer.status, session.place.name)
    return read_multistatus(answer, session.place.name).members


def _holds_events(member: Member) -> bool:
    """Leave out lists of tasks; a server that does not say has events."""
    components = member.properties.get(cdav.SupportedCalendarComponentSet.tag)
    return components is None or len(components) == 0 or any(child.get("name") == "VEVENT" for child in components)


def _as_folder(url: str) -> str:
    """Return the address with the slash at its end that all calendars have, so that others can be joined to it."""
    return f"{url.rstrip('/')}/"


def _nothing_like_it(session: CalDavSession, calendars: tuple[Found, ...]) -> NoSuchCalendar:
    place = session.place
    if place.calendar is None:
        missing = f"there is no calendar at the url of {place.host}"
    else:
        missing = f'{place.host} has no calendar "{place.calendar}"'
    if not calendars:
        return NoSuchCalendar(f"{missing}, and no calendars at all; make one in your calendar app first")
    listed = ", ".join(map(str, calendars))
    return NoSuchCalendar(f"{missing}; set calendar to the id of one that is there: {listed}")
