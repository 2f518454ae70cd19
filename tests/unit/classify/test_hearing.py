"""All that speaks for what an event is, in the order of its authority."""

from collections.abc import Sequence

from runlift.app.lexicons import lexicon
from runlift.domain.classify import classify
from runlift.domain.classify.fixes import Fixes
from runlift.domain.classify.hearing import evidence_on
from runlift.domain.events import Event
from runlift.domain.kinds import EventKind
from tests.unit.classify.calendars import an_event


def heard(events: Sequence[Event], *, prefix: str = "", fixes: Fixes | None = None) -> list[tuple[str, str | None]]:
    """Return rule and kind of what speaks for the first event of a calendar."""
    pairs = list(zip(events, classify(events, lexicon(), prefix=prefix, fixes=fixes), strict=True))
    found = evidence_on(0, pairs, lexicon(), prefix=prefix, fixes=fixes)
    assert pairs[0][1].because[0] in [finding.reason for finding in found]
    return [(finding.reason.rule, finding.kind) for finding in found]


def test_what_came_too_late_is_heard_behind_what_decided() -> None:
    assert heard([an_event("Tempo Run", notes="easy run with a friend")]) == [("title", "hard"), ("notes", "easy")]


def test_tag_is_heard_before_the_words_it_outranks() -> None:
    assert heard([an_event("Tempo Run #easy")]) == [("tag", "easy"), ("title", "hard")]


def test_word_of_the_runner_on_a_title_is_heard_before_its_words() -> None:
    fixes = {"tempo run": EventKind.EASY}
    assert heard([an_event("Tempo Run")], fixes=fixes) == [("fix", "easy"), ("title", "hard")]


def test_title_of_another_person_is_heard_first() -> None:
    assert heard([an_event("Megan • Long Run")], prefix="Jack • ") == [("title", "other"), ("title", "long")]


def test_open_run_is_heard_before_what_was_assumed_of_it() -> None:
    assert heard([an_event("🏃 Gradual Zebra • 5km")]) == [("title", None), ("assumed", "hard")]


def test_size_is_heard_last() -> None:
    week = [an_event("Run 20 km"), an_event("Run 8 km", day=2), an_event("Run 8 km", day=4)]
    assert heard(week) == [("title", None), ("assumed", "easy"), ("size", "long")]


def test_calendar_is_heard_where_it_alone_tells() -> None:
    week = [an_event("Training"), *(an_event("Easy Run 8 km", day=day) for day in range(1, 7))]
    assert ("calendar", None) in heard(week)


def test_event_that_says_nothing_is_assumed_to_be_no_training() -> None:
    assert heard([an_event("Zebra")]) == [("assumed", "other")]
