"""The machine shapes of the commands: fields may be added, never changed."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import click

from runlift.app.decide import Decision, TargetChanges
from runlift.app.sync import Synced
from runlift.domain.advice import advise
from runlift.domain.alternatives import Alternative
from runlift.domain.classification import Classification
from runlift.domain.events import Event
from runlift.domain.kinds import Status
from runlift.domain.reasons import Because
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, Session, Step
from runlift.sync.changes import Action


def print_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def because(reasons: Because) -> list[dict[str, str]]:
    """Return reasons as data."""
    return [{"rule": reason.rule, "text": reason.text} for reason in reasons]


def classification(event: Event, found: Classification) -> dict[str, Any]:
    """Return one line of `classify`."""
    return {
        "uid": event.uid,
        "start": event.when.start.isoformat(),
        "summary": event.summary,
        "kind": found.kind.value,
        "confidence": round(found.confidence, 3),
        "because": because(found.because),
    }


def decision(value: Decision) -> dict[str, Any]:
    """Return what `plan` prints."""
    return {
        "now": value.now.isoformat(),
        "runs": [_run(run) for run in value.intake.runs if not run.cross],
        "sessions": [*_done_in_planned_weeks(value), *(_session(session) for session in value.sessions)],
        "unplaced": [
            {"week": str(missing.week), "intensity": missing.intensity.value, "because": because(missing.because)}
            for missing in value.plan.unplaced
        ],
        "violations": [
            {"rule": found.rule, "key": found.key, "week": str(found.week), "text": found.text}
            for found in value.violations
        ],
        "warnings": [{"week": str(notice.week), "text": notice.text} for notice in value.plan.warnings],
        "cost": value.plan.cost,
        "changes": list(_changes(value.changes)),
        "stops": [*value.doubts, *value.stops],
        "advice": [
            {
                "weeks": [str(week) for week in found.weeks],
                "opens": [str(week) for week in found.opens],
                "text": found.text,
            }
            for found in advise(value.situation, value.plan)
        ],
    }


def outcome(synced: Synced) -> dict[str, Any]:
    """Return what `sync` prints."""
    reading = {read.target.id: read.seconds for read in synced.gathered.targets}
    return {
        **decision(synced.decision),
        "changes": list(_changes(synced.changes)),
        "applied": [
            {
                "target": one.target.label,
                "changed": one.changed,
                "done": len(one.done),
                "open": len(one.open),
                "refused": [*one.refused, *([str(one.failure)] if one.failure else [])],
            }
            for one in synced.applied
        ],
        "failures": [str(failure) for failure in (*synced.decision.failures, *synced.decision.unread)],
        "sources": [
            {
                "name": read.source.name,
                "requests": read.reading.requests if read.reading else 0,
                "bytes": read.reading.received if read.reading else 0,
                "seconds": round(read.seconds, 3),
            }
            for read in synced.gathered.sources
        ],
        "targets": [
            {
                "name": one.target.label,
                "requests": one.traffic.requests,
                "bytes": one.traffic.sent,
                "seconds": round(one.seconds + reading[one.target.id], 3),
            }
            for one in synced.applied
        ],
    }


def explanation(value: Decision, day: date, found: Iterable[Alternative]) -> dict[str, Any]:
    """Return what `explain` prints."""
    return {
        "day": day.isoformat(),
        "runs": [_run(run) for run in value.intake.runs if run.day == day],
        "sessions": [_session(session) for session in value.sessions if session.day == day],
        "alternatives": [
            {
                "intensity": one.intensity.value,
                "start": one.start.isoformat() if one.start else None,
                "costs": [{"rule": cost.rule, "points": cost.points} for cost in one.costs],
                "because": because((one.blocked,) if one.blocked else ()),
            }
            for one in found
        ],
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "uid": run.uid,
        "start": run.start.isoformat(),
        "end": run.end.isoformat(),
        "kind": run.kind.value,
        "assumed": run.assumed,
        "minutes": run.minutes,
        "distance_km": run.distance_km,
        "because": because(run.because),
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "key": session.key,
        "start": session.start.isoformat(),
        "end": session.end.isoformat(),
        "intensity": session.intensity.value,
        "minutes": session.minutes,
        "phase": session.phase.value,
        "plan_week": session.plan_week,
        "sets": session.prescription.sets,
        "status": session.status.value,
        "because": because(session.because),
        "workout": [_step(step) for step in session.workout],
    }


def _done_in_planned_weeks(value: Decision) -> Iterable[dict[str, Any]]:
    planned = {outline.week for outline in value.plan.weeks}
    return (_done(session) for session in value.done if session.week in planned)


def _done(session: FixedSession) -> dict[str, Any]:
    """Return a session that is history: what it was is told, what it asked for is not known any more."""
    return {
        "key": session.key,
        "start": session.start.isoformat(),
        "end": session.end.isoformat(),
        "intensity": session.intensity.value,
        "minutes": round((session.end.timestamp() - session.start.timestamp()) / 60),
        "phase": None,
        "plan_week": None,
        "sets": None,
        "status": Status.DONE.value,
        "because": [],
        "workout": [],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "dose": step.dose,
        "cue": step.cue,
        "minutes": step.minutes,
        "sets": step.sets,
        "kg": step.kg,
        "beyond_seed": step.beyond_seed,
    }


def _changes(changes: Iterable[TargetChanges]) -> Iterable[dict[str, Any]]:
    for entry in changes:
        for change in entry.changes:
            if change.action is not Action.KEEP:
                yield {
                    "action": change.action.value,
                    "target": entry.target.label,
                    "key": change.key,
                    "because": because(change.because),
                }
