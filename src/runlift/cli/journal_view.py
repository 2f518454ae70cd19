"""Changes to sessions, as a runner reads them and as a machine does."""

from datetime import datetime
from typing import Any

from runlift.cli import machine
from runlift.domain.events import AllDay, Timed
from runlift.domain.phrasing import day_name
from runlift.domain.printing import one_line
from runlift.domain.runner import Clock
from runlift.sync.changes import Action, Change
from runlift.sync.journal import JournalEntry, Look

_WORDS = {Action.CREATE: "new", Action.UPDATE: "changed", Action.DELETE: "gone", Action.KEEP: "kept"}
_HOLD = "H16"
_UNFINISHED = {
    "conflict": "not made, since another hand was faster",
    None: "nobody knows whether it was made",
}


def entry_line(entry: JournalEntry, label: str, clock: Clock) -> str:
    """Return what became of one session."""
    word = _WORDS[entry.action]
    if entry.action is Action.UPDATE and entry.after is None:
        word = "yours"
    elif entry.action is Action.DELETE and any(reason.rule == _HOLD for reason in entry.because[:1]):
        word = "held"
    unfinished = f"refused: {entry.detail}" if entry.result == "refused" else _UNFINISHED.get(entry.result, "")
    looks = _from_to(entry.before, entry.after, clock)
    told = f"{word:<8}{entry.key} in {label}{f': {looks}' if looks else ''}"
    return one_line(f"{told} ({unfinished})" if unfinished else told)


def change_line(change: Change, label: str, clock: Clock) -> str:
    """Return what would become of one session."""
    word = "yours" if change.releases else _WORDS[change.action]
    before, after = change.before, change.after
    looks = _from_to(
        _look(before.when, before.title) if before else None,
        _look(Timed(start=after.start, end=after.end), after.title) if after else None,
        clock,
    )
    why = f" ({change.because[0].text})" if change.because and change.action is Action.KEEP else ""
    return one_line(f"{word:<8}{change.key} in {label}: {looks}{why}")


def _look(when: Timed | AllDay, title: str) -> Look:
    return Look(when=when, title=title, description="")


def entry_shape(entry: JournalEntry, label: str) -> dict[str, Any]:
    """Return one change of the journal."""
    return {
        "action": entry.action.value,
        "target": label,
        "key": entry.key,
        "because": machine.because(entry.because),
        "before": entry.before and _shape(entry.before),
        "after": entry.after and _shape(entry.after),
        "result": entry.result,
        "detail": entry.detail,
    }


def _shape(look: Look) -> dict[str, Any]:
    return {
        "start": look.when.start.isoformat(),
        "end": look.when.end.isoformat(),
        "title": look.title,
        "intensity": look.intensity and look.intensity.value,
    }


def _from_to(before: Look | None, after: Look | None, clock: Clock) -> str:
    """Return how it looked and looks; what stayed the same is told once."""
    looks = [look for look in (before, after) if look]
    whens = dict.fromkeys(when_text(look.when, clock) for look in looks)
    titles = dict.fromkeys(look.title for look in looks)
    return ", ".join(filter(None, (" → ".join(whens), " → ".join(titles))))


def when_text(when: Timed | AllDay, clock: Clock) -> str:
    """Return when an event begins, on the runner's clock."""
    if isinstance(when, AllDay):
        return f"{day_name(when.start)}, all day"
    return moment_text(when.start, clock)


def moment_text(instant: datetime, clock: Clock) -> str:
    """Return an instant on the runner's clock: Fri 10 Jul, 18:00."""
    local = clock.local(instant)
    return f"{day_name(local.date())}, {local:%H:%M}"
