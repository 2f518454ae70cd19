"""How well and how fast runs are told apart, on the titles of tests/fixtures/titles.toml.

Prints the confusion table of every title read alone, the wrong answers, how many of the sure answers are right, and
events a second: for a season in which titles come back, as they do in plans, and for one in which no two are alike.
"""

import sys
import time
import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from runlift.app.lexicons import lexicon
from runlift.domain.classify import classify
from runlift.domain.events import AllDay, Event, EventUid
from runlift.domain.kinds import EventKind

TITLES = Path(__file__).parent / "fixtures/titles.toml"
START = date(2027, 3, 1)
EVENTS = 20_000
SURE = 0.9


def an_event(number: int, title: str) -> Event:
    """Return an all-day event, seven to a week."""
    day = START + timedelta(days=number % 3650)
    return Event(uid=EventUid(str(number)), when=AllDay(start=day, end=day + timedelta(days=1)), summary=title)


def confusion(labelled: list[tuple[str, str]]) -> None:
    """Print what every kind was taken for, and how often the sure answers are right."""
    counts: Counter[tuple[str, str]] = Counter()
    sure: Counter[bool] = Counter()
    for kind, title in labelled:
        found = classify([an_event(0, title)], lexicon())[0]
        counts[kind, found.kind.value] += 1
        if round(found.confidence, 3) >= SURE:
            sure[found.kind == kind] += 1
        if found.kind != kind:
            sys.stdout.write(f"{title!r} is {kind}, not {found.kind}: {found.because[0].text}\n")
    kinds = [kind.value for kind in EventKind]
    sys.stdout.write(f"{'kind':10}{''.join(f'{kind:>9}' for kind in kinds)}\n")
    for kind in kinds:
        sys.stdout.write(f"{kind:10}{''.join(f'{counts[kind, said]:9}' for said in kinds)}\n")
    right = sum(counts[kind, kind] for kind in kinds)
    sys.stdout.write(f"right: {right} of {len(labelled)}\n")
    sys.stdout.write(f"right where the confidence is {SURE:.0%} or more: {sure[True]} of {sure.total()}\n")


def speed(name: str, titles: list[str]) -> None:
    """Print events a second for a calendar of these titles, the best of three."""
    events = [an_event(number, title) for number, title in enumerate(titles)]
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        classify(events, lexicon())
        best = min(best, time.process_time() - begin)
    sys.stdout.write(f"{name}: {len(events) / best:,.0f} events/s\n")


def main() -> None:
    """Print it all."""
    begin = time.process_time()
    lexicon()
    sys.stdout.write(f"lexicon: {(time.process_time() - begin) * 1000:.0f} ms\n")
    read = tomllib.loads(TITLES.read_text(encoding="utf-8"))
    labelled = [(kind, title) for kinds in read.values() for kind, titles in kinds.items() for title in titles]
    confusion(labelled)
    titles = [title for _, title in labelled]
    speed("titles that come back", [titles[number % len(titles)] for number in range(EVENTS)])
    speed("no two titles alike", [f"{titles[number % len(titles)]} {number}" for number in range(EVENTS)])


if __name__ == "__main__":
    main()
