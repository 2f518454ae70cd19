"""The access that runlift has at Google: kept, renewed, and told when it ends."""

import json
import stat
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from runlift.calendars.google_client import read_client, read_service_account
from runlift.calendars.google_place import GooglePlace, Use, scopes_for
from runlift.calendars.google_source import GoogleSource
from runlift.errors import SignInNeeded, Unreachable
from tests.changes import SUMMER
from tests.contract.caldav_hand import KeptReplica
from tests.google_desk import RUNNER, Desk

READ = "calendar.events.readonly"
SCOPE = "https://www.googleapis.com/auth/"


def read(desk: Desk) -> int:
    return len(desk.source().read(SUMMER).events)


def expire(desk: Desk) -> None:
    """Let the access token be too old by this machine's clock."""
    file = desk.sign_in_file
    file.save(replace(file.load(), expiry=datetime.now(UTC) - timedelta(minutes=1)))


# Keeping and renewing


def test_access_token_that_is_good_is_used_without_asking_for_another(desk: Desk) -> None:
    desk.sign_in(READ)
    read(desk)
    assert desk.google.asked_for() == ["calendar.events.list"]


def test_access_token_that_has_ended_is_renewed_once_and_kept(desk: Desk) -> None:
    desk.sign_in(READ)
    old = desk.sign_in_file.load()
    expire(desk)
    read(desk)
    read(desk)
    assert desk.google.asked_for() == ["token", "calendar.events.list", "calendar.events.list"]
    new = desk.sign_in_file.load()
    assert new.access_token != old.access_token
    assert new.expiry is not None
    assert new.expiry > datetime.now(UTC)
    assert (new.refresh_token, new.scopes, new.since) == (old.refresh_token, old.scopes, old.since)


@pytest.mark.parametrize("skew", [timedelta(), timedelta(hours=5), -timedelta(hours=5)])
def test_access_token_that_google_ends_early_is_renewed_whatever_the_clocks_say(desk: Desk, skew: timedelta) -> None:
    desk.sign_in(READ)
    desk.google.set_skew(skew)
    desk.google.expire_access_tokens()
    assert read(desk) == 0
    assert desk.google.asked_for() == ["calendar.events.list", "token", "calendar.events.list"]


def test_token_that_another_process_has_renewed_is_taken_over(desk: Desk) -> None:
    desk.sign_in(READ)
    source = desk.source()
    source.read(SUMMER)
    desk.google.expire_access_tokens()
    access, _ = desk.google.sign_in(RUNNER, READ)
    desk.sign_in_file.save(replace(desk.sign_in_file.load(), access_token=access))
    source.read(SUMMER)
    assert "token" not in desk.google.asked_for()


def test_sign_in_is_kept_in_a_file_of_the_runners_alone(desk: Desk) -> None:
    desk.sign_in(READ)
    expire(desk)
    read(desk)
    (path,) = desk.folder.glob("google-*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_tokens_are_in_no_message_and_in_no_representation(desk: Desk) -> None:
    desk.sign_in(READ)
    kept = desk.sign_in_file.load()
    assert kept.access_token
    assert kept.refresh_token
    assert kept.access_token not in repr(kept)
    assert kept.refresh_token not in repr(kept)
    assert desk.google.authorization.secret not in repr(read_client(desk.client_file))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"since": 7}', "null"])
def test_sign_in_that_cannot_be_read_is_none(desk: Desk, content: str) -> None:
    desk.sign_in(READ)
    (path,) = desk.folder.glob("google-*.json")
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SignInNeeded, match="not signed in at Google; run `runlift auth google`"):
        read(desk)


# Refusals


def test_no_sign_in_says_what_to_do_and_asks_google_nothing(desk: Desk) -> None:
    with pytest.raises(SignInNeeded, match="run `runlift auth google`"):
        read(desk)
    assert desk.google.asked_for() == []


def test_sign_in_that_google_has_ended_names_the_limit_of_apps_in_testing(desk: Desk) -> None:
    desk.sign_in(READ)
    desk.google.refuse_refreshes()
    with pytest.raises(SignInNeeded) as refused:
        read(desk)
    assert str(refused.value) == (
        'Google has ended the sign-in of 2026-07-01; one of an OAuth app whose publishing status is "Testing" ends '
        'after 7 days, so set that to "In production" in Google\'s console, and run `runlift auth google` again'
    )


@pytest.mark.parametrize(
    ("granted", "says"), [("calendar.app.created", "may not read"), ("calendar.calendarlist.readonly", "may not read")]
)
def test_sign_in_that_does_not_allow_enough_is_told_before_google_is_asked(desk: Desk, granted: str, says: str) -> None:
    desk.sign_in(granted)
    with pytest.raises(SignInNeeded, match=says):
        read(desk)
    assert desk.google.asked_for() == []


