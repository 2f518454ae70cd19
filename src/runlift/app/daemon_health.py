"""What the daemon answers on this machine: /healthz, whether it is at work, and /metrics, for Prometheus."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from runlift.app.daemon import Daemon
from runlift.app.daemon_metrics import MEDIA_TYPE, Metrics
from runlift.errors import UsageError
from runlift.web.server import listen, serving

_STUCK = 60.0
"""Seconds after which a daemon that was not seen at work is not at work."""
_NAMES = ["localhost", "127.0.0.1", "[::1]"]


def health_app(daemon: Daemon, metrics: Metrics, elapsed: Callable[[], float]) -> Starlette:
    """Return the application that answers."""

    def health(_request: Request) -> Response:
        stuck = elapsed() - daemon.ticked > _STUCK
        profiles = [
            {**asdict(standing), "last": standing.last and standing.last.isoformat()} for standing in daemon.standing
        ]
        body = {"status": "stuck" if stuck else "ok", "profiles": profiles}
        return JSONResponse(body, status_code=503 if stuck else 200)

    def figures(_request: Request) -> Response:
        return Response(metrics.text(), media_type=MEDIA_TYPE)

    # Any page in a browser could ask by a name of its own that leads here (DNS rebinding).
    here = Middleware(TrustedHostMiddleware, allowed_hosts=_NAMES, www_redirect=False)
    return Starlette(routes=[Route("/healthz", health), Route("/metrics", figures)], middleware=[here])


@contextmanager
def answering(app: Starlette, address: str) -> Iterator[None]:
    """Answer at an address of this machine while the block lasts.

    Raises:
        UsageError: it is taken.
    """
    host, _, port = address.rpartition(":")
    try:
        door = listen(host.strip("[]"), int(port))
    except UsageError as error:
        reason = getattr(error.__cause__, "strerror", "")
        raise UsageError(
            f'the daemon cannot answer at {address} ({reason}); choose another daemon.health, or "" for none'
        ) from error
    with serving(app, door):
        yield
