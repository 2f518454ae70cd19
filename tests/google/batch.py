"""Batches: up to 50 calls in one `multipart/mixed` request (guide to batch requests).

Each part is an HTTP request of its own with a Content-ID, which the part of the answer gives back behind `response-`.
The server may make the calls in any order, so this one makes the last one first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser, Parser
from http import HTTPStatus

from tests.google.problems import Problem, invalid

LARGEST = 50


@dataclass(frozen=True, kw_only=True)
class Part:
    """One request of a batch.

    Attributes:
        headers: by names in lower case.
        name: its Content-ID.
    """

    verb: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    name: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer, to a part or to a request of its own."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer(content_type: str, body: bytes, make: Callable[[Part], Reply]) -> Reply:
    """Make the calls of a batch and return their answers in the order of the calls.

    Raises:
        Problem: it is no batch, or one of more than 50.
    """
    parts = read(content_type, body)
    if len(parts) > LARGEST:
        raise invalid(f"The batch request contains {len(parts)} calls, more than {LARGEST}.", reason="batchTooLarge")
    replies = {part.name: make(part) for part in reversed(parts)}
    limit = "batch_of_the_tests"
    texts = [_written(part, replies[part.name]) for part in parts]
    whole = b"".join(f"--{limit}\r\n".encode() + text + b"\r\n" for text in texts) + f"--{limit}--\r\n".encode()
    return Reply(status=200, headers={"Content-Type": f"multipart/mixed; boundary={limit}"}, body=whole)


def read(content_type: str, body: bytes) -> list[Part]:
    """Return the parts of a batch.

    Raises:
        Problem: it is no batch.
    """
    whole = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    if not whole.is_multipart() or whole.get_content_type() != "multipart/mixed":
        raise invalid("Failed to parse batch request, error: no multipart/mixed.", reason="badRequest")
    return [_part(part, number) for number, part in enumerate(whole.get_payload()) if isinstance(part, Message)]


def _part(part: Message, number: int) -> Part:
    text = part.get_payload(decode=True)
    if part.get_content_type() != "application/http" or not isinstance(text, bytes):
        raise invalid("Failed to parse batch request, error: a part is no application/http.", reason="badRequest")
    head, _, body = text.replace(b"\r\n", b"\n").partition(b"\n\n")
    line, _, rest = head.decode().partition("\n")
    try:
        verb, path, _ = line.split(" ")
    except ValueError as error:
        raise Problem(400, "badRequest", "Failed to parse batch request, error: a part is no request.") from error
    headers = {name.lower(): value for name, value in Parser().parsestr(rest).items()}
    return Part(verb=verb, path=path, headers=headers, body=body.strip(), name=part.get("Content-ID", f"<{number}>"))


def _written(part: Part, reply: Reply) -> bytes:
    lines = [
        "Content-Type: application/http",
        f"Content-ID: <response-{part.name.removeprefix('<')}",
        "",
        f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
        *(f"{name}: {value}" for name, value in reply.headers.items()),
        f"Content-Length: {len(reply.body)}",
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + reply.body
