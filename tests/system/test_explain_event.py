"""`runlift explain` on an event: what it is taken for, what speaks for it, and what won."""

from pathlib import Path

import pytest

from tests.system.desk import CONFIG, WEEK, Desk, a_desk, calendar

ZEBRA = ("20260713", None, 0, "🏃 Gradual Zebra • 5km")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return a_desk(tmp_path, capsys)


def test_event_is_found_by_its_title_whatever_the_case(desk: Desk) -> None:
    out = desk.do("explain", "hill REPEATS").out

    assert out.splitlines()[:2] == [
        "Tue 14 Jul  Hill repeats  (runs.ics)",
        '  hard, 96% sure, because the title says "hill repeats"',
    ]
    assert 'title: the title says "hill repeats": hard, 96% (decides)' in out


def test_event_is_found_by_its_uid(desk: Desk) -> None:
    assert desk.do("explain", "run-20260712-6", "--json").json["summary"] == "Long run"


def test_event_is_told_as_data_with_what_became_of_each_piece_of_evidence(desk: Desk) -> None:
    desk.runs(calendar([*WEEK, ZEBRA]))
    shape = desk.do("explain", ZEBRA[3], "--json").json

    assert (shape["kind"], shape["source"], shape["also_strength"]) == ("hard", "runs.ics", False)
    assert [(one["rule"], one["kind"], one["verdict"]) for one in shape["evidence"]] == [
        ("title", None, "heeded"),
        ("assumed", "hard", "decides"),
    ]


def test_guess_says_how_to_put_it_right(desk: Desk) -> None:
    desk.runs(calendar([*WEEK, ZEBRA]))
    out = desk.do("explain", ZEBRA[3]).out

    assert "hard, a guess" in out
    assert "a tag in its title or notes decides" in out


def test_word_of_the_runner_on_the_title_wins_and_what_it_outranks_is_told(desk: Desk) -> None:
    desk.do("classify", "--fix", "Tempo run=easy")
    shape = desk.do("explain", "Tempo run", "--json").json

    assert [(one["rule"], one["verdict"]) for one in shape["evidence"]] == [("fix", "decides"), ("title", "too late")]


def test_of_several_events_of_a_title_the_next_to_come_is_told(desk: Desk) -> None:
    assert desk.do("explain", "Easy run", "--json", now="2026-07-09T09:00").json["start"].startswith("2026-07-10")
    assert desk.do("explain", "Easy run", "--json", now="2026-07-20T09:00").json["start"].startswith("2026-07-11")


def test_title_is_known_with_and_without_the_prefix_of_the_runner(desk: Desk) -> None:
    desk.config(CONFIG.replace('profile = "desk"', 'profile = "desk"\nprefix = "Jo: "'))
    desk.runs(calendar([("20260707", "063000", 60, "Jo: Tempo run")]))

    assert desk.do("explain", "Tempo run", "--json").json == desk.do("explain", "Jo: Tempo run", "--json").json


def test_what_is_nothing_of_the_sort_says_what_it_takes(desk: Desk) -> None:
    answer = desk.do("explain", "Zebra")

    assert answer.code == 2
    assert "nor an event's title or UID" in answer.err
