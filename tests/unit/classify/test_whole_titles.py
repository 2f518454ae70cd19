"""Titles that an exporter cut off, made whole by the notes."""

import pytest

from runlift.domain.classify.case import whole_title


@pytest.mark.parametrize(
    ("title", "notes", "whole"),
    [
        ("Wk 3 Tue - 5", "5.5 km with 4 x 800 m fast", "Wk 3 Tue - 5.5 km with 4 x 800 m fast"),
        (
            "Tue: 6 km, the last 2 comfort",
            "6 km, the last 2 comfortably hard\nenjoy",
            "Tue: 6 km, the last 2 comfortably hard",
        ),
        ("Run - 25 min", "25 minutes without a stop. Race yourself if you can", "Run - 25 minutes without a stop"),
        ("Easy run", "Easy runs build the base", "Easy runs build the base"),
        ("Easy run", "Easy run in the park", "Easy run"),
        ("Easy run", "Slow and long", "Easy run"),
        ("Week 5", "5 km", "Week 5"),
        ("Easy 5", "", "Easy 5"),
    ],
)
def test_a_title_is_made_whole_where_the_notes_go_on_with_its_last_word(title: str, notes: str, whole: str) -> None:
    assert whole_title(title, notes) == whole
