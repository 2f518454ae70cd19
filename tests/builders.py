"""Builders: a value for everything that a test does not care about, plain words for what it does.

Days are ISO dates, hours are wall-clock times in Berlin unless another zone is given, lengths are elapsed minutes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from runlift.domain.events import EventUid
from runlift.domain.feedback import SessionNote, read_feedback
from runlift.domain.kinds import Experience, Intensity, Phase, Policy, RunKind, Status
from runlift.domain.plan import Situation
from runlift.domain.runner import Availability, Clock, Runner, Trip, Window
from runlift.domain.runs import Busy, Run
from runlift.domain.sessions import Declined, FixedSession, Prescription, PublishedSession, Session
from runlift.domain.weeks import Week

BERLIN = ZoneInfo("Europe/Berlin")
THIS_WEEK = Week(date(2026, 7, 6))
"""The week in which tests play unless they say otherwise; its days:"""
MON, TUE, WED, THU, FRI, SAT, SUN = (day.isoformat() for day in THIS_WEEK.days)
_MINUTES = {Intensity.HEAVY: 55, Intensity.MODERATE: 45, Intensity.LIGHT: 25}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def a_moment(when: str | datetime, *, zone: ZoneInfo = BERLIN) -> datetime:
    """Return the instant at which clocks in the zone show '2026-07-10 18:00'; an instant is left as it is."""
    return when if isinstance(when, datetime) else datetime.fromisoformat(when).replace(tzinfo=zone)


def later(start: datetime, minutes: float) -> datetime:
    """Return the instant so many elapsed minutes later, in the same zone."""
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)


def a_run(
    kind: str,
    *,
    on: str,
    at: str = "07:00",
    minutes: float = 45,
    km: float | None = None,
    goal: bool = False,
    zone: ZoneInfo = BERLIN,
) -> Run:
    start = a_moment(f"{on} {at}", zone=zone)
    return Run(
        uid=EventUid(f"{kind}-{on}-{at}"),
        summary=f"{kind.capitalize()} run",
        start=start,
        end=later(start, minutes),
        kind=RunKind(kind),
        distance_km=km,
        goal=goal,
    )


def a_race(*, on: str, at: str = "09:00", km: float | None = 42.2, minutes: float = 240, goal: bool = True) -> Run:
    return a_run("race", on=on, at=at, km=km, minutes=minutes, goal=goal)


def runs_in_week(monday: str, *lines: str) -> tuple[Run, ...]:
    """Return runs written as 'Tue hard 06:30 60'; 'next Tue hard 06:30 60' stands in the week after."""
    runs = []
    for line in lines:
        *following, weekday, kind, at, minutes = line.split()
        day = date.fromisoformat(monday) + timedelta(days=_WEEKDAYS.index(weekday) + 7 * len(following))
        runs.append(a_run(kind, on=day.isoformat(), at=at, minutes=int(minutes)))
    return tuple(runs)


def a_session(
    intensity: str,
    *,
    start: str | datetime,
    minutes: float | None = None,
    plan_week: int = 10,
    phase: Phase = Phase.BUILD,
    status: Status = Status.PLANNED,
    key: str | None = None,
    zone: ZoneInfo = BERLIN,
) -> Session:
    begins, kind = a_moment(start, zone=zone), Intensity(intensity)
    length = _MINUTES[kind] if minutes is None else minutes
    return Session(
        start=begins,
        end=later(begins, length),
        intensity=kind,
        week=Week.of(begins.date()),
        phase=phase,
        plan_week=plan_week,
        prescription=Prescription(intensity=kind, sets=2, warm_up=5, plyo=0, minutes=round(length), load=None),
        status=status,
        key=key,
    )


def a_fixed_session(
    intensity: str,
    *,
    start: str | datetime,
    minutes: float | None = None,
    status: Status = Status.PINNED,
    key: str | None = None,
    zone: ZoneInfo = BERLIN,
) -> FixedSession:
    begins, kind = a_moment(start, zone=zone), Intensity(intensity)
    return FixedSession(
        start=begins,
        end=later(begins, _MINUTES[kind] if minutes is None else minutes),
        intensity=kind,
        week=Week.of(begins.date()),
        status=status,
        key=key,
    )


def a_pinned_session(key: str, intensity: str, *, start: str | datetime, minutes: float | None = None) -> FixedSession:
    """Return a session of ours that the runner has put elsewhere; it serves the week that its key names."""
    pinned = a_fixed_session(intensity, start=start, minutes=minutes, key=key)
    return replace(pinned, week=week_of_key(key))


def a_declined_session(key: str, intensity: str, *, on: str) -> Declined:
    return Declined(key=key, week=week_of_key(key), intensity=Intensity(intensity), day=date.fromisoformat(on))


def a_note(text: str, *, start: str, key: str = "2026-W27/1", intensity: str = "moderate") -> SessionNote:
    """Return what the runner wrote on a session."""
    return SessionNote(key=key, start=a_moment(start), intensity=Intensity(intensity), feedback=read_feedback(text))


def week_of_key(key: str) -> Week:
    year, week = key.partition("/")[0].split("-W")
    return Week(date.fromisocalendar(int(year), int(week), 1))


def a_published_session(
    key: str, intensity: str, *, start: str | datetime, minutes: float | None = None
) -> PublishedSession:
    begins, kind = a_moment(start), Intensity(intensity)
    ends = later(begins, _MINUTES[kind] if minutes is None else minutes)
    return PublishedSession(key=key, start=begins, end=ends, intensity=kind)


def a_busy_time(*, start: str | datetime, minutes: float = 60, zone: ZoneInfo = BERLIN) -> Busy:
    begins = a_moment(start, zone=zone)
    return Busy(start=begins, end=later(begins, minutes), summary="meeting")


def a_window(text: str) -> Window:
    """Return the window '17:00-21:00'; '24:00' is the end of the day."""
    start, end = text.replace("24:00", "00:00").split("-")
    return Window(start=time.fromisoformat(start), end=time.fromisoformat(end))


def windows(weekday: str, weekend: str | None = None) -> Mapping[int, tuple[Window, ...]]:
    """Return windows written as '12:00-13:30 17:00-21:00'; without a text for weekends they are like weekdays."""
    texts = [weekday] * 5 + [weekday if weekend is None else weekend] * 2
    return {day: tuple(a_window(part) for part in text.split()) for day, text in enumerate(texts)}


ALL_DAY = windows("00:00-24:00")


def an_availability(
    *,
    at: Mapping[int, tuple[Window, ...]] = ALL_DAY,
    bedtime: str = "22:00",
    prefer: str | None = "18:00",
    travel: float = 0,
    zone: ZoneInfo = BERLIN,
    trips: Iterable[Trip] = (),
) -> Availability:
    return Availability(
        clock=Clock(home=zone, trips=tuple(trips)),
        windows=at,
        bedtime=time.fromisoformat(bedtime),
        prefer=None if prefer is None else time.fromisoformat(prefer),
        travel=timedelta(minutes=travel),
    )


def a_runner(
    experience: str = "intermediate",
    *,
    since: str | None = "2025-01-06",
    policy: Policy = Policy.LIGHT_RUN_HEAVY_LIFT,
    slow_recovery: bool = False,
    session_cap: int | None = None,
    session_bias: int = 0,
    race_week_session: bool = True,
) -> Runner:
    return Runner(
        experience=Experience(experience),
        strength_since=None if since is None else date.fromisoformat(since),
        policy=policy,
        slow_recovery=slow_recovery,
        session_cap=session_cap,
        session_bias=session_bias,
        race_week_session=race_week_session,
    )


def a_situation(
    *runs: Run,
    now: str = "2026-07-06 00:00",
    horizon_days: int = 6,
    runner: Runner | None = None,
    availability: Availability | None = None,
    busy: Iterable[Busy] = (),
    fixed: Iterable[FixedSession] = (),
    published: Iterable[PublishedSession] = (),
    held: Iterable[str] = (),
    declined: Iterable[Declined] = (),
    notes: Iterable[SessionNote] = (),
) -> Situation:
    hours = availability or an_availability()
    return Situation(
        now=a_moment(now, zone=hours.clock.home),
        horizon_days=horizon_days,
        runner=runner or a_runner(),
        availability=hours,
        runs=runs,
        busy=tuple(busy),
        fixed=tuple(fixed),
        published=tuple(published),
        held=frozenset(date.fromisoformat(day) for day in held),
        declined=tuple(declined),
        notes=tuple(notes),
    )


# The runs of the worked weeks.
MARATHON = a_race(on="2026-10-18")
W1_RUNS = runs_in_week("2026-03-02", "Tue easy 06:30 45", "Thu easy 06:30 45", "Sat easy 08:00 40", "Sun long 08:00 90")
W2_RUNS = runs_in_week("2026-03-02", "Tue easy 18:00 30", "Thu easy 18:00 30", "Sun long 09:00 60")
W3_RUNS = runs_in_week(
    "2026-07-06",
    "Tue hard 06:30 60",
    "Wed easy 06:30 45",
    "Thu hard 06:30 60",
    "Fri easy 06:30 45",
    "Sat easy 08:00 50",
    "Sun long 07:30 120",
    "next Tue hard 06:30 60",
)
W5_RUNS_WITHOUT_MONDAY = runs_in_week(
    "2026-09-07",
    "Tue hard 06:30 75",
    "Wed easy 06:30 60",
    "Thu hard 06:30 80",
    "Sat easy 08:00 40",
    "Sun long 07:00 180",
    "next Mon easy 06:30 40",
    "next Tue hard 06:30 75",
)
W5_RUNS = (*runs_in_week("2026-09-07", "Mon easy 06:30 40"), *W5_RUNS_WITHOUT_MONDAY)
W5B_RUNS = (*runs_in_week("2026-09-07", "Fri easy 06:30 40"), *W5_RUNS_WITHOUT_MONDAY)
W7_RUNS = runs_in_week("2026-10-12", "Tue easy 06:30 40", "Wed hard 06:30 40", "Fri easy 06:30 25")
W6_LATE_RUNS = runs_in_week(
    "2026-10-05",
    "Tue hard 06:30 50",
    "Wed easy 06:30 40",
    "Thu hard 06:30 50",
    "Fri easy 06:30 30",
    "Sun long 07:00 80",
)
W6_RUNS = runs_in_week(
    "2026-09-28",
    "Tue hard 06:30 60",
    "Wed easy 06:30 50",
    "Thu hard 06:30 60",
    "Fri easy 06:30 40",
    "Sun long 07:00 120",
)
X1_RUNS = runs_in_week(
    "2026-07-06",
    *(f"{day} hard 06:30 60" for day in _WEEKDAYS[:5]),
    "Sun long 07:30 120",
    "next Mon hard 06:30 60",
)
X3_RUNS = (*runs_in_week("2026-07-06", "Mon easy 06:30 40"), *W3_RUNS)
