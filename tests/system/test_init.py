"""`runlift init`: from a link or a file to a config that works."""

import os
import pty
import select
import stat
import subprocess
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from runlift.cli.init_words import CALDAV, GOOGLE, SECRETS, WAYS
from tests.feed_server import Reply, serving
from tests.system.desk import WEEK, calendar
from tests.system.init_desk import NewDesk, a_new_desk

ALL_DAYS = tuple((day, None, 0, title) for day, _, _, title in WEEK)
RACE = ("20261018", None, 0, "Race day: City Marathon")
PAGE = b"<!DOCTYPE html><html><body>Sign in</body></html>"
USUAL = ("", "", "", "", "", "y")
"""Target, weekdays, weekends, since, race: as usual; and yes to the plan."""


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> NewDesk:
    made = a_new_desk(tmp_path, capsys, monkeypatch)
    made.put("runs.ics", calendar(WEEK))
    return made


def test_pressing_enter_sets_up_a_config_that_syncs(desk: NewDesk) -> None:
    answer = desk.init(types=["runs.ics", *USUAL])
    assert answer.code == 0, answer.err
    assert "heavy lift" in answer.out or "moderate lift" in answer.out
    tables = desk.tables
    assert tables["runner"]["timezone"] == "Europe/Berlin"
    assert tables["source"] == [{"type": "ics", "path": "runs.ics", "role": "runs"}]
    assert tables["target"] == [{"type": "ics", "path": "strength.ics"}]
    assert tables["timing"]["windows"] == {"weekday": ["12:00-13:30", "17:00-21:00"], "weekend": ["07:00-19:00"]}
    synced = desk.do("sync", "-q")
    assert (synced.code, synced.err) == (0, "")
    assert (desk.folder / "strength.ics").exists()


def test_the_plan_is_shown_and_nothing_is_written_before_the_runner_agrees(desk: NewDesk) -> None:
    before = sorted(desk.folder.iterdir())
    answer = desk.init("--source", "runs.ics", types=[*USUAL[:-1], "n"])
    assert answer.code == 0
    assert "Mon 6 Jul – Sun 12 Jul" in answer.out
    assert "nothing was written" in answer.err
    assert sorted(desk.folder.iterdir()) == before


def test_config_is_for_its_runner_alone(desk: NewDesk) -> None:
    desk.init("--source", "runs.ics", "--yes")
    assert stat.S_IMODE(desk.config.stat().st_mode) == 0o600


def test_the_ways_in_are_told_by_what_they_cost(desk: NewDesk) -> None:
    told = desk.init(types=["runs.ics", *USUAL]).err
    assert told.index("a feed") < told.index("caldav") < told.index("google")
    assert "up to a day late" in told
    assert max(len(line) for text in (WAYS, CALDAV, SECRETS, GOOGLE) for line in text.splitlines()) <= 82


def test_what_the_calendar_says_of_its_runner_is_told(desk: NewDesk) -> None:
    told = desk.init("--source", "runs.ics", types=USUAL).err
    assert "runs.ics holds 7 runs (3 easy, 3 hard, 1 long)\n  titles in English\n" in told
    assert "  mostly about 06:30 on weekdays (Europe/Berlin)\n" in told


def test_usual_run_times_come_from_the_calendar(desk: NewDesk) -> None:
    desk.put("runs.ics", calendar([*WEEK, ("20260715", None, 0, "Easy run")]))
    desk.init("--source", "runs.ics", "--yes")
    assert desk.tables["timing"]["assumed_run"]["weekday"] == "06:30"


def test_run_times_are_asked_for_where_the_calendar_has_none(desk: NewDesk) -> None:
    desk.put("runs.ics", calendar(ALL_DAYS))
    answer = desk.init("--source", "runs.ics", types=["", "", "", "early", "05:45", "", "", "", "y"])
    assert '"early" is no time of day' in answer.err
    assert desk.tables["timing"]["assumed_run"] == {"weekday": "05:45", "weekend": "08:00"}


def test_race_of_the_calendar_is_offered_and_needs_no_entry_in_the_config(desk: NewDesk) -> None:
    desk.put("runs.ics", calendar([*WEEK, RACE]))
    answer = desk.init("--source", "runs.ics", types=USUAL)
    assert "Sun 18 Oct: Race day: City Marathon (42.195 km)" in answer.err
    assert "goal" not in desk.tables
    assert "104 days to the race" in answer.out


