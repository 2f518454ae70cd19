"""Whatever a config holds, it is read or refused in sentences."""

from dataclasses import fields
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from runlift.app.config_checks import problems_between
from runlift.app.config_reader import read_tables
from runlift.app.config_schema import ConfigFile, GoalTable, RunnerTable, SourceTable, TargetTable, TimingTable

TABLES = (ConfigFile, RunnerTable, GoalTable, TimingTable, SourceTable, TargetTable)
KEYS = sorted({field.name for table in TABLES for field in fields(table)} | {"weekday", "friday", "from", "to", "x"})
WORDS = [
    "ics",
    "google",
    "both",
    "busy",
    "Europe/Berlin",
    "12:00-13:00",
    "13:00-12:00",
    "18:00",
    "+1",
    "runs.ics",
    "",
    "\0",
]
scalars = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=5),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)
sources = st.fixed_dictionaries(
    {"type": st.just("ics")}, optional={"path": st.sampled_from(WORDS), "url": scalars, "role": scalars, "x": scalars}
)
documents = st.fixed_dictionaries(
    {},
    optional={
        "source": st.lists(sources | values, max_size=3) | values,
        "target": st.lists(sources | values, max_size=3) | values,
        "runner": st.dictionaries(st.sampled_from(KEYS), values, max_size=4) | values,
        "timing": st.dictionaries(st.sampled_from(KEYS), values, max_size=4) | values,
        "travel": values,
        "x": values,
    },
)


@given(documents)
def test_every_document_is_read_or_refused_in_sentences(document: dict[str, object]) -> None:
    before = repr(document)
    tables, problems = read_tables(document)
    problems += problems_between(tables, unread=frozenset(problem.path for problem in problems), folder=Path("/srv"))
    assert isinstance(tables, ConfigFile)
    assert len(set(problems)) == len(problems)
    assert all(problem.path and problem.text for problem in problems)
    assert repr(document) == before


@given(documents)
def test_what_is_left_of_a_document_has_no_problems(document: dict[str, object]) -> None:
    _, problems = read_tables(document)
    for problem in problems:
        first = problem.path[0]
        document = {key: value for key, value in document.items() if key != first}
    assert read_tables(document)[1] == []
