"""Running a contract's clauses one by one, to see which of them a broken calendar fails."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest


def clauses(suite: type) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the name of each clause, with each set of arguments that it is parametrised by."""
    for name in dir(suite):
        if name.startswith("test_"):
            for arguments in _cases(getattr(getattr(suite, name), "pytestmark", [])):
                yield name, arguments


def _cases(marks: list[Any]) -> Iterator[dict[str, Any]]:
    if not marks:
        yield {}
        return
    (mark,) = marks
    names, values = mark.args
    for value in values:
        yield {names: value} if isinstance(names, str) else dict(zip(names, value, strict=True))


def failed_clauses(suite: type, fixture: str, make: Callable[[], object]) -> set[str]:
    """Return the clauses that a calendar fails.

    Args:
        suite: whose clauses.
        fixture: the argument by which they take what they look at.
        make: makes it anew for each clause.
    """
    failed = set()
    for name, arguments in clauses(suite):
        try:
            getattr(suite(), name)(**{fixture: make()}, **arguments)
        except (AssertionError, LookupError, ValueError, pytest.fail.Exception):
            failed.add(name)
    return failed
