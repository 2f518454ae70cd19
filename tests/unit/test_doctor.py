"""What the doctor finds: each thing that is wrong, where, and what to do next, whatever else is wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from runlift.app import gather
from runlift.app.config import Config, load_config
from runlift.app.doctor import Finding, examine, exit_code
from runlift.app.lexicons import lexicon
from runlift.app.stops import Allowances
from runlift.app.sync import sync
from runlift.calendars.memory import MemoryCalendar, MemoryTarget
from runlift.domain.events import EventUid
from runlift.state.opening import open_store
from runlift.state.store import SqliteStore
from runlift.sync.marker import KEY, VERSION
from tests.builders import a_moment
from tests.system.desk import CONFIG, WEEK, calendar

NOW = a_moment("2026-07-06 00:00")
FRIDAY = "2026-W28/2"
SECOND_SOURCE = '\n[[source]]\ntype = "ics"\npath = "busy.ics"\nrole = "busy"\n'
SIGN_IN = (
    '\n[[target]]\ntype = "caldav"\nurl = "https://calendars.example/strength/"\n'
    'username = "jack"\npassword_env = "NOT_SET_ANYWHERE"\n'
)


class Practice:
    """A runner's folder, calendar and memory, and a doctor to look at them."""

    def __init__(self, folder: Path, store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.store = store
        self.phone = MemoryCalendar()
        self._monkeypatch = monkeypatch
        self.runs(calendar(WEEK))
        self.config = self.configured(CONFIG)

    def runs(self, text: str, *, name: str = "runs.ics") -> None:
        (self.folder / name).write_text(text, encoding="utf-8", newline="")

    def configured(self, text: str) -> Config:
        place = self.folder / "runlift.toml"
        place.write_text(text, encoding="utf-8")
        self.config = load_config(place)
        return self.config

    def on_the_phone(self) -> None:
        """Keep the sessions where the runner edits them."""
        self._monkeypatch.setattr(gather, "open_target", lambda *_, **__: MemoryTarget(self.phone))

    def sync(self, now: datetime = NOW) -> None:
        sync(self.config, self.store, now, lexicon(), Allowances())

    def uid(self, key: str = FRIDAY) -> EventUid:
        return next(uid for uid, event in self.phone.events.items() if event.properties.get(KEY) == key)

    def findings(self, now: datetime = NOW) -> tuple[Finding, ...]:
        return examine(self.config, self.store, now, lexicon())

    def finding(self, now: datetime = NOW) -> Finding:
        (found,) = self.findings(now)
        return found


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Practice]:
    with open_store(tmp_path / "state", "desk", now=NOW) as store:
        yield Practice(tmp_path, store, monkeypatch)


def test_nothing_is_wrong_where_nothing_is(practice: Practice) -> None:
    practice.sync()

    assert practice.findings() == ()
    assert exit_code(()) == 0


def test_source_that_never_could_be_read(practice: Practice) -> None:
    (practice.folder / "runs.ics").unlink()

    found = practice.finding()

    assert (found.code, found.where) == (3, "runs.ics")
    assert found.step


def test_source_that_cannot_be_read_any_more_says_of_when_its_last_good_reading_is(practice: Practice) -> None:
    practice.sync()
    (practice.folder / "runs.ics").unlink()

    found = practice.finding(NOW + timedelta(days=1))

    assert (found.code, found.where) == (3, "runs.ics")
    assert found.what.endswith("; its last good reading is of Mon 6 Jul, 00:00")


def test_source_that_lost_its_runs_is_not_believed_and_says_since_when(practice: Practice) -> None:
    practice.sync()
    practice.runs(calendar([]))
    practice.store.suspect(practice.config.sources[0].id, NOW + timedelta(minutes=10))

    (found, *_) = practice.findings(NOW + timedelta(minutes=20))

    assert (found.code, found.where) == (4, "runs.ics")
    assert found.what.endswith("since Mon 6 Jul, 00:10")
    assert "--accept-source" in found.step


def test_plan_that_has_ended_says_when(practice: Practice) -> None:
    practice.sync()

    found = practice.finding(a_moment("2026-07-20 12:00"))

    assert (found.code, found.where) == (0, "runs.ics")
    assert found.what == "its last run was on Tue 14 Jul, so that nothing is planned after it"


def test_source_without_a_run(practice: Practice) -> None:
    practice.runs(calendar([("20260707", "120000", 30, "Lunch")]))

    found = practice.finding()

    assert (found.code, found.where) == (0, "runs.ics")
    assert "holds no run in these weeks among 1 events" in found.what


def test_busy_source_needs_no_runs(practice: Practice) -> None:
    practice.runs(calendar([("20260707", "120000", 30, "Lunch")]), name="busy.ics")
    practice.configured(CONFIG + SECOND_SOURCE)

    assert practice.findings() == ()


def test_what_a_source_could_not_say_is_told(practice: Practice) -> None:
    text = calendar(WEEK)
    practice.runs(text.replace("TZID=Europe/Berlin:20260707", "TZID=Mars/Phobos:20260707"))

    found = practice.finding()

    assert (found.code, found.where) == (0, "runs.ics")
    assert "Mars/Phobos" in found.what
    assert found.step


def test_missing_password(practice: Practice) -> None:
    practice.configured(CONFIG + SIGN_IN)

    found = practice.finding()

    assert (found.code, found.where) == (2, "strength")
    assert "NOT_SET_ANYWHERE holds no password" in found.what
    assert found.step == "set it, or change password_env"


