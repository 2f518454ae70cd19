"""A workout is read back from the text that a calendar holds."""

import pytest

from runlift.domain.kinds import Experience
from runlift.domain.planner import plan
from runlift.domain.sessions import Step
from runlift.sync.notes import join
from runlift.sync.render import text, workout_in
from tests.builders import W3_RUNS, a_runner, a_situation


def told(step: Step) -> tuple[str, str, str, int | None, int | None, bool]:
    """Return a step without its kilograms, which its dose tells."""
    return step.name, step.dose, step.cue, step.minutes, step.sets, step.beyond_seed


@pytest.mark.parametrize("experience", list(Experience))
def test_what_is_written_is_read_back(experience: Experience) -> None:
    sessions = plan(a_situation(*W3_RUNS, runner=a_runner(experience))).sessions
    assert sessions
    for session in sessions:
        found = workout_in(join("my notes\nWORKOUT · mine", text(session, next_session=None)))
        assert [told(step) for step in found] == [told(step) for step in session.workout]


def test_what_follows_the_workout_is_none_of_it() -> None:
    (session, *_) = plan(a_situation(*W3_RUNS)).sessions
    assert workout_in(text(session, next_session=session))[-1].name == session.workout[-1].name


@pytest.mark.parametrize(
    "description", ["", "WORKOUT · 3 sets\n• Squat: 3 × 8", "——— runlift · your own notes go above this line ———"]
)
def test_a_text_that_is_not_ours_holds_none(description: str) -> None:
    assert workout_in(description) == ()


def test_lines_that_lost_their_indent_on_the_way_are_still_cues() -> None:
    (session, *_) = plan(a_situation(*W3_RUNS)).sessions
    bare = "\n".join(line.strip() for line in text(session, next_session=None).splitlines())
    assert [step.cue for step in workout_in(bare)] == [step.cue for step in session.workout]
