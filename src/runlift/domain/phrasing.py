"""How rules and times read in a sentence."""

from datetime import date, datetime

from runlift.domain import rules
from runlift.domain.bans import Ban
from runlift.domain.kinds import DayKind, Intensity
from runlift.domain.landscape import RunSpan
from runlift.domain.phases import Season
from runlift.domain.sessions import FixedSession

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_name(day: date) -> str:
    """Return a day as a runner writes it: Thu 8 Oct."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def moment(instant: datetime) -> str:
    """Return an instant as a runner writes it: Thu 06:30."""
    return f"{_WEEKDAYS[instant.weekday()]} {instant:%H:%M}"


def span(minutes: int) -> str:
    """Return a length of time: 11 h 35, 3 h, 20 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def hours(value: float) -> str:
    """Return hours as they are said: 36 h, 15 min."""
    return span(round(value * 60))


def run_name(run: RunSpan) -> str:
    """Return what a run is called in a sentence, with its time."""
    name = "your race" if run.kind.value == "race" else f"the {run.kind} run"
    if run.run.cross:
        name = "your other training"
    return f"{name} on {moment(run.run.start)}"


def of_ban(ban: Ban, day: date, intensity: Intensity, kind: DayKind, season: Season) -> str:
    """Return why a ban stands, in one short sentence."""
    if isinstance(ban.cause, RunSpan):
        return _of_run(ban, ban.cause, intensity)
    if isinstance(ban.cause, FixedSession):
        if ban.rule == "H17":
            return "strength stands on that day already"
        return f"{hours(ban.need_h)} from start to start are kept to the session on {moment(ban.cause.start)}"
    return _of_day(ban.rule, day, intensity, kind, season)


def _of_run(ban: Ban, run: RunSpan, intensity: Intensity) -> str:
    match ban.rule:
        case "H1" | "H4":
            return f"{intensity} needs {hours(ban.need_h)} before {run_name(run)}"
        case "H5" if run.before_long and not ban.need_h:
            return "nothing stands between two long runs"
        case "H5":
            return f"{intensity} needs {hours(max(ban.need_h, rules.AFTER_RUN_MIN / 60))} after {run_name(run)}"
        case "H6":
            return f"nothing heavy before a run of the same day, and {run_name(run)} comes later"
        case _:
            return f"it would meet {run_name(run)}"


def _of_day(rule: str, day: date, intensity: Intensity, kind: DayKind, season: Season) -> str:
    match rule:
        case "H2":
            days = season.days_to_goal(day)
            return f"nothing {intensity} so close to the goal race, {days} {'day' if days == 1 else 'days'} away"
        case "H3":
            race = max((race for race in season.races if race.day < day), key=lambda race: race.start)
            return f"still recovering from the race on {day_name(race.day)}"
        case "H7":
            return _DAY_CAPS.get(kind, f"the {kind} run of that day allows moderate at most")
        case _:
            return _WHOLE_DAY.get(rule, "no window that day is long enough")


_DAY_CAPS = {
    DayKind.RACE: "no strength on race day",
    DayKind.LONG: "the long run of that day allows light only",
}
_WHOLE_DAY = {
    "H8": "the eve of the long run is for light and short work",
    "H11": "too early in your strength training for heavy work",
    "H12": "your calendar is taken then",
    "H16": "you marked the day as one to leave alone",
}
