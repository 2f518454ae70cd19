"""`runlift auth`: signing in at Google, as the runner sees it."""

import webbrowser
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.google.browser import redirect_of
from tests.google.oauth import Consent
from tests.system.google_desk import RUNNER, SUNDAY, GoogleDesk, a_google_desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleDesk]:
    with a_google_desk(tmp_path, capsys, monkeypatch) as made:
        yield made


def at(days: float) -> str:
    return (datetime.fromisoformat(SUNDAY) + timedelta(days=days)).isoformat()


def test_sign_in_asks_for_what_the_config_needs_and_says_for_what(desk: GoogleDesk) -> None:
    answer = desk.do("auth", "google")
    assert answer.code == 0
    assert desk.scopes() == {"calendar.events.readonly", "calendar.app.created"}
    assert "read the events of your calendars" in answer.out
    assert f"signed in as {RUNNER}" in answer.out
    assert "code_challenge_method=S256" in desk.google.browser.opened[0]


def test_existing_calendar_asks_for_more_and_says_so(desk: GoogleDesk) -> None:
    desk.config(target=desk.google.new_calendar(RUNNER, "Training").id)
    answer = desk.do("auth", "google")
    assert desk.scopes() == {"calendar.events"}
    assert "read and change the events of all your calendars" in answer.out


def test_config_that_needs_more_than_was_granted_says_what(desk: GoogleDesk) -> None:
    desk.do("auth", "google")
    desk.config(target=desk.google.new_calendar(RUNNER, "Training").id)
    answer = desk.do("auth", "status")
    assert answer.code == 2
    assert "does not allow it to read and change the events of all your calendars" in answer.err
    synced = desk.do("sync")
    assert synced.code == 2
    assert "may not change the events of your Google calendars" in synced.err


@pytest.mark.parametrize(
    ("consent", "says"),
    [
        (Consent(user=RUNNER, refuses=True), "you refused access, so nothing was changed"),
        (
            Consent(user=RUNNER, unticked=frozenset({"calendar.app.created"})),
            "touch no other, so nothing was kept; run `runlift auth google` again and tick every box",
        ),
    ],
    ids=["refused", "unticked"],
)
def test_consent_that_is_not_given_is_told_and_nothing_is_kept(desk: GoogleDesk, consent: Consent, says: str) -> None:
    desk.google.authorization.consent = consent
    answer = desk.do("auth", "google")
    assert answer.code == 2
    assert says in answer.err
    assert desk.do("auth", "status").code == 2


def test_sign_in_without_a_browser_takes_the_address_that_one_elsewhere_ended_at(
    desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("runlift.cli.auth._show", shown.append)
    monkeypatch.setattr("runlift.cli.auth._ask", lambda: f"  {redirect_of(shown[-1])}\n")
    answer = desk.do("auth", "google", "--no-browser")
    assert (answer.code, desk.google.browser.opened) == (0, [])
    assert desk.do("auth", "status").code == 0


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("http://127.0.0.1:1/?state=another&code=4/x", "belongs to another sign-in"),
        ("http://127.0.0.1:1/?error=access_denied", "belongs to another sign-in"),
        ("nonsense", "copy all of it"),
        ("", "copy all of it"),
    ],
)
def test_address_of_another_sign_in_is_refused(
    desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch, pasted: str, says: str
) -> None:
    monkeypatch.setattr("runlift.cli.auth._ask", lambda: pasted)
    answer = desk.do("auth", "google", "--no-browser")
    assert (answer.code, says in answer.err) == (2, True)


def test_machine_without_a_browser_says_what_to_do(desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: object = None) -> None:
        raise webbrowser.Error

    monkeypatch.setattr("webbrowser.get", none)
    answer = desk.do("auth", "google")
    assert (answer.code, "--no-browser" in answer.err) == (2, True)


def test_api_that_is_switched_off_is_told_at_once(desk: GoogleDesk) -> None:
    desk.google.fail_next(403, "accessNotConfigured")
    answer = desk.do("auth", "google")
    assert (answer.code, "enable it in Google's console" in answer.err) == (2, True)


def test_calendar_that_may_only_be_read_is_told_at_once(desk: GoogleDesk) -> None:
    desk.google.new_user("kim@example.com")
    theirs = desk.google.new_calendar("kim@example.com", "Club").id
    desk.google.share(theirs, RUNNER, "reader")
    desk.google.authorization.consent.user = RUNNER
    desk.config(target=theirs)
    answer = desk.do("auth", "google")
    assert (answer.code, "may only be read" in answer.err) == (3, True)


