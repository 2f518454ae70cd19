"""`runlift explain`: why a day or a session looks as it does."""

from datetime import date

import click

from runlift.app.decide import Decision, decide
from runlift.app.gather import gather
from runlift.app.lexicons import lexicon
from runlift.app.wiring import store_to_read
from runlift.cli import machine
from runlift.cli.options import Settings, with_settings
from runlift.cli.report import exit_code, say_notes
from runlift.domain.alternatives import Alternative, alternatives
from runlift.domain.phrasing import day_name
from runlift.domain.reasons import Because
from runlift.errors import UsageError


@click.command()
@click.argument("what", metavar="DATE|KEY")
@with_settings
def command(settings: Settings, *, what: str) -> int:
    """Show why a day or a session looks as it does.

    DATE is a day, as 2026-07-09; KEY is a session's key, as 2026-W28/1.
    """
    config = settings.config()
    now = settings.now(config)
    with store_to_read(config, now) as store:
        decision = decide(config, gather(config, store, now), lexicon())
        say_notes(decision, store)
    day = _day(what, decision)
    found = alternatives(decision.situation, decision.plan, day)
    if settings.as_json:
        machine.print_json(machine.explanation(decision, day, found))
        return exit_code(decision)
    for line in _lines(decision, day, found):
        click.echo(line)
    return exit_code(decision)


def _day(what: str, decision: Decision) -> date:
    days = {session.key: session.day for session in decision.done}
    days |= {session.key: session.day for session in decision.sessions}
    if what in days:
        return days[what]
    try:
        return date.fromisoformat(what)
    except ValueError:
        raise UsageError(
            f"{what} is neither a day, as 2026-07-09, nor the key of a planned session, as 2026-W28/1; "
            "`runlift plan --json` lists the keys"
        ) from None


def _lines(decision: Decision, day: date, found: tuple[Alternative, ...]) -> list[str]:
    lines = [day_name(day)]
    for run in decision.intake.runs:
        if run.day == day:
            lines.append(f"  {run.start:%H:%M} {run.kind} run, {run.minutes} min: {machine.one_line(run.summary)}")
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
    return [f"      {reason.rule}: {machine.one_line(reason.text)}" for reason in because]


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
