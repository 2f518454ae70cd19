"""How a report is made of a sync, and of the report before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from runlift.app.decide import Decision
from runlift.app.report import (
    BrokenRule,
    DeclinedSession,
    LastRead,
    MissingSession,
    Report,
    SessionAhead,
    SoreLegs,
    Trouble,
)
from runlift.app.sync import Synced, SyncStopped
from runlift.app.trust import Trusted
from runlift.domain.weeks import Week
from runlift.errors import CalendarError, GuardError

_SORE_FOR = timedelta(days=14)
"""How long a note on sore legs is worth showing."""
_GUARD = "guard"


def after_sync(before: Report | None, synced: Synced) -> Report:
    """Return what a sync came to that went through, whole or in part."""
    decision = synced.decision
    doubts = tuple(_doubts(decision))
    # While a source is not believed, nothing shows that what stopped an earlier sync is over.
    stopped = [trouble for trouble in before.troubles if trouble.place == _GUARD] if before and doubts else []
    return _seen(before, decision, _merged(before, [*_calendars(synced), *doubts, *stopped], decision.now))


def after_stop(before: Report | None, stopped: SyncStopped) -> Report:
    """Return what a sync came to that a guard stopped."""
    decision = stopped.decision
    guard = Trouble(
        place=_GUARD,
        name="the sync",
        text="; ".join(decision.stops),
        code=GuardError.exit_code,
        since=decision.now,
        pressing=True,
    )
    return _seen(before, decision, _merged(before, [guard, *_doubts(decision)], decision.now))


def after_failure(before: Report | None, text: str, code: int, now: datetime) -> Report:
    """Return what a sync came to that gave nothing: all that was known before, and that it failed."""
    last = before or Report(at=now)
    failure = Trouble(place="sync", name="the sync", text=text, code=code, since=now)
    others = [trouble for trouble in last.troubles if trouble.place != failure.place]
    return replace(last, at=now, troubles=_merged(before, [*others, failure], now))


def with_broken_config(before: Report | None, report: Report, problem: str) -> Report:
    """Add that the config on the disk is not the one in force; without a problem, that it is again."""
    others = tuple(trouble for trouble in report.troubles if trouble.place != "config")
    if not problem:
        return replace(report, troubles=others)
    broken = Trouble(place="config", name="the config", text=problem, code=2, since=report.at, pressing=True)
    return replace(report, troubles=(*others, *_merged(before, [broken], report.at)))


def _merged(before: Report | None, found: Sequence[Trouble], now: datetime) -> tuple[Trouble, ...]:
    """Return the troubles of now; one that lasts keeps its beginning, and is not told twice."""
    known: Mapping[str, Trouble] = {trouble.place: trouble for trouble in before.troubles} if before else {}
    return tuple(
        replace(trouble, since=min(known[trouble.place].since, now), told=known[trouble.place].told)
        if trouble.place in known
        else trouble
        for trouble in found
    )


def _seen(before: Report | None, decision: Decision, troubles: tuple[Trouble, ...]) -> Report:
    now = decision.now
    planned = {outline.week for outline in decision.plan.weeks}
    return Report(
        at=now,
        sources=tuple(_last_read(entry, now) for entry in decision.trusted),
        sessions=tuple(
            SessionAhead(
                key=session.key or "",
                start=session.start,
                end=session.end,
                intensity=session.intensity,
                status=session.status,
            )
            for session in decision.sessions
            if session.end > now
        ),
        unplaced=tuple(
            MissingSession(
                week=str(missing.week),
                intensity=missing.intensity,
                text="; ".join(reason.text for reason in missing.because) or "no legal place",
            )
            for missing in decision.plan.unplaced
        ),
        declined=tuple(
            DeclinedSession(key=declined.key, day=declined.day, intensity=declined.intensity)
            for declined in decision.situation.declined
            if declined.week in planned or declined.week >= Week.of(now.date())
        ),
        sore=_sore(decision),
        violations=tuple(
            BrokenRule(rule=found.rule, week=str(found.week), key=found.key, text=found.text)
            for found in decision.violations
        ),
        troubles=troubles,
        untold=before.untold if before else (),
    )


def _last_read(entry: Trusted, now: datetime) -> LastRead:
    kept = entry.read.kept.at if entry.read.kept else None
    return LastRead(name=entry.read.source.name, at=now if entry.read.reading else kept)


def _sore(decision: Decision) -> SoreLegs | None:
    said = [note for note in decision.situation.notes if note.feedback.sore is not None]
    last = max(said, key=lambda note: note.start, default=None)
    if last is None or last.feedback.sore is None or last.start < decision.now - _SORE_FOR:
        return None
    return SoreLegs(key=last.key, day=last.start.date(), sore=last.feedback.sore)


def _calendars(synced: Synced) -> Iterator[Trouble]:
    """Yield the calendars that could not be read, or not written to the end."""

    def trouble(place: str, name: str, error: CalendarError) -> Trouble:
        return Trouble(place=place, name=name, text=str(error), code=error.exit_code, since=synced.decision.now)

    for source in synced.gathered.sources:
        if source.failure:
            yield trouble(f"source {source.source.id}", source.source.name, source.failure)
    for target in synced.gathered.targets:
        if target.failure:
            yield trouble(f"target {target.target.id}", target.target.label, target.failure)
    for one in synced.applied:
        error = one.failure or (CalendarError("; ".join(dict.fromkeys(one.refused))) if one.refused else None)
        if error:
            yield trouble(f"writing {one.target.id}", one.target.label, error)


def _doubts(decision: Decision) -> Iterator[Trouble]:
    for entry in decision.trusted:
        if entry.doubt:
            yield Trouble(
                place=f"doubt {entry.read.source.id}",
                name=entry.read.source.name,
                text=entry.doubt,
                code=GuardError.exit_code,
                since=entry.suspected or decision.now,
            )
