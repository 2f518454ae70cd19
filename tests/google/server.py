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

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.google.batch import Part, Reply
from tests.google.exchange import Ending, exchange, half
from tests.google.google import Google


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
    """Takes requests off the wire and puts answers on it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        reply, ending = exchange(self.server.google, self._request())
        if ending is Ending.NO_ANSWER:
            self._hang_up()
        else:
            self._send(reply, breaks_off=ending is Ending.HALF)

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
            self.wfile.write(half(reply.body) if breaks_off else reply.body)
            self.wfile.flush()
        if breaks_off:
            self._hang_up()

    def log_message(self, *_: object) -> None:
        pass
