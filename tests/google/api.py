"""The API as HTTP: a request is read, held against the contract, carried out, and its answer held against it too."""

import gzip
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from tests.google import batch, calendars, contract, events, fields
from tests.google.batch import Part, Reply
from tests.google.call import Handler, Request, understand
from tests.google.contract import ROOT
from tests.google.faults import Faults
from tests.google.listing import Tokens
from tests.google.oauth import Authorization
from tests.google.problems import Problem, invalid
from tests.google.state import Received, State

BATCH = "/batch/calendar/v3"
_JSON = {"Content-Type": "application/json; charset=UTF-8"}


class Api:
    """Answers requests, alone or in a batch."""

    def __init__(self, state: State, authorization: Authorization, faults: Faults) -> None:
        self._state = state
        self._authorization = authorization
        self._faults = faults
        self.tokens = Tokens(state)
        self._handlers: dict[str, Handler] = {
            "calendar.events.list": self.tokens.list,
            "calendar.events.instances": self.tokens.instances,
            "calendar.events.get": events.get,
            "calendar.events.insert": events.insert,
            "calendar.events.import": events.import_,
            "calendar.events.patch": events.patch,
            "calendar.events.update": events.update,
            "calendar.events.delete": events.delete,
            "calendar.events.move": events.move,
            "calendar.calendars.get": calendars.get,
            "calendar.calendars.insert": calendars.insert,
            "calendar.calendars.patch": calendars.patch,
            "calendar.calendars.delete": calendars.delete,
            "calendar.calendarList.get": calendars.list_entry,
            "calendar.calendarList.list": calendars.list_,
            "calendar.freebusy.query": calendars.free_busy,
        }

    def answer(self, request: Part) -> tuple[Reply, tuple[Received, ...]]:
        """Answer a request that is no part of a batch, and tell of the parts where it is one."""
        if urlsplit(request.path).path.rstrip("/") != BATCH:
            return self._one(request), ()
        parts: list[Received] = []

        def make(part: Part) -> Reply:
            inherited = {name: value for name, value in request.headers.items() if name == "authorization"}
            whole = replace(part, headers={**inherited, **part.headers})
            name = name_of(whole)
            fault = self._faults.next(name, in_batch=True)
            reply = _failed(fault.problem()) if fault else self._one(whole)
            parts.append(received(whole, name, reply))
            return reply

        try:
            reply = batch.answer(request.headers.get("content-type", ""), request.body, make)
        except Problem as problem:
            return _failed(problem), ()
        return reply, tuple(reversed(parts))

    def _one(self, request: Part) -> Reply:
        try:
            with self._state.lock:
                return self._done(request)
        except Problem as problem:
            return _failed(problem)

    def _done(self, request: Part) -> Reply:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        call = understand(
            self._state,
            self._authorization.access.get(bearer),
            replace(_taken_apart(request), body=_body(request)),
        )
        mask = fields.parse(call.asked("fields") or "*", call.method.gives or "Event")
        if call.method.id not in self._handlers:
            self._state.breach(f"the Google of the tests has no {call.method.id}")
            raise Problem(501, "notImplemented", "Not Implemented")
        result = self._handlers[call.method.id](call)
        for breach in contract.answer_breaches(call.method, result):
            self._state.breach(breach)
        if result is None:
            return Reply(status=204, headers={}, body=b"")
        etag = {"ETag": result["etag"]} if "etag" in result else {}
        return Reply(status=200, headers={**_JSON, **etag}, body=_text(fields.select(result, mask)))


def received(request: Part, name: str, reply: Reply) -> Received:
    """Return what the log keeps of a request."""
    return Received(
        method=name,
        verb=request.verb,
        path=request.path,
        headers=dict(request.headers),
        body=_quietly(request.body),
        status=reply.status,
        reason=_reason(reply) if reply.status >= 400 else "",
        received=len(request.body),
        sent=len(reply.body),
    )


def name_of(request: Part) -> str:
    """Return the method that a request is for."""
    if urlsplit(request.path).path.rstrip("/") == BATCH:
        return "batch"
    asked = _taken_apart(request)
    found = contract.find(asked.verb, asked.path)
    return found[0].id if found else "unknown"


def _taken_apart(request: Part) -> Request:
    """Return a request without its body.

    A query that is too long for an address comes as the body of a POST (X-HTTP-Method-Override).
    """
    parts = urlsplit(request.path)
    verb = request.headers.get("x-http-method-override", request.verb)
    query = request.body.decode() if verb != request.verb else parts.query
    path = parts.path.removeprefix(ROOT) if parts.path.startswith(ROOT) else parts.path
    return Request(
        verb=verb, path=path, query=parse_qs(query, keep_blank_values=True), body=None, headers=request.headers
    )


def _body(request: Part) -> object:
    if not request.body or "x-http-method-override" in request.headers:
        return None
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise invalid("Parse Error", reason="parseError") from error


def _quietly(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _reason(reply: Reply) -> str:
    packed = reply.headers.get("Content-Encoding") == "gzip"
    told = _quietly(gzip.decompress(reply.body) if packed else reply.body)
    error = told.get("error") if isinstance(told, dict) else None
    return str(error["errors"][0]["reason"] if isinstance(error, dict) else error or "")


def _failed(problem: Problem) -> Reply:
    body = b"" if problem.status == 304 else _text(problem.body())
    return Reply(status=problem.status, headers={**_JSON, **problem.headers}, body=body)


def _text(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False, indent=1).encode()
