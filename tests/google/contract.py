"""Google's own contract: the discovery document that ships with its client, made into checks.

What a request or an answer holds beyond it is a breach. `annotations.required` of the document says which fields a
method cannot do without; `scopes` which one of them a token needs.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from urllib.parse import unquote

from jsonschema import Draft202012Validator, FormatChecker

from tests.google.problems import Json

ROOT = "/calendar/v3/"
SCOPE = "https://www.googleapis.com/auth/"
_KEPT = ("enum", "pattern")
_INT32 = {"minimum": -(2**31), "maximum": 2**31 - 1}
_OFFSET = re.compile(r"(Z|[+-]\d\d:\d\d)$")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of the API.

    Attributes:
        scopes: without the address that all of them begin with; one suffices.
        parameters: of the path and the query.
        takes: the schema of its body.
        gives: the schema of its answer.
    """

    id: str
    verb: str
    path: str
    scopes: tuple[str, ...]
    parameters: Mapping[str, Json]
    takes: str | None
    gives: str | None


@cache
def document() -> Json:
    """Return the discovery document."""
    place = files("googleapiclient") / "discovery_cache" / "documents" / "calendar.v3.json"
    read: Json = json.loads(place.read_text(encoding="utf-8"))
    return read


@cache
def methods() -> tuple[Method, ...]:
    """Return every method, those with fixed paths first: `events/import` is no event's id."""
    found = [_method(raw) for resource in document()["resources"].values() for raw in resource["methods"].values()]
    return tuple(sorted(found, key=lambda method: method.path.count("{")))


def _method(raw: Json) -> Method:
    return Method(
        id=raw["id"],
        verb=raw["httpMethod"],
        path=raw["path"],
        scopes=tuple(scope.removeprefix(SCOPE) for scope in raw["scopes"]),
        parameters=raw.get("parameters", {}),
        takes=raw.get("request", {}).get("$ref"),
        gives=raw.get("response", {}).get("$ref"),
    )


def find(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """Return the method at a path below the root, and the parameters that the path holds."""
    for method in methods():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(method.path))
        held = re.fullmatch(pattern, path)
        if held and method.verb == verb:
            return method, {name: unquote(value) for name, value in held.groupdict().items()}
    return None


def query_breaches(method: Method, query: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what is wrong with the parameters of a request."""
    known = {**document()["parameters"], **method.parameters}
    wanted = {name for name, about in known.items() if about["location"] == "query"}
    breaches = [f"{method.id} has no parameter {name}" for name in query if name not in wanted]
    for name in sorted(wanted & query.keys()):
        if len(query[name]) > 1 and not known[name].get("repeated"):
            breaches.append(f"{method.id} takes {name} once")
        schema = _schema(known[name], strict=True) | _bounds(known[name])
        for text in query[name]:
            breaches += _errors(schema, _value(text, known[name]["type"]), f"{method.id}?{name}")
    missing = [name for name in wanted if known[name].get("required") and name not in query]
    return breaches + [f"{method.id} needs {name}" for name in missing]


def body_breaches(method: Method, body: object) -> list[str]:
    """Return what is wrong with the body of a request; a null clears a field or says nothing."""
    if method.takes is None:
        return [] if body is None else [f"{method.id} takes no body"]
    breaches = _errors({"$ref": f"#/$defs/{method.takes}"}, body, method.id)
    if breaches:
        return breaches
    given = body if isinstance(body, dict) else {}
    about = document()["schemas"][method.takes]["properties"]
    needed = [name for name, part in about.items() if method.id in part.get("annotations", {}).get("required", ())]
    return [f"{method.id} needs {name}" for name in needed if given.get(name) is None]


def answer_breaches(method: Method, answer: object) -> list[str]:
    """Return what is wrong with an answer of ours."""
    if method.gives is None:
        return [] if answer is None else [f"{method.id} answers nothing"]
    return _errors({"$ref": f"#/$defs/strict {method.gives}"}, answer, f"answer of {method.id}")


def subfields(schema: Json) -> dict[str, Json] | None:
    """Return the fields of a part of an answer; None where it has any or none."""
    if "$ref" in schema:
        return subfields(document()["schemas"][schema["$ref"]])
    if schema.get("type") == "array":
        return subfields(schema["items"])
    return schema.get("properties")


def _errors(schema: Json, value: object, where: str) -> list[str]:
    validator = Draft202012Validator({**schema, "$defs": _definitions()}, format_checker=_FORMATS)
    return [f"{where} {'.'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(value)]


@cache
def _definitions() -> Json:
    loose = {name: _schema(part, strict=False) for name, part in document()["schemas"].items()}
    strict = {f"strict {name}": _schema(part, strict=True) for name, part in document()["schemas"].items()}
    return loose | strict


def _schema(part: Json, *, strict: bool) -> Json:
    """Return JSON Schema for a part of the document; the loose one allows null and local times."""
    if "$ref" in part:
        return {"$ref": f"#/$defs/{'strict ' if strict else ''}{part['$ref']}"}
    made: Json = {"type": part["type"] if strict else [part["type"], "null"]}
    made |= {name: part[name] for name in _KEPT if name in part}
    if part.get("format") in {"date", "date-time"}:
        made["format"] = part["format"] if strict or part["format"] == "date" else "local-date-time"
    if "properties" in part:
        made["properties"] = {name: _schema(inner, strict=strict) for name, inner in part["properties"].items()}
        made["additionalProperties"] = False
    if "additionalProperties" in part:
        made["additionalProperties"] = _schema(part["additionalProperties"], strict=strict)
    if "items" in part:
        made["items"] = _schema(part["items"], strict=strict)
    return made


def _bounds(part: Json) -> Json:
    named = {name: int(part[name]) for name in ("minimum", "maximum") if name in part}
    return _INT32 | named if part["type"] == "integer" else {}


def _value(text: str, kind: str) -> object:
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return int(text) if kind == "integer" and re.fullmatch(r"-?\d+", text) else text


_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date")
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or _parses(date, value)


@_FORMATS.checks("local-date-time")
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or (bool(_MOMENT.fullmatch(value)) and _parses(datetime, value))


@_FORMATS.checks("date-time")
def _is_instant(value: object) -> bool:
    return _is_moment(value) and (not isinstance(value, str) or bool(_OFFSET.search(value.upper())))


def _parses(kind: type[date], value: str) -> bool:
    try:
        kind.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10 or kind is datetime
