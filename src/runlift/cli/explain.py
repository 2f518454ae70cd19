"""`runlift explain`: why a day or a session looks as it does, and what an event is taken for."""

from datetime import date

import click

from runlift.app.decide import Decision, decide
from runlift.app.explained import Explained, explain_event
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.wiring import store_to_read
from runlift.cli import explained_view, machine
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import exit_code, say_notes
from runlift.domain.alternatives import Alternative, alternatives
from runlift.domain.phrasing import day_name
from runlift.domain.printing import one_line
from runlift.domain.reasons import Because
from runlift.errors import UsageError


@click.command()
@click.argument("what", metavar="DATE|KEY|EVENT")
@with_settings
def command(settings: Settings, *, what: str) -> int:
    """Show why a day or a session looks as it does, or why an event is taken for what it is.

    DATE is a day, as 2026-07-09; KEY is a session's key, as 2026-W28/1; EVENT is an event's title or UID.
    """
    config = settings.config()
    now = settings.now(config)
    with store_to_read(config, now) as store:
        gathered = gather(config, store, now)
        decision = decide(config, gathered, lexicon())
        say_notes(decision, store)
    day = _day(what, decision)
    if day is None:
        return _show_event(explain_event(what, decision, gathered, config, lexicon()), what, decision, settings)
    found = alternatives(decision.situation, decision.plan, day)
    if settings.as_json:
        machine.print_json(machine.explanation(decision, day, found))
        return exit_code(decision)
    for line in _lines(decision, day, found):
        click.echo(line)
    return exit_code(decision)


def _day(what: str, decision: Decision) -> date | None:
    days = {session.key: session.day for session in decision.done}
    days |= {session.key: session.day for session in decision.sessions}
    if what in days:
        return days[what]
    try:
        return date.fromisoformat(what)
    except ValueError:
        return None


def _show_event(explained: Explained | None, what: str, decision: Decision, settings: Settings) -> int:
    if explained is None:
        raise UsageError(
            f"{what} is neither a day, as 2026-07-09, nor the key of a planned session, as 2026-W28/1, "
            "nor an event's title or UID; `runlift plan --json` and `runlift classify --json` list them"
        )
    if settings.as_json:
        machine.print_json(explained_view.shape(explained))
    else:
        click.echo("\n".join(explained_view.lines(explained)))
    return exit_code(decision)


def _lines(decision: Decision, day: date, found: tuple[Alternative, ...]) -> list[str]:
    lines = [day_name(day)]
    for run in decision.intake.runs:
        if run.day == day:
            lines.append(f"  {run.start:%H:%M} {run.kind} run, {run.minutes} min: {one_line(run.summary)}")
            lines += _reasons(run.because)
    for session in decision.sessions:
        if session.day == day:
            lines.append(f"  {session.start:%H:%M} {session.intensity} lift, {session.minutes} min ({session.key})")
            lines += _reasons(session.because)
    if not found:
        return [*lines, "  outside the weeks that are planned"]
    lines.append("  what the day could hold:")
    return [*lines, *(f"    {_alternative(one)}" for one in found)]


def _reasons(because: Because) -> list[str]:
    return [f"      {reason.rule}: {one_line(reason.text)}" for reason in because]


def _alternative(one: Alternative) -> str:
    if one.start is None:
        why = f"{one.blocked.text} ({one.blocked.rule})" if one.blocked else "no legal hour"
        return f"{one.intensity}: no, {why}"
    points = sum(cost.points for cost in one.costs)
    detail = ", ".join(f"{cost.rule} {cost.points}" for cost in one.costs)
    price = f"costs {points}" + (f" ({detail})" if detail else "")
    if one.blocked:
        return f"{one.intensity}: {one.start:%H:%M} {price}, but {one.blocked.text} ({one.blocked.rule})"
    return f"{one.intensity}: {one.start:%H:%M} {price}"
