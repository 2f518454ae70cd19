"""What is asked of one calendar on a CalDAV server, and what is written to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from caldav.elements import cdav, dav
from caldav.elements.base import BaseElement

from runlift.calendars.caldav_errors import is_temporary, no_success
from runlift.calendars.caldav_session import Answer, CalDavSession
from runlift.calendars.caldav_xml import (
    CTag,
    Member,
    Multistatus,
    calendar_multiget,
    calendar_query,
    path_of,
    propfind,
    read_multistatus,
    sync_collection,
)
from runlift.calendars.replica import Resource
from runlift.errors import NotACalendar

_MOST_PAGES = 1000
_AT_ONCE = 100
"""Events that are fetched by one request."""

_CALENDAR = "BEGIN:VCALENDAR"
_GONE = frozenset({404, 410})
_EXPIRED = frozenset({412, 507})


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What a calendar says of its state.

    Attributes:
        token: for the changes from here on; None where the server cannot tell changes.
        ctag: differs when anything has changed; None where the server has none.
    """

    token: str | None
    ctag: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What has changed since a sync token.

    Attributes:
        changed: the etag of each resource that was made or changed, by path.
        gone: the paths of those that were deleted.
        token: for the changes from here on.
    """

    changed: Mapping[str, str | None] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    token: str


class NoDelta(StrEnum):
    """Why a server does not tell what has changed."""

    EXPIRED = "expired"
    """It has forgotten the token; the next one will do."""
    UNABLE = "unable"
    """It cannot, whatever it says of itself."""


class CalDavCalendar:
    """One calendar.

    Attributes:
        url: its address, a slash at the end.
    """

    def __init__(self, session: CalDavSession, url: str) -> None:
        self._session = session
        self._name = session.place.name
        self.url = url

    def versions(self) -> Versions:
        """Return what the calendar says of its state."""
        member = self._self_description(dav.SyncToken, CTag, dav.SupportedReportSet)
        reports = member.inner(dav.SupportedReportSet)
        tells_changes = not reports or dav.SyncCollection.tag in reports
        return Versions(token=member.text(dav.SyncToken) if tells_changes else None, ctag=member.text(CTag))

    def privileges(self) -> tuple[str, ...]:
        """Return the tags of what the runner may do here (RFC 3744, 5.4); none where the server does not say."""
        return self._self_description(dav.CurrentUserPrivilegeSet).inner(dav.CurrentUserPrivilegeSet)

    def changes_since(self, token: str) -> Delta | NoDelta:
        """Return what has changed, page by page (RFC 6578, 3.6)."""
        changed: dict[str, str | None] = {}
        gone: set[str] = set()
        for _ in range(_MOST_PAGES):
            page = self._page_since(token)
            if isinstance(page, NoDelta):
                return page
            for member in self._resources(page):
                if member.status in _GONE:
                    gone.add(member.path)
                    changed.pop(member.path, None)
                else:
                    changed[member.path] = member.text(dav.GetEtag)
                    gone.discard(member.path)
            if page.token is None or (page.cut_short and page.token == token):
                return NoDelta.UNABLE
            token = page.token
            if not page.cut_short:
                return Delta(changed=changed, gone=frozenset(gone), token=token)
        return NoDelta.UNABLE

    def etags(self, start: datetime, end: datetime) -> dict[str, str | None]:
        """Return the etag of every event that touches the range, by path."""
        return {member.path: member.text(dav.GetEtag) for member in self._found(start, end, with_data=False)}

    def everything(self, start: datetime, end: datetime) -> dict[str, Resource]:
        """Return every event that touches the range, by path."""
        members = self._found(start, end, with_data=True)
        resources = dict(_with_data(members))
        return resources | self.fetch(member.path for member in members if member.path not in resources)

    def fetch(self, paths: Iterable[str]) -> dict[str, Resource]:
        """Return those of the resources that there are, by path."""
        wanted = sorted(paths)
        fetched: dict[str, Resource] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            batch = wanted[start : start + _AT_ONCE]
            members = self._multistatus(self._session.ask("REPORT", self.url, calendar_multiget(batch))).members
            fetched.update(_with_data(members))
            gone = {member.path for member in members if member.status in _GONE}
            for path in batch:
                if path not in fetched and path not in gone and (resource := self._get(path)):
                    fetched[path] = resource
        return fetched

    def put(self, path: str, body: str, condition: Mapping[str, str]) -> Answer:
        """Write one resource if the condition holds."""
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        return self._session.ask("PUT", self._address(path), body, headers)

    def delete(self, path: str, condition: Mapping[str, str]) -> Answer:
        """Delete one resource if the condition holds."""
        return self._session.ask("DELETE", self._address(path), "", condition)

    def path_for(self, name: str) -> str:
        """Return the path of the resource of that name."""
        return path_of(f"{self.url}{name}")

    def _get(self, path: str) -> Resource | None:
        """Return one resource; None where there is none."""
        answer = self._session.ask("GET", self._address(path))
        if answer.status in _GONE:
            return None
        if answer.status != 200:
            raise no_success(answer.status, self._name)
        if _CALENDAR not in answer.body.upper():
            raise NotACalendar(f"{self._name} answers with something that is no event; try again later")
        return Resource(etag=answer.etag, body=answer.body)

    def _address(self, path: str) -> str:
        return self._session.resolve(self.url, path)

    def _self_description(self, *elements: type[BaseElement]) -> Member:
        answer = self._session.ask("PROPFIND", self.url, propfind(*elements), {"Depth": "0"})
        members = self._multistatus(answer).members
        if not members:
            raise NotACalendar(f"{self._name} answers without saying anything of itself; try again later")
        return members[0]

    def _page_since(self, token: str) -> Multistatus | NoDelta:
        answer = self._session.ask("REPORT", self.url, sync_collection(token), {"Depth": "0"})
        if answer.status == 207:
            return read_multistatus(answer, self._name)
        # Some servers stumble over a report that they do not know.
        if answer.status in _GONE or (is_temporary(answer.status) and answer.status not in {500, 501}):
            raise no_success(answer.status, self._name)
        forgotten = answer.status in _EXPIRED or dav.ValidSyncToken.tag in answer.conditions
        return NoDelta.EXPIRED if forgotten else NoDelta.UNABLE

    def _found(self, start: datetime, end: datetime, *, with_data: bool) -> tuple[Member, ...]:
        body = calendar_query(start, end, with_data=with_data)
        page = self._multistatus(self._session.ask("REPORT", self.url, body, {"Depth": "1"}))
        if page.cut_short:
            raise NotACalendar(f"{self._name} tells only a part of its events; move old ones to another calendar")
        return tuple(self._resources(page))

    def _multistatus(self, answer: Answer) -> Multistatus:
        if answer.status != 207:
            raise no_success(answer.status, self._name)
        return read_multistatus(answer, self._name)

    def _resources(self, page: Multistatus) -> Iterator[Member]:
        """Leave out the calendar itself, which some servers name too, and folders in it."""
        itself = path_of(self.url).rstrip("/")
        return (member for member in page.members if member.path != itself and not member.path.endswith("/"))


def _with_data(members: Iterable[Member]) -> Iterator[tuple[str, Resource]]:
    for member in members:
        if body := member.text(cdav.CalendarData):
            yield member.path, Resource(etag=member.text(dav.GetEtag), body=body)