def test_file_of_another_program_in_the_targets_place(practice: Practice) -> None:
    practice.runs(calendar(WEEK), name="strength.ics")

    found = practice.finding()

    assert (found.code, found.where) == (4, "strength.ics")
    assert found.step.startswith("choose another path")


def test_target_without_the_right_to_write(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    class ReadOnly(MemoryTarget):
        def can_write(self) -> bool:
            return False

    monkeypatch.setattr(gather, "open_target", lambda *_, **__: ReadOnly(practice.phone))
    target = replace(practice.config.targets[0], path=None)
    practice.config = replace(practice.config, targets=(target,))

    assert practice.finding().code == 2
    assert practice.finding().what == "it may not be written"


def test_target_in_a_folder_that_is_not_there(practice: Practice) -> None:
    practice.configured(CONFIG.replace("strength.ics", "nowhere/strength.ics"))

    assert (practice.finding().code, practice.finding().what) == (2, "it may not be written")


def test_one_thing_that_is_wrong_hides_no_other_and_the_worst_comes_first(practice: Practice) -> None:
    practice.configured(CONFIG + SECOND_SOURCE + SIGN_IN)
    practice.runs("no calendar")
    practice.runs(calendar(WEEK), name="strength.ics")

    found = practice.findings()

    assert [(each.code, each.where) for each in found] == [
        (2, "strength"),
        (4, "strength.ics"),
        (3, "runs.ics"),
        (3, "busy.ics"),
    ]
    assert exit_code(found) == 2


@pytest.mark.parametrize(("value", "word"), [("99", "newer"), ("soup", "damaged")])
def test_marker_that_cannot_be_relied_on(practice: Practice, value: str, word: str) -> None:
    practice.on_the_phone()
    practice.sync()
    event = practice.phone.events[practice.uid()]
    practice.phone.put(replace(event, properties={**event.properties, VERSION: value}), now=NOW)

    (found,) = [each for each in practice.findings() if each.where == "sessions"]

    assert found.code == 0
    assert word in found.what


def test_two_events_with_one_key(practice: Practice) -> None:
    practice.on_the_phone()
    practice.sync()
    practice.phone.copy(practice.uid(), EventUid("copy@phone"), a_moment("2026-07-11 10:00"), now=NOW)

    found = practice.finding()

    assert (found.code, found.where) == (0, "strength.ics")
    assert found.what == f"there are two events of session {FRIDAY}, since you copied it"


def test_edits_of_the_runner_in_what_is_ours(practice: Practice) -> None:
    practice.on_the_phone()
    practice.sync()
    event = practice.phone.events[practice.uid()]
    practice.phone.put(replace(event, title="Legs", description=f"{event.description}\nand curls"), now=NOW)

    found = practice.findings()

    assert {each.where for each in found} == {f"{FRIDAY} in strength.ics"}
    assert {each.what for each in found} == {
        "you gave it another title",
        "you edited its text below the divider line",
    }


def test_session_that_breaks_a_rule_where_the_runner_put_it(practice: Practice) -> None:
    practice.on_the_phone()
    practice.sync()
    practice.phone.move(practice.uid(), a_moment("2026-07-09 06:00"), now=NOW)

    found = practice.findings()

    assert found
    assert {(each.code, each.where) for each in found} == {(0, f"{FRIDAY}, Thu 9 Jul, 06:00")}
    assert all(each.what.startswith("where you put it, it breaks a rule: ") for each in found)


def test_session_that_the_runner_moved_to_a_good_place_is_no_finding(practice: Practice) -> None:
    practice.on_the_phone()
    practice.sync()
    practice.phone.move(practice.uid(), a_moment("2026-07-10 18:30"), now=NOW)

    assert practice.findings() == ()


def test_target_that_lost_all_its_sessions_stops_the_next_sync(practice: Practice) -> None:
    practice.on_the_phone()
    practice.sync()
    for uid in list(practice.phone.events):
        practice.phone.delete(uid)

    found = practice.finding()

    assert (found.code, found.where) == (4, "next sync")
    assert "--accept-target" in found.step


def test_memory_that_was_lost(practice: Practice, tmp_path: Path) -> None:
    practice.on_the_phone()
    practice.sync()
    with open_store(tmp_path / "elsewhere", "desk", now=NOW) as practice.store:
        found = practice.finding()

    assert (found.code, found.where) == (0, "memory")
    assert found.what == "nothing is remembered of the 2 sessions in your calendars"


def test_memory_that_is_damaged(practice: Practice, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "desk.sqlite").write_bytes(b"soup" * 1000)
    with open_store(tmp_path / "elsewhere", "desk", now=NOW, keep=False) as practice.store:
        found = practice.finding()

    assert (found.code, found.where) == (0, "memory")
    assert "damaged" in found.what
    assert "sessions that you have deleted may come back once" in found.what


def test_target_that_left_the_config_and_holds_sessions(practice: Practice) -> None:
    practice.sync()
    practice.configured(CONFIG.replace("strength.ics", "other.ics"))
    practice.sync()

    found = practice.finding()

    assert (found.code, found.where) == (0, "strength.ics")
    assert found.what == "it has left the config and still holds 2 sessions"
    assert found.step.startswith("take them out with `runlift clean --target strength.ics`")