def test_race_without_a_distance_says_what_it_counts_as(desk: NewDesk) -> None:
    desk.put("runs.ics", calendar([*WEEK, ("20261018", None, 0, "Race day!")]))
    answer = desk.init("--source", "runs.ics", types=USUAL)
    assert "counts as a half marathon" in answer.err


def test_every_answer_is_an_option(desk: NewDesk) -> None:
    answer = desk.init(
        *(
            "--source",
            "runs.ics",
            "--target",
            "lift.ics",
            "--since",
            "2026-01-05",
            "--race",
            "2026-10-18 half marathon",
        ),
        *("--windows", "weekday=06:00-08:00, 18-20", "--windows", "friday=none"),
        *("--experience", "advanced", "--run-weekday", "05:30", "--run-weekend", "09:15", "--yes"),
        zone="Europe/Paris",
    )
    assert answer.code == 0, answer.err
    tables = desk.tables
    profile = tables["runner"].pop("profile")
    assert len(profile) == 8
    assert tables["runner"] | {"strength_since": str(tables["runner"]["strength_since"])} == {
        "timezone": "Europe/Paris",
        "experience": "advanced",
        "strength_since": "2026-01-05",
    }
    assert tables["timing"] == {
        "windows": {"weekday": ["06:00-08:00", "18:00-20:00"], "friday": []},
        "assumed_run": {"weekday": "05:30", "weekend": "09:15"},
    }
    assert (str(tables["goal"]["date"]), tables["goal"]["distance_km"]) == ("2026-10-18", 21.1)
    assert tables["target"] == [{"type": "ics", "path": "lift.ics"}]


