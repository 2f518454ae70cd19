"""From `auth` to `sync` at Google: sessions appear, and what the runner does to them counts."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.system.google_desk import RUNNER, GoogleDesk, a_google_desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleDesk]:
    # Nothing here is about how long it waits.
    monkeypatch.setattr("time.sleep", lambda _: None)
    with a_google_desk(tmp_path, capsys, monkeypatch) as made:
        made.do("auth", "google")
        yield made


def test_first_sync_makes_a_calendar_and_writes_all_sessions_at_once(desk: GoogleDesk) -> None:
    answer = desk.do("sync")
    assert answer.code == 0
    # The last list is of what was written, so that the next sync may find nothing changed.
    assert desk.asked() == ["batch", "calendars.insert", *["events.list"] * 2]
    assert len(desk.sessions()) == 3
    assert desk.google.state.calendars[RUNNER].events().keys().isdisjoint(desk.own.events())


def test_looking_makes_no_calendar(desk: GoogleDesk) -> None:
    assert desk.do("plan").code == 0
    assert desk.do("sync", "--dry-run").code == 0
    assert desk.google.calendars_made() == []


def test_idle_sync_is_one_list_for_each_calendar_and_no_write(desk: GoogleDesk) -> None:
    desk.do("sync")
    assert desk.do("sync").code == 0
    assert desk.asked() == ["events.list"] * 2
    answer = desk.do("sync", "--json")
    assert desk.asked() == ["events.list"] * 2
    assert all("syncToken=" in request.path for request in desk.google.requests)
    found = answer.json
    assert not any(change["action"] != "keep" for change in found["changes"])
    (source,), (target,) = found["sources"], found["targets"]
    assert (source["requests"], target["requests"]) == (1, 1)
    assert source["bytes"] > 0
    assert target["bytes"] == 0


def test_session_that_the_runner_moved_stays_there(desk: GoogleDesk) -> None:
    desk.do("sync")
    title, event = min(desk.sessions().items())
    moved = desk.google.hand(desk.own.id).move(event["id"], timedelta(hours=-1))
    desk.do("sync")
    assert desk.sessions()[title]["start"] == moved["start"]


def test_session_that_the_runner_deleted_is_not_made_again(desk: GoogleDesk) -> None:
    desk.do("sync")
    event = min(desk.sessions().items())[1]
    desk.google.hand(desk.own.id).delete(event["id"])
    assert desk.do("sync").code == 0
    assert event["id"] not in desk.google.events(desk.own.id)
    assert desk.do("sync").code == 0
    assert desk.asked() == ["events.list"] * 2


def test_notes_that_the_runner_wrote_in_googles_editor_stay(desk: GoogleDesk) -> None:
    desk.do("sync")
    for event in desk.sessions().values():
        desk.google.hand(desk.own.id).annotate(event["id"], "felt & strong")
    before = desk.google.events(desk.own.id)
    desk.do("sync")
    assert desk.google.events(desk.own.id) == before


def test_new_run_moves_a_session_by_one_patch_that_keeps_its_guests(desk: GoogleDesk) -> None:
    desk.do("sync")
    hand = desk.google.hand(desk.own.id)
    for event in desk.sessions().values():
        hand.remind(event["id"], 77)
    run = next(event for event in desk.google.events(RUNNER).values() if event["summary"] == "Easy run")
    desk.google.hand(RUNNER).retitle(run["id"], "Race 10 km")
    desk.do("sync")
    assert "batch" in desk.asked()
    (batch,) = [request for request in desk.google.requests if request.method == "batch"]
    assert {part.method for part in batch.parts} <= {
        "calendar.events.patch",
        "calendar.events.insert",
        "calendar.events.delete",
    }
    for part in batch.parts:
        assert "sendUpdates=none" in part.path
        assert part.method == "calendar.events.insert" or "if-match" in part.headers


def test_undo_and_clean_take_the_sessions_out_again(desk: GoogleDesk) -> None:
    desk.do("sync")
    assert desk.do("undo", "--allow-deletes").code == 0
    assert desk.sessions() == {}


def test_undone_clean_takes_the_sessions_out_of_the_bin(desk: GoogleDesk) -> None:
    desk.do("sync")
    before = desk.google.events(desk.own.id).keys()
    assert desk.do("clean", "--allow-deletes").code == 0
    assert desk.sessions() == {}
    assert desk.do("undo").code == 0
    assert desk.google.events(desk.own.id).keys() == before


def test_session_in_the_bin_of_which_nothing_is_known_was_declined(desk: GoogleDesk) -> None:
    desk.do("sync")
    keys = {event["extendedProperties"]["private"]["X-RUNLIFT-KEY"]: event for event in desk.sessions().values()}
    last = keys[max(keys)]
    desk.google.hand(desk.own.id).delete(last["id"])
    forget(desk)
    assert desk.do("sync").code == 0
    assert last["id"] not in desk.google.events(desk.own.id)
    assert len(desk.google.events(desk.own.id)) == 2
    assert desk.do("sync").code == 0
    assert desk.asked() == ["events.list"] * 2


def forget(desk: GoogleDesk) -> None:
    """Lose the profile's memory, and keep the sign-in."""
    for file in (desk.folder / "home").rglob("desk.sqlite*"):
        file.unlink()


