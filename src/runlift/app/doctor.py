"""What is wrong, where, and what to do next: each check stands alone, so that one that fails hides no other."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from runlift.app.auth import credential_findings
from runlift.app.config import Config
from runlift.app.decide import Decision, decide
from runlift.app.gather import (
    Gathered,
    SourceRead,
    TargetRead,
    open_targets,
    read_sources,
    read_targets,
    reading_window,
)
from runlift.app.places import SourceConfig, TargetConfig
from runlift.app.sync import is_pending
from runlift.app.target_settings import departed_targets, labels_of
from runlift.app.trust import Judge, Trusted
from runlift.calendars.base import Target
from runlift.domain.events import AllDay, Event
from runlift.domain.kinds import RUNS, Role, Status
from runlift.domain.lexicon import Lexicon
from runlift.domain.phrasing import day_name
from runlift.domain.runner import Clock
from runlift.errors import CalendarError, GuardError, RunliftError, UsageError
from runlift.state.base import Store
from runlift.sync.changes import Field
from runlift.sync.memory import Memory
from runlift.sync.observe import observe
from runlift.sync.observed import Observed, Seen

_WORST_FIRST = (UsageError.exit_code, GuardError.exit_code, CalendarError.exit_code, 0)
"""What only the runner can mend, what stops a sync, what may pass by itself, and mere advice."""
_SYNC = "run `runlift sync`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong, or that the runner should know.

    Attributes:
        code: the exit code that it is worth; 0: mere advice.
        where: the calendar, the session or the file.
        step: what to do next.
    """

    code: int
    where: str
    what: str
    step: str


def examine(config: Config, store: Store, now: datetime, lexicon: Lexicon) -> tuple[Finding, ...]:
    """Return what is wrong, worst first; nothing is changed."""
    found: list[Finding] = [*_memory(store), *_credentials(config, now)]
    fixes = store.fixes()
    judge = Judge(
        lexicon=lexicon,
        prefix=config.prefix,
        fixes=fixes,
        clock=config.availability.clock,
        now=now,
        accept=False,
    )
    sources = [_read_source(config, source, store, now, found) for source in config.sources]
    for read in sources:
        if read is not None:
            found += _source(judge.trust(read), config.availability.clock, now)
    targets = [_read_target(config, target, opened, now, found) for target, opened in open_targets(config, store)]
    memory = store.memory()
    looked = [read for read in targets if read is not None]
    decision = None
    if None not in sources and (looked or not targets):
        decision = decide(
            config,
            Gathered(
                now=now,
                read_until=reading_window(config, now).end,
                sources=tuple(read for read in sources if read is not None),
                targets=tuple(looked),
                memory=memory,
                fixes=fixes,
            ),
            lexicon,
        )
        found += _decision(decision)
    observed = decision.observed if decision else _observe(config, looked, memory, now)
    found += _sessions(observed, config)
    found += _remembered(config, store, memory, observed)
    found += _interrupted(store, decision, config.availability.clock)
    return tuple(sorted(found, key=lambda finding: _WORST_FIRST.index(finding.code)))


def exit_code(findings: Sequence[Finding]) -> int:
    """Return what the worst finding is worth."""
    return findings[0].code if findings else 0


def _said(code: int, where: str, sentence: str, step: str = _SYNC) -> Finding:
    """Return a finding of a sentence that says what is wrong and, after a semicolon, what to do next."""
    what, _, told = sentence.partition("; ")
    return Finding(code=code, where=where, what=what, step=told or step)


def _memory(store: Store) -> Iterator[Finding]:
    if store.notice:
        yield Finding(code=0, where="memory", what=store.notice, step=f"{_SYNC}, which reads your sessions back")


def _credentials(config: Config, now: datetime) -> Iterator[Finding]:
    for found in credential_findings(config, now):
        yield Finding(code=found.code, where="Google", what=found.what, step=found.step)


def _read_source(
    config: Config, source: SourceConfig, store: Store, now: datetime, found: list[Finding]
) -> SourceRead | None:
    alone = replace(config, sources=(source,))
    try:
        (read,) = read_sources(alone, store, reading_window(config, now))
    except RunliftError as error:
        found.append(_said(error.exit_code, source.name, str(error)))
        return None
    if read.failure is not None and read.kept is not None:
        since = _moment(read.kept.at, config.availability.clock)
        failure = _said(read.failure.exit_code, source.name, str(read.failure))
        found.append(replace(failure, what=f"{failure.what}; its last good reading is of {since}"))
    return read


