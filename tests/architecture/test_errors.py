"""The tree that is drawn in `errors` is the tree that stands there."""

import re
from collections.abc import Iterator

from runlift import errors
from runlift.errors import RunliftError


def drawn() -> list[tuple[int, str, int]]:
    """Return depth, name and exit code of each line of the drawing."""
    lines = re.findall(r"^    ([│├└─ ]*)(\w+) +(\d)  \S", errors.__doc__ or "", re.MULTILINE)
    return [(len(indent) // 4, name, int(code)) for indent, name, code in lines]


def standing(error: type[RunliftError], depth: int = 0) -> Iterator[tuple[int, str, int]]:
    """Walk the classes in the order of their definition."""
    yield depth, error.__name__, error.exit_code
    for child in error.__subclasses__():
        yield from standing(child, depth + 1)


def test_the_drawn_error_tree_is_true() -> None:
    assert drawn() == list(standing(RunliftError))


def test_every_error_is_defined_in_the_one_file() -> None:
    assert {name for _, name, _ in standing(RunliftError)} <= set(vars(errors))