def test_client_that_google_does_not_know_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sign_in(READ)
    expire(desk)
    monkeypatch.setattr(desk.google.authorization, "secret", "another")
    with pytest.raises(SignInNeeded, match=r"does not accept the client file \(invalid_client\)"):
        read(desk)


def test_google_that_gives_no_token_for_now_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    desk.sign_in(READ)
    expire(desk)
    desk.google.fail_next(503, method="token", times=99)
    with pytest.raises(Unreachable, match="gives no access token"):
        read(desk)


# Scopes


@pytest.mark.parametrize(
    ("uses", "scopes"),
    [
        ([Use.READ], [READ]),
        ([Use.OWN], ["calendar.app.created"]),
        ([Use.READ, Use.OWN], [READ, "calendar.app.created"]),
        ([Use.WRITE], ["calendar.events"]),
        ([Use.READ, Use.WRITE], ["calendar.events"]),
        ([Use.OWN, Use.FIND], ["calendar.app.created", "calendar.calendarlist.readonly"]),
    ],
)
def test_scopes_are_the_least_that_will_do(uses: list[Use], scopes: list[str]) -> None:
    assert scopes_for(uses) == tuple(f"{SCOPE}{scope}" for scope in scopes)


# Files


def installed(changes: Mapping[str, object] | None = None) -> str:
    good = {
        "client_id": "1",
        "client_secret": "2",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    return json.dumps({"installed": {**good, **(changes or {})}})


def test_client_says_where_its_sign_ins_are_given_up(tmp_path: Path) -> None:
    (tmp_path / "client.json").write_text(installed(), encoding="utf-8")
    client = read_client(tmp_path / "client.json")
    assert client.revoke_uri == "https://oauth2.googleapis.com/revoke"
    assert not client.is_on_this_machine


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no .*client.json, which should hold an OAuth client"),
        ("", "is no JSON"),
        ("[]", "is not an OAuth client"),
        ("{}", "is no OAuth client"),
        ('{"installed": 7}', "is no OAuth client"),
        ('{"web": {"client_id": "1"}}', 'is a client of type "Web application"; make one of type "Desktop app"'),
        ('{"type": "service_account"}', "is the key of a service account"),
        (installed({"client_secret": None}), "has no client_secret"),
        (installed({"client_id": 7}), "has no client_id"),
        (installed({"token_uri": "http://accounts.example/token"}), "would send your sign-in unencrypted"),
    ],
)
def test_client_file_that_cannot_be_used_says_why(tmp_path: Path, content: str | None, says: str) -> None:
    file = tmp_path / "client.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SignInNeeded, match=says):
        read_client(file)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no .*sa.json, which should hold the key of a service account"),
        ("{}", "is no key of a service account"),
        (installed(), "is no key of a service account"),
        ('{"type": "service_account"}', "has no private_key"),
    ],
)
def test_key_that_cannot_be_used_says_why(tmp_path: Path, content: str | None, says: str) -> None:
    file = tmp_path / "sa.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SignInNeeded, match=says):
        read_service_account(file)


# Service accounts


@pytest.fixture
def robot(desk: Desk) -> Callable[[], GoogleSource]:
    """Return what opens a calendar by a service account that the runner has shared it with."""
    key = desk.google.service_account_json(desk.folder / "sa.json", "lift@tests.example")
    desk.google.share(RUNNER, "lift@tests.example", "reader")
    place = GooglePlace(calendar=RUNNER, service_account_file=key, api_endpoint=desk.google.base_url)
    replica = KeptReplica()
    return lambda: GoogleSource(place, replica=replica, folder=desk.folder, manners=desk.manners)


def test_service_account_signs_in_by_itself_once_an_hour(desk: Desk, robot: Callable[[], GoogleSource]) -> None:
    robot().read(SUMMER)
    robot().read(SUMMER)
    assert desk.google.asked_for() == ["token", "calendar.events.list", "calendar.events.list"]


@pytest.mark.parametrize("skew", [timedelta(hours=3), -timedelta(hours=3)])
def test_service_account_on_a_machine_with_a_wrong_clock_is_told(
    desk: Desk, robot: Callable[[], GoogleSource], skew: timedelta
) -> None:
    desk.google.set_skew(skew)
    with pytest.raises(SignInNeeded, match="the clock of this machine is wrong"):
        robot().read(SUMMER)


def test_service_account_whose_key_is_gone_is_told(desk: Desk, robot: Callable[[], GoogleSource]) -> None:
    desk.google.authorization.accounts.clear()
    with pytest.raises(SignInNeeded, match="does not know the service account's key"):
        robot().read(SUMMER)
