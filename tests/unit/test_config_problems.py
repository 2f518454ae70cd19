"""What a config is told: everything that is wrong with it, where, and what to write instead."""

from pathlib import Path

import pytest

from runlift.app.config import load_config, zone_of_the_machine
from runlift.errors import ConfigError, UsageError

RUNNER = '[runner]\ntimezone = "Europe/Berlin"\n'
SOURCE = '[[source]]\ntype = "ics"\npath = "runs.ics"\n'


def problems_of(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a config; none of its tables is added."""
    file = folder / "runlift.toml"
    file.write_text(text, encoding="utf-8")
    try:
        load_config(file)
    except ConfigError as error:
        return list(error.problems)
    return []


def in_runner(line: str) -> str:
    """Return a config that is good but for a line of [runner]."""
    return f"{RUNNER}{line}\n{SOURCE}"


def in_timing(line: str) -> str:
    """Return a config that is good but for a line of [timing]."""
    return f"{RUNNER}[timing]\n{line}\n{SOURCE}"


def in_source(lines: str, account: str = "") -> str:
    """Return a config whose only source reads so, with a table [google]."""
    return f"{RUNNER}{account}[[source]]\n{lines}\n"


def in_target(lines: str, account: str = "") -> str:
    """Return a config that is good but for its target, with a table [google]."""
    return f"{RUNNER}{account}{SOURCE}[[target]]\n{lines}\n"


CLIENT = '[google]\nclient_file = "client.json"\n'


def test_a_good_config_has_no_problems(tmp_path: Path) -> None:
    assert problems_of(tmp_path, RUNNER + SOURCE) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (in_runner('experiense = "advanced"'), 'runner.experiense: unknown key; did you mean "experience"?'),
        (in_runner("body-weight-kg = 70"), 'runner.body-weight-kg: unknown key; did you mean "body_weight_kg"?'),
        (in_runner('prefer = "18:00"'), "runner.prefer: unknown key here; it belongs to [timing]"),
        (f"[runer]\n{SOURCE}", 'runer: unknown key; did you mean "runner"?'),
        (in_timing("windows.frday = []"), 'timing.windows.frday: unknown key; did you mean "friday"?'),
        (
            in_timing('assumed_run.quux = "07:00"'),
            "timing.assumed_run.quux: unknown key; known here: weekday, weekend",
        ),
        (
            in_source('type = "ics"\npath = "a.ics"\nrolle = "runs"'),
            'source[0].rolle: unknown key; did you mean "role"?',
        ),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_known_one(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, text) == [problem]


@pytest.mark.parametrize(
    ("zone", "advice"),
    [
        ("Berlin", 'did you mean "Europe/Berlin"?'),
        ("europe/berlin", 'did you mean "Europe/Berlin"?'),
        ("Europe/Berln", 'did you mean "Europe/Berlin"?'),
        ("New York", 'did you mean "America/New_York"?'),
        ("xyzzy", 'write an IANA name such as "Europe/Berlin"'),
        ("Europe", 'did you mean "'),
        ("../../etc/passwd", 'write an IANA name such as "Europe/Berlin"'),
    ],
)
def test_a_wrong_zone_is_told_with_the_nearest_one(tmp_path: Path, zone: str, advice: str) -> None:
    (problem,) = problems_of(tmp_path, f'[runner]\ntimezone = "{zone}"\n{SOURCE}')
    assert problem.startswith(f'runner.timezone: "{zone}" is no time zone; {advice}')


def test_a_wrong_zone_is_told_once_on_a_machine_without_a_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: None)
    assert len(problems_of(tmp_path, f'[runner]\ntimezone = "xyzzy"\n{SOURCE}')) == 1


@pytest.mark.parametrize("zone", ["Nowhere/Atall", ""])
def test_a_machine_without_a_zone_asks_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: zone)
    assert problems_of(tmp_path, SOURCE) == ['runner.timezone: is missing; write yours, such as "Europe/Berlin"']
    with pytest.raises(UsageError, match="this machine names no time zone; set it, or write"):
        zone_of_the_machine()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('"25:00-26:00"', '"25:00-26:00" is no window; write "17:00-21:00"'),
        ('"17-21"', '"17-21" is no window; write "17:00-21:00"'),
        ('"12:60-13:30"', '"12:60-13:30" is no window; write "17:00-21:00"'),
        ("17", '17 is no window; write "17:00-21:00"'),
        (
            '"22:00-01:00"',
            '"22:00-01:00" ends before it starts; a window lies within one day, so split it at 24:00',
        ),
        ('"12:00-12:00"', '"12:00-12:00" ends before it starts; a window lies within one day, so split it at 24:00'),
    ],
)
def test_an_impossible_window_is_told_by_its_place_in_the_list(tmp_path: Path, line: str, problem: str) -> None:
    text = in_timing(f'windows.weekday = ["12:00-13:30", {line}]')
    assert problems_of(tmp_path, text) == [f"timing.windows.weekday[1]: {problem}"]


TOO_LATE = "since a session ends 60 min before the bedtime of 22:00; open it earlier, or set runner.bedtime"


@pytest.mark.parametrize(
    ("windows", "problem"),
    [
        (["17:00-19:00", "18:30-21:00"], '"17:00-19:00" and "18:30-21:00" overlap; make them one'),
        (["17:00-24:00", "18:30-21:00"], '"17:00-24:00" and "18:30-21:00" overlap; make them one'),
        (["17:00-17:19"], '"17:00-17:19" is shorter than the shortest session of 20 min; widen it'),
        (["20:41-23:00"], f'nothing is left of "20:41-23:00", {TOO_LATE}'),
    ],
)
def test_a_window_that_can_hold_no_session_is_told(tmp_path: Path, windows: list[str], problem: str) -> None:
    assert problems_of(tmp_path, in_timing(f"windows.friday = {windows}")) == [f"timing.windows.friday: {problem}"]


@pytest.mark.parametrize(
    "lines",
    [
        'bedtime = "22:00"\n[timing]\nwindows.friday = ["20:40-23:00"]',
        'bedtime = "00:30"\n[timing]\nwindows.friday = ["22:00-24:00"]',
        'bedtime = "24:00"\n[timing]\nwindows.friday = ["22:00-24:00"]',
        '[timing]\nwindows.friday = ["17:00-17:20", "17:20-18:00"]',
    ],
)
def test_a_window_that_holds_one_session_is_enough(tmp_path: Path, lines: str) -> None:
    assert problems_of(tmp_path, in_runner(lines)) == []


def test_windows_are_not_held_against_a_bedtime_that_cannot_be_read(tmp_path: Path) -> None:
    text = in_runner('bedtime = "late"\n[timing]\nwindows.friday = ["21:00-23:00"]')
    assert problems_of(tmp_path, text) == ['runner.bedtime: "late" is no time of day; write it as "18:00"']


def test_a_week_without_any_window_is_told(tmp_path: Path) -> None:
    assert problems_of(tmp_path, in_timing("windows.weekday = []\nwindows.weekend = []")) == [
        "timing.windows: no day has a window, so that nothing can be planned; open at least one"
    ]


def test_a_week_with_one_window_is_enough(tmp_path: Path) -> None:
    text = in_timing('windows.weekday = []\nwindows.weekend = []\nwindows.monday = ["17:00-18:00"]')
    assert problems_of(tmp_path, text) == []


NO_DATE = "is no date; write it without quotes and without an hour, as 2027-04-25"
NO_COUNT = 'is no count; write "auto", a cap from 1 to 4, or "+1" or "-1" in quotes'
NO_PREFERENCE = 'is no preference; write "after-run" or a time of day such as "18:00"'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (in_runner('strength_since = "2026-09-07"'), f'runner.strength_since: "2026-09-07" {NO_DATE}'),
        (in_runner("strength_since = 2026-09-07T10:00:00"), f"runner.strength_since: 2026-09-07 10:00:00 {NO_DATE}"),
        (in_runner('bedtime = "22"'), 'runner.bedtime: "22" is no time of day; write it as "18:00"'),
        (in_runner("body_weight_kg = -70"), "runner.body_weight_kg: -70 is out of bounds; write 20 to 300"),
        (in_runner("body_weight_kg = nan"), "runner.body_weight_kg: nan is out of bounds; write 20 to 300"),
        (in_runner('body_weight_kg = "70"'), 'runner.body_weight_kg: "70" is no number'),
        (in_runner("dumbbells_kg = [4, -6]"), "runner.dumbbells_kg[1]: -6 is out of bounds; write 0.1 to 500"),
        (in_runner("dumbbells_kg = 4"), "runner.dumbbells_kg: 4 is no list; put it in [ ]"),
        (
            in_runner('experience = "expert"'),
            'runner.experience: "expert" is not known; write "beginner", "intermediate" or "advanced"',
        ),
        (
            in_runner('slow_recovery = "no"'),
            'runner.slow_recovery: "no" is neither true nor false; write one of them without quotes',
        ),
        (
            in_runner('profile = "Jack & Jo"'),
            'runner.profile: "Jack & Jo" cannot be used; write up to 64 letters and digits, or leave it out',
        ),
        (in_timing("sessions_per_week = 5"), f"timing.sessions_per_week: 5 {NO_COUNT}"),
        (in_timing("sessions_per_week = -1"), f"timing.sessions_per_week: -1 {NO_COUNT}"),
        (in_timing("sessions_per_week = true"), f"timing.sessions_per_week: true {NO_COUNT}"),
        (in_timing('prefer = "evening"'), f'timing.prefer: "evening" {NO_PREFERENCE}'),
        (in_timing('prefer = "25:00"'), f'timing.prefer: "25:00" {NO_PREFERENCE}'),
        (
            in_timing("gap_hours = [8, 3]"),
            "timing.gap_hours: is no band; write the fewest and the most hours, as [3, 8]",
        ),
        (
            in_timing("gap_hours = [3, 3]"),
            "timing.gap_hours: is no band; write the fewest and the most hours, as [3, 8]",
        ),
        (in_timing("gap_hours = [3]"), "timing.gap_hours: is no band; write the fewest and the most hours, as [3, 8]"),
        (in_timing("gap_hours = [3, 25]"), "timing.gap_hours[1]: 25 is out of bounds; write 0 to 24"),
        (in_timing("travel_minutes = 7.5"), "timing.travel_minutes: 7.5 is no whole number"),
        (in_timing("horizon_days = 365"), "timing.horizon_days: 365 is out of bounds; write 0 to 140"),
        (in_timing("windows = []"), "timing.windows: a list is no table; write its keys under a heading in [ ]"),
        (
            f"{SOURCE}[goal]\ndate = 2027-04-25\ndistance_km = 0\n",
            "goal.distance_km: 0 is out of bounds; write 0.1 to 1000",
        ),
        (f"{SOURCE}[goal]\ndistance_km = 10\n", "goal.date: is missing; this table needs it"),
        (
            f'{SOURCE}[daemon]\nevery = "0m"\n',
            'daemon.every: "0m" is no interval; write a number and s, m, h or d, as "15m"',
        ),
        (
            f'{SOURCE}[daemon]\nhealth = "0.0.0.0:8766"\n',
            (
                'daemon.health: "0.0.0.0:8766" cannot be used; '
                'write this machine and a port, as "127.0.0.1:8766", or "" for none'
            ),
        ),
        (
            f'{SOURCE}[daemon]\nhealth = "localhost:65536"\n',
            "daemon.health: names no port; they end at 65535",
        ),
        (
            f'{SOURCE}[notify]\ncommand = "mail \'jo"\n',
            "notify.command: is no command (no closing quotation); mend its quotes",
        ),
        (
            f'{SOURCE}[feed]\nbind = "everywhere"\n',
            'feed.bind: "everywhere" cannot be used; write a host and a port, as "127.0.0.1:8765"',
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_what_to_write(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, text) == [problem]


ABROAD = '[[travel]]\nfrom = {}\nto = {}\ntimezone = "Asia/Tokyo"\n'


def test_a_trip_that_ends_before_it_begins_is_told(tmp_path: Path) -> None:
    assert problems_of(tmp_path, SOURCE + ABROAD.format("2027-01-03", "2027-01-02")) == [
        "travel[0].to: 2027-01-02 is before the trip begins on 2027-01-03; swap the two"
    ]


@pytest.mark.parametrize(
    "trips",
    [
        [("2027-01-01", "2027-01-03"), ("2027-01-03", "2027-01-05")],
        [("2027-01-03", "2027-01-05"), ("2027-01-01", "2027-01-03")],
        [("2027-01-01", "2027-01-09"), ("2027-01-03", "2027-01-05")],
    ],
)
def test_trips_that_share_a_day_are_told(tmp_path: Path, trips: list[tuple[str, str]]) -> None:
    text = SOURCE + "".join(ABROAD.format(*trip) for trip in trips)
    assert problems_of(tmp_path, text) == ["travel[1]: overlaps travel[0]; a day is spent in one zone"]


def test_a_trip_without_its_zone_is_told(tmp_path: Path) -> None:
    text = SOURCE + "[[travel]]\nfrom = 2027-01-01\nto = 2027-01-03\n"
    assert problems_of(tmp_path, text) == ["travel[0].timezone: is missing; this table needs it"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (RUNNER, "source: there is none; add [[source]] with the calendar that holds your runs"),
        (
            in_source('type = "ics"\npath = "work.ics"\nrole = "busy"'),
            'source: none is read for runs; give one of them role = "runs" or "both"',
        ),
        (
            f'{RUNNER}[source]\ntype = "ics"\npath = "runs.ics"\n',
            "source: is one table of possibly several; write its heading in double brackets [[ ]]",
        ),
        (in_source('path = "runs.ics"'), "source[0].type: is missing; this table needs it"),
        (
            in_source('type = "ical"\npath = "a"'),
            'source[0].type: "ical" is not known; write "ics", "caldav" or "google"',
        ),
        (
            in_source('type = "google"\ncalendar = "primary"'),
            "google.client_file: is missing; write the path of your OAuth client (docs/google.md)",
        ),
        (
            in_source('type = "google"', CLIENT),
            'source[0].calendar: is missing; write "primary", or the id that the calendar\'s settings show',
        ),
        (
            in_source('type = "google"\ncalendar = "own"', CLIENT),
            'source[0].calendar: names the calendar that runlift writes; write "primary", or the id of another one',
        ),
        (
            in_source('type = "google"\ncalendar = "primary"\nusername = "jo"', CLIENT),
            'source[0].username: does not go with type = "google"; take it out',
        ),
        (
            in_source('type = "google"\ncalendar = "primary"', f'{CLIENT}service_account_file = "b.json"\n'),
            "google.service_account_file: stands beside client_file; sign in with one of them",
        ),
        (
            in_source('type = "google"\ncalendar = "primary"', f'{CLIENT}api_endpoint = "http://google.example/"\n'),
            "google.api_endpoint: is no address to trust with a sign-in; write it with https://",
        ),
        (in_source('type = "ics"'), "source[0]: has no place; write where the calendar is, as url or as path"),
        (
            in_source('type = "ics"\nurl = "https://plans.example/a.ics"\npath = "a.ics"'),
            "source[0].url: stands beside path; a source is one or the other",
        ),
        (
            in_source('type = "ics"\nurl = "runs.ics"'),
            "source[0].url: is no address of a calendar; write it with https://, http:// or webcal://",
        ),
        (
            in_source('type = "ics"\nurl = "ftp://plans.example/a.ics"'),
            "source[0].url: is no address of a calendar; write it with https://, http:// or webcal://",
        ),
        (in_source('type = "ics"\nurl = "https://[::1/a.ics"'), "source[0].url: is no address; write it as https://…"),
        (in_source('type = "ics"\npath = ""'), 'source[0].path: "" is no path; write it as "runs.ics"'),
        (
            in_source('type = "ics"\npath = "a.ics"\nusername = "jo"'),
            'source[0].username: does not go with type = "ics"; take it out',
        ),
        (
            in_target('type = "ics"'),
            'target[0].path: is missing; write where the sessions go, as path = "strength.ics"',
        ),
        (
            in_target('type = "ics"\npath = "s.ics"\nurl = "https://plans.example/"'),
            'target[0].url: does not go with type = "ics"; take it out',
        ),
        (
            in_target('type = "google"', CLIENT),
            'target[0].calendar: is missing; write "own" for one of runlift\'s own, or the id of one that there is',
        ),
        (
            in_target('type = "google"\ncalendar = "own"', '[google]\nservice_account_file = "sa.json"\n'),
            (
                "target[0].calendar: would be a calendar that you cannot see; make one, share it with the service "
                "account, write its id"
            ),
        ),
        (
            in_target('type = "google"\ncalendar = "own"\ncolor = "teal"', CLIENT),
            (
                'target[0].color: is no colour of Google\'s; write "intensity", lavender, sage, grape, flamingo, '
                "banana, tangerine, peacock, graphite, blueberry, basil, tomato"
            ),
        ),
        (
            in_target('type = "google"\ncalendar = "own"\nlink = "lift.example"', CLIENT),
            "target[0].link: is no web address; write it with https://",
        ),
        (
            in_target('type = "google"\ncalendar = "a@b"\n[[target]]\ntype = "google"\ncalendar = "a@b"', CLIENT),
            "target[1]: is the calendar of target[0] too; take one of them out",
        ),
        (
            in_target('type = "ics"\npath = "s.ics"\nlink = "https://lift.example/"'),
            'target[0].link: does not go with type = "ics"; take it out',
        ),
        (
            in_target('type = "ics"\npath = "runs.ics"'),
            "target[0].path: is the file of source[0] too; give each its own",
        ),
        (
            in_target('type = "ics"\npath = "s.ics"\n[[target]]\ntype = "ics"\npath = "./sub/../s.ics"'),
            "target[1].path: is the file of target[0] too; give each its own",
        ),
        (
            in_target('type = "ics"\npath = "s.ics"\ncolor = "#ff0000"'),
            'target[0].color: "#ff0000" cannot be used; write a CSS colour name such as "teal"',
        ),
        (
            in_target('type = "ics"\npath = "s.ics"\nalarm_minutes = -5'),
            "target[0].alarm_minutes: -5 is out of bounds; write 0 to 10080",
        ),
        (
            in_target('type = "ics"\npath = "s.ics"\nname = "two\\nlines"'),
            'target[0].name: "two\nlines" cannot be used; write text on one line',
        ),
    ],
)
def test_a_calendar_that_cannot_be_used_is_told_by_its_number(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, text) == [problem]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = """
[runner]
timezone = "Berlin"
experiense = "advanced"
[goal]
distance_km = -1
[timing]
windows.weekday = ["25:00-26:00", "17:00-19:00", "18:00-20:00"]
windows.friday = ["23:00-23:30"]
[[source]]
path = "runs.ics"
colour = "red"
[[source]]
type = "ics"
url = "nowhere"
[[target]]
type = "ics"
path = "a.ics"
alarm_minutes = "soon"
[[target]]
type = "ics"
path = "a.ics"
"""
    assert [problem.partition(": ")[0] for problem in problems_of(tmp_path, text)] == [
        "runner.timezone",
        "runner.experiense",
        "goal.date",
        "goal.distance_km",
        "timing.windows.weekday[0]",
        "source[0].type",
        "source[0].colour",
        "target[0].alarm_minutes",
        "timing.windows.weekday",
        "timing.windows.friday",
        "source[1].url",
        "target[1].path",
    ]


def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: there is no such file; name yours with --config"):
        load_config(tmp_path / "none.toml")


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be read \(Is a directory\); name yours with --config"):
        load_config(tmp_path)


@pytest.mark.parametrize("text", ["[runner", "a = 2026-02-30", 'a = 1\na = 2\n[["'])
def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path, text: str) -> None:
    (problem,) = problems_of(tmp_path, text)
    assert "runlift.toml: is not TOML: " in problem
    assert "line 1" in problem or "line 2" in problem or "end of document" in problem


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "runlift.toml"
    file.write_bytes("# Läufe\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="is not written in UTF-8; save it so"):
        load_config(file)
