"""The config that `runlift init` writes, beside the one that explains every key."""

import re
from pathlib import Path

from runlift.app.config_schema import CalendarType, ConfigFile, SourceTable, TargetTable
from runlift.app.setup_text import config_text

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TEXT = config_text(
    ConfigFile(
        source=(SourceTable(type=CalendarType.ICS, path=Path("runs.ics")),),
        target=(TargetTable(type=CalendarType.ICS, path=Path("strength.ics")),),
    )
)


def keys(text: str) -> set[str]:
    """Return the keys that a config names, commented out or not, each with its table."""
    found: set[str] = set()
    table = ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"(?:# )?\[+(\w+)\]+", line):
            table = heading[1]
        elif key := re.match(r"(?:# )?([a-z_.]+) = ", line):
            found.add(f"{table}.{key[1]}")
    return found


def test_every_key_that_the_example_explains_is_there() -> None:
    for_tests_only = {"google.api_endpoint"}
    for_some_targets_only = {"target.link", "target.password_env", "target.url", "target.username"}
    assert keys(EXAMPLE.read_text(encoding="utf-8")) - keys(TEXT) <= for_tests_only | for_some_targets_only | {
        "source.allow_private"  # said only of an address that is one of the home network
    }


def test_no_line_is_longer_than_the_examples() -> None:
    assert max(map(len, TEXT.splitlines())) <= 121


def test_comments_stand_below_each_other() -> None:
    columns = {line.index(" # ") for line in TEXT.splitlines() if re.match(r"[a-z_]+ = \S{1,12} +# ", line)}
    assert columns == {34}