# Status


def test_status_says_who_since_when_and_for_what_without_asking_google(desk: GoogleDesk) -> None:
    desk.do("auth", "google")
    answer = desk.do("auth", "status")
    assert answer.code == 0
    assert f"signed in at Google as {RUNNER} since 2026-07-05" in answer.out
    assert "(calendar.app.created)" in answer.out
    assert desk.asked() == []


@pytest.mark.parametrize(
    ("testing", "days", "code", "says"),
    [
        (True, 1, 0, ""),
        (True, 6, 0, "Google ends the sign-in on 2026-07-12"),
        (True, 8, 2, "the sign-in at Google ended on 2026-07-12"),
        (False, 1, 0, ""),
        (False, 6, 0, 'if your OAuth app is still in "Testing", Google ends the sign-in on 2026-07-12'),
        (False, 8, 0, ""),
    ],
)
def test_end_of_a_sign_in_is_told_before_it_comes(
    desk: GoogleDesk, days: float, code: int, says: str, *, testing: bool
) -> None:
    desk.google.authorization.testing = testing
    desk.do("auth", "google")
    answer = desk.do("auth", "status", now=at(days))
    assert answer.code == code
    assert answer.err.startswith(says)
    assert bool(answer.err) is bool(says)


def test_doctor_warns_before_a_sign_in_ends_and_says_how_to_keep_it(desk: GoogleDesk) -> None:
    desk.google.authorization.testing = True
    desk.do("auth", "google")
    desk.do("sync")
    assert "Google ends the sign-in" not in desk.do("doctor", now=at(1)).out
    answer = desk.do("doctor", now=at(6))
    assert answer.code == 0
    assert "Google ends the sign-in on 2026-07-12" in answer.out
    assert '"In production"' in answer.out


def test_revoked_sign_in_is_gone_here_and_at_google_and_the_calendar_stays_known(desk: GoogleDesk) -> None:
    desk.do("auth", "google")
    desk.do("sync")
    assert desk.do("auth", "revoke").code == 0
    assert desk.google.authorization.refresh == {}
    assert desk.do("sync").code == 2
    desk.do("auth", "google")
    assert "--find-calendar" not in desk.do("auth", "google").out
    assert desk.do("sync").code == 0
    assert len(desk.google.calendars_made()) == 1


def test_revoking_nothing_is_no_mistake(desk: GoogleDesk) -> None:
    answer = desk.do("auth", "revoke")
    assert (answer.code, answer.out) == (0, "runlift is not signed in\n")


# Files


def test_missing_client_file_says_where_it_should_be(desk: GoogleDesk) -> None:
    (desk.folder / "client.json").unlink()
    for command in (("auth", "google"), ("auth", "status"), ("sync",)):
        answer = desk.do(*command)
        assert (answer.code, "client.json, which should hold an OAuth client" in answer.err) == (2, True)


def test_config_without_google_has_nothing_to_sign_in_to(desk: GoogleDesk) -> None:
    (desk.folder / "runlift.toml").write_text('[[source]]\ntype = "ics"\npath = "runs.ics"\n', encoding="utf-8")
    answer = desk.do("auth", "google")
    assert (answer.code, "no calendar of the config is at Google" in answer.err) == (2, True)


# Service accounts


def test_service_account_writes_to_a_calendar_that_was_shared_with_it(desk: GoogleDesk) -> None:
    robot = "lift@tests.example"
    desk.google.service_account_json(desk.folder / "sa.json", robot)
    shared = desk.google.new_calendar(RUNNER, "Strength").id
    desk.google.share(shared, robot)
    desk.config(source=RUNNER, target=shared)
    refused = desk.do("auth", "google", "--service-account", str(desk.folder / "sa.json"))
    assert (refused.code, "not shared with this account" in refused.err) == (2, True)
    desk.google.share(RUNNER, robot, "reader")
    tried = desk.do("auth", "google", "--service-account", str(desk.folder / "sa.json"))
    assert (tried.code, "service_account_file" in tried.out) == (0, True)
    desk.config(source=RUNNER, target=shared, account='service_account_file = "sa.json"')
    assert desk.do("sync").code == 0
    assert desk.google.events(shared)
    assert desk.do("auth", "status").code == 0


def test_service_account_makes_no_calendar_that_the_runner_cannot_see(desk: GoogleDesk) -> None:
    desk.google.service_account_json(desk.folder / "sa.json")
    answer = desk.do("auth", "google", "--service-account", str(desk.folder / "sa.json"))
    assert (answer.code, "would be hidden from you" in answer.err) == (2, True)
