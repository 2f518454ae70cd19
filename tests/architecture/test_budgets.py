"""Sizes, docstrings and exceptions to the linters, held against `budgets`."""

import ast
import io
import re
import statistics
import tokenize
import tomllib
from collections import Counter

import pytest

from tests.architecture import budgets
from tests.architecture.code import ROOT, body_lines, modules

SIZES = {module.place: module.text.count("\n") for module in modules()}
BODIES = {
    f"{module.place}:{function.lineno} {function.name}": body_lines(function)
    for module in modules()
    for function in module.functions()
}


def test_no_file_is_too_long() -> None:
    assert {place: size for place, size in SIZES.items() if size > budgets.FILE_LINES_MAX} == {}


def test_files_are_short_as_a_rule() -> None:
    # Packages that say no more than their docstring would flatter the figure.
    assert statistics.median(size for size in SIZES.values() if size > 5) <= budgets.FILE_LINES_MEDIAN


def test_no_function_is_too_long() -> None:
    assert {place: size for place, size in BODIES.items() if size > budgets.FUNCTION_LINES_MAX} == {}


def test_functions_are_short_as_a_rule() -> None:
    assert statistics.quantiles(BODIES.values(), n=10)[-1] <= budgets.FUNCTION_LINES_P90


def comments(pattern: str) -> list[tuple[str, str]]:
    """Return the comments that match, each with its file."""
    places = [path for folder in ("src", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [
        (path.relative_to(ROOT).as_posix(), token.string)
        for path in places
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        if token.type == tokenize.COMMENT and re.match(rf"#\s*{pattern}", token.string)
    ]


@pytest.mark.parametrize("pattern", budgets.SILENCERS)
def test_silenced_findings_are_those_that_were_agreed(pattern: str) -> None:
    assert Counter(place for place, _ in comments(pattern)) == Counter(budgets.SILENCERS[pattern])


def test_every_silenced_finding_names_its_rule_and_its_reason() -> None:
    silenced = [text for pattern in budgets.SILENCERS for _, text in comments(pattern)]
    reasoned = re.compile(r"# (noqa: [A-Z]+\d+|type: ignore\[[a-z-]+\]|pragma: no cover) +(- |# )\S")
    assert [text for text in silenced if not reasoned.match(text)] == []


def test_every_ignored_lint_rule_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lint = tomllib.loads(text)["tool"]["ruff"]["lint"]
    for rule in lint["ignore"]:
        assert re.search(rf'"{rule}", *# \S', text), f"{rule} is ignored without a reason"


def test_every_module_says_what_it_is_for() -> None:
    assert [module.place for module in modules() if not ast.get_docstring(module.tree)] == []


@pytest.mark.parametrize(
    ("source", "lines"), [("def f():\n    '''d'''\n    a\n    b", 2), ("def f():\n    '''d'''", 1)]
)
def test_a_body_is_measured_without_its_docstring(source: str, lines: int) -> None:
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function) == lines
