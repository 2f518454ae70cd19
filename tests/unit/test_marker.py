"""The marker: what an event says about itself."""

import pytest

from runlift.domain.kinds import Intensity
from runlift.sync.identity import Fingerprints
from runlift.sync.marker import KEY, NAMES, PROFILE, VERSION, Flaw, Marker, read_marker

MARKER = Marker(
    profile="k3v9",
    key="2026-W28/1",
    intensity=Intensity.HEAVY,
    marks=Fingerprints(time="aaaa", title="bbbb", text="cccc"),
)


def read(**changed: str | None) -> Marker | Flaw | None:
    """Read the marker from an event that is spoilt in some of its properties, named without their prefix."""
    properties: dict[str, str | None] = {"X-COLOUR": "red", **MARKER.properties()}
    properties |= {f"X-RUNLIFT-{name.replace('_', '-')}": value for name, value in changed.items()}
    return read_marker(properties.get)


def test_marker_reads_back_as_written() -> None:
    assert read() == MARKER


def test_marker_is_written_under_the_names_that_are_read() -> None:
    assert list(MARKER.properties()) == list(NAMES)


def test_event_without_our_properties_says_nothing() -> None:
    assert read_marker({"X-COLOUR": "red"}.get) is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [None, ""])
def test_marker_without_one_of_its_properties_is_damaged(name: str, value: str | None) -> None:
    assert read(**{name.removeprefix("X-RUNLIFT-"): value}) is Flaw.DAMAGED


@pytest.mark.parametrize("name", NAMES)
def test_single_property_of_ours_is_what_is_left_of_a_marker(name: str) -> None:
    left = {name: MARKER.properties()[name]}
    assert read_marker(left.get) is Flaw.DAMAGED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KEY", "Friday"),
        ("KEY", "2026-W60/1"),
        ("INTENSITY", "huge"),
        ("VERSION", "0"),
        ("VERSION", "one"),
        ("VERSION", "1.0"),
        ("VERSION", "-2"),
    ],
)
def test_value_that_makes_no_sense_is_damage(name: str, value: str) -> None:
    assert read(**{name: value}) is Flaw.DAMAGED


@pytest.mark.parametrize("others", [{}, {"KEY": "2026-W28.a"}, {"INTENSITY": None, "KEY": "x"}])
def test_marker_of_a_newer_version_is_newer_whatever_else_it_says(others: dict[str, str | None]) -> None:
    assert read(VERSION="2", **others) is Flaw.NEWER


def test_profile_may_be_anything() -> None:
    marker = read(PROFILE="Jack, the \\ runner")
    assert isinstance(marker, Marker)
    assert marker.profile == "Jack, the \\ runner"


def test_names_are_those_that_calendars_hold_already() -> None:
    assert (VERSION, PROFILE, KEY) == ("X-RUNLIFT-VERSION", "X-RUNLIFT-PROFILE", "X-RUNLIFT-KEY")
