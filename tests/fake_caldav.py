"""A CalDAV server on this machine with one calendar, as odd as a test wants it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

from tests.feed_server import Reply

CALENDAR = "/dav/jo/strength/"
ALL_OF_IT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:all\nDTSTART:20260505\nSUMMARY:All of it\nEND:VEVENT\nEND:VCALENDAR\n"
_CALENDAR_PROPERTIES = (
    "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype><D:displayname>Strength</D:displayname>"
    "<D:current-user-principal><D:href>/dav/jo/</D:href></D:current-user-principal>"
)


@dataclass
class Oddities:
    """How this server differs from one that keeps to the book.

    Attributes:
        sync: knows sync-collection; "ignored": whatever the token, everything is listed.
        ctag: has a ctag.
        etags: "none": none are told; "weak"; "lying": they never change.
        etag_of_put: a PUT answers with the new etag.
        page: the most changes that one answer tells; 0: all.
        told: the most events that a calendar-query tells; 0: all.
        multiget: answers with the events' data.
        hrefs: how paths are spelled.
        folders: a listing names the calendar itself and a folder in it too, which can be read as one large calendar.
        privileges: what the runner may do; None: it does not say.
    """

    sync: bool | str = True
    ctag: bool = True
    etags: str = "strong"
    etag_of_put: bool = True
    page: int = 0
    told: int = 0
    multiget: bool = True
    hrefs: str = "plain"
    folders: bool = False
    privileges: str | None = None


@dataclass
class FakeCalDav:
    """The server's calendar, and what was asked of it.

    Attributes:
        log: the name and the path of every change, oldest first; a token is a length of it.
        forgotten: tokens up to this one are refused, with the status.
        places: what PROPFIND is told at other paths.
        instead: replies by method, each given once, before anything is done.
        afterwards: likewise, but after it was done.
    """

    port: int
    odd: Oddities = field(default_factory=Oddities)
    bodies: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    forgotten: tuple[int, int, str] = (-1, 0, "")
    places: dict[str, Reply] = field(default_factory=dict)
    instead: dict[str, list[Reply]] = field(default_factory=dict)
    afterwards: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{CALENDAR}"

    def put(self, name: str, body: str) -> None:
        """Do as another program of the runner's would."""
        self._store(CALENDAR + name, body)

    def delete(self, name: str) -> None:
        del self.bodies[CALENDAR + name]
        self.log.append(CALENDAR + name)

    def requests_since(self, count: int) -> list[str]:
        return self.asked[count:]

    def answer(self, method: str, path: str, body: str, headers: dict[str, str]) -> Reply:
        kind = next((name for name in _REPORTS if f":{name}" in body), method) if method == "REPORT" else method
        self.asked.append(kind)
        self.headers.append(headers)
        if replies := self.instead.get(kind):
            return replies.pop(0)
        reply = self._answer(kind, path, body, headers)
        later = self.afterwards.get(kind)
        return later.pop(0) if later else reply

    def _answer(self, kind: str, path: str, body: str, headers: dict[str, str]) -> Reply:
        if kind in _REPORTS:
            return self._report(kind, body)
        if kind in {"PUT", "DELETE"}:
            return self._write(kind, path, body, headers)
        if kind == "PROPFIND":
            itself = multistatus(response(CALENDAR, _CALENDAR_PROPERTIES + self._versions()))
            return {CALENDAR: itself, **self.places}.get(path, Reply.of(status=404))
        if kind == "GET" and f"{path}/".startswith(CALENDAR) and not path.endswith(".ics"):
            return Reply.of(ALL_OF_IT.encode(), content_type="text/calendar")
        if kind == "GET" and path in self.bodies:
            return self._with_etag(path, Reply.of(self.bodies[path].encode(), content_type="text/calendar"))
        return Reply.of(status=404)

    def _versions(self) -> str:
        token = f"<D:sync-token>{len(self.log)}</D:sync-token>" if self.odd.sync else ""
        ctag = (
            f'<S:getctag xmlns:S="http://calendarserver.org/ns/">{len(self.log)}</S:getctag>' if self.odd.ctag else ""
        )
        rights = self.odd.privileges
        return token + ctag + ("" if rights is None else _rights(rights))

    def _report(self, kind: str, body: str) -> Reply:
        if kind == "sync-collection":
            return self._sync(body)
        if kind == "calendar-query":
            return self._query(with_data="calendar-data" in body)
        return self._multiget(unescape(href) for href in re.findall(r"<D:href>([^<]*)</D:href>", body))

    def _sync(self, body: str) -> Reply:
        (since,) = map(int, re.findall(r"<D:sync-token>(\d+)</D:sync-token>", body))
        last, status, condition = self.forgotten
        if not self.odd.sync or since <= last:
            return Reply.of(
                f'<D:error xmlns:D="DAV:">{condition}</D:error>'.encode(),
                status=status or 403,
                content_type="application/xml",
            )
        if self.odd.sync == "ignored":
            listed = "".join(self._listed(path) for path in self.bodies)
            return multistatus(listed + f"<D:sync-token>{len(self.log)}</D:sync-token>")
        until = min(since + self.odd.page, len(self.log)) if self.odd.page else len(self.log)
        changed = "".join(self._listed(path) for path in dict.fromkeys(self.log[since:until])) + self._folders()
        more = f"<D:response><D:href>{CALENDAR}</D:href>{_status(507)}</D:response>" if until < len(self.log) else ""
        return multistatus(f"{changed}{more}<D:sync-token>{until}</D:sync-token>")

    def _query(self, *, with_data: bool) -> Reply:
        told = list(self.bodies)[: self.odd.told or None]
        more = (
            f"<D:response><D:href>{CALENDAR}</D:href>{_status(507)}</D:response>"
            if len(told) < len(self.bodies)
            else ""
        )
        return multistatus("".join(self._listed(path, with_data=with_data) for path in told) + self._folders() + more)

    def _multiget(self, paths: Iterator[str]) -> Reply:
        return multistatus("".join(self._listed(path, with_data=self.odd.multiget) for path in paths))

    def _folders(self) -> str:
        folders = (CALENDAR, CALENDAR.rstrip("/"), f"{CALENDAR}attachments/") if self.odd.folders else ()
        return "".join(response(folder, "<D:getetag>folder</D:getetag>") for folder in folders)

    def _listed(self, path: str, *, with_data: bool = False) -> str:
        if path.endswith("/") or path == CALENDAR.rstrip("/"):
            return ""
        if path not in self.bodies:
            return f"<D:response><D:href>{self._spelled(path)}</D:href>{_status(404)}</D:response>"
        etag = self._etag(path)
        told = f"<D:getetag>{escape(etag)}</D:getetag>" if etag else ""
        data = f"<C:calendar-data>{escape(self.bodies[path])}</C:calendar-data>" if with_data else ""
        return response(self._spelled(path), told + data)

    def _spelled(self, path: str) -> str:
        match self.odd.hrefs:
            case "escaped":
                return path.replace(".", "%2e").replace("-", "%2D")
            case "absolute":
                return f"http://127.0.0.1{path}"  # as one that does not know of the port before it
            case _:
                return path

    def _etag(self, path: str) -> str | None:
        version = sha256(self.bodies[path].encode()).hexdigest()[:8]
        return {"strong": f'"{version}"', "weak": f'W/"{version}"', "lying": '"1"', "none": None}[self.odd.etags]

    def _with_etag(self, path: str, reply: Reply) -> Reply:
        etag = self._etag(path)
        return replace(reply, headers={**reply.headers, "ETag": etag}) if etag else reply

    def _write(self, kind: str, path: str, body: str, headers: dict[str, str]) -> Reply:
        wanted = headers.get("if-match")
        there = path in self.bodies
        if (there and headers.get("if-none-match") == "*") or (
            wanted and wanted != (self._etag(path) if there else "")
        ):
            return Reply.of(status=412)
        if kind == "DELETE" and not there:
            return Reply.of(status=404)
        if kind == "DELETE":
            del self.bodies[path]
            self.log.append(path)
            return Reply(status=204)
        self._store(path, body)
        made = Reply.of(status=201)
        return self._with_etag(path, made) if self.odd.etag_of_put else made

    def _store(self, path: str, body: str) -> None:
        self.bodies[path] = body.replace("\r\n", "\n")
        self.log.append(path)


