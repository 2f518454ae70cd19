"""The calendars of a config, as they are read where no problem was found."""

from dataclasses import fields
from pathlib import Path

import pytest

from runlift.app.config_schema import CalendarType, OwnStrength, SourceTable, TargetTable
from runlift.app.places import SourceConfig, TargetConfig, sources_of, targets_of
from runlift.calendars.caldav_place import CalDavPlace
from runlift.calendars.google_place import API, GooglePlace
from runlift.domain.kinds import Role

FOLDER = Path("/home/jo/plans")


def a_source(**table: object) -> SourceConfig:
    (found,) = sources_of({"source": [{"type": "ics", "path": "runs.ics", **table}]}, FOLDER)
    return found


def a_target(**table: object) -> TargetConfig:
    (found,) = targets_of({"target": [{"type": "ics", "path": "strength.ics", **table}]}, FOLDER)
    return found


def test_paths_count_from_the_configs_folder_and_from_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/jo")
    assert a_source().path == FOLDER / "runs.ics"
    assert a_source(path="/srv/runs.ics").path == Path("/srv/runs.ics")
    assert a_target(path="~/lifts.ics").path == Path("/home/jo/lifts.ics")


def test_what_a_source_does_not_say_is_as_the_schema_has_it() -> None:
    schema = SourceTable(type=CalendarType.ICS)
    found = a_source()
    assert found.role is schema.role
    assert found.counts_strength is (schema.strength is OwnStrength.COUNT)
    assert found.allow_private is schema.allow_private


def test_what_a_target_does_not_say_is_as_the_schema_has_it() -> None:
    schema = TargetTable(type=CalendarType.ICS)
    found = a_target()
    shared = {field.name for field in fields(TargetTable)} & {field.name for field in fields(TargetConfig)}
    assert shared == {"path", "name", "title_prefix", "color", "alarm_minutes", "busy", "link"}
    for name in shared - {"path"}:
        assert getattr(found, name) == getattr(schema, name)


def test_what_is_said_counts() -> None:
    source = a_source(role="busy", strength="ignore", allow_private=True)
    assert (source.role, source.counts_strength, source.allow_private) == (Role.BUSY, False, True)
    look = {"name": "Lifts", "title_prefix": "Jo •", "color": "teal", "alarm_minutes": 30, "busy": True, "link": "x"}
    target = a_target(**look)
    assert {key: getattr(target, key) for key in look} == look


def test_server_has_no_url_of_a_feed() -> None:
    server = {"url": "https://dav.example/", "calendar": "runs", "username": "jo", "password_env": "SECRET"}
    (source,) = sources_of({"source": [{"type": "caldav", **server}]}, FOLDER)
    assert (source.url, source.path, source.google) == (None, None, None)
    assert source.caldav == CalDavPlace(**server)


def test_google_takes_its_account_from_its_own_table() -> None:
    document = {"google": {"client_file": "client.json"}, "source": [{"type": "google", "calendar": "primary"}]}
    (source,) = sources_of(document, FOLDER)
    assert source.google == GooglePlace(calendar="primary", client_file=FOLDER / "client.json", api_endpoint=API)
