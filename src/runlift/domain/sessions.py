"""Strength sessions: those that stand and those that are wished for."""

from dataclasses import dataclass
from datetime import date, datetime

from runlift.domain.kinds import Intensity, Phase, Status
from runlift.domain.reasons import Because
from runlift.domain.weeks import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedSession:
    """Strength that the planner may not change: done, started, pinned, or the runner's own.

    Attributes:
        key: None for strength that the runner planned without us.
        week: the week whose request it serves; a pinned session's key decides it, not its date.
        status: PINNED or DONE; the runner's own strength is PINNED until it is past.
    """

    start: datetime
    end: datetime
    intensity: Intensity
    week: Week
    status: Status = Status.PINNED
    key: str | None = None
    summary: str = ""

    @property
    def day(self) -> date:
        """The local day on which it starts."""
        return self.start.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A session that the runner did not want: its week asks for one of its class less, and its day stays free.

    Attributes:
        day: the local day on which it stood.
    """

    key: str
    week: Week
    intensity: Intensity
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSession:
    """One of our sessions that already stands in the future and that nobody has pinned."""

    key: str
    start: datetime
    end: datetime
    intensity: Intensity

    @property
    def day(self) -> date:
        """The local day on which it starts."""
        return self.start.date()

    @property
    def week(self) -> Week:
        """The week that its key names."""
        return Week(date.fromisocalendar(int(self.key[:4]), int(self.key[6:8]), 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """What a session of one intensity asks for on one day (docs/rules.md).

    Attributes:
        sets: sets of each exercise.
        warm_up: minutes.
        plyo: minutes that are reserved for plyometrics; they go to the warm-up where C10 forbids jumping.
        minutes: the whole session.
        load: share of body weight for the deadlift and the calf raise (C4); None: body weight only.
    """

    intensity: Intensity
    sets: int
    warm_up: int
    plyo: int
    minutes: int
    load: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a workout.

    Attributes:
        name: what to do.
        dose: how much: sets, repetitions or seconds, load, reserve and rest, as a coach would write it.
        cue: one line on how to do it.
        minutes: where the step is a block of time.
        sets: None where it is not done in sets.
        kg: load in each working hand, where the body weight is known and a weight is used.
        beyond_seed: a coach's addition that the source article does not have.
    """

    name: str
    dose: str
    cue: str = ""
    minutes: int | None = None
    sets: int | None = None
    kg: float | None = None
    beyond_seed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A strength session that the plan wants.

    Attributes:
        start, end: those of a pinned session are the runner's, so that it may be shorter than its time.
        key: `<ISO week>/<n>`; None until it is matched with what stands in the target.
        plan_week: counted from the first week of strength training.
        flag: why it breaks a rule where the runner has put it, one short sentence; empty where it breaks none.
    """

    start: datetime
    end: datetime
    intensity: Intensity
    week: Week
    phase: Phase
    plan_week: int
    prescription: Prescription
    workout: tuple[Step, ...] = ()
    because: Because = ()
    status: Status = Status.PLANNED
    key: str | None = None
    flag: str = ""

    @property
    def day(self) -> date:
        """The local day on which it starts."""
        return self.start.date()

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.prescription.minutes
