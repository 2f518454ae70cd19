"""The season as a chart: running upwards, strength downwards, a column a week, the phases between them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from runlift.domain.kinds import Phase
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, Session
from runlift.domain.weeks import Week
from runlift.web import wording
from runlift.web.scene import Scene

_MOST_WEEKS = 30
WIDTH, LEFT = 360.0, 30.0
"""Of the drawing, and of the scale beside the bars; from top to bottom there are:"""
_FLAGS, RUN_HEIGHT, _BAND, LIFT_HEIGHT, _MONTHS = 18.0, 90.0, 16.0, 54.0, 18.0
_SHARE_OF_BAR = 0.72
_LETTER = 5.6
"""How wide a letter of a phase's name is, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One week.

    Attributes:
        running, strength: minutes; strength that is not planned yet is None.
        race: a race is run in it; `goal`: the one that the season is built towards.
        x, width: of its bars.
        run_height, lift_height: of its bars.
    """

    week: Week
    phase: Phase
    running: int
    strength: int | None
    race: bool
    goal: bool
    is_now: bool
    x: float
    width: float
    run_height: float
    lift_height: float

    @property
    def middle(self) -> float:
        """The middle of its bars."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Weeks of one phase; its name is empty where there is no room for it."""

    phase: Phase
    name: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A season.

    Attributes:
        months: the names of months, with where they begin.
        most_running, most_strength: the ends of the scales, in hours and in minutes.
        width, left: of the drawing, and where its bars begin.
        top, middle, lower, bottom, height: where the bars of running begin and end, those of strength, and the drawing.
    """

    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    months: tuple[tuple[float, str], ...]
    most_running: int
    most_strength: int

    width, left, top = WIDTH, LEFT, _FLAGS
    middle = _FLAGS + RUN_HEIGHT
    lower = middle + _BAND
    bottom = lower + LIFT_HEIGHT
    height = bottom + _MONTHS


def season_chart(scene: Scene, today: date) -> Chart | None:
    """Return the chart of all weeks that are known; None where fewer than two are."""
    span = _weeks(scene, today)
    if len(span) < 2:
        return None
    running = _minutes(scene.runs)
    strength = _minutes([*scene.sessions, *scene.done, *scene.own])
    last_planned = max((outline.week for outline in scene.plan.weeks), default=span[0])
    hours = max(1, -(-max(running.values(), default=0) // 60))
    most = max(30, -(-max(strength.values(), default=0) // 30) * 30)
    season = scene.season
    races = {Week.of(race.day): race for race in (*season.races, *season.goals)}
    step = (WIDTH - LEFT) / len(span)
    columns = tuple(
        Column(
            week=week,
            phase=season.phase_on(week.thursday),
            running=running[week],
            strength=strength[week] if week <= last_planned else None,
            race=week in races,
            goal=week in races and races[week].goal,
            is_now=week == Week.of(today),
            x=round(LEFT + step * (number + (1 - _SHARE_OF_BAR) / 2), 1),
            width=round(step * _SHARE_OF_BAR, 1),
            run_height=round(running[week] / (hours * 60) * RUN_HEIGHT, 1),
            lift_height=round(strength[week] / most * LIFT_HEIGHT, 1),
        )
        for number, week in enumerate(span)
    )
    return Chart(
        columns=columns,
        bands=tuple(_bands(columns, step)),
        months=tuple(_months(span, step)),
        most_running=hours,
        most_strength=most,
    )


def _weeks(scene: Scene, today: date) -> list[Week]:
    """Return the weeks from the first known run or session to the last run or planned week."""
    outlines = [outline.week for outline in scene.plan.weeks]
    known = {Week.of(today), *outlines, *(Week.of(run.day) for run in scene.runs)}
    first, last = min(known), max(known)
    span = [Week(first.monday + timedelta(weeks=number)) for number in range(last - first + 1)]
    return span[:_MOST_WEEKS]


def _minutes(stretches: Iterable[Run | Session | FixedSession]) -> defaultdict[Week, int]:
    found: defaultdict[Week, int] = defaultdict(int)
    for one in stretches:
        found[Week.of(one.day)] += round((one.end.timestamp() - one.start.timestamp()) / 60)
    return found


def _bands(columns: Iterable[Column], step: float) -> Iterator[Band]:
    number = 0
    for phase, together in groupby(columns, key=lambda column: column.phase):
        count = len(list(together))
        name, width = wording.phase_name(phase), step * count
        yield Band(
            phase=phase,
            name=name if len(name) * _LETTER < width else "",
            x=round(LEFT + step * number, 1),
            width=round(width - 1, 1),
        )
        number += count


def _months(span: Iterable[Week], step: float) -> Iterator[tuple[float, str]]:
    for number, week in enumerate(span):
        if week.monday.day <= 7:
            yield round(LEFT + step * number, 1), wording.month(week.monday)
