"""The season's chart, as numbers."""

from dataclasses import replace

from runlift.web.chart import Chart, season_chart
from runlift.web.scene import Scene
from tests.builders import MARATHON, a_fixed_session, a_run
from tests.unit.web.scenes import TODAY, a_lift, a_scene


def a_chart(scene: Scene) -> Chart:
    chart = season_chart(scene, TODAY)
    assert chart is not None
    return chart


def test_running_and_strength_are_added_up_by_week() -> None:
    runs = (a_run("easy", on="2026-07-06", minutes=45), a_run("long", on="2026-07-12", minutes=90))
    own = a_fixed_session("light", start="2026-07-07 18:00", minutes=30)
    done = a_fixed_session("heavy", start="2026-07-06 12:00", minutes=50, key="2026-W28/2")
    scene = a_scene(runs=runs, sessions=[a_lift("2026-07-08 18:00")], done=[done], own=[own])
    first = a_chart(scene).columns[0]
    assert (first.running, first.strength) == (135, 30 + 50 + 55)


def test_weeks_that_are_not_planned_yet_have_no_strength_rather_than_none_at_all() -> None:
    chart = a_chart(a_scene(sessions=[]))
    assert [column.strength for column in chart.columns[:4]] == [0, 0, None, None]


def test_it_runs_from_the_first_known_week_to_the_race() -> None:
    before = a_run("easy", on="2026-06-23")
    chart = a_chart(a_scene(runs=(before, MARATHON)))
    assert str(chart.columns[0].week) == "2026-W26"
    assert str(chart.columns[-1].week) == "2026-W42"
    assert [column.goal for column in chart.columns] == [*[False] * 16, True]
    assert [column.is_now for column in chart.columns].index(True) == 2


def test_weeks_of_one_phase_share_a_band_and_those_with_room_are_named() -> None:
    chart = a_chart(a_scene(runs=(a_run("easy", on="2026-07-06"), MARATHON)))
    assert [(band.phase.value, band.name) for band in chart.bands] == [
        ("build", "build"),
        ("peak", "peak"),
        ("taper", "taper"),
        ("race_week", ""),
    ]
    assert round(sum(band.width + 1 for band in chart.bands)) == 330


def test_months_stand_at_their_first_week() -> None:
    chart = a_chart(a_scene(runs=(a_run("easy", on="2026-06-23"), MARATHON)))
    assert [name for _, name in chart.months] == ["Jul", "Aug", "Sep", "Oct"]


def test_the_highest_bar_reaches_no_further_than_the_scale() -> None:
    chart = a_chart(a_scene(runs=[a_run("long", on="2026-07-06", minutes=600)], sessions=[]))
    assert chart.most_running == 10
    assert max(column.run_height for column in chart.columns) == 90


def test_a_single_week_is_no_season() -> None:
    scene = a_scene(runs=(), sessions=[])
    assert season_chart(replace(scene, plan=replace(scene.plan, weeks=scene.plan.weeks[:1])), TODAY) is None


def test_a_season_without_end_is_cut() -> None:
    chart = a_chart(a_scene(runs=(a_run("easy", on="2026-07-06"), a_run("easy", on="2027-12-06"))))
    assert len(chart.columns) == 30