def test_two_runners_get_two_profiles(desk: NewDesk) -> None:
    profiles = set()
    for name in ("one.toml", "two.toml"):
        assert desk.do("--config", name, "init", "--source", "runs.ics", "--yes").code == 0
        profiles.add((desk.folder / name).read_text(encoding="utf-8").split("profile = ")[1][:10])
    assert len(profiles) == 2


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ((), ("--source", "--yes")),
        (("--source", "runs.ics"), ("--yes",)),
        (("--yes",), ("--source",)),
    ],
)
def test_without_a_terminal_it_asks_nothing_and_says_which_option_is_missing(
    desk: NewDesk, options: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    answer = desk.init(*options)
    assert (answer.code, answer.out) == (2, "")
    assert all(option in answer.err for option in missing)
    assert answer.err.count("\n") == 1
    assert not desk.config.exists()


def test_json_asks_nothing_even_at_a_terminal(desk: NewDesk) -> None:
    answer = desk.init("--json", types=["runs.ics", *USUAL])
    assert (answer.code, answer.out) == (2, "")
    assert "--source" in answer.err


def test_json_tells_the_config_the_plan_and_what_comes_next(desk: NewDesk) -> None:
    answer = desk.init("--json", "--source", "runs.ics", "--yes")
    assert answer.code == 0
    assert answer.json["config"] == str(desk.config)
    assert answer.json["replaced"] is None
    assert answer.json["plan"]["sessions"]
    assert answer.json["next"] == ["runlift sync", "runlift serve", "runlift daemon"]


def test_a_config_that_is_there_stays(desk: NewDesk) -> None:
    desk.put("runlift.toml", "# mine\n")
    for answer in (desk.init("--source", "runs.ics", "--yes"), desk.init(types=["n"])):
        assert answer.code == 2
        assert "runlift.toml is there already; name another place with --config, or add --replace" in answer.err
    assert desk.config.read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize("asked", [True, False])
def test_replaced_config_is_kept_and_its_profile_goes_on(desk: NewDesk, *, asked: bool) -> None:
    old = '[runner]\nprofile = "desk"\n'
    desk.put("runlift.toml", old)
    desk.put("runlift.toml.before-1", "# older still\n")
    options = [] if asked else ["--replace", "--yes", "--source", "runs.ics"]
    answer = desk.init(*options, types=["y", "runs.ics", *USUAL] if asked else None)
    assert answer.code == 0, answer.err
    assert desk.tables["runner"]["profile"] == "desk"
    backup = desk.folder / "runlift.toml.before-2"
    assert (backup.read_text(encoding="utf-8"), stat.S_IMODE(backup.stat().st_mode)) == (old, 0o600)
    assert (desk.folder / "runlift.toml.before-1").read_text(encoding="utf-8") == "# older still\n"
    assert str(backup) in answer.out


def test_config_elsewhere_finds_the_files_that_were_named_from_here(desk: NewDesk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    answer = desk.do("--config", "../elsewhere/mine.toml", "init", "--source", "runs.ics", "--yes")
    assert answer.code == 0, answer.err
    assert desk.do("--config", "../elsewhere/mine.toml", "sync", "-q").code == 0
    assert (desk.folder / "strength.ics").exists()
    assert f"runlift sync --config {tmp_path / 'desk' / '..' / 'elsewhere' / 'mine.toml'}" in answer.out


def test_going_away_in_the_middle_writes_nothing(desk: NewDesk) -> None:
    answer = desk.init(types=["runs.ics", ""])
    assert (answer.code, answer.err.endswith("runlift: stopped\n")) == (1, True)
    assert not desk.config.exists()


def test_feed_is_read_and_its_address_goes_nowhere_but_into_the_config(desk: NewDesk) -> None:
    with serving(Reply.of(calendar(WEEK).encode())) as feed:
        answer = desk.init("--source", feed.url, types=USUAL)
        assert answer.code == 0, answer.err
        assert desk.tables["source"] == [{"type": "ics", "url": feed.url, "role": "runs", "allow_private": True}]
        assert "secret" not in answer.out + answer.err
        assert desk.do("sync", "-q").code == 0


@pytest.mark.parametrize(
    ("answered", "says"),
    [
        (Reply.of(PAGE), "is a web page and no calendar, probably a login page"),
        (Reply.of(status=404), "has no calendar at this address (404)"),
        (
            Reply.of(calendar([("20260708", "120000", 30, "Dentist")]).encode()),
            'holds no run among 1 events (1 other): "D',
        ),
        (Reply.of(calendar([]).encode()), "holds no run and nothing else in the last 6 weeks and the next 20"),
    ],
    ids=["page", "gone", "no run", "empty"],
)
def test_link_that_is_no_calendar_of_runs_is_told_and_asked_for_again(
    desk: NewDesk, answered: Reply, says: str
) -> None:
    with serving(answered) as feed:
        refused = desk.init("--source", feed.url, "--yes")
        assert (refused.code, says in refused.err) == (2, True), refused.err
        assert refused.err.count("\n") == 1
        assert not desk.config.exists()
        asked = desk.init("--source", feed.url, types=[feed.url, "runs.ics", *USUAL])
        assert (asked.code, asked.err.count(says)) == (0, 2), asked.err
    assert desk.tables["source"][0]["path"] == "runs.ics"


def test_web_page_says_where_the_link_is_found(desk: NewDesk) -> None:
    with serving(Reply.of(PAGE)) as feed:
        assert (
            "your app shows it in its settings, as the link to subscribe to"
            in desk.init("--source", feed.url, "-y").err
        )


def test_link_that_nobody_answers_is_told(desk: NewDesk) -> None:
    answer = desk.init("--source", "http://127.0.0.1:9/feed.ics", "--yes")
    assert (answer.code, answer.err) == (
        2,
        "runlift: http://127.0.0.1 takes no connections; check the address and the internet connection\n",
    )


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--source", "nowhere.ics"), "nowhere.ics is no file here, and no link either"),
        (("--source", "."), "is a folder; give the path of an .ics file in it"),
        (("--source", "https://[feed"), "source[0].url: is no address"),
        (("--target", "https://example.com/strength.ics"), "a link can be read only"),
        (("--target", "nowhere/strength.ics"), "is no folder; make it first"),
        (("--target", "theirs.ics"), "theirs.ics"),
        (("--target", "runs.ics"), "target[0].path: is the file of source[0] too"),
        (("--windows", "weekday=noon"), '"noon" is no window'),
        (("--windows", "someday=12-13"), "names no day; write it as weekday=17:00-21:00"),
        (("--windows", "12:00-13:00"), "names no day"),
        (("--windows", "monday=21:30-23:00"), "since a session ends 60 min before the bedtime of 22:00"),
        (("--windows", "weekday=none", "--windows", "weekend=none"), "no day has a window"),
        (("--since", "long ago"), '"long ago" is no day'),
        (("--race", "2026-10-18 fun"), '"fun" is no distance of a race'),
        (("--race", "soon"), '"soon" names no race; write its day and distance'),
        (("--race", "2026-07-05 10k"), "a race on 2026-07-05 is over"),
        (("--timezone", "Berlin"), 'did you mean "Europe/Berlin"?'),
        (("--run-weekday", "early"), '"early" is no time of day'),
        (("--experience", "some"), "'some' is not one of"),
        (("--config", "/nowhere/runlift.toml"), "/nowhere is no folder"),
        (("--config", "."), "is a folder; name the config in it"),
    ],
)
def test_answer_that_cannot_be_used_is_refused_in_one_sentence(
    desk: NewDesk, options: tuple[str, ...], says: str
) -> None:
    desk.put("theirs.ics", calendar(WEEK))
    given = options if "--source" in options else ("--source", "runs.ics", *options)
    answer = desk.init(*given, "--yes")
    assert (answer.code, says in answer.err) == (2, True), answer.err
    assert not desk.config.exists()


