"""What a session holds that the runner has put elsewhere: the time is the runner's, the content is ours.

It gets the heaviest intensity that the hard rules allow where it now stands, and that its week still asks for. Windows,
busy hours and how much stands in a week are left to the runner, whose choice it was. Where nothing is legal it is light
and flagged. Content is settled before anything is planned, the earliest session first, so that a plan keeps its
distance to what a session really is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from runlift.domain import phrasing
from runlift.domain.bans import Ban, session_bans
from runlift.domain.history import History
from runlift.domain.kinds import Intensity, Status
from runlift.domain.landscape import Landscape, Span, minute
from runlift.domain.plan import Situation
from runlift.domain.progression import is_learning, one_set_fewer
from runlift.domain.reasons import Because, Reason
from runlift.domain.season import GENTLE_SESSIONS, gentle_sessions_left, held_from_week, request_of
from runlift.domain.sessions import FixedSession, Prescription
from runlift.domain.slots import DayPlan
from runlift.domain.weeks import Week

_FALLING = (Intensity.HEAVY, Intensity.MODERATE, Intensity.LIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A session that the runner has put elsewhere, with what it holds there.

    Attributes:
        session: as it stands, with the intensity that it gets.
        plan_week: that of its date.
        because: why it is no heavier; empty where it is as heavy as its week asks for.
        flag: why not even a light session is legal there; empty where one is.
    """

    session: FixedSession
    plan_week: int
    prescription: Prescription
    because: Because
    flag: str


def settle_pins(landscape: Landscape, history: History) -> tuple[Pin, ...]:
    """Return what the pinned sessions to come hold, by start."""
    fixed = sorted(landscape.situation.fixed, key=lambda session: (minute(session.start), session.key or ""))
    open_ones = [session for session in fixed if _is_open(session, landscape)]
    settled = [session for session in fixed if session not in open_ones]
    coming = [session for session in fixed if history.is_coming(session)]
    pins = []
    for session in open_ones:
        pin = _Place(landscape, history, session, settled, coming).settle()
        settled.append(pin.session)
        pins.append(pin)
    return tuple(pins)


def with_intensities(situation: Situation, intensities: Mapping[str | None, Intensity]) -> Situation:
    """Return the situation with what pinned sessions really are, by key."""
    fixed = tuple(
        replace(session, intensity=intensities.get(session.key, session.intensity)) for session in situation.fixed
    )
    return replace(situation, fixed=fixed) if intensities else situation


def _is_open(session: FixedSession, landscape: Landscape) -> bool:
    return bool(session.key) and session.status is Status.PINNED and minute(session.start) > landscape.now


class _Place:
    """Where one pinned session stands, and what stands around it."""

    def __init__(
        self,
        landscape: Landscape,
        history: History,
        session: FixedSession,
        settled: Sequence[FixedSession],
        coming: Sequence[FixedSession],
    ) -> None:
        self._landscape = landscape
        self._session = session
        self._settled = settled
        self._novel = session.key in history.novel_among(coming)
        self._gentle = _gentle(landscape, session, coming)
        self._asked = request_of(landscape, session.week, history.plan_week(session.week))
        self._plan_week = max(1, history.plan_week(Week.of(session.day)))
        load_week = held_from_week(landscape, history, session.day)
        self._day = DayPlan(landscape, session.day, self._plan_week, held_from_week=load_week)
        self._start, self._length = minute(session.start), minute(session.end) - minute(session.start)

    def settle(self) -> Pin:
        """Try the intensities that the week still asks for, the heaviest first."""
        reason = None if self._is_asked(Intensity.LIGHT) else Reason("H14", "its week asks for no more")
        for intensity in _FALLING:
            if intensity is not Intensity.LIGHT and not self._is_asked(intensity):
                continue
            prescription = self._prescription(intensity)
            objection = next(self._objections(prescription), None)
            if objection is None:
                return self._pin(prescription, reason)
            reason = objection
        return self._pin(self._prescription(Intensity.LIGHT), reason, flag=reason.text if reason else "")

    def _pin(self, prescription: Prescription, reason: Reason | None, *, flag: str = "") -> Pin:
        intensity = prescription.intensity
        because: Because = ()
        if reason:
            because = (reason if flag else Reason(reason.rule, f"{intensity}, because {reason.text}"),)
        return Pin(
            session=replace(self._session, intensity=intensity),
            plan_week=self._plan_week,
            prescription=prescription,
            because=because,
            flag=flag,
        )

    def _is_asked(self, intensity: Intensity) -> bool:
        """Say whether the week that it serves asks for one so heavy, beside those that are settled (H14)."""
        serving = [other.intensity for other in self._settled if other.week == self._session.week]
        return all(
            sum(other.rank >= level.rank for other in serving) < sum(asked.rank >= level.rank for asked in self._asked)
            for level in Intensity
            if level.rank <= intensity.rank
        )

    def _prescription(self, intensity: Intensity) -> Prescription:
        """Return what it asks for; a light one has as many sets as there is time for."""
        found = self._day.prescription(intensity, after_easy_run=self._day.follows_easy_run(self._start))
        learning = is_learning(self._landscape.situation.runner.experience, self._plan_week)
        while intensity is Intensity.LIGHT and found.minutes > self._length and found.sets > 1:
            found = one_set_fewer(found, learning=learning)
        return found

    def _objections(self, prescription: Prescription) -> Iterator[Reason]:
        """Yield what speaks against an intensity here: its day, the runs and sessions around it, and the time."""
        intensity = prescription.intensity
        for ban in self._bans(intensity):
            if ban.forbids(self._start):
                yield self._reason(ban, intensity)
        if intensity.rank > GENTLE_SESSIONS - self._gentle:
            yield Reason("H16", "lifting begins again gently after the days on hold")
        if prescription.minutes > self._length:
            text = f"{intensity} takes {prescription.minutes} min, and {self._length} are set aside"
            yield Reason("H18", text)

    def _bans(self, intensity: Intensity) -> Iterator[Ban]:
        yield from self._day.whole_day_bans(intensity)
        # What else the calendar holds at that hour was the runner's to weigh; runs are weighed for the legs.
        hours = self._day.hour_bans(intensity, self._length, Span(self._start, self._start), novel=self._novel)
        yield from (ban for ban in hours if ban.cause is not None)
        slow = self._landscape.situation.runner.slow_recovery
        for other in self._settled:
            yield from session_bans(other, self._session.day, intensity, slow_recovery=slow)

    def _reason(self, ban: Ban, intensity: Intensity) -> Reason:
        day, landscape = self._session.day, self._landscape
        return Reason(ban.rule, phrasing.of_ban(ban, day, intensity, landscape.day_kind(day), landscape.season))


def _gentle(landscape: Landscape, session: FixedSession, coming: Sequence[FixedSession]) -> int:
    """Return how many gentle sessions are left where it stands, whatever is planned beside it."""
    back = [day for day in landscape.returns if landscape.today < day <= session.day]
    left, since = (GENTLE_SESSIONS, max(back)) if back else (gentle_sessions_left(landscape), date.min)
    return max(0, left - sum(since <= other.day and other.start < session.start for other in coming))
