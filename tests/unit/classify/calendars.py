"""Builders of calendars to classify; a title is all that an event needs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from runlift.app.lexicons import lexicon
from runlift.domain.classification import Classification
from runlift.domain.classify import classify
from runlift.domain.events import AllDay, Event, EventUid, Timed

MONDAY = date(2027, 3, 1)


def an_event(
    title: str,
    *,
    notes: str = "",
    day: int = 0,
    minutes: float | None = None,
    days: int = 1,
    uid: str = "",
    cancelled: bool = False,
    categories: tuple[str, ...] = (),
    duration: timedelta | None = None,
) -> Event:
    """Return an all-day event, or a timed one if minutes are given; `day` counts from a Monday."""
    start = MONDAY + timedelta(days=day)
    when: AllDay | Timed = AllDay(start=start, end=start + timedelta(days=days))
    if minutes is not None:
        begin = datetime(start.year, start.month, start.day, 7, tzinfo=UTC)
        when = Timed(start=begin, end=begin + timedelta(minutes=minutes))
    return Event(
        uid=EventUid(uid or f"{day}-{title}"),
        when=when,
        summary=title,
        description=notes,
        cancelled=cancelled,
        categories=categories,
        duration=duration,
    )


def verdicts(events: Sequence[Event], *, prefix: str = "") -> list[Classification]:
    return classify(events, lexicon(), prefix=prefix)


def verdict(event: Event) -> Classification:
    return verdicts([event])[0]


def kinds(*events: Event) -> list[str]:
    return [found.kind.value for found in verdicts(events)]
