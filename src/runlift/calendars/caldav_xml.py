"""What is asked of a CalDAV server, and what a multistatus says.

The bodies are built from the elements of the `caldav` library. Its readers of answers are not used: they take a body
that is no XML for one without members, and a property that may not be read (403) for a failure of everything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from caldav.elements import cdav, dav
from caldav.elements.base import BaseElement

from runlift.calendars.caldav_session import Answer
from runlift.errors import NotACalendar

_ESCAPED = re.compile("%([0-9A-Fa-f]{2})")
_PLAIN_IN_PATHS = "/-._~!$&'()*+,;=:@"
_INSUFFICIENT_STORAGE = 507


class CTag(BaseElement):
    """The version of a whole calendar, as Apple's server invented it; most others followed."""

    tag = "{http://calendarserver.org/ns/}getctag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What a multistatus says of one resource.

    Attributes:
        path: its path, spelled in one way.
        href: as the server spells it.
        status: of HTTP; 200 where only properties are told.
        properties: those that the server named, as lxml elements, by tag.
    """

    path: str
    href: str
    status: int
    properties: Mapping[str, Any]

    def text(self, element: type[BaseElement]) -> str | None:
        """Return the text of a property; None where it is missing or empty."""
        found = self.properties.get(element.tag or "")
        return (found.text or "").strip() or None if found is not None else None

    def inner(self, element: type[BaseElement]) -> tuple[str, ...]:
        """Return the tags of all that stands inside a property."""
        found = self.properties.get(element.tag or "")
        return tuple(child.tag for child in found.iter() if child is not found) if found is not None else ()

    def hrefs(self, element: type[BaseElement]) -> tuple[str, ...]:
        """Return the addresses that a property names."""
        found = self.properties.get(element.tag or "")
        hrefs = found.iter(dav.Href.tag) if found is not None else ()
        return tuple(href.text.strip() for href in hrefs if href.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Multistatus:
    """An answer about several resources.

    Attributes:
        token: the sync token that goes with it.
        cut_short: the server tells only a part (RFC 6578, 3.6; RFC 4791, 7.8).
    """

    members: tuple[Member, ...]
    token: str | None
    cut_short: bool


def read_multistatus(answer: Answer, name: str) -> Multistatus:
    """Return what an answer of the status 207 says.

    Args:
        answer: it.
        name: what the calendar is called in messages.

    Raises:
        NotACalendar: it is something else, such as a web page.
    """
    if answer.tree is None or answer.tree.tag != dav.MultiStatus.tag:
        raise NotACalendar(f"{name} answers with something that is not CalDAV; check the url")
    members = tuple(_members(answer))
    token = answer.tree.findtext(dav.SyncToken.tag)
    return Multistatus(
        members=tuple(member for member in members if member.status != _INSUFFICIENT_STORAGE),
        token=(token or "").strip() or None,
        cut_short=any(member.status == _INSUFFICIENT_STORAGE for member in members),
    )


def path_of(url: str) -> str:
    """Return the path of an address, spelled in one way: servers escape what they need not, each in its own manner."""
    path = urlsplit(url).path
    spelled = _ESCAPED.sub(lambda match: _unescaped(match[1]), path)
    return quote(spelled, safe=_PLAIN_IN_PATHS + "%")


def _unescaped(digits: str) -> str:
    character = chr(int(digits, 16))
    plain = character.isascii() and (character.isalnum() or character in _PLAIN_IN_PATHS.replace("/", ""))
    return character if plain else f"%{digits.upper()}"


def _members(answer: Answer) -> Iterator[Member]:
    for response in answer.tree.iterfind(dav.Response.tag):
        status = _status(response.findtext(dav.Status.tag))
        # Those that could not be given are there too, but empty.
        properties = {
            child.tag: child
            for propstat in response.iterfind(dav.PropStat.tag)
            for prop in propstat.iterfind(dav.Prop.tag)
            for child in prop
        }
        # RFC 4918, 14.24 allows several addresses with one status.
        for element in response.iterfind(dav.Href.tag):
            href = (element.text or "").strip()
            yield Member(path=path_of(href), href=href, status=status, properties=properties)


def _status(line: str | None) -> int:
    """Return the code in "HTTP/1.1 404 Not Found"; 200 where there is no such line."""
    code = (line or "").split()[1:2]
    return int(code[0]) if code and code[0].isdecimal() else 200


def propfind(*elements: type[BaseElement]) -> str:
    """Return the body that asks for these properties."""
    return str(_of(dav.Propfind(), _of(dav.Prop(), *(element() for element in elements))))


def sync_collection(token: str) -> str:
    """Return the body that asks for what has changed since (RFC 6578)."""
    since, level = _saying(dav.SyncToken(), token), _saying(dav.SyncLevel(), "1")
    return str(_of(dav.SyncCollection(), since, level, _wanted(with_data=False)))


def calendar_query(start: datetime, end: datetime, *, with_data: bool) -> str:
    """Return the body that asks for the events that touch a stretch of time (RFC 4791, 7.8)."""
    events = _of(cdav.CompFilter("VEVENT"), cdav.TimeRange(start, end))
    calendars = _of(cdav.Filter(), _of(cdav.CompFilter("VCALENDAR"), events))
    return str(_of(cdav.CalendarQuery(), _wanted(with_data=with_data), calendars))


def calendar_multiget(hrefs: Iterable[str]) -> str:
    """Return the body that asks for the events at these addresses (RFC 4791, 7.9)."""
    asked = (_saying(dav.Href(), href) for href in hrefs)
    return str(_of(cdav.CalendarMultiGet(), _wanted(with_data=True), *asked))


def _wanted(*, with_data: bool) -> BaseElement:
    return _of(dav.Prop(), dav.GetEtag(), *([cdav.CalendarData()] if with_data else ()))


def _of(element: BaseElement, *children: BaseElement) -> BaseElement:
    return element.append(children)


def _saying(element: BaseElement, text: str) -> BaseElement:
    element.value = text
    return element
