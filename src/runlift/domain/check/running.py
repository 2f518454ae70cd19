"""H4 to H8: what runs ask of the strength around them."""

from collections.abc import Iterator
from datetime import date, timedelta

from runlift.domain import rules
from runlift.domain.check.scene import Scene
from runlift.domain.check.spans import HOUR, MINUTE, Lift, Span
from runlift.domain.check.wording import lasting, named
from runlift.domain.kinds import DayKind, Intensity, RunKind, Status
from runlift.domain.runs import Run
from runlift.domain.sessions import Session

DAY = timedelta(days=1)
_ONE_ROW_HEAVIER = {
    Intensity.LIGHT: Intensity.MODERATE,
    Intensity.MODERATE: Intensity.HEAVY,
    Intensity.HEAVY: Intensity.HEAVY,
}


def before_runs(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H4, for every later run; before a race only what H1 does not say."""
    end, novel = Span.of(lift).end, lift in scene.novel
    row = _ONE_ROW_HEAVIER[lift.intensity] if novel else lift.intensity
    what = f"{lift.intensity.upper()}, being new to you," if novel else lift.intensity.upper()
    for run, when in scene.runs:
        gap = when.start - end
        if gap < 0 or (run.kind is RunKind.RACE and row is lift.intensity):
            continue
        needed = _hours_before(run, row, scene) * HOUR
        if gap < needed:
            yield f"{what} ends {lasting(gap)} before {named(run)}; {lasting(needed)} are needed"


def after_runs(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H5, for every earlier run."""
    start = Span.of(lift).start
    for run, when in scene.runs:
        gap = start - when.end
        if gap < 0:
            continue
        hours = _hours_after(run, when.length, lift.intensity, scene)
        needed = max(hours * HOUR, rules.AFTER_RUN_MIN * MINUTE)
        if gap < needed:
            yield f"{lift.intensity.upper()} starts {lasting(gap)} after {named(run)}; {lasting(needed)} are needed"


def between_long_runs(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H5: nothing stands between the long runs of two days in a row."""
    when = Span.of(lift)
    before = _long_runs(scene, lift.day) + _long_runs(scene, lift.day - DAY)
    for first in before:
        for second in _long_runs(scene, first.day + DAY):
            if Span.of(first).end <= when.start and when.end <= Span.of(second).start:
                yield f"{lift.intensity.upper()} stands between the long runs of {first.day:%A} and {second.day:%A}"


def before_same_day_run(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H6: MODERATE at most before a run of the same day."""
    for run in scene.runs_on(lift.day):
        if lift.intensity is Intensity.HEAVY and Span.of(lift).end <= Span.of(run).start:
            yield f"HEAVY comes before {named(run)} of the same day; MODERATE is the most"


def day_cap(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H7: the most that the day's strongest run allows."""
    kinds = {run.kind for run in scene.runs_on(lift.day)}
    strongest = (DayKind.RACE, DayKind.LONG, DayKind.HARD, DayKind.EASY)
    kind = next((kind for kind in strongest if RunKind(kind) in kinds), DayKind.NONE)
    cap = rules.DAY_CAP[scene.situation.runner.policy][kind]
    if cap is None:
        yield f"{lift.intensity.upper()} stands on the day of a race; no strength does"
    elif lift.intensity.rank > cap.rank:
        yield f"{lift.intensity.upper()} stands on the day of a {kind} run; {cap.upper()} is the most"


def eve_of_long_run(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H8: short and light on the eve of a long run."""
    length, most = _work(lift), rules.EVE_OF_LONG_MAX_MIN * MINUTE
    for run in _long_runs(scene, lift.day + DAY):
        if lift.intensity is not Intensity.LIGHT:
            yield f"{lift.intensity.upper()} stands on the eve of {named(run)}; LIGHT is the most"
        elif length > most:
            yield f"{lasting(length)} stand on the eve of {named(run)}; {lasting(most)} are the most"


def _work(lift: Lift) -> float:
    """Return the seconds of work: the time that the runner sets aside for a pinned session may be longer."""
    if isinstance(lift, Session) and lift.status is Status.PINNED:
        return lift.prescription.minutes * MINUTE
    return Span.of(lift).length


def _hours_before(run: Run, row: Intensity, scene: Scene) -> float:
    hours = rules.BEFORE_RUN_H[row][run.kind]
    if scene.situation.runner.slow_recovery and row is Intensity.HEAVY and run.kind in {RunKind.HARD, RunKind.LONG}:
        hours += rules.SLOW_RECOVERY_BEFORE_KEY_H
    return hours


def _hours_after(run: Run, length: float, intensity: Intensity, scene: Scene) -> float:
    if run.kind is RunKind.LONG:
        second = _long_runs(scene, run.day - DAY)
        return (rules.AFTER_SECOND_LONG_H if second else rules.AFTER_LONG_H)[intensity]
    if run.kind is RunKind.HARD:
        return rules.AFTER_HARD_H[intensity]
    if run.kind is RunKind.EASY and length > rules.EASY_SHORT_MIN * MINUTE:
        return rules.AFTER_EASY_H[intensity]
    return 0


def _long_runs(scene: Scene, day: date) -> list[Run]:
    return [run for run in scene.runs_on(day) if run.kind is RunKind.LONG]
