"""What the runner's answers change in the sessions to come: the load, its growth, and a gentle week (C6b, C9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from runlift.domain import rules
from runlift.domain.feedback import SessionNote
from runlift.domain.plan import Situation
from runlift.domain.progression import one_set_fewer
from runlift.domain.reasons import Reason
from runlift.domain.sessions import FixedSession, Prescription
from runlift.domain.weeks import Week

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the notes on past sessions and the weeks without one ask for; all of it is read from them anew each time.

    Attributes:
        load: by how much the load differs from the formula, as a factor (C6b).
        sore_weeks: weeks in which the legs were sore, so that the load does not grow into the next (C9).
        sore: how sore the legs were after the last session; None: not said, or one was done since.
        missed: past weeks that were on hold, or whose sessions were declined and none done; they are no plan weeks.
        eased: the week that comes after two missed ones; None: another one.
    """

    load: float
    sore_weeks: tuple[Week, ...]
    sore: int | None
    missed: frozenset[Week]
    eased: Week | None

    def growth_lost(self, week: Week) -> int:
        """Return how many weeks of the load's growth are lost before a week."""
        return sum(sore < week for sore in self.sore_weeks)

    def apply(self, prescription: Prescription, week: Week, *, learning: bool) -> Prescription:
        """Return what the notes make of a session's load, and of its sets in the week that is eased."""
        eased = week == self.eased
        if self.load == 1 and not eased:
            return prescription
        share = (prescription.load or 0) * self.load * (rules.MISSED_LOAD if eased else 1)
        most = rules.LOAD_MOST * rules.LOAD_SHARE[prescription.intensity]
        answered = replace(prescription, load=round(min(share, most), 4) or None)
        return one_set_fewer(answered, learning=learning) if eased else answered

    def reason(self, week: Week, *, tender: bool) -> Reason | None:
        """Return what tells most about a change that the notes make in a session; None: they make none.

        Args:
            week: that of its date.
            tender: it is the next one after a session that has left the legs sore.
        """
        if tender and (self.sore or 0) >= rules.VERY_SORE:
            return Reason("C9", f"a set fewer: the last session left your legs sore, {self.sore} of 10")
        if week == self.eased:
            return Reason("C5", "a set fewer and less load this week, after two weeks without a session")
        if tender or self.growth_lost(week) > self.growth_lost(Week(week.monday - _WEEK)):
            return Reason("C9", "no more load than before, since your legs were sore")
        if self.load != 1:
            more = "more" if self.load > 1 else "less"
            return Reason("C6", f"{abs(self.load - 1) * 100:.0f} % {more} load than planned, as your notes asked for")
        return None


def respond(situation: Situation) -> Response:
    """Read the notes and the past weeks."""
    clock = situation.availability.clock
    today = clock.local(situation.now).date()
    past = sorted((note for note in situation.notes if note.start <= situation.now), key=lambda note: note.start)
    missed = _missed(situation, today)
    this_week = Week.of(today)
    rested = all(Week(this_week.monday - n * _WEEK) in missed for n in range(1, rules.MISSED_WEEKS + 1))
    return Response(
        load=_load(past),
        sore_weeks=tuple(
            sorted({Week.of(clock.local(note.start).date()) for note in past if _soreness(note) >= rules.SORE})
        ),
        sore=_sore_still(past, situation.fixed, situation.now),
        missed=missed,
        eased=this_week if rested else None,
    )


def _load(past: Sequence[SessionNote]) -> float:
    load = 1.0
    for note in past:
        load *= rules.HEAVIER if note.feedback.heavier else 1
        load *= rules.LIGHTER if note.feedback.lighter else 1
    return load


def _soreness(note: SessionNote) -> int:
    return note.feedback.sore or 0


def _sore_still(past: Sequence[SessionNote], fixed: Sequence[FixedSession], now: datetime) -> int | None:
    """Return how sore the last session left the legs, while it is the last one."""
    told = [note for note in past if note.feedback.sore is not None]
    if not told or any(lift.key and told[-1].start < lift.start <= now for lift in fixed):
        return None
    return told[-1].feedback.sore


def _missed(situation: Situation, today: date) -> frozenset[Week]:
    """Return the weeks that are over, had declined sessions or were all on hold, and hold none that was done."""
    kept = [lift for lift in situation.fixed if lift.key and lift.day < today]
    lost = {declined.week for declined in situation.declined}
    held = situation.on_hold
    lost |= {week for week in map(Week.of, held) if held.issuperset(week.days)}
    done = {lift.week for lift in kept} | {Week.of(lift.day) for lift in kept}
    return frozenset(week for week in lost - done if week.sunday < today)
