"""The tree that is drawn in `errors` is the tree that stands there."""

import re
from collections.abc import Iterator
from importlib import import_module

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
        if child.__module__ == errors.__name__:
            yield from standing(child, depth + 1)


def others(error: type[RunliftError] = RunliftError) -> Iterator[type[RunliftError]]:
    """Walk the classes that are defined elsewhere."""
    for child in error.__subclasses__():
        if child.__module__ != errors.__name__:
            yield child
        yield from others(child)


def test_the_drawn_error_tree_is_true() -> None:
    assert drawn() == list(standing(RunliftError))


def test_an_error_that_is_defined_elsewhere_only_carries_what_its_layer_knows() -> None:
    import_module("runlift.app.sync")
    assert [error.__name__ for error in others()] == ["SyncStopped"]
    assert not [error for error in others() if "exit_code" in vars(error)]
