"""Google's servers in one, on a free port of this machine, in this process.

    with google_server() as google:
        google.new_user("jo@example.com")  # whose primary calendar has the address as its id
        google.add_event("jo@example.com", {"summary": "Long run", "start": …, "end": …})
        google.client_json(folder / "client.json")
        google.fail_next(429, "rateLimitExceeded", retry_after="3", method="calendar.events.insert")
        …
        assert google.asked_for() == ["token", "calendar.events.list"]

The API is at `google.base_url` + `calendar/v3/`, batches go to `google.base_url` + `batch/calendar/v3`. A breach of the
contract fails the test at the end of the block, unless the test takes it. `google.requests` is what was asked, with
bytes; `google.hand(calendar)` does what a runner does by hand.
"""

import base64
import gzip
import json
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.google.api import name_of, received
from tests.google.batch import Part, Reply
from tests.google.faults import Fault, Kind
from tests.google.google import Google
from tests.google.oauth import Refused
from tests.google.state import Received

_JSON = {"Content-Type": "application/json; charset=UTF-8"}
_HTML = {"Content-Type": "text/html; charset=UTF-8"}
_OAUTH = {"/o/oauth2/v2/auth": "auth", "/token": "token", "/revoke": "revoke", "/tokeninfo": "tokeninfo"}


class ContractBroken(AssertionError):
    """A client, or this server, did what Google's contract does not have."""


@contextmanager
def google_server() -> Iterator[Google]:
    """Run Google.

    Raises:
        ContractBroken: at the end, unless the test took the breaches.
    """
    google = Google()
    server = _Server(google)
    google.listen_at(server.server_address[1])
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield google
    finally:
        google.browser.close()
        server.shutdown()
        server.hang_up()
        server.server_close()
        thread.join()
    if google.state.breaches:
        raise ContractBroken("\n".join(google.state.breaches))


class _Server(ThreadingHTTPServer):
    """Keeps connections open as Google does, and hangs up when it ends."""

    daemon_threads = True

    def __init__(self, google: Google) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.google = google
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a fault of this server's own fail the test; a client that hung up is none."""
        del request, client_address
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            self.google.state.breach(f"the Google of the tests failed: {error!r}")

    def hang_up(self) -> None:
        """Close what clients left open."""
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """Takes requests off the wire and puts answers on it, with what goes wrong there."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        request = self._request()
        name = _OAUTH.get(urlsplit(request.path).path) or name_of(request)
        fault = self.server.google.faults.next(name)
        reply, parts = self._answer(request, name, fault)
        reply = _packed(reply, request)
        self._log(request, name, reply, parts)
        if fault and fault.kind in {Kind.DROP_BEFORE, Kind.DROP_AFTER}:
            self._hang_up()
        else:
            self._send(reply, breaks_off=bool(fault and fault.kind is Kind.CUT and not fault.keeps_promise))

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def do_PATCH(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.do_GET()

    def _request(self) -> Part:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        return Part(verb=self.command, path=self.path, headers=headers, body=body, name="")

    def _answer(self, request: Part, name: str, fault: Fault | None) -> tuple[Reply, tuple[Received, ...]]:
        google = self.server.google
        kind = fault.kind if fault else None
        if fault and kind is Kind.DELAY:
            time.sleep(fault.seconds)
        if kind is Kind.DROP_BEFORE:
            return Reply(status=0, headers={}, body=b""), ()
        if fault and kind is Kind.STATUS:
            return _failed(fault), ()
        reply, parts = (
            (_authorize(google, name, request), ()) if name in _OAUTH.values() else google.api.answer(request)
        )
        if fault and kind is Kind.CUT and fault.keeps_promise:
            reply = replace(reply, body=_half(reply.body))
        return reply, parts

    def _log(self, request: Part, name: str, reply: Reply, parts: tuple[Received, ...]) -> None:
        google = self.server.google
        with google.state.lock:
            google.requests.append(replace(received(request, name, reply), parts=parts))

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, reply: Reply, *, breaks_off: bool) -> None:
        self.send_response_only(reply.status)
        self.send_header("Date", format_datetime(self.server.google.state.now(), usegmt=True))
        for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # the client may have hung up
            self.wfile.write(_half(reply.body) if breaks_off else reply.body)
            self.wfile.flush()
        if breaks_off:
            self._hang_up()

    def log_message(self, *_: object) -> None:
        pass


def _half(body: bytes) -> bytes:
    return body[: len(body) // 2]


def _packed(reply: Reply, request: Part) -> Reply:
    """Compress an answer for a client that says it can read that."""
    if "gzip" not in request.headers.get("accept-encoding", "") or not reply.body:
        return reply
    return replace(reply, headers={**reply.headers, "Content-Encoding": "gzip"}, body=gzip.compress(reply.body))


def _failed(fault: Fault) -> Reply:
    problem = fault.problem()
    if fault.page is not None:
        return Reply(status=fault.status, headers={**_HTML, **problem.headers}, body=fault.page)
    return Reply(status=fault.status, headers={**_JSON, **problem.headers}, body=json.dumps(problem.body()).encode())


def _client(request: Part) -> dict[str, str]:
    """Return the client that names itself in the header (RFC 6749, section 2.3.1)."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind != "Basic":
        return {}
    name, _, secret = base64.b64decode(value).decode().partition(":")
    return {"client_id": unquote(name), "client_secret": unquote(secret)}


def _authorize(google: Google, name: str, request: Part) -> Reply:
    """Answer a request to the authorization server."""
    parts = urlsplit(request.path)
    said = dict(parse_qsl(parts.query)) | dict(parse_qsl(request.body.decode())) | _client(request)
    authorization = google.authorization
    result: dict[str, object] = {}
    try:
        with google.state.lock:
            if name == "auth":
                return Reply(status=302, headers={"Location": authorization.ask(said)}, body=b"")
            if name == "token":
                result = authorization.token(said)
            elif name == "revoke":
                authorization.revoke(said.get("token", ""))
            else:
                result = authorization.info(said.get("access_token", ""))
    except Refused as refused:
        return Reply(status=refused.status, headers=_JSON, body=json.dumps(refused.body).encode())
    return Reply(status=200, headers=_JSON, body=json.dumps(result).encode())
