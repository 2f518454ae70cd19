"""The weeks of a plan as the page tells them: what stands on each day, by the hour."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from runlift.domain.kinds import Intensity, RunKind, Status
from runlift.domain.plan import Unplaced, WeekOutline
from runlift.domain.runs import Run
from runlift.domain.sessions import FixedSession, Session, Step
from runlift.web import wording
from runlift.web.scene import Scene

_MARKS = {
    Status.PLANNED: "",
    Status.PINNED: "you chose the time",
    Status.FROZEN: "less than a day ahead: its time is settled",
    Status.DONE: "",
}

_TIE = "\u00a0"
"""Keeps a number and its unit on one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A run or a session on its day.

    Attributes:
        look: what its colour stands for: the kind of run, or the intensity of the lift.
        is_lift: it is strength, ours or the runner's own.
        title: what it is and how much of it.
        name: what the calendar calls it; empty where that says no more.
        mark: what is special about it; empty where nothing is.
        assumed: the calendar gave no hour.
        flag: why it breaks a rule where the runner has put it.
        reasons: why it is what and where it is.
        key: tells a session of ours from every other; empty for all else.
        steps: its workout.
    """

    start: datetime
    end: datetime
    look: str
    is_lift: bool
    title: str
    name: str = ""
    mark: str = ""
    assumed: bool = False
    flag: str = ""
    reasons: tuple[str, ...] = ()
    key: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def hours(self) -> str:
        """From when to when it is; of an hour that was assumed, no more than that."""
        if self.assumed:
            return f"about {wording.clock(self.start)}"
        return f"{wording.clock(self.start)}–{wording.clock(self.end)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day.

    Attributes:
        on_hold: the runner marked it as one to leave alone.
    """

    date: date
    entries: tuple[Entry, ...]
    is_today: bool
    is_past: bool
    on_hold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A session that was asked for and has no place."""

    intensity: Intensity
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekView:
    """One planned week.

    Attributes:
        title: which week it is: this one, the next, or its first day.
        span: its first and last day.
        season: where it stands in the season.
        asked: what the season asks of it.
        warnings: what the runner should know about it.
    """

    title: str
    span: str
    season: str
    asked: str
    days: tuple[Day, ...]
    gaps: tuple[Gap, ...]
    warnings: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing is known of it yet."""
        return not any(day.entries or day.on_hold for day in self.days)


def weeks(scene: Scene, today: date) -> tuple[WeekView, ...]:
    """Return the planned weeks that are not over."""
    return tuple(_week(outline, scene, today) for outline in scene.plan.weeks if outline.week.sunday >= today)


def entries_on(day: date, scene: Scene) -> tuple[Entry, ...]:
    """Return what stands on a day, in the order of its hours."""
    found = [
        *(_run(run) for run in scene.runs if run.day == day),
        *(lift(session) for session in scene.sessions if session.day == day),
        *(
            _standing(session, scene.workouts.get(session.key or "", ()))
            for session in scene.done
            if session.day == day
        ),
        *(_standing(session) for session in scene.own if session.day == day),
    ]
    return tuple(sorted(found, key=lambda entry: (entry.start, entry.is_lift)))


def lift(session: Session) -> Entry:
    """Return a session of the plan."""
    return Entry(
        start=session.start,
        end=session.end,
        look=session.intensity.value,
        is_lift=True,
        title=f"{session.intensity.capitalize()} lift · {session.minutes}{_TIE}min",
        mark=_MARKS[session.status],
        flag=wording.sentence(wording.one_line(session.flag)),
        reasons=_sentences(reason.text for reason in session.because),
        key=session.key or "",
        steps=session.workout,
    )


def _run(run: Run) -> Entry:
    size = f"{run.distance_km:.4g}{_TIE}km" if run.distance_km else f"{run.minutes}{_TIE}min"
    kind = "race" if run.kind is RunKind.RACE else f"{run.kind} run"
    return Entry(
        start=run.start,
        end=run.end,
        look="cross" if run.cross else run.kind.value,
        is_lift=False,
        title=f"{'Other training' if run.cross else kind.capitalize()} · {size}",
        name=wording.one_line(run.summary),
        assumed=run.assumed,
        reasons=_sentences(reason.text for reason in run.because),
    )


def _standing(session: FixedSession, steps: tuple[Step, ...] = ()) -> Entry:
    minutes = round((session.end.timestamp() - session.start.timestamp()) / 60)
    ours = session.key is not None
    kind = f"{session.intensity.capitalize()} lift" if ours else "Your own strength"
    return Entry(
        start=session.start,
        end=session.end,
        look=session.intensity.value,
        is_lift=True,
        title=f"{kind} · {minutes}{_TIE}min",
        name="" if ours else wording.one_line(session.summary),
        key=session.key or "",
        steps=steps,
    )


def _week(outline: WeekOutline, scene: Scene, today: date) -> WeekView:
    week = outline.week
    return WeekView(
        title=_title(outline, today),
        span=f"{wording.short_date(week.monday)} – {wording.short_date(week.sunday)}",
        season=" · ".join(_season(outline, scene, today)),
        asked=_asked(outline.request),
        days=tuple(
            Day(
                date=day,
                entries=entries_on(day, scene),
                is_today=day == today,
                is_past=day < today,
                on_hold=day in scene.held,
            )
            for day in week.days
        ),
        gaps=tuple(_gap(missing) for missing in scene.plan.unplaced if missing.week == week),
        warnings=_sentences(
            (
                *(notice.text for notice in scene.plan.warnings if notice.week == week),
                *(found.text for found in scene.violations if found.week == week),
            )
        ),
    )


def _title(outline: WeekOutline, today: date) -> str:
    first = outline.week.monday
    ahead = (first - today).days
    if ahead <= 0:
        return "This week"
    return "Next week" if ahead <= 7 else f"Week of {wording.short_date(first)}"


def _season(outline: WeekOutline, scene: Scene, today: date) -> Iterator[str]:
    yield wording.phase_name(outline.phase).capitalize()
    if outline.plan_week > 0:
        yield f"lifting week {outline.plan_week}"
    left = scene.season.days_to_goal(max(today, outline.week.monday))
    if left is not None:
        yield f"{wording.counted(left, 'day')} to the race" if left else "race day"


def _asked(request: Iterable[Intensity]) -> str:
    counts = Counter(request)
    return " and ".join(f"{number} {intensity}" for intensity, number in counts.items()) or "no strength"


def _gap(missing: Unplaced) -> Gap:
    return Gap(intensity=missing.intensity, reasons=_sentences(reason.text for reason in missing.because))


def _sentences(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(wording.sentence(wording.one_line(text)) for text in texts)
