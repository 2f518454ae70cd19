"""Listening, and stopping cleanly: any ASGI application on one address."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

from runlift.errors import UsageError

_MOST_CONNECTIONS = 64
_QUEUE = 64
_GOODBYE_S = 5


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 is any that is free.

    Raises:
        UsageError: the port is taken, or the address is none of this machine's.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=_QUEUE)
    except OSError as error:
        reason = (error.strerror or "").partition(" (while")[0]  # Python repeats the address
        raise UsageError(f"cannot listen on {host}:{port} ({reason}); choose another feed.bind") from error


def names_of_this_machine() -> list[str]:
    """Return by which names and addresses other machines reach this one, the likeliest first."""
    name = socket.gethostname()
    names = [name, f"{name}.local"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way, suppress(OSError):
        # Nothing is sent: the system only tells by which address it would be (192.0.2.0/24 is nobody's, RFC 5737).
        way.connect(("192.0.2.1", 9))
        names.insert(0, str(way.getsockname()[0]))
    return names


@contextmanager
def serving(app: ASGIApp, door: socket.socket) -> Iterator[None]:
    """Serve in a thread of its own; when the block ends, so does the serving, once open answers are out."""
    config = uvicorn.Config(
        app,
        access_log=False,  # its lines hold tokens
        log_config=None,
        lifespan="off",
        ws="none",
        http="h11",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_GOODBYE_S,
    )
    # What is no request is no news, and of a fault of ours the application tells.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, args=([door],), name="web")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
