"""What a calendar says of its runner: runs and their usual hours, races ahead, languages, the zone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median

from runlift.domain.classification import Classification
from runlift.domain.events import AllDay, Event, Timed
from runlift.domain.folding import fold, tokens
from runlift.domain.kinds import RUNS, EventKind, Role
from runlift.domain.lexicon import Lexicon
from runlift.domain.runner import Clock

Pairs = Sequence[tuple[Event, Classification]]
"""Events with what they are taken for."""

LANGUAGE_NAMES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "sv": "Swedish",
    "no": "Norwegian",
    "da": "Danish",
    "pl": "Polish",
    "zh": "Chinese",
    "ja": "Japanese",
    "ru": "Russian",
    "fi": "Finnish",
    "cs": "Czech",
    "ko": "Korean",
    "he": "Hebrew",
    "lb": "Luxembourgish",
}
_LEARNS_AT_LEAST = 3
_ROUNDED_TO = 5
_ANOTHER_LANGUAGE = 0.1
_UTC = frozenset({"UTC", "Etc/UTC", "Etc/GMT", "GMT", "Etc/Universal", "Universal", "Zulu", "Etc/Zulu"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceAhead:
    """A race that the calendar holds.

    Attributes:
        distance_km: None where its texts do not tell.
    """

    day: date
    title: str
    distance_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a calendar says of its runner.

    Attributes:
        kinds: how many events are of each kind.
        titles: the most frequent titles.
        weekday_hour: when runs on weekdays usually start; None where too few have an hour.
        weekend_hour: the same for Saturdays and Sundays.
        weekday_untimed: some runs on weekdays have a day only.
        weekend_untimed: the same for Saturdays and Sundays.
        races: those ahead, by day.
        languages: of the titles, the most frequent first, by their codes.
        appointments: events with an hour that are no training, and no free time.
    """

    kinds: Mapping[EventKind, int]
    titles: tuple[str, ...] = ()
    weekday_hour: time | None = None
    weekend_hour: time | None = None
    weekday_untimed: bool = False
    weekend_untimed: bool = False
    races: tuple[RaceAhead, ...] = ()
    languages: tuple[str, ...] = ()
    appointments: int = 0

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return sum(number for kind, number in self.kinds.items() if kind in RUNS)

    def role(self, *, own: bool) -> Role:
        """Return what the calendar should be read for.

        Args:
            own: it is one that the runner keeps, where an appointment is one; an app's feed has odd entries of its own.
        """
        busy = self.appointments > (0 if own else self.runs)
        return Role.BOTH if busy else Role.RUNS


def survey(pairs: Pairs, lexicons: Mapping[str, Lexicon], clock: Clock, today: date) -> Survey:
    """Look at what a calendar holds.

    Args:
        pairs: its events.
        lexicons: a lexicon of each language, by its code, and of what all share, as "any".
        clock: the runner's.
        today: races before it are history.
    """
    held = [(event, found) for event, found in pairs if not event.cancelled]
    runs = [(event, found) for event, found in held if found.kind in RUNS]
    # A race starts when its organiser says.
    habits = [event.when for event, found in runs if found.kind is not EventKind.RACE]
    starts = [clock.local(when.start) for when in habits if isinstance(when, Timed)]
    days_only = [when.start for when in habits if isinstance(when, AllDay)]
    titles = [event.summary for event, _ in held]
    return Survey(
        kinds=Counter(found.kind for _, found in held),
        titles=tuple(title for title, _ in Counter(titles).most_common() if title.strip()),
        weekday_hour=_usual([start for start in starts if start.weekday() < 5]),
        weekend_hour=_usual([start for start in starts if start.weekday() >= 5]),
        weekday_untimed=any(day.weekday() < 5 for day in days_only),
        weekend_untimed=any(day.weekday() >= 5 for day in days_only),
        races=tuple(sorted(_races(runs, clock, today), key=lambda race: race.day)),
        languages=languages_of([event.summary for event, _ in runs], lexicons),
        appointments=sum(
            found.kind is EventKind.OTHER and isinstance(event.when, Timed) and not event.transparent
            for event, found in held
        ),
    )


def zone_of(events: Sequence[Event]) -> str | None:
    """Return the zone in which most of the events are told; None where they are told in UTC, or have no hour."""
    names = Counter(
        name
        for event in events
        if isinstance(event.when, Timed) and (name := getattr(event.when.start.tzinfo, "key", None))
    )
    for name in _UTC:
        del names[name]
    return names.most_common(1)[0][0] if names else None


def is_utc(name: str) -> bool:
    """Say whether a zone is the one of machines, in which hardly any runner lives."""
    return name in _UTC


def languages_of(titles: Sequence[str], lexicons: Mapping[str, Lexicon]) -> tuple[str, ...]:
    """Return the languages of titles: the one that knows most of them, and others for what that one does not know."""
    left = [frozenset(tokens(fold(title))) for title in titles]
    enough = max(1, round(_ANOTHER_LANGUAGE * len(left)))
    found: list[str] = []
    while left:
        known = {code: [words for words in left if _speaks(code, words, lexicons)] for code in LANGUAGE_NAMES}
        best = max(known, key=lambda code: len(known[code]))
        if len(known[best]) < enough:
            break
        found.append(best)
        left = [words for words in left if words not in known[best]]
        enough = max(enough, 2)
    return tuple(found)


def _speaks(code: str, words: frozenset[str], lexicons: Mapping[str, Lexicon]) -> bool:
    shared = lexicons["any"].words
    return any(word in lexicons[code].words and word not in shared for word in words)


def _usual(starts: Sequence[datetime]) -> time | None:
    if len(starts) < _LEARNS_AT_LEAST:
        return None
    middle = median(start.hour * 60 + start.minute for start in starts)
    minutes = min(round(middle / _ROUNDED_TO) * _ROUNDED_TO, 24 * 60 - _ROUNDED_TO)
    return time(minutes // 60, minutes % 60)


def _races(runs: Pairs, clock: Clock, today: date) -> Iterator[RaceAhead]:
    for event, found in runs:
        day = clock.local(event.when.start).date() if isinstance(event.when, Timed) else event.when.start
        if found.kind is EventKind.RACE and day >= today:
            yield RaceAhead(day=day, title=event.summary, distance_km=found.distance_km)
