"""All that speaks for what one event is, heeded or not, for the runner who wants to know."""

from collections.abc import Sequence

from runlift.domain.classification import Classification
from runlift.domain.classify.case import Case
from runlift.domain.classify.context import Context
from runlift.domain.classify.finding import Finding
from runlift.domain.classify.fixes import Fixes
from runlift.domain.classify.judge import ASSUMED, EVIDENCE, judge
from runlift.domain.classify.verdicts import judge_all
from runlift.domain.classify.week import BY_SIZE
from runlift.domain.events import Event
from runlift.domain.kinds import EventKind
from runlift.domain.lexicon import Lexicon


def evidence_on(
    number: int,
    classified: Sequence[tuple[Event, Classification]],
    lexicon: Lexicon,
    *,
    prefix: str = "",
    fixes: Fixes | None = None,
) -> tuple[Finding, ...]:
    """Return the evidence on one event of a calendar, in the order of its authority; size, which is heard last, counts.

    What decided is the first reason of the event's classification, and its further reasons were heeded. The rest came
    too late.

    Args:
        number: the event's place in the calendar.
        classified: the whole calendar, as it was classified.
        lexicon: what words mean.
        prefix: as in `classify`.
        fixes: as in `classify`.
    """
    judged = judge_all([event for event, _ in classified], lexicon, prefix=prefix, fixes=fixes or {})
    case, verdict = judged.pairs[number]
    alone = judge(case, Context()).rule != ASSUMED
    witnesses = _witnesses(case, Context() if alone else judged.context)
    decided = Finding(verdict.kind, verdict.confidence, verdict.because[0])
    if verdict.rule == ASSUMED:
        witnesses = [*witnesses, decided]
    elif decided.reason not in [finding.reason for finding in witnesses]:
        witnesses = [decided, *witnesses]
    return (*witnesses, *_by_size(classified[number][1]))


def _witnesses(case: Case, context: Context) -> list[Finding]:
    """Return what each entry of the table of evidence says, whether or not it was asked."""
    return [finding for evidence in EVIDENCE if (finding := evidence(case, context)) is not None]


def _by_size(found: Classification) -> list[Finding]:
    first = found.because[0]
    return [Finding(EventKind.LONG, found.confidence, first)] if first.rule in BY_SIZE else []
