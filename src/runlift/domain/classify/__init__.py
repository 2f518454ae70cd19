"""What every event of a calendar is: a run and of which kind, rest, strength, another sport, or nothing of the sort.

Rules
    1. Evidence is heard in the order of the table below. The first that names a kind decides; what comes later only
       fills in what it left open.
    2. Evidence may say "a run" and leave its kind open. Nothing later can make that no run any more.
    3. Words are data (`runlift/lexicon`). Here stand only facts about language, formats, training and weeks.
    4. A rule never knows a calendar, a plan or a single title.
    5. An event is no run until something says so. A run of unknown kind is hard, the safe side for gaps and caps, and
       says that it is a guess; a plain title without a sign of speed ("Morning Run") is easy.
    6. "Long" is a fact about a week: size is compared last, over all runs, and outranks easy words. It outranks hard
       work only where that is no intervals and clearly the longest run of its week. The only run of a week is compared
       with the runner's usual run.
    7. Everything decided carries its reasons, what decided first.

Theory
    Titles are short and their words ambiguous: "base", "run", "race" and "long" fill the calendars of people who never
    run. So a word of the lexicon is strong (speaks of training by itself) or a hint (counts beside other signs of
    training, or where most of the calendar is training). A text is read once into marks, quantities and structure
    (`reading`); what is done (`activity`) and how it is run (`effort`) are then two questions. Confidence is 0.95 and
    more where the event says so itself, 0.5 and less for a guess.

Evidence, in falling authority
    ==================  ====================================================================================
    tag                 the runner's own #easy #long #hard #race #rest #strength #cross #ignore
    fix                 what the runner said that events of this title are
    status              cancelled, or the title says that nobody runs: registration, volunteering, skipped
    banner              an all-day event over several days is a heading
    vendor              the field in which an app itself names the workout
    title               words and structure of the title
    notes               words and structure of the notes, where the title left the kind open
    calendar            what most of the calendar is, for a recording, a bare "Training" or a workout's steps
    assumed             a plain run is easy, an unknown one hard
    week                size against the runner's own week: the long run
    ==================  ====================================================================================
"""

from collections.abc import Sequence

from runlift.domain.classification import Classification
from runlift.domain.classify.activity import is_core_alone, is_hard
from runlift.domain.classify.case import Case
from runlift.domain.classify.finding import RUNS
from runlift.domain.classify.fixes import Fixes
from runlift.domain.classify.judge import Verdict
from runlift.domain.classify.total import Total, length_minutes, strength_minutes, total_size
from runlift.domain.classify.verdicts import judge_all
from runlift.domain.classify.week import LONG_BY_SIZE, SizedRun, long_by_size, role_of
from runlift.domain.events import Event
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Lexicon
from runlift.domain.reasons import Reason


def classify(
    events: Sequence[Event], lexicon: Lexicon, *, prefix: str = "", fixes: Fixes | None = None
) -> list[Classification]:
    """Return what every event is, in the order of the events.

    Args:
        events: one runner's calendar over the whole window, occurrences expanded, own sessions left out.
        lexicon: what words mean.
        prefix: how the runner's titles begin in a calendar of several people; other titles are not the runner's.
        fixes: what the runner said that events of a title are.
    """
    return _with_weeks(events, judge_all(events, lexicon, prefix=prefix, fixes=fixes or {}).pairs)


def _race_km(case: Case, verdict: Verdict) -> float | None:
    """Return the kilometres that the name of a race tells."""
    return case.reader.lexicon.race_km(case.title.text) if verdict.kind is EventKind.RACE else None


def _with_weeks(events: Sequence[Event], judged: Sequence[tuple[Case, Verdict]]) -> list[Classification]:
    """Compare the runs with the others of their weeks."""
    totals = [
        total_size(case, length_minutes(event)) if verdict.kind in RUNS else Total(minutes=length_minutes(event))
        for event, (case, verdict) in zip(events, judged, strict=True)
    ]
    long_runs = long_by_size(
        {
            number: SizedRun(events[number].day, totals[number].estimate, role_of(case, verdict), totals[number].stated)
            for number, (case, verdict) in enumerate(judged)
            if verdict.kind in RUNS
        }
    )
    return [
        _classification(case, verdict, total, long_runs.get(number))
        for number, (total, (case, verdict)) in enumerate(zip(totals, judged, strict=True))
    ]


def _classification(case: Case, verdict: Verdict, total: Total, longest: Reason | None) -> Classification:
    """Put together what is said of one event; `longest` is why its size makes it the long run."""
    return Classification(
        kind=EventKind.LONG if longest else verdict.kind,
        confidence=LONG_BY_SIZE if longest else verdict.confidence,
        because=(longest, *verdict.because) if longest else verdict.because,
        distance_km=total.km or _race_km(case, verdict),
        minutes=total.minutes,
        also_strength=verdict.also_strength,
        strength_minutes=strength_minutes(case) if verdict.also_strength else None,
        full_strength=not (verdict.kind is EventKind.STRENGTH and is_core_alone(case.title)),
        hard=verdict.kind is EventKind.CROSS and is_hard(case.title),
    )
