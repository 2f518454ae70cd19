"""What is served of a profile, and what is not, whatever becomes of its calendars."""

import shutil
from pathlib import Path

import pytest

from runlift.app.config import Config, load_config
from runlift.app.publication import KeptPublication, publication_of, with_feed
from runlift.app.serve import refresh
from runlift.errors import CalendarError, GuardError, NotOurFile
from tests.builders import a_moment
from tests.system.desk import CONFIG, WEEK, Desk, a_desk, calendar

NOW = "2026-07-06 00:00"
FEW = calendar(run for run in WEEK if run[0] not in {"20260708", "20260710"})


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return a_desk(tmp_path, capsys)


def a_config(desk: Desk, text: str = CONFIG) -> Config:
    desk.config(text)
    return with_feed(load_config(desk.folder / "runlift.toml"))


def a_publication(config: Config, *, at: str = NOW) -> KeptPublication:
    return publication_of(config, lambda: a_moment(at))


def fed(publication: KeptPublication) -> bytes:
    """Return the feed, which there is."""
    body = publication.feed()
    assert body is not None
    return body


def test_before_the_first_plan_there_is_nothing(desk: Desk) -> None:
    publication = a_publication(a_config(desk))
    assert (publication.feed(), publication.scene()) == (None, None)


def test_a_plan_brings_the_page_and_the_calendar(desk: Desk) -> None:
    config = a_config(desk)
    publication = a_publication(config)
    assert refresh(config, publication, a_moment(NOW)) == ()
    scene = publication.scene()
    assert scene is not None
    assert fed(publication) == desk.strength.read_bytes()
    assert fed(publication).count(b"BEGIN:VEVENT") == len(scene.sessions) > 0


def test_what_a_sync_wrote_comes_out_the_same(desk: Desk) -> None:
    desk.do("sync")
    written = desk.strength.read_bytes()
    config = a_config(desk)
    publication = a_publication(config)
    refresh(config, publication, a_moment("2026-07-06 02:00"))
    assert fed(publication) == desk.strength.read_bytes() == written


def test_a_sync_after_it_changes_nothing(desk: Desk) -> None:
    config = a_config(desk)
    refresh(config, a_publication(config), a_moment(NOW))
    written = desk.strength.read_bytes()
    assert desk.do("sync", now="2026-07-06T00:10").code == 0
    assert desk.strength.read_bytes() == written


def test_without_a_file_among_the_targets_one_is_kept_in_the_state_folder(desk: Desk) -> None:
    config = a_config(desk, CONFIG.replace('[[target]]\ntype = "ics"\npath = "strength.ics"\n', ""))
    publication = a_publication(config)
    refresh(config, publication, a_moment(NOW))
    first = fed(publication)
    refresh(config, publication, a_moment("2026-07-06 02:00"))
    assert fed(publication) == first
    assert not desk.strength.exists()
    assert [path.read_bytes() for path in (desk.folder / "state").rglob("desk.ics")] == [first]


def test_a_lift_that_has_begun_keeps_its_workout(desk: Desk) -> None:
    config = a_config(desk)
    publication = a_publication(config)
    refresh(config, publication, a_moment(NOW))
    before = publication.scene()
    assert before is not None
    first = before.sessions[0]
    refresh(config, publication, first.start)
    after = publication.scene()
    assert after is not None
    assert first.key not in {session.key for session in after.sessions}
    assert [step.name for step in after.workouts[first.key or ""]] == [step.name for step in first.workout]


def test_a_calendar_that_cannot_be_read_any_more_is_said_on_the_page_too(desk: Desk) -> None:
    desk.do("sync")
    config = a_config(desk)
    (desk.folder / "runs.ics").unlink()
    publication = a_publication(config)
    (said,) = refresh(config, publication, a_moment(NOW))
    scene = publication.scene()
    assert "runs.ics does not exist" in said
    assert scene is not None
    assert scene.troubles == (said,)
    assert fed(publication) == desk.strength.read_bytes()


def test_a_calendar_that_was_never_read_stops_it(desk: Desk) -> None:
    config = a_config(desk)
    (desk.folder / "runs.ics").unlink()
    with pytest.raises(CalendarError, match=r"runs\.ics"):
        refresh(config, a_publication(config), a_moment(NOW))


def test_a_guard_leaves_the_calendar_as_it_stands_and_shows_why(desk: Desk) -> None:
    desk.do("sync")
    written = desk.strength.read_bytes()
    shutil.rmtree(desk.folder / "state")
    desk.runs(calendar(()))
    config = a_config(desk)
    publication = a_publication(config)
    with pytest.raises(GuardError, match="no calendar holds a run any more"):
        refresh(config, publication, a_moment("2026-07-06 00:10"))
    scene = publication.scene()
    assert scene is not None
    assert "no calendar holds a run any more" in scene.troubles[0]
    assert fed(publication) == desk.strength.read_bytes() == written


def test_a_file_that_somebody_spoilt_is_not_passed_on(desk: Desk) -> None:
    config = a_config(desk)
    publication = a_publication(config)
    refresh(config, publication, a_moment(NOW))
    sound = fed(publication)
    for spoilt in (b"", b"<html>maintenance</html>", sound[: len(sound) // 2], b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"):
        desk.strength.write_bytes(spoilt)
        assert publication.feed() == sound
    desk.strength.unlink()
    assert publication.feed() == sound


def test_a_file_of_somebody_elses_is_left_alone(desk: Desk) -> None:
    theirs = b"BEGIN:VCALENDAR\r\nPRODID:-//another//EN\r\nEND:VCALENDAR\r\n"
    desk.strength.write_bytes(theirs)
    config = a_config(desk)
    publication = a_publication(config)
    with pytest.raises(NotOurFile, match="was not written by runlift"):
        refresh(config, publication, a_moment(NOW))
    assert publication.feed() is None
    assert desk.strength.read_bytes() == theirs


def test_a_full_disk_leaves_the_old_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    config = a_config(desk)
    publication = a_publication(config)
    refresh(config, publication, a_moment(NOW))
    sound = fed(publication)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("runlift.calendars.ics_target.atomic_write", full)
    desk.runs(FEW)
    with pytest.raises(CalendarError, match="No space left on device"):
        refresh(config, publication, a_moment("2026-07-06 00:10"))
    assert fed(publication) == desk.strength.read_bytes() == sound
