"""H4 to H8: what runs ask of the strength around them."""

from collections.abc import Iterator
from datetime import date, timedelta

from runlift.domain import rules
from runlift.domain.check.scene import HOUR, MINUTE, Lift, Scene, named, seconds, span
from runlift.domain.kinds import DayKind, Intensity, RunKind
from runlift.domain.runs import Run

DAY = timedelta(days=1)
_ONE_ROW_HEAVIER = {
    Intensity.LIGHT: Intensity.MODERATE,
    Intensity.MODERATE: Intensity.HEAVY,
    Intensity.HEAVY: Intensity.HEAVY,
}


def before_runs(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H4, for every later run; before a race only what H1 does not say."""
    row = _ONE_ROW_HEAVIER[lift.intensity] if lift in scene.novel else lift.intensity
    for run in scene.situation.runs:
        gap = seconds(lift.end, run.start)
        if gap < 0 or (run.kind is RunKind.RACE and row is lift.intensity):
            continue
        hours = rules.BEFORE_RUN_H[row][run.kind]
        key_run = run.kind in {RunKind.HARD, RunKind.LONG}
        if scene.situation.runner.slow_recovery and row is Intensity.HEAVY and key_run:
            hours += rules.SLOW_RECOVERY_BEFORE_KEY_H
        if gap < hours * HOUR:
            new = ", being new to you," if lift in scene.novel else ""
            yield (
                f"{lift.intensity.upper()}{new} ends {span(gap)} before {named(run)}; {span(hours * HOUR)} are needed"
            )


def after_runs(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H5, for every earlier run."""
    for run in scene.situation.runs:
        gap = seconds(run.end, lift.start)
        needed = max(_hours_after(run, lift.intensity, scene) * HOUR, rules.AFTER_RUN_MIN * MINUTE)
        if 0 <= gap < needed:
            yield f"{lift.intensity.upper()} starts {span(gap)} after {named(run)}; {span(needed)} are needed"


def between_long_runs(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H5: nothing stands between the long runs of two days in a row."""
    before = _long_runs(scene, lift.day) + _long_runs(scene, lift.day - DAY)
    for first in before:
        for second in _long_runs(scene, first.day + DAY):
            if seconds(first.end, lift.start) >= 0 and seconds(lift.end, second.start) >= 0:
                yield f"{lift.intensity.upper()} stands between the long runs of {first.day:%A} and {second.day:%A}"


def before_same_day_run(lift: Lift, scene: Scene) -> Iterator[str]:
    """Yield a breach of H6: MODERATE at most before a run of the same day."""
    for run in scene.runs_on(lift.day):
        if lift.intensity is Intensity.HEAVY and seconds(lift.end, run.start) >= 0:
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
    most = rules.EVE_OF_LONG_MAX_MIN * MINUTE
    for run in _long_runs(scene, lift.day + DAY):
        if lift.intensity is not Intensity.LIGHT:
            yield f"{lift.intensity.upper()} stands on the eve of {named(run)}; LIGHT is the most"
        elif seconds(lift.start, lift.end) > most:
            yield f"{span(seconds(lift.start, lift.end))} stand on the eve of {named(run)}; {span(most)} are the most"


def _hours_after(run: Run, intensity: Intensity, scene: Scene) -> float:
    if run.kind is RunKind.LONG:
        second = _long_runs(scene, run.day - DAY)
        return (rules.AFTER_SECOND_LONG_H if second else rules.AFTER_LONG_H)[intensity]
    if run.kind is RunKind.HARD:
        return rules.AFTER_HARD_H[intensity]
    if run.kind is RunKind.EASY and seconds(run.start, run.end) > rules.EASY_SHORT_MIN * MINUTE:
        return rules.AFTER_EASY_H[intensity]
    return 0


def _long_runs(scene: Scene, day: date) -> list[Run]:
    return [run for run in scene.runs_on(day) if run.kind is RunKind.LONG]
