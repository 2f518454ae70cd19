"""CalDAV calendars in the config: what they become, and what is told of those that cannot be used."""

from pathlib import Path

import pytest

from runlift.app.config import Config, load_config
from runlift.calendars.caldav_place import CalDavPlace
from runlift.errors import ConfigError

RUNNER = '[runner]\ntimezone = "Europe/Berlin"\n'
RUNS = '[[source]]\ntype = "ics"\npath = "runs.ics"\n'
SERVER = 'type = "caldav"\nurl = "https://dav.example/"\ncalendar = "strength"\n'
COMMAND = "pass show dav"
SIGN_IN = f'username = "jo"\npassword_command = "{COMMAND}"\n'


def a_config(folder: Path, tables: str) -> Config:
    file = folder / "runlift.toml"
    file.write_text(RUNNER + RUNS + tables, encoding="utf-8")
    return load_config(file)


def problems_of(folder: Path, tables: str) -> list[str]:
    try:
        a_config(folder, tables)
    except ConfigError as error:
        return list(error.problems)
    return []


def test_caldav_calendars_become_places_with_ids_for_good(tmp_path: Path) -> None:
    config = a_config(tmp_path, f"[[source]]\n{SERVER}{SIGN_IN}[[target]]\n{SERVER}{SIGN_IN}title_prefix = 'Jo'\n")

    place = CalDavPlace(url="https://dav.example/", calendar="strength", username="jo", password_command=COMMAND)
    source, target = config.sources[1], config.targets[0]
    assert (source.path, source.url, source.caldav) == (None, None, place)
    assert (target.path, target.caldav, target.title_prefix) == (None, place, "Jo")
    assert {str(source.id), str(target.id)} == {"caldav:https://dav.example/#strength"}
    assert (source.name, target.label) == ("strength", "strength")


def test_calendar_that_is_its_own_url_is_called_by_the_last_part_of_it(tmp_path: Path) -> None:
    config = a_config(tmp_path, '[[target]]\ntype = "caldav"\nurl = "https://dav.example/jo/my%20lifts/"\n')

    assert (config.targets[0].label, config.targets[0].id) == (
        "my lifts",
        "caldav:https://dav.example/jo/my%20lifts/#",
    )


def test_other_calendars_keep_ids_that_tell_no_secret(tmp_path: Path) -> None:
    feed = '[[source]]\ntype = "ics"\nurl = "https://plans.example/secret.ics"\n'
    config = a_config(tmp_path, f'{feed}[[target]]\ntype = "ics"\npath = "lifts.ics"\n')

    assert config.sources[0].id == f"ics:{tmp_path}/runs.ics"
    assert len(config.sources[1].id) == len("ics:") + 16
    assert "secret" not in config.sources[1].id
    assert config.targets[0].id == f"ics:{tmp_path}/lifts.ics"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            'type = "caldav"\n',
            ".url: is missing; write the CalDAV address that your calendar's help page names",
        ),
        (
            'type = "caldav"\nurl = "dav.example"\n',
            ".url: is no address of a calendar; write the CalDAV address, with https://",
        ),
        (
            'type = "caldav"\nurl = "webcal://dav.example/"\n',
            ".url: is no address of a calendar; write the CalDAV address, with https://",
        ),
        (
            'type = "caldav"\nurl = "https://dav.example:70000/"\n',
            ".url: is no address of a calendar; write the CalDAV address, with https://",
        ),
        (
            'type = "caldav"\nurl = "https://jo:secret@dav.example/"\n',
            ".url: holds a name or a password; take it out, and write username and password_command",
        ),
        (
            f'type = "caldav"\nurl = "http://dav.example/"\n{SIGN_IN}',
            ".url: would send your password unencrypted; write it with https://",
        ),
        (f'{SERVER}path = "other.ics"\n', '.path: does not go with type = "caldav"; take it out'),
        (
            f'{SERVER}password_env = "SECRET"\n',
            ".username: is missing; a password needs the name that it goes with",
        ),
        (
            f'{SERVER}{SIGN_IN}password_env = "SECRET"\n',
            ".password_env: stands beside password_command; one of them is enough",
        ),
    ],
)
@pytest.mark.parametrize(("table", "number"), [("source", 1), ("target", 0)])
def test_server_that_cannot_be_used_is_told_with_what_to_write(
    tmp_path: Path, table: str, number: int, lines: str, problem: str
) -> None:
    (told,) = problems_of(tmp_path, f"[[{table}]]\n{lines}")
    assert told == f"{table}[{number}]{problem}"
    assert "secret" not in told


@pytest.mark.parametrize("host", ["127.0.0.1:5232", "[::1]", "localhost", "192.168.1.5", "nas", "nas.local"])
def test_server_at_home_may_do_without_tls(tmp_path: Path, host: str) -> None:
    assert problems_of(tmp_path, f'[[target]]\ntype = "caldav"\nurl = "http://{host}/"\n{SIGN_IN}') == []


def test_calendar_without_a_sign_in_may_do_without_tls(tmp_path: Path) -> None:
    assert problems_of(tmp_path, '[[source]]\ntype = "caldav"\nurl = "http://dav.example/runs/"\n') == []


def test_colour_of_a_calendar_that_others_own_is_not_ours_to_choose(tmp_path: Path) -> None:
    assert problems_of(tmp_path, f'[[target]]\n{SERVER}color = "teal"\n') == [
        'target[0].color: does not go with type = "caldav"; take it out'
    ]


def test_one_calendar_is_no_two_targets(tmp_path: Path) -> None:
    assert problems_of(tmp_path, f"[[target]]\n{SERVER}[[target]]\n{SERVER}") == [
        "target[1]: is the calendar of target[0] too; take one of them out"
    ]
