"""The runner's word on a title decides from then on, whatever the words of the title say."""

import pytest

from runlift.app.lexicons import lexicon
from runlift.domain.classification import Classification
from runlift.domain.classify import classify
from runlift.domain.classify.fixes import title_key
from runlift.domain.events import Event
from runlift.domain.kinds import EventKind
from tests.unit.classify.calendars import an_event


def said_of(event: Event, prefix: str = "") -> Classification:
    fixes = {title_key("The Beast"): EventKind.HARD, title_key("Team Tempo"): EventKind.OTHER}
    (found,) = classify([event], lexicon(), prefix=prefix, fixes=fixes)
    return found


@pytest.mark.parametrize("title", ["The Beast", "the  BEAST", "Thé Beast"])
def test_title_that_the_runner_explained_is_what_the_runner_said(title: str) -> None:
    found = said_of(an_event(title))
    assert (found.kind, found.confidence, found.because[0].rule) == (EventKind.HARD, 1.0, "fix")


def test_word_of_the_runner_outranks_the_words_of_the_title() -> None:
    assert said_of(an_event("Team Tempo")).kind is EventKind.OTHER


def test_title_that_is_only_alike_is_read_as_ever() -> None:
    assert said_of(an_event("Team Tempo 2")).because[0].rule != "fix"


def test_tag_on_the_event_itself_outranks_the_word_on_its_title() -> None:
    assert said_of(an_event("The Beast", notes="#easy today")).kind is EventKind.EASY


def test_called_off_event_stays_called_off() -> None:
    assert said_of(an_event("The Beast", cancelled=True)).kind is EventKind.OTHER


def test_title_counts_without_the_prefix_of_the_runner() -> None:
    assert said_of(an_event("Jack • The Beast"), prefix="Jack • ").kind is EventKind.HARD
    assert said_of(an_event("Jill • The Beast"), prefix="Jack • ").kind is EventKind.OTHER
