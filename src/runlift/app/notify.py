"""What the runner is told without having asked, once each: see [notify] in docs/daemon.md."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from runlift.app.commands import run_command
from runlift.app.config import Config
from runlift.app.report import Report, Trouble
from runlift.app.writer import Applied
from runlift.domain.events import AllDay
from runlift.domain.phrasing import day_name
from runlift.domain.printing import one_line
from runlift.domain.runner import Clock
from runlift.errors import UsageError
from runlift.sync.changes import Action, Change, Field

_PATIENCE = timedelta(hours=24)
"""How old a failure gets before it is told: most pass by themselves."""
_SOON = timedelta(hours=24)
_MOST = 20
"""How many messages wait for a command that does not work."""


def with_news(before: Report | None, report: Report, clock: Clock, changed: Sequence[str] = ()) -> Report:
    """Return the report with what is to be told now among its untold messages.

    Args:
        before: the report before this one.
        changed: sentences on what changed close ahead.
    """
    due = {trouble.place for trouble in report.troubles if not trouble.told and _is_due(trouble, report.at)}
    lasting = {trouble.place for trouble in report.troubles}
    over = [trouble for trouble in before.troubles if trouble.told and trouble.place not in lasting] if before else []
    sentences = (
        *(_told(trouble, clock) for trouble in report.troubles if trouble.place in due),
        *(f"{trouble.name} is well again" for trouble in over),
        *changed,
    )
    return replace(
        report,
        troubles=tuple(replace(trouble, told=trouble.told or trouble.place in due) for trouble in report.troubles),
        untold=(*report.untold, *map(one_line, sentences))[-_MOST:],
    )


def deliver(report: Report, config: Config) -> tuple[Report, str]:
    """Hand the untold messages to the runner's command.

    Returns:
        the report without what was taken, and why nothing was; empty where it was.
    """
    if not config.notify.strip() or not report.untold:
        return replace(report, untold=()), ""
    message = "\n".join((f"runlift, {config.profile}:", *report.untold, ""))
    try:
        words = shlex.split(config.notify)
        run_command(words, given=message)
    except (UsageError, ValueError) as error:
        return report, f"notify.command: {error}"
    return replace(report, untold=()), ""


def changes_soon(applied: Sequence[Applied], clock: Clock, now: datetime) -> tuple[str, ...]:
    """Return a sentence for each session close ahead that came, went, moved or became another one."""
    found = (_change(change, clock, now) for one in applied for change in one.done)
    return tuple(dict.fromkeys(sentence for sentence in found if sentence))


def _is_due(trouble: Trouble, now: datetime) -> bool:
    return trouble.pressing or now - trouble.since >= _PATIENCE


def _told(trouble: Trouble, clock: Clock) -> str:
    if trouble.pressing:
        return trouble.text
    since = clock.local(trouble.since)
    return f"{trouble.text} (since {day_name(since.date())}, {since:%H:%M})"


def _change(change: Change, clock: Clock, now: datetime) -> str:
    if change.action is Action.UPDATE and not change.fields & {Field.TIME, Field.TITLE}:
        return ""
    starts = tuple(_starts(change))
    if not any(timedelta(0) <= start - now <= _SOON for start in starts):
        return ""
    why = f": {change.because[0].text}" if change.because else ""
    return f"{_what(change, clock)}{why}"


def _starts(change: Change) -> Iterator[datetime]:
    if change.before is not None and not isinstance(change.before.when, AllDay):
        yield change.before.when.start
    if change.after is not None:
        yield change.after.start


def _what(change: Change, clock: Clock) -> str:
    before, after = change.before, change.after
    was = f"{before.title}, {_moment(before.when.start, clock)}" if before else ""
    will = f"{after.title}, {_moment(after.start, clock)}" if after else ""
    match change.action:
        case Action.CREATE:
            return f"new: {will}"
        case Action.DELETE:
            return f"gone: {was}"
        case _:
            return f"changed: {was}, is now {will}"


def _moment(start: datetime | date, clock: Clock) -> str:
    if not isinstance(start, datetime):
        return day_name(start)
    local = clock.local(start)
    return f"{day_name(local.date())}, {local:%H:%M}"
