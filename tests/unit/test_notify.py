"""What the runner is told without having asked, and how often."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from runlift.app.config import Config, load_config
from runlift.app.notify import changes_soon, deliver, with_news
from runlift.app.places import TargetConfig
from runlift.app.report import Report, Trouble
from runlift.app.reporting import after_failure, with_broken_config
from runlift.app.writer import Applied
from runlift.domain.reasons import Reason
from runlift.domain.runner import Clock
from runlift.sync.changes import Action, Change, Field
from tests.changes import a_session_event
from tests.daemon_world import a_config
from tests.standing import a_standing_event

CLOCK = Clock(home=ZoneInfo("Europe/Berlin"))
NOW = datetime(2026, 7, 6, 6, 0, tzinfo=UTC)
WHY = (Reason("H4", "your long run is on Sunday now"),)


def a_trouble(*, hours: float = 0, pressing: bool = False, told: bool = False, place: str = "source 1") -> Trouble:
    since = NOW - timedelta(hours=hours)
    text = "plans.example cannot be reached"
    return Trouble(place=place, name="plans.example", text=text, code=3, since=since, pressing=pressing, told=told)


def a_report(*troubles: Trouble, untold: tuple[str, ...] = ()) -> Report:
    return Report(at=NOW, troubles=troubles, untold=untold)


@pytest.mark.parametrize(
    ("trouble", "messages"),
    [
        (a_trouble(hours=23.9), ()),
        (a_trouble(hours=24), ("plans.example cannot be reached (since Sun 5 Jul, 08:00)",)),
        (a_trouble(hours=48, told=True), ()),
        (a_trouble(pressing=True), ("plans.example cannot be reached",)),
        (a_trouble(pressing=True, told=True), ()),
    ],
)
def test_a_trouble_is_told_once_at_once_or_after_a_day(trouble: Trouble, messages: tuple[str, ...]) -> None:
    report = with_news(None, a_report(trouble), CLOCK)
    assert report.untold == messages
    assert report.troubles[0].told is (bool(messages) or trouble.told)
    assert with_news(report, report, CLOCK).untold == messages


@pytest.mark.parametrize(("told", "messages"), [(True, ("plans.example is well again",)), (False, ())])
def test_that_it_is_over_is_told_to_whom_the_trouble_was_told(*, told: bool, messages: tuple[str, ...]) -> None:
    assert with_news(a_report(a_trouble(told=told)), a_report(), CLOCK).untold == messages


def test_a_failure_that_lasts_keeps_its_beginning_through_a_clock_that_is_set_back() -> None:
    first = after_failure(None, "the disk is full", 2, NOW)
    later = after_failure(first, "the disk is still full", 2, NOW + timedelta(hours=5))
    assert [(trouble.since, trouble.text) for trouble in later.troubles] == [(NOW, "the disk is still full")]
    earlier = after_failure(first, "the disk is full", 2, NOW - timedelta(days=1))
    assert earlier.troubles[0].since == NOW - timedelta(days=1)


def test_a_config_that_stays_broken_is_told_once_and_its_end_too() -> None:
    broken = with_news(None, with_broken_config(None, a_report(), "jo.toml: is not TOML"), CLOCK)
    assert broken.untold == ("jo.toml: is not TOML",)
    taken = replace(broken, untold=())
    again = with_news(taken, with_broken_config(taken, replace(taken), "jo.toml: is not TOML"), CLOCK)
    assert again.untold == ()
    assert with_news(again, with_broken_config(again, replace(again), ""), CLOCK).untold == (
        "the config is well again",
    )


def test_what_a_calendar_says_cannot_steer_a_terminal_or_begin_a_line() -> None:
    evil = replace(a_trouble(pressing=True), text="bad\r\nSubject: hello\x1b[2J")
    assert with_news(None, a_report(evil), CLOCK).untold == ("bad  Subject: hello [2J",)


def test_only_the_latest_messages_wait() -> None:
    waiting = tuple(str(number) for number in range(20))
    report = with_news(None, a_report(a_trouble(pressing=True), untold=waiting), CLOCK)
    assert (len(report.untold), report.untold[0], report.untold[-1]) == (20, "1", "plans.example cannot be reached")


def a_config_that_notifies(folder: Path, command: str) -> Config:
    return load_config(a_config(folder, "jo", notify=command))


def test_messages_are_taken_all_at_once_on_standard_input(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -c \"import sys; open(sys.argv[1], 'w').write(sys.stdin.read())\" {tmp_path}/said"
    config = replace(a_config_that_notifies(tmp_path, ""), notify=command)
    assert deliver(a_report(untold=("one", "zwölf ×")), config) == (a_report(), "")
    assert (tmp_path / "said").read_text(encoding="utf-8") == "runlift, jo:\none\nzwölf ×\n"


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (f"'{sys.executable}' -c 'raise SystemExit(3)'", "fails with the status 3; run it in a terminal to see why"),
        ("/nowhere/mail jo", "/nowhere/mail cannot be run (FileNotFoundError); check its spelling"),
        ("''", "cannot be run"),
    ],
)
def test_messages_wait_where_the_command_fails(tmp_path: Path, command: str, refusal: str) -> None:
    config = replace(a_config_that_notifies(tmp_path, ""), notify=command)
    report, told = deliver(a_report(untold=("one",)), config)
    assert report.untold == ("one",)
    assert told.startswith("notify.command: ")
    assert refusal in told


@pytest.mark.parametrize("command", ["", " "])
def test_without_a_command_messages_are_nobodys(tmp_path: Path, command: str) -> None:
    config = replace(a_config_that_notifies(tmp_path, ""), notify=command)
    assert deliver(a_report(untold=("one",)), config) == (a_report(), "")


def a_change(action: Action, *, was: str | None, will: str | None, fields: frozenset[Field] = frozenset()) -> Change:
    return Change(
        action=action,
        key="2026-W28/1",
        because=WHY,
        before=a_standing_event(a_session_event(was)) if was else None,
        after=a_session_event(will) if will else None,
        fields=fields,
    )


MOVED = frozenset({Field.TIME})
TODAY, LATER = "2026-07-06 20:00", "2026-07-09 20:00"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (a_change(Action.CREATE, was=None, will=TODAY), "new: Heavy lift · 55 min, Mon 6 Jul, 20:00"),
        (a_change(Action.DELETE, was=TODAY, will=None), "gone: Heavy lift · 55 min, Mon 6 Jul, 20:00"),
        (
            a_change(Action.UPDATE, was=TODAY, will=LATER, fields=MOVED),
            "changed: Heavy lift · 55 min, Mon 6 Jul, 20:00, is now Heavy lift · 55 min, Thu 9 Jul, 20:00",
        ),
        (
            a_change(Action.UPDATE, was=LATER, will=TODAY, fields=MOVED),
            "changed: Heavy lift · 55 min, Thu 9 Jul, 20:00, is now Heavy lift · 55 min, Mon 6 Jul, 20:00",
        ),
        (a_change(Action.UPDATE, was=TODAY, will=TODAY, fields=frozenset({Field.TEXT})), ""),
        (a_change(Action.CREATE, was=None, will="2026-07-07 09:00"), ""),
        (a_change(Action.DELETE, was="2026-07-06 07:00", will=None), ""),
    ],
)
def test_changes_of_the_next_24_hours_are_told_once_with_their_reason(change: Change, told: str) -> None:
    applied = [Applied(target=TargetConfig(path=Path(name)), done=(change,)) for name in ("one.ics", "two.ics")]
    expected = (f"{told}: your long run is on Sunday now",) if told else ()
    assert changes_soon(applied, CLOCK, NOW) == expected
