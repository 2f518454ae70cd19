"""How a session looks in a calendar: its title, and the block of plain text beneath the divider line."""

import re
from collections.abc import Iterator
from dataclasses import replace

from runlift.domain.sessions import Session, Step
from runlift.sync.notes import DIVIDER, FEEDBACK, block_of

FORM = "Stop a set when your form slips, not when you are exhausted; after a run that comes sooner."
NOT_ADVICE = (
    "General training information, not medical advice: with a condition, an injury or pain ask a doctor first, "
    "and call the emergency services in an emergency."
)
NOTHING_NEXT = "No further session is planned yet."

_HEADING, _BULLET, _ORIGIN = "WORKOUT · ", "• ", " (not in the source article)"
_SETS, _MINUTES = re.compile(r"(?:^| )(\d+) × "), re.compile(r"(\d+) min\b")

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def title(session: Session, prefix: str = "") -> str:
    """Return the title: the class comes first, since a month view shows no more than that.

    Args:
        prefix: what the runner wants before it, such as a name in a calendar that several people share.
    """
    warning = "⚠" if session.flag else ""
    lift = f"{session.intensity.capitalize()} lift · {session.minutes} min"
    return " ".join(filter(None, (warning, prefix.strip(), lift)))


def text(session: Session, *, next_session: Session | None) -> str:
    """Return our block of the description; what the runner should be warned of comes first.

    Args:
        next_session: the session after this one; None: none is planned yet.
    """
    sections = (
        f"⚠ {session.flag}" if session.flag else "",
        "\n".join(_workout(session)),
        f"{FORM}\n{FEEDBACK}",
        "\n".join(("WHY HERE", *(f"• {reason.text}" for reason in session.because))) if session.because else "",
        f"NEXT\n{_announced(next_session)}" if next_session else f"NEXT\n{NOTHING_NEXT}",
        NOT_ADVICE,
    )
    return "\n\n".join((DIVIDER, *filter(None, sections)))


def workout_in(description: str) -> tuple[Step, ...]:
    """Return the workout that a session's description tells; nothing where the runner has left none of it."""
    _, heading, below = block_of(description).partition(_HEADING)
    steps: list[Step] = []
    for line in below.partition("\n\n")[0].splitlines()[1:] if heading else ():
        name, colon, dose = line.strip().removeprefix(_BULLET).partition(": ")
        if line.startswith(_BULLET) and colon:
            steps.append(_step(name, dose))
        elif steps:
            steps[-1] = replace(steps[-1], cue=line.strip())
    return tuple(steps)


def _step(name: str, dose: str) -> Step:
    sets, minutes = _SETS.search(dose), _MINUTES.match(dose)
    return Step(
        name=name.removesuffix(_ORIGIN),
        dose=dose,
        sets=int(sets[1]) if sets else None,
        minutes=int(minutes[1]) if minutes else None,
        beyond_seed=name.endswith(_ORIGIN),
    )


def _workout(session: Session) -> Iterator[str]:
    sets = session.prescription.sets
    phase = session.phase.replace("_", " ")
    yield f"{_HEADING}{sets} {'set' if sets == 1 else 'sets'} · {phase}, week {session.plan_week}"
    yield from (_line(step) for step in session.workout)


def _line(step: Step) -> str:
    origin = _ORIGIN if step.beyond_seed else ""
    head = f"{_BULLET}{step.name}{origin}: {step.dose}"
    return f"{head}\n  {step.cue}" if step.cue else head


def _announced(session: Session) -> str:
    day = session.start
    return f"{title(session)}: {_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}, {day:%H:%M}"
