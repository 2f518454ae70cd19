"""A feed server on this machine that answers as it is told."""

import gzip
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


@dataclass
class Reply:
    """What the server answers.

    Attributes:
        pieces: the body, bit by bit, with a pause before each bit.
        promised: the Content-Length; None: that of the body.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Iterable[bytes] = ()
    pause: float = 0
    promised: int | None = None

    @classmethod
    def of(cls, body: bytes = b"", *, status: int = 200, **headers: str) -> Self:
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        return cls(status=status, headers=named, pieces=[body])

    @classmethod
    def gzipped(cls, body: bytes) -> Self:
        return cls.of(gzip.compress(body), content_encoding="gzip")


@dataclass
class Asked:
    """A request that the server got, its header names in lower case."""

    path: str
    headers: dict[str, str]


Answering = Callable[[Asked], Reply]


class FeedServer:
    """Answers each request by the next reply, the last one for ever, or by a function of the request."""

    def __init__(self, port: int, answer: Answering, asked: list[Asked]) -> None:
        self.url = f"http://127.0.0.1:{port}/secret-token/feed.ics?key=secret-key"
        self.answer = answer
        self.asked = asked


@contextmanager
def serving(*replies: Reply, answer: Answering | None = None) -> Iterator[FeedServer]:
    asked: list[Asked] = []
    waiting = list(replies)

    def next_reply(_: Asked) -> Reply:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
            reply = feed.answer(asked[-1])
            with suppress(OSError):  # the client may have hung up
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            length = sum(map(len, reply.pieces)) if reply.promised is None else reply.promised
            for name, value in {"Content-Length": str(length), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in reply.pieces:
                time.sleep(reply.pause)
                self.wfile.write(piece)
                self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        feed = FeedServer(server.server_address[1], answer or next_reply, asked)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield feed
        finally:
            server.shutdown()
            thread.join()
