"""What would open a place for a heavy session where weeks in a row have none, found by planning again.

Two weeks in a row that ask for a heavy session and have no legal place for one are too few to keep strength (E14, E30).
Each remedy that is named was tried: the same weeks were planned with it, and a heavy session came out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby, islice

from runlift.domain.kinds import Intensity, Policy, Status
from runlift.domain.landscape import Landscape
from runlift.domain.pins import with_intensities
from runlift.domain.plan import Plan, Situation
from runlift.domain.planner import freeze, plan
from runlift.domain.runner import Window
from runlift.domain.season import SeasonFrame, WeekFrame, frame_season
from runlift.domain.slots import Slot
from runlift.domain.weeks import Week

_IN_A_ROW = 2
_QUARTER = 15
_WHOLE_DAY = Window(start=time(5), end=time(0))
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing that the runner could change.

    Attributes:
        weeks: the weeks without a place for a heavy session.
        opens: those among them in which the plan has one then.
    """

    weeks: tuple[Week, ...]
    opens: tuple[Week, ...]
    text: str


def advise(situation: Situation, planned: Plan) -> tuple[Advice, ...]:
    """Return what would open places for heavy sessions: more time, another policy; empty where nothing is missing."""
    weeks = _starved(_frame(situation, planned), Landscape(situation).today)
    if not weeks:
        return ()
    remedies = (_more_time(situation, planned, weeks), _other_policy(situation, weeks))
    return tuple(advice for tried in remedies for advice in islice(tried, 1))


def _frame(situation: Situation, planned: Plan) -> SeasonFrame:
    settled, _ = freeze(situation, planned.displaced)
    pinned = {lift.key: lift.intensity for lift in planned.sessions if lift.status is Status.PINNED}
    return frame_season(Landscape(with_intensities(settled, pinned)))


def _starved(frame: SeasonFrame, today: date) -> tuple[Week, ...]:
    """Return the weeks without a place for the heavy session that they ask for, where two or more follow each other.

    Weeks that ask for none, as lighter ones do, stand between them without a say; so does one that has begun, since
    what is left of it says little about weeks like it.
    """
    asking = [week for week in frame.weeks if week.outline.week.monday >= today and Intensity.HEAVY in week.asked]
    rows = groupby(asking, key=lambda week: Intensity.HEAVY not in week.served and not _heavy_slots(week))
    in_vain = [tuple(week.outline.week for week in row) for is_in_vain, row in rows if is_in_vain]
    return tuple(week for row in in_vain if len(row) >= _IN_A_ROW for week in row)


def _heavy_slots(week: WeekFrame) -> list[Slot]:
    return [slot for _, slots in week.days for slot in slots if slot.intensity is Intensity.HEAVY]


def _more_time(situation: Situation, planned: Plan, weeks: tuple[Week, ...]) -> Iterator[Advice]:
    for weekday, window in _windows(situation, planned, weeks):
        text = f"time to lift on {_WEEKDAYS[weekday]} from {window.start:%H:%M} to {window.end:%H:%M}"
        yield from _verified(_with_window(situation, weekday, window), weeks, text)


def _other_policy(situation: Situation, weeks: tuple[Week, ...]) -> Iterator[Advice]:
    if situation.runner.policy is Policy.LIGHT_RUN_HEAVY_LIFT:
        runner = replace(situation.runner, policy=Policy.HARD_DAYS_HARD)
        text = f'policy = "{Policy.HARD_DAYS_HARD}", heavy on the days of hard runs,'
        yield from _verified(replace(situation, runner=runner), weeks, text)


def _windows(situation: Situation, planned: Plan, weeks: Sequence[Week]) -> list[tuple[int, Window]]:
    """Return where heavy sessions would be legal if all hours were open, one window a weekday: most weeks first.

    Of two that serve as many weeks, the one goes first that asks for less time beside the windows there are, then the
    one nearer to the hours that the runner prefers.
    """
    availability = situation.availability
    open_wide = replace(availability, windows=dict.fromkeys(range(7), (_WHOLE_DAY,)))
    frame = _frame(replace(situation, availability=open_wide), planned)
    serves: dict[tuple[int, Window], set[Week]] = defaultdict(set)
    strays: dict[tuple[int, Window], int] = defaultdict(int)
    for week in frame.weeks:
        if week.outline.week in weeks:
            for slot in _heavy_slots(week):
                begins = datetime.fromtimestamp(slot.start * 60, availability.clock.zone_on(slot.day))
                place = slot.day.weekday(), _around(begins, slot.prescription.minutes)
                serves[place].add(week.outline.week)
                strays[place] = max(strays[place], slot.distance)

    def rank(place: tuple[int, Window]) -> tuple[int, int, int, int, time]:
        weekday, window = place
        beside = _beside(window, availability.windows[weekday])
        return -len(serves[place]), beside, strays[place], weekday, window.start

    best: dict[int, Window] = {}
    for weekday, window in sorted(serves, key=rank):
        best.setdefault(weekday, window)
    return list(best.items())


def _around(start: datetime, minutes: int) -> Window:
    """Return the smallest window of whole quarter hours that holds a session."""
    first = start.hour * 60 + start.minute
    opens, closes = first // _QUARTER * _QUARTER, -(-(first + minutes) // _QUARTER) * _QUARTER
    return Window(start=_wall(opens), end=_wall(closes))


def _wall(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _beside(window: Window, windows: Iterable[Window]) -> int:
    """Return how many minutes of a window lie outside all others."""
    start, end = _minutes(window)
    shared = sum(max(0, min(end, other_end) - max(start, other)) for other, other_end in map(_minutes, windows))
    return end - start - shared


def _minutes(window: Window) -> tuple[int, int]:
    start, end = (wall.hour * 60 + wall.minute for wall in (window.start, window.end))
    return start, end or 24 * 60


def _with_window(situation: Situation, weekday: int, window: Window) -> Situation:
    availability = situation.availability
    start, end = _minutes(window)
    apart: list[Window] = []
    for other in availability.windows[weekday]:
        other_start, other_end = _minutes(other)
        if other_end < start or end < other_start:
            apart.append(other)
        else:
            start, end = min(start, other_start), max(end, other_end)
    joined = sorted([*apart, Window(start=_wall(start), end=_wall(end))], key=lambda each: each.start)
    windows = {**availability.windows, weekday: tuple(joined)}
    return replace(situation, availability=replace(availability, windows=windows))


def _verified(situation: Situation, weeks: tuple[Week, ...], text: str) -> Iterator[Advice]:
    """Yield the advice if the situation that it makes holds what it promises."""
    heavy = {session.week for session in plan(situation).sessions if session.intensity is Intensity.HEAVY}
    opens = tuple(week for week in weeks if week in heavy)
    if opens:
        yield Advice(weeks=weeks, opens=opens, text=f"{text} would make room for a heavy session {_when(opens, weeks)}")


def _when(opens: Sequence[Week], weeks: Sequence[Week]) -> str:
    if len(opens) == len(weeks):
        return f"in each of the {len(weeks)} weeks that have none"
    return f"in {len(opens)} of the {len(weeks)} weeks that have none"
