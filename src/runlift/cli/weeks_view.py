"""The plan as a runner reads it: a week at a time, runs and sessions side by side, one line of reason each."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from runlift.app.decide import Decision
from runlift.cli.console import plain, terminal
from runlift.cli.options import Settings
from runlift.domain.advice import advise
from runlift.domain.kinds import Intensity, RunKind, Status
from runlift.domain.phases import Season
from runlift.domain.phrasing import day_name
from runlift.domain.plan import WeekOutline
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, Session

_RUN_STYLE = {RunKind.EASY: "green", RunKind.LONG: "blue", RunKind.HARD: "red", RunKind.RACE: "bold magenta"}
_LIFT_STYLE = {Intensity.HEAVY: "bold yellow", Intensity.MODERATE: "yellow", Intensity.LIGHT: "cyan"}
_RUN_WIDTH = 22
_TITLE_LENGTH = 24


def show_weeks(decision: Decision, settings: Settings) -> None:
    """Print every planned week."""
    console = terminal(settings)
    for outline in decision.plan.weeks:
        console.print(_heading(outline, decision))
        console.print(Padding(_table(outline, decision, verbose=settings.verbose), (0, 0, 0, 2)))
        for line in _below(outline, decision):
            console.print(Padding(line, (0, 0, 0, 2)))
        console.print()
    for advice in advise(decision.situation, decision.plan):
        console.print(Text(f"No place for heavy work: {advice.text}"))


def _heading(outline: WeekOutline, decision: Decision) -> Text:
    days = _days_to_goal(outline, decision)
    parts = [outline.phase.replace("_", " ")]
    if days is not None:
        parts.append(f"{days} days to the race")
    if outline.plan_week > 0:
        parts.append(f"lifting week {outline.plan_week}")
    counts = Counter(outline.request)
    wish = " + ".join(f"{number} {intensity}" for intensity, number in counts.items()) or "no strength"
    span = f"{day_name(outline.week.monday)} – {day_name(outline.week.sunday)}"
    return Text.assemble((span, "bold"), ("  " + " · ".join([*parts, wish]), "dim"))


def _days_to_goal(outline: WeekOutline, decision: Decision) -> int | None:
    today = decision.now.date()
    return Season.of(decision.situation.runs, today).days_to_goal(max(today, outline.week.monday))


def _table(outline: WeekOutline, decision: Decision, *, verbose: bool) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(min_width=_RUN_WIDTH)
    table.add_column(ratio=1)
    for day in outline.week.days:
        runs = [run for run in decision.intake.runs if run.day == day]
        lifts = list(_lifts(day, decision, verbose=verbose))
        past = day < decision.now.date()
        table.add_row(
            Text(day_name(day), style="dim" if past or not (runs or lifts) else ""),
            _stack([_run(run) for run in runs]),
            _stack(lifts),
        )
    return table


def _stack(lines: list[Text]) -> RenderableType:
    return Text("\n").join(lines) if lines else ""


def _run(run: Run) -> Text:
    hour = f"~{run.start:%H:%M}" if run.assumed else f"{run.start:%H:%M}"
    size = f"{run.distance_km:.4g} km" if run.distance_km else f"{run.minutes} min"
    if run.cross:
        return Text.assemble((hour, "dim"), " ", plain(run.summary[:_TITLE_LENGTH]))
    return Text.assemble((hour, "dim"), " ", (run.kind.value, _RUN_STYLE[run.kind]), f" {size}")


def _lifts(day: date, decision: Decision, *, verbose: bool) -> Iterator[Text]:
    for own in (*decision.done, *decision.intake.strength):
        if own.day == day:
            yield _standing(own)
    if day in decision.situation.held:
        yield Text("on hold", style="dim")
    for session in decision.sessions:
        if session.day == day:
            yield _session(session, verbose=verbose)


def _standing(session: FixedSession) -> Text:
    state = "done" if session.status is Status.DONE else "your own"
    return Text.assemble((f"{session.start:%H:%M} ", "dim"), plain(session.summary), (f"  {state}", "dim"))


def _session(session: Session, *, verbose: bool) -> Text:
    line = Text.assemble(
        f"{session.start:%H:%M}–{session.end:%H:%M} ",
        (f"{session.intensity} lift", _LIFT_STYLE[session.intensity]),
        f" · {session.minutes} min",
    )
    # The tilde before the run's hour says already that it is assumed.
    reasons = [reason for reason in session.because if reason.rule != "assumed"]
    for reason in reasons if verbose else reasons[:1]:
        line.append(f"\n{reason.text}", style="dim")
    return line


def _below(outline: WeekOutline, decision: Decision) -> Iterator[Text]:
    for missing in decision.plan.unplaced:
        if missing.week == outline.week:
            reasons = "; ".join(f"{reason.text} ({reason.rule})" for reason in missing.because) or "no legal place"
            yield Text(f"no place for a {missing.intensity} session: {reasons}", style="yellow")
    for notice in decision.plan.warnings:
        if notice.week == outline.week:
            yield Text(f"! {notice.text}", style="yellow")
    for found in decision.violations:
        if found.week == outline.week:
            yield Text(f"! {found.rule}: {found.text}", style="red")
