"""Partial answers: what the parameter `fields` selects, as Google's guide to performance tells it."""

from collections.abc import Iterator

from tests.google import contract
from tests.google.problems import Json, invalid

Mask = dict[str, "Mask"]
"""The chosen fields, each with those chosen inside it; none means all."""


def parse(text: str, schema: str) -> Mask:
    """Read a selection such as `items(id,start/dateTime),nextPageToken`.

    Raises:
        Problem: it names what the answer does not have.
    """
    mask = _group(iter(text + ")"), text)
    _check(mask, contract.document()["schemas"][schema], text)
    return mask


def select(answer: object, mask: Mask) -> object:
    """Return the chosen part of an answer."""
    if not mask:
        return answer
    if isinstance(answer, list):
        return [select(item, mask) for item in answer]
    if not isinstance(answer, dict):
        return answer
    chosen = mask.keys() if "*" not in mask else answer.keys()
    return {name: select(value, mask.get(name, mask.get("*", {}))) for name, value in answer.items() if name in chosen}


def _group(rest: Iterator[str], text: str) -> Mask:
    """Read up to the parenthesis that closes the group."""
    mask: Mask = {}
    name, inside = "", mask
    for char in rest:
        if char in ",)/" and name:
            inside = inside.setdefault(name.strip(), {})
            name = ""
        elif char == "(":
            inside.setdefault(name.strip(), {}).update(_group(rest, text))
            name = ""
        elif char not in ",)/":
            name += char
        if char == ",":
            inside = mask
        if char == ")":
            return mask
    raise _invalid(text)


def _check(mask: Mask, schema: Json, text: str) -> None:
    known = contract.subfields(schema)
    for name, inner in mask.items():
        if known is None or name == "*":
            continue
        if name not in known:
            raise _invalid(name)
        _check(inner, known[name], text)


def _invalid(what: str) -> Exception:
    return invalid(f"Invalid field selection {what}", "fields", "invalidParameter")