def _source(trusted: Trusted, clock: Clock, now: datetime) -> Iterator[Finding]:
    name = trusted.read.source.name
    if trusted.doubt:
        doubt = _said(GuardError.exit_code, name, trusted.doubt)
        since = _moment(trusted.suspected or now, clock)
        yield replace(doubt, what=f"{doubt.what}, since {since}")
    for note in trusted.reading.notes:
        yield _said(0, name, note, "mend the event in the calendar where that matters to you")
    if trusted.classified.role is Role.BUSY:
        return
    runs = [event for event, kind in trusted.classified.classified if kind.kind in RUNS and not event.cancelled]
    if not runs:
        yield Finding(
            code=0,
            where=name,
            what=f"it holds no run in these weeks among {len(trusted.classified.classified)} events",
            step="see what it holds with `runlift classify`, or name another calendar",
        )
        return
    last = max(_day(event, clock) for event in runs)
    if last < clock.local(now).date():
        yield Finding(
            code=0,
            where=name,
            what=f"its last run was on {day_name(last)}, so that nothing is planned after it",
            step="see whether your plan goes on, and whether this is still where it is published",
        )


def _read_target(
    config: Config, target: TargetConfig, opened: Target, now: datetime, found: list[Finding]
) -> TargetRead | None:
    try:
        (read,) = read_targets([(target, opened)], config, now)
        may_write = _may_write(target, opened)
    except RunliftError as error:
        found.append(_said(error.exit_code, target.label, str(error)))
        return None
    if may_write is False:
        found.append(
            Finding(
                code=UsageError.exit_code,
                where=target.label,
                what="it may not be written",
                step="ask for the right to write it, or choose another calendar as the target",
            )
        )
    return read


def _may_write(target: TargetConfig, opened: Target) -> bool | None:
    """Tell whether the target may be written; None where it does not say."""
    if target.path is not None:
        # A file is replaced as a whole, so that its folder has to take a new one.
        return os.access(target.path.resolve().parent, os.W_OK)
    ask = getattr(opened, "can_write", None)
    answer: bool | None = ask() if ask else None
    return answer


def _observe(config: Config, looked: Sequence[TargetRead], memory: Memory, now: datetime) -> Observed:
    looks = [read.look for read in looked if read.look]
    return observe(looks, memory, profile=config.profile, sightings=(), availability=config.availability, now=now)


def _decision(decision: Decision) -> Iterator[Finding]:
    for stop in decision.stops:
        yield _said(GuardError.exit_code, "next sync", stop)
    for session in decision.sessions:
        if session.status is Status.PINNED:
            broken = [found.text for found in decision.violations if found.key == session.key]
            for text in dict.fromkeys(filter(None, (session.flag, *broken))):
                yield Finding(
                    code=0,
                    where=f"{session.key}, {day_name(session.day)}, {session.start:%H:%M}",
                    what=f"where you put it, it breaks a rule: {text}",
                    step="move it, or note #auto on it to have it placed anew",
                )


def _sessions(observed: Observed, config: Config) -> Iterator[Finding]:
    labels = {target.id: target.label for target in config.targets}
    for notice in observed.notices:
        yield _said(0, "sessions", notice, "leave it, or delete it: then its day stays free")
    for copy in observed.copies:
        yield Finding(
            code=0,
            where=labels[copy.target],
            what=f"there are two events of session {copy.key}, since you copied it",
            step=f"{_SYNC}, which leaves the copy to you, or delete one of them",
        )
    for seen in _seen(observed):
        if Field.TITLE in seen.edited:
            yield _edited(
                seen, labels[seen.target], "you gave it another title", "leave it so: it stays as you wrote it"
            )
        if Field.TEXT in seen.edited:
            step = f"{_SYNC}, which keeps your words as notes, and write above the divider line"
            yield _edited(seen, labels[seen.target], "you edited its text below the divider line", step)


def _seen(observed: Observed) -> Iterator[Seen]:
    for standing in observed.standing.values():
        yield from standing.values()


def _edited(seen: Seen, label: str, what: str, step: str) -> Finding:
    return Finding(code=0, where=f"{seen.key} in {label}", what=what, step=step)


def _remembered(config: Config, store: Store, memory: Memory, observed: Observed) -> Iterator[Finding]:
    standing = sum(len(each) for each in observed.standing.values())
    if standing and not memory.sessions and not store.notice:
        yield Finding(
            code=0,
            where="memory",
            what=f"nothing is remembered of the {standing} sessions in your calendars",
            step=f"{_SYNC}, which reads them back; sessions that you have deleted may come back once",
        )
    labels = labels_of(config, store)
    for target in departed_targets(config, store):
        held = sum(row.target == target for row in memory.sessions)
        if held:
            yield Finding(
                code=0,
                where=labels[target],
                what=f"it has left the config and still holds {held} sessions",
                step=f"take them out with `runlift clean --target {labels[target]}`, or put it back",
            )


def _interrupted(store: Store, decision: Decision | None, clock: Clock) -> Iterator[Finding]:
    for run in store.history(1):
        if run.closed is None and (decision is None or is_pending(decision)):
            yield Finding(
                code=0,
                where="journal",
                what=f"the {run.occasion} of {_moment(run.at, clock)} was interrupted",
                step=f"{_SYNC}, which goes on from there",
            )


def _day(event: Event, clock: Clock) -> date:
    return event.when.start if isinstance(event.when, AllDay) else clock.local(event.when.start).date()


def _moment(instant: datetime, clock: Clock) -> str:
    local = clock.local(instant)
    return f"{day_name(local.date())}, {local:%H:%M}"
