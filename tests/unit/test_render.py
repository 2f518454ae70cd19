"""The title and the text of a session's event."""

from dataclasses import replace

import pytest

from runlift.domain.reasons import Reason
from runlift.domain.sessions import Session, Step
from runlift.sync.notes import DIVIDER, FEEDBACK
from runlift.sync.render import FORM, NOT_ADVICE, text, title
from tests.builders import a_session

WORKOUT = (
    Step(name="Warm-up", dose="8 min", cue="march and swing", minutes=8),
    Step(name="Single-leg deadlift", dose="3 × 8 per side · 14 kg", sets=3, kg=14),
    Step(name="Hip thrust", dose="optional · 3 × 8–10", cue="shoulders on a bench", sets=3, beyond_seed=True),
)
BECAUSE = (Reason("S57", "Friday's run is easy"), Reason("H4", "36 h 35 before Sunday's long run"))


def friday(intensity: str = "heavy") -> Session:
    return replace(a_session(intensity, start="2026-07-10 18:00", plan_week=7), workout=WORKOUT, because=BECAUSE)


def tuesday() -> Session:
    return a_session("moderate", start="2026-07-14 18:30")


@pytest.mark.parametrize(
    ("intensity", "expected"),
    [("heavy", "Heavy lift · 55 min"), ("moderate", "Moderate lift · 45 min"), ("light", "Light lift · 25 min")],
)
def test_title_begins_with_the_class(intensity: str, expected: str) -> None:
    assert title(friday(intensity)) == expected


def test_title_carries_the_prefix_of_a_shared_calendar() -> None:
    assert title(friday(), prefix="Jack •") == "Jack • Heavy lift · 55 min"


def test_title_of_a_session_that_needs_a_look_begins_with_the_warning_sign() -> None:
    assert title(replace(friday(), flag="too close"), prefix="Jack •") == "⚠ Jack • Heavy lift · 55 min"


def test_whole_text_reads_in_the_order_warning_workout_why_next_advice() -> None:
    flagged = replace(friday(), flag="this week has no full rest day")
    assert text(flagged, next_session=tuesday()).split("\n") == [
        DIVIDER,
        "",
        "⚠ this week has no full rest day",
        "",
        "WORKOUT · 2 sets · build, week 7",
        "• Warm-up: 8 min",
        "  march and swing",
        "• Single-leg deadlift: 3 × 8 per side · 14 kg",
        "• Hip thrust (not in the source article): optional · 3 × 8–10",
        "  shoulders on a bench",
        "",
        FORM,
        FEEDBACK,
        "",
        "WHY HERE",
        "• Friday's run is easy",
        "• 36 h 35 before Sunday's long run",
        "",
        "NEXT",
        "Moderate lift · 45 min: Tue 14 Jul, 18:30",
        "",
        NOT_ADVICE,
    ]


def test_text_without_a_warning_begins_with_the_workout() -> None:
    lines = text(friday(), next_session=None).split("\n")
    assert lines[:3] == [DIVIDER, "", "WORKOUT · 2 sets · build, week 7"]


def test_last_session_says_that_none_is_planned_after_it() -> None:
    assert "NEXT\nNo further session is planned yet.\n" in text(friday(), next_session=None)


def test_single_set_is_told_as_one() -> None:
    session = replace(friday(), prescription=replace(friday().prescription, sets=1))
    assert "WORKOUT · 1 set · build" in text(session, next_session=None)


def test_session_without_reasons_has_no_empty_heading() -> None:
    assert "WHY HERE" not in text(replace(friday(), because=()), next_session=None)


def test_feedback_and_advice_are_one_line_each() -> None:
    assert "#heavier" in FEEDBACK
    assert "#lighter" in FEEDBACK
    assert "not medical advice" in NOT_ADVICE
    assert "\n" not in FEEDBACK + NOT_ADVICE + DIVIDER + FORM
