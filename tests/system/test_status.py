"""`runlift status`: one row a profile, worst first, from what the last sync has seen."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from runlift.app.report import (
    BrokenRule,
    DeclinedSession,
    LastRead,
    MissingSession,
    Report,
    SessionAhead,
    SoreLegs,
    Trouble,
)
from runlift.app.report_file import keep_report, read_report
from runlift.domain.kinds import Intensity, Status
from tests.daemon_world import a_config
from tests.system.desk import Desk, a_desk

NOW = datetime(2026, 7, 6, 8, 0, tzinfo=ZoneInfo("Europe/Berlin"))
AHEAD = tuple(
    SessionAhead(
        key=f"2026-W28/{n}",
        start=NOW + timedelta(hours=hours),
        end=NOW + timedelta(hours=hours + 1),
        intensity=Intensity.HEAVY,
        status=Status.PLANNED,
    )
    for n, hours in ((1, -0.5), (2, 34), (3, 60))
)
FINE = Report(at=NOW, sources=(LastRead(name="runs.ics", at=NOW),), sessions=AHEAD)
GUARD = Trouble(place="guard", name="the sync", text="all of it would go", code=4, since=NOW, pressing=True)
DOWN = Trouble(place="source 1", name="plans.example", text="plans.example is down", code=3, since=NOW)
UNPLACED = MissingSession(week="2026-W28", intensity=Intensity.HEAVY, text="no window")
BROKEN = BrokenRule(rule="H4", week="2026-W28", key="2026-W28/2", text="too close to the long run")
DECLINED = DeclinedSession(key="2026-W28/4", day=date(2026, 7, 8), intensity=Intensity.LIGHT)

FROM_WORST_TO_BEST: dict[str, Report | None] = {
    "i-never": None,
    "h-stopped": replace(FINE, troubles=(GUARD,)),
    "g-failing": replace(FINE, troubles=(DOWN,)),
    "f-stale": replace(FINE, sources=(LastRead(name="runs.ics", at=NOW - timedelta(days=2)),)),
    "e-breaking": replace(FINE, violations=(BROKEN,)),
    "d-unplaced": replace(FINE, unplaced=(UNPLACED,)),
    "c-very-sore": replace(FINE, sore=SoreLegs(key="2026-W27/1", day=date(2026, 7, 5), sore=7)),
    "b-declined": replace(FINE, declined=(DECLINED,), sore=SoreLegs(key="2026-W27/1", day=date(2026, 7, 5), sore=3)),
    "a-fine": FINE,
}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return a_desk(tmp_path, capsys)


@pytest.fixture
def club(tmp_path: Path) -> Path:
    folder = tmp_path / "club"
    folder.mkdir()
    for profile, report in FROM_WORST_TO_BEST.items():
        a_config(folder, profile)
        if report:
            keep_report(profile, report)
    (folder / "j-broken.toml").write_text("[runner]\nprofil = 1\n", encoding="utf-8")
    return folder


def test_a_club_is_shown_worst_first(desk: Desk, club: Path) -> None:
    done = desk.do("status", "--config", str(club), "--json", now="2026-07-06T08:00+02:00")
    assert [row["profile"] for row in done.json["profiles"]] == ["j-broken", *FROM_WORST_TO_BEST]
    assert done.code == 2


def test_a_row_holds_what_a_coach_looks_for(desk: Desk, club: Path) -> None:
    done = desk.do("status", "--config", str(club), "--json", now="2026-07-06T08:00+02:00")
    rows = {row["profile"]: row for row in done.json["profiles"]}
    assert rows["a-fine"]["last_read"] == "2026-07-06T08:00:00+02:00"
    assert rows["a-fine"]["next_session"] == {
        "key": "2026-W28/2",
        "start": "2026-07-07T18:00:00+02:00",
        "end": "2026-07-07T19:00:00+02:00",
        "intensity": "heavy",
        "status": "planned",
    }
    assert rows["d-unplaced"]["unplaced"] == [{"week": "2026-W28", "intensity": "heavy", "text": "no window"}]
    assert rows["b-declined"]["declined"] == [{"key": "2026-W28/4", "day": "2026-07-08", "intensity": "light"}]
    assert rows["c-very-sore"]["sore"] == {"key": "2026-W27/1", "day": "2026-07-05", "sore": 7}
    assert rows["e-breaking"]["violations"] == [
        {"rule": "H4", "week": "2026-W28", "key": "2026-W28/2", "text": "too close to the long run"}
    ]
    assert [trouble["text"] for trouble in rows["g-failing"]["troubles"]] == ["plans.example is down"]
    assert rows["i-never"]["last_read"] is None
    assert rows["j-broken"]["problem"].startswith("runner.profil: unknown key")


@pytest.mark.parametrize("width", ["80", "140"])
def test_the_table_fits_and_says_below_it_what_is_wrong(
    desk: Desk, club: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = desk.do("status", "--config", str(club), now="2026-07-06T08:00+02:00").out
    lines = out.splitlines()
    assert lines[0].split() == [
        "profile",
        "last",
        "read",
        "next",
        "session",
        "unplaced",
        "declined",
        "sore",
        "breaks",
    ]
    assert all(len(line) <= int(width) for line in lines[:10])
    assert "h-stopped: all of it would go" in lines
    assert "g-failing: plans.example is down" in lines
    assert "\x1b" not in out


def test_two_configs_can_be_named(desk: Desk, club: Path) -> None:
    named = ["--config", str(club / "a-fine.toml"), "--config", str(club / "b-declined.toml")]
    done = desk.do("status", *named, "--json", now="2026-07-06T08:00+02:00")
    assert [row["profile"] for row in done.json["profiles"]] == ["b-declined", "a-fine"]
    assert done.code == 0


def test_other_commands_take_one_config_only(desk: Desk, club: Path) -> None:
    done = desk.do("plan", "--config", str(club / "a-fine.toml"), "--config", str(club / "b-declined.toml"))
    assert (done.code, done.err) == (2, "runlift: this command takes one --config; run it once for each\n")


def test_after_a_sync_it_shows_what_that_has_seen(desk: Desk) -> None:
    desk.do("sync", "-q", now="2026-07-05T08:00")
    (row,) = desk.do("status", "--json", now="2026-07-05T09:00").json["profiles"]
    planned = desk.do("plan", "--json", now="2026-07-05T09:00").json["sessions"]
    assert [one["start"] for one in row["sessions"]] == [one["start"] for one in planned]
    assert row["last_read"] == "2026-07-05T08:00:00+02:00"
    assert row["next_session"]["start"] == planned[0]["start"]


def test_before_any_sync_it_says_never(desk: Desk) -> None:
    done = desk.do("status", now="2026-07-05T09:00")
    assert (done.code, done.out.splitlines()[1].split()[:2]) == (0, ["desk", "never"])


def test_a_folder_without_a_config_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = desk.do("status", "--config", str(tmp_path / "empty"))
    assert (done.code, done.err) == (2, "runlift: there is no config in the folder; put one there, as jo.toml\n")


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda place: place.write_text("{}"), lambda place: place.write_bytes(b"\xff")]
)
def test_a_report_that_cannot_be_read_is_none(desk: Desk, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    keep_report("desk", FINE)
    assert read_report("desk") == FINE
    spoil(tmp_path / "home/.local/state/runlift/desk.report.json")
    assert read_report("desk") is None
    assert desk.do("status").code == 0


def test_a_report_is_for_its_runner_alone(tmp_path: Path) -> None:
    keep_report("desk", FINE)
    assert (tmp_path / "home/.local/state/runlift/desk.report.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / "home/.local/state/runlift/desk.report.json").read_text())["at"]
