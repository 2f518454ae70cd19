"""Content lines as they stand, folds and all, so that what is not touched goes back as it came."""

import re
from collections.abc import Iterator, Sequence

RawLine = str
"""One content line (RFC 5545, 3.1), with its folds and without its line end."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*[:;]")
_FOLD = re.compile(r"\r\n[ \t]")


def raw_lines(body: str) -> list[RawLine]:
    """Return the content lines of a calendar."""
    lines: list[RawLine] = []
    for line in _LINE_END.split(body):
        if line.startswith((" ", "\t")) and lines:
            lines[-1] += f"\r\n{line}"
        elif line.strip():
            lines.append(line)
    return lines


def joined(lines: Sequence[RawLine]) -> str:
    """Return the calendar that the lines make."""
    return "".join(f"{line}\r\n" for line in lines)


def unfolded(line: RawLine) -> str:
    """Return the line without its folds."""
    return _FOLD.sub("", line)


def name_of(line: RawLine) -> str:
    """Return the property's name in upper case; nothing where the line is none."""
    match = _NAME.match(unfolded(line))
    return match[1].upper() if match else ""


def depths(lines: Sequence[RawLine]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each line's place and the components that it stands in, outermost first.

    A BEGIN and an END stand in the component that they bound.
    """
    path: tuple[str, ...] = ()
    for place, line in enumerate(lines):
        name = name_of(line)
        if name == "BEGIN":
            path = (*path, _value(line))
        yield place, path
        if name == "END" and _value(line) in path:
            path = path[: len(path) - 1 - path[::-1].index(_value(line))]


def _value(line: RawLine) -> str:
    return unfolded(line).partition(":")[2].strip().upper()
