"""Steps four and six to eight of a sync: classify, plan, reconcile, guard. Values in, values out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from runlift.app.config import Config, TargetConfig
from runlift.app.gather import Gathered, SourceRead, TargetRead
from runlift.domain.check import check
from runlift.domain.classify import classify
from runlift.domain.events import Event, Timed
from runlift.domain.intake import ClassifiedSource, Intake, take_in
from runlift.domain.kinds import RUNS, Role, Status
from runlift.domain.lexicon import Lexicon
from runlift.domain.plan import Plan, Situation, Violation
from runlift.domain.planner import plan
from runlift.domain.runs import Busy
from runlift.domain.sessions import FixedSession, PublishedSession, Session
from runlift.sync.changes import Change
from runlift.sync.guards import guard
from runlift.sync.identity import KEY, PROFILE, is_ours, parse_key
from runlift.sync.reconcile import assign_keys, highest_numbers, reconcile
from runlift.sync.render import text, title
from runlift.sync.session_event import SessionEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChanges:
    """What happens in one target."""

    target: TargetConfig
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a sync would do, and why.

    Attributes:
        sources: the events that were read, with what they are.
        sessions: the plan's sessions with their keys.
        done: our own sessions that have started or are over.
        changes: what happens in each target, in the order of the config.
        notes: what could not be read as written.
        failures: sources whose last good answer stands in for them, one sentence each.
    """

    now: datetime
    sources: tuple[ClassifiedSource, ...]
    intake: Intake
    situation: Situation
    plan: Plan
    sessions: tuple[Session, ...]
    done: tuple[FixedSession, ...]
    violations: tuple[Violation, ...]
    changes: tuple[TargetChanges, ...]
    notes: tuple[str, ...]
    failures: tuple[str, ...]


def decide(config: Config, gathered: Gathered, lexicon: Lexicon) -> Decision:
    """Work out the plan and what it changes.

    Raises:
        GuardError: the change looks like an accident.
    """
    now, clock = gathered.now, config.availability.clock
    sources = tuple(_classify(read, lexicon, config.prefix) for read in gathered.sources)
    intake = take_in(sources, availability=config.availability, goal=config.goal, now=now)
    known = _known(gathered.targets)
    guard(runs=_count_runs(sources), standing=[event for event in known if event.start > now])
    done = tuple(_done(event, config) for event in known if event.start <= now)
    situation = Situation(
        now=now,
        horizon_days=config.horizon_days,
        runner=config.runner,
        availability=config.availability,
        runs=intake.runs,
        busy=(*intake.busy, *_others_sessions(gathered.sources, config)),
        fixed=(*done, *intake.strength),
        published=tuple(
            PublishedSession(
                key=event.key, start=clock.local(event.start), end=clock.local(event.end), intensity=event.intensity
            )
            for event in known
            if event.start > now
        ),
        held=intake.held,
    )
    planned = plan(situation)
    sessions = assign_keys(planned.sessions, known, highest_numbers(known), now=now)
    requests = {outline.week: len(outline.request) for outline in planned.weeks}
    return Decision(
        now=now,
        sources=sources,
        intake=intake,
        situation=situation,
        plan=planned,
        sessions=sessions,
        done=done,
        violations=tuple(check(sessions, situation, requests=requests)),
        changes=tuple(_changes(read, sessions, planned, config.profile, now) for read in gathered.targets),
        notes=tuple(note for read in gathered.sources for note in read.reading.notes),
        failures=tuple(str(read.failure) for read in gathered.sources if read.failure),
    )


def _classify(read: SourceRead, lexicon: Lexicon, prefix: str) -> ClassifiedSource:
    events = [event for event in read.reading.events if not _is_session(event)]
    found = classify(events, lexicon, prefix=prefix)
    return ClassifiedSource(
        name=read.source.name,
        role=read.source.role,
        counts_strength=read.source.counts_strength,
        classified=tuple(zip(events, found, strict=True)),
    )


def _count_runs(sources: Sequence[ClassifiedSource]) -> int:
    running = (source for source in sources if source.role is not Role.BUSY)
    return sum(found.kind in RUNS for source in running for _, found in source.classified)


def _is_session(event: Event) -> bool:
    """Say whether an event is a session of whichever profile that came back through a calendar that is read."""
    return is_ours(event.uid) or event.property_value(KEY) is not None


def _others_sessions(sources: Sequence[SourceRead], config: Config) -> Iterator[Busy]:
    """Yield other profiles' sessions: they are busy time, though they show as free."""
    local = config.availability.clock.local
    for read in sources:
        for event in read.reading.events:
            other = event.property_value(PROFILE) not in {None, config.profile}
            if _is_session(event) and other and isinstance(event.when, Timed) and not event.cancelled:
                yield Busy(start=local(event.when.start), end=local(event.when.end), summary=event.summary)


def _known(targets: Sequence[TargetRead]) -> tuple[SessionEvent, ...]:
    """Return each session once, as the first target that holds it has it."""
    known: dict[str, SessionEvent] = {}
    for read in targets:
        for event in read.existing:
            known.setdefault(event.key, event)
    return tuple(known.values())


def _done(event: SessionEvent, config: Config) -> FixedSession:
    clock = config.availability.clock
    return FixedSession(
        start=clock.local(event.start),
        end=clock.local(event.end),
        intensity=event.intensity,
        week=parse_key(event.key)[0],
        status=Status.DONE,
        key=event.key,
        summary=event.title,
    )


def _changes(
    read: TargetRead, sessions: Sequence[Session], planned: Plan, profile: str, now: datetime
) -> TargetChanges:
    prefix = read.target.title_prefix
    following = [*sessions[1:], None][: len(sessions)]
    wanted = [
        SessionEvent(
            profile=profile,
            key=session.key or "",
            start=session.start,
            end=session.end,
            intensity=session.intensity,
            title=title(session, prefix),
            text=text(session, next_session=after),
        )
        for session, after in zip(sessions, following, strict=True)
    ]
    looks = list(zip(sessions, wanted, strict=True))
    return TargetChanges(
        target=read.target, changes=reconcile(looks, read.existing, displaced=planned.displaced, now=now)
    )
