"""Why a change must not be applied: what the guards say, and what the runner may answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from runlift.app.gather import Gathered
from runlift.sync.changes import Change
from runlift.sync.guards import takes_too_much
from runlift.sync.memory import TargetId
from runlift.sync.observed import Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowances:
    """What the runner says is right, though a guard doubts it.

    Attributes:
        source: the sources are as they should be.
        target: the targets are as they should be; what is missing there is written anew.
        deletes: as many sessions may go as the plan says.
    """

    source: bool = False
    target: bool = False
    deletes: bool = False


def lost_feed(gathered: Gathered, observed: Observed, *, runs: int, allowed: Allowances) -> Iterator[str]:
    """Say that no source was ever read and none holds a run, though sessions stand: a lost feed, and not a rest."""
    ahead = sum(kept.start > gathered.now for kept in observed.sessions.values())
    first_time = all(read.kept is None for read in gathered.sources)
    if first_time and ahead and not runs and not allowed.source:
        yield (
            f"no calendar holds a run any more, so the {ahead} planned sessions stay as they are; "
            "look whether the feed still shows your runs, or say --accept-source if it is right"
        )


def lost_targets(gathered: Gathered, emptied: Mapping[TargetId, int], allowed: Allowances) -> Iterator[str]:
    """Say which targets lost all sessions at once."""
    for read in gathered.targets:
        lost = emptied.get(read.target.id)
        if lost and not allowed.target:
            yield (
                f"{read.target.label} holds none of the {lost} sessions ahead that were written to it, so nothing was "
                "changed; look whether it is the right calendar, or say --accept-target to have them written anew "
                "(to skip a session, note #skip on it)"
            )


def lost_sessions(
    changes: Mapping[TargetId, Sequence[Change]], gathered: Gathered, observed: Observed, allowed: Allowances
) -> Iterator[str]:
    """Say in which targets most of the sessions would go."""
    for read in gathered.targets:
        target = read.target.id
        # Copies aside, an event that stands is one session.
        ahead = sum(observed.sessions[key].start > gathered.now for key in observed.standing.get(target, {}))
        counted = takes_too_much(changes.get(target, ()), ahead=ahead)
        if counted and not allowed.deletes:
            yield (
                f"{counted} of the {ahead} sessions ahead in {read.target.label} would be deleted, so nothing was "
                "changed; look at `runlift plan`, and say --allow-deletes if that is what you want"
            )