def test_answers_that_cannot_be_used_are_asked_for_again(desk: NewDesk) -> None:
    typed = ["nowhere.ics", "runs.ics", "theirs.ics", "lift.ics", "noon", "18-20", "7-9", "long ago", "2 years"]
    typed += ["2026-10-18 fun", "2026-10-18 10 miles", "y"]
    desk.put("theirs.ics", calendar(WEEK))
    answer = desk.init(types=typed)
    assert answer.code == 0, answer.err
    assert desk.tables["target"][0]["path"] == "lift.ics"
    assert desk.tables["goal"]["distance_km"] == 16.1


def test_answer_that_was_refused_is_asked_for_whatever_is_usual(desk: NewDesk) -> None:
    desk.put("theirs.ics", calendar(WEEK))
    answer = desk.init("--source", "runs.ics", "--target", "theirs.ics", "--yes", types=["lift.ics"])
    assert answer.code == 0, answer.err
    assert desk.tables["target"][0]["path"] == "lift.ics"


def test_server_without_a_zone_of_its_own_takes_that_of_the_calendar(
    desk: NewDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runlift.cli.init_runner.zone_of_the_machine", lambda: ZoneInfo("UTC"))
    assert desk.init("--source", "runs.ics", "--yes", zone=None).code == 0
    assert desk.tables["runner"]["timezone"] == "Europe/Berlin"


def test_server_whose_calendar_has_no_zone_either_says_so(desk: NewDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runlift.cli.init_runner.zone_of_the_machine", lambda: ZoneInfo("UTC"))
    desk.put("runs.ics", calendar(ALL_DAYS))
    answer = desk.init("--source", "runs.ics", "--yes", zone=None)
    assert (answer.code, "--timezone" in answer.err) == (2, True)


def test_runner_whose_calendar_is_told_in_another_zone_is_asked(desk: NewDesk) -> None:
    answer = desk.init("--source", "runs.ics", types=["Berlin", "Europe/Berlin", *USUAL], zone=None)
    assert "mostly about 06:30 on weekdays" in answer.err
    assert "Where do you live?" in answer.err
    assert desk.tables["runner"]["timezone"] == "Europe/Berlin"


def test_disk_that_refuses_is_told(desk: NewDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("runlift.app.setup.atomic_write", full)
    answer = desk.init("--source", "runs.ics", "--yes")
    assert (answer.code, "cannot be written (No space left on device)" in answer.err) == (2, True)


def test_at_a_real_terminal_it_asks_and_writes(desk: NewDesk) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "100"}
    command = [sys.executable, "-m", "runlift", "--now", "2026-07-06T00:00", "init", "--timezone", "Europe/Berlin"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=desk.folder, env=environment) as run:
        os.close(theirs)
        screen = ""
        for question, typed in [
            ("Where are your runs", "runs.ics"),
            ("Where should the sessions go", ""),
            ("on weekdays", ""),
            ("at weekends", ""),
            ("Since when", "now"),
            ("Which race", "none"),
            ("Write this to", "y"),
        ]:
            screen = _read_until(ours, question)
            os.write(ours, f"{typed}\n".encode())
        screen = _read_until(ours, "keeps all of it up to date")
        assert run.wait(timeout=20) == 0, screen
    os.close(ours)
    assert desk.config.exists()


def _read_until(terminal: int, words: str) -> str:
    seen, deadline = "", time.monotonic() + 60
    while words not in seen:
        assert time.monotonic() < deadline, seen
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 65536).decode(errors="replace")
    return seen
