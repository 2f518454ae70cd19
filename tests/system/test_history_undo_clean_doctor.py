"""The commands that look back: what was done, taking it back, taking everything out, and what is wrong."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from runlift.app import gather
from runlift.calendars.base import Outcome, Target
from runlift.calendars.memory import MemoryCalendar, MemoryTarget
from runlift.domain.events import EventUid, Timed
from runlift.errors import Unreachable
from runlift.sync.changes import Change
from tests.builders import a_moment
from tests.system.desk import CONFIG, WEEK, Answer, Desk, a_desk, calendar

TUESDAY, FRIDAY = "2026-W28/1", "2026-W28/2"
NOW = a_moment("2026-07-06 00:00")
LATER = CONFIG.replace('"18:00"', '"19:00"').replace('"12:00-13:30", "17:00-21:00"', '"19:00-21:00"')
SICK = [(f"202607{day:02}", None, 0, "#sick") for day in range(8, 13)]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return a_desk(tmp_path, capsys)


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> MemoryCalendar:
    """Put a calendar that the runner edits in the place of the file."""
    found = MemoryCalendar()

    def open_target(*_: object, **__: object) -> Target:
        return MemoryTarget(found)

    monkeypatch.setattr(gather, "open_target", open_target)
    return found


def uid_of(phone: MemoryCalendar, key: str) -> EventUid:
    return next(uid for uid, event in phone.events.items() if event.properties.get("X-RUNLIFT-KEY") == key)


def hours(phone: MemoryCalendar) -> dict[str, str]:
    """Return when each session stands."""
    return {
        event.properties["X-RUNLIFT-KEY"]: f"{event.when.start:%a %H:%M}"
        for event in phone.events.values()
        if isinstance(event.when, Timed) and event.properties
    }


def actions(answer: Answer) -> list[tuple[str, str]]:
    return [(change["action"], change["key"]) for change in answer.json["changes"]]


def pending(desk: Desk) -> list[tuple[str, str]]:
    """Return what the next sync would do."""
    return actions(desk.do("plan", "--json"))


PLANNED = {TUESDAY: "Tue 18:00", FRIDAY: "Fri 18:00"}


def test_history_tells_what_each_sync_did_and_why(desk: Desk) -> None:
    desk.do("sync")

    answer = desk.do("history")

    assert answer.out.splitlines() == [
        "Mon 6 Jul 2026, 00:00  sync: 2 new",
        f"  new     {TUESDAY} in strength.ics: Tue 7 Jul, 18:00, Moderate lift · 45 min",
        "      S50: run hard, lift 10 h 30 later, and keep easy days easy",
        f"  new     {FRIDAY} in strength.ics: Fri 10 Jul, 18:00, Heavy lift · 55 min",
        "      S57: light run, heavy lift: 10 h 45 after an easy run, 36 h 35 before the next long run",
    ]


def test_history_of_nothing_says_so(desk: Desk) -> None:
    assert desk.do("history").out == "nothing was written yet\n"


def test_history_prints_what_its_machine_shape_promises(desk: Desk) -> None:
    desk.do("sync")

    (run,) = desk.do("history", "--json").json["runs"]

    assert list(run) == ["at", "occasion", "closed", "summary", "changes"]
    assert (run["at"], run["occasion"], run["summary"]) == ("2026-07-06T00:00:00+02:00", "sync", "2 new")
    change = run["changes"][1]
    assert list(change) == ["action", "target", "key", "because", "before", "after", "result", "detail"]
    assert change["after"] == {
        "start": "2026-07-10T18:00:00+02:00",
        "end": "2026-07-10T18:55:00+02:00",
        "title": "Heavy lift · 55 min",
        "intensity": "heavy",
    }
    assert change["because"][0]["rule"] == "S57"


def test_history_shows_the_newest_run_first_and_no_more_than_asked(desk: Desk) -> None:
    desk.do("sync")
    desk.runs(calendar([*WEEK[:-3], ("20260711", "080000", 90, "Long run")]))
    desk.do("sync", now="2026-07-06T06:00")

    assert len(desk.do("history", "--json").json["runs"]) == 2
    (newest,) = desk.do("history", "--json", "--limit", "1").json["runs"]
    assert newest["at"].startswith("2026-07-06T06:00")


def test_history_tells_what_a_hold_removed(desk: Desk) -> None:
    desk.do("sync")
    desk.runs(calendar([*WEEK, *SICK]))
    desk.do("sync")

    assert f"  held    {FRIDAY} in strength.ics: Fri 10 Jul, 18:00" in desk.do("history").out


def test_history_tells_what_was_moved_from_where_to_where(desk: Desk) -> None:
    desk.do("sync")
    desk.config(LATER)
    desk.do("sync")

    assert f"  changed {FRIDAY} in strength.ics: Fri 10 Jul, 18:00 → Fri 10 Jul, 19:00, Heavy" in desk.do("history").out


def test_history_and_doctor_tell_of_a_sync_that_was_interrupted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying(MemoryTarget):
        def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
            for outcome in super().apply(changes[:1], now=now):
                yield outcome
                raise KeyboardInterrupt

    phone = MemoryCalendar()
    with monkeypatch.context() as patched:
        patched.setattr(gather, "open_target", lambda *_, **__: Dying(phone))
        assert desk.do("sync").code == 1
    monkeypatch.setattr(gather, "open_target", lambda *_, **__: MemoryTarget(phone))

    answer = desk.do("history")
    assert "sync: interrupted" in answer.out
    assert f"{FRIDAY} in strength.ics: Fri 10 Jul, 18:00, Heavy lift · 55 min (nobody knows" in answer.out
    assert "the sync of Mon 6 Jul, 00:00 was interrupted" in desk.do("doctor").out

    desk.do("sync")
    assert sorted(hours(phone).values()) == sorted(PLANNED.values())
    assert desk.do("doctor").out == "nothing is wrong\n"


def test_undone_creates_are_gone_and_stay_away(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")

    answer = desk.do("undo")

    assert answer.code == 0
    assert "strength.ics: 2 gone" in answer.out
    assert not phone.events
    assert pending(desk) == []
    desk.do("sync")
    assert not phone.events


def test_undone_creates_stay_away_from_a_file(desk: Desk) -> None:
    desk.do("sync")

    assert desk.do("undo").code == 0

    assert "VEVENT" not in desk.strength.read_text()
    assert pending(desk) == []


def test_undone_move_is_back_and_stays(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")
    desk.config(LATER)
    desk.do("sync")
    assert hours(phone) == {TUESDAY: "Tue 19:00", FRIDAY: "Fri 19:00"}

    desk.do("undo")

    assert hours(phone) == PLANNED
    for _ in range(2):
        desk.do("sync")
        assert hours(phone) == PLANNED


def test_undone_delete_is_back_and_stays(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")
    desk.runs(calendar([*WEEK, *SICK]))
    desk.do("sync")
    assert hours(phone) == {TUESDAY: "Tue 18:00"}

    desk.do("undo")

    for _ in range(2):
        assert hours(phone) == PLANNED
        desk.do("sync")
    assert hours(phone) == PLANNED


def test_undo_that_is_killed_half_way_is_finished_by_the_next_sync(
    desk: Desk, phone: MemoryCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dying(MemoryTarget):
        def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
            del changes, now
            raise Unreachable("the phone is off; try again later")

    desk.do("sync")
    with monkeypatch.context() as patched:
        patched.setattr(gather, "open_target", lambda *_, **__: Dying(phone))
        answer = desk.do("undo")
    assert answer.code == 3
    assert "the phone is off" in answer.err
    assert hours(phone) == PLANNED

    desk.do("sync")

    assert not phone.events
    assert pending(desk) == []


def test_undo_leaves_alone_what_the_runner_wrote_into_and_says_so(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")
    phone.annotate(uid_of(phone, FRIDAY), "bring shoes", now=NOW)

    answer = desk.do("undo")

    assert hours(phone) == {FRIDAY: "Fri 18:00"}
    assert f"left    {FRIDAY} in strength.ics: you have written into it since" in answer.out
    desk.do("sync")
    assert hours(phone) == {FRIDAY: "Fri 18:00"}


def test_undo_is_not_undone(desk: Desk) -> None:
    desk.do("sync")
    desk.do("undo")

    answer = desk.do("undo")

    assert (answer.code, answer.out.count("\n")) == (0, 1)
    assert "an undo is not undone" in answer.out


def test_undo_of_nothing_says_so(desk: Desk) -> None:
    assert desk.do("undo").out == "nothing was written yet that could be undone\n"
    assert desk.do("undo", "--json").json["run"] is None


def test_undo_can_be_looked_at_before(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")

    answer = desk.do("undo", "--dry-run", "--json")

    assert actions(answer) == [("delete", TUESDAY), ("delete", FRIDAY)]
    assert answer.json["declined"] == [TUESDAY, FRIDAY]
    assert hours(phone) == PLANNED
    assert pending(desk) == []


def test_undone_move_of_a_file_is_refused_honestly(desk: Desk) -> None:
    desk.do("sync")
    desk.config(LATER)
    desk.do("sync")
    before = desk.strength.read_bytes()

    answer = desk.do("undo")

    assert "others only read this calendar" in answer.out
    assert desk.strength.read_bytes() == before


LONG = CONFIG.replace("horizon_days = 6", "horizon_days = 13")
TWO_WEEKS = [
    *WEEK[:-1],
    *((f"202607{int(day[-2:]) + 7}", hour, minutes, title) for day, hour, minutes, title in WEEK[:-1]),
]


def test_undo_and_clean_ask_before_most_of_the_sessions_go(desk: Desk) -> None:
    desk.config(LONG)
    desk.runs(calendar(TWO_WEEKS))
    desk.do("sync")
    before = desk.strength.read_bytes()

    for command in ("undo", "clean"):
        answer = desk.do(command)
        assert answer.code == 4
        assert "would be deleted, so nothing was changed; look with --dry-run" in answer.err
        assert desk.strength.read_bytes() == before
        assert desk.do(command, "--dry-run").code == 4
    assert desk.do("clean", "--allow-deletes").code == 0
    assert "VEVENT" not in desk.strength.read_text()


def test_clean_takes_the_sessions_out_and_the_next_sync_plans_anew(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")

    answer = desk.do("clean")

    assert (answer.code, answer.out) == (0, "strength.ics: 2 gone\n")
    assert not phone.events
    desk.do("sync")
    assert sorted(hours(phone).values()) == sorted(PLANNED.values())


def test_clean_is_undone_and_the_next_sync_changes_nothing(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")
    desk.do("clean")

    desk.do("undo")

    assert hours(phone) == PLANNED
    assert pending(desk) == []


def test_clean_of_a_file_is_undone_and_the_next_sync_changes_nothing(desk: Desk) -> None:
    desk.do("sync")
    desk.do("clean")

    desk.do("undo")

    assert desk.strength.read_text().count("BEGIN:VEVENT") == 2
    assert pending(desk) == []


def test_clean_leaves_what_the_runner_wrote_into_to_the_runner(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")
    uid = uid_of(phone, FRIDAY)
    phone.annotate(uid, "bring shoes", now=NOW)
    phone.retitle(uid, "Legs", now=NOW)

    answer = desk.do("clean")

    assert answer.out == "strength.ics: 1 yours now, 1 gone\n"
    event = phone.events[uid]
    assert (event.title, "bring shoes" in event.description, dict(event.properties)) == ("Legs", True, {})
    desk.do("sync")
    assert phone.events[uid] == event


def test_clean_leaves_the_past_unless_asked(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")
    thursday = "2026-07-09T12:00"

    desk.do("clean", now=thursday)
    assert hours(phone) == {TUESDAY: "Tue 18:00"}

    desk.do("clean", "--all", now=thursday)
    assert not phone.events


def test_clean_can_be_looked_at_before(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")

    answer = desk.do("clean", "--dry-run")

    assert f"gone    {FRIDAY} in strength.ics: Fri 10 Jul, 18:00, Heavy lift · 55 min" in answer.out
    assert actions(desk.do("clean", "--dry-run", "--json")) == [("delete", TUESDAY), ("delete", FRIDAY)]
    assert hours(phone) == PLANNED


def test_target_that_left_the_config_is_reported_cleaned_and_forgotten(desk: Desk) -> None:
    desk.do("sync")
    desk.config(CONFIG.replace("strength.ics", "other.ics"))
    desk.do("sync")

    answer = desk.do("doctor")
    assert answer.code == 0
    assert "strength.ics: it has left the config and still holds 2 sessions" in answer.out
    assert "runlift clean --target strength.ics" in answer.out

    assert desk.do("clean", "--target", "strength.ics").out == "strength.ics: 2 gone\n"
    assert "VEVENT" not in desk.strength.read_text()
    assert (desk.folder / "other.ics").read_text().count("BEGIN:VEVENT") == 2
    assert desk.do("doctor").out == "nothing is wrong\n"
    assert desk.do("clean", "--target", "strength.ics").code == 2


def test_clean_of_an_unknown_target_names_those_there_are(desk: Desk) -> None:
    answer = desk.do("clean", "--target", "nowhere")

    assert (answer.code, answer.err) == (
        2,
        "runlift: no target is called nowhere; name one of these: strength.ics\n",
    )


def test_doctor_finds_nothing_wrong_with_a_desk_in_order(desk: Desk) -> None:
    desk.do("sync")

    answer = desk.do("doctor")

    assert (answer.code, answer.out) == (0, "nothing is wrong\n")
    assert desk.do("doctor", "--json").json == {"findings": []}


def test_doctor_prints_what_its_machine_shape_promises(desk: Desk) -> None:
    desk.runs("no calendar")

    answer = desk.do("doctor", "--json")

    (finding,) = answer.json["findings"]
    assert answer.code == 3
    assert (finding["code"], finding["where"]) == (3, "runs.ics")
    assert set(finding) == {"code", "where", "what", "next"}
    assert finding["what"]
    assert finding["next"]


class DyingAfter(MemoryTarget):
    """Writes everything, and the process ends before it can tell of the last write."""

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        *told, _ = super().apply(changes, now=now)
        yield from told
        raise KeyboardInterrupt


class InHaste(MemoryTarget):
    """A calendar in which the runner writes into a session just before it is written."""

    def __init__(self, phone: MemoryCalendar, key: str) -> None:
        super().__init__(phone)
        self._phone, self._key = phone, key
        self._hand_is_off = False

    def apply(self, changes: Sequence[Change], *, now: datetime) -> Iterator[Outcome]:
        if not self._hand_is_off:
            self._phone.annotate(uid_of(self._phone, self._key), "bring shoes", now=now)
        self._hand_is_off = True
        yield from super().apply(changes, now=now)


def test_delete_that_was_killed_half_way_is_no_decline_after_a_clean(
    desk: Desk, phone: MemoryCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do("sync")
    desk.runs(calendar([*WEEK, *SICK]))
    with monkeypatch.context() as patched:
        patched.setattr(gather, "open_target", lambda *_, **__: DyingAfter(phone))
        desk.do("sync")
    assert hours(phone) == {TUESDAY: "Tue 18:00"}

    desk.do("clean")
    desk.runs(calendar(WEEK))
    desk.do("sync")

    assert sorted(hours(phone).values()) == sorted(PLANNED.values())


def test_session_that_undo_brought_back_after_a_killed_sync_is_declined_like_any_other(
    desk: Desk, phone: MemoryCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do("sync")
    desk.runs(calendar([*WEEK, *SICK]))
    with monkeypatch.context() as patched:
        patched.setattr(gather, "open_target", lambda *_, **__: DyingAfter(phone))
        desk.do("sync")
    desk.do("undo")
    assert hours(phone) == PLANNED

    phone.delete(uid_of(phone, FRIDAY))
    desk.runs(calendar(WEEK))
    desk.do("sync")

    assert hours(phone) == {TUESDAY: "Tue 18:00"}


def test_undo_decides_again_where_the_runner_was_faster(
    desk: Desk, phone: MemoryCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do("sync")
    with monkeypatch.context() as patched:
        patched.setattr(gather, "open_target", lambda *_, **__: InHaste(phone, FRIDAY))
        answer = desk.do("undo")

    assert (answer.code, answer.out.splitlines()[-1]) == (0, "strength.ics: 1 gone")
    assert hours(phone) == {FRIDAY: "Fri 18:00"}
    desk.do("sync")
    assert hours(phone) == {FRIDAY: "Fri 18:00"}
    assert [action for action, _ in pending(desk)] == []


def test_clean_decides_again_where_the_runner_was_faster(
    desk: Desk, phone: MemoryCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do("sync")
    with monkeypatch.context() as patched:
        patched.setattr(gather, "open_target", lambda *_, **__: InHaste(phone, FRIDAY))
        answer = desk.do("clean")

    assert (answer.code, answer.out) == (0, "strength.ics: 1 gone, 1 yours now\n")


def test_sync_that_was_interrupted_when_all_was_done_is_no_finding(
    desk: Desk, phone: MemoryCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(gather, "open_target", lambda *_, **__: DyingAfter(phone))
        desk.do("sync")

    assert "sync: interrupted" in desk.do("history").out
    assert desk.do("doctor").out == "nothing is wrong\n"


@pytest.mark.parametrize("command", ["undo", "clean"])
def test_calendar_that_cannot_be_read_does_not_keep_another_from_being_written(desk: Desk, command: str) -> None:
    other = '\n[[target]]\ntype = "ics"\npath = "other.ics"\n'
    desk.config(CONFIG + other)
    desk.do("sync")
    desk.strength.unlink()
    desk.strength.mkdir()

    answer = desk.do(command)

    assert answer.code == 3
    assert "strength.ics cannot be read" in answer.err
    assert "VEVENT" not in (desk.folder / "other.ics").read_text()


def test_clean_of_all_finds_sessions_that_a_sync_does_not_read_any_more(desk: Desk, phone: MemoryCalendar) -> None:
    desk.do("sync")
    desk.config(CONFIG.replace("2026-05-25", "2027-03-01"))

    desk.do("clean", "--all", now="2027-03-03T12:00")

    assert not phone.events
