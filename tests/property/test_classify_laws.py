"""What holds for every calendar that is classified."""

from hypothesis import given, settings
from hypothesis import strategies as st

from runlift.domain.events import Event
from runlift.domain.kinds import EventKind
from tests.unit.classify.calendars import an_event, verdicts

WORDS = st.sampled_from(
    [
        "run",
        "easy",
        "long",
        "tempo",
        "6x800m",
        "8 km",
        "or",
        "rest",
        "gym",
        "bike",
        "race",
        "no",
        "meeting",
        "Lauf",
        "跑",
        "45'",
    ]
)
TITLES = st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=6).map(" ".join))
EVENTS = st.builds(
    an_event,
    TITLES,
    notes=TITLES,
    day=st.integers(0, 27),
    minutes=st.none() | st.integers(0, 300),
    days=st.integers(1, 8),
)
CALENDARS = st.lists(EVENTS, max_size=12)


@given(CALENDARS)
def test_every_event_gets_an_answer_with_its_reason(events: list[Event]) -> None:
    found = verdicts(events)
    assert len(found) == len(events)
    for each in found:
        assert each.kind in EventKind
        assert 0 < each.confidence <= 1
        assert each.because
        assert each.because[0].text


@settings(max_examples=50)
@given(CALENDARS)
def test_order_of_the_calendar_makes_no_difference(events: list[Event]) -> None:
    assert verdicts(events[::-1]) == verdicts(events)[::-1]


@settings(max_examples=50)
@given(CALENDARS)
def test_shift_by_a_week_makes_no_difference(events: list[Event]) -> None:
    later = [an_event(event.summary, notes=event.description, day=day) for day, event in enumerate(events, start=7)]
    now = [an_event(event.summary, notes=event.description, day=day) for day, event in enumerate(events)]
    assert verdicts(later) == verdicts(now)
