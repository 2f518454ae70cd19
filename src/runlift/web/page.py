"""Writes the page: a scene in, HTML out."""

from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from runlift.domain import phrasing
from runlift.sync.render import FORM
from runlift.web import wording
from runlift.web.agenda import entries_on, weeks
from runlift.web.chart import season_chart
from runlift.web.scene import Scene
from runlift.web.strip import Scale
from runlift.web.subscribing import Ways
from runlift.web.workout import next_workouts


def render_page(scene: Scene, *, today: date, address: str) -> str:
    """Return the page of a plan.

    Args:
        scene: the plan, and what it was made around.
        today: the day that it is for the runner; past ones are told apart.
        address: where the page is, ending with a slash; whoever knows it may read the page.
    """
    ahead = weeks(scene, today)
    return (
        _templates()
        .get_template("page.html")
        .render(
            scene=scene,
            today=today,
            entries=entries_on(today, scene),
            workouts=next_workouts(scene, today),
            weeks=ahead,
            scale=Scale.of(ahead),
            chart=season_chart(scene, today),
            goal=scene.season.next_goal(today),
            ways=Ways.at(address),
            form=FORM,
        )
    )


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("runlift.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("one_line", "sentence", "full_day", "weekday", "short_date", "clock", "phase_name"):
        templates.filters[name] = getattr(wording, name)
    templates.filters["span"] = phrasing.span
    return templates
