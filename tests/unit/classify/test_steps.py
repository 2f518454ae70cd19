"""Workouts written step by step in the notes: how far and how long they are in all."""

import pytest

from runlift.app.lexicons import lexicon
from runlift.domain.classify.steps import steps_in
from tests.unit.classify.calendars import an_event, kinds, verdict


@pytest.mark.parametrize(
    ("notes", "km", "minutes"),
    [
        ("- run 25m recovery", 0, 25),
        ("- 10m Z2 HR\n- 30m Z1", 0, 40),
        ("- warmup: 10min @ Z1\n- interval: 4 km @ Z3\n- cooldown: 5min", 4, 15),
        ("- warmup 5m\n6x:\n- run 2m\n- recovery 1m", 0, 23),
        ("- 10m Z1\n\n3x\n- 8m Z4\n- 2m Z1\n\n- 10m Z1", 0, 50),
        ("repeat 4:\n  - interval: 400m in 1:40\n  - recovery: 2min\n- cooldown: 10min", 1.6, 18),
        ("- repeat: 3\nsteps:\n  - interval: 1km @ Z5\n  - recovery: 90s\n- cooldown: 8min", 3, 12.5),
        ("- 3 km warm-up\n- 5 x 1 km\n- 2 km cool-down", 10, 0),
        ("- other: 10min mat work\n- run: 20min", 0, 20),
        ("- warmup: lap-button\n- run 20m", 0, 20),
    ],
)
def test_steps_add_up(notes: str, km: float, minutes: float) -> None:
    found = steps_in(notes.lower(), lexicon())
    assert found is not None
    assert found.km == pytest.approx(km)
    assert found.minutes == pytest.approx(minutes)


@pytest.mark.parametrize(
    "notes", ["", "run 20 min, walk 5 min", "- bring two gels for the 15 km", "- date: 2027-03-01"]
)
def test_notes_without_steps_have_none(notes: str) -> None:
    assert steps_in(notes, lexicon()) is None


def test_size_of_steps_counts_in_the_week() -> None:
    week = [
        an_event("Run", notes="- warmup 5m\n4x:\n- run 3m easy\n- walk 1m", day=1),
        an_event("Run", notes="- run 30m recovery", day=3),
        an_event("Run", notes="- run 12km", day=5),
    ]
    assert kinds(*week) == ["easy", "easy", "long"]


def test_size_of_the_title_outranks_the_steps() -> None:
    found = verdict(an_event("Easy 8 km", notes="- run 5km\n- run 2km"))
    assert found.distance_km == 8


def test_steps_in_a_training_calendar_make_a_run() -> None:
    runs = [
        an_event(title, day=day) for day, title in enumerate(["Easy Run", "Tempo Run", "Rest Day", "Long Run", "Jog"])
    ]
    assert kinds(*runs, an_event("Zebra", notes="- interval: 20min @ pace2", day=6))[-1] == "hard"
    assert kinds(an_event("Zebra", notes="- 20min introduction"))[-1] == "other"
