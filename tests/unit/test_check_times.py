"""H12, H13, H16 and H18: the hour of a session and its length."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from runlift.domain.kinds import Status
from runlift.domain.runner import Trip
from tests import builders as given
from tests.builders import FRI, MON, SAT, THIS_WEEK, TUE, WED
from tests.unit.breaches import broken_rules

NEW_YORK, TOKYO = ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize("travel", [0, 12, 15, 30])
@pytest.mark.parametrize("minutes", [-1, 0])
def test_time_before_the_next_run_or_event(travel: int, minutes: int) -> None:
    hours = given.an_availability(travel=travel)
    run = given.a_run("easy", on=MON, at="12:00", minutes=30)
    event = given.a_busy_time(start=run.start)
    session = given.a_session("light", start=given.later(run.start, -max(15, travel) - 20 - minutes), minutes=20)
    broken = ["H12"] if minutes else []
    assert broken_rules(given.a_situation(busy=[event], availability=hours), session) == broken
    assert [
        rule for rule in broken_rules(given.a_situation(run, availability=hours), session) if rule != "H4"
    ] == broken


@pytest.mark.parametrize(("travel", "after_run", "after_event"), [(0, 10, 0), (10, 10, 10), (12, 12, 12), (30, 30, 30)])
@pytest.mark.parametrize("minutes", [-1, 0])
def test_time_after_a_run_or_an_event(travel: int, after_run: int, after_event: int, minutes: int) -> None:
    hours = given.an_availability(travel=travel)
    run = given.a_run("easy", on=MON, at="12:00", minutes=30)
    event = given.a_busy_time(start=run.start, minutes=30)
    broken = ["H12"] if minutes else []
    session = given.a_session("light", start=given.later(run.end, after_event + minutes))
    assert broken_rules(given.a_situation(busy=[event], availability=hours), session) == broken
    session = given.a_session("light", start=given.later(run.end, after_run + minutes))
    assert [
        rule for rule in broken_rules(given.a_situation(run, availability=hours), session) if rule != "H5"
    ] == broken


def test_events_touch_nothing_where_there_is_no_way_to_travel() -> None:
    events = [given.a_busy_time(start=f"{MON} {start}", minutes=60) for start in ("17:00", "18:40")]
    assert broken_rules(given.a_situation(busy=events), given.a_session("light", start=f"{MON} 18:00")) == []


@pytest.mark.parametrize(("start", "minutes"), [("18:05", 10), ("17:00", 180), ("17:00", 61), ("18:24", 60)])
def test_overlap_of_any_kind_collides(start: str, minutes: int) -> None:
    event = given.a_busy_time(start=f"{MON} {start}", minutes=minutes)
    assert broken_rules(given.a_situation(busy=[event]), given.a_session("light", start=f"{MON} 18:00")) == ["H12"]


@pytest.mark.parametrize(
    ("start", "minutes", "broken"),
    [
        ("12:00", 45, []),
        ("11:59", 45, ["H13"]),
        ("12:45", 45, []),
        ("12:46", 45, ["H13"]),
        ("13:15", 45, ["H13"]),
        ("17:00", 45, []),
        ("16:59", 45, ["H13"]),
        ("20:15", 45, []),
        ("20:16", 45, ["H13", "H13"]),
    ],
)
def test_session_lies_inside_one_window(start: str, minutes: int, broken: list[str]) -> None:
    hours = given.an_availability(at=given.windows("12:00-13:30 17:00-21:00"))
    session = given.a_session("moderate", start=f"{MON} {start}", minutes=minutes)
    assert broken_rules(given.a_situation(availability=hours), session) == broken


def test_each_weekday_has_its_own_windows() -> None:
    hours = given.an_availability(at=given.windows("17:00-21:00", "07:00-19:00"))
    assert broken_rules(given.a_situation(availability=hours), given.a_session("light", start=f"{FRI} 10:00")) == [
        "H13"
    ]
    assert broken_rules(given.a_situation(availability=hours), given.a_session("light", start=f"{SAT} 10:00")) == []


def test_weekday_without_windows_is_closed() -> None:
    hours = given.an_availability(at={5: given.ALL_DAY[5]})
    assert broken_rules(given.a_situation(availability=hours), given.a_session("light", start=f"{FRI} 10:00")) == [
        "H13"
    ]


@pytest.mark.parametrize(
    ("bedtime", "end", "broken"),
    [
        ("22:00", "21:00", []),
        ("22:00", "21:01", ["H13"]),
        ("00:30", "23:30", []),
        ("00:30", "23:31", ["H13"]),
        ("12:00", "11:00", []),
        ("12:00", "11:01", ["H13"]),
        ("11:59", "23:59", []),
    ],
)
def test_session_ends_an_hour_before_bed(bedtime: str, end: str, broken: list[str]) -> None:
    start = given.later(given.a_moment(f"{MON} {end}"), -25)
    session = given.a_session("light", start=start, minutes=25)
    situation = given.a_situation(availability=given.an_availability(bedtime=bedtime))
    assert broken_rules(situation, session) == broken


@pytest.mark.parametrize(("zone", "broken"), [(NEW_YORK, []), (given.BERLIN, ["H13"])])
def test_windows_and_bedtime_follow_a_trip(zone: ZoneInfo, broken: list[str]) -> None:
    trip = Trip(start=THIS_WEEK.monday, end=THIS_WEEK.sunday, zone=NEW_YORK)
    hours = given.an_availability(at=given.windows("17:00-21:00"), trips=[trip])
    session = given.a_session("light", start=f"{WED} 18:00", zone=zone)
    assert broken_rules(given.a_situation(availability=hours), session) == broken


def test_evening_before_a_trip_to_the_east_is_still_at_home() -> None:
    trip = Trip(start=date(2026, 7, 8), end=THIS_WEEK.sunday, zone=TOKYO)
    hours = given.an_availability(at=given.windows("17:00-21:00"), trips=[trip])
    assert broken_rules(given.a_situation(availability=hours), given.a_session("light", start=f"{TUE} 18:00")) == []


def test_gaps_are_elapsed_across_zones() -> None:
    run = given.a_run("hard", on=WED, at="06:00", zone=NEW_YORK)  # noon in Berlin
    situation = given.a_situation(run)
    assert broken_rules(situation, given.a_session("moderate", start=f"{TUE} 15:15")) == []
    assert broken_rules(situation, given.a_session("moderate", start=f"{TUE} 15:16")) == ["H4"]


def test_held_day_is_closed() -> None:
    session = given.a_session("light", start=f"{MON} 18:00")
    assert broken_rules(given.a_situation(held=[TUE]), session) == []
    assert broken_rules(given.a_situation(held=[MON]), session) == ["H16"]
    assert broken_rules(given.a_situation(held=[MON]), replace(session, status=Status.PINNED)) == ["H16"]


@pytest.mark.parametrize(("minutes", "broken"), [(19, ["H18"]), (20, []), (60, []), (61, ["H18"])])
def test_session_lasts_twenty_to_sixty_minutes(minutes: int, broken: list[str]) -> None:
    session = given.a_session("light", start=f"{MON} 18:00", minutes=minutes)
    assert broken_rules(given.a_situation(), session) == broken
