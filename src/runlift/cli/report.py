"""Lines around the plan: what could not be read, what changes, what was written."""

from collections import Counter
from collections.abc import Iterator, Sequence

import click

from runlift.app.decide import Decision
from runlift.app.writer import Applied
from runlift.domain.kinds import RUNS, Role
from runlift.domain.printing import one_line
from runlift.domain.weeks import Week
from runlift.errors import CalendarError, GuardError
from runlift.state.base import Store
from runlift.sync.changes import Action

_WORDS = {Action.CREATE: "new", Action.UPDATE: "changed", Action.DELETE: "gone", Action.KEEP: "kept"}


def say(sentence: str) -> None:
    """Say a sentence on standard error."""
    click.echo(f"runlift: {one_line(sentence)}", err=True)


def say_notes(decision: Decision, store: Store) -> None:
    """Say on standard error what could not be read as written, what is not believed, and what stands in the way."""
    if store.notice:
        say(store.notice)
    for failure in decision.failures:
        say(f"{failure}; until then what it said last stays in force")
    for failure in decision.unread:
        say(f"{failure}; nothing was written to it")
    for sentence in (*decision.doubts, *decision.stops, *decision.notes):
        say(sentence)
    for sentence in _guesses(decision):
        say(sentence)
    for notice in decision.observed.notices:
        if store.told(notice):
            say(notice)
    for source in decision.sources:
        runs = sum(found.kind in RUNS for _, found in source.classified)
        if source.role is not Role.BUSY and not runs:
            say(
                f"{source.name} holds no run in these weeks among {len(source.classified)} events; "
                "see what it holds with `runlift classify`, or name another calendar"
            )


def _guesses(decision: Decision) -> Iterator[str]:
    """Yield, once a title, the runs to come whose kind is a guess."""
    weeks = {outline.week for outline in decision.plan.weeks}
    guessed = {
        event.summary: found.kind
        for source in decision.sources
        if source.role is not Role.BUSY
        for event, found in source.classified
        if found.is_unsure and found.kind in RUNS and Week.of(event.day) in weeks and not event.cancelled
    }
    for title, kind in guessed.items():
        yield (
            f'"{title}" counts as {kind}, which is a guess; tag it #easy or what it is, '
            f'or say `runlift classify --fix "{title}=easy"`'
        )


def exit_code(decision: Decision, applied: Sequence[Applied] = ()) -> int:
    """Return 4 when a guard stopped something, 2 when only the runner can mend what failed, and 3 for what may pass."""
    if decision.stops or decision.doubts:
        return GuardError.exit_code
    failures = [*decision.failures, *decision.unread, *(one.failure for one in applied if one.failure)]
    codes = {failure.exit_code for failure in failures}
    if any(one.refused or one.open for one in applied):
        codes.add(CalendarError.exit_code)
    return min(codes, default=0)


def say_changes(decision: Decision) -> None:
    """Say what a sync would do."""
    for entry in decision.changes:
        click.echo(f"{entry.target.label}: {_counts(Counter(change.action for change in entry.changes))}")


def say_kept(decision: Decision) -> None:
    """Say which sessions the plan has no place for and why they stay all the same."""
    for entry in decision.changes:
        for change in entry.changes:
            flagged = [reason for reason in change.because if reason.rule == "flagged"]
            if change.action is Action.KEEP and flagged:
                say(f"{change.key} in {entry.target.label}: {flagged[0].text}")


def say_applied(decision: Decision, applied: Sequence[Applied]) -> None:
    """Say what a sync did, one line a target."""
    kept = {
        entry.target.id: sum(change.action is Action.KEEP for change in entry.changes) for entry in decision.changes
    }
    for one in applied:
        counts = Counter(change.action for change in one.done)
        counts[Action.KEEP] = kept.get(one.target.id, 0)
        what = "written" if one.changed else "not written" if one.refused or one.failure else "nothing to write"
        click.echo(f"{one.target.label}: {what} ({_counts(counts)})")
        say_unfinished(one)


def say_unfinished(one: Applied) -> None:
    """Say on standard error what one target did not take on."""
    for sentence in dict.fromkeys(one.refused):
        say(sentence)
    if one.failure:
        say(f"{one.failure}; the next sync goes on from there")
    if one.open:
        say(f"{one.target.label} was changed by another hand meanwhile; sync again to finish")


def _counts(actions: Counter[Action]) -> str:
    return ", ".join(f"{actions[action]} {_WORDS[action]}" for action in Action if actions[action]) or "no sessions"
