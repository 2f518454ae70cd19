"""The questions about the runner: where and when, since when, and for which race."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from functools import partial
from zoneinfo import ZoneInfo

from runlift.app.config import zone_of_the_machine
from runlift.app.config_schema import AssumedRunTable, ConfigFile, WindowsTable
from runlift.app.config_values import BadValue, read_clock, read_zone
from runlift.app.lexicons import lexicon
from runlift.app.setup import Seen
from runlift.app.setup_answers import experience_since, put_windows, read_race, read_since, read_windows
from runlift.app.setup_survey import RaceAhead, Survey, is_utc, zone_of
from runlift.cli.init_asking import Given, Question
from runlift.cli.init_calendars import Desk
from runlift.domain.phrasing import day_name
from runlift.domain.printing import one_line
from runlift.errors import UsageError

_ZONE = Question(option="timezone", text="Where do you live? A time zone, such as Europe/Berlin")
_SINCE = Question(
    option="since", text='Since when have you been lifting? "now", "6 months", or a date as 2026-03-01', usual="now"
)
_WEEKDAYS = Question(
    option="windows", text='When can you lift on weekdays? "none" for never', usual="12:00-13:30, 17:00-21:00"
)
_WEEKENDS = Question(option="windows", text="And at weekends?", usual="07:00-19:00")
_RACE = Question(option="race", text="Which race do you train for? Its day and distance, as 2026-10-18 42.2")
_RUN_WEEKDAYS = Question(
    option="run-weekday", text="When do you run on weekdays? Your calendar gives a day only", usual="07:00"
)
_RUN_WEEKENDS = Question(option="run-weekend", text="When do you run at weekends?", usual="08:00")
_RACES_SHOWN = 5
_TITLE_LENGTH = 50


def first_zone(given: Given) -> ZoneInfo:
    """Return the runner's zone as far as it is known before any calendar is read.

    Raises:
        UsageError: the option names none.
    """
    said = given.get(_ZONE.option)
    if said is not None:
        return _zone(said)
    try:
        return zone_of_the_machine()
    except UsageError:
        return ZoneInfo("UTC")


def ask_zone(desk: Desk, tables: ConfigFile, seen: Seen | None, given: Given) -> ConfigFile:
    """Return the config with the runner's zone, asked for only where machine and calendar do not agree.

    Raises:
        UsageError: nobody knows it.
    """
    here, there = tables.runner.timezone, zone_of(seen.events) if seen else None
    if given.get(_ZONE.option) is not None or here is None:
        return tables
    if is_utc(here.key):
        # A server's clock says nothing of where its runner lives.
        usual = there
    elif there is None or _is_like(here, there, desk, tables):
        return tables
    else:
        usual = here.key
    question = replace(_ZONE, usual=usual)
    zone = desk.asking.repeat(lambda said: _zone(desk.asking.ask(question, said)), given)
    return replace(tables, runner=replace(tables.runner, timezone=zone))


def ask_windows(desk: Desk, tables: ConfigFile, given: Given, stretches: Sequence[str]) -> ConfigFile:
    """Return the config with when the runner can lift.

    Args:
        stretches: what the options say, each a day and its windows.

    Raises:
        UsageError: one of them is no window.
    """
    if stretches:
        windows = WindowsTable()
        for stretch in stretches:
            windows = put_windows(windows, stretch)
        return _checked(desk, _with_windows(tables, windows))

    def attempt(said: Given | None) -> ConfigFile:
        weekday = read_windows(desk.asking.ask(_WEEKDAYS, said))
        weekend = read_windows(desk.asking.ask(_WEEKENDS, said))
        return _checked(desk, _with_windows(tables, WindowsTable(weekday=weekday, weekend=weekend)))

    return desk.asking.repeat(attempt, given)


def ask_since(desk: Desk, tables: ConfigFile, given: Given) -> ConfigFile:
    """Return the config with since when the runner has lifted, and the experience that makes.

    Raises:
        UsageError: the answer is no day.
    """
    today = desk.now(tables).date()
    since = desk.asking.repeat(lambda said: read_since(desk.asking.ask(_SINCE, said), today), given)
    experience = tables.runner.experience if given.get("experience") else experience_since(since, today)
    return replace(tables, runner=replace(tables.runner, strength_since=since, experience=experience))


def ask_race(desk: Desk, tables: ConfigFile, seen: Seen | None, given: Given) -> ConfigFile:
    """Return the config with the race that the runner trains for; without one the calendar decides.

    Raises:
        UsageError: the answer is no race.
    """
    today = desk.now(tables).date()
    races = seen.survey.races if seen else ()
    if races:
        desk.asking.tell("\n".join(["The calendar holds:", *(f"  {_race(race)}" for race in races[:_RACES_SHOWN])]))
    question = replace(_RACE, usual="calendar" if races else "none")
    goal = desk.asking.repeat(lambda said: read_race(desk.asking.ask(question, said), today, lexicon()), given)
    return replace(tables, goal=goal)


def ask_run_hours(desk: Desk, tables: ConfigFile, found: Survey | None, given: Given) -> ConfigFile:
    """Return the config with when the runner runs, asked for only where runs have a day and no hour.

    Raises:
        UsageError: the answer is no time of day.
    """
    weekday, weekend = None, None
    if given.get(_RUN_WEEKDAYS.option) or (found and found.weekday_untimed and not found.weekday_hour):
        weekday = desk.asking.repeat(partial(_hour, desk, _RUN_WEEKDAYS), given)
    if given.get(_RUN_WEEKENDS.option) or (found and found.weekend_untimed and not found.weekend_hour):
        weekend = desk.asking.repeat(partial(_hour, desk, _RUN_WEEKENDS), given)
    hours = AssumedRunTable(
        weekday=weekday or (found.weekday_hour if found else None),
        weekend=weekend or (found.weekend_hour if found else None),
    )
    return replace(tables, timing=replace(tables.timing, assumed_run=hours))


def _hour(desk: Desk, question: Question, given: Given | None) -> time:
    try:
        return read_clock(desk.asking.ask(question, given).strip())
    except BadValue as refusal:
        raise UsageError(str(refusal)) from None


def _zone(text: str) -> ZoneInfo:
    try:
        return read_zone(text.strip())
    except BadValue as refusal:
        raise UsageError(str(refusal)) from None


def _is_like(here: ZoneInfo, there: str, desk: Desk, tables: ConfigFile) -> bool:
    now = desk.now(tables)
    return now.astimezone(here).utcoffset() == now.astimezone(ZoneInfo(there)).utcoffset()


def _with_windows(tables: ConfigFile, windows: WindowsTable) -> ConfigFile:
    return replace(tables, timing=replace(tables.timing, windows=windows))


def _checked(desk: Desk, tables: ConfigFile) -> ConfigFile:
    desk.config(tables)
    return tables


def _race(race: RaceAhead) -> str:
    size = (
        f"{race.distance_km:g} km"
        if race.distance_km
        else "how far it does not say, so that it counts as a half marathon"
    )
    return f"{day_name(race.day)}: {one_line(race.title)[:_TITLE_LENGTH]} ({size})"
