"""What a runner types, as the values of a config."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from runlift.app.config_schema import CalendarType, GoalTable, SourceTable, TargetTable, WindowsTable
from runlift.app.lexicons import lexicon
from runlift.app.setup import profile_in, write_config
from runlift.app.setup_answers import (
    experience_since,
    put_windows,
    read_distance,
    read_password,
    read_race,
    read_since,
    read_source,
    read_target,
    read_windows,
)
from runlift.app.setup_links import where_the_feed_is
from runlift.domain.kinds import Experience
from runlift.domain.runner import Window
from runlift.errors import UsageError

TODAY = date(2026, 7, 6)
ICS, CALDAV, GOOGLE = CalendarType.ICS, CalendarType.CALDAV, CalendarType.GOOGLE


def a_window(start: str, end: str) -> Window:
    return Window(start=time.fromisoformat(start), end=time.fromisoformat(end))


def refusal(reading: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as refused:
        reading()
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("https://example.com/feed.ics", SourceTable(type=ICS, url="https://example.com/feed.ics")),
        ('  "webcal://example.com/feed"  ', SourceTable(type=ICS, url="webcal://example.com/feed")),
        ("<https://example.com/feed>", SourceTable(type=ICS, url="https://example.com/feed")),
        ("HTTP://192.168.1.5/f", SourceTable(type=ICS, url="HTTP://192.168.1.5/f", allow_private=True)),
        ("https://nas.local/f", SourceTable(type=ICS, url="https://nas.local/f", allow_private=True)),
        ("https://localhost:8/f", SourceTable(type=ICS, url="https://localhost:8/f", allow_private=True)),
        ("https://[::1]/f", SourceTable(type=ICS, url="https://[::1]/f", allow_private=True)),
        ("https://93.184.215.14/f", SourceTable(type=ICS, url="https://93.184.215.14/f")),
        ("google", SourceTable(type=GOOGLE, calendar="primary")),
        ("Google:abc@group.calendar.google.com", SourceTable(type=GOOGLE, calendar="abc@group.calendar.google.com")),
        ("caldav", SourceTable(type=CALDAV)),
        ("caldav:https://example.com/jo/runs/", SourceTable(type=CALDAV, calendar="https://example.com/jo/runs/")),
    ],
)
def test_source_is_a_link_an_account_or_a_file(text: str, source: SourceTable, tmp_path: Path) -> None:
    assert read_source(text, tmp_path, tmp_path) == source


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("strength.ics", TargetTable(type=ICS, path=Path("strength.ics"))),
        ("google", TargetTable(type=GOOGLE, calendar="own")),
        ("google:primary", TargetTable(type=GOOGLE, calendar="primary")),
        ("caldav:strength", TargetTable(type=CALDAV, calendar="strength")),
    ],
)
def test_target_is_a_file_or_an_account(text: str, target: TargetTable, tmp_path: Path) -> None:
    assert read_target(text, tmp_path, tmp_path) == target


def test_file_is_named_from_here_and_written_from_the_config(tmp_path: Path) -> None:
    here, folder = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    (here / "runs.ics").touch()
    assert read_source("runs.ics", here, here).path == Path("runs.ics")
    assert read_source("runs.ics", folder, here).path == here / "runs.ics"
    assert read_source("here/runs.ics", here, tmp_path).path == Path("runs.ics")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing was named"),
        ("nowhere.ics", "is no file here, and no link either"),
        ("example.com/feed.ics", "links begin with https:// or webcal://"),
        ("~nobody-of-that-name/runs.ics", "names a home folder that this machine does not know"),
        ("nul\0.ics", "nothing was named"),
    ],
)
def test_source_that_is_nowhere_is_refused(text: str, says: str, tmp_path: Path) -> None:
    assert says in refusal(lambda: read_source(text, tmp_path, tmp_path))


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("12:00-13:30, 17:00-21:00", (a_window("12:00", "13:30"), a_window("17:00", "21:00"))),
        ("17-21", (a_window("17:00", "21:00"),)),
        (" 9 – 10:30 ", (a_window("09:00", "10:30"),)),
        ("20-24", (a_window("20:00", "00:00"),)),
        ("none", ()),
        ("", ()),
    ],
)
def test_windows_are_read_as_they_are_said(text: str, windows: tuple[Window, ...]) -> None:
    assert read_windows(text) == windows


@pytest.mark.parametrize("text", ["evening", "17:00", "21-17", "25-26", "17:00-21:00,", "17:0-18"])
def test_what_is_no_window_is_refused_with_what_to_write(text: str) -> None:
    assert '"none" is none at all' in refusal(lambda: read_windows(text))


def test_windows_of_a_named_day_stand_beside_the_others() -> None:
    windows = put_windows(put_windows(WindowsTable(), "weekday=17-21"), "Friday = none")
    assert windows == WindowsTable(weekday=(a_window("17:00", "21:00"),), friday=())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("now", TODAY),
        ("Today", TODAY),
        ("2025-09-01", date(2025, 9, 1)),
        ("10 days", date(2026, 6, 26)),
        ("3 weeks ago", date(2026, 6, 15)),
        ("6 months", date(2026, 1, 4)),
        ("2y", date(2024, 7, 6)),
    ],
)
def test_since_is_a_day_or_a_time_ago(text: str, day: date) -> None:
    assert read_since(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "ever", "6", "2026-13-01", "6 parsecs"])
def test_since_that_is_no_day_is_refused(text: str) -> None:
    assert 'write "now", a date as 2026-03-01, or how long it has been' in refusal(lambda: read_since(text, TODAY))


@pytest.mark.parametrize(
    ("since", "experience"),
    [
        (TODAY, Experience.BEGINNER),
        (date(2026, 1, 6), Experience.BEGINNER),
        (date(2026, 1, 5), Experience.INTERMEDIATE),
        (date(2024, 7, 8), Experience.INTERMEDIATE),
        (date(2024, 7, 7), Experience.ADVANCED),
    ],
)
def test_experience_follows_from_the_time_of_lifting(since: date, experience: Experience) -> None:
    assert experience_since(since, TODAY) is experience


@pytest.mark.parametrize(
    ("text", "kilometres"),
    [
        ("42.2", 42.2),
        ("42,195 km", 42.2),
        ("10k", 10),
        ("10 miles", 16.1),
        ("marathon", 42.195),
        ("Halbmarathon", 21.1),
        ("half marathon", 21.1),
    ],
)
def test_distance_is_a_number_or_a_name(text: str, kilometres: float) -> None:
    assert read_distance(text, lexicon()) == kilometres


def test_race_is_a_day_and_a_distance() -> None:
    assert read_race("2026-10-18 42.2", TODAY, lexicon()) == GoalTable(date=date(2026, 10, 18), distance_km=42.2)
    assert read_race(" 2026-10-18, 10k ", TODAY, lexicon()) == GoalTable(date=date(2026, 10, 18), distance_km=10)
    assert read_race("2026-07-06", TODAY, lexicon()) == GoalTable(date=TODAY)


@pytest.mark.parametrize("text", ["calendar", "none", "No", ""])
def test_race_may_be_left_to_the_calendar(text: str) -> None:
    assert read_race(text, TODAY, lexicon()) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Berlin", "names no race; write its day and distance"),
        ("2026-10-18 far", '"far" is no distance of a race'),
        ("2026-07-05", "a race on 2026-07-05 is over"),
    ],
)
def test_race_that_is_none_is_refused(text: str, says: str) -> None:
    assert says in refusal(lambda: read_race(text, TODAY, lexicon()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("keyring", (None, None)),
        ("$CALDAV_PASSWORD", ("CALDAV_PASSWORD", None)),
        ("CALDAV_PASSWORD", ("CALDAV_PASSWORD", None)),
        ("pass show caldav", (None, "pass show caldav")),
    ],
)
def test_password_is_named_and_never_told(text: str, found: tuple[str | None, str | None]) -> None:
    assert read_password(text) == found


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://home.trainingpeaks.com/login", "TrainingPeaks"),
        ("https://www.finalsurge.com/", "Final Surge"),
        ("https://club.runna.com/", "Runna"),
        ("https://connect.garmin.com/modern/calendar", "Garmin"),
        ("https://intervals.icu/athlete", "Intervals.icu"),
        ("https://calendar.google.com/calendar/u/0/r", "secret address in iCal format"),
        ("https://www.icloud.com/calendar", "public"),
        ("https://outlook.office.com/calendar/", "Outlook"),
        ("https://www.strava.com/training/calendar", "Strava has no feed"),
        ("https://nottrainingpeaks.com/", "your app shows it in its settings"),
    ],
)
def test_page_of_an_app_says_where_its_link_is(url: str, says: str) -> None:
    assert says in where_the_feed_is(url)


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        ('[runner]\nprofile = "k3v9"\n', "k3v9"),
        ('\ufeff[runner]\nprofile = "k3v9"\n', "k3v9"),
        ("[runner]\nprofile = 7\n", None),
        ('[runner]\nprofile = "two words"\n', None),
        ("runner = 7\n", None),
        ("[timing]\n", "default"),
        ("no config\n", None),
    ],
)
def test_profile_of_a_config_that_is_replaced_is_found_where_it_has_one(
    tmp_path: Path, text: str, profile: str | None
) -> None:
    (tmp_path / "runlift.toml").write_text(text, encoding="utf-8")
    assert profile_in(tmp_path / "runlift.toml") == profile


def test_config_that_appeared_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "runlift.toml"
    path.write_text("# mine\n", encoding="utf-8")
    assert "is there already" in refusal(lambda: write_config(path, "# ours\n", replaces=False))
    assert path.read_text(encoding="utf-8") == "# mine\n"
