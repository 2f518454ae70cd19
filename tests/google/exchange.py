"""One request to Google's servers and what comes of it, with whatever goes wrong on the way."""

import base64
import gzip
import json
import time
from dataclasses import replace
from enum import StrEnum
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


class Ending(StrEnum):
    """How much of an answer arrives."""

    WHOLE = "whole"
    HALF = "half"
    """The connection breaks off in its middle."""
    NO_ANSWER = "no answer"


def exchange(google: Google, request: Part) -> tuple[Reply, Ending]:
    """Do what a request asks, unless that goes wrong, and return the answer and how much of it is to arrive."""
    name = _OAUTH.get(urlsplit(request.path).path) or name_of(request)
    fault = google.faults.next(name)
    reply, parts = _answer(google, request, name, fault)
    reply = _packed(reply, request)
    with google.state.lock:
        google.requests.append(replace(received(request, name, reply), parts=parts))
    if fault and fault.kind in {Kind.DROP_BEFORE, Kind.DROP_AFTER}:
        return reply, Ending.NO_ANSWER
    breaks_off = fault and fault.kind is Kind.CUT and not fault.keeps_promise
    return reply, Ending.HALF if breaks_off else Ending.WHOLE


def half(body: bytes) -> bytes:
    """Return what arrives where the connection breaks off."""
    return body[: len(body) // 2]


def _answer(google: Google, request: Part, name: str, fault: Fault | None) -> tuple[Reply, tuple[Received, ...]]:
    kind = fault.kind if fault else None
    if fault and kind is Kind.DELAY:
        time.sleep(fault.seconds)
    if kind is Kind.DROP_BEFORE:
        return Reply(status=0, headers={}, body=b""), ()
    if fault and kind is Kind.STATUS:
        return _failed(fault), ()
    reply, parts = (_authorize(google, name, request), ()) if name in _OAUTH.values() else google.api.answer(request)
    if fault and kind is Kind.CUT and fault.keeps_promise:
        reply = replace(reply, body=half(reply.body))
    return reply, parts


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
