"""The workout to do next, set by set, as something to tick off in the gym."""

from dataclasses import dataclass
from datetime import date

from runlift.domain.sessions import Session, Step
from runlift.web import wording
from runlift.web.agenda import Entry, entries_on, lift
from runlift.web.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One line of a workout.

    Attributes:
        amount: how much of it: sets and repetitions, or minutes.
        details: load, reserve and rest, one each.
        ticks: how often it is ticked off.
        in_sets: each tick is a set.
        optional: it may be left out.
        added: a coach's addition that the source article does not have.
    """

    name: str
    amount: str
    details: tuple[str, ...]
    cue: str
    ticks: int
    in_sets: bool
    optional: bool
    added: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workout:
    """A session to do.

    Attributes:
        when: today, tomorrow, in 3 days.
    """

    day: date
    when: str
    is_today: bool
    entry: Entry
    exercises: tuple[Exercise, ...]

    @property
    def ticks(self) -> int:
        """How many there are."""
        return sum(exercise.ticks for exercise in self.exercises)


def next_workouts(scene: Scene, today: date) -> tuple[Workout, ...]:
    """Return today's sessions, those that have begun among them; on a day without one, the next that is planned."""
    found = [entry for entry in entries_on(today, scene) if entry.steps]
    if not found:
        coming = min((session for session in scene.sessions if session.day > today), key=_start, default=None)
        found = [lift(coming)] if coming else []
    return tuple(_workout(entry, today) for entry in found)


def _start(session: Session) -> float:
    return session.start.timestamp()


def _workout(entry: Entry, today: date) -> Workout:
    day = entry.start.date()
    return Workout(
        day=day,
        when=wording.distance((day - today).days),
        is_today=day == today,
        entry=entry,
        exercises=tuple(_exercise(step) for step in entry.steps),
    )


def _exercise(step: Step) -> Exercise:
    parts = step.dose.split(" · ")
    optional = parts[0] == "optional"
    amount, *details = parts[optional:]
    return Exercise(
        name=step.name,
        amount=amount,
        details=tuple(details),
        cue=wording.sentence(step.cue),
        ticks=step.sets or 1,
        in_sets=step.sets is not None,
        optional=optional,
        added=step.beyond_seed,
    )
