"""Keys, UIDs and fingerprints."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from runlift.domain.events import AllDay, Timed
from runlift.domain.weeks import Week
from runlift.sync.identity import Fingerprints, fingerprints, is_ours, key_of, parse_key, plain, uid_for
from runlift.sync.notes import DIVIDER
from tests.builders import a_moment

BLOCK = f"{DIVIDER}\n\nWorkout"


def marks(
    *, start: str = "2026-07-10 18:00", zone: str = "Europe/Berlin", title: str = "Heavy lift", text: str = BLOCK
) -> Fingerprints:
    begins = a_moment(start, zone=ZoneInfo(zone))
    when = Timed(start=begins, end=begins + timedelta(minutes=55))
    return fingerprints(when=when, title=title, text=text)


def test_key_names_the_iso_week_and_a_number() -> None:
    assert key_of(Week(date(2026, 7, 6)), 2) == "2026-W28/2"


@pytest.mark.parametrize("monday", [date(2026, 7, 6), date(2026, 12, 28), date(2024, 12, 30)])
def test_key_reads_back_as_written(monday: date) -> None:
    assert parse_key(key_of(Week(monday), 12)) == (Week(monday), 12)


@pytest.mark.parametrize("key", ["", "2026-W28", "2026-W28/0", "2026-W28/x", "2026-W60/1", "2026-28/1", "2026-W28/1 "])
def test_anything_else_is_no_key(key: str) -> None:
    with pytest.raises(ValueError, match=r"key|week"):
        parse_key(key)


def test_uid_is_the_same_on_every_machine() -> None:
    assert uid_for("k3v9", "2026-W28/1") == "310gagpgbvob352v4hegcfnn48k707pa@runlift"


def test_uid_differs_by_profile_and_by_key() -> None:
    uids = {uid_for(profile, key) for profile in ("a", "b", "a2") for key in ("2026-W28/1", "2026-W28/2", "026-W28/1")}
    assert len(uids) == 9


def test_uid_without_its_domain_is_an_id_that_google_takes() -> None:
    local, _, _ = uid_for("k3v9", "2026-W28/1").partition("@")
    assert re.fullmatch(r"[a-v0-9]{5,1024}", local)


@pytest.mark.parametrize("uid", [uid_for("k3v9", "2026-W28/1"), "ABC@RUNLIFT"])
def test_uid_at_our_domain_is_ours(uid: str) -> None:
    assert is_ours(uid)


@pytest.mark.parametrize("uid", ["abc@runlift.example.com", "runlift", "abc@example.com"])
def test_any_other_uid_is_not_ours(uid: str) -> None:
    assert not is_ours(uid)


def test_same_instant_in_another_zone_has_the_same_fingerprint() -> None:
    assert marks(start="2026-07-10 12:00", zone="America/New_York") == marks()


@pytest.mark.parametrize(
    ("field", "edited"),
    [
        ("time", marks(start="2026-07-10 18:15")),
        ("title", marks(title="Heavy lift!")),
        ("text", marks(text=f"{BLOCK}, but shorter")),
    ],
)
def test_edited_field_alone_changes_its_fingerprint(field: str, edited: Fingerprints) -> None:
    changed = [name for name in ("time", "title", "text") if getattr(edited, name) != getattr(marks(), name)]
    assert changed == [field]


@pytest.mark.parametrize("text", ["a\r\nb\r\n", "a\nb  ", "a\nb\n \n", "a\rb", "a\u2028b", "\x00a\n\x07b"])
def test_harmless_rewriting_by_a_server_keeps_the_fingerprint(text: str) -> None:
    assert marks(text=f"{DIVIDER}\n{text}").text == marks(text=f"{DIVIDER}\na\nb").text


@pytest.mark.parametrize("notes", ["#done", "my notes\n\n", "\r\n", "Work\x85out"])
def test_notes_above_our_block_are_no_edit_of_it(notes: str) -> None:
    assert marks(text=notes + BLOCK) == marks()


def test_text_without_our_block_is_as_good_as_none() -> None:
    assert marks(text="all mine") == marks(text="")
    assert marks(text="") != marks()


def test_day_without_an_hour_is_another_time() -> None:
    day = AllDay(start=date(2026, 7, 10), end=date(2026, 7, 11))
    longer = AllDay(start=date(2026, 7, 10), end=date(2026, 7, 12))
    times = {fingerprints(when=when, title="", text="").time for when in (day, longer)}
    assert len(times | {marks().time}) == 3


def test_blanks_in_a_title_count_once() -> None:
    assert marks(title=" Heavy  lift ").title == marks().title


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("cafe\u0301", "café"),
        ("a\tb", "a\tb"),
        ("a\x00b\x1b[1mc\x7fd", "ab[1mcd"),
        ("a\x85b\u2028c\u2029d\x0be\x0cf", "a\nb\nc\nd\ne\nf"),
        ("half \ud83d a pair", "half  a pair"),
        ("a\\Nb\\nc", "a\nb\\nc"),
        ("🏃‍♂️ Easy", "🏃‍♂️ Easy"),
        ("a\\\x08Nb", "a\nb"),
    ],
)
def test_plain_text_holds_nothing_that_a_calendar_cannot_carry(raw: str, clean: str) -> None:
    assert plain(raw) == clean
