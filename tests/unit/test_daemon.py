"""Whose turn it is, and what becomes of configs, in a world where hours take milliseconds."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from runlift.app.daemon_hands import Crash
from runlift.app.daemon_job import Job, Outcome, Visit
from runlift.app.report import Report
from runlift.errors import ConfigError, Unreachable, UsageError
from runlift.sync.memory import SourceId
from tests.daemon_world import HOUR, MINUTE, START, Fate, Work, World, a_config, fails, goes_well

DOWN = SourceId("ics:down")


def by_profile(**works: Work) -> Work:
    """Let profiles fare differently; those that are not named fare well."""
    return lambda path, job: works.get(path.stem, goes_well)(path, job)


def hangs(_path: Path, _job: Job) -> Fate:
    return 0, None


def crashes(_path: Path, job: Job) -> Fate:
    found = (
        Outcome(code=1, failure=job.fault, report=Report(at=job.now)) if job.fault else Crash("it was ended by SIGSEGV")
    )
    return 1, found


def takes(seconds: float) -> Work:
    return lambda path, job: (seconds, goes_well(path, job)[1])


def with_a_source_down(_path: Path, job: Job) -> Fate:
    visits = {DOWN: Visit(name="plans.example", failure=Unreachable("plans.example cannot be reached"))}
    return 1, Outcome(code=3, failure="", report=Report(at=job.now), sources=visits)


def gaps(moments: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(moments)]


def test_a_profile_is_synced_at_once_and_then_at_its_interval(tmp_path: Path) -> None:
    world, path = World(), a_config(tmp_path, "jo")
    world.run(world.a_daemon(path), until=24 * HOUR)
    assert world.starts(path) == [n * 15 * MINUTE for n in range(96)]


@pytest.mark.parametrize(("chance", "gap"), [(0.0, 13.5), (1.0, 16.5)])
def test_intervals_are_a_tenth_more_or_less_as_chance_has_it(tmp_path: Path, chance: float, gap: float) -> None:
    world, path = World(chance=chance), a_config(tmp_path, "jo")
    world.run(world.a_daemon(path), until=3 * HOUR)
    assert gaps(world.starts(path)) == pytest.approx([gap * MINUTE] * (len(world.starts(path)) - 1))


@pytest.mark.parametrize("jump", [timedelta(hours=-5), timedelta(hours=1), timedelta(days=3650)])
def test_a_clock_that_is_set_changes_no_interval(tmp_path: Path, jump: timedelta) -> None:
    """Summer time, a correction from the network, a dead battery: none of it is what intervals are counted by."""
    world, path = World(), a_config(tmp_path, "jo")

    def set_the_clock() -> None:
        world.wall += jump

    world.meanwhile[HOUR + 1] = set_the_clock
    world.run(world.a_daemon(path), until=3 * HOUR)
    assert gaps(world.starts(path)) == [15 * MINUTE] * 11
    assert world.begun[-1].job.now == START + jump + timedelta(hours=2, minutes=45)


def test_after_a_night_of_sleep_there_is_one_sync_soon_and_not_one_for_each_that_was_missed(tmp_path: Path) -> None:
    world, path = World(), a_config(tmp_path, "jo")
    wake = HOUR + 100 + 8 * HOUR
    world.meanwhile[HOUR + 100] = lambda: world.sleep(8 * HOUR)
    world.run(world.a_daemon(path), until=wake + HOUR)
    after = [moment for moment in world.starts(path) if moment >= wake]
    assert after[0] - wake <= 5
    assert gaps(after) == [15 * MINUTE] * (len(after) - 1)


def test_syncs_that_fail_are_tried_less_and_less_often_until_one_goes_well(tmp_path: Path) -> None:
    world, path = World(work=fails()), a_config(tmp_path, "jo")

    def mend() -> None:
        world.work = goes_well

    world.meanwhile[30 * HOUR] = mend
    world.run(world.a_daemon(path), until=36 * HOUR)
    minutes = [gap / MINUTE for gap in gaps(world.starts(path))]
    assert minutes[:7] == [15, 30, 60, 120, 240, 240, 240]
    assert minutes[-1] == 15


def test_a_source_that_fails_is_asked_less_and_less_often_while_the_rest_is_synced(tmp_path: Path) -> None:
    world, path = World(work=with_a_source_down), a_config(tmp_path, "jo")
    world.run(world.a_daemon(path), until=24 * HOUR)
    assert gaps(world.starts(path)) == [15 * MINUTE] * 95
    asked = [start.at for start in world.begun if not start.job.resting]
    assert [gap / MINUTE for gap in gaps(asked)][:7] == [15, 30, 60, 120, 240, 240, 240]
    assert all(
        str(start.job.resting[DOWN]) == "plans.example cannot be reached" for start in world.begun if start.job.resting
    )


def test_a_source_that_answers_again_is_asked_as_often_as_before(tmp_path: Path) -> None:
    world, path = World(work=with_a_source_down), a_config(tmp_path, "jo")

    def mend() -> None:
        world.work = lambda _path, job: (
            1,
            Outcome(code=0, failure="", report=Report(at=job.now), sources={DOWN: Visit(name="plans.example")}),
        )

    world.meanwhile[3 * HOUR] = mend
    world.run(world.a_daemon(path), until=12 * HOUR)
    # Its rest ends first.
    assert not any(start.job.resting for start in world.begun if start.at > 8 * HOUR)


def test_a_sync_that_hangs_is_ended_told_and_tried_again_later(tmp_path: Path) -> None:
    path = a_config(tmp_path, "jo")
    world = World(work=lambda path, job: goes_well(path, job) if job.fault else (0, None))
    world.run(world.a_daemon(path), until=HOUR)
    assert [at for at, _ in world.killed][:1] == [600]
    assert [start.job.fault for start in world.begun][:3] == ["", "it took more than 10 minutes and was ended", ""]
    assert world.begun[2].at == 600 + 15 * MINUTE


@pytest.mark.parametrize("fault", [hangs, crashes, fails(), takes(500)])
def test_what_one_profile_suffers_delays_no_other(tmp_path: Path, fault: Work) -> None:
    ill = [a_config(tmp_path, f"ill{n}") for n in range(8)]
    well = [a_config(tmp_path, f"well{n}") for n in range(8)]
    world = World(work=by_profile(**{path.stem: fault for path in ill}))
    world.run(world.a_daemon(tmp_path), until=3 * HOUR)
    for path in well:
        assert len(world.starts(path)) >= 11
        assert max(gaps(world.starts(path))) <= 17 * MINUTE


def test_two_hundred_profiles_are_synced_a_few_at_a_time(tmp_path: Path) -> None:
    paths = [a_config(tmp_path, f"p{n:03}") for n in range(200)]
    world = World()
    world.run(world.a_daemon(tmp_path), until=20 * MINUTE)
    assert {len(world.starts(path)) for path in paths} == {2}
    assert world.most == 4


def test_a_profile_is_never_synced_twice_at_a_time_even_if_it_takes_longer_than_its_interval(tmp_path: Path) -> None:
    world, path = World(work=takes(100)), a_config(tmp_path, "jo", every="30s")
    world.run(world.a_daemon(path), until=HOUR)  # the world refuses a second one
    assert gaps(world.starts(path)) == [100] * (len(world.starts(path)) - 1)


def test_a_changed_config_is_in_force_at_once(tmp_path: Path) -> None:
    world, path = World(), a_config(tmp_path, "jo")
    world.meanwhile[100] = lambda: a_config(tmp_path, "jo", every="5m")
    world.run(world.a_daemon(path), until=HOUR)
    assert 100 < world.starts(path)[1] <= 130
    assert set(gaps(world.starts(path)[1:])) == {5 * MINUTE}
    assert [one.fields["change"] for one in world.told("config")] == ["changed"]


@pytest.mark.parametrize("fault", [with_a_source_down, fails()])
def test_a_changed_config_is_tried_as_if_nothing_had_failed(tmp_path: Path, fault: Work) -> None:
    world, path = World(work=fault), a_config(tmp_path, "jo")
    world.meanwhile[10 * HOUR] = lambda: a_config(tmp_path, "jo", every="20m")
    world.run(world.a_daemon(path), until=11 * HOUR)
    after = [start for start in world.begun if start.at > 10 * HOUR]
    assert after[0].at < 10 * HOUR + 30
    assert after[0].job.resting == {}
    assert after[1].at - after[0].at == 20 * MINUTE


def test_a_config_that_changes_while_it_is_synced_is_in_force_right_after(tmp_path: Path) -> None:
    world, path = World(work=takes(200)), a_config(tmp_path, "jo")
    world.meanwhile[100] = lambda: a_config(tmp_path, "jo", every="5m")
    world.run(world.a_daemon(path), until=HOUR)
    assert world.starts(path)[:3] == [0, 200, 500]


def test_a_broken_config_leaves_the_one_before_it_in_force_and_is_told_once(tmp_path: Path) -> None:
    world, path = World(), a_config(tmp_path, "jo")
    world.meanwhile[100] = lambda: path.write_text("[runner]\nprofil = 3\n", encoding="utf-8")
    world.run(world.a_daemon(path), until=2 * HOUR)
    (told,) = world.told("config")
    assert told.fields["kept_old"] is True
    assert "runner.profil: unknown key" in str(told.fields["problem"])
    assert {start.job.config.profile for start in world.begun} == {"jo"}
    assert ["" if not start.job.problem else "broken" for start in world.begun][:3] == ["", "broken", "broken"]


def test_a_config_that_is_mended_is_in_force_and_well(tmp_path: Path) -> None:
    world, path = World(), a_config(tmp_path, "jo")
    world.meanwhile[100] = lambda: path.write_text("", encoding="utf-8")
    world.meanwhile[300] = lambda: a_config(tmp_path, "jo", every="5m")
    world.run(world.a_daemon(path), until=HOUR)
    assert world.begun[-1].job.problem == ""
    assert world.begun[-1].job.config.every == timedelta(minutes=5)


def of_another_profile(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace('profile = "jo"', 'profile = "max"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("hurt", "problem"),
    [
        (Path.unlink, "there is no such file"),
        (of_another_profile, "runner.profile was jo, and it keeps its name"),
    ],
)
def test_a_config_that_is_taken_away_or_made_another_profile_leaves_the_old_one_in_force(
    tmp_path: Path, hurt: Callable[[Path], object], problem: str
) -> None:
    world, path = World(), a_config(tmp_path, "jo")
    world.meanwhile[100] = lambda: hurt(path)
    world.run(world.a_daemon(path), until=HOUR)
    assert problem in world.begun[-1].job.problem
    assert world.begun[-1].job.config.profile == "jo"
    assert len(world.starts(path)) >= 4


def test_configs_come_to_a_folder_and_go_from_it(tmp_path: Path) -> None:
    jo, world = a_config(tmp_path, "jo"), World()
    max_ = tmp_path / "max.toml"
    world.meanwhile[100] = lambda: a_config(tmp_path, "max")
    world.meanwhile[HOUR] = jo.unlink
    world.meanwhile[HOUR + 100] = lambda: world.held == {"max"} or pytest.fail("jo is still held")
    world.run(world.a_daemon(tmp_path), until=2 * HOUR)
    assert 100 < world.starts(max_)[0] <= 130
    assert max(world.starts(jo)) <= HOUR + 30
    assert [(one.profile, one.fields["change"]) for one in world.told("config")] == [("max", "new"), ("jo", "gone")]


def test_a_config_that_goes_while_it_is_synced_is_let_go_after_it(tmp_path: Path) -> None:
    a_config(tmp_path, "max")
    jo, world = a_config(tmp_path, "jo"), World(work=by_profile(jo=takes(200)))
    world.meanwhile[10] = jo.unlink
    world.run(world.a_daemon(tmp_path), until=HOUR)
    assert len(world.starts(jo)) == 1
    assert [one.profile for one in world.told("sync")].count("jo") == 1


def test_a_config_that_is_away_for_a_moment_is_not_gone(tmp_path: Path) -> None:
    """Some editors take the old file away before they put the new one in its place."""
    jo, world = a_config(tmp_path, "jo"), World()
    text = jo.read_text(encoding="utf-8")
    world.meanwhile[100.5] = jo.unlink
    world.meanwhile[105.4] = lambda: jo.write_text(text, encoding="utf-8")
    world.run(world.a_daemon(tmp_path), until=HOUR)
    assert [one.fields["change"] for one in world.told("config")] == ["changed"]


def test_a_config_that_is_half_written_is_not_read(tmp_path: Path) -> None:
    jo, world = a_config(tmp_path, "jo"), World()
    text = jo.read_text(encoding="utf-8")
    world.meanwhile[100.5] = lambda: jo.write_text(text[:50], encoding="utf-8")
    world.meanwhile[105.4] = lambda: jo.write_text(text, encoding="utf-8")
    world.run(world.a_daemon(jo), until=HOUR)
    assert [one.fields["change"] for one in world.told("config")] == ["changed"]


def test_a_folder_that_is_away_for_a_while_says_nothing_of_its_configs(tmp_path: Path) -> None:
    folder, away = tmp_path / "configs", tmp_path / "away"
    folder.mkdir()
    jo, world = a_config(folder, "jo"), World()
    world.meanwhile[100] = lambda: folder.rename(away)
    world.meanwhile[HOUR] = lambda: away.rename(folder)
    world.run(world.a_daemon(folder), until=2 * HOUR)
    assert world.told("config") == []
    assert len(world.starts(jo)) == 8


def test_a_config_that_cannot_be_used_keeps_nobody_else_from_starting(tmp_path: Path) -> None:
    a_config(tmp_path, "jo")
    (tmp_path / "max.toml").write_text("[[source]]\n", encoding="utf-8")
    (tmp_path / ".#jo.toml").write_text("an editor's own", encoding="utf-8")
    world = World()
    world.run(world.a_daemon(tmp_path), until=HOUR)
    assert {start.path.stem for start in world.begun} == {"jo"}
    (told,) = world.told("config")
    assert str(told.fields["problem"]).startswith("max.toml: ")


def test_without_any_config_that_can_be_used_it_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "max.toml").write_text("[[source]]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"^max.toml: source\[0\]"):
        World().a_daemon(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no config in the folder"):
        World().a_daemon(tmp_path)


def test_two_configs_of_one_profile_are_refused(tmp_path: Path) -> None:
    text = a_config(tmp_path, "jo").read_text(encoding="utf-8")
    (tmp_path / "max.toml").write_text(text, encoding="utf-8")
    world = World()
    with pytest.raises(ConfigError, match=r"jo.toml and max.toml are both of profile jo; give each"):
        world.a_daemon(tmp_path)
    assert world.held == set()


def test_a_profile_that_another_daemon_keeps_is_refused(tmp_path: Path) -> None:
    a_config(tmp_path, "jo")
    a_config(tmp_path, "max")
    world = World(elsewhere={"max"})
    with pytest.raises(UsageError, match="another daemon keeps profile max"):
        world.a_daemon(tmp_path)
    assert world.held == set()


def test_a_stop_lets_what_is_going_on_end_and_begins_nothing(tmp_path: Path) -> None:
    world, path = World(work=takes(40)), a_config(tmp_path, "jo")
    world.run(world.a_daemon(path), until=10)
    assert (world.killed, len(world.begun), world.held) == ([], 1, set())
    assert [one.event for one in world.log] == ["started", "stopping", "sync", "stopped"]
    assert world.elapsed == 40


def test_a_stop_ends_what_does_not_end_by_itself(tmp_path: Path) -> None:
    world, path = World(work=hangs), a_config(tmp_path, "jo")
    world.run(world.a_daemon(path), until=10)
    assert world.killed == [(70, path)]
    assert world.held == set()


def test_a_process_that_cannot_be_started_is_a_failure_of_that_sync_only(tmp_path: Path) -> None:
    path = a_config(tmp_path, "jo")
    a_config(tmp_path, "max")

    def refuse(place: Path, job: Job) -> Fate:
        if place == path:
            raise OSError(12, "Cannot allocate memory")
        return goes_well(place, job)

    world = World(work=refuse)
    world.run(world.a_daemon(tmp_path), until=HOUR)
    assert len(world.starts(tmp_path / "max.toml")) == 4
    assert "Cannot allocate memory" in str(world.told("sync")[0].fields["failure"])


def test_what_stands_tells_how_each_profile_is(tmp_path: Path) -> None:
    world, path = World(work=takes(40)), a_config(tmp_path, "jo")
    daemon = world.a_daemon(path)
    seen: list[object] = []
    world.meanwhile[20] = lambda: seen.append(daemon.standing[0].running)
    world.meanwhile[60] = lambda: seen.append(daemon.standing[0].last)
    world.run(daemon, until=100)
    assert seen == [True, START + timedelta(seconds=40)]
