"""One turn of a profile, from its config to its report: what the daemon has done in a process of its own."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from runlift.app.config import Config
from runlift.app.decide import Decision
from runlift.app.gather import SourceRead
from runlift.app.lexicons import lexicon
from runlift.app.notify import changes_soon, deliver, with_news
from runlift.app.publication import feed_target, with_feed
from runlift.app.report import Report
from runlift.app.report_file import keep_report, read_report
from runlift.app.reporting import after_failure, after_stop, after_sync, with_broken_config
from runlift.app.scene import scene_of
from runlift.app.serve import keep_feed
from runlift.app.stops import Allowances
from runlift.app.sync import Synced, SyncStopped, sync
from runlift.app.wiring import store_to_write
from runlift.app.writer import Applied
from runlift.errors import CalendarError, RunliftError, SyncRunning
from runlift.sync.changes import Action
from runlift.sync.memory import SourceId
from runlift.web.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one turn needs to know.

    Attributes:
        report: the last one, as the daemon remembers it: the disk may have been full.
        resting: sources that are not asked this time, and what they said last.
        problem: why the config on the disk is not the one in force.
        fault: what became of the turn before, which did not live to tell it; there is no sync then.
    """

    config: Config
    now: datetime
    report: Report | None = None
    resting: Mapping[SourceId, CalendarError] = field(default_factory=dict)
    problem: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one calendar cost, and why it gave no answer."""

    name: str
    requests: int = 0
    received: int = 0
    sent: int = 0
    seconds: float = 0
    failure: CalendarError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one turn came to.

    Attributes:
        code: as the command `sync` would have ended.
        failure: why nothing came of it; empty where something did.
        changes: how many sessions are new, changed and gone.
        notes: what went wrong besides.
        scene: what the page shows of it; None where nothing new was seen.
    """

    code: int
    failure: str
    report: Report
    sources: Mapping[SourceId, Visit] = field(default_factory=dict)
    targets: tuple[Visit, ...] = ()
    changes: Mapping[Action, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    scene: Scene | None = None


def run_job(job: Job) -> Outcome:
    """Sync one profile, keep its report, and tell the runner what there is to tell."""
    config = job.config
    before = _latest(job.report, read_report(config.profile))
    outcome, changed = _sync(job, before)
    report = with_broken_config(before, outcome.report, job.problem)
    report, refusal = deliver(with_news(before, report, config.availability.clock, changed), config)
    notes = [*outcome.notes, refusal]
    try:
        keep_report(config.profile, report)
    except OSError as error:
        notes.append(f"the report on this sync could not be kept: {error.strerror or type(error).__name__}")
    return replace(outcome, report=report, notes=tuple(filter(None, notes)))


def _latest(*reports: Report | None) -> Report | None:
    return max((report for report in reports if report), key=lambda report: report.at, default=None)


def _sync(job: Job, before: Report | None) -> tuple[Outcome, tuple[str, ...]]:
    """Return what a sync came to, and what it changed close ahead."""
    config, clock = job.config, job.config.availability.clock
    now = clock.local(job.now)
    if job.fault:
        return _failed(before, job.fault, RunliftError.exit_code, now), ()
    asked = replace(
        config, sources=tuple(replace(source, resting=job.resting.get(source.id)) for source in config.sources)
    )
    try:
        with store_to_write(config, now) as store:
            synced = sync(asked, store, now, lexicon(), Allowances())
            outcome = _outcome(config, before, synced)
            notes = (store.notice, _keep_feed(asked, synced))
        return replace(outcome, notes=notes), changes_soon(synced.applied, clock, now)
    except SyncStopped as stopped:
        report = after_stop(before, stopped)
        scene = _scene(config, stopped.decision)
        return Outcome(code=stopped.exit_code, failure=str(stopped), report=report, scene=scene), ()
    except SyncRunning as error:
        # It will have done what this one would have.
        return Outcome(code=error.exit_code, failure=str(error), report=before or Report(at=now)), ()
    except RunliftError as error:
        return _failed(before, str(error), error.exit_code, now), ()


def _failed(before: Report | None, text: str, code: int, now: datetime) -> Outcome:
    return Outcome(code=code, failure=text, report=after_failure(before, text, code, now))


def _keep_feed(config: Config, synced: Synced) -> str:
    """Bring the calendar file up to date that is served; return why that could not be."""
    try:
        keep_feed(config, synced.gathered)
    except RunliftError as error:
        return str(error)
    return ""


def _scene(config: Config, decision: Decision) -> Scene:
    return scene_of(decision, feed_target(with_feed(config)).name)


def _outcome(config: Config, before: Report | None, synced: Synced) -> Outcome:
    report = after_sync(before, synced)
    return Outcome(
        code=max((trouble.code for trouble in report.troubles), default=0),
        failure="",
        report=report,
        sources={read.source.id: _source_visit(read) for read in synced.gathered.sources},
        targets=tuple(_target_visit(one) for one in synced.applied),
        changes=Counter(change.action for one in synced.applied for change in one.done),
        scene=_scene(config, synced.decision),
    )


def _source_visit(read: SourceRead) -> Visit:
    return Visit(
        name=read.source.name,
        requests=read.reading.requests if read.reading else 0,
        received=read.reading.received if read.reading else 0,
        seconds=read.seconds,
        failure=read.failure,
    )


def _target_visit(one: Applied) -> Visit:
    return Visit(
        name=one.target.label,
        requests=one.traffic.requests,
        received=one.traffic.received,
        sent=one.traffic.sent,
        seconds=one.seconds,
        failure=one.failure,
    )
