"""The feed and the page over HTTP: an ASGI application that knows addresses and headers, and no plan.

Whoever knows a publication's token can read it, and nobody else learns that it exists: a wrong token, an unknown path
and a folder all get the same answer.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from importlib.resources import files
from typing import Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from runlift.web.guard import Guard
from runlift.web.page import render_page
from runlift.web.scene import Scene
from runlift.web.subscribing import FEED

_STATIC = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
_RETRY_S = 60

_log = logging.getLogger("runlift.web")


class Publication(Protocol):
    """One runner's feed and page, as they are now; asked from several threads."""

    @property
    def token(self) -> str:
        """The secret part of its address."""

    @property
    def address(self) -> str | None:
        """Where the site is reached from outside, without a slash at its end; None: where a request finds it."""

    def feed(self) -> bytes | None:
        """Return the calendar to subscribe to; None while there has never been one."""

    def scene(self) -> Scene | None:
        """Return what the page shows; None while no plan has been made."""

    def now(self) -> datetime:
        """Return the present instant on the runner's clock."""


Published = Callable[[], Sequence[Publication]]


def site(published: Published, *, hosts: Sequence[str]) -> Starlette:
    """Return the application that serves publications.

    Args:
        published: returns those that there are now.
        hosts: the names that it answers to; any other is refused, so that no foreign page can reach it by a name that
            leads here (DNS rebinding).
    """
    pages = _Pages(published)
    routes = [
        Route("/{token}", pages.without_slash),
        Route("/{token}/", pages.page),
        Route(f"/{{token}}/{FEED}", pages.feed),
        Route("/{token}/{name}", pages.static),
    ]
    middleware = [
        Middleware(Guard),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(GZipMiddleware),
    ]
    app = Starlette(
        routes=routes, middleware=middleware, exception_handlers={404: _nothing_here, Exception: _our_fault}
    )
    app.router.redirect_slashes = False
    return app


class _Pages:
    def __init__(self, published: Published) -> None:
        self._published = published

    def without_slash(self, request: Request) -> Response:
        publication = self._find(request)
        return _nothing_here() if publication is None else RedirectResponse(f"{publication.token}/")

    def page(self, request: Request) -> Response:
        publication = self._find(request)
        if publication is None:
            return _nothing_here()
        scene = publication.scene()
        if scene is None:
            return _not_yet("no plan has been made yet")
        root = publication.address or f"http://{request.headers['host']}"
        page = render_page(scene, today=publication.now().date(), address=f"{root}/{publication.token}/")
        return _answer(request, page.encode("utf-8", "replace"), "text/html")

    def feed(self, request: Request) -> Response:
        publication = self._find(request)
        if publication is None:
            return _nothing_here()
        body = publication.feed()
        # An error page, or an empty calendar, that says 200 would empty the calendars of all who subscribe.
        return _not_yet("there is no calendar yet") if body is None else _answer(request, body, "text/calendar")

    def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if self._find(request) is None or name not in _STATIC:
            return _nothing_here()
        return _answer(request, (files("runlift.web") / "static" / name).read_bytes(), _STATIC[name])

    def _find(self, request: Request) -> Publication | None:
        """Return the publication of a token, in a time that tells nothing of how near the token comes."""
        given = request.path_params["token"].encode()
        found = None
        for publication in self._published():
            if compare_digest(given, publication.token.encode()):
                found = publication
        return found


def _answer(request: Request, body: bytes, media_type: str) -> Response:
    # Weak, since the same tag stands for the body and for its gzipped form (RFC 9110, 8.8.1).
    etag = f'W/"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if _matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers={**headers, "Vary": "Accept-Encoding"})
    return Response(body, media_type=media_type, headers=headers)


def _matches(condition: str, etag: str) -> bool:
    """Tell whether If-None-Match names the tag, by the weak comparison of RFC 9110, 13.1.2."""
    tags = (tag.strip().removeprefix("W/") for tag in condition.split(","))
    return any(tag in {"*", etag.removeprefix("W/")} for tag in tags)


def _not_yet(what: str) -> Response:
    return PlainTextResponse(f"{what}\n", status_code=503, headers={"Retry-After": str(_RETRY_S)})


def _our_fault(_request: Request, error: Exception) -> Response:
    _log.error("our fault, please report it: %s: %s", type(error).__name__, error)
    return PlainTextResponse("something went wrong here\n", status_code=500)


def _nothing_here(*_: object) -> Response:
    return PlainTextResponse("not found\n", status_code=404)
