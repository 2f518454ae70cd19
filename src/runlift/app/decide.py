"""Steps four and six to eight of a sync: classify, observe, plan, reconcile, guard. Values in, values out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from runlift.app.config import Config
from runlift.app.gather import Gathered, TargetRead
from runlift.app.places import TargetConfig
from runlift.app.stops import Allowances, lost_feed, lost_sessions, lost_targets
from runlift.app.trust import Judge, Trusted, count_runs, is_session
from runlift.domain.check import check
from runlift.domain.events import EventUid, Timed
from runlift.domain.feedback import SessionNote
from runlift.domain.holds import held_by_notes
from runlift.domain.intake import ClassifiedSource, Intake, take_in
from runlift.domain.kinds import Status
from runlift.domain.lexicon import Lexicon
from runlift.domain.plan import Plan, Situation, Violation
from runlift.domain.planner import plan
from runlift.domain.reasons import Reason
from runlift.domain.runner import Availability
from runlift.domain.runs import Busy
from runlift.domain.sessions import FixedSession, PublishedSession, Session
from runlift.domain.weeks import Week
from runlift.errors import CalendarError
from runlift.sync.changes import Change
from runlift.sync.guards import is_emptied
from runlift.sync.identity import parse_key, uid_for
from runlift.sync.marker import KEY, PROFILE, Marker
from runlift.sync.memory import Memory, Presence, TargetId
from runlift.sync.observe import observe
from runlift.sync.observed import Kept, Observed, Sighting
from runlift.sync.reconcile import Circumstances, assign_keys, highest_numbers, reconcile
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
        trusted: the sources, each with the reading that is believed.
        observed: what the runner has done to our sessions.
        sessions: the plan's sessions with their keys, pinned ones included.
        done: our own sessions that have started, are over, or were noted as done.
        changes: what happens in each target that could be read, in the order of the config.
        sighted: the sessions of ours that sources show.
        notes: what could not be read as written.
        failures: why sources gave no answer, so that their last good ones stay in force.
        unread: why targets gave no answer, so that nothing happens to them.
        doubts: sources that are not believed yet, one sentence each.
        stops: why the change must not be applied, one sentence each; empty where it may be.
    """

    now: datetime
    trusted: tuple[Trusted, ...]
    intake: Intake
    observed: Observed
    situation: Situation
    plan: Plan
    sessions: tuple[Session, ...]
    done: tuple[FixedSession, ...]
    violations: tuple[Violation, ...]
    changes: tuple[TargetChanges, ...]
    sighted: tuple[Sighting, ...]
    notes: tuple[str, ...]
    failures: tuple[CalendarError, ...]
    unread: tuple[CalendarError, ...]
    doubts: tuple[str, ...]
    stops: tuple[str, ...]

    @property
    def sources(self) -> tuple[ClassifiedSource, ...]:
        """The events that are believed, with what they are."""
        return tuple(trusted.classified for trusted in self.trusted)


def decide(config: Config, gathered: Gathered, lexicon: Lexicon, allowances: Allowances | None = None) -> Decision:
    """Work out the plan and what it changes."""
    allowed = allowances or Allowances()
    now, availability = gathered.now, config.availability
    judge = Judge(
        lexicon=lexicon,
        prefix=config.prefix,
        fixes=gathered.fixes,
        clock=availability.clock,
        now=now,
        accept=allowed.source,
    )
    trusted = tuple(judge.trust(read) for read in gathered.sources)
    sources = tuple(entry.classified for entry in trusted)
    intake = take_in(sources, availability=availability, goal=config.goal, now=now)
    sighted = tuple(_sightings(trusted, config.profile))
    observed, emptied = _observe(config, gathered, sighted)
    situation = _situation(config, gathered, trusted, intake, observed)
    planned = plan(situation)
    sessions = _with_keys(planned.sessions, situation, observed, gathered.memory, config.profile)
    requests = {outline.week: len(outline.request) for outline in planned.weeks}
    changes = _changes(config, gathered, sessions, planned, observed)
    by_target = {entry.target.id: entry.changes for entry in changes}
    return Decision(
        now=now,
        trusted=trusted,
        intake=intake,
        observed=observed,
        situation=situation,
        plan=planned,
        sessions=sessions,
        done=tuple(fixed for fixed in situation.fixed if fixed.key and fixed.status is Status.DONE),
        violations=tuple(check(sessions, situation, requests=requests)),
        changes=changes,
        sighted=sighted,
        notes=tuple(note for entry in trusted for note in entry.reading.notes),
        failures=tuple(read.failure for read in gathered.sources if read.failure),
        unread=tuple(read.failure for read in gathered.targets if read.failure),
        doubts=tuple(entry.doubt for entry in trusted if entry.doubt),
        stops=(
            *lost_feed(gathered, observed, runs=count_runs(sources), allowed=allowed),
            *lost_targets(gathered, emptied, allowed),
            *lost_sessions(by_target, gathered, observed, allowed),
        ),
    )


