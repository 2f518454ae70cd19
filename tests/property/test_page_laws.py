"""Whatever calendars say, the page says it and does nothing else."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from runlift.domain.reasons import Reason
from runlift.web.agenda import weeks
from runlift.web.chart import LEFT, WIDTH, season_chart
from runlift.web.page import render_page
from runlift.web.strip import Scale
from runlift.web.wording import one_line
from tests.builders import a_fixed_session, a_run
from tests.unit.web.scenes import ADDRESS, TODAY, Page, a_lift, a_scene

SCENE = a_scene(sessions=[a_lift("2026-07-06 18:00")])
MARKUP = st.lists(
    st.sampled_from(
        ["<", ">", '"', "'", "&", "=", "/", "<!--", "-->", "<svg>", "</script>", "{{", "}}", "{%", "\0", "\u202e"]
    )
).map("".join)
TITLES = st.one_of(st.text(), MARKUP, st.builds(str.__add__, MARKUP, st.text()))


def a_page_of(title: str) -> Page:
    """Return a page on which a text stands wherever a text of a calendar can."""
    run = replace(a_run("easy", on="2026-07-06"), summary=title, because=(Reason("title", title),))
    own = replace(a_fixed_session("light", start="2026-07-07 18:00"), summary=title)
    scene = replace(SCENE, runs=(run,), own=(own,), troubles=(title,), name=title)
    # What the server sends, and a browser reads.
    return Page(render_page(scene, today=TODAY, address=ADDRESS).encode("utf-8", "replace").decode())


BENIGN = a_page_of("Easy run")
SHAPE = Counter(element.name for element in BENIGN.all("*"))


@given(TITLES)
@example("</title><script>alert(1)</script>")
@example('"><img src=x onerror=alert(1)>')
@example("{{ 7 * 7 }}{% raw %}")
@example("\ud800")
@settings(max_examples=50)
def test_no_title_changes_the_shape_of_the_page(title: str) -> None:
    said = f"a{title}"
    page = a_page_of(said)
    assert page.errors == []
    assert Counter(element.name for element in page.all("*")) == SHAPE
    assert set(page.texts(".name bdi")) == {one_line(said).encode("utf-8", "replace").decode()}


@given(
    st.lists(
        st.tuples(st.integers(0, 13), st.integers(0, 24 * 60 - 1), st.integers(1, 30 * 60)), min_size=1, max_size=12
    )
)
@settings(max_examples=50)
def test_everything_stays_on_its_strip_and_in_the_chart(found: list[tuple[int, int, int]]) -> None:
    runs = [
        a_run(
            "easy",
            on=(TODAY + timedelta(days=day)).isoformat(),
            at=f"{minute // 60:02}:{minute % 60:02}",
            minutes=length,
        )
        for day, minute, length in found
    ]
    scene = replace(SCENE, runs=tuple(runs))
    ahead = weeks(scene, TODAY)
    scale = Scale.of(ahead)
    for week in ahead:
        for day in week.days:
            for entry in day.entries:
                start, width = scale.place(entry)
                assert 0 <= start < 100
                assert width > 0
                assert start + width <= 100.01 + 100 * 0.25 / (scale.last - scale.first)
    chart = season_chart(scene, TODAY)
    assert chart is not None
    for column in chart.columns:
        assert column.x >= LEFT
        assert column.x + column.width <= WIDTH
        assert 0 <= column.run_height <= 90
        assert 0 <= column.lift_height <= 54
