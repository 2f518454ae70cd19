"""Whatever `runlift init` is answered, its config says exactly that."""

import tomllib
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from runlift.app.config_reader import read_tables
from runlift.app.config_schema import (
    AssumedRunTable,
    CalendarType,
    ConfigFile,
    GoalTable,
    GoogleTable,
    RunnerTable,
    SourceTable,
    TargetTable,
    TimingTable,
    WindowsTable,
)
from runlift.app.setup import new_profile
from runlift.app.setup_text import config_text
from runlift.domain.kinds import Experience, Role
from runlift.domain.runner import Window

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
# All that a runner may type or paste but signs that steer a terminal, which a config never takes.
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).filter(str.strip)
PATHS = TEXTS.filter(lambda text: not text.startswith("~")).map(Path)
ZONES = st.sampled_from(["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"]).map(ZoneInfo)
SIGN_INS = st.tuples(*[st.none() | TEXTS] * 5)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, end = sorted(draw(st.lists(st.integers(0, 24 * 60), min_size=2, max_size=2, unique=True)))
    return Window(start=time(start // 60, start % 60), end=time(end // 60 % 24, end % 60))


@st.composite
def sources(draw: st.DrawFn) -> SourceTable:
    kind, role = draw(st.sampled_from(CalendarType)), draw(st.sampled_from(Role))
    if kind is CalendarType.CALDAV:
        url, calendar, username, command, variable = draw(SIGN_INS)
        return SourceTable(
            type=kind,
            role=role,
            url=url,
            calendar=calendar,
            username=username,
            password_command=command,
            password_env=variable,
        )
    if kind is CalendarType.GOOGLE:
        return SourceTable(type=kind, role=role, calendar=draw(TEXTS))
    if draw(st.booleans()):
        return SourceTable(type=kind, role=role, path=draw(PATHS))
    return SourceTable(type=kind, role=role, url=draw(TEXTS), allow_private=draw(st.booleans()))


@st.composite
def targets(draw: st.DrawFn) -> TargetTable:
    kind = draw(st.sampled_from(CalendarType))
    if kind is CalendarType.CALDAV:
        url, calendar, username, command, variable = draw(SIGN_INS)
        return TargetTable(
            type=kind, url=url, calendar=calendar, username=username, password_command=command, password_env=variable
        )
    if kind is CalendarType.GOOGLE:
        return TargetTable(type=kind, calendar=draw(TEXTS))
    return TargetTable(type=kind, path=draw(PATHS))


ANSWERS = st.builds(
    ConfigFile,
    runner=st.builds(
        RunnerTable,
        profile=st.binary(min_size=5, max_size=5).map(new_profile),
        timezone=ZONES,
        experience=st.sampled_from(Experience),
        strength_since=st.none() | DAYS,
    ),
    goal=st.none()
    | st.builds(
        GoalTable, date=DAYS, distance_km=st.none() | st.floats(0.1, 1000).map(lambda kilometres: round(kilometres, 1))
    ),
    timing=st.builds(
        TimingTable,
        windows=st.builds(
            WindowsTable,
            **dict.fromkeys(WindowsTable.__slots__, st.none() | st.lists(windows(), max_size=3).map(tuple)),
        ),
        assumed_run=st.builds(AssumedRunTable, weekday=st.none() | CLOCKS, weekend=st.none() | CLOCKS),
    ),
    source=st.lists(sources(), min_size=1, max_size=2).map(tuple),
    target=st.lists(targets(), max_size=2).map(tuple),
    google=st.builds(GoogleTable, client_file=st.none() | PATHS),
)


@given(ANSWERS)
def test_config_is_read_back_to_exactly_what_was_answered(tables: ConfigFile) -> None:
    assert read_tables(tomllib.loads(config_text(tables))) == (tables, [])


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_profiles_differ_as_their_random_bytes_do(one: bytes, other: bytes) -> None:
    assert (new_profile(one) == new_profile(other)) == (one == other)
