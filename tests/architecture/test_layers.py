"""Who may import whom, and what the pure layers stay clear of."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.architecture.budgets import CLOCK_READERS
from tests.architecture.code import LAYERS, PURE, Module, calls, imports, modules

RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}

# The machine, the network, and whoever decides what to do with them.
FAR_FROM_PURE = {
    "asyncio",
    "cattrs",
    "click",
    "filelock",
    "http.client",
    "httpx",
    "logging",
    "platformdirs",
    "requests",
    "rich",
    "sqlite3",
    "ssl",
    "subprocess",
    "tzlocal",
    "urllib.request",
    "urllib3",
}
# The only libraries of the pure layers; what they import is theirs to answer for.
CALENDAR_LIBRARIES = ("icalendar", "recurring_ical_events")
IMPURE_MODULES = {"logging", "os", "pathlib", "random", "secrets", "shutil", "socket", "sys", "tempfile", "uuid"}
IMPURE_CALL = re.compile(
    r"(open|print|input|breakpoint|.*\.(read_text|read_bytes|write_text|write_bytes|open)"
    r"|time\.(time|monotonic|perf_counter|sleep|localtime))"
)
CLOCK = re.compile(r"((datetime\.)?datetime\.(now|utcnow|today)|(datetime\.)?date\.today|time\.time)")


def part_of(name: str) -> str:
    """Return the layer's part that an imported name of ours belongs to."""
    return name.split(".")[1] if "." in name else ""


def wrong_directions(module: Module) -> Iterator[str]:
    """Find the imports that lead to the left."""
    for name in imports(module.tree):
        part = part_of(name) if name.startswith("runlift.") else ""
        if part in RANK and RANK[part] < RANK[module.layer]:
            yield f"{module.name} imports {name}"


def impurities(module: Module) -> Iterator[str]:
    """Find what a pure module may not touch."""
    for name in imports(module.tree):
        if name.split(".")[0] in IMPURE_MODULES:
            yield f"{module.name} imports {name}"
    for name, line in calls(module.tree):
        if IMPURE_CALL.fullmatch(name) or CLOCK.fullmatch(name):
            yield f"{module.place}:{line} {name}"


def late_imports(module: Module) -> Iterator[str]:
    """Find imports of our own modules that hide in functions."""
    for function in module.functions():
        for name in imports(function):
            if name.startswith("runlift"):
                yield f"{module.name}.{function.name} imports {name}"


def a_module(name: str, text: str) -> Module:
    """Return a module that exists only here."""
    place = modules()[0].path.with_name("seeded.py")
    return Module(name, place, text, ast.parse(text))


def test_every_part_has_a_layer() -> None:
    assert {module.layer for module in modules()} - {"", "lexicon", "sample"} <= set(RANK)


def test_modules_import_only_to_the_right() -> None:
    assert [wrong for module in modules() if module.layer in RANK for wrong in wrong_directions(module)] == []


def test_pure_layers_touch_no_machine_and_no_clock() -> None:
    assert [found for module in modules() if module.layer in PURE for found in impurities(module)] == []


def test_the_clock_is_read_in_one_place() -> None:
    readers = {module.name for module in modules() for name, _ in calls(module.tree) if CLOCK.fullmatch(name)}
    assert readers <= CLOCK_READERS


def test_own_modules_are_imported_at_the_top() -> None:
    assert [late for module in modules() for late in late_imports(module)] == []


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (wrong_directions, "from runlift.app.config import Config"),
        (wrong_directions, "import runlift.formats.ics"),
        (impurities, "from pathlib import Path"),
        (impurities, "import os.path"),
        (impurities, "when = datetime.now(zone)"),
        (impurities, "day = date.today()"),
        (impurities, "import random"),
        (impurities, "text = place.read_text()"),
        (impurities, "def f():\n    print(1)"),
        (late_imports, "def f():\n    from runlift.domain import rules"),
    ],
)
def test_a_seeded_breach_is_found(find: object, text: str) -> None:
    assert callable(find)
    assert list(find(a_module("runlift.domain.seeded", text)))


def modules_after(*names: str) -> set[str]:
    """Return what is imported in a fresh interpreter after the named modules."""
    code = f"import json, sys\nimport {', '.join(names)}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("layer", PURE)
def test_importing_a_pure_layer_imports_nothing_of_the_machine(layer: str) -> None:
    ours = [module.name for module in modules() if module.layer == layer]
    libraries = [name for name in CALENDAR_LIBRARIES if layer == "formats"]
    allowed = modules_after(*libraries, "json") if libraries else set()
    found = modules_after(*ours) - allowed
    assert found & FAR_FROM_PURE == set()
    assert {name for name in found if name.startswith("runlift.") and part_of(name) not in PURE} == set()


def test_the_checker_imports_nothing_of_the_planner() -> None:
    """So that no mistake hides twice."""
    allowed = {"check", "kinds", "plan", "reasons", "rules", "runner", "runs", "sessions", "weeks", "events"}
    for module in modules():
        if module.name.startswith("runlift.domain.check"):
            used = {name.split(".")[2] for name in imports(module.tree) if name.startswith("runlift.domain.")}
            assert used <= allowed, module.name
