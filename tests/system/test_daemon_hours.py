"""Days with the daemon under a clock of the test's own: real configs, real syncs, and what the runner is told."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from runlift.app import daemon_job
from runlift.app.daemon_job import Job, run_job
from runlift.app.daemon_log import JsonLog
from runlift.cli.main import run
from runlift.state.lock import profile_lock
from tests.daemon_world import HOUR, MINUTE, Fate, World
from tests.system.desk import CONFIG, WEEK, calendar

NOTE = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read() + '\\n---\\n')"
BUSY = '[[source]]\ntype = "ics"\npath = "work.ics"\nrole = "busy"\n'
DAY = 24 * HOUR


class Days:
    """A folder with a config, and a world in which the daemon keeps it."""

    def __init__(self, folder: Path, start: str = "2026-07-05T06:00") -> None:
        self.folder = folder
        self.world = World(work=self._work, wall=datetime.fromisoformat(start).replace(tzinfo=UTC))
        self.path = folder / "runlift.toml"
        self.said = folder / "said"
        self.runs(calendar(WEEK))
        self.work_calendar(calendar([]))
        self.config(CONFIG + BUSY)

    def config(self, text: str) -> None:
        command = json.dumps(f"'{sys.executable}' -c \"{NOTE}\" '{self.said}'")
        # Each sync is a real one, so that they are few.
        every = '[daemon]\nevery = "2h"\n'
        self.path.write_text(f"{text}{every}[notify]\ncommand = {command}\n", encoding="utf-8")

    def runs(self, text: str) -> None:
        (self.folder / "runs.ics").write_text(text, encoding="utf-8", newline="")

    def work_calendar(self, text: str) -> None:
        (self.folder / "work.ics").write_text(text, encoding="utf-8", newline="")

    def at(self, seconds: float, action: Callable[[], object]) -> None:
        self.world.meanwhile[seconds] = action

    def pass_by(self, seconds: float) -> None:
        self.world.run(self.world.a_daemon(self.path), until=seconds)

    @property
    def messages(self) -> list[str]:
        """What the runner was told, one text a message."""
        text = self.said.read_text(encoding="utf-8") if self.said.exists() else ""
        return [message.strip() for message in text.split("---") if message.strip()]

    def codes(self) -> set[int]:
        return {happening.outcome.code for happening in self.world.told("sync") if happening.outcome}

    @staticmethod
    def _work(_path: Path, job: Job) -> Fate:
        return 2, run_job(job)


@pytest.fixture
def days(tmp_path: Path) -> Days:
    return Days(tmp_path)


def remove(folder: Path, name: str) -> Callable[[], None]:
    return (folder / name).unlink


def test_a_day_without_trouble_says_nothing_and_writes_nothing_twice(tmp_path: Path) -> None:
    days = Days(tmp_path, "2026-07-06T06:00")
    days.pass_by(16 * HOUR)
    assert days.messages == []
    assert days.codes() == {0}
    written = [one for one in days.world.told("sync") if one.outcome and any(one.outcome.changes.values())]
    assert len(written) == 1


def test_a_source_that_fails_is_told_once_after_a_day_and_once_when_it_is_well_again(days: Days) -> None:
    days.at(HOUR, remove(days.folder, "work.ics"))
    days.at(31 * HOUR, lambda: days.work_calendar(calendar([])))
    days.pass_by(40 * HOUR)
    first, second = days.messages
    assert first.startswith("runlift, desk:\n")
    assert "work.ics" in first
    assert "(since Sun 5 Jul, 10:00)" in first
    assert second == "runlift, desk:\nwork.ics is well again"


def test_a_source_that_fails_for_less_than_a_day_is_not_worth_a_word(days: Days) -> None:
    days.at(HOUR, remove(days.folder, "work.ics"))
    days.at(20 * HOUR, lambda: days.work_calendar(calendar([])))
    days.pass_by(30 * HOUR)
    assert days.messages == []


def test_while_one_source_fails_the_sessions_follow_the_other(days: Days) -> None:
    days.at(HOUR, remove(days.folder, "work.ics"))
    in_the_evening = [(day, hour and "173000", minutes, title) for day, hour, minutes, title in WEEK]
    days.at(3 * HOUR, lambda: days.runs(calendar(in_the_evening)))
    days.pass_by(5 * HOUR)
    after = [one for one in days.world.told("sync") if one.outcome and one.outcome.code == 3 and one.outcome.changes]
    assert len(after) == 1
    assert days.codes() == {0, 3}


def test_a_source_that_rests_is_not_asked_and_what_it_said_last_stands_in(days: Days) -> None:
    """Only the daemon knows by then that it would answer again."""
    days.at(HOUR, remove(days.folder, "work.ics"))
    days.at(5 * HOUR, lambda: days.work_calendar(calendar([])))  # after two failures, with two more turns to rest
    days.pass_by(11 * HOUR)
    outcomes = [one.outcome for one in days.world.told("sync") if one.outcome]
    assert [outcome.code for outcome in outcomes] == [0, 3, 3, 3, 0, 0]
    assert [len(outcome.report.sessions) for outcome in outcomes] == [len(outcomes[0].report.sessions)] * 6


def test_a_daemon_that_is_started_again_remembers_since_when_a_source_fails(days: Days) -> None:
    days.at(HOUR, remove(days.folder, "work.ics"))
    days.pass_by(20 * HOUR)
    days.world.log.clear()
    days.pass_by(32 * HOUR)
    assert len(days.messages) == 1
    days.pass_by(38 * HOUR)
    assert len(days.messages) == 1


def test_a_guard_that_stops_a_sync_is_told_at_once_and_once(days: Days) -> None:
    days.config(CONFIG.replace("horizon_days = 6", "horizon_days = 13"))
    next_week = [(f"{int(day) + 7}", hour, minutes, title) for day, hour, minutes, title in WEEK[:-1]]
    days.runs(calendar([*WEEK[:-1], *next_week]))
    days.at(HOUR, lambda: days.runs(calendar([])))
    days.pass_by(10 * HOUR)
    (message,) = days.messages
    assert "--allow-deletes" in message or "--accept-source" in message
    assert 4 in days.codes()


def test_a_broken_config_is_told_at_once_and_once_and_mended_is_told_too(days: Days) -> None:
    text = days.path.read_text(encoding="utf-8")
    days.at(HOUR, lambda: days.path.write_text("[runner]\nprofil = 1\n", encoding="utf-8"))
    days.at(5 * HOUR, lambda: days.path.write_text(text, encoding="utf-8"))
    days.pass_by(6 * HOUR)
    first, second = days.messages
    assert 'runlift.toml: runner.profil: unknown key; did you mean "profile"?' in first
    assert first.endswith("until it is mended, the config before it stays in force")
    assert second == "runlift, desk:\nthe config is well again"


def test_a_change_of_a_session_close_ahead_is_told(days: Days) -> None:
    """The run moves onto the session of the same day."""
    session = next(line for line in _lines_after_a_sync(days) if line.startswith("DTSTART;TZID=Europe/Berlin:20260707"))
    assert session
    days.at(
        33 * HOUR, lambda: days.runs(calendar([WEEK[0], ("20260707", "180000", 60, "Intervals 6 x 800 m"), *WEEK[2:]]))
    )
    days.pass_by(36 * HOUR)
    (message,) = days.messages
    assert message.startswith("runlift, desk:\n")
    assert "Tue 7 Jul" in message


def _no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


def _lines_after_a_sync(days: Days) -> list[str]:
    run(["--config", str(days.path), "--now", "2026-07-05T08:00", "sync", "-q"])
    return (days.folder / "strength.ics").read_text(encoding="utf-8").splitlines()


def test_messages_wait_for_a_command_that_does_not_work(days: Days) -> None:
    days.said.mkdir()  # nothing can be appended to it
    days.at(HOUR, remove(days.folder, "work.ics"))
    days.at(31 * HOUR, days.said.rmdir)
    days.pass_by(36 * HOUR)
    assert len(days.messages) == 1
    notes = [note for one in days.world.told("sync") if one.outcome for note in one.outcome.notes]
    assert notes[0].startswith("notify.command: ")
    assert "fails with the status 1; run it in a terminal to see why" in notes[0]


def test_a_full_disk_is_said_in_the_log_and_a_message_is_still_told_once(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon_job, "keep_report", _no_room)
    days.at(HOUR, remove(days.folder, "work.ics"))
    days.pass_by(34 * HOUR)
    assert len(days.messages) == 1
    notes = {note for one in days.world.told("sync") if one.outcome for note in one.outcome.notes}
    assert notes == {"the report on this sync could not be kept: No space left on device"}


def test_a_full_disk_keeps_the_old_calendar_until_there_is_room_again(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    strength, kept, sound = days.folder / "strength.ics", [], os.fsync

    def fill_the_disk() -> None:
        kept.append(strength.read_bytes())
        monkeypatch.setattr(os, "fsync", _no_room)
        in_the_evening = [(day, hour and "173000", minutes, title) for day, hour, minutes, title in WEEK]
        days.runs(calendar(in_the_evening))

    def make_room() -> None:
        kept.append(strength.read_bytes())
        monkeypatch.setattr(os, "fsync", sound)

    days.at(HOUR, fill_the_disk)
    days.at(5 * HOUR, make_room)
    days.pass_by(8 * HOUR)
    assert kept[0] == kept[1] != strength.read_bytes()
    failed = [one.outcome for one in days.world.told("sync") if one.outcome and one.outcome.code]
    assert len(failed) == 2
    assert "No space left on device" in str(failed[0].report.troubles)
    last = days.world.told("sync")[-1].outcome
    assert last is not None
    assert (last.code, last.report.troubles) == (0, ())


def test_a_sync_that_hangs_for_days_is_told_once(days: Days) -> None:
    days.world.work = lambda _path, job: (2, run_job(job)) if job.fault else (0, None)
    days.pass_by(3 * DAY)
    (message,) = days.messages
    assert "it took more than 10 minutes and was ended (since Sun 5 Jul" in message


def test_a_sync_that_the_runner_has_started_is_waited_for_and_no_trouble(days: Days, tmp_path: Path) -> None:
    days.pass_by(MINUTE)
    with profile_lock(tmp_path / "home/.local/state/runlift", "desk"):
        days.pass_by(16 * MINUTE)
    outcome = days.world.told("sync")[-1].outcome
    assert outcome is not None
    assert (outcome.code, outcome.report.troubles) == (3, ())


def test_the_log_is_one_json_object_a_line_whatever_a_calendar_holds(days: Days) -> None:
    evil = '\x1b[2J\u202e\u2028Long run "\\'
    days.config(CONFIG.replace('path = "runs.ics"', 'path = "runs\\u001b[2J.ics"'))
    (days.folder / "runs\x1b[2J.ics").write_text(calendar([("20260712", "073000", 120, evil)]), encoding="utf-8")
    days.pass_by(HOUR)
    stream = StringIO()
    for happening in days.world.log:
        JsonLog(stream)(happening)
    lines = stream.getvalue().splitlines()
    assert len(lines) == len(days.world.log)
    assert all(line.isascii() and line.isprintable() for line in lines)
    sync = next(json.loads(line) for line in lines if '"event": "sync"' in line)
    assert sync["profile"] == "desk"
    assert sync["seconds"] == 2
    assert [source["name"] for source in sync["sources"]] == ["runs\x1b[2J.ics"]


@pytest.mark.parametrize("start", ["2026-10-24T06:00", "2027-03-27T06:00"])
def test_nights_in_which_the_hour_changes_pass_without_a_write(tmp_path: Path, start: str) -> None:
    days = Days(tmp_path, start)
    day = start[:10].replace("-", "")
    runs = [(f"{int(day) + n}", "063000", 45, "Easy run") for n in range(4)]
    days.config(CONFIG.replace("2026-10-18", "2027-06-18") + BUSY)
    days.runs(calendar(runs))
    days.pass_by(26 * HOUR)
    assert days.codes() == {0}
    written = [one for one in days.world.told("sync") if one.outcome and any(one.outcome.changes.values())]
    assert len(written) <= 1
