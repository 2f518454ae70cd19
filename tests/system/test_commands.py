"""The commands, as a runner meets them: in a folder with a config and a calendar."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from runlift.cli import plan as plan_command
from runlift.cli.main import run
from tests.feed_server import Reply, serving
from tests.system.desk import CONFIG, WEEK, Answer, Desk, a_desk, calendar


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return a_desk(tmp_path, capsys)


def starts(answer: Answer) -> list[tuple[str, str]]:
    return [(session["start"], session["intensity"]) for session in answer.json["sessions"]]


WORKED = [("2026-07-07T18:00:00+02:00", "moderate"), ("2026-07-10T18:00:00+02:00", "heavy")]


def test_plan_shows_the_sessions_of_the_week_and_writes_nothing(desk: Desk) -> None:
    answer = desk.do("plan", "--json")

    assert (answer.code, starts(answer), answer.json["cost"]) == (0, WORKED, 16)
    assert not desk.strength.exists()


def test_plan_prints_what_its_machine_shape_promises(desk: Desk) -> None:
    shape = desk.do("plan", "--json").json

    assert list(shape) == [
        "now", "runs", "sessions", "unplaced", "violations", "warnings", "cost", "changes", "stops",
        "advice",
    ]  # fmt: skip
    assert list(shape["runs"][0]) == [
        "uid", "start", "end", "kind", "assumed", "minutes", "distance_km", "because",
    ]  # fmt: skip
    assert list(shape["sessions"][0]) == [
        "key", "start", "end", "intensity", "minutes", "phase", "plan_week", "sets", "status", "because", "workout",
    ]  # fmt: skip
    assert shape["changes"][0] == {
        "action": "create",
        "target": "strength.ics",
        "key": "2026-W28/1",
        "because": shape["sessions"][0]["because"],
    }


def test_plan_says_what_would_make_room_for_heavy_work_where_weeks_in_a_row_have_none(desk: Desk) -> None:
    hard = [(f"202607{day:02}", "063000", 60, "Intervals 6 x 800 m") for day in (6, 8, 10, 13, 15, 17, 20, 22, 24, 27)]
    desk.runs(calendar([*hard, *((f"202607{day}", "080000", 120, "Long run") for day in (12, 19, 26))]))
    desk.config(CONFIG.replace("horizon_days = 6", "horizon_days = 20"))

    (advice,) = desk.do("plan", "--json").json["advice"]

    assert advice["opens"] == advice["weeks"] == ["2026-W28", "2026-W30"]
    assert f"No place for heavy work: {advice['text']}" in " ".join(desk.do("plan").out.split())


def test_plan_in_words_has_a_line_for_every_day_and_a_reason_for_every_session(desk: Desk) -> None:
    out = desk.do("plan").out

    assert "Mon 6 Jul – Sun 12 Jul" in out
    assert "18:00–18:55 heavy lift · 55 min" in out
    assert "light run, heavy lift" in out
    assert "\x1b[" not in out


def test_plan_says_all_reasons_when_asked_to_say_more(desk: Desk) -> None:
    desk.config(CONFIG.replace('experience = "intermediate"', 'experience = "advanced"'))

    assert "moderate instead of heavy" in desk.do("plan").out
    assert "run hard, lift" not in desk.do("plan").out
    assert "run hard, lift" in desk.do("plan", "-v").out


def test_options_may_stand_before_or_after_the_command(desk: Desk) -> None:
    assert desk.do("--json", "plan").out == desk.do("plan", "--json").out


def test_plan_check_tells_a_script_whether_changes_are_pending(desk: Desk) -> None:
    assert desk.do("plan", "--check").code == 5
    desk.do("sync")
    assert desk.do("plan", "--check").code == 0


def test_a_second_sync_changes_no_byte(desk: Desk) -> None:
    first = desk.do("sync")
    body, written = desk.strength.read_bytes(), desk.strength.stat().st_mtime_ns
    second = desk.do("sync")

    assert (first.code, second.code) == (0, 0)
    assert "2 new" in first.out
    assert "nothing to write (2 kept)" in second.out
    assert (desk.strength.read_bytes(), desk.strength.stat().st_mtime_ns) == (body, written)


def test_a_sync_minutes_later_changes_no_byte_either(desk: Desk) -> None:
    desk.do("sync")
    body = desk.strength.read_bytes()
    desk.do("sync", now="2026-07-06T00:20")

    assert desk.strength.read_bytes() == body


def test_sync_tells_what_each_source_and_target_took(desk: Desk) -> None:
    shape = desk.do("sync", "--json").json

    assert shape["applied"] == [
        {"target": "strength.ics", "changed": True, "done": 2, "open": 0, "refused": []},
    ]
    assert [list(source) for source in shape["sources"]] == [["name", "requests", "bytes", "seconds"]]
    assert shape["targets"][0]["bytes"] == desk.strength.stat().st_size


def test_sync_that_a_guard_stops_tells_as_data_what_it_would_have_done_and_why_it_must_not(desk: Desk) -> None:
    assert desk.do("sync", "--json").json["stops"] == []
    desk.runs(calendar([]))

    answer = desk.do("sync", "--json")

    assert answer.code == 4
    assert answer.json["stops"]
    assert answer.json["stops"] == [line.removeprefix("runlift: ") for line in answer.err.splitlines()]


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    assert "2 new" in desk.do("sync", "--dry-run").out
    assert not desk.strength.exists()


def test_a_run_that_moves_changes_the_session_beside_it_and_says_why(desk: Desk) -> None:
    desk.do("sync")
    moved = [("20260711", "180000", 60, "Tempo run") if run[0] == "20260709" else run for run in WEEK]
    desk.runs(calendar(moved))

    changes = desk.do("plan", "--json").json["changes"]
    told = {change["key"]: (change["action"], change["because"][0]["text"]) for change in changes}

    assert told["2026-W28/1"] == ("update", "its text has changed")
    assert told["2026-W28/2"][0] == "update"
    assert told["2026-W28/2"][1] == "moderate now, was heavy: heavy needs 36 h before the hard run on Sat 18:00"


def test_what_is_over_stays_in_the_file_as_it_was(desk: Desk) -> None:
    desk.do("sync")
    desk.runs(calendar([*WEEK, ("20260716", "063000", 45, "Easy run")]))
    done = desk.do("sync", "--json", now="2026-07-08T09:00").json["sessions"][0]

    assert (done["start"], done["status"]) == ("2026-07-07T18:00:00+02:00", "done")
    assert b"DTSTART;TZID=Europe/Berlin:20260707T180000" in desk.strength.read_bytes()


def test_a_file_that_runlift_did_not_write_is_never_written_over(desk: Desk) -> None:
    desk.strength.write_text("my training diary")
    answer = desk.do("sync")

    assert (answer.code, desk.strength.read_text()) == (4, "my training diary")
    assert "was not written by runlift and stays as it is" in answer.err


def test_a_missing_calendar_leaves_what_stands_and_says_which_one(desk: Desk) -> None:
    desk.do("sync")
    body = desk.strength.read_bytes()
    (desk.folder / "runs.ics").unlink()
    answer = desk.do("sync")

    assert (answer.code, desk.strength.read_bytes()) == (3, body)
    assert "runs.ics does not exist" in answer.err


@pytest.mark.parametrize(
    "body", ["<!DOCTYPE html><title>Sign in</title>", '{"error": "gone"}', "", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"]
)
def test_what_is_no_calendar_leaves_what_stands(desk: Desk, body: str) -> None:
    desk.do("sync")
    before = desk.strength.read_bytes()
    desk.runs(body)
    answer = desk.do("sync")

    assert (answer.code, desk.strength.read_bytes()) == (3, before)
    assert len(answer.err.splitlines()) == 1


def test_a_calendar_without_runs_is_said_and_is_no_fault_while_nothing_stands(desk: Desk) -> None:
    desk.runs(calendar([("20260707", "090000", 60, "Budget meeting")]))
    answer = desk.do("sync")

    assert answer.code == 0
    assert "runs.ics holds no run in these weeks among 1 events" in answer.err


def test_a_calendar_that_lost_all_its_runs_stops_the_sync(desk: Desk) -> None:
    desk.do("sync")
    body = desk.strength.read_bytes()
    desk.runs(calendar([]))
    answer = desk.do("sync")

    assert (answer.code, desk.strength.read_bytes()) == (4, body)
    assert "holds none of the 7 runs that were ahead in it" in answer.err


def test_every_problem_of_a_config_is_told_at_once(desk: Desk) -> None:
    desk.config(
        CONFIG.replace("Europe/Berlin", "Europe/Berln").replace("12:00-13:30", "13:30-12:00").replace("prefer", "prefr")
    )
    answer = desk.do("plan")

    assert answer.code == 2
    assert len(answer.err.splitlines()) == 3
    assert 'did you mean "Europe/Berlin"?' in answer.err


def test_a_config_that_is_not_there_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--config", str(tmp_path / "none.toml"), "plan"]) == 2
    assert "make one with `runlift init`" in capsys.readouterr().err


def test_a_config_without_a_target_cannot_be_synced(desk: Desk) -> None:
    desk.config(CONFIG.partition("[[target]]")[0])

    assert desk.do("sync").code == 2
    assert desk.do("plan").code == 0


@pytest.mark.parametrize("now", ["yesterday", "2026-13-01", "0001-01-01"])
def test_a_clock_that_is_no_time_is_refused(desk: Desk, now: str) -> None:
    answer = desk.do("plan", now=now)

    assert answer.code == 2
    assert "write it as 2026-07-06T08:00" in answer.err


def test_export_writes_the_same_sessions_beside_the_target(desk: Desk) -> None:
    desk.do("sync")
    exported = desk.folder / "elsewhere.ics"
    answer = desk.do("export", str(exported))

    assert answer.code == 0
    assert exported.read_bytes() == desk.strength.read_bytes()


def test_export_without_a_path_prints_the_feed(desk: Desk) -> None:
    command = [sys.executable, "-m", "runlift", "--now", "2026-07-06T00:00", "export"]
    out = subprocess.run(command, cwd=desk.folder, capture_output=True, check=True).stdout

    assert out.startswith(b"BEGIN:VCALENDAR\r\n")
    assert out.count(b"BEGIN:VEVENT") == 2
    assert not desk.strength.exists()


def test_classify_prints_one_object_an_event_in_the_order_of_the_file(desk: Desk) -> None:
    answer = desk.do("classify", str(desk.folder / "runs.ics"), "--json")
    shapes = [json.loads(line) for line in answer.out.splitlines()]

    assert [shape["kind"] for shape in shapes] == ["rest", "hard", "easy", "hard", "easy", "easy", "long", "hard"]
    assert list(shapes[0]) == ["uid", "start", "summary", "kind", "confidence", "because"]
    assert shapes[1]["start"] == "2026-07-07T06:30:00+02:00"


def test_classify_without_files_reads_the_configured_sources(desk: Desk) -> None:
    out = desk.do("classify").out

    assert "Intervals 6 x 800 m" in out
    assert "hard" in out


def test_explain_tells_what_a_day_could_hold_and_what_forbids_the_rest(desk: Desk) -> None:
    out = desk.do("explain", "2026-07-08").out

    assert "06:30 easy run, 45 min: Easy run" in out
    assert "heavy: no, heavy needs 36 h before the hard run on Thu 06:30 (H4)" in out


def test_explain_takes_the_key_of_a_session(desk: Desk) -> None:
    shape = desk.do("explain", "2026-W28/2", "--json").json

    assert shape["day"] == "2026-07-10"
    assert [one["intensity"] for one in shape["alternatives"]] == ["heavy", "moderate", "light"]


def test_explain_of_something_else_says_what_it_takes(desk: Desk) -> None:
    answer = desk.do("explain", "tomorrow")

    assert answer.code == 2
    assert "neither a day" in answer.err


def test_the_demo_needs_no_config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["demo"]) == 0
    assert "heavy lift" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_title_cannot_steer_the_terminal(desk: Desk) -> None:
    desk.runs(calendar([*WEEK, ("20260708", "190000", 60, "Spin \x1b[2Jclass")]))

    for command in (("plan",), ("classify",), ("explain", "2026-07-08")):
        assert "\x1b" not in desk.do(*command).out


def test_a_fault_of_ours_is_one_sentence_and_no_traceback(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(plan_command, "decide", fail)
    answer = desk.do("plan")

    assert answer.code == 1
    assert "our fault, please report it: RuntimeError: out of luck" in answer.err
    assert "Traceback" not in answer.err


def test_an_unknown_command_is_a_matter_of_usage(desk: Desk) -> None:
    answer = desk.do("plant")

    assert answer.code == 2
    assert "No such command" in answer.err


def test_an_address_that_does_not_answer_is_named_without_its_secret(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    url = f"http://127.0.0.1:{port}/k9-secret/feed.ics"
    desk.config(CONFIG.replace('path = "runs.ics"', f'url = "{url}"\nallow_private = true'))
    answer = desk.do("sync")

    assert answer.code == 3
    assert "127.0.0.1" in answer.err
    assert "secret" not in answer.err + answer.out
    assert len(answer.err.splitlines()) == 1


def test_a_feed_that_fails_is_planned_by_what_it_said_last(desk: Desk) -> None:
    replies = Reply.of(calendar(WEEK).encode()), Reply.of(b"<html>sign in</html>")
    with serving(*replies) as server:
        desk.config(CONFIG.replace('path = "runs.ics"', f'url = "{server.url}"\nallow_private = true'))
        assert desk.do("sync").code == 0
        body = desk.strength.read_bytes()
        answer = desk.do("sync")

    assert (answer.code, desk.strength.read_bytes()) == (3, body)
    assert "until then what it said last stays in force" in answer.err


def test_a_session_keeps_its_workout_while_the_week_goes_by(desk: Desk) -> None:
    desk.do("sync")
    before = desk.do("plan", "--json").json["sessions"][1]["workout"]
    desk.do("sync", now="2026-07-07T20:00")
    after = desk.do("plan", "--json", now="2026-07-08T20:00").json

    assert after["sessions"][1]["workout"] == before
    assert after["changes"] == []


def test_another_profiles_sessions_are_busy_time(desk: Desk) -> None:
    desk.do("sync")
    (desk.folder / "partner.ics").write_bytes(desk.strength.read_bytes())
    other = CONFIG.replace('profile = "desk"', 'profile = "other"').replace(
        'path = "strength.ics"', 'path = "mine.ics"'
    )
    desk.config(other + '\n[[source]]\ntype = "ics"\npath = "partner.ics"\nrole = "busy"\n')
    ours = starts(desk.do("plan", "--json"))

    assert len(ours) == 2
    assert not {start for start, _ in ours} & {start for start, _ in WORKED}


def test_a_window_that_begins_off_the_quarter_hour_can_be_used_from_its_beginning(desk: Desk) -> None:
    desk.config(CONFIG.replace('["12:00-13:30", "17:00-21:00"]', '["18:05-19:00"]'))

    assert ("2026-07-10T18:05:00+02:00", "heavy") in starts(desk.do("plan", "--json"))


def test_a_marathon_in_the_calendar_is_one_by_its_name(desk: Desk) -> None:
    desk.config(CONFIG.replace("[goal]\ndate = 2026-10-18\ndistance_km = 42.2\n", ""))
    desk.runs(calendar([*WEEK, ("20261018", "090000", 240, "Rhine City Marathon")]))
    shape = desk.do("plan", "--json").json

    assert (shape["runs"][-1]["distance_km"], shape["sessions"][0]["phase"]) == (42.195, "build")


def test_export_as_json_tells_what_was_written_to_a_file(desk: Desk) -> None:
    assert desk.do("export", str(desk.folder / "copy.ics"), "--json").json["applied"] == [
        {"target": "copy.ics", "changed": True, "done": 2, "open": 0, "refused": []}
    ]
    assert desk.do("export", "--json").code == 2


def test_colours_can_be_switched_off_for_good(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in desk.do("plan").out
    assert "\x1b[" not in desk.do("plan", "--no-color").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in desk.do("plan").out


def test_joined_emoji_come_out_whole(desk: Desk) -> None:
    desk.runs(calendar([*WEEK, ("20260708", "190000", 60, "\U0001f3c3\u200d♀️ Spin class")]))

    assert "\U0001f3c3\u200d♀️ Spin" in desk.do("classify").out


def with_a_riddle(uid: str = "riddle") -> str:
    event = f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260601T000000Z\r\nDTSTART;VALUE=DATE:20260708\r\n"
    event += "SUMMARY:The beast\r\nDESCRIPTION:Distance: 10 km\r\nEND:VEVENT\r\n"
    return calendar(WEEK).replace("END:VCALENDAR", f"{event}END:VCALENDAR")


def test_unsure_shows_the_guesses_alone(desk: Desk) -> None:
    desk.runs(with_a_riddle())
    shown = [json.loads(line) for line in desk.do("classify", "--unsure", "--json").out.splitlines()]
    assert [(found["summary"], found["kind"]) for found in shown] == [("The beast", "hard")]


def test_plan_tells_of_a_guess_and_how_to_settle_it(desk: Desk) -> None:
    desk.runs(with_a_riddle())
    told = desk.do("plan").err
    assert '"The beast" counts as hard, which is a guess' in told
    assert 'runlift classify --fix "The beast=easy"' in told


@pytest.mark.parametrize("name", ["The beast", "the BEAST", "riddle"])
def test_word_on_a_title_is_remembered_when_the_plan_is_imported_anew(desk: Desk, name: str) -> None:
    desk.runs(with_a_riddle())
    assert '"kind": "easy"' in desk.do("classify", "--fix", f"{name}=easy", "--json").out
    desk.runs(with_a_riddle(uid="another"))
    assert "which is a guess" not in desk.do("plan").err
    found = [json.loads(line) for line in desk.do("classify", "--json").out.splitlines()]
    assert [one["kind"] for one in found if one["uid"] == "another"] == ["easy"]


@pytest.mark.parametrize("word", ["easy", "=easy", "The beast=slow"])
def test_word_that_says_nothing_is_refused(desk: Desk, word: str) -> None:
    answer = desk.do("classify", "--fix", word)
    assert answer.code == 2
    assert "does not say TITLE=KIND; the kinds are easy, long" in answer.err