def test_clean_leaves_nothing_of_ours_and_all_of_the_runners(desk: GoogleDesk) -> None:
    desk.do("sync")
    theirs = desk.google.add_event(
        desk.own.id, {"summary": "Yoga", "start": {"date": "2026-07-08"}, "end": {"date": "2026-07-09"}}
    )
    assert desk.do("clean", "--allow-deletes").code == 0
    assert desk.google.events(desk.own.id).keys() == {theirs["id"]}


# What goes wrong


def test_calendar_that_the_runner_deleted_is_made_again_only_if_asked_for(desk: GoogleDesk) -> None:
    desk.do("sync")
    desk.google.delete_calendar(desk.own.id)
    refused = desk.do("sync")
    assert refused.code == 2
    assert "is gone, so nothing was written; restore it" in refused.err
    assert desk.google.calendars_made() == []
    assert desk.do("sync", "--accept-target").code == 0
    assert len(desk.sessions()) == 3
    assert desk.do("sync").code == 0
    assert desk.asked() == ["events.list"] * 2


def test_memory_that_is_lost_costs_no_second_calendar(desk: GoogleDesk) -> None:
    desk.do("sync")
    forget(desk)
    assert desk.do("sync").code == 0
    assert len(desk.sessions()) == 3


def test_machine_that_is_lost_finds_its_calendar_again_by_a_permission_of_its_own(desk: GoogleDesk) -> None:
    desk.do("sync")
    shutil.rmtree(desk.folder / "home")
    assert "--find-calendar" in desk.do("auth", "google").out
    assert "calendar.calendarlist.readonly" not in desk.scopes()
    desk.do("auth", "google", "--find-calendar")
    assert "calendar.calendarlist.readonly" in desk.scopes()
    assert desk.do("sync").code == 0
    assert len(desk.sessions()) == 3


def test_sign_in_that_google_has_ended_is_one_sentence(desk: GoogleDesk) -> None:
    desk.do("sync")
    desk.google.refuse_refreshes()
    answer = desk.do("sync")
    assert answer.code == 2
    assert 'publishing status is "Testing" ends after 7 days' in answer.err
    assert "Traceback" not in answer.err


def test_batch_that_fails_in_part_is_completed_by_the_next_sync(desk: GoogleDesk) -> None:
    desk.google.fail_next(429, "rateLimitExceeded", method="calendar.events.insert", times=99, skip=1)
    assert desk.do("sync").code == 3
    assert len(desk.sessions()) == 1
    desk.google.faults.clear()
    assert desk.do("sync").code == 0
    assert len(desk.sessions()) == 3
    assert desk.do("sync").code == 0
    assert desk.asked() == ["events.list"] * 2


@pytest.mark.parametrize("after_commit", [False, True])
def test_answers_that_are_lost_duplicate_nothing(desk: GoogleDesk, *, after_commit: bool) -> None:
    desk.do("sync", "--dry-run")
    desk.google.drop_next(after_commit=after_commit, method="batch", times=2)
    desk.do("sync")
    desk.google.faults.clear()
    assert desk.do("sync").code == 0
    assert len(desk.google.events(desk.own.id)) == 3
