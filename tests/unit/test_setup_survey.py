"""What a calendar says of its runner."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from runlift.app.lexicons import lexicon
from runlift.app.setup import language_lexicons
from runlift.app.setup_survey import Survey, languages_of, survey, zone_of
from runlift.domain.classify import classify
from runlift.domain.events import AllDay, Event, EventUid, Timed
from runlift.domain.kinds import EventKind, Role
from runlift.domain.runner import Clock
from tests.builders import BERLIN, a_moment

TODAY = date(2026, 7, 6)


def an_event(
    title: str, when: str, *, zone: ZoneInfo = BERLIN, transparent: bool = False, cancelled: bool = False
) -> Event:
    """Return an event on a day as '2026-07-07', or at an hour as '2026-07-07 18:00'."""
    uid = EventUid(f"{title} {when}")
    if " " not in when:
        day = date.fromisoformat(when)
        place: Timed | AllDay = AllDay(start=day, end=day + timedelta(days=1))
    else:
        start = a_moment(when, zone=zone)
        place = Timed(start=start, end=start + timedelta(hours=1))
    return Event(uid=uid, when=place, summary=title, transparent=transparent, cancelled=cancelled)


def look_at(*events: Event) -> Survey:
    pairs = tuple(zip(events, classify(events, lexicon()), strict=True))
    return survey(pairs, language_lexicons(), Clock(home=BERLIN), TODAY)


def test_usual_hours_are_the_middle_ones_of_each_kind_of_day() -> None:
    weekdays = [
        an_event("Easy run", f"2026-07-0{day} {hour}") for day, hour in [(6, "06:00"), (7, "06:32"), (8, "19:00")]
    ]
    weekend = [an_event("Long run", f"2026-07-{day} 08:58") for day in ("04", "05", "11")]
    found = look_at(*weekdays, *weekend)
    assert (found.weekday_hour, found.weekend_hour) == (time(6, 30), time(9))


def test_two_runs_make_no_habit() -> None:
    assert look_at(*(an_event("Easy run", f"2026-07-0{day} 06:00") for day in (6, 7))).weekday_hour is None


def test_hours_are_those_on_the_runners_clock() -> None:
    runs = [an_event("Easy run", f"2026-07-0{day} 04:30", zone=ZoneInfo("UTC")) for day in (6, 7, 8)]
    assert look_at(*runs).weekday_hour == time(6, 30)


def test_start_of_a_race_is_no_habit() -> None:
    runs = [an_event("Easy run", f"2026-07-0{day} 06:00") for day in (6, 7)]
    assert look_at(*runs, an_event("Race day: City 10k", "2026-07-08 19:00")).weekday_hour is None


@pytest.mark.parametrize(
    ("day", "untimed"),
    [("2026-07-07", (True, False)), ("2026-07-11", (False, True)), ("2026-07-07 07:00", (False, False))],
)
def test_runs_with_a_day_only_are_told_by_the_kind_of_day(day: str, untimed: tuple[bool, bool]) -> None:
    found = look_at(an_event("Easy run", day), an_event("Race day: City Marathon", "2026-10-18"))
    assert (found.weekday_untimed, found.weekend_untimed) == untimed


def test_races_ahead_are_told_by_day_with_their_distance() -> None:
    found = look_at(
        an_event("Race day: City Marathon", "2026-10-18"),
        an_event("Race: 10k", "2026-09-06 10:00"),
        an_event("Race day: old Marathon", "2026-07-05"),
        an_event("Race day: other Marathon", "2026-08-02", cancelled=True),
        an_event("Easy run", "2026-07-07"),
    )
    assert [(race.day, race.title, race.distance_km) for race in found.races] == [
        (date(2026, 9, 6), "Race: 10k", 10),
        (date(2026, 10, 18), "Race day: City Marathon", 42.195),
    ]


def test_appointments_are_what_takes_time_and_is_no_training() -> None:
    found = look_at(
        an_event("Easy run", "2026-07-07 07:00"),
        an_event("Gym class", "2026-07-07 18:00"),
        an_event("Dentist", "2026-07-08 12:00"),
        an_event("Birthday", "2026-07-08"),
        an_event("Focus", "2026-07-09 12:00", transparent=True),
        an_event("Lunch", "2026-07-10 12:00", cancelled=True),
    )
    assert (found.runs, found.appointments) == (1, 1)


@pytest.mark.parametrize(
    ("runs", "appointments", "own", "role"),
    [
        (5, 0, True, Role.RUNS),
        (5, 1, True, Role.BOTH),
        (5, 5, False, Role.RUNS),
        (5, 6, False, Role.BOTH),
    ],
)
def test_calendar_with_appointments_is_read_for_both(runs: int, appointments: int, role: Role, *, own: bool) -> None:
    assert Survey(kinds={EventKind.EASY: runs}, appointments=appointments).role(own=own) is role


@pytest.mark.parametrize(
    ("titles", "languages"),
    [
        (["Easy run", "Long run", "Tempo run"], ("en",)),
        (["Langer Lauf", "Lockerer Dauerlauf", "Tempolauf"], ("de",)),
        (["Lungo", "Ripetute", "Corsa facile"], ("it",)),
        (["Sortie longue", "Footing", "Fractionné"], ("fr",)),
        (["Långpass", "Tempopass", "Vila"], ("sv",)),
        (["长距离跑", "轻松跑", "间歇跑"], ("zh",)),
        (["Easy run"] * 6 + ["Langer Lauf"] * 3, ("en", "de")),
        (["Easy run"] * 30 + ["Langer Lauf"] * 2, ("en",)),
        (["10 km", "🏃"], ()),
        ([], ()),
    ],
)
def test_languages_are_those_of_the_titles(titles: list[str], languages: tuple[str, ...]) -> None:
    assert languages_of(titles, language_lexicons()) == languages


def test_zone_is_the_one_that_most_events_are_told_in() -> None:
    paris, utc = ZoneInfo("Europe/Paris"), ZoneInfo("UTC")
    events = [an_event("Easy run", f"2026-07-0{day} 07:00", zone=paris) for day in (6, 7)]
    events += [an_event("Easy run", f"2026-07-0{day} 07:00", zone=utc) for day in (8, 9)]
    assert zone_of([*events, an_event("Dentist", "2026-07-09 07:00")]) == "Europe/Paris"
    assert zone_of([event for event in events if event.day >= date(2026, 7, 8)]) is None
    assert zone_of([an_event("Easy run", "2026-07-07")]) is None


def test_zone_without_a_name_is_none() -> None:
    fixed = datetime.fromisoformat("2026-07-07T07:00+02:00")
    event = Event(uid=EventUid("x"), when=Timed(start=fixed, end=fixed + timedelta(hours=1)), summary="Easy run")
    assert zone_of([event]) is None
