"""The two parts of a description: the runner's notes above the divider, our block beneath it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlift.sync.notes import DIVIDER, FEEDBACK, adopt, block_of, join, notes_of

BLOCK = f"{DIVIDER}\n\nWORKOUT\n• Deadlift\n\n{FEEDBACK}"
NOTES = "#done\nfelt good"


def test_notes_are_what_stands_above_the_divider() -> None:
    assert notes_of(f"{NOTES}\n\n{BLOCK}") == NOTES


@pytest.mark.parametrize("description", [BLOCK, f"\n \n{BLOCK}", ""])
def test_description_without_a_word_of_the_runner_has_no_notes(description: str) -> None:
    assert notes_of(description) == ""


def test_description_without_divider_is_all_notes() -> None:
    assert notes_of(" mine \n") == "mine"
    assert block_of("mine") == ""


def test_block_begins_with_the_divider() -> None:
    assert block_of(f"{NOTES}\n\n{BLOCK}\n\n") == BLOCK


def test_first_divider_parts_them() -> None:
    twice = f"{NOTES}\n{DIVIDER}\nold\n{DIVIDER}\nnew"
    assert notes_of(twice) == NOTES
    assert block_of(twice) == f"{DIVIDER}\nold\n{DIVIDER}\nnew"


def test_block_alone_needs_nothing_above_it() -> None:
    assert join("", BLOCK) == BLOCK


def test_our_own_line_about_tags_is_never_the_runners_word() -> None:
    rewrapped = FEEDBACK.replace(" ", "\n")
    assert notes_of(f"{NOTES}\n{rewrapped}\n{BLOCK}") == NOTES


def test_block_that_the_runner_edited_becomes_notes_without_divider_and_tags_of_ours() -> None:
    edited = f"{NOTES}\n\n{DIVIDER}\n\nWORKOUT\n• Deadlift, but lighter\n\n{FEEDBACK}"
    adopted = adopt(edited, "")
    assert adopted.startswith(NOTES)
    assert adopted.endswith("WORKOUT\n• Deadlift, but lighter")
    assert DIVIDER not in adopted
    assert "#heavier" not in adopted


notes = st.text(max_size=80).map(str.strip)


@given(notes)
def test_whatever_the_runner_notes_comes_apart_from_our_block_again(text: str) -> None:
    joined = join(text, BLOCK)
    assert (notes_of(joined), block_of(joined)) == (text, BLOCK)


@given(notes, notes)
def test_adopted_text_is_all_notes(above: str, below: str) -> None:
    adopted = adopt(f"{above}\n\n{DIVIDER}\n\n{below}", BLOCK)
    assert notes_of(join(adopted, BLOCK)) == adopted


@pytest.mark.parametrize("laid_out", [BLOCK.replace("\n\n", "\n"), BLOCK.replace("\n", "<br>\n"), f"  {BLOCK}  \n\n"])
def test_lines_of_ours_that_an_app_laid_out_anew_are_not_taken_for_notes(laid_out: str) -> None:
    assert adopt(join(NOTES, laid_out), BLOCK) == NOTES