_REPORTS = ("sync-collection", "calendar-query", "calendar-multiget")


def _status(code: int) -> str:
    return f"<D:status>HTTP/1.1 {code} Whatever</D:status>"


def _rights(names: str) -> str:
    inner = "".join(f"<D:privilege><D:{name}/></D:privilege>" for name in names.split())
    return f"<D:current-user-privilege-set>{inner}</D:current-user-privilege-set>"


def response(href: str, properties: str) -> str:
    """Say these properties of a resource."""
    found = f"<D:propstat><D:prop>{properties}</D:prop>{_status(200)}</D:propstat>"
    # A property that nobody may see is no reason to see none.
    hidden = f"<D:propstat><D:prop><D:owner/></D:prop>{_status(403)}</D:propstat>"
    return f"<D:response><D:href>{href}</D:href>{found}{hidden}</D:response>"


def multistatus(inner: str) -> Reply:
    """Answer about these resources."""
    body = f'<D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">{inner}</D:multistatus>'
    return Reply.of(body.encode(), status=207, content_type="application/xml; charset=utf-8")


@contextmanager
def fake_caldav(odd: Oddities | None = None, *, make: type[FakeCalDav] = FakeCalDav) -> Iterator[FakeCalDav]:
    """Run the server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0))).decode()
            with suppress(OSError):  # the client may have hung up
                self._send(fake.answer(self.command, self.path, body, headers))

        def _send(self, reply: Reply) -> None:
            if reply.status == 0:  # as a connection that breaks
                self.close_connection = True
                return
            self.send_response(reply.status)
            length = sum(map(len, reply.pieces)) if reply.promised is None else reply.promised
            for name, value in {"Content-Length": str(length), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in reply.pieces:
                sleep(reply.pause)
                self.wfile.write(piece)
                self.wfile.flush()
            if reply.promised is not None:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        fake = make(port=server.server_address[1], odd=odd or Oddities())
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
