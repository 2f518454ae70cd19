"""Quantities as runners write them."""

import pytest

from runlift.app.lexicons import lexicon
from runlift.domain.classify.reading import Reader
from runlift.domain.classify.size import clock_minutes


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("Easy 8 km", 8),
        ("7,5 km locker", 7.5),
        ("3-7 mi easy", 8.05),
        ("4 mi-6 mi", 8.05),
        ("10k", 10),
        ("6 m run", 9.66),
        ("3. mi", 4.83),
        ("5 miles (8 km)", 8.05),
        ("8K / 5 mile run", 8),
        ("12 km: 2 km easy, 2x3 km tempo, 4 km easy", 12),
        ("3 km warm-up + 10 x 400m + 2 km cool-down", 9),
        ("3 公里", 3),
        ("2 km warm-up + 800m x 8", 8.4),
        ("21K@1h40 jog", None),
        ("run 45 min", None),
        ("AM18W115K", None),
        ("2 mi, 4 x 1 mile @ 10k pace", 9.66),
        ("3 km + 5 x 800m at 5k effort + 2 km", 9),
        ("2 km einlaufen, 3x1 km im 10-km-tempo, 2 km", 7),
        ("8 km, 3 km allure 10 km", 8),
        ("40 min, 10 at 5k pace", None),
    ],
)
def test_distance(text: str, km: float | None) -> None:
    found = Reader(lexicon()).read(text).size.km
    assert found == (pytest.approx(km, abs=0.01) if km else None)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45 min", 45),
        ("45'", 45),
        ("1h30", 90),
        ("1h10m", 70),
        ("2 h", 120),
        ("1,5 h", 90),
        ("2:15 h", 135),
        ("60m Z2", 60),
        ("25m - 30m", 27.5),
        ("30-40 Minuten", 35),
        ("Easy (40:00 @ 5:10)", 40),
        ("8 x 400m", None),
        ("rolling 400s", None),
        ("5:30/km", None),
    ],
)
def test_duration(text: str, minutes: float | None) -> None:
    assert Reader(lexicon()).read(text).size.minutes == minutes


@pytest.mark.parametrize(
    ("value", "minutes"), [("0:45", 45), ("1:10:00", 70), ("28:30", 28.5), ("2:05", 125), ("soon", None)]
)
def test_time_of_a_field(value: str, minutes: float | None) -> None:
    assert clock_minutes(value) == minutes


@pytest.mark.parametrize(
    ("text", "repeats", "strides"),
    [
        ("6x800m @ 5k", True, False),
        ("3 x 10' (2')", True, False),
        ("10×(1’@Z4/1’@Z2)", True, False),
        ("4 x 400", True, False),
        ("2x8x300", True, False),
        ("1-2-3-2-1 min", True, False),
        ("1600, 3200, 2x800", True, False),
        ("5 x 20 sec", False, True),
        ("4x100m", False, True),
        ("2027-03-01", False, False),
        ("3x10 squats", False, False),
        ("4.x 400", True, False),
        ("4. x 1 km", True, False),
        ("p.1:30'/3'", True, False),
        ("1'/1'", True, False),
        ("3 x 10:00 T", True, False),
        ("6 x 0:20", False, True),
        ("400mx10", True, False),
        ("1000x5", True, False),
        ("15 x 45/15", True, False),
        ("2x(10x30s/30s)", True, False),
        ("200-400-600-400-200", True, False),
        ("4 x mile", True, False),
        ("800x600", False, False),
        ("20'/2", False, False),
    ],
)
def test_repetitions(text: str, *, repeats: bool, strides: bool) -> None:
    structure = Reader(lexicon()).read(text).structure
    assert (structure.repeats, structure.strides) == (repeats, strides)


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("9 mi at 88% 5k", True),
        ("8 mi at 75-80% 5k", False),
        ("40 min Z4", True),
        ("40 min Z2", False),
        ("10 km RPE 8/10", True),
        ("10 km RPE 4", False),
        ("5 km, 30 min T", True),
        ("10 km, 4 km @ 5:10", True),
        ("12 km mit 5 km in 4:50-5:00", True),
        ("12 km easy, the last 3 km at 6:30", False),
        ("10 km at 5:30/km", False),
    ],
)
def test_effort_in_numbers(text: str, *, hard: bool) -> None:
    assert bool(Reader(lexicon()).read(text).structure.hard) is hard