def _sightings(trusted: Sequence[Trusted], profile: str) -> Iterator[Sighting]:
    for entry in trusted:
        for event in entry.reading.events:
            key = event.property_value(KEY)
            if key and event.property_value(PROFILE) == profile and not event.cancelled:
                yield Sighting(source=entry.read.source.id, key=key, when=event.when)


def _observe(
    config: Config, gathered: Gathered, sighted: Sequence[Sighting]
) -> tuple[Observed, Mapping[TargetId, int]]:
    """Tell what the runner did; a target that lost all sessions at once says nothing, and how many it lost is told."""
    looks = [read.look for read in gathered.targets if read.look]
    unread = {read.target.id for read in gathered.targets if read.look is None and not read.opened.is_output}

    def seen(memory: Memory) -> Observed:
        return observe(
            looks,
            memory,
            profile=config.profile,
            sightings=sighted,
            availability=config.availability,
            now=gathered.now,
            unread=unread,
        )

    first = seen(gathered.memory)
    emptied = {
        target: lost for target, lost in first.missing.items() if is_emptied(known=first.known[target], missing=lost)
    }
    if not emptied:
        return first, {}
    lost = [
        (row.target, row.key) for row in first.remembered if row.target in emptied and row.presence is Presence.GONE
    ]
    kept_rows = tuple(row for row in gathered.memory.sessions if (row.target, row.key) not in lost)
    again = seen(replace(gathered.memory, sessions=kept_rows))
    forgotten = (*again.forgotten, *lost)
    return replace(again, forgotten=forgotten), emptied


def _situation(
    config: Config, gathered: Gathered, trusted: Sequence[Trusted], intake: Intake, observed: Observed
) -> Situation:
    now, clock = gathered.now, config.availability.clock
    wanted = [kept for kept in observed.sessions.values() if kept.key not in observed.declined]
    over = [kept for kept in wanted if kept.start <= now or kept.feedback.done]
    movable = [kept for kept in wanted if not kept.pinned and not _is_on_hold(kept, config.availability)]
    return Situation(
        now=now,
        horizon_days=config.horizon_days,
        runner=config.runner,
        availability=config.availability,
        runs=intake.runs,
        busy=(*intake.busy, *_others_sessions(trusted, gathered.targets, config)),
        fixed=(
            *(_fixed(kept, Status.DONE, config.availability) for kept in over),
            *(_fixed(kept, Status.PINNED, config.availability) for kept in wanted if kept.pinned and kept not in over),
            *_repeated(wanted, now, config.availability),
            *intake.strength,
        ),
        published=tuple(
            PublishedSession(
                key=kept.key, start=clock.local(kept.start), end=clock.local(kept.end), intensity=kept.intensity
            )
            for kept in movable
            if kept not in over
        ),
        held=intake.held,
        declined=tuple(observed.declined.values()),
        notes=tuple(_note(kept, config.availability) for kept in observed.sessions.values()),
    )


