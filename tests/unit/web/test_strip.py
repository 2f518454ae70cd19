"""A day's strip: what stands where between morning and night."""

from dataclasses import replace

import pytest

from runlift.web.agenda import Entry, weeks
from runlift.web.strip import Scale
from tests.builders import a_run
from tests.unit.web.scenes import TODAY, a_scene

USUAL = Scale(6, 22)


def an_entry(at: str, minutes: int) -> tuple[Entry, Scale]:
    """Return a run as an entry, and the scale of the weeks that hold it."""
    run = a_run("easy", on=TODAY.isoformat(), at=at, minutes=minutes)
    ahead = weeks(replace(a_scene(sessions=[]), runs=(run,)), TODAY)
    return ahead[0].days[0].entries[0], Scale.of(ahead)


@pytest.mark.parametrize(
    ("at", "minutes", "scale", "place"),
    [
        ("06:00", 60, USUAL, (0, 6.25)),
        ("14:00", 120, USUAL, (50, 12.5)),
        ("05:30", 30, Scale(5, 22), (2.94, 2.94)),
        ("21:00", 90, Scale(6, 23), (88.24, 8.82)),
        ("22:00", 180, Scale(6, 24), (88.89, 11.11)),
        ("00:00", 60, Scale(0, 22), (0, 4.55)),
    ],
)
def test_hours_stand_where_they_belong(at: str, minutes: int, scale: Scale, place: tuple[float, float]) -> None:
    entry, found = an_entry(at, minutes)
    assert found == scale
    assert found.place(entry) == place


def test_the_shortest_run_can_still_be_seen() -> None:
    entry, scale = an_entry("12:00", 1)
    assert scale.place(entry)[1] == pytest.approx(100 / 64, abs=0.01)


def test_every_third_hour_is_named() -> None:
    assert dict(USUAL.labels) == {0: 6, 18.75: 9, 37.5: 12, 56.25: 15, 75: 18, 93.75: 21}
    assert [hour for _, hour in Scale(5, 23).labels] == [6, 9, 12, 15, 18, 21]
