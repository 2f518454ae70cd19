"""A proxy between runlift and a server that loses requests, loses answers, dawdles, refuses, and lies."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import SystemRandom
from threading import Thread

_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_LIE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\nConnection: close\r\n\r\n<html>sign in!\n"
_PATIENCE = 30


class FlakyProxy:
    """Passes requests on to a port of this machine, one a connection, and does some of them harm.

    Attributes:
        port: where it listens.
        harm: the share of the requests that are harmed.
        counts: what became of the requests.
    """

    def __init__(self, door: socket.socket, port: int) -> None:
        self._door = door
        self._beyond = port
        self._chance = SystemRandom()
        self.port = int(door.getsockname()[1])
        self.harm = 0.0
        self.counts: Counter[str] = Counter()

    def accept(self) -> None:
        """Serve until the door is closed."""
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with caller, suppress(OSError):
            caller.settimeout(_PATIENCE)
            request = _message(caller)
            if not request:
                return
            fate = self._fate()
            self.counts[fate] += 1
            if fate == "busy":
                caller.sendall(_BUSY)
            elif fate == "lie":
                caller.sendall(_LIE)
            elif fate != "request lost":
                answer = self._ask(request)
                # What was asked is done; whoever asked will not know.
                if fate == "answer lost":
                    return
                caller.sendall(answer[: len(answer) // 2] if fate == "answer cut" else answer)

    def _fate(self) -> str:
        if self._chance.random() >= self.harm:
            return "well"
        return self._chance.choice(("busy", "lie", "request lost", "answer lost", "answer cut"))

    def _ask(self, request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with socket.create_connection(("127.0.0.1", self._beyond), timeout=_PATIENCE) as server:
            server.sendall(b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body)
            parts = []
            while part := server.recv(65536):
                parts.append(part)
        return b"".join(parts)


@contextmanager
def flaky(port: int) -> Iterator[FlakyProxy]:
    """Stand between runlift and a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        proxy = FlakyProxy(door, port)
        Thread(target=proxy.accept, daemon=True).start()
        yield proxy


def _message(caller: socket.socket) -> bytes:
    """Return one request, its body included."""
    found = b""
    while b"\r\n\r\n" not in found:
        part = caller.recv(65536)
        if not part:
            return b""
        found += part
    head, _, body = found.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0:
        part = caller.recv(65536)
        if not part:
            return b""
        found, missing = found + part, missing - len(part)
    return found