def _repeated(sessions: Sequence[Kept], now: datetime, availability: Availability) -> Iterator[FixedSession]:
    """Yield what the runner repeats of our sessions: the runner's own strength."""
    for kept in sessions:
        for when in kept.again:
            start, end = map(availability.clock.local, when)
            yield FixedSession(
                start=start,
                end=end,
                intensity=kept.intensity,
                week=Week.of(start.date()),
                status=Status.DONE if start <= now else Status.PINNED,
                summary=kept.title,
            )


def _note(kept: Kept, availability: Availability) -> SessionNote:
    start = availability.clock.local(kept.start)
    return SessionNote(key=kept.key, start=start, intensity=kept.intensity, feedback=kept.feedback)


def _is_on_hold(kept: Kept, availability: Availability) -> bool:
    """Say whether the runner's note on a session holds its own day: were it moved, the hold would move with it."""
    return bool(held_by_notes([_note(kept, availability)], availability.clock))


def _fixed(kept: Kept, status: Status, availability: Availability) -> FixedSession:
    return FixedSession(
        start=availability.clock.local(kept.start),
        end=availability.clock.local(kept.end),
        intensity=kept.intensity,
        week=parse_key(kept.key)[0],
        status=status,
        key=kept.key,
        summary=kept.title,
    )


def _others_sessions(trusted: Sequence[Trusted], targets: Sequence[TargetRead], config: Config) -> Iterator[Busy]:
    """Yield other profiles' sessions: they are busy time, though they show as free."""
    local = config.availability.clock.local
    for entry in trusted:
        for event in entry.reading.events:
            other = event.property_value(PROFILE) not in {None, config.profile}
            if is_session(event) and other and isinstance(event.when, Timed) and not event.cancelled:
                yield Busy(start=local(event.when.start), end=local(event.when.end), summary=event.summary)
    for read in targets:
        for standing in read.look.events if read.look else ():
            marker = standing.marker
            other = isinstance(marker, Marker) and marker.profile != config.profile
            if other and isinstance(standing.when, Timed):
                yield Busy(start=local(standing.when.start), end=local(standing.when.end), summary=standing.title)


def _with_keys(
    planned: Sequence[Session], situation: Situation, observed: Observed, memory: Memory, profile: str
) -> tuple[Session, ...]:
    movable = {session.key for session in situation.published}
    lenders = [kept for kept in observed.sessions.values() if kept.key in movable]
    used = {*memory.numbered, *observed.sessions, *observed.declined}
    taken = frozenset[EventUid]().union(*observed.taken.values())
    return assign_keys(planned, lenders, highest_numbers(used), lambda key: uid_for(profile, key) not in taken)


def _changes(
    config: Config, gathered: Gathered, sessions: Sequence[Session], planned: Plan, observed: Observed
) -> tuple[TargetChanges, ...]:
    given = Circumstances(
        profile=config.profile,
        now=gathered.now,
        availability=config.availability,
        displaced={**_on_hold(observed, config.availability), **planned.displaced},
        read_until=gathered.read_until,
    )
    return tuple(
        TargetChanges(
            target=read.target,
            changes=reconcile(
                list(_looks(sessions, read.target.title_prefix, config.profile)), observed, read.target.id, given
            ),
        )
        for read in gathered.targets
        if read.look
    )


def _on_hold(observed: Observed, availability: Availability) -> Mapping[str, Reason]:
    held = Reason("H16", "your note on it puts its day on hold")
    return {key: held for key, kept in observed.sessions.items() if _is_on_hold(kept, availability)}


def _looks(sessions: Sequence[Session], prefix: str, profile: str) -> Iterator[tuple[Session, SessionEvent]]:
    following = [*sessions[1:], None][: len(sessions)]
    for session, after in zip(sessions, following, strict=True):
        look = SessionEvent(
            profile=profile,
            key=session.key or "",
            start=session.start,
            end=session.end,
            intensity=session.intensity,
            title=title(session, prefix),
            text=text(session, next_session=after),
        )
        yield session, look
